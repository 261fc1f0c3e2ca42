use super::chain::Ring;
use super::noding::{Piece, noded};
use super::ring::signed_area;
use super::vertices::Vertices;
use super::winding::outline;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

/// No place.
const NONE: u32 = u32::MAX;

/// Pieces of border, those of each class with the class to their left, as polygons: exteriors anticlockwise,
/// holes clockwise, and the inside of every polygon in one piece.
///
/// Where pieces of a class cross or overlap, the polygons hold what those go round anticlockwise at least once
/// more than clockwise. So do those of pieces that overlap and meet in corners alone, if they are `suspect`.
pub(super) fn polygons(
    vertices: &[Coord],
    pieces: Vec<Vec<Piece>>,
    suspect: bool,
) -> Vec<MultiPolygon<f64>> {
    let places = || vec![NONE; vertices.len()];
    let of_a_class = |places: &mut Vec<u32>, pieces: Vec<Piece>| {
        let mut vertices = Vertices::new(vertices);
        let pieces = match noded(&mut vertices, &pieces) {
            None if suspect => outline(&vertices, &pieces),
            None => pieces,
            Some(noded) => outline(&vertices, &noded),
        };
        places.resize(vertices.len(), NONE);
        let rings = Walk::new(&vertices, pieces).rings(places);
        joined(rings.iter().map(|ring| {
            let corners = ring.iter().chain(ring.first());
            LineString(corners.map(|&vertex| vertices.get(vertex)).collect())
        }))
    };
    let pieces = pieces.into_par_iter().with_max_len(1);
    pieces.map_init(places, of_a_class).collect()
}

/// Pieces of border with one class to their left, walked so that rings touch and never cross.
struct Walk<'a> {
    vertices: &'a Vertices<'a>,
    /// Ascending by where they begin.
    pieces: Vec<Piece>,
    is_used: Vec<bool>,
}

impl<'a> Walk<'a> {
    fn new(vertices: &'a Vertices<'a>, mut pieces: Vec<Piece>) -> Self {
        pieces.sort_unstable();
        Self {
            vertices,
            is_used: vec![false; pieces.len()],
            pieces,
        }
    }

    /// All rings; none passes a vertex twice. `place` has [`NONE`] for every vertex, before and after.
    fn rings(mut self, place: &mut [u32]) -> Vec<Ring> {
        let mut rings = Vec::new();
        for start in 0..self.pieces.len() {
            if self.is_used[start] {
                continue;
            }
            let mut ring: Ring = Vec::new();
            let mut here = Some(start);
            while let Some(piece) = here {
                self.is_used[piece] = true;
                let (from, to) = self.pieces[piece];
                place[from as usize] = u32::try_from(ring.len()).unwrap_or(NONE);
                ring.push(from);
                // What comes back to a vertex of the ring is a ring of its own.
                if place[to as usize] != NONE {
                    let closed = ring.split_off(place[to as usize] as usize);
                    for &vertex in &closed {
                        place[vertex as usize] = NONE;
                    }
                    rings.push(closed);
                }
                here = self.next(from, to);
            }
            for vertex in ring {
                place[vertex as usize] = NONE;
            }
        }
        rings.retain(|ring| ring.len() > 2);
        rings
    }

    /// The piece that goes on after one from `back` to `at`: the first clockwise from where that came
    /// from, as the class lies there between the two.
    fn next(&self, back: u32, at: u32) -> Option<usize> {
        let first = self.pieces.partition_point(|piece| piece.0 < at);
        let leaving = self.pieces[first..]
            .iter()
            .take_while(|piece| piece.0 == at);
        let leaving = (first..)
            .zip(leaving)
            .filter(|&(piece, _)| !self.is_used[piece]);
        let angle = |to: u32| {
            let (at, to) = (self.vertices.get(at), self.vertices.get(to));
            (to.y - at.y).atan2(to.x - at.x)
        };
        let origin = angle(back);
        let turn = |to: u32| {
            let clockwise = (origin - angle(to)).rem_euclid(std::f64::consts::TAU);
            if clockwise > 0.0 {
                clockwise
            } else {
                std::f64::consts::TAU
            }
        };
        let nearest = leaving.min_by(|a, b| turn(a.1.1).total_cmp(&turn(b.1.1)));
        nearest.map(|(piece, _)| piece)
    }
}

/// Rings as polygons: each hole in the smallest exterior around it.
fn joined(rings: impl Iterator<Item = LineString<f64>>) -> MultiPolygon<f64> {
    let (mut exteriors, mut holes) = (Vec::new(), Vec::new());
    for ring in rings {
        let area = signed_area(&ring);
        if area > 0.0 {
            exteriors.push((area, ring));
        } else {
            holes.push(ring);
        }
    }
    let mut polygons: Vec<Shell> = exteriors.into_iter().map(Shell::new).collect();
    for hole in holes {
        let middle = middle_of_side(&hole);
        let around = polygons.iter_mut().filter(|shell| shell.is_around(middle));
        if let Some(shell) = around.min_by(|a, b| a.area.total_cmp(&b.area)) {
            shell.polygon.interiors_push(hole);
        }
    }
    // Areas that overlap in the data leave exteriors within others.
    polygons.sort_by(|a, b| b.area.total_cmp(&a.area));
    let mut kept: Vec<Shell> = Vec::with_capacity(polygons.len());
    for shell in polygons {
        let middle = middle_of_side(shell.polygon.exterior());
        if !kept.iter().any(|other| other.covers(middle)) {
            kept.push(shell);
        }
    }
    MultiPolygon(kept.into_iter().map(|shell| shell.polygon).collect())
}

/// A polygon with what decides quickly whether a place lies in it.
struct Shell {
    area: f64,
    polygon: Polygon<f64>,
    /// From south to north.
    between: [f64; 2],
}

impl Shell {
    fn new((area, ring): (f64, LineString<f64>)) -> Self {
        let ends = ring
            .0
            .iter()
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[s, n], at| {
                [s.min(at.y), n.max(at.y)]
            });
        Self {
            area,
            polygon: Polygon::new(ring, Vec::new()),
            between: ends,
        }
    }

    /// Whether a place lies within the exterior.
    fn is_around(&self, at: Coord) -> bool {
        let [south, north] = self.between;
        (south..=north).contains(&at.y) && is_inside(self.polygon.exterior(), at)
    }

    /// Whether a place lies within the exterior and in no hole.
    fn covers(&self, at: Coord) -> bool {
        let holes = self.polygon.interiors();
        self.is_around(at) && !holes.iter().any(|hole| is_inside(hole, at))
    }
}

/// The middle of a side: no other ring of the class lies there.
fn middle_of_side(ring: &LineString<f64>) -> Coord {
    (ring.0[0] + ring.0[1]) / 2.0
}

/// Whether a place lies inside a ring, by the sides that a way to the east crosses.
fn is_inside(ring: &LineString<f64>, at: Coord) -> bool {
    let crossed = ring.0.windows(2).filter(|side| {
        let (a, b) = (side[0], side[1]);
        (a.y > at.y) != (b.y > at.y) && at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)
    });
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::borders::Borders;
    use geo::{Validation, polygon};
    use proptest::prelude::*;

    /// Squares of a grid of `side`, each with the number of its class.
    fn squares(side: u32) -> Vec<Option<MultiPolygon<f64>>> {
        let square = |n: u32| {
            let (x, y) = (f64::from(n % side), f64::from(n / side));
            let square = polygon![
                (x: x, y: y), (x: x + 1.0, y: y), (x: x + 1.0, y: y + 1.0), (x: x, y: y + 1.0)
            ];
            Some(MultiPolygon(vec![square]))
        };
        (0..side * side).map(square).collect()
    }

    proptest! {
        /// Areas of a class together have the area of its members, lie where they lie, and are valid
        /// polygons, whatever touches at corners, is enclosed, or encloses.
        #[test]
        fn classes_together_are_valid_and_where_their_members_are(
            class_of in prop::collection::vec(0_u8..4, 36),
        ) {
            let borders = Borders::new(&squares(6));
            // The last class is not asked for.
            let asked: Vec<Option<usize>> =
                class_of.iter().map(|&class| Some(class).filter(|&class| class < 3).map(usize::from)).collect();
            for (class, merged) in (0_u8..).zip(borders.merged(&asked, 3)) {
                prop_assert!(merged.is_valid(), "{:?}", merged.validation_errors());
                for (number, &other) in class_of.iter().enumerate() {
                    let at = Coord { x: (number % 6) as f64 + 0.5, y: (number / 6) as f64 + 0.5 };
                    let around = merged.0.iter().filter(|polygon| {
                        is_inside(polygon.exterior(), at)
                            && !polygon.interiors().iter().any(|hole| is_inside(hole, at))
                    });
                    prop_assert_eq!(around.count(), usize::from(other == class), "square {}", number);
                }
                let members = class_of.iter().map(|&other| usize::from(other == class)).sum::<usize>();
                let area: f64 = merged.0.iter()
                    .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
                    .map(signed_area)
                    .sum();
                prop_assert!((area - members as f64).abs() < 1e-9);
            }
        }
    }
}

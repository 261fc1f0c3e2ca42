use super::border::{Border, OUTSIDE};
use super::chain::{Chain, Ring};
use super::outlines::Outlines;
use super::polygons::polygons;
use super::ring::is_anticlockwise;
use geo::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;
use std::cmp::Ordering;

/// Vertices closer than this are one, in degrees: about a centimetre.
const GRID: f64 = 1e-7;

/// The borders between areas, each once, with what lies on either side of it.
///
/// A map of classes is then one walk along the borders: those with one class on both sides
/// vanish, the rest are chained into rings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Borders {
    /// The different corners of all areas, in degrees: x is the longitude.
    vertices: Vec<Coord>,
    all: Vec<Border>,
    /// Which points have an area.
    drawn: Vec<bool>,
}

impl Borders {
    /// Finds the borders of areas given in degrees.
    pub(crate) fn new(areas: &[Option<MultiPolygon<f64>>]) -> Self {
        let (corners, ring_ends) = corners(areas);
        let (vertices, vertex_of) = merge(&corners);
        let mut sides = Vec::with_capacity(corners.len());
        let mut start = 0;
        for (end, area) in ring_ends {
            for here in start..end {
                let next = if here + 1 == end { start } else { here + 1 };
                let (from, to) = (vertex_of[here], vertex_of[next]);
                if from != to {
                    sides.push((from.min(to), from.max(to), from > to, area));
                }
            }
            start = end;
        }
        sides.par_sort_unstable();
        Self {
            vertices,
            all: pair(&sides),
            drawn: areas.iter().map(Option::is_some).collect(),
        }
    }

    /// The different corners of all areas, in degrees: x is the longitude.
    pub(crate) fn vertices(&self) -> &[Coord] {
        &self.vertices
    }

    /// All borders.
    pub(crate) fn all(&self) -> &[Border] {
        &self.all
    }

    /// Whether there is no area at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether this point has an area.
    pub(crate) fn has_area(&self, point: usize) -> bool {
        self.drawn.get(point).copied().unwrap_or(false)
    }

    /// The outlines of everything of one class together, for classes `0..classes`.
    ///
    /// To be filled by the non-zero rule: areas that overlap in the data do not become holes.
    pub(crate) fn dissolve<C>(&self, class_of: &[C], classes: usize) -> Vec<Vec<Ring>>
    where
        C: Copy + Into<usize>,
    {
        let class = |area: u32| class_of.get(area as usize).map(|&class| class.into());
        let mut chain = Chain::new(self.vertices.len());
        let pieces = self.pieces(class, classes);
        pieces.iter().map(|pieces| chain.rings(pieces)).collect()
    }

    /// The areas of each class together, for classes `0..classes`; an area may be in none. Exteriors
    /// anticlockwise, holes clockwise, and the inside of every polygon in one piece.
    pub(crate) fn merged(
        &self,
        class_of: &[Option<usize>],
        classes: usize,
    ) -> Vec<MultiPolygon<f64>> {
        let class = |area: u32| class_of.get(area as usize).copied().flatten();
        polygons(&self.vertices, self.pieces(class, classes), false)
    }

    /// All areas together, which may overlap in any way.
    pub(super) fn union(&self) -> MultiPolygon<f64> {
        let pieces = self.pieces(|area| (area != OUTSIDE).then_some(0), 1);
        MultiPolygon(
            polygons(&self.vertices, pieces, true)
                .into_iter()
                .flatten()
                .collect(),
        )
    }

    /// The pieces of border around every area.
    pub(crate) fn outlines(&self) -> Outlines<'_> {
        Outlines::new(&self.all, self.drawn.len())
    }

    /// All borders between different classes or at the edge of a class, each once, as lines of vertices; an area may
    /// be in no class.
    pub(crate) fn lines_between(&self, class_of: impl Fn(usize) -> Option<u8>) -> Vec<Vec<u32>> {
        let class = |area: u32| class_of(area as usize).map_or(u32::MAX, u32::from);
        let pieces = self.all.iter().filter_map(|border| {
            let (left, right) = (class(border.left), class(border.right));
            // One class to the left all along, so that pieces join.
            match left.cmp(&right) {
                Ordering::Less => Some((border.from, border.to)),
                Ordering::Equal => None,
                Ordering::Greater => Some((border.to, border.from)),
            }
        });
        let pieces: Vec<(u32, u32)> = pieces.collect();
        Chain::new(self.vertices.len()).lines(&pieces)
    }

    /// Pieces of border between different classes, from one vertex to another, by the class to the left.
    fn pieces(&self, class: impl Fn(u32) -> Option<usize>, classes: usize) -> Vec<Vec<(u32, u32)>> {
        let mut kept: Vec<Vec<(u32, u32)>> = vec![Vec::new(); classes];
        for border in &self.all {
            let (left, right) = (class(border.left), class(border.right));
            if left != right {
                if let Some(left) = left {
                    kept[left].push((border.from, border.to));
                }
                if let Some(right) = right {
                    kept[right].push((border.to, border.from));
                }
            }
        }
        kept
    }

    /// Pairs of areas with a common border, each pair from the lower to the higher number.
    pub(crate) fn neighbours(&self) -> impl Iterator<Item = (u32, u32)> {
        self.all
            .iter()
            .filter(|border| border.left != OUTSIDE && border.right != OUTSIDE)
            .map(|border| (border.left.min(border.right), border.left.max(border.right)))
    }
}

/// All corners of all rings, exteriors anticlockwise and holes clockwise; and for every ring where
/// its corners end and whose it is.
fn corners(areas: &[Option<MultiPolygon<f64>>]) -> (Vec<Coord>, Vec<(usize, u32)>) {
    let mut corners = Vec::new();
    let mut ends = Vec::new();
    for (number, area) in (0..).zip(areas) {
        for polygon in area.iter().flat_map(|area| &area.0) {
            add(&mut corners, polygon.exterior(), true);
            ends.push((corners.len(), number));
            for hole in polygon.interiors() {
                add(&mut corners, hole, false);
                ends.push((corners.len(), number));
            }
        }
    }
    (corners, ends)
}

fn add(corners: &mut Vec<Coord>, ring: &LineString, anticlockwise: bool) {
    let open = match ring.0.as_slice() {
        [first, middle @ .., last] if first == last => &ring.0[..=middle.len()],
        all => all,
    };
    if is_anticlockwise(ring) == anticlockwise {
        corners.extend_from_slice(open);
    } else {
        corners.extend(open.iter().rev());
    }
}

/// The different places among the corners, and for every corner the number of its place.
fn merge(corners: &[Coord]) -> (Vec<Coord>, Vec<u32>) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 1.8e9 steps of the grid around the Earth"
    )]
    let step = |degrees: f64| (degrees / GRID).round() as i64;
    let mut sorted: Vec<(i64, i64, u32)> = (0..)
        .zip(corners)
        .map(|(number, corner)| (step(corner.x), step(corner.y), number))
        .collect();
    sorted.par_sort_unstable();
    let mut places: Vec<Coord> = Vec::with_capacity(corners.len() / 2);
    let mut place_of = vec![0; corners.len()];
    let mut last = None;
    let mut place = 0;
    for (x, y, number) in sorted {
        if last != Some((x, y)) {
            last = Some((x, y));
            place = u32::try_from(places.len()).unwrap_or(u32::MAX);
            places.push(corners[number as usize]);
        }
        place_of[number as usize] = place;
    }
    (places, place_of)
}

/// Joins the two sides of every border; a side without its opposite borders on the outside.
fn pair(sides: &[(u32, u32, bool, u32)]) -> Vec<Border> {
    let mut borders = Vec::with_capacity(sides.len() / 2 + 1);
    for run in sides.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (from, to, ..) = run[0];
        let (ahead, back) = run.split_at(run.partition_point(|side| !side.2));
        for place in 0..ahead.len().max(back.len()) {
            let area = |sides: &[(u32, u32, bool, u32)]| sides.get(place).map_or(OUTSIDE, |s| s.3);
            borders.push(Border {
                from,
                to,
                left: area(ahead),
                right: area(back),
            });
        }
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;
    use proptest::prelude::*;

    const SIDE: usize = 5;

    /// A grid of squares of a hundredth of a degree; the one in the middle has a hole, filled by
    /// a separate area, and one square is missing.
    fn areas() -> Vec<Option<MultiPolygon<f64>>> {
        let square = |x: f64, y: f64, s: f64| polygon![(x: x, y: y), (x: x + s, y: y), (x: x + s, y: y + s), (x: x, y: y + s)];
        let mut areas = Vec::new();
        for number in 0..SIDE * SIDE {
            let (x, y) = (
                (number % SIDE) as f64 / 100.0,
                52.0 + (number / SIDE) as f64 / 100.0,
            );
            let mut area = square(x, y, 0.01);
            if number == SIDE * SIDE / 2 {
                let hole = square(x + 0.003, y + 0.003, 0.004);
                area.interiors_push(hole.exterior().clone());
                areas.push(Some(MultiPolygon(vec![hole])));
            }
            areas.push((number != 3).then(|| MultiPolygon(vec![area])));
        }
        areas
    }

    fn signed_area(ring: impl IntoIterator<Item = Coord>) -> f64 {
        let corners: Vec<Coord> = ring.into_iter().collect();
        let next = corners.iter().cycle().skip(1);
        corners
            .iter()
            .zip(next)
            .map(|(a, b)| (a.x * (b.y - 52.0) - b.x * (a.y - 52.0)) / 2.0)
            .sum()
    }

    /// How often a ring goes round a place, anticlockwise.
    fn winding(ring: &[Coord], at: Coord) -> i32 {
        let next = ring.iter().cycle().skip(1);
        ring.iter()
            .zip(next)
            .map(|(a, b)| {
                let left = (b.x - a.x) * (at.y - a.y) - (at.x - a.x) * (b.y - a.y) > 0.0;
                match (a.y <= at.y, b.y <= at.y) {
                    (true, false) if left => 1,
                    (false, true) if !left => -1,
                    _ => 0,
                }
            })
            .sum()
    }

    proptest! {
        /// The outlines of a class enclose the area of its members together.
        #[test]
        fn dissolving_keeps_the_area_of_every_class(class_of in prop::collection::vec(0_u8..4, 26)) {
            let areas = areas();
            let borders = Borders::new(&areas);
            for (class, rings) in (0_u8..).zip(borders.dissolve(&class_of, 4)) {
                let outlined: f64 = rings
                    .iter()
                    .map(|ring| signed_area(ring.iter().map(|&v| borders.vertices[v as usize])))
                    .sum();
                let members: f64 = areas
                    .iter()
                    .zip(&class_of)
                    .filter(|&(_, &other)| other == class)
                    .flat_map(|(area, _)| area.iter().flat_map(|area| &area.0))
                    .map(|polygon| {
                        let hole = |ring: &LineString| signed_area(ring.0.iter().copied()).abs();
                        let holes: f64 = polygon.interiors().iter().map(hole).sum();
                        hole(polygon.exterior()) - holes
                    })
                    .sum();
                prop_assert!((outlined - members).abs() < 1e-9, "{} {} square degrees", outlined, members);
            }
        }

        /// Every area lies in the path of its class, and in no other.
        #[test]
        fn every_area_is_in_exactly_one_path(class_of in prop::collection::vec(0_u8..4, 26)) {
            let areas = areas();
            let borders = Borders::new(&areas);
            let paths = borders.dissolve(&class_of, 4);
            for (area, &class) in areas.iter().zip(&class_of) {
                let Some(area) = area else { continue };
                let corner = area.0[0].exterior().0[0];
                let inside = Coord { x: corner.x + 0.001, y: corner.y + 0.001 };
                for (number, rings) in (0_u8..).zip(&paths) {
                    let times: i32 = rings
                        .iter()
                        .map(|ring| {
                            let ring: Vec<Coord> =
                                ring.iter().map(|&v| borders.vertices[v as usize]).collect();
                            winding(&ring, inside)
                        })
                        .sum();
                    prop_assert_eq!(times, i32::from(number == class));
                }
            }
        }
    }

    #[test]
    fn neighbours_share_a_side() {
        let borders = Borders::new(&areas());
        let pairs: std::collections::BTreeSet<_> = borders.neighbours().collect();
        assert!(pairs.contains(&(0, 1)) && pairs.contains(&(0, 5)));
        assert!(!pairs.contains(&(0, 6)), "a common corner is no border");
        assert!(
            pairs.contains(&(12, 13)),
            "the area in the hole and the one around it"
        );
        assert!(pairs.iter().all(|&(a, b)| a != 3 && b != 3));
    }
}

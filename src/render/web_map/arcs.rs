use crate::borders::{Border, OUTSIDE};
use crate::grouped::Grouped;
use crate::render::topology::Topology;

/// A piece of border between two places where three areas meet, or a closed one: the same two areas
/// lie along the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arc {
    /// Numbers of vertices.
    pub(super) vertices: Vec<u32>,
    /// The area to the left on the way along it; `OUTSIDE` if there is none.
    pub(super) left: u32,
    pub(super) right: u32,
}

/// All borders as arcs, those of one area after each other wherever they join.
pub(super) fn arcs(topology: &Topology) -> Vec<Arc> {
    let mut found = Walk::new(topology).arcs();
    found.sort_by_key(|arc| arc.left.min(arc.right));
    chained(found, topology.vertices.len())
}

struct Walk<'a> {
    borders: &'a [Border],
    /// Borders at each vertex.
    at: Grouped<u32>,
    used: Vec<bool>,
}

impl<'a> Walk<'a> {
    fn new(topology: &'a Topology) -> Self {
        let borders = topology.borders();
        let ends = (0..)
            .zip(borders)
            .flat_map(|(number, border)| [(border.from, number), (border.to, number)]);
        Self {
            borders,
            at: Grouped::new(topology.vertices.len(), ends),
            used: vec![false; borders.len()],
        }
    }

    fn arcs(mut self) -> Vec<Arc> {
        let mut arcs = Vec::new();
        // Pieces between places where areas meet come first; what is left are closed lines.
        for only_from_meetings in [true, false] {
            for number in 0..self.borders.len() {
                if self.used[number] {
                    continue;
                }
                let border = self.borders[number];
                if !only_from_meetings || self.following(number, border.from).is_none() {
                    arcs.push(self.along(number, border.from));
                } else if self.following(number, border.to).is_none() {
                    arcs.push(self.along(number, border.to));
                }
            }
        }
        arcs
    }

    /// Follows a border, and what continues it, away from one of its ends.
    fn along(&mut self, mut number: usize, start: u32) -> Arc {
        let (mut here, left, right) = self.onwards(number, start);
        let mut vertices = vec![start, here];
        self.used[number] = true;
        while let Some(next) = self.following(number, here)
            && !self.used[next]
        {
            number = next;
            self.used[number] = true;
            (here, ..) = self.onwards(number, here);
            vertices.push(here);
        }
        Arc {
            vertices,
            left,
            right,
        }
    }

    /// The other end of a border, and what lies on its sides on the way there.
    fn onwards(&self, number: usize, start: u32) -> (u32, u32, u32) {
        let border = self.borders[number];
        if border.from == start {
            (border.to, border.left, border.right)
        } else {
            (border.from, border.right, border.left)
        }
    }

    /// The one border that continues another at a vertex, between the same areas.
    fn following(&self, number: usize, vertex: u32) -> Option<usize> {
        let &[one, other] = self.at.of(vertex as usize) else {
            return None;
        };
        let next = if one as usize == number { other } else { one } as usize;
        let (_, left, right) = self.onwards(next, vertex);
        // Seen from the vertex, the border itself has its sides the other way round.
        let (_, back_left, back_right) = self.onwards(number, vertex);
        (left == back_right && right == back_left && next != number).then_some(next)
    }
}

/// The arcs in the same order of areas, each area's so that the next begins where the last ended
/// wherever one does; turned round where that helps.
fn chained(arcs: Vec<Arc>, vertices: usize) -> Vec<Arc> {
    let mut at: Vec<Vec<u32>> = vec![Vec::new(); vertices];
    for (number, arc) in (0..).zip(&arcs) {
        for end in [arc.vertices[0], arc.vertices[arc.vertices.len() - 1]] {
            at[end as usize].push(number);
        }
    }
    let area = |arc: &Arc| arc.left.min(arc.right);
    let mut waiting: Vec<Option<Arc>> = arcs.into_iter().map(Some).collect();
    let mut chained = Vec::with_capacity(waiting.len());
    for start in 0..waiting.len() {
        let mut next = waiting[start].take();
        while let Some(arc) = next {
            let end = arc.vertices[arc.vertices.len() - 1];
            let same = area(&arc);
            chained.push(arc);
            let joined = at[end as usize].iter().find(|&&number| {
                waiting[number as usize]
                    .as_ref()
                    .is_some_and(|other| area(other) == same)
            });
            next = joined.and_then(|&number| waiting[number as usize].take());
            if let Some(arc) = &mut next
                && arc.vertices[0] != end
            {
                arc.vertices.reverse();
                std::mem::swap(&mut arc.left, &mut arc.right);
            }
        }
    }
    chained
}

/// The number of an area for packing: the outside is zero.
pub(super) const fn packed_area(area: u32) -> i64 {
    if area == OUTSIDE { 0 } else { area as i64 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::borders::Borders;
    use crate::model::LatLon;
    use crate::render::projection::EqualArea;
    use geo::{MultiPolygon, polygon};
    use proptest::prelude::*;

    /// Cells of a grid, of which neighbours with the same number are one area of several pieces.
    fn areas(numbers: &[usize], side: usize) -> Vec<Option<MultiPolygon<f64>>> {
        let mut areas = vec![None::<MultiPolygon<f64>>; 4];
        for (cell, &number) in numbers.iter().enumerate() {
            let (x, y) = ((cell % side) as f64, (cell / side) as f64);
            let square = polygon![
                (x: x, y: y), (x: x + 1.0, y: y), (x: x + 1.0, y: y + 1.0), (x: x, y: y + 1.0)
            ];
            if let Some(area) = areas.get_mut(number) {
                let pieces = area.get_or_insert_with(|| MultiPolygon(Vec::new()));
                pieces.0.push(square);
            }
        }
        areas
    }

    proptest! {
        /// Along a row of the grid an area begins and ends wherever its arcs are crossed, and every
        /// border is in exactly one arc.
        #[test]
        fn arcs_surround_their_areas(numbers in prop::collection::vec(0_usize..6, 16)) {
            let side = 4;
            let centre = LatLon::try_new(2.0, 2.0).unwrap();
            let projection = EqualArea::around(centre);
            let borders = Borders::new(&areas(&numbers, side));
            let topology = Topology::new(borders.into(), &projection);
            let arcs = arcs(&topology);
            let pieces: usize = arcs.iter().map(|arc| arc.vertices.len() - 1).sum();
            prop_assert_eq!(pieces, topology.borders().len());
            for (cell, &number) in numbers.iter().enumerate() {
                let lon = (cell % side) as f64 + 0.5;
                let at = projection.project(lon, (cell / side) as f64 + 0.5);
                for area in 0..4_usize {
                    let crossed: usize = arcs
                        .iter()
                        .filter(|arc| arc.left != arc.right)
                        .filter(|arc| [arc.left, arc.right].contains(&u32::try_from(area).unwrap()))
                        .flat_map(|arc| arc.vertices.windows(2))
                        .filter(|ends| {
                            let [a, b] = [ends[0], ends[1]].map(|v| topology.vertices[v as usize]);
                            (a[1] > at[1]) != (b[1] > at[1])
                                && at[0] < a[0] + (at[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
                        })
                        .count();
                    prop_assert_eq!(crossed % 2 == 1, area == number, "cell {} area {}", cell, area);
                }
            }
        }
    }
}

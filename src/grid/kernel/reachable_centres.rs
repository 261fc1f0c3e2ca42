use super::chord::chord2;
use super::point_cells::PointCells;
use super::query::GridQuery;
use crate::units::Demand;
use rayon::prelude::*;

/// How many centres of a layout each cell reaches within each standard, standards included: how
/// many could stand in for the nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachableCentres {
    standards: usize,
    /// By cell, then by standard.
    counts: Vec<u16>,
}

/// Cells that a thread takes at a time.
const CHUNK: usize = 1 << 10;

impl ReachableCentres {
    /// Asks every centre of the layout for every cell.
    ///
    /// # Panics
    ///
    /// There are not so many layouts.
    #[must_use]
    pub fn new(query: &GridQuery, layout: usize, cells: &PointCells) -> Self {
        let beyond = query.beyond();
        let layout = &query.layouts[layout];
        let unit = query.centres.unit();
        let standards = beyond.len();
        let mut counts = vec![0_u16; cells.len() * standards];
        if standards > 0 {
            counts
                .par_chunks_mut(standards)
                .enumerate()
                .with_min_len(CHUNK)
                .for_each(|(cell, counts)| {
                    let place = cells.unit(cell);
                    for &centre in layout {
                        let chord2 = chord2(place, unit[usize::from(centre)]);
                        for (count, &beyond) in counts.iter_mut().zip(&beyond) {
                            *count += u16::from(chord2 < beyond);
                        }
                    }
                });
        }
        Self { standards, counts }
    }

    /// The counts of a cell, one a standard.
    ///
    /// # Panics
    ///
    /// There are not so many cells.
    #[must_use]
    pub fn get(&self, cell: usize) -> &[u16] {
        &self.counts[cell * self.standards..][..self.standards]
    }

    /// Adds each cell's people, by standard, to those who reach as many centres.
    pub(in crate::grid) fn add_to(&self, cells: &PointCells, backup: &mut [Vec<Demand>]) {
        for cell in 0..cells.len() {
            let people = cells.people_of(cell);
            if people == Demand::ZERO {
                continue;
            }
            for (by_count, &count) in backup.iter_mut().zip(self.get(cell)) {
                let count = usize::from(count);
                if by_count.len() <= count {
                    by_count.resize(count + 1, Demand::ZERO);
                }
                by_count[count] += people;
            }
        }
    }
}

use super::chord::chord2;
use super::point_cells::PointCells;
use super::query::GridQuery;
use crate::units::Demand;
use rayon::prelude::*;

/// How many centres of a layout each cell reaches within each standard, inclusive: how many could
/// replace the nearest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachableCentres {
    standards: usize,
    /// By cell, then by standard.
    counts: Vec<u16>,
}

/// A thread takes this many cells at a time.
const CHUNK: usize = 1 << 10;

impl ReachableCentres {
    /// Compares every cell with every centre of the layout.
    ///
    /// # Panics
    ///
    /// Panics if the query has no layout with this number.
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

    /// The counts of a cell, one per standard.
    ///
    /// # Panics
    ///
    /// Panics if there is no cell with this number.
    #[must_use]
    pub fn get(&self, cell: usize) -> &[u16] {
        &self.counts[cell * self.standards..][..self.standards]
    }

    /// Adds each cell's people to `backup`: by standard, then by the number of centres reached.
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

use crate::grid::error::GridError;
use crate::grid::kernel::point_cells::{MOST_PEOPLE, PointCells};
use std::path::Path;

/// An upper bound of the people of a file so far, and the limit that it must keep.
///
/// Sums are whole millionths in 64 bits. A file with more people is refused before a sum overflows.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::grid) struct PopulationLimit(f64);

impl PopulationLimit {
    /// Counts the people of a chunk of cells.
    pub(in crate::grid) fn add_cells(&mut self, cells: &PointCells) {
        self.add(Self(cells.no_more_people_than()));
    }

    /// Counts cells that hold at most this many people.
    pub(in crate::grid) fn add_most(&mut self, people: f64) {
        self.add(Self(people));
    }

    /// Counts the people of another bound as well.
    pub(in crate::grid) fn add(&mut self, others: Self) {
        self.0 += others.0;
    }

    /// Whether the people fit into the sums.
    pub(in crate::grid) fn fit(self) -> bool {
        self.0 <= MOST_PEOPLE
    }

    /// Refuses a file whose people do not fit.
    pub(in crate::grid) fn check(self, file: &Path) -> Result<(), GridError> {
        if self.fit() {
            return Ok(());
        }
        let reason = format!(
            "expected at most {MOST_PEOPLE:.1e} people in all cells together (got more); is `population` \
             the number of people in a cell?"
        );
        Err(GridError::file(file, reason))
    }
}

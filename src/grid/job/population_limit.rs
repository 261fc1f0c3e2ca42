use crate::grid::error::GridError;
use crate::grid::kernel::point_cells::PointCells;
use std::path::Path;

/// No fewer people than the cells of a file so far hold.
///
/// Sums are whole millionths in 64 bits: that more people would silently be fewer is refused before
/// they are summed.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::grid) struct PopulationLimit(f64);

/// The most people that all sums have room for: 2,000 times as many as live on Earth.
const MOST: f64 = 1.8e13;

impl PopulationLimit {
    /// Counts the people of a chunk of cells.
    pub(in crate::grid) fn add_cells(&mut self, cells: &PointCells) {
        self.add(Self(cells.no_more_people_than()));
    }

    /// Counts cells that hold no more than so many people.
    pub(in crate::grid) fn add_most(&mut self, people: f64) {
        self.add(Self(people));
    }

    /// Counts those of others as well.
    pub(in crate::grid) fn add(&mut self, others: Self) {
        self.0 += others.0;
    }

    /// Whether sums have room for them.
    pub(in crate::grid) fn fit(self) -> bool {
        self.0 <= MOST
    }

    /// Refuses a file with more.
    pub(in crate::grid) fn check(self, file: &Path) -> Result<(), GridError> {
        if self.fit() {
            return Ok(());
        }
        let reason = format!(
            "expected no more than {MOST:.1e} people in all cells together (got more); is \
             `population` the number of people in a cell?"
        );
        Err(GridError::file(file, reason))
    }
}

use super::{GridError, PointCells};
use std::path::Path;

/// No fewer people than the cells of a file so far hold.
///
/// Sums are whole millionths in 64 bits: that more people would silently be fewer is refused before
/// they are summed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heads(f64);

/// The most people that all sums have room for: 2,000 times as many as live on Earth.
const MOST: f64 = 1.8e13;

impl Heads {
    /// Counts the people of a chunk of cells.
    pub(super) fn add_cells(&mut self, cells: &PointCells, file: &Path) -> Result<(), GridError> {
        self.add(cells.no_more_people_than(), file)
    }

    /// Counts no fewer than that many people.
    pub(super) fn add(&mut self, people: f64, file: &Path) -> Result<(), GridError> {
        self.0 += people;
        if self.0 <= MOST {
            return Ok(());
        }
        let reason = format!(
            "expected no more than {MOST:.1e} people in all cells together (got more); is \
             `population` the number of people in a cell?"
        );
        Err(GridError::file(file, reason))
    }

    /// Counts those of others as well.
    pub(super) fn add_all(&mut self, others: Self, file: &Path) -> Result<(), GridError> {
        self.add(others.0, file)
    }
}

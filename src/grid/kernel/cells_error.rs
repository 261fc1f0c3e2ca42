use crate::model::LatLonError;
use crate::units::QuantityError;

/// Why columns of numbers are not cells.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CellsError {
    /// Columns of different lengths.
    #[error(
        "{lat} latitudes, {lon} longitudes and {people} numbers of people: expected equally many"
    )]
    Lengths {
        /// Latitudes.
        lat: usize,
        /// Longitudes.
        lon: usize,
        /// Numbers of people.
        people: usize,
    },
    /// A place off the Earth.
    #[error("cell number {cell}: {source}")]
    Place {
        /// The cell, counted from 0.
        cell: usize,
        /// What is wrong.
        source: LatLonError,
    },
    /// A number that cannot be one of people.
    #[error("cell number {cell}: {source}")]
    People {
        /// The cell, counted from 0.
        cell: usize,
        /// What is wrong.
        source: QuantityError,
    },
    /// More people than sums can hold.
    #[error(
        "expected at most 1.8e13 people in all cells together (got more); is this the number of people in \
         a cell?"
    )]
    TooMany,
}

use super::place::{At, Place};

/// Why a file of weights makes no arrivals.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ArrivalFileError {
    /// A row that is of no hour, day or month.
    #[error("{place}: expected {expected} (got `{found}`)")]
    Part {
        /// Where.
        place: Box<Place>,
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// Two rows of one hour, day or month.
    #[error("{place}: `{found}` appears twice (first in {first})")]
    Twice {
        /// Where the second is.
        place: Box<Place>,
        /// What appears twice.
        found: String,
        /// Where the first is.
        first: At,
    },
    /// A weight below 0.
    #[error("{place}: a weight must be a number of at least 0 (got `{found}`)")]
    Weight {
        /// Where.
        place: Box<Place>,
        /// The weight.
        found: f64,
    },
    /// Hours, days or months without a row.
    #[error("{file}: no row for {column} {missing}: expected one row for each {column}")]
    Missing {
        /// The file.
        file: String,
        /// `hour`, `weekday` or `month`.
        column: &'static str,
        /// The first that is missing.
        missing: String,
    },
    /// Weights that are all 0.
    #[error("{file}: all weights are 0: nobody would ever come")]
    NoWeight {
        /// The file.
        file: String,
    },
}

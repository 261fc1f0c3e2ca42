//! What the text of one cell means.

use super::error::LoadError;
use super::place::Place;

/// Why a cell holds no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellError {
    Text,
    NotFinite,
}

/// The finite number of a cell; `None` for an empty one.
pub(super) fn number(text: &str) -> Result<Option<f64>, CellError> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Err(_) => Err(CellError::Text),
        Ok(number) if !number.is_finite() => Err(CellError::NotFinite),
        Ok(number) => Ok(Some(number)),
    }
}

impl CellError {
    /// The error with its place and what stands there.
    pub(super) fn at(self, place: Box<Place>, found: &str) -> LoadError {
        let found = found.to_owned();
        match self {
            Self::Text => LoadError::NotANumber { place, found },
            Self::NotFinite => LoadError::NotFinite { place, found },
        }
    }
}

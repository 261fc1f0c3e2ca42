//! What in the input of a study is probably not what was meant.
//!
//! Nothing is changed here: a reading that looks wrong is said, with its count, the demand it
//! touches and the first ids, and the reader decides. Every threshold is a named constant with its
//! reason, and stands in `docs/reading.md`.

mod demand;

use crate::load::{Dataset, Warning};
use crate::study::Study;

/// What is implausible about the demand points of a study.
#[must_use]
pub fn warnings(study: &Study, data: &Dataset) -> Vec<Warning> {
    demand::warnings(&study.population.file, &data.points)
}

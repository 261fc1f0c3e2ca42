//! Weights and distributions as a study writes them.

use crate::simulate::ArrivalFactorsError;
use crate::simulate::engine::DistributionError;
use crate::study::error::{StudyCause, StudyError};
use crate::study::source::Source;
use std::ops::Range;

pub(super) fn arrivals_error(
    source: &Source<'_>,
    span: &Range<usize>,
    cause: ArrivalFactorsError,
) -> StudyError {
    source.error(span, StudyCause::Arrivals(cause))
}

pub(super) fn distribution_error(
    source: &Source<'_>,
    span: &Range<usize>,
    step: &'static str,
    cause: DistributionError,
) -> StudyError {
    source.error(span, StudyCause::Distribution { step, cause })
}

/// The forms of a distribution, for errors.
pub(super) const FORMS: &str =
    "minutes, `{ median, sigma }`, `{ mean }`, `{ least, most }` or `{ least, likeliest, most }`";

//! Hours, weights and distributions as a study writes them.

use crate::service::WeekHours;
use crate::simulate::ArrivalFactorsError;
use crate::simulate::engine::DistributionError;
use crate::study::error::{StudyCause, StudyError};
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use std::ops::Range;

/// Hours of a week as they are written.
pub(super) fn hours(
    key: &'static str,
    form: &Spanned<String>,
    source: &Source<'_>,
) -> Result<WeekHours, StudyError> {
    WeekHours::from_choice(form.as_ref()).map_err(|cause| {
        let cause = StudyCause::WeekHours {
            key,
            cause: Box::new(cause),
        };
        source.error(&form.span(), cause)
    })
}

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

//! Opening hours of a week in a study.

use super::error::{StudyCause, StudyError};
use super::source::Source;
use super::spanned::Spanned;
use crate::service::WeekHours;

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

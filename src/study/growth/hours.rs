//! Which hours so many clinicians give.

use crate::growth::HoursByStock;
use crate::study::error::{StudyCause, StudyError};
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::study::week_hours::hours;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From so many clinicians on, these hours.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepToml {
    /// The fewest clinicians.
    #[schemars(extend("examples" = [3]))]
    clinicians: u32,
    /// When the centre is open, as in a scenario of a simulation.
    #[schemars(extend("examples" = ["08:00-20:00"]))]
    hours: Spanned<String>,
}

impl StepToml {
    pub(super) fn read_all(
        key: &'static str,
        form: Option<&Spanned<Vec<Self>>>,
        source: &Source<'_>,
    ) -> Result<Option<HoursByStock>, StudyError> {
        let Some(form) = form else { return Ok(None) };
        let steps = form.as_ref().iter();
        let steps: Result<Vec<_>, _> = steps
            .map(|step| Ok((step.clinicians, hours("hours", &step.hours, source)?)))
            .collect();
        let table = HoursByStock::try_new(steps?).map_err(|cause| {
            let cause = StudyCause::HoursByStock {
                key,
                cause: Box::new(cause),
            };
            source.error(&form.span(), cause)
        })?;
        Ok(Some(table))
    }

    pub(super) fn written(table: &HoursByStock) -> Vec<Self> {
        let steps = table.steps().iter();
        steps
            .map(|(clinicians, hours)| Self {
                clinicians: *clinicians,
                hours: Spanned::nowhere(hours.to_string()),
            })
            .collect()
    }
}

//! `[simulation.arrivals]`: when patients come to hospital.

use super::values::arrivals_error;
use crate::simulate::ArrivalFactors;
use crate::study::error::StudyError;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const SSNAP: &str = "SSNAP, England and Wales 2016–2018, 226,820 arrivals";

/// When patients come to hospital: weights, which multiply.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArrivalsToml {
    /// One weight per hour of the day, from midnight.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "by steps of three hours, 3.3% of a day at 03–06 to 23.0% at 09–12",
        "x-source" = SSNAP, "x-unit" = "weight", "minItems" = 24, "maxItems" = 24,
        "examples" = [[1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1]]
    ))]
    hours: Option<Spanned<Vec<f64>>>,
    /// One weight per day of the week, from Monday.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "from 0.91 of the mean on Saturday to 1.10 on Monday", "x-source" = SSNAP,
        "x-unit" = "weight", "minItems" = 7, "maxItems" = 7, "examples" = [[1, 1, 1, 1, 1, 0.8, 0.8]]
    ))]
    weekdays: Option<Spanned<Vec<f64>>>,
    /// One weight per month, from January.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "5.5% above the mean in December, as far below in June",
        "x-source" = "fitted to Scotland 1986–2005 (Moinuddin et al., abstract)",
        "x-unit" = "weight", "minItems" = 12, "maxItems" = 12,
        "examples" = [[1.1, 1.1, 1, 1, 1, 0.9, 0.9, 0.9, 1, 1, 1, 1.1]]
    ))]
    months: Option<Spanned<Vec<f64>>>,
}

impl ArrivalsToml {
    pub(super) fn read(&self, source: &Source<'_>) -> Result<ArrivalFactors, StudyError> {
        let mut factors = ArrivalFactors::default();
        take("hours", self.hours.as_ref(), &mut factors.hours, source)?;
        take(
            "weekdays",
            self.weekdays.as_ref(),
            &mut factors.weekdays,
            source,
        )?;
        take("months", self.months.as_ref(), &mut factors.months, source)?;
        let span = [&self.hours, &self.weekdays, &self.months];
        let span = span
            .into_iter()
            .flatten()
            .next()
            .map_or(0..0, Spanned::span);
        factors.checked().map_err(|cause| {
            let named = match &cause {
                crate::simulate::ArrivalFactorsError::Weight { key, .. }
                | crate::simulate::ArrivalFactorsError::NoWeight { key } => *key,
            };
            let form = match named {
                "hours" => &self.hours,
                "weekdays" => &self.weekdays,
                _ => &self.months,
            };
            let span = form.as_ref().map_or(span, Spanned::span);
            arrivals_error(source, &span, cause)
        })
    }

    pub(super) fn written(factors: &ArrivalFactors) -> Self {
        let of = |weights: &[f64]| Some(Spanned::nowhere(weights.to_vec()));
        Self {
            hours: of(&factors.hours),
            weekdays: of(&factors.weekdays),
            months: of(&factors.months),
        }
    }
}

/// Weights of a study, as many as there must be.
fn take<const N: usize>(
    key: &'static str,
    form: Option<&Spanned<Vec<f64>>>,
    weights: &mut [f64; N],
    source: &Source<'_>,
) -> Result<(), StudyError> {
    let Some(form) = form else { return Ok(()) };
    let expected = match N {
        24 => "24 weights, one per hour",
        7 => "7 weights, one per day",
        _ => "12 weights, one per month",
    };
    *weights = form.as_ref().as_slice().try_into().map_err(|_| {
        source.value(
            key,
            expected,
            &format!("{} weights", form.as_ref().len()),
            &form.span(),
        )
    })?;
    Ok(())
}

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
    /// A CSV with the weights of `hours` instead: `hour`, from 0 to 23, and `weight`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["hours.csv"]))]
    hours_file: Option<Spanned<String>>,
    /// A CSV with the weights of `weekdays` instead: `weekday`, from `Mon` to `Sun`, and `weight`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["weekdays.csv"]))]
    weekdays_file: Option<Spanned<String>>,
    /// A CSV with the weights of `months` instead: `month`, from 1 to 12, and `weight`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["months.csv"]))]
    months_file: Option<Spanned<String>>,
}

/// Files with weights of arrivals, relative to the study file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArrivalFiles {
    /// By hour of the day.
    pub hours: Option<String>,
    /// By day of the week.
    pub weekdays: Option<String>,
    /// By month.
    pub months: Option<String>,
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

    /// The files with weights, of which each stands for its list.
    pub(super) fn files(&self, source: &Source<'_>) -> Result<ArrivalFiles, StudyError> {
        let file = |key, because, file: &Option<Spanned<String>>, list: bool| match file {
            Some(file) if list => Err(source.no_effect(key, because, &file.span())),
            file => Ok(file.as_ref().map(|file| file.as_ref().clone())),
        };
        Ok(ArrivalFiles {
            hours: file(
                "hours_file",
                "beside `hours`",
                &self.hours_file,
                self.hours.is_some(),
            )?,
            weekdays: file(
                "weekdays_file",
                "beside `weekdays`",
                &self.weekdays_file,
                self.weekdays.is_some(),
            )?,
            months: file(
                "months_file",
                "beside `months`",
                &self.months_file,
                self.months.is_some(),
            )?,
        })
    }

    pub(super) fn written(factors: &ArrivalFactors, files: &ArrivalFiles) -> Self {
        let of = |weights: &[f64], file: &Option<String>| {
            let listed = file.is_none();
            listed.then(|| Spanned::nowhere(weights.to_vec()))
        };
        let named = |file: &Option<String>| file.clone().map(Spanned::nowhere);
        Self {
            hours: of(&factors.hours, &files.hours),
            weekdays: of(&factors.weekdays, &files.weekdays),
            months: of(&factors.months, &files.months),
            hours_file: named(&files.hours),
            weekdays_file: named(&files.weekdays),
            months_file: named(&files.months),
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

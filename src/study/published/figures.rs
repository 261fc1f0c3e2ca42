//! Published figures of one place or service.

use crate::study::error::StudyError;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Best mean travel times by number of centres.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedMeanTimes {
    /// Who, when and where.
    #[schemars(extend("examples" = ["Allen et al. 2017, BMJ Open 7:e018143"]))]
    pub(crate) source: String,
    /// One mean per number of centres.
    pub(crate) points: Vec<PublishedMeanTime>,
}

/// A best mean travel time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedMeanTime {
    /// Number of centres.
    #[schemars(extend("minimum" = 1, "examples" = [24]))]
    pub(crate) centres: u32,
    /// Mean travel time, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [34]))]
    pub(crate) minutes: f64,
}

/// Mean times to treatment by allowable delay of a bypass: travel, and for MT the net delay of a
/// transfer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedAllowableDelays {
    /// Who, when and where.
    #[schemars(extend("examples" = ["Allen et al. 2019, European Stroke Journal"]))]
    pub(crate) source: String,
    /// One pair of means per allowable delay.
    pub(crate) points: Vec<PublishedAllowableDelay>,
}

/// Mean times to treatment with one allowable delay.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "keys with their unit")]
pub(crate) struct PublishedAllowableDelay {
    /// How much farther than the nearest unit a centre may be, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [15]))]
    pub(crate) allowable_delay_minutes: f64,
    /// Mean time to IVT, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [20]))]
    pub(crate) ivt_minutes: f64,
    /// Mean time to MT, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [75]))]
    pub(crate) mt_minutes: f64,
}

/// A distance from which a helicopter is faster than the road.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedBreakEven {
    /// Where and when, and with what delays.
    #[schemars(extend("examples" = ["USA 2021"]))]
    pub(crate) source: String,
    /// Between the hospitals, in kilometres.
    #[schemars(extend("minimum" = 0, "x-unit" = "km", "examples" = [64]))]
    pub(crate) km: f64,
}

/// Cost per QALY gained by helicopters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedCost {
    /// Who and when.
    #[schemars(extend("examples" = ["Coughlan et al. 2021"]))]
    pub(crate) source: String,
    /// In the currency of the study.
    #[schemars(extend("minimum" = 0, "x-unit" = "`currency`", "examples" = [28027]))]
    pub(crate) cost: f64,
    /// Condition, as the end of the sentence that begins with the cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["where 60 min are saved"]))]
    pub(crate) note: Option<String>,
}

/// What cannot be in a figure: what was expected, and what was found.
type Fault = (&'static str, String);

const fn is_amount(number: f64) -> bool {
    number.is_finite() && number >= 0.0
}

/// A table of published figures that can be checked by itself.
pub(super) trait Figures {
    const KEY: &'static str;

    fn fault(&self) -> Option<Fault>;
}

impl Figures for PublishedMeanTimes {
    const KEY: &'static str = "mean_times";

    fn fault(&self) -> Option<Fault> {
        let mut points = self.points.iter();
        let wrong = points.find(|at| !(is_amount(at.minutes) && at.centres > 0))?;
        let expected = "at least 1 centre, and a number of at least 0 for `minutes`";
        let found = format!("{} centres, {} min", wrong.centres, wrong.minutes);
        Some((expected, found))
    }
}

impl Figures for PublishedAllowableDelays {
    const KEY: &'static str = "allowable_delays";

    fn fault(&self) -> Option<Fault> {
        let points = self.points.iter();
        let mut times =
            points.flat_map(|at| [at.allowable_delay_minutes, at.ivt_minutes, at.mt_minutes]);
        let wrong = times.find(|&time| !is_amount(time))?;
        Some(("minutes of at least 0", wrong.to_string()))
    }
}

impl Figures for PublishedBreakEven {
    const KEY: &'static str = "break_evens";

    fn fault(&self) -> Option<Fault> {
        let expected = "a number of at least 0 for `km`";
        (!is_amount(self.km)).then(|| (expected, self.km.to_string()))
    }
}

impl Figures for PublishedCost {
    const KEY: &'static str = "costs_per_qaly";

    fn fault(&self) -> Option<Fault> {
        let expected = "a number of at least 0 for `cost`";
        (!is_amount(self.cost)).then(|| (expected, self.cost.to_string()))
    }
}

pub(super) fn read<T: Figures>(
    forms: Vec<Spanned<T>>,
    source: &Source<'_>,
) -> Result<Vec<T>, StudyError> {
    for form in &forms {
        if let Some((expected, found)) = form.as_ref().fault() {
            return Err(source.value(T::KEY, expected, &found, &form.span()));
        }
    }
    Ok(forms.into_iter().map(Spanned::into_inner).collect())
}

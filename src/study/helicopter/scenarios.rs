//! `[[helicopter.scenarios]]`: choices of flying hours.

use crate::flight::{Scenario, ScenarioHours};
use crate::study::error::StudyError;
use crate::study::setting::{self, written};
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A choice of flying hours.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioToml {
    /// Unique; letters, digits, `-`, `_` and `.`, because it names files.
    #[schemars(extend("examples" = ["daylight"]))]
    name: String,
    /// For captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the name", "examples" = ["helicopters in daylight"]))]
    title: Option<String>,
    /// `listed` (each base by its own hours), `24/7`, `daylight`, `never`, or hours for all bases.
    #[schemars(extend("examples" = ["07:00-21:30"]))]
    hours: Spanned<String>,
    /// Chance that an aircraft is out on another mission.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "`busy_share` of `[helicopter]`", "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "examples" = [0.152]
    ))]
    busy_share: Option<Spanned<f64>>,
}

impl ScenarioToml {
    /// The scenarios of the study; the hours of the bases themselves where it has none.
    pub(super) fn read_all(
        forms: Vec<Spanned<Self>>,
        source: &Source<'_>,
    ) -> Result<Vec<Scenario>, StudyError> {
        let mut scenarios: Vec<(Scenario, Range<usize>)> = Vec::new();
        for form in forms {
            let (span, form) = (form.span(), form.into_inner());
            let name = source.file_name("name", &form.name, &span)?;
            let others = scenarios.iter();
            let others = others.map(|(other, span)| (other.name.as_str(), source.line(span)));
            source.own_name("scenario", &name, &span, others)?;
            let hours = ScenarioHours::from_choice(form.hours.as_ref()).ok_or_else(|| {
                let expected =
                    "`listed`, `24/7`, `daylight`, `never`, or hours such as `07:00-21:30`";
                source.value("hours", expected, form.hours.as_ref(), &form.hours.span())
            })?;
            let busy = form.busy_share.as_ref();
            let busy = busy.map(|share| setting::read("busy_share", share, source));
            let busy = busy.transpose()?;
            let title = form.title.unwrap_or_else(|| name.clone());
            let scenario = Scenario {
                name,
                title,
                hours,
                busy,
            };
            scenarios.push((scenario, span));
        }
        if scenarios.is_empty() {
            return Ok(vec![Scenario {
                name: "listed-hours".to_owned(),
                title: "helicopters in the hours of their bases".to_owned(),
                hours: ScenarioHours::Listed,
                busy: None,
            }]);
        }
        let scenarios = scenarios.into_iter();
        Ok(scenarios.map(|(scenario, _)| scenario).collect())
    }

    pub(super) fn written(choice: &Scenario) -> Spanned<Self> {
        Spanned::nowhere(Self {
            name: choice.name.clone(),
            title: Some(choice.title.clone()),
            hours: Spanned::nowhere(choice.hours.to_string()),
            busy_share: choice.busy.and_then(written),
        })
    }
}

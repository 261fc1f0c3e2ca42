//! `[[simulation.scenarios]]`: the services that are compared.

use crate::simulate::{CentreHoursChoice, SimulationScenario};
use crate::study::error::{StudyCause, StudyError};
use crate::study::names::nearest_word;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::study::week_hours::hours;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

const LISTED: &str = "listed";
const UNLIMITED: u8 = u8::MAX;

/// A service of every layout.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioToml {
    /// Unique; letters, digits, `-`, `_` and `.`, because it names files.
    #[schemars(extend("examples" = ["daytime"]))]
    name: String,
    /// For captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the name", "examples" = ["centres open from 08:00 to 20:00"]))]
    title: Option<String>,
    /// When the centres are open: `24/7`, hours of every day such as `08:00-20:00`, of some days such
    /// as `Mon-Fri 09:00-17:00`, several joined by `;`, or `listed` (each as the hospitals' file
    /// says in `hours_column`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "24/7", "examples" = ["Mon-Fri 08:00-18:00; Sat 09:00-13:00"]))]
    hours: Option<Spanned<String>>,
    /// With `listed`: the hours of a centre that the file gives none for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "24/7"))]
    unlisted_hours: Option<Spanned<String>>,
    /// Suites of every centre; 255 stands for as many as are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = 1, "minimum" = 1, "x-source" = "an assumption"))]
    suites: Option<Spanned<u8>>,
    /// Teams of every centre in every hour; 255 stands for as many as are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = 1, "minimum" = 1, "x-source" = "an assumption"))]
    teams: Option<Spanned<u8>>,
    /// Whether the centres of a rota group share the hours in which none of them is open. Needs
    /// `rota_group_column` or `rota_groups`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = false))]
    networks: Option<Spanned<bool>>,
    /// Planned cases of every centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = 0, "minimum" = 0, "maximum" = 500, "x-unit" = "per week"))]
    elective_per_week: Option<Spanned<f64>>,
    /// The scenario of `[helicopter]` whose helicopters fly; without it all transfers are by road.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["daylight"]))]
    helicopters: Option<Spanned<String>>,
}

impl ScenarioToml {
    /// The scenarios of the study; one with all centres open where it has none.
    pub(super) fn read_all(
        forms: Vec<Spanned<Self>>,
        listed: bool,
        grouped: bool,
        flying: &[&str],
        source: &Source<'_>,
    ) -> Result<Vec<SimulationScenario>, StudyError> {
        let mut scenarios: Vec<(SimulationScenario, Range<usize>)> = Vec::new();
        for form in forms {
            let (span, form) = (form.span(), form.into_inner());
            let name = source.file_name("name", &form.name, &span)?;
            let others = scenarios.iter();
            let others = others.map(|(other, span)| (other.name.as_str(), source.line(span)));
            source.own_name("scenario", &name, &span, others)?;
            scenarios.push((form.read(name, listed, grouped, flying, source)?, span));
        }
        if scenarios.is_empty() {
            return Ok(vec![SimulationScenario::all_open()]);
        }
        Ok(scenarios
            .into_iter()
            .map(|(scenario, _)| scenario)
            .collect())
    }

    fn read(
        self,
        name: String,
        listed: bool,
        grouped: bool,
        flying: &[&str],
        source: &Source<'_>,
    ) -> Result<SimulationScenario, StudyError> {
        let always = || Spanned::nowhere("24/7".to_owned());
        let is_listed = self
            .hours
            .as_ref()
            .is_some_and(|hours| hours.as_ref() == LISTED);
        let opening = self.hours.unwrap_or_else(always);
        let opening = if is_listed {
            if !listed {
                let because = "without `hours_column`";
                return Err(source.no_effect("hours", because, &opening.span()));
            }
            let unlisted = self.unlisted_hours.unwrap_or_else(always);
            CentreHoursChoice::Listed(hours("unlisted_hours", &unlisted, source)?)
        } else {
            if let Some(unlisted) = &self.unlisted_hours {
                let because = "without `hours = \"listed\"`";
                return Err(source.no_effect("unlisted_hours", because, &unlisted.span()));
            }
            CentreHoursChoice::All(hours("hours", &opening, source)?)
        };
        let count = |key: &'static str, form: Option<&Spanned<u8>>| match form {
            None => Ok(Some(1)),
            Some(form) if *form.as_ref() == 0 => {
                Err(source.value(key, "at least 1", &0, &form.span()))
            }
            Some(form) => Ok(Some(*form.as_ref()).filter(|&count| count < UNLIMITED)),
        };
        let networks = match &self.networks {
            Some(form) if *form.as_ref() && !grouped => {
                let because = "without `rota_group_column` or `rota_groups`";
                return Err(source.no_effect("networks", because, &form.span()));
            }
            form => form.as_ref().is_some_and(|form| *form.as_ref()),
        };
        let elective_per_week = match &self.elective_per_week {
            None => 0.0,
            Some(form) if (0.0..=500.0).contains(form.as_ref()) => *form.as_ref(),
            Some(form) => {
                let expected = "from 0 to 500";
                return Err(source.value(
                    "elective_per_week",
                    expected,
                    form.as_ref(),
                    &form.span(),
                ));
            }
        };
        if let Some(form) = &self.helicopters
            && !flying.contains(&form.as_ref().as_str())
        {
            if flying.is_empty() {
                let because = "without `[helicopter]`";
                return Err(source.no_effect("helicopters", because, &form.span()));
            }
            let known: Vec<String> = flying.iter().map(ToString::to_string).collect();
            let cause = StudyCause::UnknownChoice {
                found: form.as_ref().clone(),
                nearest: nearest_word(form.as_ref(), &known),
                known,
            };
            return Err(source.error(&form.span(), cause));
        }
        Ok(SimulationScenario {
            title: self.title.unwrap_or_else(|| name.clone()),
            name,
            hours: opening,
            suites: count("suites", self.suites.as_ref())?,
            teams: count("teams", self.teams.as_ref())?,
            networks,
            elective_per_week,
            helicopters: self.helicopters.map(Spanned::into_inner),
        })
    }

    pub(super) fn written(choice: &SimulationScenario) -> Spanned<Self> {
        let hours = |text: String| Some(Spanned::nowhere(text));
        let (opening, unlisted) = match &choice.hours {
            CentreHoursChoice::All(all) => (hours(all.to_string()), None),
            CentreHoursChoice::Listed(otherwise) => {
                (hours(LISTED.to_owned()), hours(otherwise.to_string()))
            }
        };
        let count = |count: Option<u8>| Some(Spanned::nowhere(count.unwrap_or(UNLIMITED)));
        Spanned::nowhere(Self {
            name: choice.name.clone(),
            title: Some(choice.title.clone()),
            hours: opening,
            unlisted_hours: unlisted,
            suites: count(choice.suites),
            teams: count(choice.teams),
            networks: Some(Spanned::nowhere(choice.networks)),
            elective_per_week: Some(Spanned::nowhere(choice.elective_per_week)),
            helicopters: choice.helicopters.clone().map(Spanned::nowhere),
        })
    }
}

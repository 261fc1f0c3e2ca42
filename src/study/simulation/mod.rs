//! `[simulation]`: a year of patients against a service with hours, suites and teams.

mod arrivals;
mod durations;
mod scenarios;
mod settings;
mod uncertainty;
mod values;

use super::error::StudyError;
use super::hospitals::HospitalFile;
use super::setting::{Setting, written};
use super::source::Source;
use super::spanned::Spanned;
use super::week_hours::hours;
use crate::service::WeekHours;
use crate::simulate::engine::{Precision, folded};
use crate::simulate::{AirChoices, ElectiveChoices, SimulationChoices, SimulationScenario};
use crate::units::Demand;
pub use arrivals::ArrivalFiles;
use arrivals::ArrivalsToml;
use durations::{DistributionToml, DurationsToml};
use scenarios::ScenarioToml;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{CLEAR, ONSET_KNOWN, OPENING_WAIT, SPELL};
pub use uncertainty::UncertaintyChoice;
use uncertainty::UncertaintyToml;

const ASSUMPTION: &str = "an assumption";

const HALF_WIDTH: Setting<Demand> =
    Setting::new("half_width", 5.0, "a choice").unit("patients per year");
const WARM_UP_WEEKS: u16 = 1;
const LEAST: u32 = 10;
const MOST: u32 = 1_000;
const ON_SITE: &str = "Mon-Fri 08:00-18:00";
const ELECTIVE_HOURS: &str = "Mon-Fri 08:00-16:00";

/// What a study says of a simulation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SimulationChoice {
    /// The choices of the simulation.
    pub choices: SimulationChoices,
    /// Files with weights of arrivals, which replace those of the choices.
    pub arrival_files: ArrivalFiles,
    /// What is not known.
    pub uncertainty: UncertaintyChoice,
}

/// A year of patients against a service with hours, suites and teams: `catchment simulate`. Without
/// this table all centres are open day and night, with one suite and one team each. Only with
/// `[pathway]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SimulationToml {
    /// Weeks before the year, in which nobody is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = WARM_UP_WEEKS, "maximum" = 52, "x-unit" = "weeks"))]
    warm_up_weeks: Option<Spanned<u16>>,
    /// Replications end when half the width of the 95% interval of the difference in patients
    /// treated, of every layout from the base, is at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = HALF_WIDTH.in_schema())]
    half_width: Option<Spanned<f64>>,
    /// The fewest replications.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = LEAST, "minimum" = 2))]
    min_replications: Option<Spanned<u32>>,
    /// The most replications.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = MOST, "minimum" = 2))]
    max_replications: Option<Spanned<u32>>,
    /// Candidates whose time of onset is known. The window of the others counts from the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = ONSET_KNOWN.in_schema())]
    onset_known_share: Option<Spanned<f64>>,
    /// Longest wait of a patient for a centre to open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = OPENING_WAIT.in_schema())]
    opening_wait_minutes: Option<Spanned<f64>>,
    /// When a team is in the hospital. At other times it is at home and mobilises.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = ON_SITE, "x-source" = ASSUMPTION))]
    on_site_hours: Option<Spanned<String>>,
    /// Mean length of a spell of weather in which the helicopters of a base do not fly; how much of the
    /// year it takes is `flyable_share` of `[helicopter]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = SPELL.in_schema())]
    weather_spell_minutes: Option<Spanned<f64>>,
    /// From the handover of a patient until the aircraft can be sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = CLEAR.in_schema())]
    aircraft_clear_minutes: Option<Spanned<f64>>,
    /// When planned cases begin, in scenarios that have them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = ELECTIVE_HOURS, "x-source" = ASSUMPTION))]
    elective_hours: Option<Spanned<String>>,
    /// How long a planned case occupies a suite.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "a median of 90 min and a sigma of 0.5", "x-source" = ASSUMPTION, "x-unit" = "min",
        "examples" = [{ "median": 60, "sigma": 0.4 }]
    ))]
    elective_case: Option<Spanned<DistributionToml>>,
    /// How long each step takes.
    #[serde(default)]
    durations: DurationsToml,
    /// When patients come to hospital: weights, which multiply.
    #[serde(default)]
    arrivals: ArrivalsToml,
    /// The inputs that are not known exactly, and how `catchment sensitivity` varies them.
    #[serde(default)]
    uncertainty: UncertaintyToml,
    /// The services that are compared, in every layout.
    #[serde(default)]
    #[schemars(extend("x-default" = "one, `all-open`: day and night, one suite and one team"))]
    scenarios: Vec<Spanned<ScenarioToml>>,
}

impl SimulationToml {
    pub(super) fn read(
        self,
        seed: u64,
        hospitals: &HospitalFile,
        flying: &[&str],
        source: &Source<'_>,
    ) -> Result<SimulationChoice, StudyError> {
        let default = SimulationChoices::default();
        let listed = hospitals.hours_column.is_some();
        let grouped = hospitals.has_rota_groups();
        let scenarios = ScenarioToml::read_all(self.scenarios, listed, grouped, flying, source)?;
        let weeks = self.warm_up_weeks.as_ref();
        let warm_up_weeks = weeks.map_or(WARM_UP_WEEKS, |weeks| *weeks.as_ref());
        if let Some(weeks) = weeks.filter(|weeks| *weeks.as_ref() > 52) {
            return Err(source.value("warm_up_weeks", "at most 52", weeks.as_ref(), &weeks.span()));
        }
        let elective = match &self.elective_case {
            None => default.elective.duration,
            Some(form) => form.as_ref().read("elective_case", &form.span(), source)?,
        };
        let choices = SimulationChoices {
            // The generator's key holds 32 bits.
            seed: folded(seed),
            warm_up_weeks,
            precision: Precision {
                half_width: HALF_WIDTH.read(self.half_width.as_ref(), source)?.as_f64(),
                ..replications(
                    self.min_replications.as_ref(),
                    self.max_replications.as_ref(),
                    source,
                )?
            },
            onset_known: ONSET_KNOWN.read(self.onset_known_share.as_ref(), source)?,
            durations: self.durations.read(source)?,
            arrivals: self.arrivals.read(source)?,
            opening_wait: OPENING_WAIT.read(self.opening_wait_minutes.as_ref(), source)?,
            on_site: hours_or(
                "on_site_hours",
                self.on_site_hours.as_ref(),
                ON_SITE,
                source,
            )?,
            air: AirChoices {
                spell_minutes: SPELL
                    .read(self.weather_spell_minutes.as_ref(), source)?
                    .as_f64(),
                clear_minutes: CLEAR
                    .read(self.aircraft_clear_minutes.as_ref(), source)?
                    .as_f64(),
            },
            elective: ElectiveChoices {
                hours: hours_or(
                    "elective_hours",
                    self.elective_hours.as_ref(),
                    ELECTIVE_HOURS,
                    source,
                )?,
                duration: elective,
            },
            scenarios,
        };
        if choices.air.spell_minutes <= 0.0 {
            let span = self.weather_spell_minutes.map_or(0..0, |form| form.span());
            return Err(source.value("weather_spell_minutes", "above 0", &0, &span));
        }
        Ok(SimulationChoice {
            choices,
            arrival_files: self.arrivals.files(source)?,
            uncertainty: self.uncertainty.read(source)?,
        })
    }

    pub(super) fn written(choice: &SimulationChoice) -> Self {
        let SimulationChoices {
            warm_up_weeks,
            precision,
            onset_known,
            durations,
            arrivals,
            opening_wait,
            on_site,
            air,
            elective,
            scenarios,
            seed: _,
        } = &choice.choices;
        let number = |number: f64| Some(Spanned::nowhere(number));
        let hours = |hours: &WeekHours| Some(Spanned::nowhere(hours.to_string()));
        Self {
            warm_up_weeks: Some(Spanned::nowhere(*warm_up_weeks)),
            half_width: number(precision.half_width),
            min_replications: Some(Spanned::nowhere(precision.least)),
            max_replications: Some(Spanned::nowhere(precision.most)),
            onset_known_share: written(*onset_known),
            opening_wait_minutes: written(*opening_wait),
            on_site_hours: hours(on_site),
            weather_spell_minutes: number(air.spell_minutes),
            aircraft_clear_minutes: number(air.clear_minutes),
            elective_hours: hours(&elective.hours),
            elective_case: Some(Spanned::nowhere(DistributionToml::written(
                elective.duration,
            ))),
            durations: DurationsToml::written(durations),
            arrivals: ArrivalsToml::written(arrivals, &choice.arrival_files),
            uncertainty: UncertaintyToml::written(&choice.uncertainty),
            scenarios: scenarios.iter().map(ScenarioToml::written).collect(),
        }
    }
}

fn replications(
    least: Option<&Spanned<u32>>,
    most: Option<&Spanned<u32>>,
    source: &Source<'_>,
) -> Result<Precision, StudyError> {
    let number = |form: Option<&Spanned<u32>>, default| form.map_or(default, |form| *form.as_ref());
    let (fewest, largest) = (number(least, LEAST), number(most, MOST));
    let span = |form: Option<&Spanned<u32>>| form.map_or(0..0, Spanned::span);
    if fewest < 2 {
        return Err(source.value("min_replications", "at least 2", &fewest, &span(least)));
    }
    if largest < fewest {
        let expected = "at least `min_replications`";
        return Err(source.value("max_replications", expected, &largest, &span(most)));
    }
    Ok(Precision {
        half_width: 0.0,
        confidence: 0.95,
        look_ahead: 5,
        least: fewest,
        most: largest,
    })
}

fn hours_or(
    key: &'static str,
    form: Option<&Spanned<String>>,
    default: &str,
    source: &Source<'_>,
) -> Result<WeekHours, StudyError> {
    match form {
        Some(form) => hours(key, form, source),
        None => hours(key, &Spanned::nowhere(default.to_owned()), source),
    }
}

impl SimulationChoice {
    /// The choices of a study without the table.
    pub(crate) fn without_table(seed: u64) -> Self {
        Self {
            choices: SimulationChoices {
                seed: folded(seed),
                scenarios: vec![SimulationScenario::all_open()],
                ..SimulationChoices::default()
            },
            arrival_files: ArrivalFiles::default(),
            uncertainty: UncertaintyChoice::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::engine::Distribution;

    /// The defaults of the form and those of the simulation are the same.
    #[test]
    fn an_empty_table_is_the_default() {
        let source = Source {
            text: "",
            file: "study.toml",
        };
        let hospitals = HospitalFile::new("hospitals.csv");
        let read = SimulationToml::default()
            .read(1, &hospitals, &[], &source)
            .unwrap();
        assert_eq!(read, SimulationChoice::without_table(1));
        assert_eq!(read.choices, SimulationChoices::default());
        let again = SimulationToml::written(&read)
            .read(1, &hospitals, &[], &source)
            .unwrap();
        assert_eq!(again, read);
    }

    #[test]
    fn all_bits_of_a_seed_count() {
        assert_eq!(folded(7), 7);
        assert_ne!(folded(7), folded(7 + (1 << 40)));
    }

    #[test]
    fn a_distribution_is_fixed_or_named_by_its_parameters() {
        let of = |text: &str| {
            let form: Result<DurationsToml, _> = toml::from_str(text);
            let source = Source {
                text,
                file: "study.toml",
            };
            form.map_err(|error| error.to_string())
                .and_then(|form| form.read(&source).map_err(|error| error.to_string()))
        };
        let case = |text| of(text).unwrap().get(crate::simulate::Step::Case);
        assert_eq!(case("case = 90"), Distribution::Fixed { minutes: 90.0 });
        let lognormal = Distribution::Lognormal {
            median: 90.0,
            sigma: 0.4,
        };
        assert_eq!(case("case = { median = 90, sigma = 0.4 }"), lognormal);
        assert!(of("case = { median = 90 }").unwrap_err().contains("`case`"));
        assert!(
            of("case = { median = 0, sigma = 1 }")
                .unwrap_err()
                .contains("above 0")
        );
        assert!(of("cas = 3").unwrap_err().contains("did you mean `case`"));
    }
}

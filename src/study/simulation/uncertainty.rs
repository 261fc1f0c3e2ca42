//! `[simulation.uncertainty]`: what is not known, and how much is made of it.

use super::settings::{CLEAR, ONSET_KNOWN, OPENING_WAIT, SPELL};
use crate::simulate::{IndexModel, UncertainInput};
use crate::study::error::StudyError;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

const DRAWS: u32 = 100;
const REPLICATIONS: u32 = 2;
const TRAJECTORIES: u32 = 10;
const BASE_SAMPLES: u32 = 128;

/// What a study says of the uncertainty of its simulation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UncertaintyChoice {
    /// Draws of all inputs.
    pub draws: u32,
    /// Replications with each set of inputs, the same for all.
    pub replications: u32,
    /// Trajectories of the Morris screening.
    pub trajectories: u32,
    /// Base samples of Sobol's indices.
    pub base_samples: u32,
    /// How Sobol's indices are evaluated.
    pub indices_of: IndexModel,
    /// The range of every input.
    pub ranges: [[f64; 2]; UncertainInput::ALL.len()],
}

/// What `catchment sensitivity` does: the inputs of `[simulation]` that are not known exactly.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UncertaintyToml {
    /// Draws of all inputs, each triangular between the ends of its range with the study's value as
    /// the likeliest; 0 for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = DRAWS))]
    draws: Option<Spanned<u32>>,
    /// Replications of one year with each set of inputs, the same ones for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = REPLICATIONS, "minimum" = 1))]
    replications: Option<Spanned<u32>>,
    /// Trajectories of the Morris screening; 0 for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = TRAJECTORIES))]
    trajectories: Option<Spanned<u32>>,
    /// Base samples of Sobol's indices; 0 for none. The model is evaluated at most this many times, times the
    /// number of inputs and two.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = BASE_SAMPLES))]
    base_samples: Option<Spanned<u32>>,
    /// What Sobol's indices are of. `expectations`: patients treated in expectation, without queues, so
    /// inputs that act only through queues have no row. `replications`: the mean of the replications,
    /// with queues and with chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = IndexModel::default().key(), "enum" = IndexModel::ALL.map(IndexModel::key)
    ))]
    indices_of: Option<Spanned<String>>,
    /// The least and the greatest value of an input.
    #[serde(default)]
    ranges: RangesToml,
}

/// From the key of an input to its range.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct RangesToml(BTreeMap<Spanned<String>, Spanned<[f64; 2]>>);

impl Default for UncertaintyChoice {
    fn default() -> Self {
        Self {
            draws: DRAWS,
            replications: REPLICATIONS,
            trajectories: TRAJECTORIES,
            base_samples: BASE_SAMPLES,
            indices_of: IndexModel::default(),
            ranges: UncertainInput::ALL.map(|input| range(input).0),
        }
    }
}

/// Between which values an input lies, and why.
fn range(input: UncertainInput) -> ([f64; 2], &'static str) {
    const KEY: &str = "as its key in `[simulation]`";
    let known = |range: Option<[f64; 2]>| (range.unwrap_or([0.0, 0.0]), KEY);
    match input {
        UncertainInput::Candidates => (
            [0.93, 1.16],
            "9,580 candidates in the UK instead of 10,270 (McMeekin 2017 and 2021); 15.7% more with the \
             extended window (Zhou and Kansagra 2021, USA)",
        ),
        UncertainInput::Grounded => (
            [0.6, 2.0],
            "3 to 10% of missions around 5% (Devon Air Ambulance 2022–2024)",
        ),
        UncertainInput::OnsetKnown => known(ONSET_KNOWN.range),
        UncertainInput::OpeningWait => known(OPENING_WAIT.range),
        UncertainInput::WeatherSpell => known(SPELL.range),
        UncertainInput::AircraftClear => known(CLEAR.range),
        UncertainInput::Duration(step) => (step.range(), "as its key in `[simulation.durations]`"),
    }
}

impl UncertaintyToml {
    pub(super) fn read(&self, source: &Source<'_>) -> Result<UncertaintyChoice, StudyError> {
        let number = |form: &Option<Spanned<u32>>, default| {
            form.as_ref().map_or(default, |form| *form.as_ref())
        };
        let mut choice = UncertaintyChoice {
            draws: number(&self.draws, DRAWS),
            replications: number(&self.replications, REPLICATIONS),
            trajectories: number(&self.trajectories, TRAJECTORIES),
            base_samples: number(&self.base_samples, BASE_SAMPLES),
            indices_of: self.indices_of(source)?,
            ..UncertaintyChoice::default()
        };
        if let Some(form) = self
            .replications
            .as_ref()
            .filter(|form| *form.as_ref() == 0)
        {
            return Err(source.value("replications", "at least 1", &0, &form.span()));
        }
        // One trajectory or draw has no spread.
        for (key, form) in [
            ("draws", &self.draws),
            ("trajectories", &self.trajectories),
            ("base_samples", &self.base_samples),
        ] {
            if let Some(form) = form.as_ref().filter(|form| *form.as_ref() == 1) {
                return Err(source.value(key, "0 or at least 2", &1, &form.span()));
            }
        }
        for (key, form) in &self.ranges.0 {
            let mut inputs = UncertainInput::ALL.into_iter();
            let Some(place) = inputs.position(|input| input.key() == key.as_ref()) else {
                return Err(source.unknown_key(key, &UncertainInput::ALL.map(UncertainInput::key)));
            };
            let input = UncertainInput::ALL[place];
            let range = *form.as_ref();
            let greatest = if input.unit() == "share" {
                1.0
            } else {
                30_000.0
            };
            if !(0.0 <= range[0] && range[0] <= range[1] && range[1] <= greatest) {
                let expected = if input.unit() == "share" {
                    "two numbers from 0 to 1, the least first"
                } else {
                    "two numbers from 0 to 30,000, the least first"
                };
                let found = format!("[{}, {}]", range[0], range[1]);
                return Err(source.value(input.key(), expected, &found, &form.span()));
            }
            choice.ranges[place] = range;
        }
        Ok(choice)
    }

    fn indices_of(&self, source: &Source<'_>) -> Result<IndexModel, StudyError> {
        let Some(form) = &self.indices_of else {
            return Ok(IndexModel::default());
        };
        let mut models = IndexModel::ALL.into_iter();
        let model = models.find(|model| model.key() == form.as_ref());
        model.ok_or_else(|| source.unknown_choice(form, &IndexModel::ALL.map(IndexModel::key)))
    }

    pub(super) fn written(choice: &UncertaintyChoice) -> Self {
        let number = |number: u32| Some(Spanned::nowhere(number));
        let ranges = UncertainInput::ALL.iter().zip(choice.ranges);
        let ranges = ranges.map(|(input, range)| {
            let key = Spanned::nowhere(input.key().to_owned());
            (key, Spanned::nowhere(range))
        });
        Self {
            draws: number(choice.draws),
            replications: number(choice.replications),
            trajectories: number(choice.trajectories),
            base_samples: number(choice.base_samples),
            indices_of: Some(Spanned::nowhere(choice.indices_of.key().to_owned())),
            ranges: RangesToml(ranges.collect()),
        }
    }
}

const fn words(input: UncertainInput) -> &'static str {
    match input {
        UncertainInput::Candidates => "Patients who can be given MT, to those of the study.",
        UncertainInput::OnsetKnown => "Candidates whose time of onset is known.",
        UncertainInput::OpeningWait => "Longest wait of a patient for a centre to open.",
        UncertainInput::Grounded => {
            "The share of missions that the weather grounds, to that of the study."
        }
        UncertainInput::WeatherSpell => "Mean length of a spell of weather without flights.",
        UncertainInput::AircraftClear => {
            "From the handover of a patient until the aircraft can be sent again."
        }
        UncertainInput::Duration(_) => "The median of the step; its distribution is scaled.",
    }
}

impl JsonSchema for RangesToml {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Ranges".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let of = |input: UncertainInput| {
            let (default, from) = range(input);
            let schema = json!({
                "type": "array", "items": { "type": "number", "minimum": 0 },
                "minItems": 2, "maxItems": 2,
                "description": words(input), "default": default, "x-unit": input.unit(),
                "x-source": from,
            });
            (input.key().to_owned(), schema)
        };
        let properties: Map<String, Value> = UncertainInput::ALL.into_iter().map(of).collect();
        json_schema!({
            "type": "object",
            "description": "The least and the greatest value of an input. A range that does not \
                contain the study's value is extended to it.",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

//! `[simulation.durations]`: how long each step takes.

use super::values::{FORMS, distribution_error};
use crate::simulate::engine::Distribution;
use crate::simulate::{Durations, Step};
use crate::study::error::StudyError;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// From the key of a step to its distribution.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct DurationsToml(BTreeMap<Spanned<String>, Spanned<DistributionToml>>);

/// A distribution of minutes: a number, or its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum DistributionToml {
    Fixed(f64),
    Parameters(ParametersToml),
}

#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParametersToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sigma: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    likeliest: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<f64>,
}

impl DurationsToml {
    pub(super) fn read(&self, source: &Source<'_>) -> Result<Durations, StudyError> {
        let mut durations = Durations::default();
        for (key, form) in &self.0 {
            let Some(step) = Step::ALL
                .into_iter()
                .find(|step| step.key() == key.as_ref())
            else {
                return Err(source.unknown_key(key, &Step::ALL.map(Step::key)));
            };
            let distribution = form.as_ref().read(step.key(), &form.span(), source)?;
            durations = durations
                .with(step, distribution)
                .map_err(|cause| distribution_error(source, &form.span(), step.key(), cause))?;
        }
        Ok(durations)
    }

    pub(super) fn written(durations: &Durations) -> Self {
        let of = |step: Step| {
            let form = DistributionToml::written(durations.get(step));
            (
                Spanned::nowhere(step.key().to_owned()),
                Spanned::nowhere(form),
            )
        };
        Self(Step::ALL.into_iter().map(of).collect())
    }
}

impl DistributionToml {
    pub(super) fn read(
        self,
        key: &'static str,
        span: &Range<usize>,
        source: &Source<'_>,
    ) -> Result<Distribution, StudyError> {
        let distribution = match self {
            Self::Fixed(minutes) => Distribution::Fixed { minutes },
            Self::Parameters(form) => match form {
                ParametersToml {
                    median: Some(median),
                    sigma: Some(sigma),
                    mean: None,
                    least: None,
                    likeliest: None,
                    most: None,
                } => Distribution::Lognormal { median, sigma },
                ParametersToml {
                    median: None,
                    sigma: None,
                    mean: Some(mean),
                    least: None,
                    likeliest: None,
                    most: None,
                } => Distribution::Exponential { mean },
                ParametersToml {
                    median: None,
                    sigma: None,
                    mean: None,
                    least: Some(least),
                    likeliest: None,
                    most: Some(most),
                } => Distribution::Uniform { least, most },
                ParametersToml {
                    median: None,
                    sigma: None,
                    mean: None,
                    least: Some(least),
                    likeliest: Some(likeliest),
                    most: Some(most),
                } => Distribution::Triangular {
                    least,
                    likeliest,
                    most,
                },
                _ => {
                    let found = serde_json::to_string(&form).unwrap_or_default();
                    return Err(source.value(key, FORMS, &found, span));
                }
            },
        };
        distribution
            .checked()
            .map_err(|cause| distribution_error(source, span, key, cause))
    }

    pub(super) fn written(distribution: Distribution) -> Self {
        let none = ParametersToml::default();
        Self::Parameters(match distribution {
            Distribution::Fixed { minutes } => return Self::Fixed(minutes),
            Distribution::Lognormal { median, sigma } => ParametersToml {
                median: Some(median),
                sigma: Some(sigma),
                ..none
            },
            Distribution::Uniform { least, most } => ParametersToml {
                least: Some(least),
                most: Some(most),
                ..none
            },
            Distribution::Triangular {
                least,
                likeliest,
                most,
            } => ParametersToml {
                least: Some(least),
                likeliest: Some(likeliest),
                most: Some(most),
                ..none
            },
            Distribution::Exponential { mean } => ParametersToml {
                mean: Some(mean),
                ..none
            },
        })
    }
}

const fn words(step: Step) -> &'static str {
    match step {
        Step::OnsetToCall => "From onset to the call.",
        Step::CallToArrival => "From the call to the arrival of the ambulance.",
        Step::OnScene => "On scene.",
        Step::DoorInDoorOut => "In the first hospital, from the door to the departure to a centre.",
        Step::DoorToReady => {
            "From the door of a centre to readiness for puncture after direct admission, without any \
             wait for a suite or a team."
        }
        Step::ArrivalToReady => "The same after a transfer.",
        Step::Case => "From puncture until the team is free.",
        Step::Turnaround => "From then until the suite is free.",
        Step::Mobilisation => "From the call to a team at home until it is ready.",
        Step::Onward => {
            "From the decision to send a patient on to another centre to the departure."
        }
    }
}

fn a_distribution() -> Schema {
    let minutes = || json!({ "type": "number", "minimum": 0 });
    json_schema!({
        "anyOf": [
            { "type": "number", "minimum": 0 },
            {
                "type": "object",
                "properties": {
                    "median": minutes(), "sigma": minutes(), "mean": minutes(), "least": minutes(),
                    "likeliest": minutes(), "most": minutes(),
                },
                "additionalProperties": false,
            },
        ],
    })
}

impl JsonSchema for DistributionToml {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Distribution".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        a_distribution()
    }
}

impl JsonSchema for DurationsToml {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Durations".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let of = |step: Step| {
            let (distribution, from) = step.default();
            let mut schema = a_distribution();
            let default = serde_json::to_value(DistributionToml::written(distribution));
            for (keyword, value) in [
                ("description", json!(words(step))),
                ("default", default.unwrap_or_default()),
                ("x-unit", json!("min")),
                ("x-source", json!(from)),
            ] {
                schema.insert(keyword.to_owned(), value);
            }
            (step.key().to_owned(), schema.to_value())
        };
        let properties: Map<String, Value> = Step::ALL.into_iter().map(of).collect();
        json_schema!({
            "type": "object",
            "description": "How long each step takes: a number of minutes, `{ median, sigma }` \
                (lognormal), `{ mean }` (exponential), `{ least, most }` (uniform) or `{ least, \
                likeliest, most }` (triangular).",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

//! `delay_minutes`: single delays of a chain.

use super::error::{StudyCause, StudyError};
use super::source::Source;
use super::spanned::Spanned;
use crate::care::{CareDelays, Delay, DelayError, DelayName, NamedDelays};
use crate::flight::{AirDelay, AirDelays};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// From the key of a delay to its minutes.
pub(super) type DelayMinutes = BTreeMap<Spanned<String>, Spanned<f64>>;

/// No delay is longer than a day.
const MOST: f64 = 1_440.0;

fn delay(words: &str, minutes: f64, source: &str) -> Value {
    json!({
        "type": "number", "minimum": 0, "maximum": MOST,
        "description": words, "default": minutes, "x-unit": "min", "x-source": source,
    })
}

fn of_delays(delays: &Map<String, Value>) -> Schema {
    json_schema!({ "type": "object", "properties": delays, "additionalProperties": false })
}

/// The delays of a pathway by road, with the values of the default chain.
pub(super) fn of_pathway(_: &mut SchemaGenerator) -> Schema {
    let chain = CareDelays::planning_app_2024();
    let of = |each: Delay| {
        let words = format!("Time from {}.", each.label());
        let words = words.replace("from on scene", "on scene");
        let words = words.replace(
            "from door in, door out",
            "from door in to door out of a transfer",
        );
        delay(&words, chain.get(each).as_f64(), chain.source(each))
    };
    let delays = Delay::ALL.map(|each| (each.key().to_owned(), of(each)));
    of_delays(&delays.into_iter().collect())
}

const fn words(delay: AirDelay) -> &'static str {
    match delay {
        AirDelay::NoticeBeforeRoadDeparture => {
            "The crew is notified this long before a road ambulance would leave with the patient."
        }
        AirDelay::CallToNotification => {
            "From the call to the notification, of a mission to the scene."
        }
        AirDelay::LiftOff => "From the notification to lift-off.",
        AirDelay::ClimbAndApproach => "Climb, approach and landing, in every flight.",
        AirDelay::Loading => "Loading the patient.",
        AirDelay::Unloading => "Unloading the patient, to the door.",
        AirDelay::RoadLeg => {
            "By road between a hospital without a pad and a landing site, at each end."
        }
    }
}

/// The delays of a helicopter's chain.
pub(super) fn of_helicopter(_: &mut SchemaGenerator) -> Schema {
    let chain = AirDelays::default();
    let of = |each: AirDelay| delay(words(each), chain.get(each).as_f64(), chain.source(each));
    let delays = AirDelay::ALL.map(|each| (each.key().to_owned(), of(each)));
    of_delays(&delays.into_iter().collect())
}

/// The delays of a chain with those that a study sets.
pub(super) fn read<D: DelayName, const N: usize>(
    form: &DelayMinutes,
    mut delays: NamedDelays<D, N>,
    source: &Source<'_>,
) -> Result<NamedDelays<D, N>, StudyError> {
    for (key, minutes) in form {
        let named = |delay: &&D| delay.key() == key.as_ref();
        let Some(&delay) = D::ALL.iter().find(named) else {
            let known: Vec<&str> = D::ALL.iter().map(|delay| delay.key()).collect();
            return Err(source.unknown_key(key, &known));
        };
        delays = delays.with(delay, *minutes.as_ref()).map_err(|error| {
            let cause = match error {
                DelayError::Quantity { key, source } => StudyCause::Quantity { key, source },
                other => StudyCause::Delay(other),
            };
            source.error(&minutes.span(), cause)
        })?;
    }
    Ok(delays)
}

pub(super) fn written<D: DelayName, const N: usize>(delays: &NamedDelays<D, N>) -> DelayMinutes {
    let minutes = |&delay: &D| {
        let key = Spanned::nowhere(delay.key().to_owned());
        (key, Spanned::nowhere(delays.get(delay).as_f64()))
    };
    D::ALL.iter().map(minutes).collect()
}

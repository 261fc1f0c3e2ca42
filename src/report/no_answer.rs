use super::in_unit::in_unit;
use crate::optimise::{NoSolution, Objective};
use crate::units::{Measure, TravelTime};
use serde_json::{Value, json};

/// The word for a question without an answer: `infeasible`, which is proven, or `undecided`.
#[must_use]
pub(crate) fn no_answer_word(cause: &NoSolution) -> &'static str {
    match cause {
        NoSolution::Undecided { .. } => "undecided",
        _ => "infeasible",
    }
}

/// A question without an answer.
#[derive(Debug, Clone, Copy)]
pub struct NoAnswer<'a> {
    /// The objective of the search.
    pub objective: Objective,
    /// `infeasible` or `undecided`.
    pub status: &'a str,
    /// Why, in words.
    pub reason: &'a str,
    /// A lower bound on the value of every layout, if one is known.
    pub lower_bound: Option<f64>,
    /// What journeys are measured in.
    pub measure: &'a Measure,
}

/// What is printed instead of `solution.json` if there is no layout: the same keys, without a
/// value, with the reason and the bound that is known.
#[must_use]
pub fn no_answer_json(none: &NoAnswer) -> Value {
    let objective = none.objective;
    let json = json!({
        "objective": objective.name(),
        "within_minutes": objective.standard().map(TravelTime::as_f64),
        "status": none.status,
        "reason": none.reason,
        "unit": objective.unit(),
        "value": null,
        "lower_bound": none.lower_bound,
        "upper_bound": null,
        "gap_percent": null,
        "sites": [],
    });
    in_unit(json, none.measure)
}

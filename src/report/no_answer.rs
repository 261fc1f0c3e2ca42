use crate::optimise::{NoSolution, Objective};
use crate::units::Minutes;
use serde_json::{Value, json};

/// The word for a question without an answer: `infeasible`, which is proven, or `undecided`.
#[must_use]
pub fn no_answer_word(cause: &NoSolution) -> &'static str {
    if *cause == NoSolution::Undecided {
        "undecided"
    } else {
        "infeasible"
    }
}

/// What is printed instead of `solution.json` where there is no layout: the same keys, without a
/// value, and why.
#[must_use]
pub fn no_answer_json(objective: Objective, status: &str, reason: &str) -> Value {
    json!({
        "objective": objective.name(),
        "within_minutes": objective.standard().map(Minutes::as_f64),
        "status": status,
        "reason": reason,
        "unit": objective.unit(),
        "value": null,
        "lower_bound": null,
        "upper_bound": null,
        "gap_percent": null,
        "sites": [],
    })
}

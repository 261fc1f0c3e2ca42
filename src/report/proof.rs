use crate::optimise::{Answer, Objective, Status, Then, ThenOf};
use crate::units::Measure;
use crate::wording::decimal;
use serde_json::{Value, json};

/// What is decided after the objective, as an object of `solution.json`.
pub(super) fn then_json(then: &Then) -> Value {
    let of = match then.of {
        ThenOf::Mean => "mean of the layouts that are equally good so far",
        ThenOf::Covered => "demand within the standard of the layouts with as few centres",
        ThenOf::Last => "last of the layouts",
    };
    let bound = then.value.zip(then.bound);
    let (unit, bound) = match then.of {
        ThenOf::Covered => ("demand", bound.map(|(value, bound)| bound.max(value))),
        ThenOf::Mean | ThenOf::Last => {
            ("mean_minutes", bound.map(|(value, bound)| bound.min(value)))
        }
    };
    json!({
        "of": of,
        "unit": unit,
        "value": then.value,
        "bound": bound,
        "gap_percent": then.gap_percent,
    })
}

/// What is proven, in words.
pub(super) fn proof_in_words(answer: &Answer, measure: &Measure) -> String {
    let how = match answer.status {
        Status::Optimal => return "proven optimal".to_owned(),
        Status::WithinGap => "within the gap asked for",
        Status::TimeLimit => "time limit",
        Status::MemoryLimit => "memory limit",
        Status::Cancelled => "interrupted",
    };
    let at_most = |gap: f64| {
        let (decimals, digits) = if gap < 0.1 { (6, 6) } else { (3, 3) };
        format!("at most {}%", decimal(gap_up(gap, decimals), digits))
    };
    let gap = at_most(answer.gap_percent);
    let Some(open) = answer.then.iter().find(|then| then.gap_percent > 0.0) else {
        return format!("{how}, {gap} from the best");
    };
    let of_open = at_most(open.gap_percent);
    let first = match (answer.objective, measure) {
        (Objective::Fewest(_), _) => "number of centres",
        (Objective::WorstGroup(_), _) => "smallest share",
        (_, Measure::Minutes) => "longest time",
        (_, Measure::Cost(_)) => "highest cost",
    };
    match open.of {
        ThenOf::Last => format!("{how}, {gap} from the best, the last of the layouts {of_open}"),
        _ if answer.gap_percent > 0.0 => format!("{how}, {gap} from the best"),
        ThenOf::Covered => format!("{how}, {first} proven, coverage {of_open} from the best"),
        ThenOf::Mean => format!("{how}, {first} proven, mean {of_open} from the best"),
    }
}

/// The lower and the upper bound in full, on either side of the value.
#[must_use]
pub(super) fn bounds(answer: &Answer) -> [Option<f64>; 2] {
    let value = answer.value().unwrap_or(f64::NAN);
    [
        answer.lower_bound.map(|bound| bound.min(value)),
        answer.upper_bound.map(|bound| bound.max(value)),
    ]
}

/// The lower and the upper bound with this many decimals, rounded away from each other to stay true,
/// unless one is the value itself.
#[must_use]
pub(super) fn rounded_bounds(answer: &Answer, decimals: i32) -> [Option<f64>; 2] {
    let value = answer.value().unwrap_or(f64::NAN);
    [
        answer
            .lower_bound
            .map(|bound| below(bound, value, decimals)),
        answer
            .upper_bound
            .map(|bound| -below(-bound, -value, decimals)),
    ]
}

/// Rounds down to this many decimals, unless it is the value.
fn below(bound: f64, value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    if bound < value {
        (bound * scale).floor() / scale
    } else {
        nearest(bound, decimals)
    }
}

pub(super) fn nearest(number: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (number * scale).round() / scale
}

/// Rounds a gap up to this many decimals: what is printed is never less than what is proven.
pub(super) fn gap_up(gap_percent: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    // What floating point adds to a round number is not a reason to go up.
    (gap_percent * scale * (1.0 - 1e-12)).ceil() / scale
}

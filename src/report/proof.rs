use crate::optimise::{Answer, Status, Then, ThenOf};
use crate::wording::decimal;
use serde_json::{Value, json};

/// What is decided after the objective, as an object of `solution.json`.
pub(super) fn then_json(then: &Then) -> Value {
    let of = match then.of {
        ThenOf::Mean => "mean of the layouts with this longest time",
        ThenOf::Last => "last of the layouts",
    };
    json!({
        "of": of,
        "unit": "mean_minutes",
        "value": then.value.map(|value| nearest(value, 6)),
        "lower_bound": then.value.zip(then.lower_bound).map(|(value, bound)| below(bound, value, 6)),
        "gap_percent": gap_up(then.gap_percent, 6),
    })
}

/// What is proven, in words.
pub(super) fn proof_in_words(answer: &Answer) -> String {
    let how = match answer.status {
        Status::Optimal => return "proven optimal".to_owned(),
        Status::WithinGap => "within the gap asked for",
        Status::TimeLimit => "time limit",
        Status::Cancelled => "interrupted",
    };
    let at_most = |gap: f64| {
        let (decimals, digits) = if gap < 0.1 { (6, 6) } else { (3, 3) };
        format!("at most {}%", decimal(gap_up(gap, decimals), digits))
    };
    let gap = at_most(answer.gap_percent);
    match &answer.then {
        Some(Then {
            of: ThenOf::Mean,
            gap_percent,
            ..
        }) if answer.gap_percent == 0.0 => {
            let gap = at_most(*gap_percent);
            format!("{how}, longest time proven, mean {gap} from the best")
        }
        Some(Then {
            of: ThenOf::Last,
            gap_percent,
            ..
        }) => {
            let last = at_most(*gap_percent);
            format!("{how}, {gap} from the best, the last of the layouts {last}")
        }
        _ => format!("{how}, {gap} from the best"),
    }
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
pub(super) fn below(bound: f64, value: f64, decimals: i32) -> f64 {
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

use super::in_unit::in_unit;
use super::proof::{bounds, nearest, proof_in_words, then_json};
use super::run::whole_or_decimal;
use super::site_ids::ids;
use super::table::{DataCell, DataTable};
use super::unreachable::{others_in_a_cell, unreachable_in_title, unreachable_json};
use crate::load::Dataset;
use crate::optimise::{Answer, EquityMeasure, Objective, OutcomeMeasure, RankedLayout};
use crate::units::{Measure, TravelTime};
use serde_json::{Map, Value, json};

/// Demand without a route in the best layout that another layout would reach.
pub(super) fn unreachable_cell(answer: &Answer) -> DataCell {
    let best = answer.layouts.first();
    best.map_or(DataCell::Empty, |layout| {
        DataCell::demand(layout.unreachable)
    })
}

/// Minutes that each unit of unreachable demand counts as, if that matters.
pub(super) fn unreachable_cost(answer: &Answer) -> Option<f64> {
    let told = answer.unreachable.as_ref().filter(|told| told.matters)?;
    told.cost.map(TravelTime::as_f64)
}

/// Whether other rules for unreachable demand would choose other sites, rule by rule.
pub(super) fn other_rules_cell(answer: &Answer) -> String {
    let told = answer.unreachable.as_ref();
    told.map_or_else(String::new, others_in_a_cell)
}

/// The title of the best layout: `the best 24 centres by mean time (p-median, proven optimal)`.
#[must_use]
pub(crate) fn answer_title(answer: &Answer, measure: &Measure) -> String {
    let (noun, symbol) = (measure.noun(), measure.symbol());
    let centres = answer.sites().len();
    let best = match centres {
        1 => "the best centre".to_owned(),
        _ => format!("the best {centres} centres"),
    };
    let by = match answer.objective {
        Objective::Mean => format!("{best} by mean {noun}"),
        Objective::Within(standard) => {
            let standard = whole_or_decimal(standard);
            format!("{best} by demand within {standard} {symbol}")
        }
        Objective::Backup(standard) => {
            let standard = whole_or_decimal(standard);
            format!("{best} by demand within {standard} {symbol} of two centres")
        }
        Objective::Fewest(standard) => format!(
            "the fewest centres for {} {symbol}, {centres}",
            whole_or_decimal(standard)
        ),
        Objective::WorstGroup(standard) => {
            let standard = whole_or_decimal(standard);
            format!("{best} by the smallest share of any group within {standard} {symbol}")
        }
        Objective::Outcome(OutcomeMeasure::Qalys) => format!("{best} by patients' QALYs"),
        Objective::Outcome(_) => format!("{best} by patients with mRS 0–2"),
        Objective::Equity(EquityMeasure::Gini) => format!("{best} by Gini of {noun}s"),
        Objective::Equity(_) => format!("{best} by mean absolute deviation of {noun}s"),
        Objective::Longest => match measure {
            Measure::Minutes => format!("{best} by longest time"),
            Measure::Cost(_) => format!("{best} by highest cost"),
        },
    };
    let by = match &answer.unreachable {
        Some(unreachable) => by + &unreachable_in_title(unreachable, measure),
        None => by,
    };
    let subject_to = if answer.subject_to.is_empty() {
        String::new()
    } else {
        format!(" with {}", answer.subject_to)
    };
    format!(
        "{by}{subject_to} ({}, {})",
        answer.objective.name(),
        proof_in_words(answer, measure)
    )
}

/// `solution.json`: the best layout, its value and what is proven about it.
///
/// `value`, `lower_bound` and `upper_bound` are in `unit`, and `gap_percent` is theirs; the optimum lies
/// between the bounds. What is decided after it, the coverage and mean of an LSCP, the mean of a p-centre or the
/// last of several layouts, has its own bound in `then`. `status` covers both. A minimised mean time counts
/// `unreachable` demand as `without_route` says; `mean_minutes` counts those who can reach a centre.
#[must_use]
pub(crate) fn solution_json(answer: &Answer, data: &Dataset, measure: &Measure) -> Value {
    let mut json = Map::new();
    let mut put = |key: &str, value: Value| {
        json.insert(key.to_owned(), value);
    };
    put("objective", json!(answer.objective.name()));
    let standard = answer.objective.standard();
    put("within_minutes", json!(standard.map(TravelTime::as_f64)));
    put("centres", json!(answer.sites().len()));
    put("candidates", json!(answer.candidates));
    put("subject_to", json!(answer.subject_to));
    put("status", json!(answer.status.word()));
    put("unit", json!(answer.objective.unit()));
    put("value", json!(answer.value()));
    put("value_percent", json!(answer.value_percent));
    let best = answer.layouts.first();
    let mean = best.and_then(|layout| layout.mean_minutes);
    put("mean_minutes", json!(mean));
    let unreachable = best.map_or(0.0, |layout| layout.unreachable.as_f64());
    put("unreachable", json!(unreachable));
    let told = answer.unreachable.as_ref();
    put(
        "without_route",
        json!(told.map(|told| unreachable_json(told, data))),
    );
    let [lower, upper] = bounds(answer);
    put("lower_bound", json!(lower));
    put("upper_bound", json!(upper));
    put("gap_percent", json!(answer.gap_percent));
    put("gap_asked_percent", json!(answer.gap_asked_percent));
    put("then", answer.then.iter().map(then_json).collect());
    put("sites", ids(data, answer.sites()));
    if let Some(asked) = answer.layouts_asked {
        put("layouts_asked", json!(asked));
        put("layouts_found", json!(answer.layouts.len()));
        let layouts = answer.layouts.iter().map(|layout| {
            json!({
                "value": layout.value,
                "mean_minutes": layout.mean_minutes,
                "unreachable": layout.unreachable.as_f64(),
                "sites": ids(data, &layout.sites),
            })
        });
        put("layouts", layouts.collect());
        put("sites_in_all_of_them", ids(data, &answer.in_all));
    }
    put("nodes", json!(answer.nodes));
    put("iterations", json!(answer.iterations));
    put("seconds", json!(nearest(answer.seconds, 3)));
    in_unit(Value::Object(json), measure)
}

/// `layouts.csv`: the layouts in the form that a study reads them: `layout,site_id`.
///
/// The first is called `name`, the second `name-2`, and so on. In a study, a layout with this
/// `file` and this `name` is the layout.
#[must_use]
pub(crate) fn layouts_table(answer: &Answer, name: &str, data: &Dataset) -> DataTable {
    let mut table = DataTable::new(["layout", "site_id"].map(String::from).to_vec());
    for (number, RankedLayout { sites, .. }) in answer.layouts.iter().enumerate() {
        let layout = match number {
            0 => name.to_owned(),
            _ => format!("{name}-{}", number + 1),
        };
        for &site in sites {
            table.push(vec![
                DataCell::text(&layout),
                DataCell::text(&data.site(site).id),
            ]);
        }
    }
    table
}

use super::proof::gap_up;
use super::run::Run;
use super::site_ids::site_ids;
use super::solution::{other_rules_cell, unreachable_cell, unreachable_cost};
use super::table::{DataCell, DataTable};

/// `optima.csv`: one row per layout and objective, with the layout's value, that of the best layout
/// with the same number of centres, and the difference, in minutes of the mean or in percentage
/// points of demand within the standard.
///
/// A mean counts each unit of unreachable demand as `unreachable_minutes`; under the strict rule
/// that column is empty, and the mean counts those who can reach a centre. `unreachable` is the demand
/// that has no route in the layout, `best_unreachable` in the best one.
#[must_use]
pub(crate) fn optima(run: &Run) -> DataTable {
    let columns = [
        "layout",
        "centres",
        "candidates",
        "objective",
        "unit",
        "value",
        "best",
        "difference",
        "status",
        "gap_percent",
        "sites",
        "unreachable",
        "best_unreachable",
        "unreachable_minutes",
        "other_rules",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for optimum in run.optima {
        let Some(evaluation) = run.evaluation(&optimum.layout) else {
            continue;
        };
        let rows = [
            (
                &optimum.mean,
                "mean_minutes",
                optimum.own_mean,
                optimum.mean.value(),
            ),
            (
                &optimum.within,
                "percent",
                optimum.own_within_percent,
                optimum.within.value_percent,
            ),
        ];
        for (answer, unit, value, best) in rows {
            let difference = value.zip(best).map(|(value, best)| best - value);
            table.push(vec![
                DataCell::text(&optimum.layout),
                DataCell::Whole(evaluation.layout.centres() as u64),
                DataCell::Whole(optimum.candidates as u64),
                DataCell::text(answer.objective.name()),
                DataCell::text(unit),
                DataCell::minutes(value),
                DataCell::minutes(best),
                DataCell::minutes(difference),
                DataCell::text(answer.status.word()),
                DataCell::Number(gap_up(answer.gap_percent, 4), 4),
                site_ids(run.dataset, answer.sites()),
                DataCell::demand(optimum.own_unreachable),
                unreachable_cell(answer),
                DataCell::minutes(unreachable_cost(answer)),
                DataCell::text(other_rules_cell(answer)),
            ]);
        }
    }
    table
}

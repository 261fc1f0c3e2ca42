use super::optimum_curve::site_ids;
use super::proof::gap_up;
use super::run::Run;
use super::solution::{Answer, status_word};
use super::table::{Cell, Table};
use crate::units::Demand;

/// How good as many centres as a layout has could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// Name of the layout.
    pub layout: String,
    /// Sites that the best are chosen from.
    pub candidates: usize,
    /// The layout's own mean, with what unreachable demand counts as.
    pub own_mean: Option<f64>,
    /// The layout's own share of the demand within the headline standard, in per cent.
    pub own_within_percent: Option<f64>,
    /// Demand that the layout leaves without a route and another would not.
    pub own_unreachable: Demand,
    /// The least mean time.
    pub mean: Answer,
    /// The most demand within the headline standard.
    pub within: Answer,
}

/// `optima.csv`: for every layout and objective its own value, that of the best layout of as many
/// centres, and the difference; minutes of mean, and per cent of demand within the standard.
///
/// A mean counts each unit of unreachable demand as `unreachable_minutes`; under the strict rule
/// that column is empty, and the mean is of those who can reach a centre. `unreachable` is what
/// the layout leaves without a route, `best_unreachable` what the best one does.
#[must_use]
pub fn optima(run: &Run) -> Table {
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
    let mut table = Table::new(columns.map(String::from).to_vec());
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
                Cell::text(&optimum.layout),
                Cell::Whole(evaluation.layout.centres() as u64),
                Cell::Whole(optimum.candidates as u64),
                Cell::text(answer.objective.name()),
                Cell::text(unit),
                Cell::minutes(value),
                Cell::minutes(best),
                Cell::minutes(difference),
                Cell::text(status_word(answer.status)),
                Cell::Number(gap_up(answer.gap_percent, 4), 4),
                Cell::text(site_ids(run.dataset, answer.sites())),
                Cell::demand(optimum.own_unreachable),
                answer.unreachable_cell(),
                Cell::minutes(answer.unreachable_cost()),
                Cell::text(answer.other_rules_cell()),
            ]);
        }
    }
    table
}

use super::proof::gap_up;
use super::run::within_columns;
use super::site_ids::site_ids;
use super::table::{DataCell, DataTable};
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::model::Grouping;
use crate::optimise::{Frontier, FrontierPoint, Status, TradeOff};
use crate::units::TravelTime;
use crate::wording::counted;

/// `pareto.csv`: one row per layout that none dominates, from the least mean to the most of what it is weighed
/// against.
#[must_use]
pub(crate) fn pareto(
    frontier: &Frontier<(FrontierPoint, Evaluation)>,
    trade_off: &TradeOff,
    data: &Dataset,
    standards: &[TravelTime],
) -> DataTable {
    let other = match trade_off {
        TradeOff::Within(_) => "weighed_percent",
        TradeOff::WorstGroup { .. } => "worst_group_percent",
        TradeOff::SmallestCentre => "smallest_centre_demand",
    };
    let mut columns: Vec<String> = ["layout", "objective_minutes", "gap_percent", other]
        .map(String::from)
        .to_vec();
    if matches!(trade_off, TradeOff::WorstGroup { .. }) {
        columns.push("worst_group".to_owned());
    }
    columns.push("mean_minutes".to_owned());
    columns.extend(within_columns(standards));
    let last = [
        "longest_minutes",
        "smallest_centre",
        "largest_centre",
        "sites",
    ];
    columns.extend(last.map(String::from));
    let mut table = DataTable::new(columns);
    for (number, (point, evaluation)) in (1_u64..).zip(&frontier.points) {
        let coverage = &evaluation.coverage;
        let mut row = vec![
            DataCell::Whole(number),
            DataCell::minutes(point.mean_minutes),
            DataCell::Number(gap_up(point.gap_percent, 4), 4),
            match trade_off {
                TradeOff::SmallestCentre => DataCell::Number(point.other, 3),
                _ => DataCell::percent(Some(point.other)),
            },
        ];
        if let TradeOff::WorstGroup { grouping, .. } = trade_off {
            let grouping = Grouping::named(&data.groupings, grouping);
            let label = grouping.zip(point.worst_group);
            let label = label.and_then(|(grouping, group)| grouping.labels().get(group));
            row.push(label.map_or(DataCell::Empty, |label| DataCell::text(label.clone())));
        }
        row.push(DataCell::minutes(coverage.mean_minutes));
        row.extend((0..standards.len()).map(|s| DataCell::percent(coverage.within_percent(s))));
        row.extend([
            DataCell::minutes(coverage.longest.map(TravelTime::as_f64)),
            DataCell::Number(evaluation.sizes.min, 3),
            DataCell::Number(evaluation.sizes.max, 3),
            site_ids(data, &point.sites),
        ]);
        table.push(row);
    }
    table
}

/// What is proven of a frontier.
#[must_use]
pub(crate) fn pareto_in_words<P>(frontier: &Frontier<P>) -> String {
    let found = counted(frontier.points.len(), "layout");
    match frontier.status {
        Status::Optimal => format!("{found}: all that no other is better than, proven."),
        Status::WithinGap => format!("{found}, each within the gap asked for."),
        Status::TimeLimit => {
            format!("{found} before the time limit; there are more towards the other end.")
        }
        Status::MemoryLimit => {
            format!("{found} before the memory limit; there are more towards the other end.")
        }
        Status::Cancelled => {
            format!("{found} before the interruption; there are more towards the other end.")
        }
    }
}

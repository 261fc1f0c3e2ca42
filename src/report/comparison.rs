use super::run::Run;
use super::table::{DataCell, DataTable};
use crate::compare::{Change, Comparison};
use crate::model::PointIndex;
use crate::units::TravelTime;

/// Areas listed on either side of `changes.csv`, for every comparison.
const LISTED: usize = 25;

/// `comparison.csv`: one row per pair of layouts for everybody (`grouping` is `all`) and one for
/// each group.
#[must_use]
pub(crate) fn comparison(run: &Run) -> DataTable {
    let columns = [
        "base",
        "layout",
        "grouping",
        "group",
        "demand",
        "nearer",
        "farther",
        "unchanged",
        "nearer_percent",
        "farther_percent",
        "newly_reached",
        "no_longer_reached",
        "mean_saved_minutes",
        "mean_lost_minutes",
        "mean_change_minutes",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for comparison in run.comparisons {
        table.push(row(comparison, "all", "all", &comparison.all));
        for (grouping, changes) in run.dataset.groupings.iter().zip(&comparison.groups) {
            for (label, change) in grouping.labels().iter().zip(changes) {
                table.push(row(comparison, grouping.name(), label, change));
            }
        }
    }
    table
}

fn row(comparison: &Comparison, grouping: &str, group: &str, change: &Change) -> Vec<DataCell> {
    vec![
        DataCell::text(&comparison.base),
        DataCell::text(&comparison.layout),
        DataCell::text(grouping),
        DataCell::text(group),
        DataCell::demand(change.demand),
        DataCell::demand(change.nearer),
        DataCell::demand(change.farther),
        DataCell::demand(change.unchanged),
        DataCell::percent(change.nearer.percent_of(change.demand)),
        DataCell::percent(change.farther.percent_of(change.demand)),
        DataCell::demand(change.newly_reached),
        DataCell::demand(change.no_longer_reached),
        DataCell::minutes(change.mean_saved_minutes()),
        DataCell::minutes(change.mean_lost_minutes()),
        DataCell::minutes(change.mean_change_minutes()),
    ]
}

/// `changes.csv`: the areas that gain and lose most, for every pair of layouts.
#[must_use]
pub(crate) fn changes(run: &Run) -> DataTable {
    let columns = [
        "base",
        "layout",
        "direction",
        "id",
        "name",
        "demand",
        "minutes_before",
        "minutes_after",
        "change_minutes",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for comparison in run.comparisons {
        let (gain, loss) = comparison.extremes(LISTED);
        for (direction, points) in [("sooner", gain), ("later", loss)] {
            for point in points {
                table.push(change_row(run, comparison, direction, point));
            }
        }
    }
    table
}

fn change_row(
    run: &Run,
    comparison: &Comparison,
    direction: &str,
    index: PointIndex,
) -> Vec<DataCell> {
    let point = &run.dataset.points[index.get()];
    let minutes = |layout: &str| -> Option<TravelTime> {
        Some(run.evaluation(layout)?.allocation.get(index)?.1)
    };
    vec![
        DataCell::text(&comparison.base),
        DataCell::text(&comparison.layout),
        DataCell::text(direction),
        DataCell::text(&point.id),
        DataCell::text(&point.name),
        DataCell::demand(point.demand),
        DataCell::minutes(minutes(&comparison.base).map(TravelTime::as_f64)),
        DataCell::minutes(minutes(&comparison.layout).map(TravelTime::as_f64)),
        DataCell::minutes(comparison.minutes[index.get()]),
    ]
}

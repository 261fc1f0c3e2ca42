use super::run::within_columns;
use super::solution::{Answer, status_word};
use super::table::{Cell, Table};
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::model::SiteIndex;
use crate::units::Minutes;

/// A best layout and all that it gives.
#[derive(Debug, Clone)]
pub struct Best {
    /// What was found and proven.
    pub answer: Answer,
    /// Its evaluation.
    pub evaluation: Evaluation,
}

/// `curve.csv`: one row a number of centres, with the layout that has the least mean time.
///
/// `lower_bound` is that of the mean, in minutes; `sites` are ids, a space between them.
#[must_use]
pub fn optimum_curve(curve: &[Best], data: &Dataset, standards: &[Minutes]) -> Table {
    let mut columns: Vec<String> = [
        "centres",
        "status",
        "mean_minutes",
        "lower_bound",
        "gap_percent",
    ]
    .map(String::from)
    .to_vec();
    columns.extend(within_columns(standards));
    columns.extend(
        [
            "longest_minutes",
            "smallest_centre",
            "largest_centre",
            "nodes",
            "seconds",
            "sites",
        ]
        .map(String::from),
    );
    let mut table = Table::new(columns);
    for Best { answer, evaluation } in curve {
        let coverage = &evaluation.coverage;
        let mut row = vec![
            Cell::Whole(answer.sites().len() as u64),
            Cell::text(status_word(answer.status)),
            Cell::minutes(answer.value()),
            Cell::minutes(answer.lower_bound),
            Cell::Number(answer.gap_percent, 4),
        ];
        row.extend((0..standards.len()).map(|s| Cell::percent(coverage.within_percent(s))));
        row.extend([
            Cell::minutes(coverage.longest.map(Minutes::as_f64)),
            Cell::Number(evaluation.volumes.demand.min, 3),
            Cell::Number(evaluation.volumes.demand.max, 3),
            Cell::Whole(answer.nodes),
            Cell::Number(answer.seconds, 3),
            Cell::text(site_ids(data, answer.sites())),
        ]);
        table.push(row);
    }
    table
}

/// Ids with a space between them.
pub(super) fn site_ids(data: &Dataset, sites: &[SiteIndex]) -> String {
    let ids: Vec<&str> = sites
        .iter()
        .map(|&site| data.site(site).id.as_str())
        .collect();
    ids.join(" ")
}

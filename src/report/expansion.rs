use super::run::whole_or_decimal;
use super::site_ids::site_ids;
use super::solution::{other_rules_cell, unreachable_cell, unreachable_cost};
use super::table::{DataCell, DataTable};
use crate::load::Dataset;
use crate::optimise::{EvaluatedAnswer, Expansion, Status};
use crate::units::TravelTime;

/// `expansion.csv`: one row per number of centres.
///
/// `one_by_one` keeps the centres of the row above, `together` only the sites that were there at
/// first, `free` none. The means are what was minimised: if some demand has no route to some
/// candidate, each unit of demand that a layout cannot reach counts as `unreachable_minutes` (empty
/// under the strict rule), `…_unreachable` is that demand, and `other_rules` says whether another
/// rule would choose other sites. The costs of nesting and keeping are in minutes of the mean and in
/// percentage points within the standard number `standard`.
#[must_use]
pub(crate) fn expansion(
    steps: &[Expansion<EvaluatedAnswer>],
    data: &Dataset,
    standards: &[TravelTime],
    standard: usize,
) -> DataTable {
    let within = standards
        .get(standard)
        .copied()
        .map_or_else(String::new, whole_or_decimal);
    let ways = ["one_by_one", "together", "free"];
    let mut columns: Vec<String> = ["centres", "added"].map(String::from).to_vec();
    columns.extend(ways.iter().map(|way| format!("{way}_mean_minutes")));
    columns.extend(
        ways.iter()
            .map(|way| format!("{way}_within_{within}_percent")),
    );
    columns.extend(
        [
            "nesting_minutes",
            "keeping_minutes",
            "nesting_points",
            "keeping_points",
            "status",
        ]
        .map(String::from),
    );
    columns.extend(ways.iter().map(|way| format!("{way}_sites")));
    let with_gaps = steps
        .iter()
        .flat_map(Expansion::each)
        .any(|best| best.answer.unreachable.is_some());
    if with_gaps {
        columns.extend(ways.iter().map(|way| format!("{way}_unreachable")));
        columns.extend(["unreachable_minutes", "other_rules"].map(String::from));
    }
    let mut table = DataTable::new(columns);
    for step in steps {
        let means = step.each().map(|best| best.answer.value());
        let shares = step
            .each()
            .map(|best| best.evaluation.coverage.within_percent(standard));
        let [one_by_one, together, free] = shares;
        let points = |more: Option<f64>, less: Option<f64>| {
            DataCell::full(more.zip(less).map(|(more, less)| more - less))
        };
        let statuses = step.each().map(|best| best.answer.status);
        let unproven = statuses
            .into_iter()
            .find(|&status| status != Status::Optimal);
        let mut row = vec![
            DataCell::Whole(step.centres as u64),
            step.added
                .map_or(DataCell::Empty, |site| DataCell::text(&data.site(site).id)),
        ];
        row.extend(means.map(DataCell::full));
        row.extend(shares.map(DataCell::full));
        row.extend([
            DataCell::full(step.nesting_minutes()),
            DataCell::full(step.keeping_minutes()),
            points(together, one_by_one),
            points(free, together),
            DataCell::text(unproven.unwrap_or(Status::Optimal).word()),
        ]);
        row.extend(step.each().map(|best| site_ids(data, best.answer.sites())));
        if with_gaps {
            let answers = step.each().map(|best| &best.answer);
            row.extend(answers.map(unreachable_cell));
            let cost = answers.iter().find_map(|answer| unreachable_cost(answer));
            let others = ways.iter().zip(answers);
            let others = others.map(|(way, answer)| (way, other_rules_cell(answer)));
            let others = others.filter(|(_, others)| !others.is_empty());
            let others: Vec<String> = others.map(|(way, told)| format!("{way}: {told}")).collect();
            row.extend([DataCell::full(cost), DataCell::text(others.join(". "))]);
        }
        table.push(row);
    }
    table
}

use super::care;
use super::run::{Run, whole_or_decimal, within_columns};
use super::table::{DataCell, DataTable};
use crate::coverage::Coverage;
use crate::load::Dataset;
use crate::model::Grouping;
use crate::treatment::Figures;
use crate::units::{Demand, TravelTime};

/// `groups.csv`: one row per layout and group, for every column that groups the demand points.
#[must_use]
pub(crate) fn groups(run: &Run) -> DataTable {
    let standards = &run.study.standards;
    let mut columns: Vec<String> = [
        "layout",
        "grouping",
        "group",
        "demand",
        "unreachable",
        "without_row",
        "mean_minutes",
        "median_minutes",
        "p95_minutes",
        "max_minutes",
        "worst_tenth_mean_minutes",
    ]
    .map(String::from)
    .to_vec();
    columns.extend(within_columns(standards));
    if run.treatment.is_some() {
        columns.extend(care::FIGURES.map(String::from));
    }
    let mut table = DataTable::new(columns);
    let minutes = |time: Option<TravelTime>| DataCell::minutes(time.map(TravelTime::as_f64));
    let without_row: Vec<Vec<Demand>> = run
        .dataset
        .groupings
        .iter()
        .map(|grouping| without_row(run.dataset, grouping))
        .collect();
    for evaluation in run.evaluations {
        let treatment = run.treatment_of(evaluation.layout.name());
        for (number, coverages) in evaluation.groups.iter().enumerate() {
            let grouping = &run.dataset.groupings[number];
            for (group, coverage) in coverages.iter().enumerate() {
                let label = &grouping.labels()[group];
                let mut row = vec![
                    DataCell::text(evaluation.layout.name()),
                    DataCell::text(grouping.name()),
                    DataCell::text(label),
                    DataCell::demand(coverage.demand),
                    DataCell::demand(coverage.unreachable - without_row[number][group]),
                    DataCell::demand(without_row[number][group]),
                    DataCell::minutes(coverage.mean_minutes),
                    minutes(coverage.median),
                    minutes(coverage.p95),
                    minutes(coverage.longest),
                    DataCell::minutes(coverage.worst_tenth_mean_minutes),
                ];
                row.extend(
                    (0..standards.len()).map(|s| DataCell::percent(coverage.within_percent(s))),
                );
                if let Some((treatment, all)) = treatment.zip(run.treatment) {
                    let figures = Figures::new(&treatment.groups[number][group], all.mt_share);
                    row.extend(care::figures(&figures));
                }
                table.push(row);
            }
        }
    }
    table
}

/// The demand without a row in the table, group by group.
fn without_row(data: &Dataset, grouping: &Grouping) -> Vec<Demand> {
    let mut demand = vec![Demand::ZERO; grouping.labels().len()];
    for point in &data.without_row {
        demand[grouping.members()[point.get()] as usize] += data.points[point.get()].demand;
    }
    demand
}

/// `gaps.csv`: for every layout, grouping and measure, the best and the worst group and the gap
/// between them.
#[must_use]
pub(crate) fn gaps(run: &Run) -> DataTable {
    let columns = [
        "layout",
        "grouping",
        "measure",
        "best_group",
        "best",
        "worst_group",
        "worst",
        "gap",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for evaluation in run.evaluations {
        for (grouping, coverages) in run.dataset.groupings.iter().zip(&evaluation.groups) {
            let mut row = |measure: String, gap: Option<Gap>| {
                let Some(gap) = gap else { return };
                table.push(vec![
                    DataCell::text(evaluation.layout.name()),
                    DataCell::text(grouping.name()),
                    DataCell::Text(measure),
                    DataCell::text(gap.best.0),
                    DataCell::Number(gap.best.1, 3),
                    DataCell::text(gap.worst.0),
                    DataCell::Number(gap.worst.1, 3),
                    DataCell::Number((gap.worst.1 - gap.best.1).abs(), 3),
                ]);
            };
            row("mean_minutes".to_owned(), mean_gap(grouping, coverages));
            for (number, &standard) in run.study.standards.iter().enumerate() {
                let measure = format!("within_{}_percent", whole_or_decimal(standard));
                row(measure, within_gap(grouping, coverages, number));
            }
        }
    }
    table
}

/// The best and the worst group by one measure; the first of equal groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gap<'a> {
    pub(super) best: (&'a str, f64),
    pub(super) worst: (&'a str, f64),
}

/// By demand-weighted mean time: the shorter the better.
pub(super) fn mean_gap<'a>(grouping: &'a Grouping, coverages: &[Coverage]) -> Option<Gap<'a>> {
    gap(
        grouping,
        coverages
            .iter()
            .map(|coverage| Some(-coverage.mean_minutes?)),
    )
    .map(|gap| Gap {
        best: (gap.best.0, -gap.best.1),
        worst: (gap.worst.0, -gap.worst.1),
    })
}

/// By the share within the standard number `standard`: the larger the better.
pub(super) fn within_gap<'a>(
    grouping: &'a Grouping,
    coverages: &[Coverage],
    standard: usize,
) -> Option<Gap<'a>> {
    gap(
        grouping,
        coverages
            .iter()
            .map(|coverage| coverage.within_percent(standard)),
    )
}

fn gap(grouping: &Grouping, values: impl Iterator<Item = Option<f64>>) -> Option<Gap<'_>> {
    let groups = grouping.labels().iter().map(String::as_str).zip(values);
    groups
        .filter_map(|(label, value)| Some((label, value?)))
        .fold(None, |gap, group| {
            let Gap { best, worst } = gap.unwrap_or(Gap {
                best: group,
                worst: group,
            });
            Some(Gap {
                best: if group.1 > best.1 { group } else { best },
                worst: if group.1 < worst.1 { group } else { worst },
            })
        })
}

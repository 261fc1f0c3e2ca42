use super::run::{Run, whole_or_decimal};
use super::table::{DataCell, DataTable};
use crate::coverage::Coverage;
use crate::evaluation::Evaluation;
use crate::inequality::{Dispersion, OrderedGroup, concentration_curve, dispersion, gradient};
use crate::model::Grouping;
use crate::render::{EquityChart, EquityPanel};
use crate::study::{OrderedColumn, WorstOff};

/// The groups of a column with an order, from the worst-off to the best-off; those without a label have
/// no place in it.
pub(super) struct Ordered<'a> {
    pub(super) column: &'a OrderedColumn,
    /// Label and coverage.
    pub(super) groups: Vec<(&'a str, &'a Coverage)>,
}

impl<'a> Ordered<'a> {
    /// Every ordered column of the study in a layout.
    pub(super) fn all(run: &Run<'a>, evaluation: &'a Evaluation) -> Vec<Self> {
        let groupings = &run.dataset.groupings;
        let columns = run.study.population.ordered_groups.iter();
        let ordered = columns.filter_map(|column| {
            let number = Grouping::position(groupings, &column.column)?;
            let coverages = evaluation.groups.get(number)?;
            let labels = groupings[number].labels().iter().map(String::as_str);
            let mut groups: Vec<_> = labels.zip(coverages.iter()).collect();
            groups.retain(|&(label, _)| label != Grouping::NO_LABEL);
            if column.worst_off == WorstOff::Last {
                groups.reverse();
            }
            Some(Self { column, groups })
        });
        ordered.collect()
    }

    /// Mean minutes of those who can reach a site.
    pub(super) fn minutes(&self) -> Vec<OrderedGroup> {
        let groups = self.groups.iter().filter_map(|(_, coverage)| {
            Some(OrderedGroup {
                people: coverage.demand - coverage.unreachable,
                outcome: coverage.mean_minutes?,
            })
        });
        groups.collect()
    }

    /// Per cent of all within a standard.
    pub(super) fn within(&self, standard: usize) -> Vec<OrderedGroup> {
        let groups = self.groups.iter().filter_map(|(_, coverage)| {
            Some(OrderedGroup {
                people: coverage.demand,
                outcome: coverage.within_percent(standard)?,
            })
        });
        groups.collect()
    }
}

/// The chart of coverage by group, from the worst-off to the best-off; `None` for a study without ordered
/// groups.
pub(crate) fn equity_chart(run: &Run) -> Option<EquityChart> {
    let by_layout: Vec<Vec<Ordered>> = run
        .evaluations
        .iter()
        .map(|evaluation| Ordered::all(run, evaluation))
        .collect();
    let first = by_layout.first().filter(|columns| !columns.is_empty())?;
    let standard = run.study.headline_standard();
    let panels = first.iter().enumerate().map(|(number, ordered)| {
        let shares = |columns: &Vec<Ordered>| {
            let groups = columns[number].groups.iter();
            groups
                .map(|(_, coverage)| coverage.within_percent(standard))
                .collect()
        };
        EquityPanel {
            title: ordered.column.column.clone(),
            groups: ordered
                .groups
                .iter()
                .map(|&(label, _)| label.to_owned())
                .collect(),
            shares: by_layout.iter().map(shares).collect(),
        }
    });
    let unit = &run.study.population.demand_unit;
    let minutes = whole_or_decimal(run.study.standards[standard]);
    let layouts = run.evaluations.iter();
    let title =
        |evaluation: &Evaluation| run.study.layout_title(evaluation.layout.name()).to_owned();
    Some(EquityChart {
        subtitle: format!(
            "Share of {unit} within {minutes} min of a centre, group by group; those who cannot reach \
             one stay in the total"
        ),
        axis: format!("% within {minutes} min"),
        layouts: layouts.map(title).collect(),
        panels: panels.collect(),
    })
}

/// How unequal the times of one layout are.
pub(super) fn dispersion_of(run: &Run, evaluation: &Evaluation) -> Option<Dispersion> {
    let points = run.dataset.points.iter().zip(evaluation.allocation.iter());
    dispersion(points.filter_map(|(point, answer)| Some((answer?.1, point.demand))))
}

fn number(value: Option<f64>, decimals: usize) -> DataCell {
    value.map_or(DataCell::Empty, |value| DataCell::Number(value, decimals))
}

/// `inequality.csv`: one row per layout.
#[must_use]
pub(crate) fn inequality(run: &Run) -> DataTable {
    let columns = ["layout", "mean_minutes", "gini", "theil"];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for evaluation in run.evaluations {
        let found = dispersion_of(run, evaluation);
        table.push(vec![
            DataCell::text(evaluation.layout.name()),
            DataCell::minutes(evaluation.coverage.mean_minutes),
            number(found.map(|found| found.gini), 5),
            number(found.map(|found| found.theil), 5),
        ]);
    }
    table
}

/// `equity.csv`: one row per layout, ordered grouping and outcome.
#[must_use]
pub(crate) fn equity(run: &Run) -> DataTable {
    let columns = [
        "layout",
        "grouping",
        "worst_off_group",
        "best_off_group",
        "outcome",
        "slope_index",
        "relative_index",
        "concentration_index",
        "worst_off_third",
        "best_off_third",
        "third_ratio",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for evaluation in run.evaluations {
        for ordered in Ordered::all(run, evaluation) {
            let mut row = |outcome: String, groups: &[OrderedGroup]| {
                let found = gradient(groups);
                let ends = [ordered.groups.first(), ordered.groups.last()];
                let [worst, best] = ends.map(|end| end.map_or("", |&(label, _)| label));
                let ratio = found
                    .filter(|found| found.best_off_third > 0.0)
                    .map(|found| found.worst_off_third / found.best_off_third);
                table.push(vec![
                    DataCell::text(evaluation.layout.name()),
                    DataCell::text(ordered.column.column.clone()),
                    DataCell::text(worst),
                    DataCell::text(best),
                    DataCell::Text(outcome),
                    number(found.map(|found| found.slope_index), 3),
                    number(found.and_then(|found| found.relative_index), 4),
                    number(found.and_then(|found| found.concentration_index), 5),
                    number(found.map(|found| found.worst_off_third), 3),
                    number(found.map(|found| found.best_off_third), 3),
                    number(ratio, 4),
                ]);
            };
            row("mean_minutes".to_owned(), &ordered.minutes());
            for (number, &standard) in run.study.standards.iter().enumerate() {
                let outcome = format!("within_{}_percent", whole_or_decimal(standard));
                row(outcome, &ordered.within(number));
            }
        }
    }
    table
}

/// `concentration.csv`: one row per layout, ordered grouping and place on the concentration curve of
/// minutes.
#[must_use]
pub(crate) fn concentration(run: &Run) -> DataTable {
    let columns = ["layout", "grouping", "people_percent", "minutes_percent"];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for evaluation in run.evaluations {
        for ordered in Ordered::all(run, evaluation) {
            for place in concentration_curve(&ordered.minutes()) {
                table.push(vec![
                    DataCell::text(evaluation.layout.name()),
                    DataCell::text(ordered.column.column.clone()),
                    DataCell::percent(Some(100.0 * place.people)),
                    DataCell::percent(Some(100.0 * place.outcome)),
                ]);
            }
        }
    }
    table
}

use super::proof::{bounds, gap_up, rounded_bounds};
use super::run::within_columns;
use super::site_ids::site_ids;
use super::solution::{other_rules_cell, unreachable_cell, unreachable_cost};
use super::table::{DataCell, DataTable};
use crate::load::Dataset;
use crate::optimise::{Answer, CurveStep, EvaluatedAnswer, NoLayout};
use crate::units::TravelTime;

const fn no_layout_word(none: NoLayout) -> &'static str {
    match none {
        NoLayout::Infeasible => "infeasible",
        NoLayout::Undecided => "undecided",
    }
}

/// `curve.csv`: one row per number of centres, with the best layout.
///
/// The bound is that of the objective: `lower_bound` of the mean in minutes, or `upper_bound` of the
/// demand within the standard in per cent. `sites` are ids separated by spaces. A number without
/// a layout has only a status: `infeasible`, which is proven, or `undecided`.
///
/// If some demand has no route to some candidate, `unreachable` is the demand that the layout cannot
/// reach, `unreachable_minutes` what each unit of it counts as (empty under the strict rule),
/// `objective_minutes` the mean with it, and `other_rules` says whether another rule would choose
/// other sites.
#[must_use]
pub(crate) fn optimum_curve(
    curve: &[CurveStep<EvaluatedAnswer>],
    data: &Dataset,
    standards: &[TravelTime],
) -> DataTable {
    let found = || curve.iter().filter_map(|step| step.found.as_ref().ok());
    let with_gaps = found().any(|best| best.answer.unreachable.is_some());
    let of_demand = found().any(|best| best.answer.value_percent.is_some());
    let mut columns: Vec<String> = ["centres", "status", "mean_minutes"]
        .map(String::from)
        .to_vec();
    columns.extend(if of_demand {
        ["objective_percent", "upper_bound"]
            .map(String::from)
            .to_vec()
    } else {
        vec!["lower_bound".to_owned()]
    });
    columns.push("gap_percent".to_owned());
    if with_gaps {
        columns.extend(GAP_COLUMNS.map(String::from));
    }
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
    let width = columns.len();
    let mut table = DataTable::new(columns);
    for step in curve {
        let EvaluatedAnswer { answer, evaluation } = match &step.found {
            Ok(best) => best,
            Err(none) => {
                let mut row = vec![
                    DataCell::Whole(step.centres as u64),
                    DataCell::text(no_layout_word(*none)),
                ];
                row.resize_with(width, || DataCell::Empty);
                table.push(row);
                continue;
            }
        };
        let coverage = &evaluation.coverage;
        let mut row = vec![
            DataCell::Whole(answer.sites().len() as u64),
            DataCell::text(answer.status.word()),
            DataCell::full(coverage.mean_minutes),
        ];
        row.extend(objective_cells(answer));
        row.push(DataCell::Full {
            number: answer.gap_percent,
            shown: gap_up(answer.gap_percent, 4),
            decimals: 4,
        });
        if with_gaps {
            row.extend(gap_cells(answer));
        }
        row.extend((0..standards.len()).map(|s| DataCell::full(coverage.within_percent(s))));
        row.extend([
            DataCell::full(coverage.longest.map(TravelTime::as_f64)),
            DataCell::full(Some(evaluation.sizes.min)),
            DataCell::full(Some(evaluation.sizes.max)),
            DataCell::Whole(answer.nodes),
            DataCell::Number(answer.seconds, 3),
            site_ids(data, answer.sites()),
        ]);
        table.push(row);
    }
    table
}

/// The bound of the objective; of demand within a standard, first the objective itself.
fn objective_cells(answer: &Answer) -> Vec<DataCell> {
    let cell = |(number, shown): (f64, f64)| DataCell::Full {
        number,
        shown,
        decimals: 3,
    };
    let Some((percent, value)) = answer.value_percent.zip(answer.value()) else {
        let both = bounds(answer)[0].zip(rounded_bounds(answer, 3)[0]);
        return vec![both.map_or(DataCell::Empty, cell)];
    };
    let bound = answer.upper_bound.filter(|_| value > 0.0);
    let of_demand = |bound: f64| {
        if bound <= value {
            return (percent, percent);
        }
        let number = percent * bound / value;
        (number, (number * 1e3).ceil() / 1e3)
    };
    let bound = bound.map(of_demand);
    vec![
        DataCell::full(Some(percent)),
        bound.map_or(DataCell::Empty, cell),
    ]
}

/// What a curve says of demand without a route.
const GAP_COLUMNS: [&str; 4] = [
    "unreachable",
    "unreachable_minutes",
    "objective_minutes",
    "other_rules",
];

fn gap_cells(answer: &Answer) -> [DataCell; 4] {
    let value = answer.value().filter(|_| answer.value_percent.is_none());
    [
        unreachable_cell(answer),
        DataCell::full(unreachable_cost(answer)),
        DataCell::full(value),
        DataCell::text(other_rules_cell(answer)),
    ]
}

use super::proof::gap_up;
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

/// One number of centres of a curve.
#[derive(Debug, Clone)]
pub struct CurveStep {
    /// How many centres.
    pub centres: usize,
    /// The best layout, or why there is none.
    pub found: Result<Best, NoLayout>,
}

/// Why a number of centres has no layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLayout {
    /// It is proven that none is within the limits.
    Impossible,
    /// None was found in time, and none ruled out.
    Undecided,
}

impl NoLayout {
    const fn word(self) -> &'static str {
        match self {
            Self::Impossible => "impossible",
            Self::Undecided => "undecided",
        }
    }
}

/// The most centres of a curve that have a layout, and the least number above it that is proven to
/// have none.
#[must_use]
pub fn most_centres(curve: &[CurveStep]) -> (Option<usize>, Option<usize>) {
    let found = curve.iter().rfind(|step| step.found.is_ok());
    let most = found.map(|step| step.centres);
    let impossible = curve
        .iter()
        .find(|step| Some(step.centres) > most && matches!(step.found, Err(NoLayout::Impossible)));
    (most, impossible.map(|step| step.centres))
}

/// `curve.csv`: one row a number of centres, with the best layout.
///
/// The bound is that of the objective: `lower_bound` of the mean in minutes, or `upper_bound` of the
/// demand within the standard in per cent. `sites` are ids, a space between them. A number without
/// a layout has nothing but its status: `impossible`, which is proven, or `undecided`.
///
/// Where some demand has no route to some candidate, `unreachable` is what the layout leaves
/// without one, `unreachable_minutes` what each unit of it counts as (empty under the strict rule),
/// `objective_minutes` the mean with it, and `other_rules` says whether another rule would choose
/// other sites.
#[must_use]
pub fn optimum_curve(curve: &[CurveStep], data: &Dataset, standards: &[Minutes]) -> Table {
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
    let mut table = Table::new(columns);
    for step in curve {
        let Best { answer, evaluation } = match &step.found {
            Ok(best) => best,
            Err(none) => {
                let mut row = vec![Cell::Whole(step.centres as u64), Cell::text(none.word())];
                row.resize_with(width, || Cell::Empty);
                table.push(row);
                continue;
            }
        };
        let coverage = &evaluation.coverage;
        let mut row = vec![
            Cell::Whole(answer.sites().len() as u64),
            Cell::text(status_word(answer.status)),
            Cell::minutes(coverage.mean_minutes),
        ];
        match answer.value_percent.zip(answer.value()) {
            Some((percent, value)) => {
                let bound = answer.upper_bound.filter(|_| value > 0.0);
                row.push(Cell::percent(Some(percent)));
                let of_demand = |bound: f64| {
                    if bound > value {
                        (percent * bound / value * 1e3).ceil() / 1e3
                    } else {
                        percent
                    }
                };
                row.push(Cell::percent(bound.map(of_demand)));
            }
            None => row.push(Cell::minutes(answer.rounded_bounds(3)[0])),
        }
        row.push(Cell::Number(gap_up(answer.gap_percent, 4), 4));
        if with_gaps {
            row.extend(gap_cells(answer));
        }
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

/// What a curve says of demand without a route.
const GAP_COLUMNS: [&str; 4] = [
    "unreachable",
    "unreachable_minutes",
    "objective_minutes",
    "other_rules",
];

fn gap_cells(answer: &Answer) -> [Cell; 4] {
    let value = answer.value().filter(|_| answer.value_percent.is_none());
    [
        answer.unreachable_cell(),
        Cell::minutes(answer.unreachable_cost()),
        Cell::minutes(value),
        Cell::text(answer.other_rules_cell()),
    ]
}

/// Ids with a space between them.
pub(super) fn site_ids(data: &Dataset, sites: &[SiteIndex]) -> String {
    let ids: Vec<&str> = sites
        .iter()
        .map(|&site| data.site(site).id.as_str())
        .collect();
    ids.join(" ")
}

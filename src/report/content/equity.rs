use crate::document::{Cell, Column, Document, Figure, Table};
use crate::inequality::gradient;
use crate::report::cold_spots::{Contiguity, main_group};
use crate::report::equity::{Ordered, dispersion_of};
use crate::report::run::{Run, whole_or_decimal};
use crate::units::TravelTime;

/// Cold spots that are listed for each layout.
const LISTED: usize = 5;

/// How unequal times are, and how they change from the worst-off to the best-off where the study has
/// groups in such an order.
pub(super) fn write(report: &mut Document, run: &Run) {
    report.heading(2, "Equity");
    let caption = "One row per layout: how unequal the travel times of those who can reach a centre \
                   are. Gini and Theil are 0 where all travel equally long.";
    let columns = vec![
        Column::new("layout"),
        Column::with_unit("mean", "min"),
        Column::new("Gini").meaning(
            "Half the mean difference between two people's travel times, as a share of the mean.",
        ),
        Column::new("Theil").meaning("Theil's T index of travel times, in nats."),
    ];
    let mut table = Table::new(caption, columns);
    for evaluation in run.evaluations {
        let found = dispersion_of(run, evaluation);
        table.push([
            run.study.layout_title(evaluation.layout.name()).into(),
            Cell::decimal(evaluation.coverage.mean_minutes, 1),
            Cell::decimal(found.map(|found| found.gini), 3),
            Cell::decimal(found.map(|found| found.theil), 3),
        ]);
    }
    report.table(table);
    ordered(report, run);
    cold_spots(report, run);
    best_for_the_worst_off(report, run);
}

/// From the worst-off to the best-off.
fn ordered(report: &mut Document, run: &Run) {
    if run.study.population.ordered_groups.is_empty() {
        return;
    }
    let standard = run.study.headline_standard();
    let minutes = whole_or_decimal(run.study.standards[standard]);
    let columns = vec![
        Column::new("layout"),
        Column::new("by"),
        Column::with_unit("worst-off third", "min").meaning("Mean of the worst-off third of people."),
        Column::with_unit("best-off third", "min").meaning("Mean of the best-off third of people."),
        Column::with_unit("slope index", "min").meaning(
            "Slope index of inequality: minutes that the worst-off travel longer than the best-off, by \
             the line through all groups.",
        ),
        Column::new("relative index")
            .meaning("Relative index of inequality: the same as a ratio; 1 is equal."),
        Column::new("concentration index").meaning(
            "Below 0 the worst-off have more of all minutes than their share, above 0 less.",
        ),
        Column::with_unit(format!("slope index, ≤ {minutes} min"), "percentage points").meaning(format!(
            "How much more of the worst-off than of the best-off reach a centre within {minutes} min, by the \
             line through all groups; below 0 it is less."
        )),
    ];
    let caption = "One row per layout and ordered grouping: travel times from the worst-off group to \
                   the best-off.";
    let mut table = Table::new(caption, columns);
    for evaluation in run.evaluations {
        for ordered in Ordered::all(run, evaluation) {
            let times = gradient(&ordered.minutes());
            let within = gradient(&ordered.within(standard));
            let ends = [ordered.groups.first(), ordered.groups.last()];
            let [worst, best] = ends.map(|end| end.map_or("", |&(label, _)| label));
            table.push([
                run.study.layout_title(evaluation.layout.name()).into(),
                format!("{} ({worst} to {best})", ordered.column.column).into(),
                Cell::decimal(times.map(|found| found.worst_off_third), 1),
                Cell::decimal(times.map(|found| found.best_off_third), 1),
                Cell::difference(times.map(|found| found.slope_index), 1),
                Cell::decimal(times.and_then(|found| found.relative_index), 2),
                Cell::decimal(times.and_then(|found| found.concentration_index), 3),
                Cell::difference(within.map(|found| found.slope_index), 1),
            ]);
        }
    }
    report.table(table);
    let caption = format!(
        "Share within {minutes} min by group, from the worst-off to the best-off, layout by layout."
    );
    report.figure(Figure::new("equity", caption).with_table("groups"));
}

/// Where people beyond the standard live together.
fn cold_spots(report: &mut Document, run: &Run) {
    let found = run.cold_spots();
    let touching = match found.contiguity {
        None => return,
        Some(Contiguity::Borders) => "whose borders touch",
        Some(Contiguity::MutualNeighbours) => "of which each is among the six nearest of the next",
    };
    let minutes = whole_or_decimal(found.standard);
    report.heading(3, "Cold spots");
    if found.by_layout.iter().all(Vec::is_empty) {
        report.paragraph(format!("Everyone reaches a centre within {minutes} min."));
        return;
    }
    let caption = format!(
        "A cold spot is demand points beyond {minutes} min {touching}; those who cannot reach a centre \
         are beyond any standard. One row for each of the {LISTED} with the most demand in each layout; \
         `cold-spots.csv` has all."
    );
    let grouping = run.dataset.groupings.first();
    let mut columns = vec![
        Column::new("layout"),
        Column::new("around")
            .meaning("The demand point of the cold spot that has the most demand."),
    ];
    columns.extend(grouping.map(|grouping| {
        Column::new(grouping.title()).meaning("The group that most of its demand is in.")
    }));
    columns.extend([
        Column::new("demand points").meaning("How many demand points it has."),
        Column::new("demand").meaning("Demand beyond the standard."),
        Column::with_unit("of all", "%").meaning("Its share of all demand."),
        Column::with_unit("mean", "min").meaning("Mean time of those who can reach a centre."),
        Column::with_unit("longest", "min").meaning("The longest time of those who can reach one."),
    ]);
    let mut table = Table::new(caption, columns);
    for (evaluation, spots) in run.evaluations.iter().zip(&found.by_layout) {
        for spot in spots.iter().take(LISTED) {
            let mut row: Vec<Cell> = vec![
                run.study.layout_title(evaluation.layout.name()).into(),
                run.dataset.points[spot.largest.get()].name.as_str().into(),
            ];
            row.extend(grouping.map(|grouping| {
                main_group(spot, grouping, run.dataset).map_or(Cell::Missing, Into::into)
            }));
            row.extend([
                Cell::thousands(spot.points.len() as f64),
                Cell::thousands(spot.demand.as_f64()),
                Cell::decimal(spot.demand.percent_of(evaluation.coverage.demand), 1),
                Cell::decimal(spot.mean_minutes(), 1),
                Cell::decimal(spot.longest.map(TravelTime::as_f64), 1),
            ]);
            table.push(row);
        }
    }
    report.table(table);
}

/// How to find the layout that helps the worst-off group or person most.
fn best_for_the_worst_off(report: &mut Document, run: &Run) {
    let Some(grouping) = run.dataset.groupings.first() else {
        return;
    };
    let minutes = whole_or_decimal(run.study.standards[run.study.headline_standard()]);
    report.paragraph(format!(
        "For the layout with the lowest mean time that gives every group a share within the standard, ask \
         `catchment optimise --floor {}:{minutes}:80`; where no layout gives it, the answer names the \
         highest share that all groups can have. `--objective p-centre` finds the layout with the shortest \
         longest time.",
        grouping.name(),
    ));
}

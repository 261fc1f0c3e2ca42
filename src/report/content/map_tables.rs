use super::layouts::within_column;
use crate::coverage::Coverage;
use crate::document::{Cell, Column, Document, Table};
use crate::report::run::{Run, whole_or_decimal};
use crate::units::TravelTime;

/// What a map of the run shows, as tables: every centre with its catchment, and every group.
pub(crate) fn map_tables(report: &mut Document, run: &Run) {
    report.heading(2, "Every centre");
    report.table(centres(run));
    if run.dataset.groupings.is_empty() {
        return;
    }
    report.heading(2, "Every group");
    report.table(groups(run));
}

fn centres(run: &Run) -> Table {
    let unit = &run.study.population.demand_unit;
    let columns = vec![
        Column::new("centre"),
        Column::new("layout"),
        Column::new("demand").meaning(format!("Demand nearest to this centre: {unit}.")),
        Column::with_unit("of all", "%").meaning("Its share of all demand."),
        Column::new("demand points").meaning("Demand points nearest to this centre."),
        Column::with_unit("mean", "min").meaning("Mean time to this centre from its catchment."),
        Column::with_unit("longest", "min")
            .meaning("The longest time to this centre of a demand point that has demand."),
    ];
    let mut table = Table::new("One row per layout and centre: its catchment.", columns);
    for evaluation in run.evaluations {
        for catchment in &evaluation.catchments {
            table.push([
                run.dataset.site(catchment.site).name.as_str().into(),
                run.study.layout_title(evaluation.layout.name()).into(),
                Cell::thousands(catchment.demand.as_f64()),
                Cell::decimal(catchment.demand.percent_of(evaluation.coverage.demand), 1),
                Cell::thousands(catchment.points as f64),
                Cell::decimal(catchment.mean_minutes(), 1),
                Cell::decimal(catchment.longest.map(TravelTime::as_f64), 1),
            ]);
        }
    }
    table
}

fn groups(run: &Run) -> Table {
    let standard = run.study.headline_standard();
    let minutes = whole_or_decimal(run.study.standards[standard]);
    let columns = vec![
        Column::new("group"),
        Column::new("by"),
        Column::new("layout"),
        Column::new("demand").meaning("All demand of the group."),
        Column::with_unit("mean", "min")
            .meaning("Mean time to the nearest centre, of those of the group who can reach one."),
        within_column(run.study.standards[standard], &run.study.travel.measure()),
    ];
    let caption =
        format!("One row per group and layout: mean time, and the share within {minutes} min.");
    let mut table = Table::new(caption, columns);
    for (number, grouping) in run.dataset.groupings.iter().enumerate() {
        for (group, label) in grouping.labels().iter().enumerate() {
            for evaluation in run.evaluations {
                let coverage: &Coverage = &evaluation.groups[number][group];
                table.push([
                    label.into(),
                    grouping.title().into(),
                    run.study.layout_title(evaluation.layout.name()).into(),
                    Cell::thousands(coverage.demand.as_f64()),
                    Cell::decimal(coverage.mean_minutes, 1),
                    Cell::decimal(coverage.within_percent(standard), 1),
                ]);
            }
        }
    }
    table
}

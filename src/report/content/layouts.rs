use crate::document::{Cell, Column, Table};
use crate::report::run::{Run, whole_or_decimal};
use crate::units::{Demand, Measure, TravelTime};
use crate::wording::thousands;

/// How much a table of layouts says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Titles of layouts and every column, for a page.
    Full,
    /// Names of layouts and the main columns, for a terminal.
    Brief,
}

/// The layouts side by side: times, shares within the standards, and who is not reached.
#[must_use]
pub fn layouts(run: &Run, detail: Detail) -> Table {
    let without_row = run.dataset.demand_without_row();
    let has_all_rows = run.dataset.without_row.is_empty();
    let columns = columns(run, detail);
    let mut table = Table::new(caption(run, detail), columns);
    for evaluation in run.evaluations {
        let coverage = &evaluation.coverage;
        let minutes = |time: Option<TravelTime>| Cell::decimal(time.map(TravelTime::as_f64), 1);
        let layout = match detail {
            Detail::Full => run.study.layout_title(evaluation.layout.name()),
            Detail::Brief => evaluation.layout.name(),
        };
        let mut row = vec![
            layout.into(),
            Cell::count(evaluation.layout.centres()),
            Cell::decimal(coverage.mean_minutes, 1),
            minutes(coverage.median),
            minutes(coverage.p95),
            minutes(coverage.longest),
        ];
        row.extend(
            (0..run.study.standards.len())
                .map(|standard| Cell::decimal(coverage.within_percent(standard), 1)),
        );
        let worst_tenth = Cell::decimal(coverage.worst_tenth_mean_minutes, 1);
        row.extend((detail == Detail::Full).then_some(worst_tenth));
        row.push(demand(coverage.unreachable - without_row));
        row.extend((!has_all_rows).then(|| demand(without_row)));
        let volumes = evaluation.volumes.as_ref();
        row.extend(volumes.map(|volumes| Cell::decimal(volumes.clinicians as f64, 0)));
        table.push(row);
    }
    table
}

/// The columns, with what their values mean.
fn columns(run: &Run, detail: Detail) -> Vec<Column> {
    let measure = run.study.travel.measure();
    let (unit, noun) = (measure.symbol(), measure.noun());
    let centres = Column::new("centres").meaning("How many sites of the layout are open.");
    let mean = match detail {
        Detail::Full => Column::with_unit("mean", unit),
        Detail::Brief => Column::with_known_unit("mean", unit),
    };
    let mean = mean.meaning(format!(
        "Mean {noun} to the nearest centre, of those who can reach one."
    ));
    let mut columns = vec![Column::new("layout"), centres, mean];
    let spread = [
        (
            "median",
            "Half of all demand reaches a centre within this time.",
        ),
        (
            "p95",
            "95% of all demand reaches a centre within this time.",
        ),
        (
            "longest",
            "The longest time of anybody who can reach a centre.",
        ),
    ];
    columns.extend(spread.map(|(name, what)| Column::with_known_unit(name, unit).meaning(what)));
    columns.extend(within_columns(run));
    if detail == Detail::Full {
        let worst_tenth = Column::with_known_unit("worst tenth, mean min", "min");
        columns.push(worst_tenth.meaning(
            "Mean time of the tenth of all demand that has the longest times to a centre.",
        ));
    }
    columns.push(
        Column::new("unreachable").meaning("Demand that cannot reach any centre of the layout."),
    );
    if !run.dataset.without_row.is_empty() {
        columns.push(
            Column::new("no row").meaning(
                "Demand of which nothing is known: the travel time table has no row for it.",
            ),
        );
    }
    if run.study.centres.is_some() {
        columns.push(
            Column::new("clinicians")
                .meaning("Clinicians needed to keep every centre open day and night."),
        );
    }
    columns
}

fn demand(demand: Demand) -> Cell {
    Cell::decimal(demand.as_f64(), 1)
}

fn caption(run: &Run, detail: Detail) -> String {
    let unit = &run.study.population.demand_unit;
    let demand = run.dataset.demand();
    match detail {
        Detail::Full => format!(
            "One row per layout. Times are one way, from where people live to the nearest centre \
             by travel time. A share within a standard is of everyone, including those who cannot \
             reach a centre; a time equal to the standard is within it. Demand is {unit}: {} in \
             all.",
            thousands(demand.as_f64()),
        ),
        Detail::Brief => {
            let model = run.study.travel.caption();
            let model = model.map_or_else(String::new, |caption| format!(" ({caption})"));
            format!(
                "One row per layout: {} one way to the nearest centre{model}, and shares of all \
                 {} {unit}.",
                match run.study.travel.measure() {
                    Measure::Minutes => "minutes".to_owned(),
                    Measure::Cost(unit) => format!("costs in {}", unit.name()),
                },
                thousands(demand.as_f64()),
            )
        }
    }
}

/// The same for residents instead of demand.
pub(super) fn residents(run: &Run) -> Table {
    let all = run.dataset.population().map_or(0.0, Demand::as_f64);
    let mean = Column::with_unit("mean", "min")
        .meaning("Mean time to the nearest centre, of residents who can reach one.");
    let mut columns = vec![Column::new("layout"), mean];
    columns.extend(within_columns(run));
    let caption = format!(
        "Times and shares for all {} residents, one row per layout:",
        thousands(all)
    );
    let mut table = Table::new(caption, columns);
    for evaluation in run.evaluations {
        let Some(coverage) = &evaluation.residents else {
            continue;
        };
        let mut row = vec![
            run.study.layout_title(evaluation.layout.name()).into(),
            Cell::decimal(coverage.mean_minutes, 1),
        ];
        row.extend(
            (0..run.study.standards.len())
                .map(|standard| Cell::decimal(coverage.within_percent(standard), 1)),
        );
        table.push(row);
    }
    table
}

/// The shares within each standard.
fn within_columns(run: &Run) -> impl Iterator<Item = Column> {
    let standards = run.study.standards.iter();
    let measure = run.study.travel.measure();
    standards.map(move |&standard| within_column(standard, &measure))
}

/// The share within a standard.
pub(super) fn within_column(standard: TravelTime, measure: &Measure) -> Column {
    let (number, unit) = (whole_or_decimal(standard), measure.symbol());
    Column::with_unit(format!("≤ {number} {unit}"), "%").meaning(format!(
        "Share of everyone who reaches a centre within {number} {unit}, the standard included."
    ))
}

use super::run::Run;
use super::table::{DataCell, DataTable};

/// `coverage.csv`: per cent of all demand within every whole minute, one column per layout.
#[must_use]
pub(crate) fn coverage_curve(run: &Run) -> DataTable {
    let layouts = run
        .evaluations
        .iter()
        .map(|evaluation| evaluation.layout.name().to_owned());
    let mut table = DataTable::new(
        std::iter::once("minutes".to_owned())
            .chain(layouts)
            .collect(),
    );
    let longest = run
        .evaluations
        .iter()
        .map(|e| e.curve.within.len())
        .max()
        .unwrap_or(0);
    for minute in 0..longest {
        let mut row = vec![DataCell::Whole(minute as u64)];
        row.extend(
            run.evaluations
                .iter()
                .map(|e| DataCell::percent(e.curve.percent_within(minute))),
        );
        table.push(row);
    }
    table
}

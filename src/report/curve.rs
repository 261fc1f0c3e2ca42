use super::run::Run;
use super::table::{DataCell, DataTable};

/// The last minute that has a row whatever happens in it: a day.
const EVERY_MINUTE_TO: usize = 24 * 60;

/// `coverage.csv`: per cent of all demand within whole minutes, one column per layout.
///
/// Every minute of the first day has a row; after it only those in which some share grows, so that one
/// long journey does not make a long file.
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
    let grows = |minute: usize| {
        let mut curves = run.evaluations.iter().map(|e| &e.curve.within);
        curves.any(|within| minute < within.len() && within[minute] > within[minute - 1])
    };
    for minute in (0..longest).filter(|&minute| minute <= EVERY_MINUTE_TO || grows(minute)) {
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

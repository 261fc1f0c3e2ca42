use crate::document::{Cell, Column, Document, Table, Text};
use crate::load::InputReport;
use crate::report::input::input_remarks;
use crate::report::road::road_classes;
use crate::report::run::Run;

/// What was read, rejected and missing; the limits of the data; their sources.
pub(super) fn write(report: &mut Document, run: &Run) {
    let input = &run.dataset.report;
    report.heading(2, "Input");
    report.table(input_files_table(input));
    report.list(input_remarks(input).into_iter().map(Text::from).collect());
    if let Some(road) = &input.road {
        report.table(road_classes(&road.network));
    }
    let notes: Vec<Text> = run.study.notes.iter().map(Text::from).collect();
    if !notes.is_empty() {
        report.heading(2, "Limits of the data");
        report.list(notes);
    }
    let sources: Vec<Text> = run.attribution().map(Text::from).collect();
    if !sources.is_empty() {
        report.heading(2, "Sources");
        report.list(sources);
    }
}

/// The files that were read.
#[must_use]
pub fn input_files_table(input: &InputReport) -> Table {
    let columns = ["file", "rows read", "rows rejected", "columns used"];
    let mut table = Table::new("One row per file.", columns.map(Column::from).to_vec());
    for file in &input.files {
        let rejected: usize = file.rows_rejected.iter().map(|(_, rows)| rows).sum();
        let columns: Vec<String> = file.columns.iter().map(ToString::to_string).collect();
        table.push([
            format!("{}: `{}`", file.role, file.path).into(),
            Cell::thousands(file.rows_read as f64),
            Cell::thousands(rejected as f64),
            columns.join(", ").into(),
        ]);
    }
    table
}

use super::manifest::{input_files, warnings_json};
use super::markdown::remarks;
use super::table::{Cell, Table};
use crate::load::InputReport;
use serde_json::{Value, json};

/// The input report as a table: one row per file.
#[must_use]
pub fn input_table(input: &InputReport) -> Table {
    let columns = [
        "role",
        "path",
        "bytes",
        "rows_read",
        "rows_refused",
        "columns",
        "sha256",
    ];
    let mut table = Table::new(columns.map(String::from).to_vec());
    for file in &input.files {
        let columns: Vec<String> = file.columns.iter().map(ToString::to_string).collect();
        table.push(vec![
            Cell::text(&file.role),
            Cell::text(&file.path),
            Cell::Whole(file.bytes),
            Cell::Whole(file.rows_read as u64),
            Cell::Whole(file.rows_refused.iter().map(|(_, rows)| *rows as u64).sum()),
            Cell::Text(columns.join(" ")),
            Cell::text(&file.sha256),
        ]);
    }
    table
}

/// The input report for programs.
#[must_use]
pub fn input_json(input: &InputReport) -> Value {
    json!({
        "files": input_files(input),
        "warnings": warnings_json(&input.warnings),
        "remarks": remarks(input),
    })
}

/// What a reader of the input should know, one line each.
#[must_use]
pub fn input_remarks(input: &InputReport) -> Vec<String> {
    remarks(input)
}

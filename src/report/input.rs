use super::manifest::{inputs_json, warnings_json};
use super::road::{road_json, road_remarks};
use super::table::{DataCell, DataTable};
use crate::load::{self, Dataset, InputReport};
use crate::wording::{counted, thousands};
use serde_json::{Value, json};

/// The input report as a table: one row per file.
#[must_use]
pub fn input_table(input: &InputReport) -> DataTable {
    let columns = [
        "role",
        "path",
        "bytes",
        "rows_read",
        "rows_rejected",
        "columns",
        "sha256",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for file in &input.files {
        let columns: Vec<String> = file.columns.iter().map(ToString::to_string).collect();
        table.push(vec![
            DataCell::text(&file.role),
            DataCell::text(&file.path),
            DataCell::Whole(file.bytes),
            DataCell::Whole(file.rows_read as u64),
            DataCell::Whole(
                file.rows_rejected
                    .iter()
                    .map(|(_, rows)| *rows as u64)
                    .sum(),
            ),
            DataCell::Text(columns.join(" ")),
            DataCell::text(&file.sha256),
        ]);
    }
    table
}

/// The input report for programs.
#[must_use]
pub fn input_json(input: &InputReport) -> Value {
    json!({
        "files": inputs_json(&input.files),
        "warnings": warnings_json(&input.warnings),
        "remarks": input_remarks(input),
        "road_network": road_json(input),
    })
}

/// What a study has, in a line: `488 demand points, 1337.3 of demand, 5 sites, 1 layout`.
#[must_use]
pub fn input_totals(dataset: &Dataset) -> String {
    format!(
        "{}, {:.1} of demand, {}, {}",
        counted(dataset.points.len(), "demand point"),
        dataset.demand(),
        counted(dataset.sites.len(), "site"),
        counted(dataset.layouts.len(), "layout"),
    )
}

/// What a reader of the input should know, one line each.
#[must_use]
pub fn input_remarks(input: &InputReport) -> Vec<String> {
    let mut lines = Vec::new();
    for file in &input.files {
        for (reason, rows) in &file.rows_rejected {
            let rows = counted(*rows, "row");
            lines.push(format!("`{}`: {rows} rejected: {reason}", file.path));
        }
        lines.extend(
            file.notes
                .iter()
                .map(|note| format!("`{}`: {note}", file.path)),
        );
    }
    for mismatch in &input.mismatches {
        let examples = mismatch.examples.join(", ");
        let demand = mismatch
            .demand
            .map_or(String::new(), |demand| format!(", {demand:.1} of demand"));
        let more = if mismatch.examples.len() < mismatch.count {
            ", …"
        } else {
            ""
        };
        lines.push(format!(
            "{}: {}{demand} ({examples}{more})",
            mismatch.what, mismatch.count
        ));
    }
    lines.extend(road_remarks(input));
    if input.pairs > 0 {
        lines.push(format!(
            "{} of {} pairs of a demand point and a site of a layout have no travel time; demand \
             points without any: {} ({:.1} of demand)",
            input.pairs_without_time,
            thousands(input.pairs as f64),
            input.points_without_time,
            input.demand_without_time,
        ));
    }
    lines
        .iter()
        .map(|line| load::printable(line).into_owned())
        .collect()
}

use super::table::MarkdownTable;
use crate::load::{self, InputReport};
use crate::report::run::Run;
use crate::wording::thousands;
use std::fmt::Write as _;

/// What was read, rejected and missing; the limits of the data; their sources.
pub(super) fn write(report: &mut String, run: &Run) {
    let _ = writeln!(report, "## Input\n\nOne row per file.\n");
    let input = &run.dataset.report;
    let mut table = MarkdownTable::new(&["file", "rows read", "rows rejected", "columns used"]);
    for file in &input.files {
        let refused: usize = file.rows_refused.iter().map(|(_, rows)| rows).sum();
        table.row(&[
            format!("{}: `{}`", file.role, file.path),
            thousands(file.rows_read as f64),
            thousands(refused as f64),
            file.columns
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        ]);
    }
    report.push_str(&table.finish());
    for line in remarks(input) {
        let _ = writeln!(report, "- {line}");
    }
    if !run.study.notes.is_empty() {
        let _ = writeln!(report, "\n## Limits of the data\n");
        for note in &run.study.notes {
            let _ = writeln!(report, "- {note}");
        }
    }
    if run.study.attribution().next().is_some() {
        let _ = writeln!(report, "\n## Sources\n");
        for source in run.study.attribution() {
            let _ = writeln!(report, "- {source}");
        }
    }
}

/// What a reader of the input should know, one line each.
pub(in crate::report) fn remarks(input: &InputReport) -> Vec<String> {
    let mut lines = Vec::new();
    for file in &input.files {
        for (reason, rows) in &file.rows_refused {
            lines.push(format!("`{}`: {rows} rows rejected: {reason}", file.path));
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

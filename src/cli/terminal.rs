use catchment::pipeline::Prepared;
use catchment::report::{self, Run};
use catchment::units::Minutes;
use std::fmt::Write as _;
use std::path::Path;

/// The layouts of a run as a table that fits a terminal, and where the results are.
pub(crate) fn summary(run: &Run, output: &Path) -> String {
    let mut header = vec!["layout".to_owned()];
    header.extend(["centres", "mean", "median", "p95", "longest"].map(String::from));
    header.extend(
        run.study
            .standards
            .iter()
            .map(|s| format!("≤{:.0} min", s.as_f64())),
    );
    header.extend(["unreachable", "clinicians"].map(String::from));
    let mut rows = vec![header];
    for evaluation in run.evaluations {
        let coverage = &evaluation.coverage;
        let minutes = |time: Option<Minutes>| number(time.map(Minutes::as_f64), "");
        let mut row = vec![
            evaluation.layout.name().to_owned(),
            evaluation.layout.centres().to_string(),
            number(coverage.mean_minutes, ""),
            minutes(coverage.median),
            minutes(coverage.p95),
            minutes(coverage.longest),
        ];
        row.extend((0..run.study.standards.len()).map(|s| number(coverage.within_percent(s), "%")));
        row.push(format!("{:.1}", coverage.unreachable));
        row.push(evaluation.volumes.clinicians.to_string());
        rows.push(row);
    }
    let mut text = format!("{}\n\n{}", run.study.title, aligned(&rows));
    let _ = writeln!(
        text,
        "\nMinutes one way to the soonest centre; shares are of all {:.0} {}.\nResults: {}",
        run.dataset.demand(),
        run.study.population.demand_unit,
        output.join("report.md").display(),
    );
    text
}

/// What was read, file by file, and what a reader of it should know.
pub(crate) fn input(label: &str, prepared: &Prepared) -> String {
    let dataset = &prepared.dataset;
    let mut rows = vec![
        ["file", "rows", "refused", "columns used"]
            .map(String::from)
            .to_vec(),
    ];
    for file in &dataset.report.files {
        let refused: usize = file.rows_refused.iter().map(|(_, rows)| rows).sum();
        let columns: Vec<String> = file.columns.iter().map(ToString::to_string).collect();
        rows.push(vec![
            file.path.clone(),
            file.rows_read.to_string(),
            refused.to_string(),
            columns.join(", "),
        ]);
    }
    let mut text = format!(
        "{label}: {} demand points, {:.1} of demand, {} sites, {} layouts\n\n{}\n",
        dataset.points.len(),
        dataset.demand(),
        dataset.sites.len(),
        dataset.layouts.len(),
        aligned(&rows),
    );
    for remark in report::input_remarks(&dataset.report) {
        let _ = writeln!(text, "- {remark}");
    }
    if !prepared.repairs.is_empty() {
        let _ = writeln!(
            text,
            "- {} travel times repaired by rule",
            prepared.repairs.len()
        );
    }
    text
}

fn number(number: Option<f64>, unit: &str) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.1}{unit}"))
}

/// Columns as wide as their widest cell: the first to the left, numbers to the right.
fn aligned(rows: &[Vec<String>]) -> String {
    let widest = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let mut text = String::new();
    for row in rows {
        let last = row.len() - 1;
        for (column, cell) in row.iter().enumerate() {
            let width = widest(column).unwrap_or(0);
            let is_text = !rows
                .iter()
                .skip(1)
                .any(|row| row[column].starts_with(|c: char| c.is_ascii_digit() || c == '–'));
            let _ = match (column, is_text) {
                (0, _) => write!(text, "{cell:width$}"),
                (_, true) if column == last => write!(text, "  {cell}"),
                (_, true) => write!(text, "  {cell:width$}"),
                (_, false) => write!(text, "  {cell:>width$}"),
            };
        }
        text.push('\n');
    }
    text
}

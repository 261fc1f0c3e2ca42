use super::care::{Assumption, assumptions, key_assumptions};
use super::road::road_json;
use super::run::Run;
use crate::load::{FileReport, Warning};
use crate::output::{MANIFEST, WrittenFile};
use crate::units::Demand;
use crate::wording;
use serde::Serialize;
use serde_json::{Value, json};

/// `run.json`: what was run on what, so that a result can be traced and repeated.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RunManifest {
    /// Name and version of the program.
    pub program: String,
    /// The command as given.
    pub command: Vec<String>,
    /// The subcommand: `run` or `optimise`.
    pub subcommand: String,
    /// Every file that it wrote to its folder, sorted, including this one.
    pub files: Vec<String>,
    /// The same files but this one, with their sizes and hashes.
    pub outputs: Vec<WrittenFile>,
    /// The study file, or that it is the built-in one.
    pub study_file: String,
    /// Threads used; results do not depend on it.
    pub threads: usize,
    /// Every choice of the study, defaults included.
    pub study: Value,
    /// Every value of the straight-line model, pathways, helicopters and outcomes, and of the tables of
    /// hours and staff that were used, with its source.
    pub assumptions: Vec<Assumption>,
    /// Every file that was read.
    pub inputs: Value,
    /// What a reader of the answer needs to know.
    pub warnings: Value,
    /// Ids that are in one input but not in another.
    pub mismatches: Value,
    /// Demand points, sites, layouts, demand and what of it cannot be reached.
    pub counts: Value,
    /// The road network, its report and how places lie to it; `null` where times are not from roads.
    pub road_network: Value,
    /// Sources that must be named with the results.
    pub attribution: Vec<String>,
    /// Stages in order with their wall time in milliseconds.
    pub timings: Vec<Stage>,
}

/// A stage of a run.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Stage {
    /// What was done.
    pub stage: String,
    /// Wall time in milliseconds.
    pub milliseconds: f64,
}

/// The command that led to a result.
#[derive(Debug, Clone, Default)]
pub(crate) struct CommandLine {
    /// Which of the program's commands it is: `run`, `optimise`, …
    pub(crate) subcommand: String,
    /// As it was given; empty for a caller without a command line.
    pub(crate) words: Vec<String>,
}

impl CommandLine {
    pub(crate) fn new(subcommand: &str, words: Vec<String>) -> Self {
        Self {
            subcommand: subcommand.to_owned(),
            words,
        }
    }
}

impl RunManifest {
    /// The manifest of a run.
    #[must_use]
    pub(crate) fn new(
        run: &Run,
        command: CommandLine,
        outputs: &[WrittenFile],
        study_file: &FileReport,
        timings: &[Stage],
    ) -> Self {
        let report = &run.dataset.report;
        let mismatches = report.mismatches.iter().map(|mismatch| {
            json!({
                "what": mismatch.what,
                "count": mismatch.count,
                "examples": mismatch.examples,
                "demand": mismatch.demand.map(thousandths),
            })
        });
        let layouts = match run.evaluations.len() {
            0 => run.dataset.layouts.len(),
            evaluated => evaluated,
        };
        Self {
            program: format!("catchment {}", env!("CARGO_PKG_VERSION")),
            command: command.words,
            subcommand: command.subcommand,
            files: file_names(outputs),
            outputs: outputs.to_vec(),
            study_file: study_file.path.clone(),
            threads: rayon::current_num_threads(),
            study: json!(run.study.written_out()),
            assumptions: assumptions(run.study),
            inputs: inputs_json(std::iter::once(study_file).chain(&report.files)),
            warnings: warnings_json(&report.warnings),
            mismatches: mismatches.collect(),
            counts: json!({
                "demand_points": run.dataset.points.len(),
                "sites": run.dataset.sites.len(),
                "layouts": layouts,
                "demand": thousandths(run.dataset.demand()),
                "residents": run.dataset.population().map(thousandths),
                "pairs": report.pairs,
                "pairs_without_time": report.pairs_without_time,
                "points_without_time": report.points_without_time,
                "demand_without_time": thousandths(report.demand_without_time),
                "points_without_row": run.dataset.without_row.len(),
                "demand_without_row": thousandths(run.dataset.demand_without_row()),
            }),
            road_network: road_json(report),
            attribution: run.attribution().map(str::to_owned).collect(),
            timings: timings.to_vec(),
        }
    }

    /// With the values of these tables of the study, which the answer was worked out with.
    #[must_use]
    pub(crate) fn with_tables(mut self, run: &Run, tables: &[&str]) -> Self {
        self.assumptions.extend(key_assumptions(run.study, tables));
        self
    }

    /// As indented JSON.
    ///
    /// # Panics
    ///
    /// Never: the manifest holds nothing that JSON cannot.
    #[must_use]
    pub(crate) fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("texts, numbers and lists");
        json.push('\n');
        json
    }
}

/// Demand to a thousandth, as in the tables.
fn thousandths(demand: Demand) -> f64 {
    wording::thousandths(demand.as_f64())
}

/// The names of the files of a folder, the manifest's included, sorted.
pub(super) fn file_names(outputs: &[WrittenFile]) -> Vec<String> {
    let names = outputs.iter().map(|file| file.path.clone());
    let mut names: Vec<String> = names.chain([MANIFEST.to_owned()]).collect();
    names.sort_unstable();
    names
}

/// What was read from every file.
pub(super) fn inputs_json<'a>(files: impl IntoIterator<Item = &'a FileReport>) -> Value {
    files.into_iter().map(input).collect()
}

/// What a reader of the answer needs to know: as words, and in parts for programs.
pub(super) fn warnings_json(warnings: &[Warning]) -> Value {
    let warning = |warning: &Warning| {
        json!({
            "text": warning.to_string(),
            "file": warning.file,
            "what": warning.what,
            "count": warning.count,
            "demand": warning.demand.map(thousandths),
            "examples": warning.examples,
            "advice": warning.advice,
        })
    };
    warnings.iter().map(warning).collect()
}

fn input(file: &FileReport) -> Value {
    let columns = file.columns.iter().map(
        |column| json!({ "field": column.field, "header": column.header, "named": column.named }),
    );
    let refused = file
        .rows_rejected
        .iter()
        .map(|(reason, rows)| json!({ "reason": reason, "rows": rows }));
    json!({
        "role": file.role,
        "path": file.path,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "rows_read": file.rows_read,
        "rows_rejected": refused.collect::<Value>(),
        "columns": columns.collect::<Value>(),
        "notes": file.notes,
    })
}

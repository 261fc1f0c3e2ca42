//! Results to files: one output format or table per file, and the only place that knows output
//! columns.

mod answer_lines;
mod areas;
mod areas_parquet;
mod care;
mod comparison;
mod content;
mod curve;
mod earlier;
mod expansion;
mod folder;
mod geojson;
mod grid;
mod groups;
mod input;
mod manifest;
mod markdown;
mod minutes;
mod no_answer;
mod optima;
mod optimum_curve;
mod output_error;
mod proof;
mod repairs;
mod run;
mod site_ids;
mod sites;
mod solution;
mod summary;
mod table;
mod unreachable;

pub use answer_lines::answer_lines;
pub use areas::areas_csv;
pub use areas_parquet::areas_parquet;
pub use care::{
    Assumption, Explained, ExplainedLeg, ExplainedPathway, Words, allowable_delay, assumptions,
    base_siting, break_even, explained, explained_table, helicopter, pathways, sensitivity,
    transfers, units,
};
pub use comparison::{changes, comparison};
pub use content::{Detail, content, input_files_table, layouts};
pub use curve::coverage_curve;
pub use earlier::{EarlierRun, MANIFEST};
pub use expansion::expansion;
pub use folder::OutputFolder;
pub use geojson::areas_geojson;
pub use grid::{
    GRID_RUN, grid_backup, grid_centres, grid_groups, grid_manifest, grid_ranks, grid_sentence,
    grid_summary,
};
pub use groups::{gaps, groups};
pub use input::{input_json, input_remarks, input_table, input_totals};
pub use manifest::{RunManifest, Stage};
pub use markdown::markdown;
pub use no_answer::{NoAnswer, no_answer_json, no_answer_word};
pub use optima::optima;
pub use optimum_curve::optimum_curve;
pub use output_error::OutputError;
pub use repairs::repairs;
pub use run::Run;
pub use sites::sites;
pub use solution::{answer_title, layouts_table, solution_json, status_word};
pub use summary::summary;
pub use table::{Cell, Table};
pub use unreachable::{UnreachableRemark, unreachable_remark, unreachable_warning};

//! Results to files: one output format or table a file, and the only place that knows output
//! columns.

mod areas;
mod comparison;
mod curve;
mod folder;
mod geojson;
mod groups;
mod input;
mod manifest;
mod markdown;
mod repairs;
mod run;
mod sites;
mod summary;
mod table;

pub use areas::{areas_csv, areas_parquet};
pub use comparison::{changes, comparison};
pub use curve::coverage_curve;
pub use folder::{OutputError, OutputFolder};
pub use geojson::areas_geojson;
pub use groups::{gaps, groups};
pub use input::{input_json, input_remarks, input_table};
pub use manifest::{RunManifest, Stage};
pub use markdown::report;
pub use repairs::repairs;
pub use run::Run;
pub use sites::sites;
pub use summary::summary;
pub use table::{Cell, Table};

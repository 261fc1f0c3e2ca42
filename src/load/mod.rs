//! From files to the model: the only place that knows input columns.

mod bases;
mod care_error;
mod columns;
mod cross_check;
mod csv_table;
mod dataset;
mod drawing;
mod error;
mod files;
mod hospitals;
mod input_report;
mod labels;
mod land;
mod layouts;
mod national_grid;
mod place;
mod population;
mod positions;
mod read;
mod shapes;
mod sources;
mod swapped;
mod text;
mod topojson;
mod travel_times;
mod warning;
mod wording;
mod zstd;

pub use care_error::CareInputError;
pub use dataset::{Dataset, Drawing, Outline, UnknownPoint};
pub use error::LoadError;
pub use files::{FileBytes, StudyFiles};
pub use input_report::{ColumnUse, FileReport, InputReport, Mismatch};
pub use place::{At, Place};
pub use read::{Wanted, dataset, sites, study, transfer_times};
pub use warning::Warning;

//! From files to the model: the only place that knows input columns.

mod dataset;
mod input_report;

pub use dataset::{Dataset, Drawing, Outline};
pub use input_report::{ColumnUse, FileReport, InputReport, Mismatch};

//! Files of results, each written whole or not at all.

mod geotiff;
mod image;
mod parquet;
mod tables;
mod whole;

pub(super) use geotiff::ResultRaster;
pub use image::GridImage;
pub(super) use parquet::{ResultColumns, ResultTable};
pub(super) use tables::{write_centres, write_groups, write_summary};
pub(super) use whole::WholeFile;

//! Files of results, each written whole or not at all.

mod geotiff;
mod image;
mod parquet;
mod people;
mod whole;

pub(super) use geotiff::ResultRaster;
pub use image::GridImage;
pub(super) use parquet::{ResultColumns, ResultTable, single};
pub(super) use people::PeopleFile;
pub(super) use whole::WholeFile;

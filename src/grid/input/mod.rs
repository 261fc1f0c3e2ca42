//! Files of population grids.

pub(super) mod admitted;
pub(super) mod ascii;
pub(super) mod band;
pub(super) mod cell_check;
pub(super) mod content;
pub(super) mod file_kind;
pub(super) mod friction_file;
pub(super) mod geotiff;
pub(super) mod parquet_column;
pub(super) mod point_columns;
pub(super) mod point_stream;
pub(super) mod points_csv;
pub(super) mod points_file;
pub(super) mod points_parquet;
pub(super) mod raster_crs;
pub(super) mod raster_file;
pub(super) mod partition;
pub(super) mod swapped;

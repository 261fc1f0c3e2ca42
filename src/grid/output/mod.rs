//! Files of results, each written whole or not at all.

mod cog_head;
mod cog_level;
pub(super) mod image;
pub(super) mod people_file;
pub(super) mod result_raster;
pub(super) mod result_table;
pub(super) mod output_file;

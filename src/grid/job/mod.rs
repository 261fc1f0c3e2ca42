//! One run over a file of cells: the options, the work of threads, and the results.

pub(super) mod collector;
pub(super) mod degree_bands;
pub(super) mod far_points;
pub(super) mod grid_run;
pub(super) mod groups;
pub(super) mod running;
pub(super) mod surface_sweep;
pub(super) mod options;
pub(super) mod points;
pub(super) mod population_limit;
pub(super) mod projected_bands;
pub(super) mod raster;
pub(super) mod results;
pub(super) mod row_places;
pub(super) mod run;
pub(super) mod workers;

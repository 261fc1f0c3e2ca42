//! One run over a file of cells: what is asked, the work of threads, and what was found.

pub(super) mod collector;
pub(super) mod far_points;
pub(super) mod groups;
pub(super) mod options;
pub(super) mod population_limit;
pub(super) mod raster;
pub(super) mod row_places;
pub(super) mod run;
pub(super) mod workers;

//! The arithmetic of cells: chords, candidate centres, travel times and sums. Knows nothing of files.

pub(super) mod alike;
pub(super) mod angles;
pub(super) mod ball;
pub(super) mod candidate_set;
pub(super) mod cell;
pub(super) mod cell_batch;
pub(super) mod cells_error;
pub(super) mod centre_sums;
pub(super) mod centres;
pub(super) mod chord;
pub(super) mod exclusion_bound;
pub(super) mod extent;
pub(super) mod geo_transform;
pub(super) mod lattice;
pub(super) mod nearest_batch;
pub(super) mod nearest_centre;
pub(super) mod nearest_centres;
pub(super) mod nearest_map;
pub(super) mod octahedron;
pub(super) mod piecewise_linear;
pub(super) mod point_cells;
pub(super) mod point_kernel;
pub(super) mod point_sums;
pub(super) mod point_sweep;
pub(super) mod prune;
pub(super) mod query;
pub(super) mod raster_sweep;
pub(super) mod reachable_centres;
pub(super) mod rounding;
pub(super) mod row_kernel;
pub(super) mod span;
pub(super) mod step_index;
pub(super) mod strip_plan;
pub(super) mod strip_sweep;
pub(super) mod time_thresholds;
pub(super) mod totals;
pub(super) mod travel_time_lookup;
pub(super) mod unit_vector;

#[cfg(test)]
mod brute_force_tests;
#[cfg(test)]
mod nearest_centres_tests;

//! Populations of millions of cells: minutes to the nearest centre, coverage and catchments.
//!
//! Rasters in degrees are swept block by block, each block with a list of the centres that can be
//! nearest to any of its cells ([`sum_raster`]). Cells at any places look their list up in a fine
//! map ([`PointSweep`]). Both compare squared chords in double precision and choose the centre that
//! a scan of all centres would choose; ties go to the lower number. [`run`] streams a file of any
//! size through them.
//!
//! This module reads and writes its own files: its inputs do not fit into memory, so they never
//! become the model that `load` makes.
//!
//! - `kernel`: the arithmetic of cells; knows nothing of files
//! - `input`: files of cells, read a chunk at a time
//! - `output`: files of results
//! - `job`: one run over a file
//! - `build`: grids made from address points, or drawn at random

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into a dispatched closure is compiled without its instructions"
)]

mod build;
mod error;
mod geo_key;
mod georeference;
mod input;
mod job;
mod kernel;
mod output;
mod progress;
mod question;
mod tag;

pub(crate) use build::address_file::AddressFile;
pub(crate) use build::built_grid::{AddressPoint, PeopledArea, build};
pub use build::built_grid::{BuiltGrid, MOST_AT_A_PLACE};
pub use build::generated_grid::GeneratedGrid;
pub use build::population_generator::PopulationGenerator;
pub use error::GridError;
pub use input::friction_file::FrictionFile;
pub use job::grid_run::GridRun;
pub use job::groups::GroupPolygons;
pub use job::options::{GridOptions, GridOutputs};
pub use job::results::{GridResult, LayoutResult};
pub use job::run::run;
pub use kernel::cell::Cell;
pub use kernel::cells_error::CellsError;
pub use kernel::centres::Centres;
pub use kernel::geo_transform::GeoTransform;
pub use kernel::lattice::Lattice;
pub use kernel::nearest_centre::NearestCentre;
pub use kernel::nearest_centres::NearestCentres;
pub use kernel::point_cells::PointCells;
pub use kernel::point_sweep::PointSweep;
pub use kernel::query::GridQuery;
pub use kernel::raster_sweep::{
    CellAllocations, allocate_raster, allocate_raster_into, sum_raster,
};
pub use kernel::reachable_centres::ReachableCentres;
pub use kernel::totals::{CoverageTotals, LayoutTotals};
pub use kernel::travel_time_lookup::TravelTimeLookup;
pub use output::image::GridImage;
pub use progress::Progress;
pub use question::GridQuestion;

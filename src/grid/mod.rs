//! Populations of millions of cells: minutes to the nearest centre, coverage and catchments.
//!
//! Rasters in degrees are swept block by block with a list of centres that can be nearest
//! anywhere in the block ([`sum_raster`]); cells at any places find their list in a fine map
//! ([`PointSweep`]). Both compare squared chords in double precision and name the centre that a
//! scan of all centres names, ties to the lower number. [`run`] streams a file of any size
//! through them.
//!
//! This module reads and writes files of its own, in `input` and `output`: its inputs do not fit
//! into memory, and so never become the model that `load` makes.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into a dispatched closure is compiled without its instructions"
)]

mod backup;
mod begins;
mod build;
mod candidates;
mod cell;
mod cell_run;
mod centres;
mod error;
mod far;
mod generate;
mod generated_file;
mod groups;
mod heads;
mod input;
mod lattice;
mod lines;
mod nearest_map;
mod octahedron;
mod options;
mod output;
mod plan;
mod point_cells;
mod point_sums;
mod point_work;
mod points;
mod positions;
mod raster;
mod raw;
mod rivals;
mod rounding;
mod row_work;
mod run;
mod run_raster;
mod run_shares;
mod seconds;
mod settle;
mod steps;
mod sweep;
mod tally;
mod unit_vector;

pub use backup::{NearestCentres, ReachableCentres};
pub use build::{AddressPoint, BuiltGrid, MOST_AT_A_PLACE, PeopledArea, build};
pub use cell::Cell;
pub use centres::Centres;
pub use error::GridError;
pub use generate::PopulationGenerator;
pub use generated_file::GeneratedGrid;
pub use groups::GroupPolygons;
pub use input::AddressFile;
pub use lattice::Lattice;
pub use options::{GridOptions, GridOutputs, GridResult, LayoutResult, Progress};
pub use output::GridImage;
pub use point_cells::PointCells;
pub use points::PointSweep;
pub use raster::{CellAnswers, answer_raster, answer_raster_into, sum_raster};
pub use run::{GridRun, run};
pub use seconds::SecondTable;
pub use sweep::Question;
pub use tally::{LayoutTally, Tally};

#[cfg(test)]
mod backup_tests;
#[cfg(test)]
mod brute_force_tests;

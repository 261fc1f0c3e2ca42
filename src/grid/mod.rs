//! Populations of millions of cells: minutes to the nearest centre, coverage and catchments.

mod candidates;
mod cell;
mod centres;
mod crs;
mod error;
mod input;
mod lattice;
mod nearest_map;
mod octahedron;
mod plan;
mod points;
mod raster;
mod raw;
mod seconds;
mod sweep;
mod tally;

pub use cell::Cell;
pub use centres::Centres;
pub use crs::Crs;
pub use error::GridError;
pub use lattice::Lattice;
pub use points::{PointCells, PointSweep};
pub use raster::{CellAnswers, sum_raster, answer_raster};
pub use seconds::SecondTable;
pub use sweep::Question;
pub use tally::{LayoutTally, Tally};

#[cfg(test)]
mod brute_force_tests;

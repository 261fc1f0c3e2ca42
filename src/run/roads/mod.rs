//! The road network of a study: times for its places, matrices and isochrones for use elsewhere.

mod checked;
mod questions;
mod times;

pub use checked::{CheckError, CheckedNetwork, build_network};
pub use questions::{MatrixPlaces, RoadError, RoadMatrix, Roads};
pub(in crate::run) use times::RoadTimes;

//! From the roads of an extract to a graph of junctions, and from places to the roads.

mod cache;
mod chains;
mod index;
#[cfg(test)]
mod laws;
mod isochrone;
mod network;
mod pieces;
mod reach;
mod regions;
mod report;
mod snap;
mod snap_report;
mod times;
#[cfg(test)]
mod town;

pub use cache::CacheError;
pub use isochrone::TooManyCells;
pub use network::{RoadNetwork, RoadNetworkError};
pub use reach::Heading;
pub use report::{Ferry, NetworkReport, RoadLength};
pub use snap::{Along, NotSnapped, Snap, Snapping};
pub use snap_report::SnapReport;
pub use times::RoadPlaces;

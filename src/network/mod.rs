//! Road networks as graphs: who is connected with what, and how long the quickest way takes.
//!
//! A [`Graph`] has numbered nodes and one-way arcs that take whole milliseconds, so that sums are exact
//! and every method gives the same times. Nothing here knows of care or of files.
//!
//! Where there are no roads, [`friction`] has rasters of the minutes that a metre takes.

mod bucket_queue;
mod components;
pub mod friction;
mod graph;
mod hierarchy;
#[cfg(test)]
mod laws;
mod node_order;
mod osm;
mod places;
mod roads;
mod search;
mod time;
mod travel_times;

pub use components::Components;
pub use graph::{Arc, Graph, GraphError, Link};
pub use hierarchy::{Hierarchy, HierarchyError};
pub use node_order::hilbert_order;
pub use osm::{Damage, OsmError, Profile, RoadClass, UnknownValues};
pub use places::Places;
pub use roads::{
    Along, CacheError, Ferry, Heading, NetworkReport, NotSnapped, RoadLength, RoadNetwork,
    RoadNetworkError, RoadPlaces, Snap, SnapReport, Snapping, TooManyCells,
};
pub use travel_times::Network;

//! Road networks as graphs: who is connected with what, and how long the quickest way takes.
//!
//! A [`Graph`] has numbered nodes and one-way arcs that take whole milliseconds, so that sums are exact
//! and every method gives the same times. Nothing here knows of care, of files or of coordinates.

mod components;
mod graph;
#[cfg(test)]
mod laws;
mod osm;
mod roads;

pub use components::Components;
pub use graph::{Arc, Graph, GraphError, Link};
pub use osm::{Damage, OsmError, Profile, RoadClass};
pub use roads::{
    Along, Ferry, NetworkReport, NotSnapped, RoadLength, RoadNetwork, RoadNetworkError, Snap,
    Snapping,
};

use crate::network::osm::{RoadClass, UnknownValues};
use std::collections::BTreeMap;

/// What is in a network, and what was left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NetworkReport {
    /// Seconds since 1970 of the newest data, where the file says.
    pub timestamp: Option<i64>,
    /// Nodes in the file.
    pub nodes: u64,
    /// Ways in the file, of whatever kind.
    pub ways: u64,
    /// Ways that the profile can use.
    pub driven_ways: u64,
    /// Those of them, ferries aside, that have a speed limit.
    pub ways_with_limit: u64,
    /// Ways and length by class.
    pub by_class: BTreeMap<RoadClass, RoadLength>,
    /// Ferries for cars.
    pub ferries: Vec<Ferry>,
    /// Ways of a road class, or ferries, that the profile cannot use, by the reason.
    pub closed: BTreeMap<&'static str, u64>,
    /// Values that were not understood, by key and value; they count as not there.
    pub unknown: UnknownValues,
    /// References of roads to nodes that are not in the file: where the extract was cut.
    pub missing_nodes: u64,
    /// Nodes where a barrier closes a road.
    pub barriers: u64,
    /// Junctions and dead ends in the graph.
    pub junctions: u32,
    /// One-way connections in the graph.
    pub arcs: usize,
    /// Strongly connected components; the largest is the graph.
    pub components: usize,
    /// Junctions and dead ends in the others.
    pub junctions_left_out: u32,
    /// Length in km of the roads of each network that nothing connects with the graph, longest first.
    pub islands_km: Vec<f64>,
}

/// How much there is of a class of road.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RoadLength {
    /// Ways.
    pub ways: u64,
    /// Length in km.
    pub kilometres: f64,
    /// Length in km of what is in the graph.
    pub kilometres_in_graph: f64,
}

/// A ferry for cars.
#[derive(Debug, Clone, PartialEq)]
pub struct Ferry {
    /// The id of its way.
    pub way: i64,
    /// Its name, which may be empty.
    pub name: String,
    /// Its length in km.
    pub kilometres: f64,
    /// Its tagged duration in minutes.
    pub minutes: Option<f64>,
}

impl NetworkReport {
    /// Share of the ways, ferries aside, that have a speed limit; `None` where there are none.
    #[must_use]
    pub fn share_with_limit(&self) -> Option<f64> {
        let roads = self.driven_ways - self.ferries.len() as u64;
        (roads > 0).then(|| self.ways_with_limit as f64 / roads as f64)
    }

    /// Length in km of all roads, ferries aside, and of those in the graph.
    #[must_use]
    pub fn road_km(&self) -> [f64; 2] {
        let roads = self
            .by_class
            .iter()
            .filter(|&(&class, _)| class != RoadClass::Ferry);
        roads.fold([0.0; 2], |[all, in_graph], (_, length)| {
            [
                all + length.kilometres,
                in_graph + length.kilometres_in_graph,
            ]
        })
    }
}

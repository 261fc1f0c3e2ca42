use super::super::{Graph, GraphError};
use super::contraction::{Contracted, contract};

/// A graph prepared for times between many places: a contraction hierarchy.
///
/// The nodes are ranked, and shortcuts are added, so that every shortest way has one as short that first
/// only climbs and then only descends in rank. Times from many starts are those of a short search upwards
/// from each and one sweep downwards over the nodes above any target. They are the times of the graph, to
/// the millisecond.
///
/// # Source
///
/// Geisberger, Sanders, Schultes and Vetter 2012, "Exact routing in large road networks using contraction
/// hierarchies", Transportation Science 46(3); Delling, Goldberg and Werneck 2011, "Faster batched
/// shortest paths in road networks" (restricted PHAST), ATMOS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hierarchy {
    /// The rank of each node of the graph.
    pub(super) rank_of: Vec<u32>,
    /// Arcs to higher ranks, by the rank where they start.
    pub(super) up: Graph,
    /// Arcs from higher ranks, by the rank where they end.
    pub(super) down: Graph,
}

impl Hierarchy {
    /// Prepares a graph. The result does not depend on the number of threads.
    ///
    /// # Errors
    ///
    /// More than 2³² arcs and shortcuts.
    pub fn new(graph: &Graph) -> Result<Self, GraphError> {
        let Contracted { rank_of, up, down } = contract(graph);
        let up = Graph::new(graph.nodes(), up)?;
        let down = Graph::new(graph.nodes(), down)?;
        Ok(Self { rank_of, up, down })
    }

    /// Number of nodes of the graph.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        self.up.nodes()
    }

    /// Number of arcs and shortcuts.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.up.arc_count() + self.down.arc_count()
    }
}

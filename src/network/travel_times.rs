use super::hierarchy::{Direction, sweep};
use super::{Graph, GraphError, Hierarchy, Places, search};
use crate::model::TravelTimeMatrix;

/// A graph that gives travel times between many places.
///
/// Without a [`Hierarchy`] every site takes one search over the graph. With one, which is made once or
/// read from a cache, it takes a sweep over a small part of it. The times are the same to the
/// millisecond, do not depend on threads, and that of a pair does not depend on what else is asked.
/// Journeys longer than [`TravelTime::MAX`](crate::units::TravelTime::MAX) count as unreachable.
///
/// # Examples
///
/// ```
/// use catchment::model::{PointIndex, SiteIndex};
/// use catchment::network::{Arc, Graph, Link, Network, Places};
///
/// // A one-way ring: 0 → 1 → 2 → 0, a minute each.
/// let arcs = [(0, 1), (1, 2), (2, 0)];
/// let arcs = arcs.map(|(tail, head)| Arc { tail, head, milliseconds: 60_000 });
/// let mut network = Network::new(Graph::new(3, arcs.into())?);
///
/// let site = Places::at_nodes([0]);
/// let mut homes = Places::at_nodes([1]);
/// homes.push([Link { node: 2, milliseconds: 30_000 }]);
/// let minutes = |times: catchment::model::TravelTimeMatrix, home| {
///     times.get(PointIndex(home), SiteIndex(0)).map(|time| time.as_f64())
/// };
/// assert_eq!(minutes(network.times_to(&site, &homes), 0), Some(2.0));
/// assert_eq!(minutes(network.times_to(&site, &homes), 1), Some(1.5));
/// assert_eq!(minutes(network.times_from(&site, &homes), 0), Some(1.0));
///
/// network.prepare()?;
/// assert_eq!(minutes(network.times_to(&site, &homes), 1), Some(1.5));
/// # Ok::<(), catchment::network::GraphError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    graph: Graph,
    reversed: Graph,
    hierarchy: Option<Hierarchy>,
}

impl Network {
    /// A network without a hierarchy.
    #[must_use]
    pub fn new(graph: Graph) -> Self {
        Self {
            reversed: graph.reversed(),
            graph,
            hierarchy: None,
        }
    }

    /// The graph.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The hierarchy, if there is one.
    #[must_use]
    pub const fn hierarchy(&self) -> Option<&Hierarchy> {
        self.hierarchy.as_ref()
    }

    /// Makes the hierarchy, if there is none: worth its time for about 300 sites or more, or when it is
    /// kept for the next time.
    ///
    /// # Errors
    ///
    /// More than 2³² arcs and shortcuts.
    pub fn prepare(&mut self) -> Result<(), GraphError> {
        if self.hierarchy.is_none() {
            self.hierarchy = Some(Hierarchy::new(&self.graph)?);
        }
        Ok(())
    }

    /// Takes a hierarchy as [`Hierarchy::from_bytes`] checked it against this graph.
    #[must_use]
    pub fn with_hierarchy(self, hierarchy: Hierarchy) -> Self {
        Self {
            hierarchy: Some(hierarchy),
            ..self
        }
    }

    /// The time of the quickest way from each place of `from`, the origins of the matrix, to each site.
    ///
    /// # Panics
    ///
    /// A place names a node that the graph does not have.
    #[must_use]
    pub fn times_to(&self, sites: &Places, from: &Places) -> TravelTimeMatrix {
        let cells = match &self.hierarchy {
            Some(hierarchy) => sweep::times(hierarchy, Direction::Backward, sites, from),
            None => search::times(&self.reversed, sites, from),
        };
        TravelTimeMatrix::from_cells(from.len(), sites.len(), cells)
    }

    /// The time of the quickest way from each site to each place of `to`; the matrix has one column for
    /// each site, as that of [`Self::times_to`].
    ///
    /// # Panics
    ///
    /// A place names a node that the graph does not have.
    #[must_use]
    pub fn times_from(&self, sites: &Places, to: &Places) -> TravelTimeMatrix {
        let cells = match &self.hierarchy {
            Some(hierarchy) => sweep::times(hierarchy, Direction::Forward, sites, to),
            None => search::times(&self.graph, sites, to),
        };
        TravelTimeMatrix::from_cells(to.len(), sites.len(), cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PointIndex, SiteIndex};
    use crate::network::Arc;
    use crate::network::laws::{any_graph, any_places, oracle};
    use proptest::prelude::*;

    fn any_question() -> impl Strategy<Value = (Graph, Places, Places)> {
        any_graph().prop_flat_map(|(nodes, arcs)| {
            let graph = Graph::new(nodes, arcs).unwrap();
            (Just(graph), any_places(nodes), any_places(nodes))
        })
    }

    fn both(graph: Graph) -> [Network; 2] {
        let plain = Network::new(graph);
        let mut prepared = plain.clone();
        prepared.prepare().unwrap();
        [plain, prepared]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// Searches and sweeps give what Dijkstra's algorithm with a plain heap and wide numbers gives.
        #[test]
        fn times_are_those_of_a_plain_search((graph, sites, places) in any_question()) {
            let away = oracle(&graph, &sites, &places);
            let back = oracle(&graph.reversed(), &sites, &places);
            for network in both(graph) {
                let from = network.times_from(&sites, &places);
                prop_assert_eq!(from, TravelTimeMatrix::from_columns(
                    places.len(), sites.len(), away.clone()).unwrap());
                let to = network.times_to(&sites, &places);
                prop_assert_eq!(to, TravelTimeMatrix::from_columns(
                    places.len(), sites.len(), back.clone()).unwrap());
            }
        }

        /// The way from a to b is the way to b from a, and a way by c is never shorter.
        #[test]
        fn there_is_no_short_cut_by_a_third_place((nodes, arcs) in any_graph()) {
            let graph = Graph::new(nodes, arcs).unwrap();
            let all = Places::at_nodes(0..nodes);
            for network in both(graph) {
                let from = network.times_from(&all, &all);
                let to = network.times_to(&all, &all);
                let nodes = u16::try_from(nodes).unwrap();
                let pair = |a: u16, b: u16| (PointIndex(a.into()), SiteIndex(b));
                let time = |a, b| {
                    let (to, from_site) = pair(b, a);
                    from.get(to, from_site)
                };
                for a in 0..nodes {
                    for b in 0..nodes {
                        let (origin, site) = pair(a, b);
                        prop_assert_eq!(time(a, b), to.get(origin, site));
                        for c in 0..nodes {
                            if let (Some(first), Some(second)) = (time(a, c), time(c, b)) {
                                let by_c = first + second;
                                prop_assert!(time(a, b).is_none_or(|direct| direct <= by_c));
                            }
                        }
                    }
                }
            }
        }

        /// A hierarchy and its times do not depend on threads.
        #[test]
        fn threads_change_nothing((graph, sites, places) in any_question()) {
            let with = |threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| {
                    let networks = both(graph.clone());
                    let times = networks.iter().map(|network| network.times_to(&sites, &places));
                    let times: Vec<_> = times.collect();
                    (times, networks[1].hierarchy().cloned())
                })
            };
            let one = with(1);
            prop_assert_eq!(&with(2), &one);
            prop_assert_eq!(&with(5), &one);
        }

        /// Nodes numbered anew give the same times.
        #[test]
        fn the_order_of_nodes_changes_nothing(
            (nodes, arcs) in any_graph(),
            order in Just((0..40_u32).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let graph = Graph::new(nodes, arcs).unwrap();
            let order: Vec<u32> = order.into_iter().filter(|&node| node < nodes).collect();
            let renamed = graph.induced(&order);
            let times = |graph: Graph, of: &[u32]| {
                let places = Places::at_nodes(of.iter().copied());
                both(graph).map(|network| network.times_to(&places, &places))
            };
            let new: Vec<u32> = (0..nodes).collect();
            prop_assert_eq!(times(renamed, &new), times(graph, &order));
        }
    }

    /// Ways that would take longer than any travel time are no ways, however they add up.
    #[test]
    fn a_way_that_is_too_long_is_no_way() {
        let chain = (0..5).map(|tail| Arc {
            tail,
            head: tail + 1,
            milliseconds: 900_000_000,
        });
        let graph = Graph::new(6, chain.collect()).unwrap();
        for network in both(graph) {
            let times = network.times_from(&Places::at_nodes([0]), &Places::at_nodes(0..6));
            assert_eq!(times.unreachable_pairs(), 3);
        }
    }
}

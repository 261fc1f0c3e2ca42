use super::Graph;

/// The strongly connected components of a graph: sets of nodes that all reach each other.
///
/// They are numbered in the order of their lowest nodes.
///
/// # Source
///
/// Tarjan 1972, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1(2).
///
/// # Examples
///
/// ```
/// use catchment::network::{Arc, Components, Graph};
///
/// // A one-way street into a ring.
/// let arcs = [(0, 1), (1, 2), (2, 3), (3, 1)];
/// let arcs = arcs.map(|(tail, head)| Arc { tail, head, milliseconds: 1 });
/// let components = Components::of(&Graph::new(4, arcs.into())?);
/// assert_eq!(components.sizes(), [1, 3]);
/// assert_eq!(components.nodes_of(components.largest().unwrap()), [1, 2, 3]);
/// # Ok::<(), catchment::network::GraphError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    of_node: Vec<u32>,
    sizes: Vec<u32>,
}

/// A node that the search has not met.
const UNSEEN: u32 = u32::MAX;

impl Components {
    /// The components of a graph.
    #[must_use]
    pub fn of(graph: &Graph) -> Self {
        Self::in_order_of_lowest_node(search(graph))
    }

    fn in_order_of_lowest_node(mut of_node: Vec<u32>) -> Self {
        let mut renamed = vec![UNSEEN; of_node.len()];
        let mut sizes: Vec<u32> = Vec::new();
        for component in &mut of_node {
            let name = &mut renamed[*component as usize];
            if *name == UNSEEN {
                // Fewer components than nodes, which are below 2³².
                *name = u32::try_from(sizes.len()).unwrap_or(UNSEEN);
                sizes.push(0);
            }
            sizes[*name as usize] += 1;
            *component = *name;
        }
        Self { of_node, sizes }
    }

    /// The component of a node.
    ///
    /// # Panics
    ///
    /// The graph has no such node.
    #[must_use]
    pub fn of_node(&self, node: u32) -> u32 {
        self.of_node[node as usize]
    }

    /// How many nodes each component has.
    #[must_use]
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The component with the most nodes; of equally large ones, that with the lowest node. `None` of
    /// a graph without nodes.
    #[must_use]
    pub fn largest(&self) -> Option<u32> {
        let most = self.sizes.iter().max()?;
        (0..)
            .zip(&self.sizes)
            .find_map(|(name, size)| (size == most).then_some(name))
    }

    /// The nodes of a component, in ascending order.
    #[must_use]
    pub fn nodes_of(&self, component: u32) -> Vec<u32> {
        let all = (0..).zip(&self.of_node);
        let own = all.filter(|&(_, of)| *of == component);
        own.map(|(node, _)| node).collect()
    }
}

/// For every node the number that Tarjan's search gives its component.
///
/// The search keeps its own stack: a road of a million nodes in a row is deeper than a thread's.
fn search(graph: &Graph) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut component = vec![UNSEEN; nodes as usize];
    // The lowest number, in the order of the search, that is known to be reached from a node.
    let mut low = vec![UNSEEN; nodes as usize];
    let mut open: Vec<u32> = Vec::new();
    // Nodes on the way from the root to here: which, its number, and how many of its arcs are done.
    let mut way: Vec<(u32, u32, u32)> = Vec::new();
    let mut number = 0;
    let mut components = 0;
    for root in 0..nodes {
        if low[root as usize] != UNSEEN {
            continue;
        }
        way.push((root, number, 0));
        while let Some(&mut (node, own, ref mut done)) = way.last_mut() {
            if *done == 0 && low[node as usize] == UNSEEN {
                low[node as usize] = own;
                number += 1;
                open.push(node);
            }
            if let Some(link) = graph.from_node(node).get(*done as usize) {
                *done += 1;
                let next = link.node as usize;
                if low[next] == UNSEEN {
                    way.push((link.node, number, 0));
                } else if component[next] == UNSEEN {
                    low[node as usize] = low[node as usize].min(low[next]);
                }
                continue;
            }
            way.pop();
            let reached = low[node as usize];
            if let Some(&(before, _, _)) = way.last() {
                low[before as usize] = low[before as usize].min(reached);
            }
            if reached == own {
                while let Some(member) = open.pop() {
                    component[member as usize] = components;
                    if member == node {
                        break;
                    }
                }
                components += 1;
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Arc;
    use crate::network::laws::any_graph;
    use proptest::prelude::*;

    /// Which node reaches which, by Warshall's algorithm.
    fn reached(graph: &Graph) -> Vec<Vec<bool>> {
        let nodes = graph.nodes() as usize;
        let mut reaches = vec![vec![false; nodes]; nodes];
        for (node, row) in reaches.iter_mut().enumerate() {
            row[node] = true;
        }
        for arc in graph.arcs() {
            reaches[arc.tail as usize][arc.head as usize] = true;
        }
        for via in 0..nodes {
            let onward = reaches[via].clone();
            for row in reaches.iter_mut().filter(|row| row[via]) {
                for (known, &more) in row.iter_mut().zip(&onward) {
                    *known |= more;
                }
            }
        }
        reaches
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        /// Two nodes are in one component exactly if they reach each other, and the numbers follow
        /// the lowest nodes.
        #[test]
        fn nodes_that_reach_each_other_are_one_component((nodes, arcs) in any_graph()) {
            let graph = Graph::new(nodes, arcs).unwrap();
            let components = Components::of(&graph);
            let reaches = reached(&graph);
            for a in 0..nodes {
                for b in 0..nodes {
                    let both = reaches[a as usize][b as usize] && reaches[b as usize][a as usize];
                    prop_assert_eq!(components.of_node(a) == components.of_node(b), both);
                }
            }
            prop_assert_eq!(components.sizes().iter().sum::<u32>(), nodes);
            let lowest = (0..).zip(components.sizes()).map(|(name, &size)| {
                let nodes = components.nodes_of(name);
                assert_eq!(nodes.len(), size as usize);
                nodes[0]
            });
            prop_assert!(lowest.is_sorted());
        }

        /// Turning every arc round changes nothing.
        #[test]
        fn the_reverse_has_the_same_components((nodes, arcs) in any_graph()) {
            let graph = Graph::new(nodes, arcs).unwrap();
            prop_assert_eq!(Components::of(&graph), Components::of(&graph.reversed()));
        }
    }

    #[test]
    fn of_equally_large_components_the_first_is_the_largest() {
        let ring = [(3, 4), (4, 3), (1, 2), (2, 1)];
        let arcs = ring.map(|(tail, head)| Arc {
            tail,
            head,
            milliseconds: 1,
        });
        let components = Components::of(&Graph::new(5, arcs.into()).unwrap());
        assert_eq!(components.largest(), Some(1));
        assert_eq!(components.nodes_of(1), [1, 2]);
        let none = Components::of(&Graph::new(0, Vec::new()).unwrap());
        assert_eq!(none.largest(), None);
    }

    /// A chain far deeper than the stack of a thread.
    #[test]
    fn a_million_nodes_in_a_row_do_not_exhaust_the_stack() {
        let last = 1_000_000;
        let chain = (0..last).map(|tail| Arc {
            tail,
            head: tail + 1,
            milliseconds: 1,
        });
        let back = [Arc {
            tail: last,
            head: 0,
            milliseconds: 1,
        }];
        let graph = Graph::new(last + 1, chain.chain(back).collect()).unwrap();
        assert_eq!(Components::of(&graph).sizes(), [last + 1]);
    }
}

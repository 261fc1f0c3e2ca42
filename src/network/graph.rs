use crate::units::TravelTime;
use prefetch_index::prefetch_index;

/// A one-way connection of two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arc {
    /// Where it starts.
    pub tail: u32,
    /// Where it ends.
    pub head: u32,
    /// How long it takes, in milliseconds.
    pub milliseconds: u32,
}

/// The other end of an arc of a known node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The node at the other end.
    pub node: u32,
    /// How long the arc takes, in milliseconds.
    pub milliseconds: u32,
}

/// A directed graph whose arcs take whole milliseconds.
///
/// The arcs of a node lie side by side, in the order of their heads. Of parallel arcs only the shortest
/// is kept, and loops are dropped: neither can be part of a shortest way.
///
/// # Examples
///
/// ```
/// use catchment::network::{Arc, Graph};
///
/// let arc = |tail, head, milliseconds| Arc { tail, head, milliseconds };
/// let graph = Graph::new(3, vec![arc(0, 1, 700), arc(0, 1, 500), arc(2, 2, 0), arc(1, 2, 0)])?;
/// assert_eq!(graph.arcs().collect::<Vec<_>>(), [arc(0, 1, 500), arc(1, 2, 0)]);
/// assert_eq!(graph.reversed().from_node(2)[0].node, 1);
/// assert!(Graph::new(3, vec![arc(0, 3, 1)]).is_err());
/// # Ok::<(), catchment::network::GraphError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// Where the links of a node begin, and at the end how many there are.
    first: Vec<u32>,
    links: Vec<Link>,
}

/// Arcs that do not make a graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// An arc starts or ends outside the graph.
    #[error(
        "arc {position}, from node {tail} to node {head}: the graph has {nodes} nodes, numbered from 0"
    )]
    NoSuchNode {
        /// Position of the arc in the list, from 0.
        position: usize,
        /// Where it starts.
        tail: u32,
        /// Where it ends.
        head: u32,
        /// Nodes of the graph.
        nodes: u32,
    },

    /// An arc takes longer than any travel time.
    #[error(
        "arc {position}, from node {tail} to node {head}: takes {found} ms; the longest travel time \
         is {most} ms (30,000 min)"
    )]
    TooLong {
        /// Position of the arc in the list, from 0.
        position: usize,
        /// Where it starts.
        tail: u32,
        /// Where it ends.
        head: u32,
        /// How long it takes, in milliseconds.
        found: u32,
        /// The most that is allowed, in milliseconds.
        most: u32,
    },

    /// More arcs than 32 bits can number.
    #[error("{found} arcs: a graph has at most {} arcs", u32::MAX)]
    TooManyArcs {
        /// Arcs that were given.
        found: usize,
    },
}

impl Graph {
    /// A graph of so many nodes, numbered from 0, and these arcs.
    ///
    /// # Errors
    ///
    /// An arc that starts or ends outside the graph or takes longer than [`TravelTime::MAX`]; 2³²
    /// arcs or more.
    pub fn new(nodes: u32, mut arcs: Vec<Arc>) -> Result<Self, GraphError> {
        check(nodes, &arcs)?;
        arcs.retain(|arc| arc.tail != arc.head);
        arcs.sort_unstable();
        arcs.dedup_by_key(|arc| (arc.tail, arc.head));
        Ok(Self::from_sorted(nodes, &arcs))
    }

    fn from_sorted(nodes: u32, arcs: &[Arc]) -> Self {
        let mut first = counted(nodes, arcs.iter().map(|arc| arc.tail));
        running_sum(&mut first);
        let links = arcs.iter().map(|arc| Link {
            node: arc.head,
            milliseconds: arc.milliseconds,
        });
        Self {
            first,
            links: links.collect(),
        }
    }

    /// A graph whose links are in place; `None` if they are not, or if one does not make an arc.
    pub(super) fn from_parts(first: Vec<u32>, links: Vec<Link>) -> Option<Self> {
        let nodes = u32::try_from(first.len().checked_sub(1)?).ok()?;
        let all = first[0] == 0 && *first.last()? as usize == links.len() && first.is_sorted();
        let fits =
            |link: &Link| link.node < nodes && link.milliseconds <= TravelTime::MAX.milliseconds();
        (all && links.iter().all(fits)).then_some(Self { first, links })
    }

    /// Number of nodes.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        // The constructors take at most 2³² - 1 nodes.
        u32::try_from(self.first.len() - 1).unwrap_or(u32::MAX)
    }

    /// Asks the memory for where the links of a node are.
    pub(super) fn prefetch_first(&self, node: u32) {
        prefetch_index(&self.first, node as usize);
    }

    /// Asks the memory for the links of a node.
    pub(super) fn prefetch_links(&self, node: u32) {
        prefetch_index(&self.links, self.first[node as usize] as usize);
    }

    /// Number of arcs.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.links.len()
    }

    /// The arcs that start at a node, by their heads.
    ///
    /// # Panics
    ///
    /// The graph has no such node.
    #[must_use]
    pub fn from_node(&self, node: u32) -> &[Link] {
        let (from, to) = (self.first[node as usize], self.first[node as usize + 1]);
        &self.links[from as usize..to as usize]
    }

    /// All arcs, by tail and head.
    pub fn arcs(&self) -> impl Iterator<Item = Arc> {
        (0..self.nodes()).flat_map(|tail| {
            self.from_node(tail).iter().map(move |link| Arc {
                tail,
                head: link.node,
                milliseconds: link.milliseconds,
            })
        })
    }

    /// How long the longest arc takes, in milliseconds; 0 without arcs.
    #[must_use]
    pub fn longest_arc(&self) -> u32 {
        let longest = self.links.iter().map(|link| link.milliseconds).max();
        longest.unwrap_or_default()
    }

    /// The same graph with every arc turned round: the way from `a` to `b` here is the way from `b` to
    /// `a` there.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let nodes = self.nodes();
        let mut first = counted(nodes, self.links.iter().map(|link| link.node));
        running_sum(&mut first);
        let mut next = first.clone();
        let mut links = vec![
            Link {
                node: 0,
                milliseconds: 0
            };
            self.links.len()
        ];
        // Tails come in ascending order, so that the links of every head do.
        for arc in self.arcs() {
            let place = &mut next[arc.head as usize];
            links[*place as usize] = Link {
                node: arc.tail,
                milliseconds: arc.milliseconds,
            };
            *place += 1;
        }
        Self { first, links }
    }

    /// The arcs among some of the nodes, which are numbered anew in the order given.
    ///
    /// For the largest component, or for an order of nodes that keeps neighbours close in memory.
    ///
    /// # Panics
    ///
    /// The graph has no such node, or a node appears twice.
    #[must_use]
    pub fn induced(&self, kept: &[u32]) -> Self {
        let mut renamed = vec![u32::MAX; self.nodes() as usize];
        for (new, &old) in (0..).zip(kept) {
            let name = &mut renamed[old as usize];
            assert_eq!(*name, u32::MAX, "node {old} appears twice");
            *name = new;
        }
        let mut first = Vec::with_capacity(kept.len() + 1);
        let mut links: Vec<Link> = Vec::new();
        first.push(0);
        for &old in kept {
            let start = links.len();
            links.extend(self.from_node(old).iter().filter_map(|link| {
                let node = renamed[link.node as usize];
                let milliseconds = link.milliseconds;
                (node != u32::MAX).then_some(Link { node, milliseconds })
            }));
            links[start..].sort_unstable();
            // No more arcs than this graph has, which fit.
            first.push(u32::try_from(links.len()).unwrap_or(u32::MAX));
        }
        Self { first, links }
    }
}

fn check(nodes: u32, arcs: &[Arc]) -> Result<(), GraphError> {
    let most = TravelTime::MAX.milliseconds();
    for (position, arc) in arcs.iter().enumerate() {
        let (tail, head) = (arc.tail, arc.head);
        if tail.max(head) >= nodes {
            return Err(GraphError::NoSuchNode {
                position,
                tail,
                head,
                nodes,
            });
        }
        if arc.milliseconds > most {
            return Err(GraphError::TooLong {
                position,
                tail,
                head,
                found: arc.milliseconds,
                most,
            });
        }
    }
    match u32::try_from(arcs.len()) {
        Ok(_) => Ok(()),
        Err(_) => Err(GraphError::TooManyArcs { found: arcs.len() }),
    }
}

/// How often each node is named, one place to the right.
fn counted(nodes: u32, named: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut counts = vec![0; nodes as usize + 1];
    for node in named {
        counts[node as usize + 1] += 1;
    }
    counts
}

fn running_sum(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::laws::any_graph;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Of every pair of different nodes the shortest arc is kept, and no other.
        #[test]
        fn a_graph_keeps_the_shortest_arc_of_each_pair((nodes, arcs) in any_graph()) {
            let mut shortest: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            for arc in arcs.iter().filter(|arc| arc.tail != arc.head) {
                let known = shortest.entry((arc.tail, arc.head)).or_insert(u32::MAX);
                *known = arc.milliseconds.min(*known);
            }
            let graph = Graph::new(nodes, arcs).unwrap();
            prop_assert_eq!(graph.nodes(), nodes);
            prop_assert_eq!(graph.arc_count(), shortest.len());
            let found = graph.arcs().map(|arc| ((arc.tail, arc.head), arc.milliseconds));
            prop_assert!(found.eq(shortest));
        }

        /// The reverse has every arc turned round, and its reverse is the graph.
        #[test]
        fn the_reverse_turns_every_arc_round((nodes, arcs) in any_graph()) {
            let graph = Graph::new(nodes, arcs).unwrap();
            let reverse = graph.reversed();
            let turned = |arc: Arc| Arc { tail: arc.head, head: arc.tail, ..arc };
            let turned = graph.arcs().map(turned).collect();
            prop_assert_eq!(&reverse, &Graph::new(nodes, turned).unwrap());
            prop_assert_eq!(reverse.reversed(), graph);
        }

        /// Nodes numbered anew have the same arcs under their new numbers.
        #[test]
        fn an_induced_graph_has_the_arcs_among_its_nodes(
            (nodes, arcs) in any_graph(),
            order in Just((0..40_u32).collect::<Vec<_>>()).prop_shuffle(),
            share in 0..=40_usize,
        ) {
            let graph = Graph::new(nodes, arcs).unwrap();
            let kept: Vec<u32> =
                order.into_iter().take(share).filter(|&node| node < nodes).collect();
            let name = |old: u32| kept.iter().position(|&node| node == old);
            let among = graph.arcs().filter_map(|arc| {
                Some(Arc {
                    tail: u32::try_from(name(arc.tail)?).ok()?,
                    head: u32::try_from(name(arc.head)?).ok()?,
                    milliseconds: arc.milliseconds,
                })
            });
            let count = u32::try_from(kept.len()).unwrap();
            let expected = Graph::new(count, among.collect()).unwrap();
            prop_assert_eq!(graph.induced(&kept), expected);
        }
    }

    #[test]
    fn what_is_no_arc_of_the_graph_is_refused_and_named() {
        let arc = |tail, head, milliseconds| Arc {
            tail,
            head,
            milliseconds,
        };
        let good = arc(0, 1, 5);
        let error = |bad| Graph::new(2, vec![good, bad]).unwrap_err().to_string();
        assert_eq!(
            error(arc(0, 2, 5)),
            "arc 1, from node 0 to node 2: the graph has 2 nodes, numbered from 0"
        );
        assert_eq!(
            error(arc(1, 0, 1_800_000_001)),
            "arc 1, from node 1 to node 0: takes 1800000001 ms; the longest travel time is \
             1800000000 ms (30,000 min)"
        );
        assert_eq!(Graph::new(0, Vec::new()).unwrap().nodes(), 0);
    }
}

use super::node::Node;
use super::warm_start::WarmStart;
use crate::optimise::budget::Interruption;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Nodes that are not solved yet, best bound first, in bounded memory.
///
/// What takes memory is where a node's relaxation is to begin. A node can do without, at the price of
/// beginning where the root did: where the nodes would need too much, those that come last do.
pub(super) struct WaitingNodes {
    nodes: BinaryHeap<Waiting>,
    pushed: u64,
    /// The most memory, and that which the nodes take, in bytes. Where two share their start it is
    /// counted for both, so that they take no more than this.
    most: u64,
    taken: u64,
    /// Where a node begins that has forgotten its own start.
    root: Arc<WarmStart>,
}

impl WaitingNodes {
    pub(super) fn new(most: u64, root: Arc<WarmStart>) -> Self {
        Self {
            nodes: BinaryHeap::new(),
            pushed: 0,
            most,
            taken: 0,
            root,
        }
    }

    pub(super) fn push(&mut self, bound: i128, node: Node) {
        self.taken += self.bytes(&node);
        self.nodes.push(Waiting {
            bound,
            sequence: self.pushed,
            node,
        });
        self.pushed += 1;
    }

    pub(super) fn pop(&mut self) -> Option<(i128, Node)> {
        let Waiting { bound, node, .. } = self.nodes.pop()?;
        self.taken -= self.bytes(&node);
        Some((bound, node))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(super) fn least_bound(&self) -> Option<i128> {
        self.nodes.peek().map(|next| next.bound)
    }

    /// Keeps the nodes within the memory: the later half of it is forgotten where they are beyond. Why the
    /// search must end, if even that is not enough.
    pub(super) fn fit(&mut self) -> Option<Interruption> {
        if self.taken <= self.most {
            return None;
        }
        let mut nodes = std::mem::take(&mut self.nodes).into_vec();
        nodes.sort_unstable_by(|one, other| other.cmp(one));
        self.taken = 0;
        for waiting in &mut nodes {
            if self.taken + self.bytes(&waiting.node) > self.most / 2 {
                waiting.node.start = Arc::clone(&self.root);
            }
            self.taken += self.bytes(&waiting.node);
        }
        self.nodes = nodes.into();
        (self.taken > self.most).then_some(Interruption::MemoryLimit)
    }

    fn bytes(&self, node: &Node) -> u64 {
        let own = size_of::<Waiting>() + node.states.len();
        if Arc::ptr_eq(&node.start, &self.root) {
            own as u64
        } else {
            own as u64 + node.start.bytes()
        }
    }
}

/// A node that is not solved yet; the greatest is the one with the least bound, of equals the
/// oldest.
struct Waiting {
    bound: i128,
    sequence: u64,
    node: Node,
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.bound, other.sequence).cmp(&(self.bound, self.sequence))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence
    }
}

impl Eq for Waiting {}

#[cfg(test)]
mod tests {
    use crate::optimise::oracle::SmallProblem;
    use crate::optimise::{Budget, Status, p_median};

    /// Little memory makes a search forget, not err; without any it ends with a true bound.
    #[test]
    fn memory_changes_the_work_and_not_the_answer() {
        let (mut forgot, mut ended) = (false, false);
        for seed in 0..6 {
            let small = SmallProblem::scattered(60, 30, seed);
            let problem = small.problem();
            let best = p_median(&problem, 5, Budget::default()).unwrap();
            assert_eq!(best.status, Status::Optimal);

            let little = p_median(&problem, 5, Budget::default().in_memory(20_000)).unwrap();
            assert_eq!(little.status, Status::Optimal);
            assert_eq!((little.value, little.bound), (best.value, best.bound));
            eprintln!(
                "{seed} {} {} {} {}",
                best.nodes, best.iterations, little.nodes, little.iterations
            );
            forgot |= little.iterations != best.iterations;

            let none = p_median(&problem, 5, Budget::default().in_memory(0)).unwrap();
            assert!(none.bound <= best.value && best.value <= none.value);
            if none.status == Status::MemoryLimit {
                ended = true;
            } else {
                assert_eq!((none.status, none.value), (Status::Optimal, best.value));
            }
        }
        assert!(
            forgot && ended,
            "the limits were too wide for these problems"
        );
    }
}

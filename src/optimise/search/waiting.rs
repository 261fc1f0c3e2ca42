use super::open_node::{NodeStart, OpenNode};
use super::site_state::State;
use crate::optimise::budget::Interruption;
use crate::optimise::work::holds;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Nodes that are not solved yet, in bounded memory.
///
/// What takes memory is where a node's relaxation is to begin. A node can do without, at the price of
/// beginning where the root did: where the nodes would need too much, those that come last do.
pub(super) struct Waiting<S> {
    nodes: BinaryHeap<WaitingNode<S>>,
    pushed: u64,
    /// The most memory, and that which the nodes take, in bytes. Where two share their start it is
    /// counted for both, so that they take no more than this.
    most: u64,
    taken: u64,
    /// Where a node begins that has forgotten its own start.
    root: Arc<S>,
}

impl<S: NodeStart> Waiting<S> {
    pub(super) fn new(most: u64, root: Arc<S>) -> Self {
        Self {
            nodes: BinaryHeap::new(),
            pushed: 0,
            most,
            taken: 0,
            root,
        }
    }

    pub(super) fn push(&mut self, bound: i128, node: OpenNode<S>) {
        self.taken += self.bytes(&node);
        self.nodes.push(WaitingNode {
            bound,
            sequence: self.pushed,
            node,
        });
        self.pushed += 1;
    }

    /// The node with the least bound, of equals the oldest.
    pub(super) fn pop(&mut self) -> Option<(i128, OpenNode<S>)> {
        let next = self.nodes.pop();
        self.without(next)
    }

    /// The node in which most is decided, of equals the one with the least bound.
    pub(super) fn pop_deepest(&mut self) -> Option<(i128, OpenNode<S>)> {
        let mut all = std::mem::take(&mut self.nodes).into_vec();
        let decided = |waiting: &WaitingNode<S>| {
            let states = waiting.node.states.iter();
            states.filter(|&&state| state != State::Free).count()
        };
        let deepest = (0..all.len()).max_by_key(|&place| {
            let node = &all[place];
            (decided(node), Reverse((node.bound, node.sequence)))
        });
        let deepest = deepest.map(|place| all.swap_remove(place));
        self.nodes = all.into();
        self.without(deepest)
    }

    fn without(&mut self, taken: Option<WaitingNode<S>>) -> Option<(i128, OpenNode<S>)> {
        let WaitingNode { bound, node, .. } = taken?;
        self.taken -= self.bytes(&node);
        Some((bound, node))
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn least_bound(&self) -> Option<i128> {
        self.nodes.peek().map(|next| next.bound)
    }

    /// Keeps the nodes within the memory: the later half of it is forgotten where they are beyond. Why the
    /// search must end, if even that is not enough.
    pub(super) fn fit(&mut self) -> Option<Interruption> {
        if self.taken > self.most {
            self.forget();
        }
        if self.taken > self.most {
            return Some(Interruption::MemoryLimit);
        }
        holds(self.taken);
        None
    }

    fn forget(&mut self) {
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
    }

    fn bytes(&self, node: &OpenNode<S>) -> u64 {
        let own = size_of::<WaitingNode<S>>() + node.states.len();
        if Arc::ptr_eq(&node.start, &self.root) {
            own as u64
        } else {
            own as u64 + node.start.bytes()
        }
    }
}

/// A node that is not solved yet; the greatest is the one with the least bound, of equals the
/// oldest.
struct WaitingNode<S> {
    bound: i128,
    sequence: u64,
    node: OpenNode<S>,
}

impl<S> Ord for WaitingNode<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.bound, other.sequence).cmp(&(self.bound, self.sequence))
    }
}

impl<S> PartialOrd for WaitingNode<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S> PartialEq for WaitingNode<S> {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence
    }
}

impl<S> Eq for WaitingNode<S> {}

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

use super::incumbents::Best;
use super::interchange::interchange;
use super::layout_search::{Found, Search, ceil, floor};
use super::node::{Node, Outcome};
use super::site_state::State;
use super::warm_start::Start;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Nodes that are solved side by side. A fixed number, so that the tree does not depend on how
/// many threads there are.
const ROUND: usize = 8;

/// Branch and bound over the layouts of a search, from these layouts as the best so far.
///
/// Best bound first, in rounds of a fixed number of nodes: every node of a round sees the best
/// layouts as they were when the round began, and its findings are taken in order.
pub(crate) fn branch_and_bound(search: &Search, known: Vec<Vec<bool>>) -> Found {
    let mut best = Best::new(search.wanted);
    let greedy = search.greedy();
    for open in improved(search, known).into_iter().chain([greedy]) {
        if let Some(cost) = search.judge.cost(&open) {
            best.offer(cost, open);
        }
    }
    let mut tally = Tally {
        nodes: 0,
        iterations: 0,
        given_up: i128::MAX,
    };
    let mut open_nodes = BinaryHeap::new();
    let mut sequence = 0_u64;
    open_nodes.push(Waiting {
        bound: floor(search.tree.base),
        sequence,
        node: root(search, &best),
    });
    let mut interrupted = None;
    while !open_nodes.is_empty() {
        let least = best.layouts.first().map(|&(cost, _)| cost);
        if least
            .zip(search.enough)
            .is_some_and(|(least, enough)| least <= enough)
        {
            break;
        }
        interrupted = search.watch.interruption();
        if interrupted.is_some() || tally.nodes >= search.most_nodes {
            break;
        }
        let cutoff = best.cutoff();
        let (cutoff, target) = cutoff.map_or_else(
            || (floor(search.below), floor(search.below)),
            |cost| search.limits(cost),
        );
        let mut batch = Vec::with_capacity(ROUND);
        while batch.len() < ROUND
            && let Some(Waiting { bound, node, .. }) = open_nodes.pop()
        {
            if bound >= target {
                tally.given_up = tally.given_up.min(bound);
            } else {
                batch.push((bound, node));
            }
        }
        let solved: Vec<_> = batch
            .into_par_iter()
            .map(|(bound, node)| node.solve(search, bound, cutoff, target))
            .collect();
        for report in solved {
            tally.nodes += 1;
            tally.iterations += report.iterations;
            for (cost, open) in report.layouts {
                best.offer(cost, open);
            }
            match report.outcome {
                Outcome::Done => {}
                Outcome::Pruned(bound) => tally.given_up = tally.given_up.min(bound),
                Outcome::Branched(bound, children) => {
                    for child in children {
                        sequence += 1;
                        open_nodes.push(Waiting {
                            bound,
                            sequence,
                            node: child,
                        });
                    }
                }
            }
        }
    }
    let unsolved = open_nodes
        .iter()
        .map(|waiting| waiting.bound)
        .min()
        .unwrap_or(i128::MAX);
    let mut bound = unsolved.min(tally.given_up);
    if let Some(worst) = best.cutoff().map(floor) {
        // No cost lies between this one and one that is less by a whole grain.
        let grain = floor(search.judge.grain());
        bound = worst - worst.saturating_sub(bound).max(0) / grain * grain;
    }
    Found {
        bound: ceil(bound),
        layouts: best.layouts,
        nodes: tally.nodes,
        iterations: tally.iterations,
        interrupted,
    }
}

/// Layouts, and what interchange makes of them.
fn improved(search: &Search, known: Vec<Vec<bool>>) -> Vec<Vec<bool>> {
    let free: Vec<bool> = search.states.iter().map(|&s| s == State::Free).collect();
    let mut all = Vec::with_capacity(2 * known.len() + 1);
    for layout in known {
        let mut open = layout.clone();
        interchange(search.tree, &free, &free, &mut open);
        all.push(layout);
        all.push(open);
    }
    all
}

fn root(search: &Search, best: &Best) -> Node {
    let open = best.layouts.first().map(|(_, open)| open.clone());
    let open = open.unwrap_or_else(|| search.greedy());
    Node {
        states: search.states.clone(),
        start: Arc::new(Start::from_layout(search.tree, &search.states, &open)),
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

/// Counts of a search.
struct Tally {
    nodes: u64,
    iterations: u64,
    /// The least bound of a node that was good enough to go no further.
    given_up: i128,
}

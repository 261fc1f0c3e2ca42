use super::incumbents::Incumbents;
use super::interchange::interchange;
use super::layout_search::{FoundLayouts, LayoutSearch, ceil, floor};
use super::node::{Node, NodeOutcome};
use super::site_state::State;
use super::waiting_nodes::WaitingNodes;
use super::warm_start::WarmStart;
use rayon::prelude::*;
use std::sync::Arc;

/// Nodes that are solved side by side. A fixed number, so that the tree does not depend on how
/// many threads there are.
const ROUND: usize = 8;

/// Branch and bound over the layouts of a search, from these layouts as the best so far.
///
/// Best bound first, in rounds of a fixed number of nodes: every node of a round sees the best
/// layouts as they were when the round began, and its findings are taken in order. Where the nodes that
/// wait would need more memory than the budget allows, those that come last forget where they were to
/// begin.
pub(crate) fn branch_and_bound(search: &LayoutSearch, known: Vec<Vec<bool>>) -> FoundLayouts {
    let mut incumbents = Incumbents::new(search.wanted);
    let greedy = search.greedy();
    for open in improved(search, known).into_iter().chain([greedy]) {
        if let Some(cost) = search.handler.cost(&open) {
            incumbents.offer(cost, open);
        }
    }
    let mut counts = Counts {
        nodes: 0,
        iterations: 0,
        given_up: i128::MAX,
    };
    let root = root(search, &incumbents);
    let mut open_nodes = WaitingNodes::new(search.watch.memory(), Arc::clone(&root.start));
    open_nodes.push(floor(search.tree.base), root);
    let mut interrupted = None;
    while !open_nodes.is_empty() {
        let least = incumbents.layouts.first().map(|&(cost, _)| cost);
        if least
            .zip(search.enough)
            .is_some_and(|(least, enough)| least <= enough)
        {
            break;
        }
        interrupted = search.watch.interruption().or(open_nodes.fit());
        if interrupted.is_some() || counts.nodes >= search.most_nodes {
            break;
        }
        let cutoff = incumbents.cutoff();
        let (cutoff, target) = cutoff.map_or_else(
            || (floor(search.below), floor(search.below)),
            |cost| search.limits(cost),
        );
        let mut batch = Vec::with_capacity(ROUND);
        while batch.len() < ROUND
            && let Some((bound, node)) = open_nodes.pop()
        {
            if bound >= target {
                counts.given_up = counts.given_up.min(bound);
            } else {
                batch.push((bound, node));
            }
        }
        let solved: Vec<_> = batch
            .into_par_iter()
            .map(|(bound, node)| node.solve(search, bound, cutoff, target))
            .collect();
        for node in solved {
            counts.nodes += 1;
            counts.iterations += node.iterations;
            for (cost, open) in node.layouts {
                incumbents.offer(cost, open);
            }
            match node.outcome {
                NodeOutcome::Done => {}
                NodeOutcome::Pruned(bound) => counts.given_up = counts.given_up.min(bound),
                NodeOutcome::Branched(bound, children) => {
                    for child in children {
                        open_nodes.push(bound, child);
                    }
                }
            }
        }
    }
    let unsolved = open_nodes.least_bound().unwrap_or(i128::MAX);
    let mut bound = unsolved.min(counts.given_up);
    if let Some(worst) = incumbents.cutoff().map(floor) {
        // No cost lies between this one and one that is less by a whole granularity.
        let granularity = floor(search.handler.granularity());
        bound = worst - worst.saturating_sub(bound).max(0) / granularity * granularity;
    }
    FoundLayouts {
        bound: ceil(bound),
        layouts: incumbents.layouts,
        nodes: counts.nodes,
        iterations: counts.iterations,
        interrupted,
    }
}

/// Layouts, and what interchange makes of them.
fn improved(search: &LayoutSearch, known: Vec<Vec<bool>>) -> Vec<Vec<bool>> {
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

fn root(search: &LayoutSearch, incumbents: &Incumbents) -> Node {
    let open = incumbents.layouts.first().map(|(_, open)| open.clone());
    let open = open.unwrap_or_else(|| search.greedy());
    Node {
        states: search.states.clone(),
        start: Arc::new(WarmStart::from_layout(search.tree, &search.states, &open)),
    }
}

/// Counts of a search.
struct Counts {
    nodes: u64,
    iterations: u64,
    /// The least bound of a node that was good enough to go no further.
    given_up: i128,
}

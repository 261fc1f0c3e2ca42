use super::incumbents::Incumbents;
use super::layout_search::{FoundLayouts, LayoutSearch, ceil, floor};
use super::open_node::{NodeLimits, NodeOutcome, NodeStart, OpenNode, SolvedNode};
use super::waiting::Waiting;
use rayon::prelude::*;
use std::sync::Arc;

/// Nodes that are solved side by side. A fixed number, so that the tree does not depend on how
/// many threads there are.
const ROUND: usize = 8;

/// Which of the nodes that wait is solved next: the one with the least bound, but for those that are in a
/// hurry to be decided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NextNode {
    /// How many nodes of a round are those in which most is decided: they lead to layouts soon.
    pub(crate) dives: usize,
    /// With more nodes waiting than this, the most decided are solved first, to keep them few.
    pub(crate) many_waiting: usize,
}

impl NextNode {
    pub(crate) const LEAST_BOUND: Self = Self {
        dives: 0,
        many_waiting: usize::MAX,
    };
}

/// How far a search has come.
pub(crate) struct SoFar<'a> {
    pub(crate) nodes: u64,
    /// Rows that relaxations have walked over.
    pub(crate) walked: u64,
    /// The best layout that is known.
    pub(crate) best: Option<&'a [bool]>,
}

/// Layouts from elsewhere.
pub(crate) enum Further {
    Layouts(Vec<Vec<bool>>),
    /// No layout is better than these and the best that is known.
    Decided(Vec<Vec<bool>>),
}

/// What a search by branch and bound begins with.
pub(crate) struct Beginning<S> {
    /// The best of the layouts that are known.
    pub(crate) incumbents: Incumbents,
    /// All layouts.
    pub(crate) root: OpenNode<S>,
    pub(crate) next: NextNode,
}

/// Branch and bound in rounds of a fixed number of nodes: every node of a round sees the best layouts as they
/// were when the round began, and its findings are taken in order. Where the nodes that wait would need more
/// memory than the budget allows, those that come last forget where they were to begin; where those of a round
/// would, fewer are solved side by side.
///
/// `solve` bounds a node; `further` is asked for layouts before every round, and may decide the search.
pub(crate) fn rounds<S: NodeStart>(
    search: &LayoutSearch,
    beginning: Beginning<S>,
    solve: impl Fn(OpenNode<S>, NodeLimits) -> SolvedNode<S> + Sync,
    mut further: impl FnMut(SoFar) -> Further,
) -> FoundLayouts {
    let Beginning {
        mut incumbents,
        root,
        next,
    } = beginning;
    let (mut nodes, mut iterations, mut walked) = (0, 0, 0);
    // The least bound of a node that was good enough to go no further.
    let mut given_up = i128::MAX;
    let (mut interrupted, mut is_decided) = (None, false);
    let mut waiting = Waiting::new(search.watch.memory(), Arc::clone(&root.start));
    waiting.push(floor(search.tree.base), root);
    while waiting.len() > 0 {
        let least = incumbents.layouts.first().map(|&(cost, _)| cost);
        let found_enough = least.zip(search.enough);
        if found_enough.is_some_and(|(least, enough)| least <= enough) {
            break;
        }
        interrupted = search.watch.interruption().or(waiting.fit());
        if interrupted.is_some() || nodes >= search.most_nodes {
            break;
        }
        let so_far = SoFar {
            nodes,
            walked,
            best: incumbents.layouts.first().map(|(_, open)| &**open),
        };
        match further(so_far) {
            Further::Layouts(more) => incumbents.offer_all(search.handler, more),
            Further::Decided(more) => {
                incumbents.offer_all(search.handler, more);
                is_decided = true;
                break;
            }
        }
        let below = floor(search.below);
        let limits = |cost| search.limits(cost);
        let (cutoff, target) = incumbents.cutoff().map_or((below, below), limits);
        let mut batch = Vec::with_capacity(ROUND);
        // What becomes of the nodes of a round takes about as much memory as they do.
        let mut in_hand = 0;
        while batch.len() < ROUND && (batch.is_empty() || in_hand < search.watch.memory() / 8) {
            let dives = batch.len() + next.dives >= ROUND || waiting.len() > next.many_waiting;
            let node = if dives {
                waiting.pop_deepest()
            } else {
                waiting.pop()
            };
            let Some((bound, node)) = node else { break };
            if bound >= target {
                given_up = given_up.min(bound);
            } else {
                let limits = NodeLimits {
                    bound,
                    cutoff,
                    target,
                };
                in_hand += node.start.bytes();
                batch.push((node, limits));
            }
        }
        let solved: Vec<_> = batch
            .into_par_iter()
            .map(|(node, limits)| {
                if search.watch.is_over() {
                    SolvedNode::unsolved(limits.bound, node)
                } else {
                    solve(node, limits)
                }
            })
            .collect();
        for node in solved {
            nodes += u64::from(!matches!(node.outcome, NodeOutcome::Unsolved(..)));
            iterations += node.iterations;
            walked += node.walked;
            for (cost, open) in node.layouts {
                incumbents.offer(cost, open);
            }
            match node.outcome {
                NodeOutcome::Done => {}
                NodeOutcome::Pruned(bound) => given_up = given_up.min(bound),
                NodeOutcome::Branched(parts) => {
                    for (bound, part) in parts {
                        waiting.push(bound, part);
                    }
                }
                NodeOutcome::Unsolved(bound, node) => waiting.push(bound, node),
            }
        }
    }
    let unsolved = waiting.least_bound().unwrap_or(i128::MAX);
    let proven = if is_decided {
        i128::MAX
    } else {
        unsolved.min(given_up)
    };
    FoundLayouts {
        bound: ceil(bound(search, &incumbents, proven)),
        layouts: incumbents.layouts,
        nodes,
        iterations,
        interrupted,
    }
}

/// No cost lies between that of the worst layout and one that is less by a whole granularity.
fn bound(search: &LayoutSearch, incumbents: &Incumbents, proven: i128) -> i128 {
    let Some(worst) = incumbents.cutoff().map(floor) else {
        return proven;
    };
    let granularity = floor(search.handler.granularity());
    worst - worst.saturating_sub(proven).max(0) / granularity * granularity
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::{Budget, Watch};
    use crate::optimise::oracle::SmallProblem;
    use crate::optimise::search::median_handler::MedianHandler;
    use crate::optimise::search::nearest_rows::nearest_rows;
    use crate::optimise::search::site_state::{State, root_states};

    struct Heavy;

    impl NodeStart for Heavy {
        fn bytes(&self) -> u64 {
            1 << 20
        }
    }

    /// The most nodes of a round with so many MiB, in a search that divides by the first seven sites.
    fn most_together(mebibytes: u64) -> u64 {
        let small = SmallProblem::plane(20, 10, 1);
        let problem = small.problem();
        let tree = nearest_rows(&problem, 10);
        let handler = MedianHandler::new(&problem);
        let watch = Watch::start(Budget::default().in_memory(mebibytes << 20));
        let states = root_states(&problem);
        let search = LayoutSearch::new(&tree, states.clone(), 3, &handler, watch);
        let start = Arc::new(Heavy);
        let beginning = Beginning {
            incumbents: Incumbents::new(1),
            root: OpenNode { states, start },
            next: NextNode::LEAST_BOUND,
        };
        let divided = |node: OpenNode<Heavy>, limits: NodeLimits| {
            let mut solved = SolvedNode::nothing();
            let first = node.states.iter().position(|&state| state == State::Free);
            if let Some(site) = first.filter(|&site| site < 7) {
                solved.outcome = NodeOutcome::divided(&node.states, site, Heavy, limits.bound);
            }
            solved
        };
        let mut counts = Vec::new();
        let found = rounds(&search, beginning, divided, |so_far| {
            counts.push(so_far.nodes);
            Further::Layouts(Vec::new())
        });
        assert_eq!(found.nodes, (1 << 8) - 1);
        counts.push(found.nodes);
        counts.windows(2).map(|two| two[1] - two[0]).max().unwrap()
    }

    /// The nodes of a round are part of the memory.
    #[test]
    fn with_little_memory_a_round_has_few_nodes() {
        assert_eq!(most_together(1 << 10), ROUND as u64);
        assert_eq!(most_together(25), 4);
        assert_eq!(most_together(4), 1);
    }
}

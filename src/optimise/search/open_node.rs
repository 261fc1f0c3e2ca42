use super::layout_search::LayoutSearch;
use super::site_state::State;
use std::sync::Arc;

/// A part of all layouts: those with these sites open and those closed.
pub(crate) struct OpenNode<S> {
    pub(crate) states: Vec<State>,
    /// Where its relaxation begins, shared with the other parts of its parent.
    pub(crate) start: Arc<S>,
}

/// Where the relaxation of a node begins: what takes memory while the node waits.
pub(crate) trait NodeStart: Send + Sync {
    /// The memory that it takes, in bytes.
    fn bytes(&self) -> u64;
}

/// A bound of a node, costs that are of no interest any more, and a bound that is enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeLimits {
    pub(crate) bound: i128,
    pub(crate) cutoff: i128,
    pub(crate) target: i128,
}

/// What became of a node.
pub(crate) struct SolvedNode<S> {
    pub(crate) layouts: Vec<(u128, Vec<bool>)>,
    pub(crate) iterations: u64,
    /// Rows that the relaxation has walked over.
    pub(crate) walked: u64,
    pub(crate) outcome: NodeOutcome<S>,
}

pub(crate) enum NodeOutcome<S> {
    /// No layout of the node is of interest any more.
    Done,
    /// The bound is as good as was asked for.
    Pruned(i128),
    /// The parts of the node and their bounds.
    Branched(Vec<(i128, OpenNode<S>)>),
    /// There was no time for the node, which has this bound.
    Unsolved(i128, OpenNode<S>),
}

impl<S> Clone for OpenNode<S> {
    fn clone(&self) -> Self {
        Self {
            states: self.states.clone(),
            start: Arc::clone(&self.start),
        }
    }
}

impl<S> SolvedNode<S> {
    /// Before anything is known of it.
    pub(crate) const fn nothing() -> Self {
        Self {
            layouts: Vec::new(),
            iterations: 0,
            walked: 0,
            outcome: NodeOutcome::Done,
        }
    }

    /// Without time for it.
    pub(crate) fn unsolved(bound: i128, node: OpenNode<S>) -> Self {
        Self {
            outcome: NodeOutcome::Unsolved(bound, node),
            ..Self::nothing()
        }
    }

    /// Takes a layout that breaks no constraint. If a single one is wanted, what costs as much is of no interest
    /// any more.
    pub(crate) fn offer(
        &mut self,
        layout: Vec<bool>,
        search: &LayoutSearch,
        limits: &mut NodeLimits,
    ) {
        debug_assert_eq!(layout.iter().filter(|&&open| open).count(), search.centres);
        let Some(cost) = search.handler.cost(&layout) else {
            return;
        };
        if search.wanted == 1 {
            let (cutoff, target) = search.limits(cost);
            if cutoff < limits.cutoff {
                (limits.cutoff, limits.target) = (cutoff, target);
            }
        }
        self.layouts.push((cost, layout));
    }
}

impl<S> NodeOutcome<S> {
    /// Of a node of this bound: a part with the site open, and one with it closed.
    pub(crate) fn divided(states: &[State], site: usize, start: S, bound: i128) -> Self {
        let start = Arc::new(start);
        let part = |state| {
            let mut states = states.to_vec();
            states[site] = state;
            let start = Arc::clone(&start);
            (bound, OpenNode { states, start })
        };
        Self::Branched(vec![part(State::Open), part(State::Closed)])
    }
}

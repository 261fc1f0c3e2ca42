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

/// What became of a node.
pub(crate) struct SolvedNode<S> {
    pub(crate) layouts: Vec<(u128, Vec<bool>)>,
    pub(crate) iterations: u64,
    pub(crate) outcome: NodeOutcome<S>,
}

pub(crate) enum NodeOutcome<S> {
    /// No layout of the node is of interest any more.
    Done,
    /// The bound is as good as was asked for.
    Pruned(i128),
    /// The parts of the node and their bounds.
    Branched(Vec<(i128, OpenNode<S>)>),
}

impl<S> SolvedNode<S> {
    /// Before anything is known of it.
    pub(crate) const fn nothing() -> Self {
        Self {
            layouts: Vec::new(),
            iterations: 0,
            outcome: NodeOutcome::Done,
        }
    }
}

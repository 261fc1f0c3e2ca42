use super::incumbents::Incumbents;
use super::interchange::interchange;
use super::iterated_search::{PART, better_layout};
use super::layout_search::{FoundLayouts, LayoutSearch};
use super::node::solve;
use super::open_node::OpenNode;
use super::rounds::{Beginning, Further, NextNode, SoFar, rounds};
use super::site_state::State;
use super::warm_start::WarmStart;
use std::sync::Arc;

/// Branch and bound over the layouts of a search, from these layouts as the best so far, best bound first.
pub(crate) fn branch_and_bound(search: &LayoutSearch, known: Vec<Vec<bool>>) -> FoundLayouts {
    let greedy = search.greedy();
    let mut incumbents = Incumbents::new(search.wanted);
    incumbents.offer_all(search.handler, improved(search, known));
    incumbents.offer_all(search.handler, vec![greedy.clone()]);
    let best = incumbents.layouts.first().map_or(&greedy, |(_, open)| open);
    let start = WarmStart::from_layout(search.tree, &search.states, best, search.watch);
    let beginning = Beginning {
        root: OpenNode {
            states: search.states.clone(),
            start: Arc::new(start),
        },
        incumbents,
        next: NextNode::LEAST_BOUND,
    };
    let mut next = 0;
    // Whenever the search takes twice as long as when it last looked for a better layout.
    let further = |so_far: SoFar| {
        let spent = so_far.walked;
        if spent < next || search.wanted > 1 {
            return Further::Layouts(Vec::new());
        }
        let is_first = next == 0;
        next = 2 * spent;
        let better = so_far
            .best
            .filter(|_| !is_first)
            .and_then(|best| better_layout(search, best, spent / PART, so_far.nodes));
        Further::Layouts(better.into_iter().collect())
    };
    let solved = |node, limits| solve(node, search, limits);
    rounds(search, beginning, solved, further)
}

/// Layouts, and what interchange makes of them.
fn improved(search: &LayoutSearch, known: Vec<Vec<bool>>) -> Vec<Vec<bool>> {
    let free: Vec<bool> = search.states.iter().map(|&s| s == State::Free).collect();
    let mut all = Vec::with_capacity(2 * known.len() + 1);
    for layout in known {
        let mut open = layout.clone();
        interchange(search.tree, &free, &free, &mut open, search.watch);
        all.push(layout);
        all.push(open);
    }
    all
}

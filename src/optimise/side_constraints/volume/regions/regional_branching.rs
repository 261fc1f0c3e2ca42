use super::regional_search::RegionalSearch;
use super::solved_root::SolvedRoot;
use crate::optimise::search::incumbents::Incumbents;
use crate::optimise::search::layout_search::{FoundLayouts, LayoutSearch, ceil, floor};
use crate::optimise::search::rounds::{Beginning, Further, NextNode, SoFar, rounds};

/// Which node is solved next.
const NEXT: NextNode = NextNode {
    dives: 1,
    many_waiting: 400,
};

/// What a layout may cost beyond the bound of the root in a first search, as a part of it, and how much more in
/// every further search.
const BEYOND: f64 = 0.008;

/// Searches before the one for whatever is better than the best that is known.
const SEARCHES: u32 = 5;

/// What is asked of others on the way.
pub(crate) struct Others<M, F> {
    /// Further layouts, if the root does not decide.
    pub(crate) more: M,
    /// The best of all layouts, if they are so few that all can be looked at, and if it costs less than this one,
    /// which is known; if many nodes do not decide. `None` if that is not possible.
    pub(crate) best_of_few: F,
}

/// Nodes after which it is asked whether there are few layouts.
const MANY_NODES: u64 = if cfg!(test) { 2 } else { 128 };

/// Searches from these layouts as the best so far.
///
/// Where the best layout that is known costs much more than the bound of the root, layouts close to the bound are
/// looked for first: the less a layout may cost, the fewer sets of sites are left.
pub(crate) fn search_regions<M, F>(
    regional: &RegionalSearch,
    known: Vec<Vec<bool>>,
    others: Others<M, F>,
) -> FoundLayouts
where
    M: FnOnce() -> Vec<Vec<bool>>,
    F: FnOnce(Option<&[bool]>) -> Option<Vec<Vec<bool>>>,
{
    let search = regional.search;
    let mut best = Incumbents::new(1);
    best.offer_all(search.handler, known);
    let root = SolvedRoot::new(regional, &mut best);
    let root_bound = root.bound();
    if root_bound.is_some() {
        best.offer_all(search.handler, (others.more)());
    }
    let mut all = FoundLayouts {
        layouts: Vec::new(),
        bound: 0,
        nodes: 0,
        iterations: root.iterations,
        interrupted: None,
    };
    let (mut best_of_few, mut is_decided) = (Some(others.best_of_few), false);
    let mut below = ceil(root_bound.unwrap_or(0));
    let step = part_of(below);
    for number in 0..=SEARCHES {
        below = below.saturating_add(step);
        let is_near = |cost: u128| cost <= below.saturating_add(step / 2);
        let is_last =
            number == SEARCHES || root_bound.is_none() || best.cutoff().is_some_and(is_near);
        let within = LayoutSearch {
            states: search.states.clone(),
            below: if is_last {
                search.below
            } else {
                below.min(search.below)
            },
            most_nodes: search.most_nodes.saturating_sub(all.nodes),
            ..*search
        };
        let mut incumbents = Incumbents::new(1);
        if is_last {
            incumbents.layouts.clone_from(&best.layouts);
        }
        let beginning = Beginning {
            incumbents,
            root: root.node.clone(),
            next: NEXT,
        };
        let known = best.layouts.first().map(|(_, open)| open.clone());
        let nodes = all.nodes;
        let further = |so_far: SoFar| {
            let ask = best_of_few.take_if(|_| nodes + so_far.nodes >= MANY_NODES);
            let known = so_far.best.or(known.as_deref());
            let better = ask.and_then(|best_of_few| best_of_few(known));
            is_decided |= better.is_some();
            better.map_or(Further::Layouts(Vec::new()), Further::Decided)
        };
        let solve = |node, limits| root.solve(node, regional, limits);
        let found = rounds(&within, beginning, solve, further);
        for (cost, open) in found.layouts {
            best.offer(cost, open);
        }
        all.nodes += found.nodes;
        all.iterations += found.iterations;
        all.bound = if is_decided {
            best.cutoff().unwrap_or(u128::MAX)
        } else {
            all.bound.max(found.bound.min(within.below))
        };
        all.interrupted = found.interrupted;
        let is_proven =
            |cost: u128| cost < within.below || search.limits(cost).1 <= floor(all.bound);
        if is_last
            || is_decided
            || found.interrupted.is_some()
            || best.cutoff().is_some_and(is_proven)
            || all.nodes >= search.most_nodes
        {
            break;
        }
    }
    all.layouts = best.layouts;
    all
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of a cost is a cost"
)]
fn part_of(cost: u128) -> u128 {
    (cost as f64 * BEYOND) as u128 + 1
}

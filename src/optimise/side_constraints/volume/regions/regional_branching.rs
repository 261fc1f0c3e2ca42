use super::merged_points::MergedPoints;
use super::multipliers::Multipliers;
use super::regional_node::{RegionalStart, solve};
use super::regional_search::RegionalSearch;
use crate::optimise::search::incumbents::Incumbents;
use crate::optimise::search::layout_search::FoundLayouts;
use crate::optimise::search::open_node::OpenNode;
use crate::optimise::search::rounds::{Beginning, NextNode, rounds};
use crate::optimise::search::site_state::State;
use std::sync::Arc;

/// Which node is solved next.
const NEXT: NextNode = NextNode {
    dives: 1,
    many_waiting: 400,
};

/// Searches from these layouts as the best so far; `more` finds further ones, and is asked if the root
/// does not decide.
pub(crate) fn search_regions(
    regional: &RegionalSearch,
    known: Vec<Vec<bool>>,
    more: impl FnOnce() -> Vec<Vec<bool>>,
) -> FoundLayouts {
    let mut incumbents = Incumbents::new(1);
    incumbents.offer_all(regional.search.handler, known);
    let beginning = Beginning {
        incumbents,
        root: root(regional),
        next: NEXT,
    };
    let mut more = Some(more);
    let further = |nodes| {
        let more = more.take_if(|_| nodes > 0);
        more.map_or_else(Vec::new, |more| more())
    };
    let solved = |node, limits| solve(node, regional, limits);
    rounds(regional.search, beginning, solved, further)
}

fn root(regional: &RegionalSearch) -> OpenNode<RegionalStart> {
    let of_site = |&site: &usize| regional.search.states[site];
    let states: Vec<State> = regional.order.sites.iter().map(of_site).collect();
    let points = MergedPoints::new(&regional.order, regional.nearest, &regional.caps);
    // A group is worth its third time, to begin with.
    let third = |group: usize| {
        let third = points.range(group).take(3).next_back();
        third.map_or(0.0, |place| {
            points.cost[place] / points.demand[group] as f64
        })
    };
    let worth: Vec<f64> = (0..points.len()).map(third).collect();
    let (merged, group) = points.reduced(&states, &worth, &mut vec![false; states.len()]);
    let part = regional.search.centres as f64 / states.len().max(1) as f64;
    OpenNode {
        start: Arc::new(RegionalStart {
            merged,
            regions: Vec::new(),
            multipliers: Multipliers {
                group,
                price: regional.prices.clone(),
                pull: Vec::new(),
            },
            likely: vec![part; states.len()],
            rounds: 0,
        }),
        states,
    }
}

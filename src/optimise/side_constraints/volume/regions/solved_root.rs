use super::merged_points::MergedPoints;
use super::multipliers::Multipliers;
use super::regional_node::{RegionalStart, solve};
use super::regional_search::RegionalSearch;
use crate::optimise::search::incumbents::Incumbents;
use crate::optimise::search::layout_search::floor;
use crate::optimise::search::open_node::{NodeLimits, NodeOutcome, OpenNode, SolvedNode};
use crate::optimise::search::site_state::State;
use std::sync::Arc;

/// The root, solved once for all searches.
pub(crate) struct SolvedRoot {
    /// As every search begins.
    pub(crate) node: OpenNode<RegionalStart>,
    outcome: RootOutcome,
    pub(crate) iterations: u64,
}

enum RootOutcome {
    Done,
    Pruned(i128),
    /// The parts and their bounds.
    Divided(Vec<(i128, OpenNode<RegionalStart>)>),
}

impl SolvedRoot {
    /// Better layouts that are found are offered to the best.
    pub(crate) fn new(regional: &RegionalSearch, best: &mut Incumbents) -> Self {
        let search = regional.search;
        let below = floor(search.below);
        let limits = |cost| search.limits(cost);
        let (cutoff, target) = best.cutoff().map_or((below, below), limits);
        let limits = NodeLimits {
            bound: floor(search.tree.base),
            cutoff,
            target,
        };
        let node = root(regional);
        let solved = if search.watch.is_over() {
            SolvedNode::unsolved(limits.bound, node.clone())
        } else {
            solve(node.clone(), regional, limits)
        };
        for (cost, open) in solved.layouts {
            best.offer(cost, open);
        }
        Self {
            node,
            outcome: match solved.outcome {
                NodeOutcome::Done => RootOutcome::Done,
                NodeOutcome::Pruned(bound) => RootOutcome::Pruned(bound),
                NodeOutcome::Branched(parts) => RootOutcome::Divided(parts),
                NodeOutcome::Unsolved(bound, node) => RootOutcome::Divided(vec![(bound, node)]),
            },
            iterations: solved.iterations,
        }
    }

    /// The least that a layout costs of those that it leaves; `None` if it leaves none.
    pub(crate) fn bound(&self) -> Option<i128> {
        match &self.outcome {
            RootOutcome::Done | RootOutcome::Pruned(_) => None,
            RootOutcome::Divided(parts) => parts.iter().map(|&(bound, _)| bound).min(),
        }
    }

    /// A node of a search that begins here, or what is known of the root.
    pub(crate) fn solve(
        &self,
        node: OpenNode<RegionalStart>,
        regional: &RegionalSearch,
        limits: NodeLimits,
    ) -> SolvedNode<RegionalStart> {
        if !Arc::ptr_eq(&node.start, &self.node.start) || node.states != self.node.states {
            return solve(node, regional, limits);
        }
        SolvedNode {
            outcome: match &self.outcome {
                RootOutcome::Done => NodeOutcome::Done,
                RootOutcome::Pruned(bound) => NodeOutcome::Pruned(*bound),
                RootOutcome::Divided(parts) => NodeOutcome::Branched(parts.clone()),
            },
            ..SolvedNode::nothing()
        }
    }
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

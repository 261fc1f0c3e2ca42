use super::merged_points::MergedPoints;
use super::multipliers::Multipliers;
use super::regional_node::{Outcome, RegionalNode, RegionalStart};
use super::regional_search::RegionalSearch;
use crate::optimise::search::incumbents::Incumbents;
use crate::optimise::search::layout_search::{FoundLayouts, ceil, floor};
use crate::optimise::search::site_state::State;
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Nodes that are solved side by side: a fixed number, so that the search does not depend on threads.
const ROUND: usize = 8;

/// How many of them are those in which most is decided: they lead to layouts soon.
const DIVES: usize = 1;

/// Nodes after which it is worth to look longer for better layouts.
const FEW_NODES: u64 = 9;

/// With more nodes waiting than this, the latest are solved first, to keep them few.
const MANY_WAITING: usize = 400;

impl RegionalSearch<'_> {
    fn root(&self) -> RegionalNode {
        let of_site = |&site: &usize| self.search.states[site];
        let states: Vec<State> = self.order.sites.iter().map(of_site).collect();
        let points = MergedPoints::new(&self.order, self.nearest, &self.caps);
        // A group is worth its third time, to begin with.
        let third = |group: usize| {
            let third = points.range(group).take(3).next_back();
            third.map_or(0.0, |place| {
                points.cost[place] / points.demand[group] as f64
            })
        };
        let worth: Vec<f64> = (0..points.len()).map(third).collect();
        let (merged, group) = points.reduced(&states, &worth, &mut vec![false; states.len()]);
        let part = self.search.centres as f64 / states.len().max(1) as f64;
        RegionalNode {
            start: Arc::new(RegionalStart {
                merged,
                regions: Vec::new(),
                multipliers: Multipliers {
                    group,
                    price: self.prices.clone(),
                    pull: Vec::new(),
                },
                likely: vec![part; states.len()],
            }),
            states,
        }
    }

    /// Searches from these layouts as the best so far; `more` finds further ones, and is asked if the first
    /// nodes do not decide.
    pub(crate) fn run(
        &self,
        known: Vec<Vec<bool>>,
        more: impl FnOnce() -> Vec<Vec<bool>>,
    ) -> FoundLayouts {
        let mut more = Some(more);
        let search = self.search;
        let mut incumbents = Incumbents::new(1);
        for open in known {
            if let Some(cost) = search.handler.cost(&open) {
                incumbents.offer(cost, open);
            }
        }
        let (mut nodes, mut iterations, mut sequence) = (0, 0, 0_u64);
        let mut given_up = i128::MAX;
        let mut interrupted = None;
        let mut waiting = BinaryHeap::new();
        waiting.push(Waiting {
            bound: floor(search.tree.base),
            sequence,
            node: self.root(),
        });
        while !waiting.is_empty() {
            let least = incumbents.cutoff();
            if least
                .zip(search.enough)
                .is_some_and(|(least, enough)| least <= enough)
            {
                break;
            }
            interrupted = search.watch.interruption();
            if interrupted.is_some() || nodes >= search.most_nodes {
                break;
            }
            if nodes >= FEW_NODES
                && let Some(more) = more.take()
            {
                for open in more() {
                    if let Some(cost) = search.handler.cost(&open) {
                        incumbents.offer(cost, open);
                    }
                }
            }
            let least = incumbents.cutoff();
            let (cutoff, target) = least.map_or((i128::MAX, i128::MAX), |cost| search.limits(cost));
            let mut batch = Vec::with_capacity(ROUND);
            while batch.len() < ROUND
                && let Some(Waiting { bound, node, .. }) =
                    next(&mut waiting, batch.len() >= ROUND - DIVES)
            {
                if bound >= target {
                    given_up = given_up.min(bound);
                } else {
                    batch.push((bound, node));
                }
            }
            let solved: Vec<_> = batch
                .into_par_iter()
                .map(|(bound, node)| node.solve(self, bound, cutoff, target))
                .collect();
            for node in solved {
                nodes += 1;
                iterations += node.iterations;
                for (cost, open) in node.layouts {
                    incumbents.offer(cost, open);
                }
                match node.outcome {
                    Outcome::Done => {}
                    Outcome::Pruned(bound) => given_up = given_up.min(bound),
                    Outcome::Branched(parts) => {
                        for (bound, node) in parts {
                            sequence += 1;
                            waiting.push(Waiting {
                                bound,
                                sequence,
                                node,
                            });
                        }
                    }
                }
            }
        }
        let unsolved = waiting.iter().map(|waiting| waiting.bound).min();
        let mut bound = unsolved.unwrap_or(i128::MAX).min(given_up);
        if let Some(worst) = incumbents.cutoff().map(floor) {
            // No cost lies between this one and one that is less by a whole granularity.
            let granularity = floor(search.handler.granularity());
            bound = worst - worst.saturating_sub(bound).max(0) / granularity * granularity;
        }
        FoundLayouts {
            bound: ceil(bound),
            layouts: incumbents.layouts,
            nodes,
            iterations,
            interrupted,
        }
    }
}

/// The node to solve next: the one with the least bound or, to find layouts and where too many wait, the one in
/// which most is decided.
fn next(waiting: &mut BinaryHeap<Waiting>, dives: bool) -> Option<Waiting> {
    if !dives && waiting.len() <= MANY_WAITING {
        return waiting.pop();
    }
    let mut all = std::mem::take(waiting).into_vec();
    let decided = |waiting: &Waiting| {
        let states = waiting.node.states.iter();
        states.filter(|&&state| state != State::Free).count()
    };
    let deepest = (0..all.len()).max_by_key(|&place| {
        let node = &all[place];
        (decided(node), Reverse((node.bound, node.sequence)))
    });
    let deepest = deepest.map(|place| all.swap_remove(place));
    *waiting = all.into();
    deepest
}

/// A node that is not solved yet; the greatest is the one with the least bound, of equals the oldest.
struct Waiting {
    bound: i128,
    sequence: u64,
    node: RegionalNode,
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

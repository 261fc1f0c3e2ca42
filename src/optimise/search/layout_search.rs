use super::constraint_handler::ConstraintHandler;
use super::cover_tree::CoverTree;
use super::gap::{Proof, SearchObjective};
use super::greedy::add_greedily;
use super::interchange::interchange;
use super::site_state::State;
use crate::optimise::budget::{Interruption, Watch};

/// A search for the best layouts with a given number of centres.
pub(crate) struct LayoutSearch<'a> {
    pub(crate) tree: &'a CoverTree,
    pub(crate) states: Vec<State>,
    pub(crate) centres: usize,
    /// How many of the best layouts are wanted.
    pub(crate) wanted: usize,
    pub(crate) handler: &'a dyn ConstraintHandler,
    /// Only layouts that cost less are of interest.
    pub(crate) below: u128,
    /// A layout that costs no more ends the search.
    pub(crate) enough: Option<u128>,
    /// Whether weights may be lowered to what a layout of interest can pay at most. Not where all
    /// that matters is whether anything is missed: a large weight then proves more.
    pub(crate) capped: bool,
    /// Nodes after which the search ends without a proof.
    pub(crate) most_nodes: u64,
    pub(crate) watch: Watch<'a>,
}

/// What a search found.
#[derive(Debug)]
pub(crate) struct FoundLayouts {
    /// The best layouts, best first, with their cost.
    pub(crate) layouts: Vec<(u128, Vec<bool>)>,
    /// No layout that is not in `layouts` costs less; with one layout wanted, none at all.
    pub(crate) bound: u128,
    pub(crate) nodes: u64,
    pub(crate) iterations: u64,
    pub(crate) interrupted: Option<Interruption>,
}

impl FoundLayouts {
    /// Without what the search adds to every cost.
    pub(crate) fn without(self, excess: u128) -> Self {
        let layouts = self.layouts.into_iter();
        Self {
            layouts: layouts.map(|(cost, open)| (cost - excess, open)).collect(),
            bound: self.bound.saturating_sub(excess),
            ..self
        }
    }

    /// What is proven about a layout with this cost: the best, or the last of several.
    pub(crate) fn proof(&self, cost: u128, objective: SearchObjective, watch: Watch) -> Proof {
        objective.proof(cost, self.bound, watch.gap(), self.interrupted)
    }
}

impl<'a> LayoutSearch<'a> {
    /// For the best layout with this many centres, whatever it costs.
    pub(crate) fn new(
        tree: &'a CoverTree,
        states: Vec<State>,
        centres: usize,
        handler: &'a dyn ConstraintHandler,
        watch: Watch<'a>,
    ) -> Self {
        Self {
            tree,
            states,
            centres,
            wanted: 1,
            handler,
            below: u128::MAX,
            enough: None,
            capped: true,
            most_nodes: u64::MAX,
            watch,
        }
    }

    /// Costs that are of no interest once there are layouts of this one, and bounds that are good
    /// enough to go no further.
    pub(crate) fn limits(&self, cost: u128) -> (i128, i128) {
        // A better layout is better by a whole granularity.
        let granularity = self.handler.granularity();
        let objective = self.handler.objective();
        // A gap is a part of the best that is known, which may be what layouts must cost less than.
        let best = cost.min(self.below);
        let slack = objective.map_or(0, |o| o.slack(best, self.watch.gap(), granularity));
        let cutoff = (floor(cost) + 1 - floor(granularity)).min(floor(self.below));
        (cutoff, cutoff.saturating_sub(floor(slack)))
    }

    /// The greedy layout, improved by interchange.
    pub(crate) fn greedy(&self) -> Vec<bool> {
        let free: Vec<bool> = self.states.iter().map(|&s| s == State::Free).collect();
        let mut open: Vec<bool> = self.states.iter().map(|&s| s == State::Open).collect();
        add_greedily(self.tree, &free, &mut open, self.centres, self.watch);
        interchange(self.tree, &free, &free, &mut open, self.watch);
        open
    }
}

/// Costs are far below 2¹²⁷.
pub(crate) fn floor(cost: u128) -> i128 {
    i128::try_from(cost).unwrap_or(i128::MAX)
}

pub(crate) fn ceil(bound: i128) -> u128 {
    u128::try_from(bound.max(0)).unwrap_or(0)
}

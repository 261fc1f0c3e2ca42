use super::budget::Watch;
use super::status::Status;
use crate::model::SiteIndex;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::gap::{Proof, SearchObjective};
use crate::optimise::search::layout_search::FoundLayouts;
use crate::optimise::search::site_state::to_sites;
use crate::units::{Demand, DemandMinutes};

/// A layout, what it is worth, and how good any layout could be at best.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution<V> {
    /// What is proven.
    pub status: Status,
    /// The sites of the layout, ascending; kept sites included.
    pub sites: Vec<SiteIndex>,
    /// The objective, computed from the problem's own times and demand, exactly.
    pub value: V,
    /// No layout is better than this: a lower bound of what is minimised, an upper bound of what
    /// is maximised.
    pub bound: V,
    /// Difference of value and bound, in per cent of the value: 0 where they are equal, and 100
    /// where the value alone is 0.
    pub gap_percent: f64,
    /// Nodes of the search tree that were solved.
    pub nodes: u64,
    /// Iterations of the relaxation, or pivots, over all nodes.
    pub iterations: u64,
    /// Wall-clock time.
    pub seconds: f64,
}

impl<V> Solution<V> {
    /// With its value and bound, and what is proven of them.
    pub(super) fn from_proof(
        proof: Proof,
        sites: Vec<SiteIndex>,
        [value, bound]: [V; 2],
        (nodes, iterations): (u64, u64),
        watch: Watch,
    ) -> Self {
        Self {
            status: proof.status,
            sites,
            value,
            bound,
            gap_percent: proof.gap_percent,
            nodes,
            iterations,
            seconds: watch.seconds(),
        }
    }

    /// The same layout after an earlier search, with its value and bound as a part of more.
    pub(super) fn after<W>(
        self,
        (nodes, iterations): (u64, u64),
        watch: Watch,
        value: impl FnOnce(V) -> W,
        bound: impl FnOnce(V) -> W,
    ) -> Solution<W> {
        Solution {
            status: self.status,
            sites: self.sites,
            value: value(self.value),
            bound: bound(self.bound),
            gap_percent: self.gap_percent,
            nodes: nodes + self.nodes,
            iterations: iterations + self.iterations,
            seconds: watch.seconds(),
        }
    }
}

impl<V: Copy + PartialEq + std::fmt::Debug> Solution<V> {
    /// The best layout of a search that found one; its value computed from the problem again.
    pub(super) fn from_search(
        found: &FoundLayouts,
        objective: SearchObjective,
        watch: Watch,
        value: impl Fn(&[SiteIndex]) -> V,
        from_raw: impl Fn(u128) -> V,
    ) -> Self {
        let (cost, open) = &found.layouts[0];
        let sites = to_sites(open);
        let value = value(&sites);
        debug_assert_eq!(value, from_raw(objective.value(*cost)), "a cost is a value");
        let proof = found.proof(*cost, objective, watch);
        let both = [value, from_raw(proof.bound)];
        Self::from_proof(proof, sites, both, (found.nodes, found.iterations), watch)
    }
}

impl Solution<Demand> {
    /// The best layout of a search for the most of a demand.
    pub(super) fn from_demand_search(
        found: &FoundLayouts,
        demand: Demand,
        watch: Watch,
        value: impl Fn(&[SiteIndex]) -> Demand,
    ) -> Self {
        let from_raw = |raw| Demand::from_millionths(u64::try_from(raw).unwrap_or(u64::MAX));
        let objective = SearchObjective::most_of(demand);
        Self::from_search(found, objective, watch, value, from_raw)
    }
}

impl Solution<DemandMinutes> {
    /// The best layout of a search for the least objective of the p-median.
    pub(super) fn from_median_search(
        problem: &LocationProblem,
        found: &FoundLayouts,
        objective: SearchObjective,
        watch: Watch,
    ) -> Self {
        let value = |sites: &[SiteIndex]| problem.objective(sites);
        Self::from_search(found, objective, watch, value, DemandMinutes::from_raw)
    }
}

use super::equity_costs::EquityCosts;
use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::layout_search::{FoundLayouts, LayoutSearch, floor};
use crate::optimise::search::priced_rows::PricedRows;
use crate::optimise::search::site_state::{State, to_sites};
use rayon::prelude::*;

/// The rows of a measure, and those of the mean.
pub(super) struct MeasureRows {
    pub(super) measure: CoverTree,
    pub(super) mean: CoverTree,
}

/// A search for the least inequality of layouts within the limit of the mean.
pub(super) struct EquitySearch<'a> {
    pub(super) problem: &'a LocationProblem<'a>,
    pub(super) centres: usize,
    pub(super) costs: &'a EquityCosts<'a>,
    pub(super) watch: Watch<'a>,
    pub(super) states: Vec<State>,
}

/// Prices of the mean in the bound, in 32nds of what the mean itself would cost; the last leaves little but the
/// mean.
const PRICES: [u128; 7] = [0, 8, 16, 32, 64, 128, 1_024];

impl EquitySearch<'_> {
    pub(super) fn objective(&self, excess: u128) -> SearchObjective {
        SearchObjective::Least {
            constant: self.costs.constant() + excess,
        }
    }

    /// The best layouts by exchanges of one site, each time the best of all, within the limit of the mean.
    pub(super) fn improved(&self, mut sites: Vec<SiteIndex>) -> Vec<SiteIndex> {
        let is_free = |site: &SiteIndex| self.states[site.get()] == State::Free;
        let candidates = self.problem.open_sites();
        let mut cost = self.costs.of(&sites);
        while !self.watch.is_over() {
            let outs = (0..sites.len()).filter(|&place| is_free(&sites[place]));
            let into = candidates.iter().filter(|&site| !sites.contains(site));
            let swaps: Vec<_> = outs
                .flat_map(|out| into.clone().map(move |&into| (out, into)))
                .collect();
            let swapped = |&(out, into): &(usize, _)| {
                let mut sites = sites.clone();
                sites[out] = into;
                sites.sort_unstable();
                sites
            };
            let best = swaps
                .par_iter()
                .filter(|_| !self.watch.is_over())
                .filter_map(|swap| {
                    let sites = swapped(swap);
                    Some((self.costs.of(&sites)?, sites))
                })
                .min();
            match best {
                Some((better, other)) if cost.is_none_or(|cost| better < cost) => {
                    (cost, sites) = (Some(better), other);
                }
                _ => break,
            }
        }
        sites
    }

    /// The best layout, without any excess, from some within the limit.
    pub(super) fn found(&self, rows: &MeasureRows, mut known: Vec<Vec<bool>>) -> FoundLayouts {
        let (mut nodes, mut iterations) = (0, 0);
        let mut best: Option<(i128, u128)> = None;
        for price in PRICES {
            if best.is_some() && self.watch.is_over() {
                break;
            }
            let root = self.at_price(rows, price, known, 1);
            (nodes, iterations) = (nodes + root.nodes, iterations + root.iterations);
            let bound = floor(root.bound);
            if best.is_none_or(|(highest, _)| bound > highest) {
                best = Some((bound, price));
            }
            known = root.layouts.into_iter().map(|(_, open)| open).collect();
        }
        let (highest, price) = best.unwrap_or_default();
        let found = self.at_price(rows, price, known, u64::MAX);
        FoundLayouts {
            bound: found.bound.max(highest.max(0).unsigned_abs()),
            nodes: nodes + found.nodes,
            iterations: iterations + found.iterations,
            ..found
        }
    }

    fn at_price(
        &self,
        rows: &MeasureRows,
        price: u128,
        known: Vec<Vec<bool>>,
        most_nodes: u64,
    ) -> FoundLayouts {
        let sites = self.problem.matrix().sites();
        let price = price * self.costs.people.all * self.costs.scale / 32;
        let limit = self.costs.limit;
        let rows = PricedRows::new(&rows.measure, &rows.mean, sites, limit, price, self.watch);
        let handler = EquityHandler {
            costs: self.costs,
            excess: rows.excess,
            objective: self.objective(rows.excess),
        };
        let search = LayoutSearch {
            most_nodes,
            ..LayoutSearch::new(
                &rows.tree,
                self.states.clone(),
                self.centres,
                &handler,
                self.watch,
            )
        };
        branch_and_bound(&search, known).without(rows.excess)
    }
}

/// What layouts within the limit of the mean cost by the measure.
struct EquityHandler<'a> {
    costs: &'a EquityCosts<'a>,
    excess: u128,
    objective: SearchObjective,
}

impl ConstraintHandler for EquityHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        Some(self.costs.of(&to_sites(open))? + self.excess)
    }

    fn objective(&self) -> Option<SearchObjective> {
        Some(self.objective)
    }
}

use super::spending_limit::SpendingLimit;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cut::Cut;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::site_state::{State, to_sites};
use crate::units::SiteCost;

/// Demand × time of layouts that can be afforded.
pub(crate) struct SpendingHandler<'a> {
    pub(crate) median: MedianHandler<'a>,
    pub(crate) limit: &'a SpendingLimit,
    pub(crate) centres: usize,
    /// What the dearest candidate costs, in thousandths.
    pub(crate) dearest: u64,
}

impl SpendingHandler<'_> {
    /// How much less than the dearest a site costs.
    fn saves(&self, site: usize) -> u64 {
        self.dearest
            .saturating_sub(self.limit.of_site[site].thousandths())
    }

    /// What is left for free sites, and how many of them there are to be; none where nothing is left or none
    /// is to be.
    fn left(&self, states: &[State]) -> Option<(u64, usize)> {
        let open = (0..states.len()).filter(|&site| states[site] == State::Open);
        let (mut spent, mut centres) = (0_u64, 0);
        for site in open {
            spent = spent.saturating_add(self.limit.of_site[site].thousandths());
            centres += 1;
        }
        let left = self.limit.available.thousandths().checked_sub(spent)?;
        Some((left, self.centres.checked_sub(centres)?))
    }

    /// What free sites cost, ascending.
    fn prices(&self, states: &[State]) -> Vec<u64> {
        let free = (0..states.len()).filter(|&site| states[site] == State::Free);
        let mut prices: Vec<u64> = free
            .map(|site| self.limit.of_site[site].thousandths())
            .collect();
        prices.sort_unstable();
        prices
    }
}

/// Of the first few.
fn sum(prices: &[u64], few: usize) -> u64 {
    let few = prices.iter().take(few);
    few.fold(0, |sum, &price| sum.saturating_add(price))
}

impl ConstraintHandler for SpendingHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        if self.limit.spent(&to_sites(open)) > self.limit.available {
            return None;
        }
        self.median.cost(open)
    }

    fn granularity(&self) -> u128 {
        self.median.granularity()
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.median.objective()
    }

    /// Closes what is too dear beside the cheapest others.
    fn propagate(&self, states: &mut [State]) {
        let Some((left, wanted)) = self.left(states).filter(|&(_, wanted)| wanted > 0) else {
            return;
        };
        let prices = self.prices(states);
        let others = sum(&prices, wanted - 1);
        for (state, cost) in states.iter_mut().zip(&self.limit.of_site) {
            // A cheap site is one of the cheapest others itself, and then costs no more than they do.
            if *state == State::Free && cost.thousandths().saturating_add(others) > left {
                let rank = prices.partition_point(|&price| price < cost.thousandths());
                if rank + 1 >= wanted {
                    *state = State::Closed;
                }
            }
        }
    }

    fn is_infeasible(&self, states: &[State]) -> bool {
        let Some((left, wanted)) = self.left(states) else {
            return true;
        };
        let prices = self.prices(states);
        prices.len() < wanted || sum(&prices, wanted) > left
    }

    /// The budget as a row: the open sites together cost enough less than if each was the dearest.
    fn separate_cuts(&self, y: &[f64]) -> Vec<Cut> {
        let all = u128::from(self.dearest) * self.centres as u128;
        let needed = all.saturating_sub(u128::from(self.limit.available.thousandths()));
        let Ok(needed @ 1..) = u64::try_from(needed) else {
            return Vec::new();
        };
        let saved: f64 = (0..y.len())
            .map(|site| self.saves(site) as f64 * y[site])
            .sum();
        if saved >= needed as f64 * (1.0 - 1e-6) {
            return Vec::new();
        }
        let amounts = (0_u16..).zip(0..y.len());
        let amounts = amounts.map(|(site, place)| (site, self.saves(place).min(needed)));
        vec![Cut::new(amounts.filter(|&(_, amount)| amount > 0), needed)]
    }

    /// The dearest free site of a layout that cannot be afforded.
    fn branching_candidate(&self, open: &[bool], states: &[State]) -> Option<usize> {
        if self.limit.spent(&to_sites(open)) <= self.limit.available {
            return None;
        }
        let free = (0..states.len()).filter(|&site| open[site] && states[site] == State::Free);
        let cost = |site: usize| -> SiteCost { self.limit.of_site[site] };
        free.max_by_key(|&site| (cost(site), std::cmp::Reverse(site)))
    }
}

use super::handler::SpendingHandler;
use super::spending_limit::SpendingLimit;
use crate::optimise::budget::{Budget, Interruption, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::costs::least_mean;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cover_tree::{CoverTree, ROOT};
use crate::optimise::search::layout_search::{FoundLayouts, LayoutSearch};
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::optimise::search::price_search::lowest_price;
use crate::optimise::search::priced_rows::PricedRows;
use crate::optimise::search::site_state::{from_sites, root_states, to_sites};
use crate::optimise::search::tree_builder::TreeBuilder;
use crate::optimise::solution::Solution;
use crate::units::DemandMinutes;
use std::cmp::Reverse;
use std::ops::RangeInclusive;

/// The layout with the least demand-weighted mean time that can be afforded, of any number of centres in a
/// range, without sites that make it no better.
///
/// ```text
/// min_S  Σ_i demand_i · min_{j ∈ S} time_ij
/// s.t.   Σ_{j ∈ S} cost_j ≤ available,   |S| in `centres`,   kept ⊆ S ⊆ candidates
/// ```
///
/// One search per number of centres, the largest first. More centres are never worse without the limit, so
/// that the search ends at the first number whose p-median is no better than what has been found. The limit is
/// a row of the relaxation, and has a price at which the p-median of times and costs keeps to it.
///
/// # Errors
///
/// No layout of so many centres can be afforded: [`NoSolution::Unaffordable`], with the cheapest.
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, SpendingLimit, p_median_within_budget};
/// use catchment::units::{Demand, SiteCost, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
/// let cost = |amount| SiteCost::try_new(amount);
/// let limit = SpendingLimit {
///     of_site: vec![cost(3.0)?, cost(1.0)?, cost(2.0)?],
///     available: cost(4.0)?,
/// };
/// let best = p_median_within_budget(&problem, &limit, 1..=3, Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(0), SiteIndex(1)], "the two ends would cost 5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
///
/// The limit does not have one cost for every site of the matrix.
pub fn p_median_within_budget(
    problem: &LocationProblem,
    limit: &SpendingLimit,
    centres: RangeInclusive<usize>,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    assert_eq!(
        limit.of_site.len(),
        problem.matrix().sites(),
        "one cost per site"
    );
    let (least, most) = (*centres.start(), *centres.end());
    let least = least.max(problem.kept_sites().len()).max(1);
    check_centres(problem, least)?;
    let most = most.min(problem.open_sites().len());
    if most < least {
        check_centres(problem, most)?;
    }
    let watch = Watch::start(budget);
    let affordable = limit.most_centres(problem).filter(|&most| most >= least);
    let Some(most) = affordable.map(|affordable| affordable.min(most)) else {
        let cheapest = limit.cheapest(problem, least);
        return Err(NoSolution::Unaffordable {
            centres: cheapest.len(),
            cheapest: limit.spent(&cheapest),
            available: limit.available,
        });
    };
    let mut search = BudgetSearch {
        problem,
        limit,
        watch,
        median: MedianHandler::new(problem),
        best: None,
        bound: u128::MAX,
        nodes: 0,
        iterations: 0,
        interrupted: None,
    };
    for centres in (least..=most).rev() {
        if search.has_ended(centres) {
            break;
        }
    }
    search.solution(least)
}

struct BudgetSearch<'a> {
    problem: &'a LocationProblem<'a>,
    limit: &'a SpendingLimit,
    watch: Watch<'a>,
    median: MedianHandler<'a>,
    /// The best layout so far, and what it costs without any excess.
    best: Option<(u128, Vec<bool>)>,
    /// No layout of a number of centres that was searched costs less.
    bound: u128,
    nodes: u64,
    iterations: u64,
    interrupted: Option<Interruption>,
}

impl BudgetSearch<'_> {
    /// Searches the layouts of so many centres. Whether fewer need no search: they cannot be better, or there is
    /// no time.
    fn has_ended(&mut self, centres: usize) -> bool {
        let problem = self.problem;
        let tree = nearest_rows_within(problem, nearest_for(problem, centres), self.watch);
        let (states, handler) = (root_states(problem), self.median.clone());
        let mut free = LayoutSearch::new(&tree, states, centres, &handler, self.watch);
        free.below = self.best.as_ref().map_or(u128::MAX, |&(cost, _)| cost);
        let unlimited = branch_and_bound(&free, Vec::new());
        self.count(&unlimited);
        if unlimited.bound >= free.below {
            return true;
        }
        let limited = self.limited(&tree, centres);
        self.count(&limited);
        self.bound = self.bound.min(limited.bound.max(unlimited.bound));
        for (cost, open) in limited.layouts {
            if self.best.as_ref().is_none_or(|&(best, _)| cost < best) {
                self.best = Some((cost, open));
            }
        }
        self.interrupted = limited.interrupted;
        if limited.interrupted.is_some() {
            // Fewer centres are no better than this many without the limit.
            self.bound = self.bound.min(unlimited.bound);
            return true;
        }
        false
    }

    fn count(&mut self, found: &FoundLayouts) {
        self.nodes += found.nodes;
        self.iterations += found.iterations;
    }

    /// The layouts of so many centres that can be afforded.
    fn limited(&self, tree: &CoverTree, centres: usize) -> FoundLayouts {
        let (problem, limit) = (self.problem, self.limit);
        let candidates = problem.open_sites();
        let cost = |site: usize| limit.of_site[site].thousandths();
        let dearest = candidates.iter().map(|site| cost(site.get())).max();
        let dearest = dearest.unwrap_or(0);
        let saved: u128 = candidates
            .iter()
            .map(|site| u128::from(dearest - cost(site.get())))
            .sum();
        // What the closed sites of a layout that can be afforded may save at most.
        let allowed = (saved + u128::from(limit.available.thousandths()))
            .saturating_sub(u128::from(dearest) * centres as u128);
        let sites = problem.matrix().sites();
        let mut closed = TreeBuilder::new(sites);
        for site in &candidates {
            let row = closed.child(ROOT, site.0);
            closed.add_weight(row, u128::from(dearest - cost(site.get())));
        }
        let closed = closed.finish();
        let priced = |price| PricedRows::new(tree, &closed, sites, allowed, price, self.watch);
        let handler = |excess| SpendingHandler {
            median: self.median.clone().with_excess(excess),
            limit,
            centres,
            dearest,
        };
        let cheapest = limit.cheapest(problem, centres);
        let mut known = vec![from_sites(&cheapest, sites)];
        let states = root_states(problem);
        let plain = handler(0);
        let most = saved + allowed + 1;
        let highest = highest_price(problem).min((1 << 124) / most);
        let price = lowest_price(highest, |price| {
            if self.watch.is_over() {
                return true;
            }
            let rows = priced(price);
            let search = LayoutSearch::new(&rows.tree, states.clone(), centres, &plain, self.watch);
            let open = search.greedy();
            let is_affordable = limit.spent(&to_sites(&open)) <= limit.available;
            if is_affordable {
                known.push(open);
            }
            is_affordable
        });
        let rows = priced(price);
        let limited = handler(rows.excess);
        let below = self.best.as_ref().map(|&(cost, _)| cost + rows.excess);
        let search = LayoutSearch {
            below: below.unwrap_or(u128::MAX),
            ..LayoutSearch::new(&rows.tree, states, centres, &limited, self.watch)
        };
        branch_and_bound(&search, known).without(rows.excess)
    }

    /// The best layout without the sites that make it no better, the dearest first.
    fn lean(&self, least: usize) -> Option<(u128, Vec<bool>)> {
        let (cost, mut open) = self.best.clone()?;
        let kept = self.problem.kept_sites();
        let mut sites = to_sites(&open);
        sites.sort_by_key(|&site| (Reverse(self.limit.of_site[site.get()]), site));
        for site in sites.iter().filter(|site| !kept.contains(site)) {
            if open.iter().filter(|&&open| open).count() == least {
                break;
            }
            open[site.get()] = false;
            if self.median.cost(&open) != Some(cost) {
                open[site.get()] = true;
            }
        }
        Some((cost, open))
    }

    fn solution(self, least: usize) -> Result<Solution<DemandMinutes>, NoSolution> {
        let objective = self.median.search_objective();
        let Some((cost, open)) = self.lean(least) else {
            let proven = objective.value(self.bound);
            return Err(NoSolution::Undecided {
                lower_bound: least_mean(self.problem, DemandMinutes::from_raw(proven)),
            });
        };
        let found = FoundLayouts {
            layouts: vec![(cost, open)],
            bound: self.bound.min(cost),
            nodes: self.nodes,
            iterations: self.iterations,
            interrupted: self.interrupted,
        };
        Ok(Solution::from_median_search(
            self.problem,
            &found,
            objective,
            self.watch,
        ))
    }
}

/// A thousandth of money at which no journey is worth it: all demand times the longest time.
fn highest_price(problem: &LocationProblem) -> u128 {
    let demand = u128::from(problem.total_demand().millionths());
    (demand * u128::from(problem.longest_time().milliseconds())).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SiteIndex;
    use crate::optimise::oracle::{SmallProblem, layouts, rank};
    use crate::optimise::status::Status;
    use crate::units::{Demand, SiteCost};
    use proptest::prelude::*;

    fn limit(costs: &[u32], sites: usize, available: u32) -> SpendingLimit {
        let cost = |amount: u32| SiteCost::try_new(f64::from(amount)).unwrap();
        SpendingLimit {
            of_site: costs
                .iter()
                .take(sites)
                .map(|&amount| cost(amount))
                .collect(),
            available: cost(available),
        }
    }

    /// The best of all layouts that can be afforded.
    fn best_of_all(
        problem: &LocationProblem,
        limit: &SpendingLimit,
        centres: RangeInclusive<usize>,
    ) -> Option<(Demand, DemandMinutes)> {
        let all = centres.flat_map(|centres| layouts(problem, centres));
        let affordable = all.filter(|sites| limit.spent(sites) <= limit.available);
        affordable.map(|sites| rank(problem, &sites)).min()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// No layout of all that can be afforded is better; where none can, that is proven.
        #[test]
        fn nothing_affordable_is_better(
            small in SmallProblem::any(),
            costs in prop::collection::vec(0_u32..7, 9),
            available in 0_u32..25,
            least in 1_usize..5,
            more in 0_usize..9,
            gap in prop_oneof![Just(0.0), 0.0..0.3],
        ) {
            let problem = small.problem();
            let limit = limit(&costs, problem.matrix().sites(), available);
            let centres = least..=least + more;
            let best = best_of_all(&problem, &limit, centres.clone());
            let found = p_median_within_budget(&problem, &limit, centres.clone(), Budget::default());
            let ranked = found.as_ref().ok().map(|found| rank(&problem, &found.sites));
            prop_assert_eq!(ranked, best, "{:?}", found);
            if let Ok(found) = found {
                prop_assert!(limit.spent(&found.sites) <= limit.available);
                prop_assert!(centres.contains(&found.sites.len()));
                for site in &found.sites {
                    let others = found.sites.iter().copied().filter(|other| other != site);
                    let others: Vec<SiteIndex> = others.collect();
                    let must = others.len() < least.max(1) || problem.kept_sites().contains(site);
                    prop_assert!(must || rank(&problem, &others) != rank(&problem, &found.sites));
                }
                prop_assert_eq!((found.status, found.bound), (Status::Optimal, found.value));
                let near = Budget::default().to_gap(gap);
                let near = p_median_within_budget(&problem, &limit, centres, near).unwrap();
                prop_assert!(limit.spent(&near.sites) <= limit.available);
                if problem.rank(&near.sites).0 == problem.rank(&found.sites).0 {
                    prop_assert!(near.bound <= found.value && found.value <= near.value);
                }
            }
        }
    }

    /// Large enough for searches with many nodes.
    #[test]
    fn nothing_affordable_is_better_in_a_plane_or_anywhere() {
        let mut nodes = 0;
        for seed in 0_u32..10 {
            let small = SmallProblem::in_a_plane_or_anywhere([90, 60], seed.into());
            let problem = small.problem();
            let costs: Vec<u32> = (0..13).map(|n| 3 + (n * 7 + seed * 5) % 11).collect();
            for available in [12, 25, 40] {
                let limit = limit(&costs, 13, available);
                let best = best_of_all(&problem, &limit, 1..=13);
                let found = p_median_within_budget(&problem, &limit, 1..=13, Budget::default());
                let found = found.unwrap();
                assert_eq!(Some(rank(&problem, &found.sites)), best);
                assert_eq!(found.status, Status::Optimal);
                nodes += found.nodes;
            }
        }
        assert!(nodes > 100, "only {nodes} nodes");
    }

    /// Money for nothing is said with what would be needed.
    #[test]
    fn what_cannot_be_afforded_says_what_it_would_cost() {
        let small = SmallProblem::plane(20, 5, 1);
        let problem = small.problem().keep(&[SiteIndex(3)]).unwrap();
        let limit = limit(&[4, 2, 5, 6, 9], 5, 7);
        let none = p_median_within_budget(&problem, &limit, 2..=3, Budget::default());
        let NoSolution::Unaffordable {
            centres, cheapest, ..
        } = none.unwrap_err()
        else {
            panic!("it can be afforded");
        };
        assert_eq!((centres, cheapest.as_f64()), (2, 8.0));
    }
}

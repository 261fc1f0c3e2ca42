use super::bisection::Bisection;
use super::longest_then_mean::LongestThenMean;
use super::lscp::Ties;
use super::mean_within::WithinStandard;
use super::p_median::Median;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::site_state::to_sites;
use crate::optimise::solution::Solution;
use crate::units::{Demand, TravelTime};

/// The layout of `centres` sites with the least longest time, and of those the one with the least
/// demand-weighted mean: the p-centre.
///
/// ```text
/// lexmin_S  ( max_{i: demand_i > 0} min_{j ∈ S} time_ij ,  Σ_i demand_i · min_{j ∈ S} time_ij )
/// ```
///
/// Demand that no candidate can reach is left out of both; demand that a layout leaves without
/// a route, but another would not, counts in both as the problem's rule says. The longest time is
/// found among the times of the table by bisection, each step a covering problem; the mean is a
/// p-median in which every point must be served within that time. Whether a time is feasible is
/// decided exactly; the gap asked for ends the bisection. With [`Ties::Any`] the mean is not searched for. `gap_percent` is that of the longest time until that is proven,
/// then that of the mean.
///
/// # Errors
///
/// If no layout has this many centres, or under [`crate::model::UnreachableRule::Strict`] none reaches
/// all demand that some candidate reaches ([`NoSolution::Unreached`]).
///
/// # References
///
/// Hakimi 1964; Minieka 1970, "The m-center problem" (bisection by set covering).
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, Ties, p_centre};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [50, 1, 1].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let best = p_centre(&problem, 1, Ties::Best, Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(1)]);
/// assert_eq!(best.value.longest, TravelTime::from_whole(10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn p_centre(
    problem: &LocationProblem,
    centres: usize,
    ties: Ties,
    budget: Budget,
) -> Result<Solution<LongestThenMean>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let all = problem.nearest_times(&problem.open_sites());
    let counts: Vec<bool> = problem
        .demand()
        .iter()
        .zip(&all)
        .map(|(&demand, &milliseconds)| demand > Demand::ZERO && milliseconds != u32::MAX)
        .collect();
    let mut bisection = Bisection::new(problem, centres, &counts, watch);
    let cost = problem.unreachable_cost();
    let open = match (bisection.search(&all), cost) {
        (Err(NoSolution::Unreached { .. }), Some(cost)) => {
            return Ok(all_leave_demand_out(&bisection, cost));
        }
        (Err(NoSolution::Unreached { standard, .. }), None) => {
            return Err(bisection.unreached(standard, bisection.fewest(standard)));
        }
        (found, _) => found?,
    };
    let proven = bisection.low;
    let standard = bisection.longest_time(&to_sites(&open));
    if proven == standard && cost == Some(standard) {
        return Ok(all_leave_demand_out(&bisection, standard));
    }
    if proven < standard || ties == Ties::Any {
        return Ok(bisection.stopped(&open, standard, proven));
    }
    Ok(least_mean(&bisection, open, standard))
}

/// The p-median of all layouts, where the longest time of each is what demand without a route counts
/// as.
fn all_leave_demand_out(bisection: &Bisection, cost: TravelTime) -> Solution<LongestThenMean> {
    let found = Median::new_for(bisection.problem, bisection.centres, bisection.watch).solve(
        bisection.centres,
        bisection.watch,
        Vec::new(),
    );
    let with_longest = |demand_minutes| LongestThenMean {
        longest: cost,
        demand_minutes,
    };
    let spent = (bisection.nodes, bisection.iterations);
    found.after(spent, bisection.watch, with_longest, with_longest)
}

/// The p-median of the layouts in which no demand that counts is farther away than `standard`.
fn least_mean(
    bisection: &Bisection,
    open: Vec<bool>,
    standard: TravelTime,
) -> Solution<LongestThenMean> {
    let within = WithinStandard {
        problem: bisection.problem,
        counts: bisection.counts,
        standard,
    };
    let found = within.least_mean(open, bisection.watch);
    let with_longest = |demand_minutes| LongestThenMean {
        longest: standard,
        demand_minutes,
    };
    let spent = (bisection.nodes, bisection.iterations);
    found.after(spent, bisection.watch, with_longest, with_longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{self, SmallProblem, layouts};
    use crate::optimise::status::Status;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all layouts has a lower longest time, or the same and a lower mean.
        #[test]
        fn nothing_is_better_than_the_p_centre(
            small in prop_oneof![SmallProblem::any(), SmallProblem::reachable()],
            centres in 1_usize..6,
        ) {
            let problem = small.problem();
            let (_, lost) = problem.demand_minutes(&problem.open_sites());
            let cost = problem.unreachable_cost();
            let all = problem.nearest_times(&problem.open_sites());
            let rank = |sites: &Vec<_>| {
                let (_, unreachable) = problem.demand_minutes(sites);
                let nearest = problem.nearest_times(sites);
                let counted = nearest.iter().zip(&all).zip(problem.demand());
                let longest = counted
                    .filter(|&((_, &best), &demand)| best != u32::MAX && demand > Demand::ZERO)
                    .map(|((&milliseconds, _), _)| milliseconds)
                    .max();
                let longest = match longest {
                    Some(u32::MAX) => cost,
                    longest => Some(TravelTime::from_milliseconds(longest.unwrap_or(0))),
                };
                let demand_minutes = oracle::rank(&problem, sites).1;
                let allowed = unreachable == lost || cost.is_some();
                let value = LongestThenMean { longest: longest?, demand_minutes };
                allowed.then_some(value)
            };
            let least = layouts(&problem, centres).iter().filter_map(rank).min();
            let found = p_centre(&problem, centres, Ties::Best, Budget::default());
            prop_assert_eq!(found.as_ref().ok().map(|best| best.value), least);
            if let Err(NoSolution::Unreached { fewest, .. }) = found {
                let reaches = |sites: &Vec<_>| problem.demand_minutes(sites).1 == lost;
                let mut more = 1..=problem.open_sites().len();
                let enough = more.find(|&p| layouts(&problem, p).iter().any(reaches));
                prop_assert_eq!(fewest, enough);
            }
            if let Ok(best) = found {
                prop_assert_eq!(rank(&best.sites), Some(best.value));
                prop_assert_eq!(LongestThenMean::from_layout(&problem, &best.sites), best.value);
                prop_assert_eq!(best.bound, best.value);
                prop_assert_eq!(best.status, Status::Optimal);
                prop_assert_eq!(best.sites.len(), centres);
            }
        }
    }
}

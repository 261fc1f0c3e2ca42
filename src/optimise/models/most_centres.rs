use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::gap::{Proof, is_within};
use crate::optimise::search::site_state::to_sites;
use crate::optimise::side_constraints::volume::diagrams::feasible_layout::MostFeasible;
use crate::optimise::side_constraints::volume::limited_median::LimitedMedian;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::optimise::solution::Solution;
use crate::units::Demand;

/// The most centres that can each have the least volume; the bound is an upper bound.
///
/// Found and proven by decision diagrams. Where there are too many candidates for these, or too little memory,
/// found by annealing, one centre more at a time, and bounded by a search over all layouts
/// of one centre more as long as the budget lasts; without it, by all demand over the volume.
/// A layout stays within a minimum when it loses a centre, so that no larger number is left out.
///
/// # Errors
///
/// If not even one centre, or the kept ones alone, can have this much, or there is no candidate.
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Budget, LocationProblem, most_centres};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let most = most_centres(&problem, Demand::from_whole(4), Budget::default())?;
/// assert_eq!(most.value, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn most_centres(
    problem: &LocationProblem,
    min: Demand,
    budget: Budget,
) -> Result<Solution<usize>, NoSolution> {
    let watch = Watch::start(budget);
    let volumes = VolumeLimits {
        min: Some(min),
        max: None,
    };
    let candidates = problem.open_sites().len();
    let first = problem.kept_sites().len().max(1);
    check_centres(problem, first)?;
    let median = LimitedMedian::new(problem, volumes, usize::MAX - 1, watch);
    let most = problem
        .reachable_demand()
        .millionths()
        .checked_div(min.millionths())
        .map_or(candidates, |most| {
            usize::try_from(most).unwrap_or(candidates)
        })
        .min(candidates);
    let (mut nodes, mut iterations, mut interrupted) = (0, 0, None);
    let mut bound = most;
    // A gap that is enough is sooner found one centre at a time.
    let found = if watch.gap() > 0.0 {
        MostFeasible::default()
    } else {
        median.most_feasible(first, usize::MAX, watch)
    };
    let mut best = found.layout;
    let known = best.as_ref().map(|open| to_sites(open).len());
    if found.is_proven {
        bound = known.unwrap_or(first - 1);
    }
    for centres in known.map_or(first, |known| known + 1)..=bound {
        if best.is_some() {
            interrupted = watch.interruption();
            let is_enough = is_within(centres as u128 - 1, bound as u128, watch.gap());
            if interrupted.is_some() || is_enough {
                break;
            }
        }
        let found = median.search(centres, Some(u128::MAX), watch);
        nodes += found.nodes;
        iterations += found.iterations;
        interrupted = found.interrupted;
        let Some((_, open)) = found.layouts.into_iter().next() else {
            bound = if interrupted.is_none() {
                centres - 1
            } else {
                bound
            };
            break;
        };
        (best, interrupted) = (Some(open), None);
    }
    let Some(open) = best else {
        return Err(match interrupted {
            Some(_) => NoSolution::Undecided { lower_bound: None },
            None => NoSolution::Volumes {
                centres: first,
                sum: None,
                fits: None,
                nearest: None,
            },
        });
    };
    let sites = to_sites(&open);
    let value = sites.len();
    let proof = Proof::new(value as u128, bound as u128, watch.gap(), interrupted);
    Ok(Solution::from_proof(
        proof,
        sites,
        [value, bound],
        (nodes, iterations),
        watch,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts, within_limits};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// So many centres can have the volume, and one more cannot.
        #[test]
        fn no_more_centres_can_have_the_volume(
            small in SmallProblem::reachable(),
            min in (1_u64..12_000_000).prop_map(Demand::from_millionths),
        ) {
            let problem = small.problem();
            let volumes = VolumeLimits { min: Some(min), max: None };
            let most = (1..=problem.open_sites().len())
                .filter(|&p| layouts(&problem, p).iter().any(|s| within_limits(&problem, s, volumes)))
                .max();
            let found = most_centres(&problem, min, Budget::default());
            prop_assert_eq!(found.as_ref().ok().map(|best| best.value), most);
            if let Ok(best) = found {
                prop_assert_eq!(best.bound, best.value);
                prop_assert!(within_limits(&problem, &best.sites, volumes));
            }
        }
    }
}

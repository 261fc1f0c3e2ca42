use super::branch_and_bound::branch_and_bound;
use super::cover_tree::CoverTree;
use super::gap::Proof;
use super::layout_search::LayoutSearch;
use super::median_handler::MedianHandler;
use super::nearest_rows::{nearest_for, nearest_rows_within};
use super::pace::Pace;
use super::relaxation::LARGE;
use super::site_state::{root_states, to_sites};
use crate::model::SiteIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::status::Status;
use crate::units::DemandMinutes;

/// The best layouts of a number of centres, best first.
#[derive(Debug, Clone, PartialEq)]
pub struct KBest {
    /// Whether these are proven to be the best.
    pub status: Status,
    /// How many were asked for.
    pub asked: usize,
    /// The layouts and what they are worth; fewer than asked for if there are no more, or the budget
    /// ended before more were found: the status says which.
    pub layouts: Vec<(Vec<SiteIndex>, DemandMinutes)>,
    /// No layout that is not named is better than this.
    pub bound: DemandMinutes,
    /// Difference of `bound` and what the last layout is worth, in per cent of the latter.
    pub gap_percent: f64,
    /// No layout at all is better than this.
    pub least: DemandMinutes,
    /// Difference of `least` and what the first layout is worth, in per cent of the latter.
    pub first_gap_percent: f64,
    /// Sites that are in all of the layouts, ascending.
    pub in_all: Vec<SiteIndex>,
    /// Nodes of the search tree that were solved.
    pub nodes: u64,
    /// Iterations of the relaxation over all nodes.
    pub iterations: u64,
    /// Wall-clock time.
    pub seconds: f64,
}

/// The `wanted` layouts of `centres` sites with the least demand-weighted mean time.
///
/// As [`crate::optimise::p_median`], but a part of the layouts is only left when none in it can be among the
/// best of them. Of equal layouts the one with the lower first sites comes first; which of those
/// that tie for the last place are named is not said.
///
/// # Errors
///
/// Returns [`NoSolution`] if no layout has this many centres.
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Budget, LocationProblem, k_best};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let best = k_best(&problem, 1, 3, Budget::default())?;
/// let values: Vec<f64> = best.layouts.iter().map(|(_, value)| value.as_f64()).collect();
/// assert_eq!(values, [90.0, 90.0, 110.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn k_best(
    problem: &LocationProblem,
    centres: usize,
    wanted: usize,
    budget: Budget,
) -> Result<KBest, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let tree = nearest_rows_within(problem, nearest_for(problem, centres), watch);
    let handler = MedianHandler::new(problem);
    let states = root_states(problem);
    let wanted = wanted.max(1);
    let search = LayoutSearch::new(&tree, states.clone(), centres, &handler, watch);
    let best = branch_and_bound(&search, Vec::new());
    let open = &best.layouts[0].1;
    let search = LayoutSearch {
        wanted,
        ..LayoutSearch::new(&tree, states, centres, &handler, watch)
    };
    let found = branch_and_bound(&search, near(problem, open, &tree, wanted, watch));
    let cost_of = |layout: Option<&(u128, Vec<bool>)>| layout.map_or(0, |&(cost, _)| cost);
    let (first, last) = (found.layouts.first(), found.layouts.last());
    let (first, last) = (cost_of(first), cost_of(last));
    let search_objective = handler.search_objective();
    // All layouts are named where there are fewer than asked for.
    let all = found.interrupted.is_none() && found.layouts.len() < wanted;
    let of_last = if all {
        Proof::new(0, 0, 0.0, None)
    } else {
        found.proof(last, search_objective, watch)
    };
    let bound = if all {
        search_objective.value(last)
    } else {
        of_last.bound
    };
    let bound_of_first = if all {
        first
    } else {
        best.bound.max(found.bound.min(first))
    };
    let of_first = search_objective.proof(first, bound_of_first, watch.gap(), found.interrupted);
    let layouts: Vec<(Vec<SiteIndex>, DemandMinutes)> = found
        .layouts
        .iter()
        .map(|(_, open)| {
            let sites = to_sites(open);
            let value = problem.objective(&sites);
            (sites, value)
        })
        .collect();
    let in_all = layouts[0]
        .0
        .iter()
        .copied()
        .filter(|site| layouts.iter().all(|(sites, _)| sites.contains(site)))
        .collect();
    // Fewer than asked for may all be proven to be the best, and are not all that was asked for.
    let reached = match found.interrupted {
        Some(why) if found.layouts.len() < wanted => why.into(),
        _ => of_last.status,
    };
    Ok(KBest {
        status: reached,
        asked: wanted,
        bound: DemandMinutes::from_raw(bound),
        gap_percent: of_last.gap_percent,
        least: DemandMinutes::from_raw(of_first.bound),
        first_gap_percent: of_first.gap_percent,
        layouts,
        in_all,
        nodes: best.nodes + found.nodes,
        iterations: best.iterations + found.iterations,
        seconds: watch.seconds(),
    })
}

/// The best of the layouts that differ from this one by one exchange, of those that there is time to look at:
/// something to begin with.
fn near(
    problem: &LocationProblem,
    open: &[bool],
    tree: &CoverTree,
    wanted: usize,
    watch: Watch,
) -> Vec<Vec<bool>> {
    if tree.len() >= LARGE && watch.is_over() {
        return vec![open.to_vec()];
    }
    let mut pace = Pace::new(watch);
    let kept = problem.kept_sites();
    let mut swaps: Vec<(u128, Vec<bool>)> = Vec::new();
    'swaps: for out in to_sites(open)
        .into_iter()
        .filter(|site| !kept.contains(site))
    {
        for into in problem.open_sites() {
            if !open[into.get()] {
                if pace.is_over_after(tree.len()) {
                    break 'swaps;
                }
                let mut layout = open.to_vec();
                layout[out.get()] = false;
                layout[into.get()] = true;
                swaps.push((tree.cost(&layout), layout));
            }
        }
    }
    swaps.sort();
    swaps.truncate(wanted);
    swaps.push((0, open.to_vec()));
    swaps.into_iter().map(|(_, layout)| layout).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts, rank};
    use proptest::prelude::*;
    use std::time::Duration;

    /// A budget that ends at once leaves fewer layouts than there are, and says that they are not all;
    /// without a limit all there are is all.
    #[test]
    fn fewer_than_asked_for_are_no_proof_under_a_time_limit() {
        let small = SmallProblem::scattered(40, 12, 3);
        let problem = small.problem();
        let at_once = Budget::default().within(Duration::ZERO);
        let few = k_best(&problem, 4, 400, at_once).unwrap();
        assert!(few.layouts.len() < 400 && few.asked == 400);
        assert_eq!(few.status, Status::TimeLimit);
        let all = k_best(&problem, 2, 400, Budget::default()).unwrap();
        assert_eq!(all.layouts.len(), layouts(&problem, 2).len());
        assert_eq!(all.status, Status::Optimal);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// The values are the lowest of all layouts, each layout named once.
        #[test]
        fn the_k_best_are_the_first_of_all(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            wanted in 1_usize..12,
        ) {
            let problem = small.problem();
            let mut values: Vec<_> = layouts(&problem, centres)
                .iter()
                .map(|sites| rank(&problem, sites))
                .collect();
            values.sort();
            values.truncate(wanted);
            let Ok(best) = k_best(&problem, centres, wanted, Budget::default()) else {
                prop_assert!(values.is_empty());
                return Ok(());
            };
            let found = best.layouts.iter().map(|(sites, _)| rank(&problem, sites));
            prop_assert_eq!(found.collect::<Vec<_>>(), values);
            for (sites, value) in &best.layouts {
                prop_assert_eq!(*value, rank(&problem, sites).1);
            }
            let mut sites: Vec<_> = best.layouts.iter().map(|(sites, _)| sites.clone()).collect();
            sites.sort();
            sites.dedup();
            prop_assert_eq!(sites.len(), best.layouts.len());
            prop_assert_eq!(best.status, Status::Optimal);
        }
    }
}

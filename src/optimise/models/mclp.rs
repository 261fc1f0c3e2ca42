use crate::model::SiteIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::costs::demand_granularity;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::cover_handler::CoverHandler;
use crate::optimise::search::cover_rows::cover_rows;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::site_state::{root_states, to_sites};
use crate::optimise::solution::Solution;
use crate::units::{Demand, TravelTime};

/// The layout of `centres` sites with the most demand within a standard: the maximal covering
/// location problem. The bound is an upper bound.
///
/// ```text
/// max_S  Σ_i demand_i · [min_{j ∈ S} time_ij ≤ standard]      |S| = centres, kept ⊆ S ⊆ candidates
/// ```
///
/// # Errors
///
/// Returns [`NoSolution`] if no layout has this many centres.
///
/// # References
///
/// Church and `ReVelle` 1974, "The maximal covering location problem". Merging of equal rows for
/// large instances: Cordeau, Furini, Ljubić 2019, "Benders decomposition for very large scale
/// partial set covering and maximal covering location problems".
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, mclp};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let best = mclp(&problem, 1, TravelTime::from_whole(10), Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(1)], "from the middle all are near");
/// assert_eq!(best.value, Demand::from_whole(10));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mclp(
    problem: &LocationProblem,
    centres: usize,
    standard: TravelTime,
    budget: Budget,
) -> Result<Solution<Demand>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    Ok(most_covered(problem, centres, standard, Vec::new(), watch))
}

/// The same for a number of centres that layouts have, from these layouts.
pub(crate) fn most_covered(
    problem: &LocationProblem,
    centres: usize,
    standard: TravelTime,
    known: Vec<Vec<bool>>,
    watch: Watch,
) -> Solution<Demand> {
    let (tree, is_whole) = cover_rows(problem, standard, watch);
    let total = problem.total_demand();
    let missed = |open: &[bool]| {
        let covered = problem.covered(&to_sites(open), standard);
        u128::from((total - covered).millionths())
    };
    let objective = SearchObjective::most_of(total);
    let handler = CoverHandler::new(&tree, demand_granularity(problem)).with_objective(objective);
    let handler = if is_whole {
        handler
    } else {
        handler.with_missed(&missed)
    };
    let search = LayoutSearch::new(&tree, root_states(problem), centres, &handler, watch);
    let found = branch_and_bound(&search, known);
    let value = |sites: &[SiteIndex]| problem.covered(sites, standard);
    Solution::from_demand_search(&found, total, watch, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::status::Status;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all layouts covers more.
        #[test]
        fn nothing_covers_more_than_the_mclp(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..8).prop_map(TravelTime::from_whole),
        ) {
            let problem = small.problem();
            let all = layouts(&problem, centres);
            match mclp(&problem, centres, standard, Budget::default()) {
                Ok(best) => {
                    let most = all.iter().map(|sites| problem.covered(sites, standard)).max();
                    prop_assert_eq!(Some(best.value), most);
                    prop_assert_eq!(best.value, best.bound);
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert!(all.contains(&best.sites));
                }
                Err(_) => prop_assert!(all.is_empty()),
            }
        }
    }

    /// Large enough for nodes that are relaxed many times, reduced on the way, and divided.
    #[test]
    fn nothing_covers_more_in_a_plane_or_anywhere() {
        for seed in 0..12 {
            let small = SmallProblem::in_a_plane_or_anywhere([100, 100], seed);
            let problem = small.problem();
            let standard = TravelTime::from_whole(20);
            for centres in [3, 6] {
                let all = layouts(&problem, centres);
                let most = all
                    .iter()
                    .map(|sites| problem.covered(sites, standard))
                    .max();
                let best = mclp(&problem, centres, standard, Budget::default()).unwrap();
                assert_eq!(Some(best.value), most, "seed {seed}, {centres} centres");
                assert_eq!(best.bound, best.value);
            }
        }
    }
}

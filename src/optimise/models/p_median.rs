use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::optimise::search::site_state::root_states;
use crate::optimise::solution::Solution;
use crate::units::DemandMinutes;

/// The layout of `centres` sites with the least demand-weighted mean time: the p-median.
///
/// ```text
/// min_S  Σ_i demand_i · min_{j ∈ S} time_ij        |S| = centres, kept ⊆ S ⊆ candidates
/// ```
///
/// Points that no candidate can reach are the same in every layout and outside the sum. Demand
/// that a layout leaves without a route but another would not is treated by the problem's rule:
/// by default each unit of it counts as a journey of [`LocationProblem::unreachable_cost`].
///
/// # Errors
///
/// Returns [`NoSolution`] if no layout has this many centres.
///
/// # References
///
/// Hakimi 1964, "Optimum locations of switching centers and the absolute centers and medians of a
/// graph".
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, Status, p_median};
/// use catchment::units::{Demand, TravelTime};
///
/// // Three villages in a row, 10 min apart, each a candidate.
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let best = p_median(&problem, 2, Budget::default())?;
/// assert_eq!(best.status, Status::Optimal);
/// assert_eq!(best.sites, [SiteIndex(0), SiteIndex(2)]);
/// assert_eq!(best.value.as_f64(), 10.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn p_median(
    problem: &LocationProblem,
    centres: usize,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let median = Median::new_for(problem, centres, watch);
    Ok(median.solve(centres, watch, Vec::new()))
}

/// The p-median for any number of centres, rows made once: the curve from one to all.
#[derive(Debug)]
pub struct Median<'a> {
    problem: &'a LocationProblem<'a>,
    tree: CoverTree,
}

impl<'a> Median<'a> {
    /// For layouts of any number of centres.
    #[must_use]
    pub fn prepare(problem: &'a LocationProblem<'a>) -> Self {
        let watch = Watch::start(Budget::default());
        Self::new(problem, nearest_rows_within(problem, usize::MAX - 1, watch))
    }

    /// For layouts with this many centres.
    pub(crate) fn new_for(problem: &'a LocationProblem<'a>, centres: usize, watch: Watch) -> Self {
        Self::new(
            problem,
            nearest_rows_within(problem, nearest_for(problem, centres), watch),
        )
    }

    fn new(problem: &'a LocationProblem<'a>, tree: CoverTree) -> Self {
        Self { problem, tree }
    }

    pub(crate) const fn problem(&self) -> &'a LocationProblem<'a> {
        self.problem
    }

    /// As [`p_median`]; `known` are layouts to begin with, such as that of one centre fewer.
    ///
    /// # Errors
    ///
    /// Returns [`NoSolution`] if no layout has this many centres.
    pub fn best(
        &self,
        centres: usize,
        budget: Budget,
    ) -> Result<Solution<DemandMinutes>, NoSolution> {
        check_centres(self.problem, centres)?;
        Ok(self.solve(centres, Watch::start(budget), Vec::new()))
    }

    pub(crate) fn solve(
        &self,
        centres: usize,
        watch: Watch,
        known: Vec<Vec<bool>>,
    ) -> Solution<DemandMinutes> {
        let handler = MedianHandler::new(self.problem);
        let states = root_states(self.problem);
        let search = LayoutSearch::new(&self.tree, states, centres, &handler, watch);
        let found = branch_and_bound(&search, known);
        Solution::from_median_search(self.problem, &found, handler.search_objective(), watch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SiteIndex;
    use crate::optimise::oracle::{SmallProblem, layouts, rank};
    use crate::optimise::status::Status;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all layouts is better, with kept and excluded sites and ties.
        #[test]
        fn nothing_is_better_than_the_p_median(small in SmallProblem::any(), centres in 1_usize..6) {
            let problem = small.problem();
            let all = layouts(&problem, centres);
            match p_median(&problem, centres, Budget::default()) {
                Ok(best) => {
                    let least = all.iter().map(|sites| rank(&problem, sites)).min();
                    prop_assert_eq!(Some(rank(&problem, &best.sites)), least);
                    prop_assert_eq!(best.sites.len(), centres);
                    prop_assert!(all.contains(&best.sites));
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert_eq!(best.value, best.bound);
                    prop_assert_eq!(best.value, rank(&problem, &best.sites).1);
                }
                Err(_) => prop_assert!(all.is_empty()),
            }
        }

        /// The rows of all distances serve any number of centres.
        #[test]
        fn the_curve_agrees_with_single_answers(small in SmallProblem::any()) {
            let problem = small.problem();
            let median = Median::prepare(&problem);
            for centres in 1..=problem.open_sites().len() {
                let single = p_median(&problem, centres, Budget::default()).map(|s| s.value);
                let of_curve = median.best(centres, Budget::default()).map(|s| s.value);
                prop_assert_eq!(single, of_curve);
            }
        }

        /// Out of time at once: still a layout, and its bound is not above what is best.
        #[test]
        fn without_time_there_is_a_layout_and_a_true_bound(
            small in SmallProblem::any(),
            centres in 1_usize..6,
        ) {
            let problem = small.problem();
            let hurried = Budget::default().within(std::time::Duration::ZERO);
            let Ok(best) = p_median(&problem, centres, Budget::default()) else { return Ok(()) };
            let first = p_median(&problem, centres, hurried).unwrap();
            prop_assert_eq!(first.sites.len(), centres);
            prop_assert!(rank(&problem, &first.sites) >= rank(&problem, &best.sites));
            prop_assert!(problem.unreachable_cost().is_none() || first.bound <= best.value);
            prop_assert!(first.status == Status::TimeLimit || first.value == best.value);
        }
    }

    /// Large enough for nodes that are relaxed many times, reduced on the way, and divided.
    #[test]
    fn nothing_is_better_in_a_plane_or_anywhere() {
        for seed in 0..12 {
            let small = SmallProblem::in_a_plane_or_anywhere([100, 40], seed);
            let problem = small.problem();
            for centres in [4, 6] {
                let all = layouts(&problem, centres);
                let least = all
                    .iter()
                    .map(|sites| problem.demand_minutes(sites).0)
                    .min();
                let best = p_median(&problem, centres, Budget::default()).unwrap();
                assert_eq!(Some(best.value), least, "seed {seed}, {centres} centres");
                assert_eq!(best.bound, best.value);
            }
        }
    }

    /// The search tree does not depend on the number of threads.
    #[test]
    fn one_thread_and_two_do_the_same() {
        let small = SmallProblem::scattered(60, 25, 5);
        let problem = small.problem();
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| {
                let best = p_median(&problem, 4, Budget::default()).unwrap();
                (
                    best.sites,
                    best.value,
                    best.bound,
                    best.nodes,
                    best.iterations,
                )
            })
        };
        let one = on(1);
        assert!(one.3 > 1, "not a search of one node");
        assert_eq!(one, on(2));
    }

    /// The gap asked for ends the search, and the bound is still true.
    #[test]
    fn a_gap_that_will_do_is_kept() {
        for seed in 0..6 {
            let small = SmallProblem::plane(200, 40, seed);
            let problem = small.problem();
            let best = p_median(&problem, 5, Budget::default()).unwrap();
            let near = p_median(&problem, 5, Budget::default().to_gap(0.05)).unwrap();
            assert!(near.bound <= best.value && best.value <= near.value);
            assert!(near.gap_percent <= 5.0, "{}%", near.gap_percent);
            assert!(near.nodes <= best.nodes);
        }
    }

    #[test]
    fn a_flag_stops_the_search() {
        let small = SmallProblem::plane(200, 40, 1);
        let problem = small.problem();
        let stop = std::sync::atomic::AtomicBool::new(true);
        let best = p_median(&problem, 5, Budget::default().unless(&stop)).unwrap();
        assert_eq!(best.status, Status::Cancelled);
        assert_eq!(best.sites.len(), 5);
        assert!(best.bound <= best.value && best.gap_percent > 0.0);
    }

    #[test]
    fn impossible_numbers_of_centres_are_refused() {
        let small = SmallProblem::plane(10, 4, 1);
        let problem = small.problem().keep(&[SiteIndex(0), SiteIndex(2)]).unwrap();
        let refused = |centres| p_median(&problem, centres, Budget::default()).unwrap_err();
        assert_eq!(refused(0), NoSolution::NoCentre);
        assert_eq!(refused(1), NoSolution::TooManyKept { asked: 1, kept: 2 });
        assert_eq!(
            refused(5),
            NoSolution::TooFewCandidates {
                asked: 5,
                candidates: 4
            }
        );
    }
}

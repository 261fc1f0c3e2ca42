use super::branch::{Judge, Search};
use super::budget::{Budget, Watch};
use super::cover_rows::cover_rows;
use super::cover_tree::CoverTree;
use super::gap::SearchObjective;
use super::no_solution::NoSolution;
use super::p_median::root_states;
use super::problem::LocationProblem;
use super::solution::Solution;
use crate::model::SiteIndex;
use crate::units::{Demand, Minutes};

/// The layout of `centres` sites with the most demand within a standard: the maximal covering
/// location problem. The bound is an upper bound.
///
/// ```text
/// max_S  Σ_i demand_i · [min_{j ∈ S} time_ij ≤ standard]      |S| = centres, kept ⊆ S ⊆ candidates
/// ```
///
/// # Errors
///
/// No layout has so many centres: [`NoSolution`].
///
/// # References
///
/// Church and `ReVelle` 1974, "The maximal covering location problem". Merging of equal rows for
/// large instances: Cordeau, Furini, Ljubić 2019, "Benders decomposition for very large scale
/// partial set covering and maximal covering location problems".
pub fn mclp(
    problem: &LocationProblem,
    centres: usize,
    standard: Minutes,
    budget: Budget,
) -> Result<Solution<Demand>, NoSolution> {
    problem.check_centres(centres)?;
    let watch = Watch::start(budget);
    let tree = cover_rows(problem, standard, |_| true);
    let objective = SearchObjective::Most {
        total: u128::from(problem.total_demand().millionths()),
    };
    let judge = TreeJudge {
        objective: Some(objective),
        ..TreeJudge::new(&tree, problem.demand_grain())
    };
    let found = Search::new(&tree, root_states(problem), centres, &judge, watch).run(Vec::new());
    let value = |sites: &[SiteIndex]| problem.covered(sites, standard);
    let from_raw = |raw| Demand::from_millionths(u64::try_from(raw).unwrap_or(u64::MAX));
    Ok(Solution::of_search(
        &found, objective, watch, value, from_raw,
    ))
}

/// Where the rows say all: what they miss.
pub(super) struct TreeJudge<'a> {
    tree: &'a CoverTree,
    grain: u128,
    /// None where any layout that misses little enough will do.
    objective: Option<SearchObjective>,
}

impl<'a> TreeJudge<'a> {
    pub(super) fn new(tree: &'a CoverTree, grain: u128) -> Self {
        Self {
            tree,
            grain,
            objective: None,
        }
    }
}

impl Judge for TreeJudge<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        Some(self.tree.cost(open))
    }

    fn grain(&self) -> u128 {
        self.grain
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.objective
    }

    fn rows_say_all(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::Status;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all layouts covers more.
        #[test]
        fn nothing_covers_more_than_the_mclp(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..8).prop_map(Minutes::from_whole),
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
            let standard = Minutes::from_whole(20);
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

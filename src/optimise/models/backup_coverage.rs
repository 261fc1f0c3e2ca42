use crate::model::SiteIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::costs::demand_granularity;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::backup::backup_rows::BackupRows;
use crate::optimise::search::backup::backup_search::{BackupHandler, search_backup};
use crate::optimise::search::cover_handler::Missed;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::site_state::{root_states, to_sites};
use crate::optimise::solution::Solution;
use crate::units::{Demand, TravelTime};

/// The layout of `centres` sites with the most demand within a standard of at least two of them: backup
/// coverage. The bound is an upper bound.
///
/// ```text
/// max_S  Σ_i demand_i · [|{ j ∈ S : time_ij ≤ standard }| ≥ 2]      |S| = centres, kept ⊆ S ⊆ candidates
/// ```
///
/// Hogan and `ReVelle` weigh this against demand within the standard of one centre (BACOP2), or ask for all
/// demand to have one (BACOP1); here it is all that counts.
///
/// # Errors
///
/// Returns [`NoSolution`] if no layout has this many centres.
///
/// # References
///
/// Hogan and `ReVelle` 1986, "Concepts and applications of backup coverage", Management Science 32.
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, backup_coverage};
/// use catchment::units::{Demand, TravelTime};
///
/// // Three villages in a row, 10 min apart, each a candidate.
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let best = backup_coverage(&problem, 2, TravelTime::from_whole(10), Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(0), SiteIndex(1)], "the first two villages have two centres");
/// assert_eq!(best.value, Demand::from_whole(6));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn backup_coverage(
    problem: &LocationProblem,
    centres: usize,
    standard: TravelTime,
    budget: Budget,
) -> Result<Solution<Demand>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let total = problem.total_demand();
    let missed = |open: &[bool]| {
        let covered = backed_up(problem, &to_sites(open), standard);
        u128::from((total - covered).millionths())
    };
    let rows = BackupRows::new(problem, standard, watch);
    let missed: Option<&Missed> = if rows.is_none() { Some(&missed) } else { None };
    let rows = rows.unwrap_or_default();
    let handler = BackupHandler {
        rows: &rows,
        granularity: demand_granularity(problem),
        objective: SearchObjective::most_of(total),
        missed,
    };
    let found = search_backup(&handler, root_states(problem), centres, Vec::new(), watch);
    let value = |sites: &[SiteIndex]| backed_up(problem, sites, standard);
    Ok(Solution::from_demand_search(&found, total, watch, value))
}

/// Demand within a standard of at least two sites of a layout.
#[must_use]
pub fn backed_up(problem: &LocationProblem, sites: &[SiteIndex], standard: TravelTime) -> Demand {
    let mut near = vec![0_u8; problem.demand().len()];
    for &site in sites {
        for (near, &time) in near.iter_mut().zip(problem.matrix().column(site)) {
            *near = near.saturating_add(u8::from(time <= standard.milliseconds()));
        }
    }
    let demand = problem.demand().iter().zip(near);
    demand
        .filter(|&(_, near)| near >= 2)
        .map(|(&demand, _)| demand)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::status::Status;
    use proptest::prelude::*;

    /// Demand that two sites are near enough to, point by point.
    fn by_hand(problem: &LocationProblem, sites: &[SiteIndex], standard: TravelTime) -> Demand {
        let has_two = |point: usize| {
            let near = |site: &&SiteIndex| {
                let time = problem.matrix().column(**site)[point];
                time != u32::MAX && time <= standard.milliseconds()
            };
            sites.iter().filter(near).count() >= 2
        };
        let points = (0..problem.demand().len()).filter(|&point| has_two(point));
        points.map(|point| problem.demand()[point]).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all layouts has more demand near two centres, with kept and excluded sites, ties, points
        /// without demand and pairs without a route.
        #[test]
        fn nothing_has_more_near_two_centres(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
            gap in prop_oneof![Just(0.0), 0.0..0.5],
        ) {
            let problem = small.problem();
            let all = layouts(&problem, centres);
            match backup_coverage(&problem, centres, standard, Budget::default()) {
                Ok(best) => {
                    let most = all.iter().map(|sites| by_hand(&problem, sites, standard)).max();
                    prop_assert_eq!(Some(best.value), most);
                    prop_assert_eq!(by_hand(&problem, &best.sites, standard), best.value);
                    prop_assert_eq!(best.value, best.bound);
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert!(all.contains(&best.sites));

                    let near = Budget::default().to_gap(gap);
                    let near = backup_coverage(&problem, centres, standard, near).unwrap();
                    prop_assert!(near.value <= best.value && best.value <= near.bound);
                    prop_assert!(near.gap_percent <= 100.0 * gap + 1e-9 || near.value == near.bound);
                }
                Err(_) => prop_assert!(all.is_empty()),
            }
        }
    }

    /// Large enough for nodes that are relaxed many times, reduced on the way, and divided.
    #[test]
    fn nothing_has_more_in_a_plane_or_anywhere() {
        let mut nodes = 0;
        for seed in 0..6 {
            let small = SmallProblem::in_a_plane_or_anywhere([100, 100], seed);
            let problem = small.problem();
            for (centres, minutes) in [(3, 30), (6, 20), (5, 40)] {
                let standard = TravelTime::from_whole(minutes);
                let all = layouts(&problem, centres);
                let most = all.iter().map(|sites| by_hand(&problem, sites, standard));
                let most = most.max();
                let best = backup_coverage(&problem, centres, standard, Budget::default()).unwrap();
                assert_eq!(Some(best.value), most, "seed {seed}, {centres} centres");
                assert_eq!(best.bound, best.value);
                nodes += best.nodes;
            }
        }
        assert!(nodes > 100, "only {nodes} nodes");
    }

    /// Neither time nor memory nor threads change what is true.
    #[test]
    fn limits_leave_true_bounds() {
        let small = SmallProblem::plane(80, 16, 7);
        let problem = small.problem();
        let standard = TravelTime::from_whole(40);
        let best = |budget| backup_coverage(&problem, 6, standard, budget).unwrap();
        let proven = best(Budget::default());
        assert_eq!(proven.status, Status::Optimal);
        let hurried = best(Budget::default().within(std::time::Duration::ZERO));
        let cramped = best(Budget::default().in_memory(0));
        for early in [hurried, cramped] {
            assert!(early.value <= proven.value && proven.value <= early.bound);
        }
        let little = best(Budget::default().in_memory(20_000));
        assert_eq!((little.value, little.bound), (proven.value, proven.bound));
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let best = pool.install(|| best(Budget::default()));
            (best.sites, best.nodes, best.iterations)
        };
        assert_eq!(on(1), on(2));
    }
}

use super::feasibility::{Feasibility, FloorGroups};
use super::handler::FloorHandler;
use super::limits::Floors;
use super::remedy_search::remedies;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::costs::least_mean;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::layout_search::{FoundLayouts, LayoutSearch};
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::optimise::search::priced_rows::PricedRows;
use crate::optimise::search::site_state::root_states;
use crate::optimise::solution::Solution;
use crate::units::DemandMinutes;

/// The layout with the least demand-weighted mean time that gives every group its floor.
///
/// ```text
/// min_S  Σ_i demand_i · min_{j ∈ S} time_ij        |S| = centres, kept ⊆ S ⊆ candidates
/// s.t.   Σ_{i ∈ g} demand_i · [min_{j ∈ S} time_ij > standard] ≤ allowed_g      for every group g
/// ```
///
/// First any layout that gives the floors, or a proof that there is none, then the best. A floor
/// becomes rows of the same form as the distances: sets of sites of which every layout that gives it
/// has one. They are looked for whenever a relaxation, or a layout made from it, gives it not.
///
/// # Errors
///
/// If no layout has this many centres, or none gives every group its floor: [`NoSolution::Floors`] says
/// which groups cannot have it whatever is open, and what would do instead: more centres, a lower
/// floor or a longer standard.
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, Floors, LocationProblem, p_median_with_floors};
/// use catchment::units::{Demand, Share, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [50, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// // Two regions; all of both must be within 10 min.
/// let floors = Floors {
///     members: &[0, 0, 1],
///     standard: TravelTime::from_whole(10),
///     floors: &[Share::ALL; 2],
/// };
/// let best = p_median_with_floors(&problem, 1, &floors, Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(1)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn p_median_with_floors(
    problem: &LocationProblem,
    centres: usize,
    floors: &Floors,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let undecided = NoSolution::Undecided {
        lower_bound: least_mean(problem, DemandMinutes::ZERO),
    };
    let Some(groups) = FloorGroups::new(problem, floors, watch) else {
        return Err(undecided);
    };
    match groups.layout(centres, u64::MAX, watch).0 {
        Feasibility::Feasible(open) => {
            let rows = PricedRows::of_journeys(nearest_rows_within(
                problem,
                nearest_for(problem, centres),
                watch,
            ));
            Ok(least_mean_of(&groups, centres, &rows, &[open], watch))
        }
        Feasibility::Infeasible => Err(NoSolution::Floors {
            centres,
            standard: floors.standard,
            shortfalls: groups.shortfalls(),
            remedies: Box::new(remedies(&groups, centres, floors.standard, watch)),
        }),
        Feasibility::Undecided => Err(undecided),
    }
}

/// The best layout, from some that give the floors.
pub(crate) fn least_mean_of(
    groups: &FloorGroups,
    centres: usize,
    rows: &PricedRows,
    fair: &[Vec<bool>],
    watch: Watch,
) -> Solution<DemandMinutes> {
    let found = found_least_mean(groups, centres, rows, fair, u64::MAX, watch);
    let median = MedianHandler::new(groups.problem).with_excess(rows.excess);
    Solution::from_median_search(groups.problem, &found, median.search_objective(), watch)
}

/// The same search, which ends undecided after about so many nodes; costs have the excess.
pub(crate) fn found_least_mean(
    groups: &FloorGroups,
    centres: usize,
    rows: &PricedRows,
    fair: &[Vec<bool>],
    most_nodes: u64,
    watch: Watch,
) -> FoundLayouts {
    let handler = FloorHandler {
        groups: &groups.rows,
        required: &groups.required,
        median: Some(MedianHandler::new(groups.problem).with_excess(rows.excess)),
        watch,
    };
    let states = root_states(groups.problem);
    let search = LayoutSearch {
        most_nodes,
        ..LayoutSearch::new(&rows.tree, states, centres, &handler, watch)
    };
    branch_and_bound(&search, fair.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SiteIndex;
    use crate::optimise::oracle::{SmallProblem, layouts, rank};
    use crate::optimise::side_constraints::floors::remedies::{FloorRemedies, Remedy};
    use crate::optimise::status::Status;
    use crate::units::{Demand, Share, TravelTime};
    use proptest::prelude::*;

    /// The floors of small problems, and the answers of brute force.
    #[derive(Clone, Copy)]
    struct Oracle<'a> {
        problem: &'a LocationProblem<'a>,
        members: &'a [u32],
        standard: TravelTime,
        tenths: &'a [u8],
    }

    impl Oracle<'_> {
        fn is_fair(&self, sites: &[SiteIndex]) -> bool {
            let needed: Vec<u64> = self.tenths.iter().map(|&n| 100 * u64::from(n)).collect();
            self.gives(sites, &needed)
        }

        /// Whether every group has this many thousandths.
        fn gives(&self, sites: &[SiteIndex], needed: &[u64]) -> bool {
            let nearest = self.problem.nearest_times(sites);
            (0..).zip(needed).all(|(group, &needed)| {
                let of_group = |within: u32| -> u64 {
                    let points = self.members.iter().zip(self.problem.demand());
                    points
                        .zip(&nearest)
                        .filter(|&((&g, _), &milliseconds)| g == group && milliseconds <= within)
                        .map(|((_, demand), _)| demand.millionths())
                        .sum()
                };
                of_group(self.standard.milliseconds()) * 1000 >= of_group(u32::MAX) * needed
            })
        }

        fn check_remedies(
            &self,
            found: &FloorRemedies,
            centres: usize,
        ) -> Result<(), TestCaseError> {
            let most = self.problem.open_sites().len();
            let more = (centres..=most).find(|&p| self.least(p).is_some());
            prop_assert_eq!(found.fewest, more.map_or(Remedy::Nothing, Remedy::Proven));

            let within = |standard| Self { standard, ..*self };
            let longest = within(TravelTime::from_whole(200)).least(centres);
            let shortest = longest.and_then(|_| {
                let mut longer =
                    (self.standard.milliseconds() / 60_000 + 1..).map(TravelTime::from_whole);
                longer.find(|&standard| within(standard).least(centres).is_some())
            });
            prop_assert_eq!(
                found.shortest,
                shortest.map_or(Remedy::Nothing, Remedy::Proven)
            );

            let all = layouts(self.problem, centres);
            let can = |share: &dyn Fn(u32) -> u64| {
                let floor =
                    |(group, &tenths): (u32, &u8)| share(group).min(100 * u64::from(tenths));
                let needed: Vec<u64> = (0..).zip(self.tenths).map(floor).collect();
                all.iter().any(|sites| self.gives(sites, &needed))
            };
            let highest = (0..=1000).rev().find(|&share| can(&|_| share)).unwrap();
            let Remedy::Proven(given) = &found.highest else {
                return Err(TestCaseError::fail("undecided"));
            };
            prop_assert!((given.share.as_f64() * 1000.0 - highest as f64).abs() < 1e-6);
            let raised = |group| highest + u64::from(given.binding.contains(&group));
            prop_assert!(!can(&raised), "{:?}", given.binding);
            for left_out in &given.binding {
                let others = |group| {
                    if group == *left_out {
                        highest
                    } else {
                        raised(group)
                    }
                };
                prop_assert!(can(&others), "{:?}", given.binding);
            }
            Ok(())
        }

        fn least(&self, centres: usize) -> Option<(Demand, DemandMinutes)> {
            let all = layouts(self.problem, centres);
            let fair = all.iter().filter(|sites| self.is_fair(sites));
            fair.map(|sites| rank(self.problem, sites)).min()
        }

        fn check(&self, centres: usize) -> Result<u64, TestCaseError> {
            let shares: Vec<Share> = self
                .tenths
                .iter()
                .map(|&tenths| Share::try_new(f64::from(tenths) / 10.0).unwrap())
                .collect();
            let floors = Floors {
                members: self.members,
                standard: self.standard,
                floors: &shares,
            };
            let problem = self.problem;
            match p_median_with_floors(problem, centres, &floors, Budget::default()) {
                Ok(best) => {
                    let found = rank(problem, &best.sites);
                    prop_assert_eq!(found.1, best.value);
                    prop_assert_eq!(Some(found), self.least(centres));
                    prop_assert!(self.is_fair(&best.sites));
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert_eq!(best.bound, best.value);
                    return Ok(best.nodes);
                }
                Err(NoSolution::Floors {
                    shortfalls,
                    remedies,
                    ..
                }) => {
                    prop_assert_eq!(self.least(centres), None);
                    prop_assert_eq!(shortfalls.is_empty(), self.is_fair(&problem.open_sites()));
                    self.check_remedies(&remedies, centres)?;
                }
                Err(_) => prop_assert_eq!(self.least(centres), None),
            }
            Ok(0)
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout that gives every group its floor is better.
        #[test]
        fn nothing_fair_is_better(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (1_u32..10).prop_map(TravelTime::from_whole),
            members in prop::collection::vec(0_u32..5, 15),
            tenths in prop::collection::vec(0_u8..11, 5),
        ) {
            let problem = small.problem();
            let members = &members[..small.demand.len()];
            Oracle { problem: &problem, members, standard, tenths: &tenths }.check(centres)?;
        }
    }

    /// Large enough for searches with many nodes.
    #[test]
    fn nothing_fair_is_better_in_a_plane_or_anywhere() {
        let mut nodes = 0;
        for seed in 0..16 {
            let (small, standard) = if seed % 2 == 0 {
                (
                    SmallProblem::plane(90, 13, seed),
                    25 + 4 * u32::try_from(seed).unwrap(),
                )
            } else {
                (
                    SmallProblem::scattered(60, 13, seed),
                    12 + u32::try_from(seed).unwrap(),
                )
            };
            let problem = small.problem();
            let members: Vec<u32> = (0..).map(|n| n % 4).take(small.demand.len()).collect();
            let standard = TravelTime::from_whole(standard);
            for tenths in [[6, 5, 6, 5], [8, 8, 7, 8], [9, 0, 10, 0]] {
                let oracle = Oracle {
                    problem: &problem,
                    members: &members,
                    standard,
                    tenths: &tenths,
                };
                for centres in [3, 5] {
                    nodes += oracle.check(centres).unwrap();
                }
            }
        }
        assert!(nodes > 200, "only {nodes} nodes");
    }

    /// Neither the layouts nor the remedies depend on the number of threads.
    #[test]
    fn one_thread_and_two_do_the_same() {
        let small = SmallProblem::scattered(60, 25, 5);
        let problem = small.problem();
        let members: Vec<u32> = (0..60).map(|n| n % 4).collect();
        let on = |threads, share| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let floors = Floors {
                members: &members,
                standard: TravelTime::from_whole(12),
                floors: &[Share::try_new(share).unwrap(); 4],
            };
            pool.install(|| {
                let answer = p_median_with_floors(&problem, 4, &floors, Budget::default());
                answer.map(|best| (best.sites, best.bound, best.nodes, best.iterations))
            })
        };
        for share in [0.4, 0.6, 0.9] {
            assert_eq!(on(1, share), on(2, share));
        }
        assert!(on(1, 0.4).is_ok() && on(1, 0.9).is_err());
    }
}

use super::branch::Search;
use super::budget::{Budget, Watch};
use super::cover_tree::CoverTree;
use super::floor_judge::FloorJudge;
use super::floor_rows::GroupRows;
use super::lscp::share_of;
use super::nearest_rows::nearest_rows;
use super::p_median::{MedianJudge, nearest_for, root_states};
use super::problem::LocationProblem;
use super::solution::{NoSolution, Shortfall, Solution};
use crate::units::{Demand, DemandMinutes, Minutes, Share};

/// A floor for every group: so much of its demand must be within the standard.
#[derive(Debug, Clone, Copy)]
pub struct Floors<'a> {
    /// For every demand point, the number of its group.
    pub members: &'a [u32],
    /// The time standard.
    pub standard: Minutes,
    /// For every group, the share of its demand that must be within the standard.
    pub floors: &'a [Share],
}

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
/// No layout has so many centres, or none gives every group its floor: [`NoSolution::Floors`] says
/// which groups cannot have it whatever is open, or else how many centres it takes.
pub fn p_median_with_floors(
    problem: &LocationProblem,
    centres: usize,
    floors: &Floors,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    problem.check_centres(centres)?;
    let watch = Watch::start(budget);
    let groups = Groups::new(problem, floors);
    let none = |impossible, fewest| NoSolution::Floors {
        centres,
        standard: floors.standard,
        impossible,
        fewest,
    };
    let impossible = groups.shortfalls();
    if !impossible.is_empty() {
        return Err(none(impossible, None));
    }
    match groups.layout(centres, watch) {
        Fair::Layout(open) => Ok(groups.solve(centres, open, watch)),
        Fair::Impossible => Err(none(Vec::new(), groups.fewest(centres, watch))),
        Fair::Undecided => Err(NoSolution::Undecided),
    }
}

/// The floors of a problem, as rows and as exact numbers.
struct Groups<'a> {
    problem: &'a LocationProblem<'a>,
    rows: Vec<GroupRows>,
    /// Of every group, in millionths.
    required: Vec<u64>,
}

/// Whether a layout of so many centres gives every group its floor.
enum Fair {
    Layout(Vec<bool>),
    Impossible,
    Undecided,
}

impl<'a> Groups<'a> {
    fn new(problem: &'a LocationProblem<'a>, floors: &'a Floors<'a>) -> Self {
        let groups = floors.floors.len();
        let rows = GroupRows::of_groups(problem, floors.standard, floors.members, groups);
        let required = rows
            .iter()
            .zip(floors.floors)
            .map(|(group, &floor)| share_of(floor, group.demand).millionths())
            .collect();
        Self {
            problem,
            rows,
            required,
        }
    }

    /// The groups that have less than their floor if everything is open.
    fn shortfalls(&self) -> Vec<Shortfall> {
        (0..)
            .zip(self.rows.iter().zip(&self.required))
            .map(|(number, (group, &required))| Shortfall {
                group: number,
                covered: Demand::from_millionths(group.covered(&group.hits(|_| true))),
                required: Demand::from_millionths(required),
                demand: group.demand,
            })
            .filter(|group| group.covered < group.required)
            .collect()
    }

    /// A layout of so many centres that gives every group its floor, or a proof that there is none.
    fn layout(&self, centres: usize, watch: Watch) -> Fair {
        let judge = FloorJudge {
            groups: &self.rows,
            required: &self.required,
            median: None,
        };
        let tree = CoverTree::default();
        let search = Search {
            below: 1,
            enough: Some(0),
            capped: false,
            ..Search::new(&tree, root_states(self.problem), centres, &judge, watch)
        };
        let found = search.run(Vec::new());
        if std::env::var("FLDBG").is_ok() {
            eprintln!(
                "phase1 {centres}: {} nodes {} its {:.3} s found {} bound {}",
                found.nodes,
                found.iterations,
                watch.seconds(),
                found.layouts.len(),
                found.bound
            );
        }
        match found.layouts.into_iter().next() {
            Some((_, open)) => Fair::Layout(open),
            None if found.bound >= search.below => Fair::Impossible,
            None => Fair::Undecided,
        }
    }

    fn solve(&self, centres: usize, fair: Vec<bool>, watch: Watch) -> Solution<DemandMinutes> {
        let problem = self.problem;
        let tree = nearest_rows(problem, nearest_for(problem, centres));
        let judge = FloorJudge {
            groups: &self.rows,
            required: &self.required,
            median: Some(MedianJudge::new(problem)),
        };
        let states = root_states(problem);
        let found = Search::new(&tree, states, centres, &judge, watch).run(vec![fair]);
        Solution::of_median(problem, &found, watch)
    }

    /// The least number of centres, more than these, that gives every group its floor.
    fn fewest(&self, centres: usize, watch: Watch) -> Option<usize> {
        let most = self.problem.open_sites().len();
        for more in centres + 1..=most {
            match self.layout(more, watch) {
                Fair::Layout(_) => return Some(more),
                Fair::Undecided => return None,
                Fair::Impossible => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SiteIndex;
    use crate::optimise::Status;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use proptest::prelude::*;

    /// The floors of small problems, and the answers of brute force.
    struct Oracle<'a> {
        problem: &'a LocationProblem<'a>,
        members: &'a [u32],
        standard: Minutes,
        tenths: &'a [u8],
    }

    impl Oracle<'_> {
        fn is_fair(&self, sites: &[SiteIndex]) -> bool {
            let soonest = self.problem.soonest(sites);
            (0..).zip(self.tenths).all(|(group, &tenths)| {
                let of_group = |within: u32| -> u64 {
                    let points = self.members.iter().zip(self.problem.demand());
                    points
                        .zip(&soonest)
                        .filter(|&((&g, _), &seconds)| g == group && seconds <= within)
                        .map(|((_, demand), _)| demand.millionths())
                        .sum()
                };
                of_group(self.standard.seconds()) * 10 >= of_group(u32::MAX) * u64::from(tenths)
            })
        }

        fn least(&self, centres: usize) -> Option<(Demand, DemandMinutes)> {
            let rank = |sites: &Vec<SiteIndex>| {
                let (time, unreachable) = self.problem.demand_minutes(sites);
                (unreachable, time)
            };
            let all = layouts(self.problem, centres);
            all.iter().filter(|s| self.is_fair(s)).map(rank).min()
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
                    let (time, unreachable) = problem.demand_minutes(&best.sites);
                    prop_assert_eq!(time, best.value);
                    prop_assert_eq!(Some((unreachable, time)), self.least(centres));
                    prop_assert!(self.is_fair(&best.sites));
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert_eq!(best.bound, best.value);
                    return Ok(best.nodes);
                }
                Err(NoSolution::Floors {
                    impossible, fewest, ..
                }) => {
                    prop_assert_eq!(self.least(centres), None);
                    prop_assert_eq!(impossible.is_empty(), self.is_fair(&problem.open_sites()));
                    let more = centres..=problem.open_sites().len();
                    let more = more.into_iter().find(|&p| self.least(p).is_some());
                    prop_assert_eq!(fewest, more);
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
            standard in (1_u32..10).prop_map(Minutes::from_whole),
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
            let standard = Minutes::from_whole(standard);
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
}

use super::fewest::fewest_centres;
use super::mclp;
use super::mean_within::{WithinStandard, unproven};
use crate::model::PointIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::site_state::from_sites;
use crate::optimise::side_constraints::floors::priced_coverage::PricedCoverage;
use crate::optimise::solution::Solution;
use crate::optimise::status::Status;
use crate::units::{Demand, DemandMinutes, Share, TravelTime};

/// How much demand must be within the standard.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum CoverTarget {
    /// All of it.
    Everything,
    /// All that any candidate covers.
    Coverable,
    /// This share of all of it.
    Share(Share),
}

impl CoverTarget {
    /// The demand that must be within a standard.
    #[must_use]
    pub fn demand(self, problem: &LocationProblem, standard: TravelTime) -> Demand {
        match self {
            Self::Everything => problem.total_demand(),
            Self::Coverable => problem.covered(&problem.open_sites(), standard),
            Self::Share(share) => share.of_rounded_up(problem.total_demand()),
        }
    }
}

/// Which of the layouts that are equally good by the objective is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// The best by what comes after the objective, which takes a search of its own.
    #[default]
    Best,
    /// Any of them.
    Any,
}

/// The fewest centres, and what they cover: what the LSCP decides, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FewestCentres {
    /// How many centres.
    pub centres: usize,
    /// Demand within the standard.
    pub covered: Demand,
    /// Demand × time, with what unreachable demand counts as.
    pub demand_minutes: DemandMinutes,
}

impl FewestCentres {
    /// Where the number of centres alone was searched for.
    fn of_first(
        problem: &LocationProblem,
        standard: TravelTime,
        found: Solution<usize>,
        watch: Watch,
    ) -> Solution<Self> {
        let covered = problem.covered(&found.sites, standard);
        let demand_minutes = problem.objective(&found.sites);
        found.after(
            (0, 0),
            watch,
            |centres| Self {
                centres,
                covered,
                demand_minutes,
            },
            |centres| Self {
                centres,
                covered: problem.covered(&problem.open_sites(), standard),
                demand_minutes: DemandMinutes::ZERO,
            },
        )
    }
}

/// The fewest sites that put the demand of the target within a standard: the location set
/// covering problem.
///
/// ```text
/// min_S  |S|      Σ_i demand_i · [min_{j ∈ S} time_ij ≤ standard] ≥ required,  kept ⊆ S ⊆ candidates
/// ```
///
/// Where all must be covered that can be, this is the set covering problem, solved by dominance, bounds
/// and branch and bound. Where a part is enough, the number of centres is lowered from that of a greedy
/// cover until fewer are proven to miss too much: whether a number is enough is decided exactly; with
/// a gap, the next number to try is the one whose proof would be enough.
///
/// Among layouts of equally few centres, one that covers most is preferred, and among those the one with the
/// least demand-weighted mean time, unless [`Ties::Any`] will do. `gap_percent` is that of the number of
/// centres until that is proven, then that of the coverage, then that of the mean.
///
/// # Errors
///
/// All candidates together cover too little: [`NoSolution::Uncoverable`], with the points that
/// are too far away and the smallest standard that would work.
///
/// # References
///
/// Toregas, Swain, `ReVelle`, Bergman 1971, "The location of emergency service facilities".
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Budget, CoverTarget, LocationProblem, Ties, lscp};
/// use catchment::units::{Demand, Share, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let standard = TravelTime::from_whole(5);
/// let (budget, ties) = (Budget::default(), Ties::Best);
/// let all = lscp(&problem, standard, CoverTarget::Everything, ties, budget)?;
/// assert_eq!(all.value.centres, 3);
/// let most = CoverTarget::Share(Share::try_new(0.9)?);
/// assert_eq!(lscp(&problem, standard, most, ties, budget)?.value.centres, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lscp(
    problem: &LocationProblem,
    standard: TravelTime,
    target: CoverTarget,
    ties: Ties,
    budget: Budget,
) -> Result<Solution<FewestCentres>, NoSolution> {
    let watch = Watch::start(budget);
    let required = required(problem, standard, target)?;
    check_centres(problem, problem.kept_sites().len().max(1))?;
    let fewest = fewest_centres(problem, standard, required, watch);
    let first = FewestCentres::of_first(problem, standard, fewest, watch);
    if first.status != Status::Optimal || ties == Ties::Any {
        return Ok(first);
    }
    let most = most_covered(problem, standard, first, watch);
    if most.value.covered != most.bound.covered {
        return Ok(most);
    }
    Ok(least_mean(problem, standard, &most, watch))
}

/// Of the layouts with so few centres, one that covers most.
fn most_covered(
    problem: &LocationProblem,
    standard: TravelTime,
    first: Solution<FewestCentres>,
    watch: Watch,
) -> Solution<FewestCentres> {
    let FewestCentres {
        centres, covered, ..
    } = first.value;
    if covered == first.bound.covered {
        return first;
    }
    let open = from_sites(&first.sites, problem.matrix().sites());
    let found = mclp::most_covered(problem, centres, standard, vec![open], watch);
    let demand_minutes = problem.objective(&found.sites);
    found.after(
        (first.nodes, first.iterations),
        watch,
        |covered| FewestCentres {
            covered,
            demand_minutes,
            ..first.value
        },
        |covered| FewestCentres {
            covered,
            ..first.bound
        },
    )
}

/// Of the layouts with so few centres that cover as much, the one with the least mean time.
fn least_mean(
    problem: &LocationProblem,
    standard: TravelTime,
    most: &Solution<FewestCentres>,
    watch: Watch,
) -> Solution<FewestCentres> {
    let open = from_sites(&most.sites, problem.matrix().sites());
    let nearest = problem.nearest_times(&problem.open_sites());
    let within = nearest.iter().map(|&time| time <= standard.milliseconds());
    let counts: Vec<bool> = (within.zip(problem.demand()))
        .map(|(is_within, &demand)| is_within && demand > Demand::ZERO)
        .collect();
    let coverable: Demand = (counts.iter().zip(problem.demand()))
        .filter(|&(&counts, _)| counts)
        .map(|(_, &demand)| demand)
        .sum();
    let found = if most.value.covered == coverable {
        let within = WithinStandard {
            problem,
            counts: &counts,
            standard,
        };
        within.least_mean(open, watch)
    } else {
        let (everybody, centres) = (vec![0; counts.len()], most.value.centres);
        let coverage = PricedCoverage::new(problem, &everybody, centres, standard, watch);
        match coverage {
            Some(mut coverage) => coverage.least_mean_of_most(most.value.covered, open, watch),
            None => unproven(problem, &open, 0, watch),
        }
    };
    found.after(
        (most.nodes, most.iterations),
        watch,
        |demand_minutes| FewestCentres {
            demand_minutes,
            ..most.value
        },
        |demand_minutes| FewestCentres {
            demand_minutes,
            ..most.bound
        },
    )
}

/// The demand that the target asks for, if all candidates together can cover it.
fn required(
    problem: &LocationProblem,
    standard: TravelTime,
    target: CoverTarget,
) -> Result<Demand, NoSolution> {
    let all = problem.open_sites();
    let demand = problem.total_demand();
    let best = problem.covered(&all, standard);
    let required = match target {
        CoverTarget::Everything => demand,
        CoverTarget::Coverable => best,
        CoverTarget::Share(share) => share.of_rounded_up(demand),
    };
    if best >= required {
        return Ok(required);
    }
    let nearest = problem.nearest_times(&all);
    let mut journeys: Vec<(u32, u32, Demand)> = (0..)
        .zip(&nearest)
        .zip(problem.demand())
        .filter(|&(_, &demand)| demand > Demand::ZERO)
        .map(|((point, &milliseconds), &demand)| (milliseconds, point, demand))
        .collect();
    journeys.sort_unstable();
    let mut covered = Demand::ZERO;
    let smallest_standard = journeys.iter().find_map(|&(milliseconds, _, demand)| {
        covered += demand;
        (covered >= required).then(|| crate::model::to_time(milliseconds))
    });
    let mut points: Vec<PointIndex> = journeys
        .iter()
        .filter(|&&(milliseconds, _, _)| milliseconds > standard.milliseconds())
        .map(|&(_, point, _)| PointIndex(point))
        .collect();
    points.sort_unstable();
    Err(NoSolution::Uncoverable {
        standard,
        required,
        best,
        demand,
        points,
        smallest_standard: smallest_standard.flatten(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{self, SmallProblem, layouts};
    use crate::optimise::status::Status;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of fewer centres covers what is required, and the answer does.
        #[test]
        fn no_fewer_centres_cover_as_much(
            small in SmallProblem::any(),
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
            tenths in 1_u32..11,
            kind in 0..3,
        ) {
            let problem = small.problem();
            let share = Share::try_new(f64::from(tenths) / 10.0).unwrap();
            let target = match kind {
                0 => CoverTarget::Everything,
                1 => CoverTarget::Coverable,
                _ => CoverTarget::Share(share),
            };
            let required = match kind {
                0 => problem.total_demand(),
                1 => problem.covered(&problem.open_sites(), standard),
                _ => share.of_rounded_up(problem.total_demand()),
            };
            let fewest = (1..=problem.open_sites().len()).find(|&centres| {
                layouts(&problem, centres).iter().any(|s| problem.covered(s, standard) >= required)
            });
            match lscp(&problem, standard, target, Ties::Best, Budget::default()) {
                Ok(best) => {
                    prop_assert_eq!(Some(best.value.centres), fewest);
                    prop_assert_eq!(best.sites.len(), best.value.centres);
                    prop_assert!(problem.covered(&best.sites, standard) >= required);
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert_eq!(best.value, best.bound);
                    // Of the layouts with as few, none covers more, or as much with a lower mean.
                    let key = |sites: &Vec<_>| (
                        std::cmp::Reverse(problem.covered(sites, standard)),
                        oracle::rank(&problem, sites),
                    );
                    let preferred = layouts(&problem, best.value.centres).iter().map(key).min();
                    prop_assert_eq!(Some(key(&best.sites)), preferred);
                }
                Err(NoSolution::Uncoverable { smallest_standard, points, .. }) => {
                    prop_assert_eq!(fewest, None);
                    let sites = problem.open_sites();
                    if let Some(enough) = smallest_standard {
                        prop_assert!(enough > standard);
                        prop_assert!(problem.covered(&sites, enough) >= required);
                        let less = TravelTime::from_milliseconds(enough.milliseconds() - 1);
                        prop_assert!(problem.covered(&sites, less) < required);
                    } else {
                        prop_assert!(problem.covered(&sites, TravelTime::MAX) < required);
                    }
                    let far: Demand = points.iter().map(|p| problem.demand()[p.get()]).sum();
                    prop_assert_eq!(far + problem.covered(&sites, standard), problem.total_demand());
                }
                // Without candidates there is nothing to cover with.
                Err(_) => prop_assert_eq!(fewest, None),
            }
        }
    }

    /// Large enough for searches with many nodes, all of the demand and a part of it.
    #[test]
    fn no_fewer_cover_as_much_in_a_plane_or_anywhere() {
        for seed in 0..10 {
            let (small, minutes) = if seed % 2 == 0 {
                (SmallProblem::plane(100, 13, seed), 50)
            } else {
                (SmallProblem::scattered(40, 13, seed), 25)
            };
            let problem = small.problem();
            let standard = TravelTime::from_whole(minutes);
            for (target, percent) in [
                (CoverTarget::Coverable, 100),
                (CoverTarget::Share(Share::try_new(0.85).unwrap()), 85),
            ] {
                let all = problem.open_sites();
                let required = match target {
                    CoverTarget::Coverable => problem.covered(&all, standard),
                    _ => Share::try_new(0.85)
                        .unwrap()
                        .of_rounded_up(problem.total_demand()),
                };
                let fewest = (1..=all.len()).find(|&centres| {
                    let mut layouts = layouts(&problem, centres).into_iter();
                    layouts.any(|sites| problem.covered(&sites, standard) >= required)
                });
                let best = lscp(&problem, standard, target, Ties::Best, Budget::default()).ok();
                assert_eq!(
                    best.map(|best| best.value.centres),
                    fewest,
                    "seed {seed}, {percent} %"
                );
            }
        }
    }
}

use super::clocked::{CENTRES, Outcome, ending, ends_soon, on_one_thread, scattered};
use crate::model::{SiteIndex, to_time};
use crate::optimise::models::equity::least_inequality::inequality;
use crate::optimise::oracle::{SmallProblem, layouts, rank, within_limits};
use crate::optimise::work::Polls;
use crate::optimise::{
    Against, Budget, EquityMeasure, Floors, GroupShares, LayoutLosses, LocationProblem, NoSolution,
    Solution, SpendingLimit, Status, Ties, VolumeLimits, backed_up, backup_coverage, frontier,
    least_inequality, least_loss, most_centres, p_median_with_floors, p_median_with_volumes,
    p_median_within_budget, worst_share,
};
use crate::units::{Demand, DemandMinutes, Share, SiteCost, TravelTime};
use proptest::prelude::*;

const NEAR: TravelTime = TravelTime::from_whole(10);

/// The points of three groups.
fn members(points: usize) -> Vec<u32> {
    (0..3).cycle().take(points).collect()
}

fn share(part: f64) -> Share {
    Share::try_new(part).unwrap()
}

/// A part of what every centre would have if all had as much.
fn volume(problem: &LocationProblem, centres: usize, part: f64) -> Option<Demand> {
    Demand::try_new(problem.total_demand().as_f64() * part / centres as f64).ok()
}

/// What sites cost, and what there is to spend.
fn limit(sites: usize, available: u32) -> SpendingLimit {
    let cost = |amount: u32| SiteCost::try_new(f64::from(amount)).unwrap();
    let of_site = (0_u32..).map(|n| cost(3 + n * 7 % 11)).take(sites);
    SpendingLimit {
        of_site: of_site.collect(),
        available: cost(available),
    }
}

/// What layouts lose: their times, and something drawn from their sites.
fn losses(problem: &LocationProblem, sites: &[SiteIndex]) -> Vec<TravelTime> {
    let mark: u32 = sites.iter().map(|site| 7 * u32::from(site.0) + 3).sum();
    let extra = TravelTime::from_whole(mark % 5);
    let nearest = problem.nearest_times(sites).into_iter();
    nearest.map(|time| to_time(time).unwrap() + extra).collect()
}

fn of_losses(
    problem: &LocationProblem,
    centres: usize,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    let losses = LayoutLosses {
        least: problem.matrix(),
        of_layout: &|sites| losses(problem, sites),
    };
    least_loss(problem, centres, &losses, budget)
}

#[test]
fn equity_ends_when_its_time_is_over() {
    for measure in [EquityMeasure::Gini, EquityMeasure::MeanAbsoluteDeviation] {
        // Small enough for the p-median, which is proven first.
        let small = SmallProblem::scattered(150, 30, 1);
        let undecided = ends_soon(&small, |problem, budget| {
            let found = least_inequality(problem, CENTRES, measure, share(0.05), budget);
            found.map(|best| best.status)
        });
        assert!(undecided > 0);
    }
}

#[test]
fn the_worst_share_ends_when_its_time_is_over() {
    let members = members(400);
    for ties in [Ties::Any, Ties::Best] {
        let undecided = ends_soon(&scattered(), |problem, budget| {
            let shares = GroupShares {
                members: &members,
                groups: 3,
                standard: NEAR,
            };
            worst_share(problem, CENTRES, shares, ties, budget).map(|best| best.status)
        });
        assert!(undecided > 0);
    }
}

#[test]
fn floors_end_when_their_time_is_over() {
    let members = members(400);
    for part in [0.3, 0.42, 0.6] {
        let undecided = ends_soon(&scattered(), |problem, budget| {
            let floors = Floors {
                members: &members,
                standard: NEAR,
                floors: &[share(part); 3],
            };
            let found = p_median_with_floors(problem, CENTRES, &floors, budget);
            found.map(|best| best.status)
        });
        assert!(undecided > 0);
    }
}

#[test]
fn limits_of_volume_end_when_their_time_is_over() {
    let mut undecided = 0;
    for (min, max) in [(0.8, 9.0), (0.98, 9.0), (0.0, 1.1), (0.9, 1.1)] {
        undecided += ends_soon(&scattered(), |problem, budget| {
            let volumes = VolumeLimits {
                min: volume(problem, CENTRES, min).filter(|_| min > 0.0),
                max: volume(problem, CENTRES, max).filter(|_| max < 9.0),
            };
            let found = p_median_with_volumes(problem, CENTRES, volumes, budget);
            found.map(|best| best.status)
        });
    }
    assert!(undecided > 0);
}

#[test]
fn the_most_centres_with_a_volume_end_when_their_time_is_over() {
    ends_soon(&SmallProblem::plane(100, 14, 1), |problem, budget| {
        let min = volume(problem, 6, 0.9).unwrap();
        most_centres(problem, min, budget).map(|best| best.status)
    });
}

#[test]
fn the_p_median_within_a_budget_ends_when_its_time_is_over() {
    for centres in [CENTRES..=CENTRES, 2..=5] {
        ends_soon(&scattered(), |problem, budget| {
            let limit = limit(60, 14);
            let found = p_median_within_budget(problem, &limit, centres.clone(), budget);
            found.map(|best| best.status)
        });
    }
}

#[test]
fn backup_coverage_ends_when_its_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        backup_coverage(problem, CENTRES, NEAR, budget).map(|best| best.status)
    });
}

#[test]
fn the_least_loss_ends_when_its_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        of_losses(problem, CENTRES, budget).map(|best| best.status)
    });
}

#[test]
fn frontiers_end_when_their_time_is_over() {
    let members = members(400);
    let shares = GroupShares {
        members: &members,
        groups: 3,
        standard: NEAR,
    };
    let all = [
        Against::Within(NEAR),
        Against::WorstGroup(shares),
        Against::SmallestCentre,
    ];
    for against in all {
        let undecided = ends_soon(&scattered(), |problem, budget| -> Outcome {
            frontier(problem, CENTRES, against, budget, &mut |_| ()).map(|found| found.status)
        });
        assert!(undecided > 0);
    }
}

/// Of layouts that are allowed, the least rank; and whether what was found says nothing else.
fn check_mean(
    problem: &LocationProblem,
    allowed: &[Vec<SiteIndex>],
    found: Result<Solution<DemandMinutes>, NoSolution>,
) -> Result<(), TestCaseError> {
    let least = allowed.iter().map(|sites| rank(problem, sites)).min();
    match found {
        Ok(found) => {
            let of_found = rank(problem, &found.sites);
            prop_assert!(allowed.contains(&found.sites));
            prop_assert_eq!(found.value, problem.objective(&found.sites));
            let least = least.unwrap();
            if found.status == Status::Optimal {
                prop_assert_eq!(of_found, least);
            }
            if of_found.0 == least.0 {
                prop_assert!(found.bound <= least.1 && least.1 <= found.value);
            }
        }
        Err(NoSolution::Undecided { lower_bound }) => {
            if let (Some(bound), Some((_, least))) = (lower_bound, least) {
                let least = least.mean_over(problem.reachable_demand());
                prop_assert!(least.is_none_or(|least| bound <= least + 1e-9));
            }
        }
        Err(_) => prop_assert_eq!(least, None),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whenever the time is over, a layout is allowed and worth what it is said to be, no allowed layout is better than
    /// the bound, and no question is answered that is still open.
    #[test]
    fn answers_are_true_whenever_the_time_is_over(
        small in SmallProblem::any(),
        centres in 1_usize..6,
        standard in (0_u32..10).prop_map(TravelTime::from_whole),
        polls in prop_oneof![1_u64..40, 1_u64..400],
        part in 0.0_f64..1.2,
        available in 0_u32..30,
        is_least in any::<bool>(),
    ) {
        let problem = small.problem();
        let members = members(problem.demand().len());
        let all = layouts(&problem, centres);
        let of = |keeps: &dyn Fn(&[SiteIndex]) -> bool| -> Vec<Vec<SiteIndex>> {
            all.iter().filter(|sites| keeps(sites)).cloned().collect()
        };
        let mut outcome = Ok(());
        on_one_thread(|| outcome = (|| {
            let clock = || Polls::until(polls);

            let limit_of_all = volume(&problem, centres, part);
            let mut volumes = VolumeLimits::default();
            *(if is_least { &mut volumes.min } else { &mut volumes.max }) = limit_of_all;
            let allowed = of(&|sites| within_limits(&problem, sites, volumes));
            check_mean(&problem, &allowed, p_median_with_volumes(&problem, centres, volumes, ending(&clock())))?;

            let floor = share(part.min(1.0));
            let floors = Floors { members: &members, standard, floors: &[floor; 3] };
            let shares = GroupShares { members: &members, groups: 3, standard };
            let rows = shares.rows(&problem);
            let gives = |sites: &[SiteIndex]| rows.rows.iter().all(|group| {
                let covered = group.covered(&group.hits(|site| sites.contains(&site)));
                covered >= floor.of_rounded_up(group.demand).millionths()
            });
            check_mean(&problem, &of(&gives), p_median_with_floors(&problem, centres, &floors, ending(&clock())))?;

            if let Ok(found) = worst_share(&problem, centres, shares, Ties::Best, ending(&clock())) {
                let most = all.iter().filter_map(|sites| rows.worst(sites)).max();
                prop_assert_eq!(Some(found.value.share), rows.worst(&found.sites));
                prop_assert!(all.contains(&found.sites) && Some(found.bound.share) >= most);
            }

            let limit = limit(problem.matrix().sites(), available);
            let allowed = of(&|sites| limit.spent(sites) <= limit.available);
            let found = p_median_within_budget(&problem, &limit, centres..=centres, ending(&clock()));
            check_mean(&problem, &allowed, found)?;

            if let Ok(found) = backup_coverage(&problem, centres, standard, ending(&clock())) {
                let most = all.iter().map(|sites| backed_up(&problem, sites, standard)).max();
                prop_assert_eq!(found.value, backed_up(&problem, &found.sites, standard));
                prop_assert!(all.contains(&found.sites) && Some(found.bound) >= most);
            }

            let raw = |sites: &[SiteIndex]| problem.objective(sites).raw();
            let least = all.iter().map(|sites| raw(sites)).min();
            for measure in [EquityMeasure::Gini, EquityMeasure::MeanAbsoluteDeviation] {
                let found = least_inequality(&problem, centres, measure, share(0.1), ending(&clock()));
                let Ok(found) = found else { continue };
                let allowed = of(&|sites| raw(sites) * 10 <= least.unwrap_or(0) * 11);
                let of_allowed = allowed.iter().map(|sites| inequality(&problem, measure, sites));
                let lowest = of_allowed.fold(f64::INFINITY, f64::min);
                prop_assert!(allowed.contains(&found.sites));
                prop_assert!((found.value - inequality(&problem, measure, &found.sites)).abs() < 1e-9);
                prop_assert!(found.bound <= lowest + 1e-9);
            }

            if let Some(min) = limit_of_all.filter(|&min| min > Demand::ZERO) {
                let is_possible = |centres: &usize| {
                    let volumes = VolumeLimits { min: Some(min), max: None };
                    layouts(&problem, *centres).iter().any(|sites| within_limits(&problem, sites, volumes))
                };
                let most = (1..=problem.open_sites().len()).rev().find(is_possible);
                if let Ok(found) = most_centres(&problem, min, ending(&clock())) {
                    prop_assert!(Some(found.value) <= most && most <= Some(found.bound));
                }
            }

            for against in [Against::Within(standard), Against::WorstGroup(shares), Against::SmallestCentre] {
                let found = frontier(&problem, centres, against, ending(&clock()), &mut |_| ());
                for point in found.map_or_else(|_| Vec::new(), |found| found.points) {
                    let other = |sites: &[SiteIndex]| against.value(&problem, sites);
                    let as_much = all.iter().filter(|sites| other(sites) >= other(&point.sites));
                    let least = as_much.map(|sites| rank(&problem, sites)).min();
                    prop_assert_eq!(Some(rank(&problem, &point.sites)), least);
                }
            }
            Ok(())
        })());
        outcome?;
    }

    /// The same of losses, which all have where all are reached.
    #[test]
    fn losses_are_true_whenever_the_time_is_over(
        small in SmallProblem::reachable(),
        centres in 1_usize..6,
        polls in 1_u64..200,
    ) {
        let problem = small.problem();
        let all = layouts(&problem, centres);
        let loss = |sites: &[SiteIndex]| -> u128 {
            let lost = losses(&problem, sites);
            let of_point = problem.demand().iter().zip(lost);
            of_point.map(|(demand, lost)| demand.times(lost).raw()).sum()
        };
        let least = all.iter().map(|sites| loss(sites)).min();
        let mut outcome = Ok(());
        on_one_thread(|| outcome = (|| {
            let clock = Polls::until(polls);
            if let Ok(found) = of_losses(&problem, centres, ending(&clock)) {
                prop_assert_eq!(found.value.raw(), loss(&found.sites));
                prop_assert!(all.contains(&found.sites) && Some(found.bound.raw()) <= least);
            }
            Ok(())
        })());
        outcome?;
    }
}

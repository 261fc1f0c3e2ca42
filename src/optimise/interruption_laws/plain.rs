use super::clocked::{CENTRES, ending, ends_soon, on_one_thread, scattered};
use crate::optimise::models::longest_then_mean::LongestThenMean;
use crate::optimise::oracle::{SmallProblem, layouts, rank};
use crate::optimise::work::Polls;
use crate::optimise::{
    Budget, CoverTarget, LocationProblem, Ties, k_best, lscp, mclp, p_centre, p_median,
};
use crate::units::{Share, TravelTime};
use proptest::prelude::*;

const NEAR: TravelTime = TravelTime::from_whole(10);

#[test]
fn the_p_median_ends_when_its_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        p_median(problem, CENTRES, budget).map(|best| best.status)
    });
}

#[test]
fn the_best_layouts_end_when_their_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        k_best(problem, CENTRES, 3, budget).map(|best| best.status)
    });
}

#[test]
fn the_mclp_ends_when_its_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        mclp(problem, CENTRES, NEAR, budget).map(|best| best.status)
    });
}

#[test]
fn the_lscp_ends_when_its_time_is_over() {
    let most = Share::try_new(0.9).unwrap();
    for ties in [Ties::Any, Ties::Best] {
        for target in [CoverTarget::Coverable, CoverTarget::Share(most)] {
            let standard = TravelTime::from_whole(20);
            let search = |problem: &LocationProblem, budget: Budget| {
                lscp(problem, standard, target, ties, budget).map(|best| best.status)
            };
            ends_soon(&scattered(), search);
        }
    }
}

#[test]
fn the_p_centre_ends_when_its_time_is_over() {
    for ties in [Ties::Any, Ties::Best] {
        let search = |problem: &LocationProblem, budget: Budget| {
            p_centre(problem, CENTRES, ties, budget).map(|best| best.status)
        };
        ends_soon(&scattered(), search);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whenever the time is over, a layout is worth what it is said to be, and no layout is better than the bound.
    #[test]
    fn layouts_and_bounds_are_true_whenever_the_time_is_over(
        small in SmallProblem::any(),
        centres in 1_usize..6,
        standard in (0_u32..10).prop_map(TravelTime::from_whole),
        polls in 1_u64..30,
        share in 0.0_f64..1.0,
    ) {
        let problem = small.problem();
        on_one_thread(|| {
            let in_time = |search: &dyn Fn(Budget)| {
                let clock = Polls::until(polls);
                search(ending(&clock));
            };
            let all = layouts(&problem, centres);
            in_time(&|budget| {
                let Ok(found) = mclp(&problem, centres, standard, budget) else { return };
                let most = all.iter().map(|sites| problem.covered(sites, standard)).max();
                assert_eq!(found.value, problem.covered(&found.sites, standard));
                assert!(Some(found.bound) >= most && all.contains(&found.sites));
            });
            in_time(&|budget| {
                let Ok(found) = p_centre(&problem, centres, Ties::Best, budget) else { return };
                let value = |sites: &Vec<_>| LongestThenMean::from_layout(&problem, sites);
                let least = all.iter().map(value).min().unwrap();
                assert_eq!(found.value, value(&found.sites));
                assert!(found.bound <= least && all.contains(&found.sites));
            });
            let of_demand = CoverTarget::Share(Share::try_new(share).unwrap());
            for target in [CoverTarget::Coverable, of_demand] {
                in_time(&|budget| {
                    let found = lscp(&problem, standard, target, Ties::Best, budget);
                    let Ok(found) = found else { return };
                    let required = target.demand(&problem, standard);
                    let enough = |sites: &Vec<_>| problem.covered(sites, standard) >= required;
                    let fewest = (1..=problem.open_sites().len()).find(|&p| layouts(&problem, p).iter().any(enough));
                    assert!(enough(&found.sites));
                    assert_eq!(found.value.centres, found.sites.len());
                    assert_eq!(found.value.covered, problem.covered(&found.sites, standard));
                    assert!(Some(found.bound.centres) <= fewest && fewest <= Some(found.value.centres));
                    if found.bound.centres == found.value.centres {
                        let of_few = layouts(&problem, found.value.centres);
                        let most = of_few.iter().map(|sites| problem.covered(sites, standard)).max();
                        assert!(Some(found.bound.covered) >= most);
                        let best = of_few.iter().filter(|sites| Some(problem.covered(sites, standard)) == most);
                        let least = best.map(|sites| rank(&problem, sites)).min();
                        let least = least.map(|(_, demand_minutes)| demand_minutes);
                        assert!(Some(found.bound.demand_minutes) <= least);
                    }
                });
            }
        });
    }
}

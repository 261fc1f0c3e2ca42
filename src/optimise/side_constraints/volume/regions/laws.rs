//! What the search over regions finds, against all layouts.

use super::region::RegionSizes;
use super::regional_branching::{Others, search_regions};
use super::regional_search::RegionalSearch;
use crate::model::SiteIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::oracle::{SmallProblem, layouts, least_within, marked, rank, within_limits};
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::nearest_rows::nearest_rows;
use crate::optimise::search::site_state::{root_states, to_sites};
use crate::optimise::side_constraints::volume::handler::VolumeHandler;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::units::{Demand, DemandMinutes};
use proptest::prelude::*;

/// What a search with these sizes finds, without anything to begin with: the value and what is proven.
fn found(
    problem: &LocationProblem,
    centres: usize,
    volumes: VolumeLimits,
    (sizes, nearest): (RegionSizes, usize),
    gap: f64,
    best_of_few: impl FnOnce(Option<&[bool]>) -> Option<Vec<Vec<bool>>>,
) -> Option<(Vec<bool>, u128, u128)> {
    let tree = nearest_rows(problem, usize::MAX - 1);
    let handler = VolumeHandler::new(problem, volumes);
    let states = root_states(problem);
    let watch = Watch::start(Budget::default().to_gap(gap));
    let search = LayoutSearch::new(&tree, states, centres, &handler, watch);
    let prices = vec![0; problem.matrix().sites()];
    let mut regional = RegionalSearch::new(&search, problem, volumes, &prices).unwrap();
    (regional.sizes, regional.nearest) = (sizes, nearest);
    let found = search_regions(
        &regional,
        Vec::new(),
        Others {
            more: Vec::new,
            best_of_few,
        },
    );
    let (cost, open) = found.layouts.into_iter().next()?;
    assert!(found.interrupted.is_none());
    Some((open, cost, found.bound))
}

fn sizes() -> impl Strategy<Value = (RegionSizes, usize)> {
    let sizes = prop_oneof![Just((2, 1)), Just((4, 2)), Just((5, 1)), Just((14, 5))];
    let sizes = (sizes, prop_oneof![Just(1_usize), Just(16), Just(1_000)]);
    let sizes = sizes.prop_map(|((sites, cores), sets)| RegionSizes { sites, cores, sets });
    (sizes, prop_oneof![1_usize..4, Just(99)])
}

fn limit() -> impl Strategy<Value = Option<Demand>> {
    prop::option::of((0_u64..16_000_000).prop_map(Demand::from_millionths))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever the regions, no layout within the limits is better, with ties, pairs without a route,
    /// points without demand, and kept and excluded sites.
    #[test]
    fn regions_find_the_best_of_small_problems(
        small in SmallProblem::any(),
        centres in 1_usize..6,
        sizes in sizes(),
        min in limit(),
        max in limit(),
        gap in prop_oneof![Just(0.0), 0.0_f64..0.3],
    ) {
        let problem = small.problem();
        let is_priced = problem.unreachable_cost().is_some() || !problem.unreachable_matters();
        if check_centres(&problem, centres).is_err() || !is_priced {
            return Ok(());
        }
        let volumes = VolumeLimits { min, max };
        let best = least_within(&problem, centres, volumes);
        match found(&problem, centres, volumes, sizes, gap, |_| None) {
            None => prop_assert_eq!(best, None),
            Some((open, cost, bound)) => {
                let best = best.unwrap().raw();
                prop_assert_eq!(rank(&problem, &to_sites(&open)).1.raw(), cost);
                prop_assert!(within_limits(&problem, &to_sites(&open), volumes));
                prop_assert!(bound <= best && best <= cost);
                prop_assert!((cost - bound) as f64 <= gap * cost as f64);
            }
        }
    }
}

/// Large enough for many nodes and for regions that disagree.
#[test]
fn regions_find_the_best_in_a_plane_or_anywhere() {
    let mut divided = 0;
    for seed in 0..6 {
        let small = SmallProblem::in_a_plane_or_anywhere([100, 60], seed);
        let problem = small.problem();
        for centres in [4, 6] {
            let mean = problem.total_demand().as_f64() / centres as f64;
            for (min, max) in [(0.85, f64::NAN), (0.6, 1.4), (f64::NAN, 1.2)] {
                let limit = |part: f64| Demand::try_new(mean * part).ok();
                let volumes = VolumeLimits {
                    min: limit(min),
                    max: limit(max),
                };
                let best = least_within(&problem, centres, volumes).map(DemandMinutes::raw);
                divided += usize::from(best.is_some());
                for (sites, cores, nearest) in [(3, 1, 3), (5, 2, 99), (8, 3, 5)] {
                    let sets = 200;
                    let sizes = (RegionSizes { sites, cores, sets }, nearest);
                    let found = found(&problem, centres, volumes, sizes, 0.0, |_| None);
                    let found = found.map(|(_, cost, bound)| {
                        assert_eq!(cost, bound);
                        cost
                    });
                    assert_eq!(
                        found, best,
                        "seed {seed}, {centres} centres, {volumes:?}, {sizes:?}"
                    );
                }
            }
        }
    }
    assert!(divided > 10);
}

/// A search that asks for the best of few layouts ends with it, and with its proof.
#[test]
fn the_best_of_few_layouts_ends_the_search() {
    let (mut asked, mut better) = (0, 0);
    for seed in 0..6 {
        let small = SmallProblem::in_a_plane_or_anywhere([100, 60], seed);
        let problem = small.problem();
        let all_sites = problem.matrix().sites();
        for centres in [4, 6] {
            let mean = problem.total_demand().as_f64() / centres as f64;
            for part in [0.6, 0.75, 0.85] {
                let volumes = VolumeLimits {
                    min: Demand::try_new(mean * part).ok(),
                    max: None,
                };
                let all = layouts(&problem, centres);
                let fits = |sites: &&Vec<SiteIndex>| within_limits(&problem, sites, volumes);
                let cost = |sites: &[SiteIndex]| rank(&problem, sites).1.raw();
                let best = all.iter().filter(fits).min_by_key(|sites| cost(sites));
                let of_few = |known: Option<&[bool]>| {
                    asked += 1;
                    let known = known.map_or(u128::MAX, |open| cost(&to_sites(open)));
                    let best = best.filter(|sites| cost(sites) < known);
                    better += usize::from(best.is_some());
                    Some(best.iter().map(|best| marked(best, all_sites)).collect())
                };
                let (sites, cores, sets) = (3, 1, 4);
                let regions = (RegionSizes { sites, cores, sets }, 3);
                let found = found(&problem, centres, volumes, regions, 0.0, of_few);
                let found = found.map(|(open, cost, bound)| {
                    assert!(within_limits(&problem, &to_sites(&open), volumes));
                    (cost, bound)
                });
                let best = best.map(|sites| cost(sites));
                assert_eq!(found, best.zip(best));
            }
        }
    }
    assert!(asked > 5 && better > 2, "{asked} {better}");
}

//! What is said of few layouts, against all layouts.

use super::exact_costs::ExactCosts;
use super::feasible_layout::DiagramSizes;
use super::few_layouts::{BestOfFew, FewLayouts};
use super::growing::{Growing, LeastVolume};
use super::layout_graph::{LayoutGraph, Walk};
use super::point_prices::PointPrices;
use crate::model::SiteIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::oracle::{SmallProblem, layouts, marked, within_limits};
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::costs::unreachable_price;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::side_constraints::volume::handler::VolumeHandler;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::optimise::side_constraints::volume::regions::nearest_order::NearestOrder;
use crate::units::Demand;
use proptest::prelude::*;

/// By candidate, whether a layout has it.
fn candidates(problem: &LocationProblem, sites: &[SiteIndex]) -> Vec<bool> {
    let all = problem.open_sites().into_iter();
    all.map(|site| sites.contains(&site)).collect()
}

fn kept(problem: &LocationProblem) -> Vec<bool> {
    candidates(problem, &problem.kept_sites())
}

/// Whether the answer is that of all layouts; `None` if it is left open.
fn is_right(
    problem: &LocationProblem,
    centres: usize,
    volumes: VolumeLimits,
    known: Option<&[SiteIndex]>,
    scope: usize,
) -> Option<bool> {
    let handler = VolumeHandler::new(problem, volumes);
    let cost = |sites: &[SiteIndex]| handler.cost(&marked(sites, problem.matrix().sites()));
    let known = known.and_then(|sites| Some((candidates(problem, sites), cost(sites)?)));
    let below = known.as_ref().map_or(u128::MAX, |&(_, cost)| cost);
    let all = layouts(problem, centres);
    let costs = all.iter().filter_map(|sites| cost(sites));
    let best = costs.min().filter(|&best| best < below);
    let question = FewLayouts {
        least: LeastVolume {
            order: &NearestOrder::new(problem, Watch::unlimited()).unwrap(),
            kept: &kept(problem),
            min: volumes.min.unwrap_or_default().millionths(),
        },
        max: volumes.max.map_or(u64::MAX, Demand::millionths),
        centres,
        price: unreachable_price(problem),
        known,
        sizes: DiagramSizes {
            scope,
            ..DiagramSizes::FEW
        },
        watch: Watch::start(Budget::default()),
    };
    match question.best().unwrap() {
        BestOfFew::Undecided => None,
        BestOfFew::None => Some(best.is_none()),
        BestOfFew::Better(open) => {
            let sites = problem.open_sites().into_iter().zip(open);
            let sites = sites.filter_map(|(site, is_open)| is_open.then_some(site));
            let sites: Vec<SiteIndex> = sites.collect();
            Some(sites.len() == centres && best.is_some() && cost(&sites) == best)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// With ties, pairs without a route, points without demand, and kept and excluded sites.
    #[test]
    fn the_best_of_few_is_that_of_all_layouts(
        small in SmallProblem::any(),
        centres in 1_usize..8,
        min in (1_u64..9_000_000).prop_map(Demand::from_millionths),
        max in prop::option::of((1_u64..16_000_000).prop_map(Demand::from_millionths)),
        known in prop::option::of(any::<prop::sample::Index>()),
        scope in 0_usize..4,
    ) {
        let problem = small.problem();
        if check_centres(&problem, centres).is_ok() {
            let volumes = VolumeLimits { min: Some(min), max };
            let all = layouts(&problem, centres);
            let fits = |sites: &&Vec<SiteIndex>| within_limits(&problem, sites, volumes);
            let all: Vec<&Vec<SiteIndex>> = all.iter().filter(fits).collect();
            let known = known.filter(|_| !all.is_empty()).map(|known| known.get(&all).as_slice());
            prop_assert_ne!(is_right(&problem, centres, volumes, known, scope), Some(false));
        }
    }

    /// Exact costs are those of the problem.
    #[test]
    fn exact_costs_are_those_of_the_problem(
        small in SmallProblem::any(),
        centres in 1_usize..6,
        min in (0_u64..3_000_000).prop_map(Demand::from_millionths),
        max in (1_u64..16_000_000).prop_map(Demand::from_millionths),
        turned in 0_usize..8,
    ) {
        let problem = small.problem();
        let volumes = VolumeLimits { min: Some(min), max: Some(max) };
        let handler = VolumeHandler::new(&problem, volumes);
        let order = NearestOrder::new(&problem, Watch::unlimited()).unwrap();
        let mut number: Vec<usize> = (0..order.candidates()).collect();
        number.rotate_left(turned % order.candidates().max(1));
        let limits = min.millionths()..=max.millionths();
        let exact = ExactCosts::new(&order, &number, limits, unreachable_price(&problem));
        if check_centres(&problem, centres).is_ok() {
            for sites in layouts(&problem, centres) {
                let open = candidates(&problem, &sites);
                let open = (number.iter().zip(open)).fold(0, |set, (&n, open)| set | u128::from(open) << n);
                let cost = handler.cost(&marked(&sites, problem.matrix().sites()));
                prop_assert_eq!(exact.of(open), cost);
            }
        }
    }

    /// Whatever the prices, no layout costs less than they say.
    #[test]
    fn prices_never_say_too_much(
        small in SmallProblem::any(),
        centres in 1_usize..6,
        steps in prop::collection::vec((any::<prop::sample::Index>(), 1.0_f64..1e12), 1..8),
    ) {
        let problem = small.problem();
        if check_centres(&problem, centres).is_err() {
            return Ok(());
        }
        let order = NearestOrder::new(&problem, Watch::unlimited()).unwrap();
        let handler = VolumeHandler::new(&problem, VolumeLimits::default());
        let all: Vec<(Vec<bool>, u128)> = layouts(&problem, centres).iter()
            .map(|sites| {
                let cost = handler.cost(&marked(sites, problem.matrix().sites())).unwrap();
                (candidates(&problem, sites), cost)
            })
            .collect();
        let mut prices = PointPrices::near(&order, &all[0].0);
        for (layout, gain) in steps {
            let priced = prices.sites(&order).unwrap();
            for (open, cost) in &all {
                let sites = priced.sites.iter().zip(open).filter(|&(_, &open)| open);
                let sum = priced.constant + sites.map(|(&cost, _)| cost).sum::<i64>();
                prop_assert!(i128::from(sum) <= i128::try_from(*cost).unwrap());
            }
            prices.step(&order, &layout.get(&all).0, gain);
        }
    }
}

/// The graph of conditions that know all candidates.
fn graph(growing: &Growing, centres: usize) -> LayoutGraph {
    let watch = Watch::start(Budget::default());
    growing.graph(centres, usize::MAX, watch).unwrap().unwrap()
}

/// The layouts of a graph that cost less than this, in order.
fn below(graph: &LayoutGraph, costs: &[i64], limit: i64) -> Vec<u128> {
    let beyond = graph.least_beyond(costs);
    let mut walk = Walk::new(graph, costs, &beyond);
    let mut found: Vec<u128> = std::iter::from_fn(|| walk.next_below(limit)).collect();
    found.sort_unstable();
    found
}

/// Where conditions know everybody, the ways through a graph are the layouts that have the volume: all of them,
/// and those that cost less than a limit, also of what is left below a higher one.
#[test]
fn the_ways_through_a_graph_are_the_layouts() {
    let (mut compared, mut cheaper) = (0, 0);
    for seed in 0..8 {
        let small = SmallProblem::in_a_plane_or_anywhere([40, 30], seed);
        let problem = small.problem();
        let order = NearestOrder::new(&problem, Watch::unlimited()).unwrap();
        for centres in [3, 5, 7] {
            let mean = problem.total_demand().as_f64() / centres as f64;
            for part in [0.2, 0.5, 0.8] {
                let min = Demand::try_new(mean * part).unwrap();
                let volumes = VolumeLimits {
                    min: Some(min),
                    max: None,
                };
                let least = LeastVolume {
                    order: &order,
                    kept: &kept(&problem),
                    min: min.millionths(),
                };
                let growing = Growing::new(least, order.candidates());
                let mut wanted: Vec<u128> = (layouts(&problem, centres).iter())
                    .filter(|sites| within_limits(&problem, sites, volumes))
                    .map(|sites| {
                        let open = candidates(&problem, sites);
                        let open = growing.number.iter().zip(open);
                        open.fold(0, |set, (&n, open)| set | u128::from(open) << n)
                    })
                    .collect();
                wanted.sort_unstable();
                let mut graph = graph(&growing, centres);
                let costs: Vec<i64> = (0_i64..)
                    .take(order.candidates())
                    .map(|place| place * place * 31 % 17 - 20)
                    .collect();
                let cost = |open: u128| -> i64 {
                    let open = costs
                        .iter()
                        .enumerate()
                        .filter(|&(n, _)| open >> n & 1 == 1);
                    open.map(|(_, &cost)| cost).sum()
                };
                assert_eq!(graph.is_empty(), wanted.is_empty());
                assert!((graph.layouts() - wanted.len() as f64).abs() < 0.5);
                assert_eq!(below(&graph, &costs, i64::MAX), wanted);
                if let Some(least) = wanted.iter().map(|&open| cost(open)).min() {
                    let beyond = graph.least_beyond(&costs);
                    assert_eq!(beyond[0][0], least);
                    assert_eq!(cost(graph.least(&beyond, &costs)), least);
                    graph.keep_below(&costs, least + 9);
                    for limit in [least, least + 1, least + 5, least + 9] {
                        let cheap = wanted.iter().copied().filter(|&open| cost(open) < limit);
                        let cheap: Vec<u128> = cheap.collect();
                        cheaper += cheap.len();
                        assert_eq!(below(&graph, &costs, limit), cheap);
                    }
                    compared += wanted.len();
                }
            }
        }
    }
    assert!(compared > 500 && cheaper > 100, "{compared} {cheaper}");
}

/// Large enough for scopes that grow, up to the most centres that can have the volume.
#[test]
fn few_layouts_are_right_in_a_plane_or_anywhere() {
    let mut decided = 0;
    for seed in 0..8 {
        let small = SmallProblem::in_a_plane_or_anywhere([60, 40], seed);
        let problem = small.problem();
        for centres in [4, 6, 8] {
            let mean = problem.total_demand().as_f64() / centres as f64;
            for part in [0.5, 0.65, 0.8] {
                let volumes = VolumeLimits {
                    min: Some(Demand::try_new(mean * part).unwrap()),
                    max: None,
                };
                let all = layouts(&problem, centres);
                let fits = |sites: &&Vec<SiteIndex>| within_limits(&problem, sites, volumes);
                let known = all.iter().find(fits).map(Vec::as_slice);
                for (scope, known) in [(2, None), (4, known)] {
                    let right = is_right(&problem, centres, volumes, known, scope);
                    assert_ne!(
                        right,
                        Some(false),
                        "seed {seed}, {centres}, {part}, {scope}"
                    );
                    decided += usize::from(right.is_some());
                }
            }
        }
    }
    assert!(decided > 30, "{decided}");
}

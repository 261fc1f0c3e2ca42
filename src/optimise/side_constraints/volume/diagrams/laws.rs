//! What diagrams say of a volume, against all layouts.

use super::feasible_layout::{DiagramSizes, Feasible, FeasibleLayout};
use super::growing::LeastVolume;
use crate::optimise::budget::{Budget, Interruption, Watch};
use crate::optimise::oracle::{SmallProblem, layouts, within_limits};
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::optimise::side_constraints::volume::regions::nearest_order::NearestOrder;
use crate::units::Demand;
use proptest::prelude::*;

fn ask(
    problem: &LocationProblem,
    centres: usize,
    min: Demand,
    sizes: DiagramSizes,
    budget: Budget,
) -> Feasible {
    let (candidates, kept) = (problem.open_sites(), problem.kept_sites());
    let question = FeasibleLayout {
        least: LeastVolume {
            order: &NearestOrder::new(problem, Watch::unlimited()).unwrap(),
            kept: &(candidates.iter().map(|site| kept.contains(site))).collect::<Vec<_>>(),
            min: min.millionths(),
        },
        centres,
        sizes,
        watch: Watch::start(budget),
    };
    question.find()
}

/// What is found is a layout of at least so many centres with the volume and all that is kept; and nothing is
/// called impossible that is possible, nor left undecided.
fn is_right(problem: &LocationProblem, centres: usize, min: Demand, sizes: DiagramSizes) -> bool {
    let volumes = VolumeLimits {
        min: Some(min),
        max: None,
    };
    let all = layouts(problem, centres);
    let is_possible = all
        .iter()
        .any(|sites| within_limits(problem, sites, volumes));
    match ask(problem, centres, min, sizes, Budget::default()) {
        Feasible::Impossible => !is_possible,
        Feasible::Undecided(_) => false,
        Feasible::Layout(candidates) => {
            let open = problem.open_sites().into_iter().zip(candidates);
            let open: Vec<_> = open
                .filter_map(|(s, is_open)| is_open.then_some(s))
                .collect();
            let kept = problem.kept_sites();
            is_possible
                && open.len() >= centres
                && kept.iter().all(|site| open.contains(site))
                && within_limits(problem, &open, volumes)
        }
    }
}

fn sizes() -> impl Strategy<Value = DiagramSizes> {
    (0_usize..4, 0_usize..4).prop_map(|(scope, first_sweeps)| DiagramSizes {
        scope,
        first_sweeps,
        ..DiagramSizes::USUAL
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// With ties, pairs without a route, points without demand, and kept and excluded sites.
    #[test]
    fn diagrams_are_right_about_small_problems(
        small in SmallProblem::any(),
        centres in 1_usize..8,
        min in (1_u64..6_000_000).prop_map(Demand::from_millionths),
        sizes in sizes(),
    ) {
        let problem = small.problem();
        if check_centres(&problem, centres).is_ok() {
            prop_assert!(is_right(&problem, centres, min, sizes));
        }
    }
}

/// Large enough for several sweeps, near the most centres that can have the volume.
#[test]
fn diagrams_are_right_in_a_plane_or_anywhere() {
    let (mut possible, mut impossible) = (0, 0);
    for seed in 0..8 {
        let small = SmallProblem::in_a_plane_or_anywhere([100, 60], seed);
        let problem = small.problem();
        for centres in [4, 6, 8] {
            let mean = problem.total_demand().as_f64() / centres as f64;
            for part in [0.4, 0.6, 0.75, 0.9] {
                let min = Demand::try_new(mean * part).unwrap();
                for (scope, first_sweeps) in [(1, 2), (3, 1), (6, 0)] {
                    let sizes = DiagramSizes {
                        scope,
                        first_sweeps,
                        ..DiagramSizes::USUAL
                    };
                    assert!(
                        is_right(&problem, centres, min, sizes),
                        "seed {seed}, {centres} centres, {min:?}, {sizes:?}"
                    );
                    match ask(&problem, centres, min, sizes, Budget::default()) {
                        Feasible::Impossible => impossible += 1,
                        _ => possible += 1,
                    }
                }
            }
        }
    }
    assert!(possible > 50 && impossible > 50, "{possible} {impossible}");
}

/// Little memory ends the work undecided; what is enough does not change the answer.
#[test]
fn too_little_memory_leaves_it_undecided() {
    let mut ended = 0;
    for seed in 0..6 {
        let small = SmallProblem::plane(100, 13, 2 * seed);
        let problem = small.problem();
        let mean = problem.total_demand().as_f64() / 7.0;
        let min = Demand::try_new(mean * 0.7).unwrap();
        let ask = |memory| {
            let budget = Budget::default().in_memory(memory);
            ask(&problem, 7, min, DiagramSizes::USUAL, budget)
        };
        let answer = ask(Budget::MEMORY);
        assert!(!matches!(answer, Feasible::Undecided(_)));
        for memory in [0, 9_000, 12_000, 20_000, 200_000] {
            let now = ask(memory);
            if now == Feasible::Undecided(Some(Interruption::MemoryLimit)) {
                ended += 1;
            } else {
                assert_eq!(now, answer);
            }
        }
    }
    assert!((6..30).contains(&ended), "{ended}");
}

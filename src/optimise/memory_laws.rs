//! Little memory makes a search forget, not err; with too little it ends with a true bound.

use super::oracle::{SmallProblem, least_within};
use super::work::most_held;
use super::{
    Budget, CoverTarget, EquityMeasure, Floors, GroupShares, LocationProblem, NoSolution, Solution,
    SpendingLimit, Status, Ties, VolumeLimits, k_best, least_inequality, lscp, mclp, p_centre,
    p_median_with_floors, p_median_with_volumes, p_median_within_budget, worst_share,
};
use crate::units::{Demand, DemandMinutes, Share, SiteCost, TravelTime};

const CENTRES: usize = 4;

/// In bytes, down from what is enough.
const MEMORIES: [u64; 4] = [100_000, 20_000, 5_000, 0];

/// Value and bound of what is minimised, and how many iterations it took.
struct Found {
    status: Status,
    value: i128,
    bound: i128,
    iterations: u64,
}

impl Found {
    fn new<V: Copy>(solution: &Solution<V>, cost: impl Fn(V) -> i128) -> Self {
        Self {
            status: solution.status,
            value: cost(solution.value),
            bound: cost(solution.bound),
            iterations: solution.iterations,
        }
    }
}

fn minutes(sum: DemandMinutes) -> i128 {
    sum.raw().cast_signed()
}

fn most(demand: Demand) -> i128 {
    -i128::from(demand.millionths())
}

type Outcome = Result<Found, NoSolution>;

/// A search with ever less memory: it keeps to it, and says nothing that is not so; whether it once forgot parts, and
/// once ended.
fn keeps_to_memory(
    problem: &LocationProblem,
    best: Option<i128>,
    search: &(dyn Fn(Budget) -> Outcome + Sync),
) -> (bool, bool) {
    let (mut forgot, mut ended) = (false, false);
    let mut iterations = None;
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let one_thread = one_thread.unwrap();
    for memory in std::iter::once(Budget::MEMORY).chain(MEMORIES) {
        let run = || most_held(|| search(Budget::default().in_memory(memory)));
        let (found, held) = one_thread.install(run);
        assert!(held <= memory, "{held} bytes of {memory}");
        match found {
            Ok(found) => {
                let best = best.expect("an answer");
                assert!(found.bound <= best && best <= found.value);
                if found.status == Status::Optimal {
                    assert_eq!((found.value, found.bound), (best, best));
                } else {
                    assert_eq!(found.status, Status::MemoryLimit);
                    ended = true;
                }
                forgot |= *iterations.get_or_insert(found.iterations) != found.iterations;
            }
            Err(NoSolution::Undecided { .. }) => ended = true,
            Err(cause) => assert_eq!(best, None, "{cause} of {} points", problem.demand().len()),
        }
    }
    (forgot, ended)
}

/// The value of a search with all the memory it wants, which others compare with all layouts.
fn proven(search: &(dyn Fn(Budget) -> Outcome + Sync)) -> i128 {
    let found = search(Budget::default()).unwrap();
    assert_eq!(found.status, Status::Optimal);
    found.value
}

fn check(
    seeds: std::ops::Range<u64>,
    search: &(dyn Fn(&LocationProblem, Budget) -> Outcome + Sync),
) {
    let (mut forgot, mut ended) = (false, false);
    for seed in seeds {
        let small = SmallProblem::scattered(60, 24, seed);
        let problem = small.problem();
        let of_problem = |budget: Budget| search(&problem, budget);
        let best = proven(&of_problem);
        let (has_forgotten, has_ended) = keeps_to_memory(&problem, Some(best), &of_problem);
        (forgot, ended) = (forgot | has_forgotten, ended | has_ended);
    }
    assert!(forgot && ended, "forgot: {forgot}, ended: {ended}");
}

#[test]
fn limits_of_volume_keep_to_their_memory() {
    let (mut forgot, mut ended) = (false, false);
    for seed in 0..2 {
        let small = SmallProblem::in_a_plane_or_anywhere([100, 60], seed);
        let problem = small.problem();
        for centres in [4, 6] {
            let mean = problem.total_demand().as_f64() / centres as f64;
            for (min, max) in [(0.85, f64::NAN), (0.6, 1.4), (f64::NAN, 1.2)] {
                let limit = |part: f64| Demand::try_new(mean * part).ok();
                let (min, max) = (limit(min), limit(max));
                let volumes = VolumeLimits { min, max };
                let search = |budget: Budget| {
                    let found = p_median_with_volumes(&problem, centres, volumes, budget)?;
                    Ok(Found::new(&found, minutes))
                };
                let best = least_within(&problem, centres, volumes).map(minutes);
                let (has_forgotten, has_ended) = keeps_to_memory(&problem, best, &search);
                (forgot, ended) = (forgot | has_forgotten, ended | has_ended);
            }
        }
    }
    assert!(forgot && ended, "forgot: {forgot}, ended: {ended}");
}

#[test]
fn floors_and_shares_keep_to_their_memory() {
    let members: Vec<u32> = (0..3).cycle().take(60).collect();
    let standard = TravelTime::from_whole(12);
    check(0..2, &|problem, budget| {
        let floors = Floors {
            members: &members,
            standard,
            floors: &[Share::try_new(0.5).unwrap(); 3],
        };
        let found = p_median_with_floors(problem, CENTRES, &floors, budget)?;
        Ok(Found::new(&found, minutes))
    });
    check(0..2, &|problem, budget| {
        let shares = GroupShares {
            members: &members,
            groups: 3,
            standard,
        };
        let found = worst_share(problem, CENTRES, shares, Ties::Best, budget)?;
        Ok(Found::new(&found, |share| {
            -share.share.parts().cast_signed()
        }))
    });
}

#[test]
fn equity_and_budgets_keep_to_their_memory() {
    let cost = |amount: u32| SiteCost::try_new(f64::from(amount)).unwrap();
    check(0..2, &|problem, budget| {
        let limit = SpendingLimit {
            of_site: (0..24).map(|n| cost(3 + n * 7 % 11)).collect(),
            available: cost(20),
        };
        let found = p_median_within_budget(problem, &limit, CENTRES..=CENTRES, budget)?;
        Ok(Found::new(&found, minutes))
    });
    check(0..2, &|problem, budget| {
        let (measure, within) = (EquityMeasure::Gini, Share::try_new(0.05).unwrap());
        let found = least_inequality(problem, CENTRES, measure, within, budget)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a coefficient in millionths"
        )]
        let parts = |value: f64| (value * 1e12).round() as i128;
        Ok(Found::new(&found, parts))
    });
}

#[test]
fn coverage_and_the_longest_time_keep_to_their_memory() {
    let standard = TravelTime::from_whole(8);
    check(0..4, &|problem, budget| {
        let found = mclp(problem, CENTRES, standard, budget)?;
        Ok(Found::new(&found, most))
    });
    check(0..4, &|problem, budget| {
        let target = CoverTarget::Share(Share::try_new(0.8).unwrap());
        let found = lscp(problem, standard, target, Ties::Any, budget)?;
        Ok(Found::new(&found, |fewest| fewest.centres as i128))
    });
    check(0..4, &|problem, budget| {
        let found = p_centre(problem, CENTRES, Ties::Best, budget)?;
        let both = |value: super::LongestThenMean| {
            (i128::from(value.longest.milliseconds()) << 80) + minutes(value.demand_minutes)
        };
        Ok(Found::new(&found, both))
    });
    check(0..4, &|problem, budget| {
        let found = k_best(problem, CENTRES, 3, budget)?;
        let value = found
            .layouts
            .last()
            .map_or(i128::MAX, |&(_, value)| minutes(value));
        Ok(Found {
            status: found.status,
            value,
            bound: minutes(found.bound).min(value),
            iterations: found.iterations,
        })
    });
}

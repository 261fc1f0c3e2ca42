//! The laws of gaps, for every model against all layouts: the gap that is given is that of value
//! and bound, no more than what was asked for, the bound is true, and only what is best is optimal.

use super::oracle::{SmallProblem, layouts, rank, within_limits};
use super::{
    Budget, CoverTarget, Floors, KBest, LimitedMedian, LocationProblem, Median, NoSolution,
    Solution, Status, Ties, VolumeLimits, backed_up, backup_coverage, k_best, lscp, mclp,
    most_centres, p_centre, p_median, p_median_with_floors, p_median_with_volumes,
};
use crate::model::SiteIndex;
use crate::units::{Demand, DemandMinutes, Share, TravelTime};
use proptest::prelude::*;
use std::time::Duration;

/// Requested gaps, in per cent.
const GAPS: [f64; 5] = [0.0, 0.5, 1.0, 5.0, 20.0];

type Checked = Result<(), TestCaseError>;

/// What was asked for.
#[derive(Debug, Clone, Copy)]
struct Asked {
    percent: f64,
    limit: Option<Duration>,
}

impl Asked {
    /// Every gap, without a limit of time, with next to none, and with none at all.
    fn all() -> impl Iterator<Item = Self> {
        let limits = [None, Some(Duration::ZERO), Some(Duration::from_micros(300))];
        GAPS.into_iter()
            .flat_map(move |percent| limits.map(|limit| Self { percent, limit }))
    }

    fn budget(self) -> Budget<'static> {
        Budget {
            time_limit: self.limit,
            gap: self.percent / 100.0,
            ..Budget::default()
        }
    }

    /// The laws of one value. `best` is that of all layouts.
    fn check(self, found: Found, best: u128) -> Checked {
        let Found { value, bound, .. } = found;
        let (low, high) = if found.minimised {
            (bound, value)
        } else {
            (value, bound)
        };
        prop_assert!(low <= best && best <= high, "{found:?} {best} {self:?}");
        let gap = match high - low {
            0 => 0.0,
            _ if value == 0 => 100.0,
            difference => 100.0 * difference as f64 / value as f64,
        };
        prop_assert!(
            (gap - found.gap_percent).abs() <= 1e-12 * gap,
            "{found:?} {gap}"
        );
        prop_assert_eq!(found.status == Status::Optimal, low == high, "{:?}", found);
        match found.status {
            Status::Optimal => prop_assert_eq!(value, best),
            Status::WithinGap => prop_assert!(gap <= self.percent, "{found:?} {self:?}"),
            Status::TimeLimit => prop_assert!(self.limit.is_some() && gap > self.percent),
            Status::Cancelled => prop_assert!(false, "nobody did"),
            Status::MemoryLimit => prop_assert!(false, "there is enough"),
        }
        Ok(())
    }

    /// Whether nothing was decided in time, and what is proven all the same is true of the best
    /// value in minutes.
    fn undecided(self, cause: &NoSolution, best: Option<f64>) -> bool {
        let NoSolution::Undecided { lower_bound } = cause else {
            return false;
        };
        let is_true = |(bound, best): (f64, f64)| bound <= best * (1.0 + 1e-12);
        self.limit.is_some() && lower_bound.zip(best).is_none_or(is_true)
    }
}

/// One value and what is said of it, in whole numbers.
#[derive(Debug, Clone, Copy)]
struct Found {
    status: Status,
    value: u128,
    bound: u128,
    gap_percent: f64,
    minimised: bool,
}

impl Found {
    fn new<V: Copy>(of: &Solution<V>, minimised: bool, raw: impl Fn(V) -> u128) -> Self {
        Self {
            status: of.status,
            value: raw(of.value),
            bound: raw(of.bound),
            gap_percent: of.gap_percent,
            minimised,
        }
    }
}

fn millionths(demand: Demand) -> u128 {
    u128::from(demand.millionths())
}

fn milliseconds(time: TravelTime) -> u128 {
    u128::from(time.milliseconds())
}

/// The laws for a p-median of any kind.
fn check_median(
    problem: &LocationProblem,
    asked: Asked,
    found: &Result<Solution<DemandMinutes>, NoSolution>,
    allowed: &[Vec<SiteIndex>],
) -> Checked {
    let best = allowed.iter().map(|sites| rank(problem, sites)).min();
    match (found, best) {
        (Ok(found), Some((unreachable, best))) => {
            prop_assert!(allowed.contains(&found.sites));
            let (left, time) = rank(problem, &found.sites);
            prop_assert_eq!(time, found.value);
            let said = Found::new(found, true, DemandMinutes::raw);
            if left == unreachable && (said.bound > 0 || said.status == Status::Optimal) {
                asked.check(said, best.raw())?;
            } else {
                // Nothing is proven of the time before the demand without a route is.
                prop_assert!(asked.limit.is_some() && said.bound == 0);
                prop_assert_eq!(said.status, Status::TimeLimit);
            }
        }
        (Ok(_), None) => prop_assert!(false, "a layout where there is none"),
        (Err(cause), Some((_, best))) => {
            let mean = best.mean_over(problem.reachable_demand());
            prop_assert!(asked.undecided(cause, mean), "{cause:?}");
        }
        (Err(_), None) => {}
    }
    Ok(())
}

fn check_k_best(
    problem: &LocationProblem,
    asked: Asked,
    found: &KBest,
    wanted: usize,
    all: &[Vec<SiteIndex>],
) -> Checked {
    let mut ranks: Vec<_> = all.iter().map(|sites| rank(problem, sites)).collect();
    ranks.sort();
    let mut named: Vec<_> = found.layouts.iter().map(|(sites, _)| sites).collect();
    named.sort();
    named.dedup();
    prop_assert_eq!(named.len(), found.layouts.len());
    if asked.limit.is_none() {
        prop_assert_eq!(named.len(), wanted.min(all.len()));
        prop_assert!(found.status == Status::Optimal || asked.percent > 0.0);
    }
    let listed: Vec<_> = found
        .layouts
        .iter()
        .map(|(s, _)| rank(problem, s))
        .collect();
    let values: Vec<_> = found.layouts.iter().map(|&(_, value)| value).collect();
    prop_assert_eq!(
        listed.iter().map(|&(_, time)| time).collect::<Vec<_>>(),
        values
    );
    if found.status == Status::Optimal {
        prop_assert_eq!(&listed[..], &ranks[..listed.len()]);
    }
    if found.status == Status::WithinGap {
        prop_assert!(found.gap_percent <= asked.percent && found.gap_percent > 0.0);
        prop_assert!(found.first_gap_percent <= asked.percent);
        // Rank for rank no layout is better by more than the gap of the last.
        for (listed, best) in listed.iter().zip(&ranks) {
            prop_assert_eq!(listed.0, best.0);
            prop_assert!(best.1 >= listed.1.min(found.bound));
        }
    }
    if listed[0].0 == ranks[0].0 {
        prop_assert!(found.least <= ranks[0].1, "{found:?}");
    }
    Ok(())
}

/// Everything that can be asked about one problem.
fn check_all(
    problem: &LocationProblem,
    centres: usize,
    standard: TravelTime,
    volumes: VolumeLimits,
    tenths: u32,
) -> Checked {
    let all = layouts(problem, centres);
    let total = problem.total_demand();
    let share = Share::try_new(f64::from(tenths) / 10.0).unwrap();
    let covered = |sites: &Vec<SiteIndex>| problem.covered(sites, standard);
    let within: Vec<_> = all
        .iter()
        .filter(|sites| within_limits(problem, sites, volumes))
        .cloned()
        .collect();
    // Every other point is of the second group; floors of a half of the share for the second.
    let members: Vec<u32> = (0..).map(|n| n % 2).take(problem.demand().len()).collect();
    let floors = [share, Share::try_new(f64::from(tenths) / 20.0).unwrap()];
    let is_fair = |sites: &&Vec<SiteIndex>| {
        let nearest = problem.nearest_times(sites);
        (0..2).all(|group| {
            let of_group = |most: u32| -> f64 {
                let points = problem.demand().iter().zip(&nearest).zip(&members);
                points
                    .filter(|&((_, &time), &member)| member == group && time <= most)
                    .map(|((demand, _), _)| demand.millionths() as f64)
                    .sum()
            };
            let needed = floors[group as usize].as_f64() * of_group(u32::MAX);
            of_group(standard.milliseconds()) >= needed * (1.0 - 1e-12)
        })
    };
    let fair: Vec<_> = all.iter().filter(is_fair).cloned().collect();
    let floors = Floors {
        members: &members,
        standard,
        floors: &floors,
    };
    let fewest = |required: Demand| {
        (1..=problem.open_sites().len())
            .find(|&p| layouts(problem, p).iter().any(|s| covered(s) >= required))
    };
    let min = volumes.min.unwrap_or(Demand::from_whole(1));
    let at_least = VolumeLimits {
        min: Some(min),
        max: None,
    };
    let most_of_min = (1..=problem.open_sites().len()).rfind(|&p| {
        layouts(problem, p)
            .iter()
            .any(|s| within_limits(problem, s, at_least))
    });
    let median = Median::prepare(problem);
    let limited = LimitedMedian::prepare(problem, volumes);
    for asked in Asked::all() {
        let budget = asked.budget();
        check_median(problem, asked, &p_median(problem, centres, budget), &all)?;
        check_median(problem, asked, &median.best(centres, budget), &all)?;
        let found = p_median_with_volumes(problem, centres, volumes, budget);
        check_median(problem, asked, &found, &within)?;
        let found = limited.best(centres, budget);
        check_median(problem, asked, &found, &within)?;
        let found = p_median_with_floors(problem, centres, &floors, budget);
        check_median(problem, asked, &found, &fair)?;
        for wanted in [1, 4] {
            if let Ok(found) = k_best(problem, centres, wanted, budget) {
                check_k_best(problem, asked, &found, wanted, &all)?;
            }
        }
        let found = mclp(problem, centres, standard, budget);
        check_coverage(asked, found, &all, covered)?;
        let twice = |sites: &Vec<SiteIndex>| backed_up(problem, sites, standard);
        let found = backup_coverage(problem, centres, standard, budget);
        check_coverage(asked, found, &all, twice)?;
        for target in [CoverTarget::Coverable, CoverTarget::Share(share)] {
            let required = match target {
                CoverTarget::Share(share) => share.of_rounded_up(total),
                _ => problem.covered(&problem.open_sites(), standard),
            };
            if let Ok(found) = lscp(problem, standard, target, Ties::Best, budget) {
                prop_assert!(covered(&found.sites) >= required);
                prop_assert_eq!(found.sites.len(), found.value.centres);
                let best = fewest(required).unwrap();
                let said = Found::new(&found, true, |of| of.centres as u128);
                if found.bound.centres < found.value.centres {
                    asked.check(said, best as u128)?;
                } else {
                    prop_assert_eq!(found.value.centres, best);
                }
            }
        }
        match most_centres(problem, min, budget) {
            Ok(found) => {
                prop_assert!(within_limits(problem, &found.sites, at_least));
                let best = most_of_min.unwrap();
                asked.check(Found::new(&found, false, |n| n as u128), best as u128)?;
            }
            Err(cause) => prop_assert!(most_of_min.is_none() || asked.undecided(&cause, None)),
        }
        check_p_centre(problem, asked, centres, &all)?;
    }
    Ok(())
}

fn check_coverage(
    asked: Asked,
    found: Result<Solution<Demand>, NoSolution>,
    all: &[Vec<SiteIndex>],
    covered: impl Fn(&Vec<SiteIndex>) -> Demand,
) -> Checked {
    let Ok(found) = found else { return Ok(()) };
    let best = all.iter().map(&covered).max().unwrap();
    prop_assert_eq!(covered(&found.sites), found.value);
    asked.check(Found::new(&found, false, millionths), millionths(best))
}

fn check_p_centre(
    problem: &LocationProblem,
    asked: Asked,
    centres: usize,
    all: &[Vec<SiteIndex>],
) -> Checked {
    let lost = problem.demand_minutes(&problem.open_sites()).1;
    let reaches_all = |sites: &[SiteIndex]| problem.demand_minutes(sites).1 == lost;
    let longest = |sites: &Vec<SiteIndex>| {
        let times = problem.demand().iter().zip(problem.nearest_times(sites));
        let counted = times.filter(|&(&d, time)| d > Demand::ZERO && time != u32::MAX);
        let longest = counted.map(|(_, time)| time).max().unwrap_or(0);
        let cost = problem.unreachable_cost().filter(|_| !reaches_all(sites));
        cost.unwrap_or(TravelTime::from_milliseconds(longest))
    };
    let allowed =
        |sites: &&Vec<SiteIndex>| problem.unreachable_cost().is_some() || reaches_all(sites);
    let both = |sites: &Vec<SiteIndex>| (longest(sites), rank(problem, sites).1);
    let best = all.iter().filter(allowed).map(both).min();
    match (p_centre(problem, centres, Ties::Best, asked.budget()), best) {
        (Ok(found), Some(best)) => {
            let (value, bound) = (found.value, found.bound);
            prop_assert_eq!(both(&found.sites), (value.longest, value.demand_minutes));
            let said = Found::new(&found, true, |both| milliseconds(both.longest));
            if bound.longest < value.longest {
                prop_assert_eq!(bound.demand_minutes, DemandMinutes::ZERO);
                asked.check(said, milliseconds(best.0))?;
            } else {
                prop_assert_eq!(value.longest, best.0);
                let said = Found {
                    value: value.demand_minutes.raw(),
                    bound: bound.demand_minutes.raw(),
                    ..said
                };
                asked.check(said, best.1.raw())?;
            }
        }
        (Ok(_), None) => prop_assert!(false, "a layout where there is none"),
        (Err(cause), Some((longest, _))) => {
            let longest = Some(longest.as_f64());
            prop_assert!(asked.undecided(&cause, longest), "{cause:?}");
        }
        (Err(_), None) => {}
    }
    Ok(())
}

fn limit() -> impl Strategy<Value = Option<Demand>> {
    prop::option::of((0_u64..16_000_000).prop_map(Demand::from_millionths))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Ties, missing pairs, demand of nothing, kept and excluded sites: every model, every gap.
    #[test]
    fn a_gap_is_kept_and_a_proof_is_true(
        small in prop_oneof![SmallProblem::any(), SmallProblem::reachable()],
        centres in 1_usize..6,
        standard in (0_u32..10).prop_map(TravelTime::from_whole),
        min in limit(),
        max in limit(),
        tenths in 1_u32..11,
    ) {
        let problem = small.problem();
        check_all(&problem, centres, standard, VolumeLimits { min, max }, tenths)?;
    }
}

/// Large enough for nodes that are left for their bound, with whole demand as well: the bound then
/// moves by whole grains.
#[test]
fn a_gap_is_kept_in_a_plane_or_anywhere() {
    for seed in 0..4 {
        let mut small = SmallProblem::in_a_plane_or_anywhere([60, 30], seed);
        if seed % 4 < 2 {
            for demand in &mut small.demand {
                *demand = Demand::from_whole(u32::try_from(demand.millionths() / 300_000).unwrap());
            }
        }
        let problem = small.problem();
        let mean = problem.total_demand().millionths() / 4;
        let limit = |percent: u64| Some(Demand::from_millionths(mean * percent / 100));
        let volumes = VolumeLimits {
            min: limit(60),
            max: limit(150),
        };
        let standard = TravelTime::from_whole(if seed % 2 == 0 { 35 } else { 15 });
        check_all(&problem, 4, standard, volumes, 8).unwrap();
    }
}

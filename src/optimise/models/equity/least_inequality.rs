use super::equity_costs::EquityCosts;
use super::equity_search::{EquitySearch, MeasureRows};
use super::measure_rows::{mean_rows, measure_rows};
use crate::model::SiteIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::equity_measure::EquityMeasure;
use crate::optimise::models::p_median::Median;
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::site_state::{from_sites, root_states, to_sites};
use crate::optimise::solution::Solution;
use crate::optimise::status::Status;
use crate::units::Share;

/// The layout of `centres` sites with the least inequality of times, of those whose demand-weighted mean is no
/// more than a part above the least.
///
/// ```text
/// min_S  inequality(S)      s.t.   mean(S) ≤ (1 + mean_within) · min_S' mean(S'),   |S| = centres
/// ```
///
/// where inequality is the Gini coefficient of times among people, or their mean absolute deviation from the
/// mean, in minutes. Equal times for all are easily had where all times are long: without the limit of the mean
/// these measures choose layouts that are bad for everybody.
///
/// Demand that a layout leaves without a route but another would not has the time that the problem's rule makes
/// it count as, in the mean and in the measure.
///
/// The p-median is proven first. Then the measure is bounded from below by a p-median of other times (for the
/// deviation, what is beyond the longest mean that is allowed) or other demand (for Gini, people by their rank in
/// a good layout), and the mean beyond its limit has a price in the bound. Layouts are evaluated exactly.
///
/// # Errors
///
/// No layout has this many centres; the rule for unreachable demand is the strict one, and matters, which no time
/// stands for; there is more demand than whole numbers count; or the budget ended before the p-median was proven.
///
/// # References
///
/// Marsh and Schilling 1994, "Equity measurement in facility location analysis"; Drezner, Drezner and Guyse
/// 2009, "Equitable service by a facility: minimizing the Gini coefficient".
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, EquityMeasure, LocationProblem, least_inequality};
/// use catchment::units::{Demand, Share, TravelTime};
///
/// // Three villages in a row, 10 min apart, each a candidate.
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// // At either of the first two villages the mean is 9 min; from the middle most take the same 10 min.
/// let (measure, within) = (EquityMeasure::Gini, Share::try_new(0.01)?);
/// let best = least_inequality(&problem, 1, measure, within, Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(1)]);
/// assert!((best.value - 0.1).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn least_inequality(
    problem: &LocationProblem,
    centres: usize,
    measure: EquityMeasure,
    mean_within: Share,
    budget: Budget,
) -> Result<Solution<f64>, NoSolution> {
    check_centres(problem, centres)?;
    if problem.unreachable_cost().is_none() && problem.unreachable_matters() {
        return Err(NoSolution::StrictInequality);
    }
    let watch = Watch::start(budget);
    let median =
        Median::new_for(problem, centres, watch).solve(centres, watch.to_proof(), Vec::new());
    if median.status != Status::Optimal {
        return Err(NoSolution::Undecided { lower_bound: None });
    }
    let costs = EquityCosts::new(problem, measure, |people| {
        let least = people.sum(&people.times(&median.sites));
        least + part_of(least, mean_within)
    });
    let costs = costs.ok_or(NoSolution::TooMuchDemand)?;
    let search = EquitySearch {
        problem,
        centres,
        costs: &costs,
        watch,
        states: root_states(problem),
    };
    let start = search.improved(median.sites.clone());
    let rows = MeasureRows {
        mean: mean_rows(problem, centres, &costs, watch),
        measure: measure_rows(problem, centres, &costs, measure, &start, watch),
    };
    let known = vec![from_sites(&start, problem.matrix().sites())];
    let found = search.found(&rows, known);
    let proof = found.proof(found.layouts[0].0, search.objective(0), watch);
    let sites = to_sites(&found.layouts[0].1);
    let raw = search.objective(0).value(found.layouts[0].0);
    let both = [costs.value(raw), costs.value(proof.bound)];
    let spent = (
        median.nodes + found.nodes,
        median.iterations + found.iterations,
    );
    Ok(Solution::from_proof(proof, sites, both, spent, watch))
}

/// How unequal times are in a layout, as [`least_inequality`] counts; infinite where there is more demand than whole
/// numbers count.
pub(crate) fn inequality(
    problem: &LocationProblem,
    measure: EquityMeasure,
    sites: &[SiteIndex],
) -> f64 {
    let costs = EquityCosts::new(problem, measure, |people| people.sum(&people.times(sites)));
    let value = costs.and_then(|costs| Some(costs.value(costs.of(sites)? - costs.constant())));
    value.unwrap_or(f64::INFINITY)
}

/// A part of a sum, rounded down.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is from 0 to 1"
)]
fn part_of(sum: u128, share: Share) -> u128 {
    const STEPS: u128 = 1_000_000_000;
    let parts = (share.as_f64() * STEPS as f64).round() as u128;
    sum / STEPS * parts + sum % STEPS * parts / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::units::{Demand, TravelTime};
    use proptest::prelude::*;

    /// Everybody that a candidate reaches, with the minutes to a layout.
    fn everybody(problem: &LocationProblem, sites: &[SiteIndex]) -> Vec<(f64, f64)> {
        let of = |sites: &[SiteIndex]| problem.nearest_times(sites);
        let by_any = of(&problem.open_sites());
        let points = problem.demand().iter().zip(of(sites)).zip(by_any);
        let reached =
            points.filter(|&((&demand, _), by_any)| demand > Demand::ZERO && by_any != u32::MAX);
        let counted = reached.map(|((demand, time), _)| {
            let cost = || problem.unreachable_cost().expect("not the strict rule");
            let time = match time {
                u32::MAX => cost().milliseconds(),
                time => time,
            };
            (demand.as_f64(), f64::from(time) / 60_000.0)
        });
        counted.collect()
    }

    /// By the definition, over all pairs of people.
    fn by_hand(problem: &LocationProblem, measure: EquityMeasure, sites: &[SiteIndex]) -> f64 {
        let people = everybody(problem, sites);
        let all: f64 = people.iter().map(|&(demand, _)| demand).sum();
        let sum: f64 = people.iter().map(|&(demand, time)| demand * time).sum();
        let mean = sum / all;
        match measure {
            EquityMeasure::Gini if sum == 0.0 => 0.0,
            EquityMeasure::Gini => {
                let with = |(demand, time): (f64, f64)| -> f64 {
                    let others = people.iter();
                    let differences = others.map(|&(other, far)| other * (far - time).abs());
                    demand * differences.sum::<f64>()
                };
                let differences: f64 = people.iter().map(|&person| with(person)).sum();
                differences / (2.0 * all * all * mean)
            }
            EquityMeasure::MeanAbsoluteDeviation => {
                let each = people.iter();
                let far = each.map(|&(demand, time)| demand * (time - mean).abs());
                far.sum::<f64>() / all
            }
        }
    }

    fn check(
        problem: &LocationProblem,
        centres: usize,
        measure: EquityMeasure,
        percent: u32,
        gap: f64,
    ) -> Result<u64, TestCaseError> {
        let within = Share::try_new(f64::from(percent) / 100.0).unwrap();
        let all = layouts(problem, centres);
        let raw = |sites: &[SiteIndex]| problem.objective(sites).raw();
        let strict = problem.unreachable_cost().is_none() && problem.unreachable_matters();
        let found = least_inequality(problem, centres, measure, within, Budget::default());
        if let (true, Err(cause)) = (strict, &found) {
            let is_said = *cause == NoSolution::StrictInequality;
            prop_assert!(is_said || all.is_empty() || problem.reachable_demand() == Demand::ZERO);
            return Ok(0);
        }
        let Ok(best) = found else {
            prop_assert!(all.is_empty() || problem.reachable_demand() == Demand::ZERO);
            return Ok(0);
        };
        let least = all.iter().map(|sites| raw(sites)).min().unwrap();
        let is_allowed =
            |sites: &[SiteIndex]| raw(sites) * 100 <= least * (100 + u128::from(percent));
        let allowed = all.iter().filter(|sites| is_allowed(sites));
        let lowest = allowed.map(|sites| by_hand(problem, measure, sites));
        let lowest = lowest.fold(f64::INFINITY, f64::min);
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * (1.0 + other);
        prop_assert!(is_allowed(&best.sites) && all.contains(&best.sites));
        prop_assert!(near(best.value, by_hand(problem, measure, &best.sites)));
        prop_assert!(near(best.value, lowest), "{best:?} {lowest}");
        prop_assert_eq!((best.status, best.value), (Status::Optimal, best.bound));
        prop_assert!(near(inequality(problem, measure, &best.sites), best.value));

        let to_gap = Budget::default().to_gap(gap);
        let other = least_inequality(problem, centres, measure, within, to_gap).unwrap();
        prop_assert!(is_allowed(&other.sites));
        prop_assert!(other.bound <= lowest + 1e-9 && lowest <= other.value + 1e-9);
        prop_assert!(other.gap_percent <= 100.0 * gap + 1e-9 || other.status == Status::Optimal);
        Ok(best.nodes)
    }

    fn measures() -> impl Strategy<Value = EquityMeasure> {
        prop_oneof![
            Just(EquityMeasure::Gini),
            Just(EquityMeasure::MeanAbsoluteDeviation)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all with so short a mean has less inequality, with ties, pairs without a route, points
        /// without demand, and kept and excluded sites.
        #[test]
        fn no_layout_with_so_short_a_mean_is_less_unequal(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            measure in measures(),
            percent in prop_oneof![Just(0_u32), Just(1), Just(10), Just(40), Just(100)],
            gap in prop_oneof![Just(0.0), 0.0..0.3],
        ) {
            check(&small.problem(), centres, measure, percent, gap)?;
        }
    }

    /// Large enough for searches with many nodes.
    #[test]
    fn nothing_is_less_unequal_in_a_plane_or_anywhere() {
        let mut nodes = 0;
        for seed in 0..8 {
            let small = SmallProblem::in_a_plane_or_anywhere([80, 60], seed);
            let problem = small.problem();
            for measure in [EquityMeasure::Gini, EquityMeasure::MeanAbsoluteDeviation] {
                for (centres, percent) in [(4, 3), (5, 10)] {
                    nodes += check(&problem, centres, measure, percent, 0.02).unwrap();
                }
            }
        }
        assert!(nodes > 200, "only {nodes} nodes");
    }

    /// The same whatever the unit of demand, and as `inequality` measures it.
    #[test]
    fn the_coefficient_is_that_of_times_among_people() {
        for seed in 0..6 {
            let small = SmallProblem::plane(60, 12, seed);
            let problem = small.problem();
            let (measure, within) = (EquityMeasure::Gini, Share::try_new(0.05).unwrap());
            let best = least_inequality(&problem, 3, measure, within, Budget::default()).unwrap();
            let times = problem.nearest_times(&best.sites).into_iter();
            let times = times.map(TravelTime::from_milliseconds);
            let people = times.zip(problem.demand().iter().copied());
            let known = crate::inequality::dispersion(people).unwrap();
            assert!((known.gini - best.value).abs() < 1e-12);
        }
    }
}

use super::limited_median::LimitedMedian;
use super::limits::VolumeLimits;
use super::nearest_limits::NearestLimits;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::nearest_rows::nearest_for;
use crate::optimise::solution::Solution;
use crate::units::DemandMinutes;

/// The layout with the least demand-weighted mean time in which every centre has a volume within
/// the limits.
///
/// ```text
/// min_S  Σ_i demand_i · min_{j ∈ S} time_ij        |S| = centres, kept ⊆ S ⊆ candidates
/// s.t.   min ≤ Σ_{i: nearest_S(i) = j} demand_i ≤ max      for every j ∈ S
/// ```
///
/// A p-median search in which a part of the layouts is left as soon as the limits rule it out:
/// opening a centre never adds to the volume of another, so that the volumes among the sites that
/// are open already are the most they can have, and among all that are not closed the least.
///
/// # Errors
///
/// If no layout has this many centres, or none has volumes within the limits ([`NoSolution::Volumes`],
/// with the nearest number of centres for which one was found, and how near this number comes; if the
/// limits of all centres together are more or less than the demand, that is said at once), or the
/// budget ended before one was found.
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Budget, LocationProblem, VolumeLimits, p_median_with_volumes};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let mut volumes = VolumeLimits::default();
/// volumes.max = Some(Demand::from_whole(6));
/// let best = p_median_with_volumes(&problem, 2, volumes, Budget::default())?;
/// assert_eq!(best.value.as_f64(), 10.0);
/// volumes.max = Some(Demand::from_whole(4));
/// assert!(p_median_with_volumes(&problem, 2, volumes, Budget::default()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn p_median_with_volumes(
    problem: &LocationProblem,
    centres: usize,
    volumes: VolumeLimits,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let median = LimitedMedian::new(problem, volumes, nearest_for(problem, centres), watch);
    let found = median.solve(centres, watch);
    let nearest = NearestLimits {
        median: &median,
        watch,
    };
    found.map_err(|cause| match cause {
        NoSolution::Volumes { sum: None, .. } => NoSolution::Volumes {
            centres,
            sum: None,
            fits: nearest.number(centres),
            nearest: Some(Box::new(nearest.limits(centres))),
        },
        NoSolution::Volumes { sum, .. } => NoSolution::Volumes {
            centres,
            sum,
            fits: None,
            nearest: nearest.limits_of_few(centres).map(Box::new),
        },
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SiteIndex;
    use crate::optimise::oracle::{SmallProblem, layouts, rank, within_limits};
    use crate::optimise::side_constraints::volume::limits::NearestNumber;
    use crate::optimise::status::Status;
    use crate::units::Demand;
    use proptest::prelude::*;

    fn limit() -> impl Strategy<Value = Option<Demand>> {
        prop::option::of((0_u64..16_000_000).prop_map(Demand::from_millionths))
    }

    /// With what a layout leaves without a route first: how layouts are ranked.
    fn best_of(
        problem: &LocationProblem,
        centres: usize,
        volumes: VolumeLimits,
    ) -> Option<(Demand, DemandMinutes)> {
        layouts(problem, centres)
            .iter()
            .filter(|sites| within_limits(problem, sites, volumes))
            .map(|sites| rank(problem, sites))
            .min()
    }

    /// Large enough for prices, and for nodes that are relaxed and divided at them.
    #[test]
    fn nothing_within_the_limits_is_better_in_a_plane_or_anywhere() {
        for seed in 0..10 {
            let small = SmallProblem::in_a_plane_or_anywhere([100, 60], seed);
            let problem = small.problem();
            for centres in [4, 6] {
                let mean = problem.total_demand().millionths() / centres as u64;
                for (min, max) in [(0.85, f64::NAN), (0.6, 1.4), (f64::NAN, 1.2)] {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    let limit = |part: f64| {
                        let demand = Demand::from_millionths((mean as f64 * part) as u64);
                        (!part.is_nan()).then_some(demand)
                    };
                    let volumes = VolumeLimits {
                        min: limit(min),
                        max: limit(max),
                    };
                    let best = p_median_with_volumes(&problem, centres, volumes, Budget::default());
                    let best = best.ok().map(|best| {
                        assert_eq!(best.bound, best.value);
                        assert!(within_limits(&problem, &best.sites, volumes));
                        rank(&problem, &best.sites)
                    });
                    let least = best_of(&problem, centres, volumes);
                    assert_eq!(best, least, "seed {seed}, {centres} centres, {volumes:?}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// No layout within the limits has a lower mean.
        #[test]
        fn nothing_within_the_limits_is_better(
            small in prop_oneof![SmallProblem::reachable(), SmallProblem::any()],
            centres in 1_usize..6,
            min in limit(),
            max in limit(),
        ) {
            let problem = small.problem();
            let volumes = VolumeLimits { min, max };
            let least = best_of(&problem, centres, volumes);
            match p_median_with_volumes(&problem, centres, volumes, Budget::default()) {
                Ok(best) => {
                    prop_assert_eq!(Some(rank(&problem, &best.sites)), least);
                    prop_assert!(within_limits(&problem, &best.sites, volumes));
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert_eq!(best.bound, best.value);
                }
                Err(NoSolution::Volumes { fits, nearest, .. }) => {
                    prop_assert_eq!(least, None);
                    let limits = nearest.map(|miss| miss.limits);
                    if let Some(limits) = limits {
                        let kept = |sites: &Vec<SiteIndex>| within_limits(&problem, sites, limits);
                        prop_assert!(layouts(&problem, centres).iter().any(kept));
                    }
                    let is_possible = |p| {
                        let all = layouts(&problem, p);
                        all.iter().any(|sites| within_limits(&problem, sites, volumes))
                    };
                    match fits {
                        Some(NearestNumber::Proven(fits)) => {
                            prop_assert!(is_possible(fits));
                            for nearer in 1..fits.abs_diff(centres) {
                                prop_assert!(!is_possible(centres + nearer));
                                prop_assert!(centres <= nearer || !is_possible(centres - nearer));
                            }
                        }
                        Some(NearestNumber::Found(fits)) => prop_assert!(is_possible(fits)),
                        Some(NearestNumber::Undecided) | None => {}
                    }
                }
                Err(_) => prop_assert_eq!(least, None),
            }
        }
    }
}

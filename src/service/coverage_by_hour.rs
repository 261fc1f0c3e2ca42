use super::reach::{Reach, bits};
use super::week::{WEEK_HOURS, WEEK_MINUTES};
use super::week_hours::WeekHours;
use super::week_profile::WeekProfile;
use std::collections::BTreeMap;

/// Demand that has an open centre within the time standard at the hour it arises.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageByHour {
    /// Covered demand of each group, in the unit of the demand.
    pub covered: Vec<f64>,
    /// All demand of each group, reachable or not.
    pub demand: Vec<f64>,
    /// The share of all demand of an hour of the week that is covered, from 0 to 1, from Monday
    /// 00:00.
    pub by_hour: Vec<f64>,
    /// How many different sets of open centres the week has.
    pub open_sets: usize,
}

impl CoverageByHour {
    /// The share of a group's demand that is covered, from 0 to 1; `None` for a group without
    /// demand.
    ///
    /// # Panics
    ///
    /// If there is no such group.
    #[must_use]
    pub fn share(&self, group: usize) -> Option<f64> {
        (self.demand[group] > 0.0).then(|| self.covered[group] / self.demand[group])
    }
}

/// Coverage when each centre of `reach` keeps the hours of the same place in `open`, to the minute.
///
/// Each set of centres that is open together is looked at once.
///
/// # Panics
///
/// Unless there are hours for each centre.
#[must_use]
pub fn coverage_by_hour(
    reach: &Reach,
    open: &[WeekHours],
    profile: &WeekProfile,
) -> CoverageByHour {
    assert_eq!(open.len(), reach.centres(), "hours for each centre");
    let groups = reach.demand().len();
    let all: f64 = reach.demand().iter().sum();
    let mut sets: BTreeMap<Vec<u64>, Vec<f64>> = BTreeMap::new();
    let (mut covered, mut by_hour) = (vec![0.0; groups], vec![0.0; WEEK_HOURS]);
    for (from, to) in steps(open) {
        let set = bits(open.len(), |centre| open[centre].is_open(from));
        let of_set = sets.entry(set).or_insert_with_key(|set| reach.covered(set));
        let hour = (from / 60) as usize;
        let part = f64::from(to - from) / 60.0;
        for (covered, of_set) in covered.iter_mut().zip(of_set.iter()) {
            *covered += of_set * profile.weights()[hour] * part;
        }
        if all > 0.0 {
            by_hour[hour] += of_set.iter().sum::<f64>() / all * part;
        }
    }
    CoverageByHour {
        covered,
        demand: reach.demand().to_vec(),
        by_hour,
        open_sets: sets.len(),
    }
}

/// Parts of the week, each within an hour, in which no centre opens or closes.
fn steps(open: &[WeekHours]) -> Vec<(u32, u32)> {
    let changes = open
        .iter()
        .flat_map(|hours| hours.intervals().iter().flat_map(|&(from, to)| [from, to]));
    let hours = (0..=WEEK_MINUTES).step_by(60);
    let mut edges: Vec<u32> = hours.chain(changes).collect();
    edges.sort_unstable();
    edges.dedup();
    edges.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{DemandPoints, ReachError};
    use proptest::prelude::*;

    const STANDARD: u32 = 45;

    #[derive(Debug, Clone)]
    struct Case {
        demand: Vec<f64>,
        group: Vec<usize>,
        times: Vec<Vec<u32>>,
        open: Vec<WeekHours>,
    }

    impl Case {
        fn reach(&self) -> Reach {
            let times: Vec<&[u32]> = self.times.iter().map(Vec::as_slice).collect();
            let points = DemandPoints {
                demand: &self.demand,
                group: &self.group,
                groups: 3,
            };
            Reach::try_new(points, &times, STANDARD).unwrap()
        }
    }

    fn case() -> impl Strategy<Value = Case> {
        (1..12_usize, 1..5_usize).prop_flat_map(|(points, centres)| {
            let time = prop_oneof![4 => 0..90_u32, 1 => Just(STANDARD), 1 => Just(u32::MAX)];
            let hours = (0..7_u32, 0..1_440_u32, 1..600_u32, any::<bool>()).prop_map(
                |(day, from, length, always)| {
                    if always {
                        return WeekHours::always();
                    }
                    WeekHours::on_days(day..day + 1, from, (from + length).min(1_440))
                },
            );
            let demand = (0..50_u32).prop_map(f64::from);
            (
                proptest::collection::vec(demand, points),
                proptest::collection::vec(0..3_usize, points),
                proptest::collection::vec(proptest::collection::vec(time, points), centres),
                proptest::collection::vec(hours, centres),
            )
                .prop_map(|(demand, group, times, open)| Case {
                    demand,
                    group,
                    times,
                    open,
                })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// Against every point in every minute of the week.
        #[test]
        fn coverage_is_that_of_every_minute(case in case()) {
            let profile = WeekProfile::ssnap_arrivals();
            let got = coverage_by_hour(&case.reach(), &case.open, &profile);
            let mut covered = [0.0; 3];
            for (point, &demand) in case.demand.iter().enumerate() {
                let near: Vec<usize> = (0..case.open.len())
                    .filter(|&c| case.times[c][point] <= STANDARD)
                    .collect();
                for minute in 0..WEEK_MINUTES {
                    if near.iter().any(|&centre| case.open[centre].is_open(minute)) {
                        covered[case.group[point]] +=
                            demand * profile.weights()[minute as usize / 60] / 60.0;
                    }
                }
            }
            for (got, covered) in got.covered.iter().zip(covered) {
                prop_assert!((got - covered).abs() < 1e-8);
            }
            let by_hour: f64 = got.by_hour.iter().zip(profile.weights()).map(|(a, b)| a * b).sum();
            let demand: f64 = got.demand.iter().sum();
            if demand > 0.0 {
                let share = got.covered.iter().sum::<f64>() / demand;
                prop_assert!((by_hour - share).abs() < 1e-9);
            }
        }

        /// Longer hours never cover less, and all hours cover whoever is in reach.
        #[test]
        fn longer_hours_cover_no_less(case in case(), longer in 0..5_usize) {
            let (reach, profile) = (case.reach(), WeekProfile::ssnap_arrivals());
            let before = coverage_by_hour(&reach, &case.open, &profile);
            let mut open = case.open.clone();
            let place = longer % open.len();
            open[place] = WeekHours::always();
            let after = coverage_by_hour(&reach, &open, &profile);
            for group in 0..3 {
                prop_assert!(after.covered[group] >= before.covered[group] - 1e-9);
                prop_assert!(after.covered[group] <= after.demand[group] + 1e-9);
            }
        }
    }

    /// However long the standard, a point without a route is not covered.
    #[test]
    fn no_standard_covers_a_point_without_a_route() {
        let points = DemandPoints {
            demand: &[3.0, 5.0],
            group: &[0, 0],
            groups: 1,
        };
        let reach = Reach::try_new(points, &[&[u32::MAX, u32::MAX - 1]], u32::MAX).unwrap();
        let open = [WeekHours::always()];
        let got = coverage_by_hour(&reach, &open, &WeekProfile::flat());
        assert!((got.covered[0] - 5.0).abs() < 1e-9);
    }

    #[test]
    fn lists_that_do_not_match_are_refused() {
        let of = |demand: &[f64], group: &[usize], times: &[&[u32]]| {
            let points = DemandPoints {
                demand,
                group,
                groups: 1,
            };
            Reach::try_new(points, times, STANDARD).unwrap_err()
        };
        assert!(matches!(of(&[1.0], &[], &[]), ReachError::Groups { .. }));
        assert!(matches!(of(&[1.0], &[1], &[]), ReachError::Group { .. }));
        assert!(matches!(of(&[-1.0], &[0], &[]), ReachError::Demand { .. }));
        assert!(matches!(of(&[1.0], &[0], &[&[]]), ReachError::Times { .. }));
    }
}

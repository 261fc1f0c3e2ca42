use super::centres::CentreResources;
use super::engine::{Clock, Draws, poisson};
use super::patients::Purpose;

/// A planned case that comes to a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ElectiveCase {
    pub(super) time: Clock,
    /// The centre, by its number in the layout.
    pub(super) centre: u32,
    /// How long it occupies the suite, in milliseconds.
    pub(super) lasts: Clock,
}

const WEEK_MILLISECONDS: f64 = 604_800_000.0;

/// The planned cases of a replication, in the order of their times. `sites` are the numbers by which
/// the centres' draws are told apart: those of the sites, so that one more centre changes no other's.
pub(super) fn elective_cases(
    centres: &[CentreResources],
    sites: &[u16],
    draws: Draws,
    cases: &mut Vec<ElectiveCase>,
) {
    cases.clear();
    for (centre, (resources, &site)) in (0_u32..).zip(centres.iter().zip(sites)) {
        let Some(elective) = &resources.elective else {
            continue;
        };
        // Open time before each interval, and of all.
        let mut open: Clock = 0;
        let mut before = vec![0];
        for &(from, to) in &elective.hours {
            open += to - from;
            before.push(open);
        }
        let (Some(first), Some(last)) = (elective.hours.first(), elective.hours.last()) else {
            continue;
        };
        let mean = elective.cases_per_week * (last.1 - first.0) as f64 / WEEK_MILLISECONDS;
        let four = |draw| draws.four(u32::from(site), draw, Purpose::Elective as u32, 0);
        let count = poisson(mean, |chunk| four(u32::MAX - chunk)[0]);
        for number in 0..count {
            let [when, lasts, ..] = four(number);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a share of a year, and minutes of a case"
            )]
            let (mut into, lasts) = (
                (when * open as f64) as Clock,
                (elective.duration.inverse(lasts) * 60_000.0).round() as Clock,
            );
            let hour = before.partition_point(|&open| open <= into) - 1;
            into -= before[hour];
            let begins = elective.hours.get(hour).map(|&(from, _)| from + into);
            if let Some(time) = begins {
                cases.push(ElectiveCase {
                    time,
                    centre,
                    lasts,
                });
            }
        }
    }
    cases.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::super::centres::Elective;
    use super::super::engine::Distribution;
    use super::*;

    #[test]
    fn planned_cases_come_in_their_hours_and_number_and_no_other_centre_changes_them() {
        let hours: Vec<(Clock, Clock)> = (0..52 * 7)
            .filter(|day| day % 7 < 5)
            .map(|day| (day * 86_400_000 + 32_400_000, day * 86_400_000 + 61_200_000))
            .collect();
        let duration = Distribution::Fixed { minutes: 90.0 };
        let busy = CentreResources {
            elective: Some(Elective {
                cases_per_week: 20.0,
                hours: hours.clone(),
                duration,
            }),
            ..CentreResources::unlimited()
        };
        let mut alone = Vec::new();
        elective_cases(
            std::slice::from_ref(&busy),
            &[7],
            Draws::new(1, 2),
            &mut alone,
        );
        let count = alone.len() as f64;
        // Poisson with a mean of 20 × (52 weeks less the last two and a half days).
        let mean = 20.0 * (51.0 * 7.0 + 4.333) / 7.0;
        assert!((count - mean).abs() < 4.0 * mean.sqrt(), "{count} {mean}");
        for case in &alone {
            assert_eq!(case.lasts, 5_400_000);
            assert!(
                hours
                    .iter()
                    .any(|&(from, to)| (from..to).contains(&case.time))
            );
        }
        let mut beside = Vec::new();
        elective_cases(
            &[CentreResources::unlimited(), busy],
            &[3, 7],
            Draws::new(1, 2),
            &mut beside,
        );
        let times = |cases: &[ElectiveCase]| cases.iter().map(|case| case.time).collect::<Vec<_>>();
        assert_eq!(times(&alone), times(&beside));
    }
}

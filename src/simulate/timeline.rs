use super::calendar::DAY;
use super::engine::Clock;

/// Ascending times, each of which is found by its day: opening hours have a few changes in every day of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Timeline {
    times: Vec<Clock>,
    /// The day of the first time.
    first: Clock,
    /// From that day on, how many times are before each day; empty where times are far apart.
    before: Vec<usize>,
}

impl Timeline {
    /// Of ascending times.
    pub(super) fn new(times: Vec<Clock>) -> Self {
        /// Days for each time, at most: beyond it the days would be more than the times are worth.
        const SPARSE: usize = 8;
        let day = |time: Clock| time.div_euclid(DAY);
        let (Some(first), Some(last)) = (times.first().map(|&time| day(time)), times.last()) else {
            return Self::default();
        };
        let days = day(*last).checked_sub(first).map(usize::try_from);
        let mut before = Vec::new();
        if let Some(Ok(days)) = days
            && days / SPARSE <= times.len()
        {
            before.reserve(days + 2);
            let mut next = first;
            for (place, &time) in times.iter().enumerate() {
                while next <= day(time) {
                    before.push(place);
                    next += 1;
                }
            }
            before.push(times.len());
        }
        Self {
            times,
            first,
            before,
        }
    }

    /// How many of the times are at `time` or before it.
    pub(super) fn until(&self, time: Clock) -> usize {
        if self.before.is_empty() {
            return self.times.partition_point(|&other| other <= time);
        }
        let Ok(day) = usize::try_from(time.div_euclid(DAY) - self.first) else {
            return 0;
        };
        let Some(&[from, to]) = self.before.get(day..).and_then(<[usize]>::first_chunk) else {
            return self.times.len();
        };
        from + self.times[from..to].partition_point(|&other| other <= time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against counting, at every time and its neighbours, for times that are near and far apart.
        #[test]
        fn so_many_times_are_until_then(
            times in prop::collection::vec(-20 * DAY..40 * DAY, 0..40),
            far in prop::collection::vec((Clock::MIN / 4)..(Clock::MAX / 4), 0..3),
            asked in prop::collection::vec(-25 * DAY..45 * DAY, 1..20),
        ) {
            let mut times: Vec<Clock> = times.into_iter().chain(far).collect();
            times.sort_unstable();
            let timeline = Timeline::new(times.clone());
            let near = times.iter().flat_map(|&time| [time - 1, time, time + 1]);
            let edges = [Clock::MIN / 4, Clock::MAX / 4, -DAY, 0, DAY];
            for time in near.chain(asked).chain(edges) {
                let counted = times.iter().filter(|&&other| other <= time).count();
                prop_assert_eq!(timeline.until(time), counted, "at {}", time);
            }
        }
    }

    #[test]
    fn hours_of_every_day_are_found_by_the_day() {
        let daily: Vec<Clock> = (0..365).map(|day| day * DAY + DAY / 2).collect();
        let timeline = Timeline::new(daily);
        assert_eq!(timeline.before.len(), 366);
        assert_eq!(timeline.until(3 * DAY), 3);
        assert_eq!(Timeline::new(vec![0, 9 * DAY * DAY]).before.len(), 0);
    }
}

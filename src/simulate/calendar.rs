use super::engine::Clock;
use std::ops::Range;

/// The calendar of a replication: weeks of warm-up, a year of 365 days, and two days after it in
/// which the last patients of the year still meet others.
///
/// Time 0 is the first midnight of the year, a Monday; times of the warm-up are negative. All times
/// are by the clock of the place, without summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    warm_up_weeks: u16,
}

/// Milliseconds.
pub(super) const MINUTE: Clock = 60_000;
/// Milliseconds.
pub(super) const HOUR: Clock = 60 * MINUTE;
/// Milliseconds.
pub(super) const DAY: Clock = 24 * HOUR;
/// Milliseconds.
pub(super) const WEEK: Clock = 7 * DAY;

const DAYS: Clock = 365;
const AFTER: Clock = 2;

/// Days before the first of each month.
const MONTHS: [Clock; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

impl Calendar {
    /// A calendar with so many weeks before the year.
    #[must_use]
    pub const fn new(warm_up_weeks: u16) -> Self {
        Self { warm_up_weeks }
    }

    /// Where the warm-up begins.
    #[must_use]
    pub const fn start(self) -> Clock {
        -(self.warm_up_weeks as Clock) * WEEK
    }

    /// Where arrivals end.
    #[must_use]
    pub const fn end(self) -> Clock {
        (DAYS + AFTER) * DAY
    }

    /// The weeks from the warm-up to where the last patients are treated, week 0 the first of the
    /// year.
    pub(super) fn weeks(self) -> Range<i64> {
        self.start().div_euclid(WEEK)..self.end().div_euclid(WEEK) + 2
    }

    /// Whether who arrives then is counted.
    #[must_use]
    pub const fn counts(self, time: Clock) -> bool {
        0 <= time && time < DAYS * DAY
    }

    /// The hour of the week, 0 to 167, from Monday 00:00.
    #[must_use]
    pub fn hour_of_week(self, time: Clock) -> usize {
        usize::try_from(time.rem_euclid(WEEK) / HOUR).unwrap_or(0)
    }

    /// The minute of the day, 0 to 1,439.
    #[must_use]
    pub fn minute_of_day(self, time: Clock) -> u16 {
        u16::try_from(time.rem_euclid(DAY) / MINUTE).unwrap_or(0)
    }

    /// The month, 0 to 11. The warm-up is the end of the year before.
    #[must_use]
    pub fn month(self, time: Clock) -> usize {
        let day = time.div_euclid(DAY).rem_euclid(DAYS);
        MONTHS.partition_point(|&before| before <= day) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_days_and_months_are_those_of_a_year_from_a_monday() {
        let calendar = Calendar::new(1);
        assert_eq!(calendar.start(), -WEEK);
        assert_eq!(
            (calendar.hour_of_week(-1), calendar.hour_of_week(0)),
            (167, 0)
        );
        assert_eq!(calendar.hour_of_week(WEEK + 25 * HOUR), 25);
        assert_eq!((calendar.month(-1), calendar.month(0)), (11, 0));
        assert_eq!(
            (calendar.month(31 * DAY - 1), calendar.month(31 * DAY)),
            (0, 1)
        );
        assert_eq!(
            (calendar.month(364 * DAY), calendar.month(365 * DAY)),
            (11, 0)
        );
        assert_eq!(calendar.minute_of_day(DAY - 1), 1_439);
        assert!(calendar.counts(0) && calendar.counts(365 * DAY - 1));
        assert!(!calendar.counts(-1) && !calendar.counts(365 * DAY));
        let mut lengths = [0; 12];
        (0..365).for_each(|day| lengths[calendar.month(day * DAY)] += 1);
        assert_eq!(lengths, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    }
}

use super::week::{DAY_MINUTES, WEEK_MINUTES};
use super::week_hours_text::{WeekHoursError, read, write};
use std::fmt;
use std::ops::Range;

/// When something is open in a week, to the minute.
///
/// A minute of the week counts from Monday 00:00. Functions that take a minute take any minute
/// since some Monday 00:00: weeks repeat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekHours {
    /// Half-open, in order, apart, within the week.
    intervals: Vec<(u32, u32)>,
}

impl WeekHours {
    /// Day and night.
    #[must_use]
    pub fn always() -> Self {
        Self::on_days(0..7, 0, DAY_MINUTES)
    }

    /// Closed.
    #[must_use]
    pub const fn never() -> Self {
        Self {
            intervals: Vec::new(),
        }
    }

    /// 08:00 to 20:00 every day, 84 hours per week: the "seven-day extended" hours of the surveys.
    #[must_use]
    pub fn extended_day() -> Self {
        Self::on_days(0..7, 8 * 60, 20 * 60)
    }

    /// 09:00 to 17:00 from Monday to Friday, 40 hours per week.
    #[must_use]
    pub fn office_hours() -> Self {
        Self::on_days(0..5, 9 * 60, 17 * 60)
    }

    /// The same hours on some days of the week (0 is Monday), in minutes after midnight.
    pub(crate) fn on_days(days: Range<u32>, from: u32, to: u32) -> Self {
        Self::joined(days.map(|day| (day * DAY_MINUTES + from, day * DAY_MINUTES + to)))
    }

    /// One interval of less than a week, which may run into the next week.
    pub(crate) fn within_week(from: u32, to: u32) -> Self {
        let length = to.saturating_sub(from).min(WEEK_MINUTES);
        Self::joined([(0, length)]).earlier_by(WEEK_MINUTES - from % WEEK_MINUTES)
    }

    /// The hours as written in a study: `24/7`, `never`, `08:00-20:00` (every day),
    /// `Mon-Fri 08:00-18:00; Sat 09:00-13:00`.
    ///
    /// After a comma, a range without days is on the days before it: `Mon-Fri 08:00-12:00,
    /// 13:00-17:00`. Ranges that overlap are joined.
    ///
    /// # Errors
    ///
    /// Text that does not read so, and a range that ends before it begins: hours over midnight are
    /// written as two ranges. The error says where.
    pub fn from_choice(text: &str) -> Result<Self, WeekHoursError> {
        Ok(Self::joined(read(text)?))
    }

    /// The union of intervals of minutes within the week, in any order.
    fn joined(intervals: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut sorted: Vec<_> = intervals
            .into_iter()
            .filter(|(from, to)| from < to)
            .collect();
        sorted.sort_unstable();
        let mut intervals: Vec<(u32, u32)> = Vec::with_capacity(sorted.len());
        for (from, to) in sorted {
            match intervals.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => intervals.push((from, to)),
            }
        }
        Self { intervals }
    }

    /// Open intervals in minutes of the week: half-open, in order, apart. Hours that run through
    /// Sunday midnight are two intervals.
    #[must_use]
    pub fn intervals(&self) -> &[(u32, u32)] {
        &self.intervals
    }

    /// Whether it is open in the minute that begins then.
    #[must_use]
    pub fn is_open(&self, minute: u32) -> bool {
        self.next_opening(minute) == Some(0)
    }

    /// Minutes until it is open: 0 if it is open, `None` if it never opens.
    #[must_use]
    pub fn next_opening(&self, minute: u32) -> Option<u32> {
        let minute = minute % WEEK_MINUTES;
        let next = self.intervals.partition_point(|&(_, end)| end <= minute);
        match (self.intervals.get(next), self.intervals.first()) {
            (Some(&(start, _)), _) => Some(start.saturating_sub(minute)),
            (None, Some(&(start, _))) => Some(WEEK_MINUTES - minute + start),
            (None, None) => None,
        }
    }

    /// Open minutes per week.
    #[must_use]
    pub fn minutes_per_week(&self) -> u32 {
        self.intervals.iter().map(|(from, to)| to - from).sum()
    }

    /// Open hours per week.
    #[must_use]
    pub fn hours_per_week(&self) -> f64 {
        f64::from(self.minutes_per_week()) / 60.0
    }

    /// Open when either is.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::joined(self.intervals.iter().chain(&other.intervals).copied())
    }

    /// Open when this is closed.
    #[must_use]
    pub fn complement(&self) -> Self {
        let starts = std::iter::once(0).chain(self.intervals.iter().map(|&(_, end)| end));
        let ends = self.intervals.iter().map(|&(start, _)| start);
        Self::joined(starts.zip(ends.chain(std::iter::once(WEEK_MINUTES))))
    }

    /// Open when both are.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.complement().union(&other.complement()).complement()
    }

    /// Open when this is and the other is not.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.complement().union(other).complement()
    }

    /// Whether this is open whenever the other is.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        other.difference(self).intervals.is_empty()
    }

    /// The same hours, so many minutes earlier: who arrives then has what follows after that time
    /// in the hours as they are.
    #[must_use]
    pub fn earlier_by(&self, minutes: u32) -> Self {
        let shift = WEEK_MINUTES - minutes % WEEK_MINUTES;
        Self::joined(self.intervals.iter().flat_map(|&(from, to)| {
            let (from, to) = (from + shift, to + shift);
            [
                (from.min(WEEK_MINUTES), to.min(WEEK_MINUTES)),
                (
                    from.saturating_sub(WEEK_MINUTES),
                    to.saturating_sub(WEEK_MINUTES),
                ),
            ]
        }))
    }
}

/// As [`WeekHours::from_choice`] reads it.
impl fmt::Display for WeekHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(&self.intervals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Hours by the minute, the slow way.
    fn open_minutes(hours: &WeekHours) -> Vec<bool> {
        (0..WEEK_MINUTES)
            .map(|minute| {
                hours
                    .intervals
                    .iter()
                    .any(|&(from, to)| (from..to).contains(&minute))
            })
            .collect()
    }

    fn hours() -> impl Strategy<Value = WeekHours> {
        let edge = prop_oneof![
            3 => 0..=WEEK_MINUTES,
            2 => (0..=7_u32).prop_map(|day| day * DAY_MINUTES),
        ];
        proptest::collection::vec((edge.clone(), edge), 0..8).prop_map(|pairs| {
            WeekHours::joined(pairs.into_iter().map(|(a, b)| (a.min(b), a.max(b))))
        })
    }

    fn scan(open: &[bool], minute: u32, wanted: bool) -> Option<u32> {
        (0..WEEK_MINUTES).find(|ahead| open[((minute + ahead) % WEEK_MINUTES) as usize] == wanted)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Against a list of all minutes of the week.
        #[test]
        fn the_clock_is_that_of_every_minute(a in hours(), at in 0..3 * WEEK_MINUTES) {
            let open = open_minutes(&a);
            prop_assert_eq!(a.is_open(at), open[(at % WEEK_MINUTES) as usize]);
            prop_assert_eq!(a.next_opening(at), scan(&open, at, true));
            prop_assert_eq!(a.minutes_per_week() as usize, open.iter().filter(|&&o| o).count());
        }

        /// Against the same operations minute by minute.
        #[test]
        fn hours_are_sets_of_minutes(a in hours(), b in hours(), shift in 0..2 * WEEK_MINUTES) {
            let (of_a, of_b) = (open_minutes(&a), open_minutes(&b));
            let both = |f: fn(bool, bool) -> bool| -> Vec<bool> {
                of_a.iter().zip(&of_b).map(|(&a, &b)| f(a, b)).collect()
            };
            prop_assert_eq!(open_minutes(&a.union(&b)), both(|a, b| a || b));
            prop_assert_eq!(open_minutes(&a.intersection(&b)), both(|a, b| a && b));
            prop_assert_eq!(open_minutes(&a.difference(&b)), both(|a, b| a && !b));
            prop_assert_eq!(open_minutes(&a.complement()), both(|a, _| !a));
            prop_assert_eq!(a.includes(&b), both(|a, b| b && !a).iter().all(|&missing| !missing));
            let earlier = a.earlier_by(shift);
            for minute in (0..WEEK_MINUTES).step_by(7) {
                prop_assert_eq!(earlier.is_open(minute), a.is_open(minute + shift));
            }
        }

        /// Two hours that are open in the same minutes are equal, however they came about.
        #[test]
        fn equal_hours_have_one_form(a in hours(), b in hours()) {
            prop_assert_eq!(&a.complement().complement(), &a);
            prop_assert_eq!(&a.intersection(&b).union(&a.difference(&b)), &a);
            prop_assert_eq!(&a.earlier_by(WEEK_MINUTES), &a);
        }

        #[test]
        fn what_is_written_reads_back(a in hours()) {
            let text = a.to_string();
            prop_assert_eq!(WeekHours::from_choice(&text), Ok(a));
        }
    }
}

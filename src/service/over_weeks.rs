use super::week::WEEK_MINUTES;
use super::week_hours::WeekHours;
use std::ops::Range;

/// The hours of each of some weeks, one after another: minutes from the Monday 00:00 of week 0,
/// half-open, in order and apart. Weeks before week 0 have negative numbers.
pub fn over_weeks(weeks: Range<i64>, hours: impl Fn(i64) -> WeekHours) -> Vec<(i64, i64)> {
    let mut open: Vec<(i64, i64)> = Vec::new();
    for week in weeks {
        let at = |minute: u32| week * i64::from(WEEK_MINUTES) + i64::from(minute);
        for &(from, to) in hours(week).intervals() {
            match open.last_mut() {
                Some((_, end)) if *end == at(from) => *end = at(to),
                _ => open.push((at(from), at(to))),
            }
        }
    }
    open
}

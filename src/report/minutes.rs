use crate::units::TravelTime;
use crate::wording::decimal;
use std::fmt::Write as _;

/// Writes minutes to a thousandth with whole numbers: the general function is too slow for a hundred
/// thousand rows. It only decides where a time lies half-way between two thousandths.
pub(super) fn push_minutes(text: &mut String, time: TravelTime) {
    /// Milliseconds of a thousandth of a minute.
    const THOUSANDTH: u32 = 60;
    if time.milliseconds() % THOUSANDTH == THOUSANDTH / 2 {
        text.push_str(&decimal(time.as_f64(), 3));
        return;
    }
    let thousandths = (time.milliseconds() + THOUSANDTH / 2) / THOUSANDTH;
    let _ = write!(text, "{}", thousandths / 1_000);
    let rest = thousandths % 1_000;
    if rest > 0 {
        let _ = write!(text, ".{rest:03}");
        text.truncate(text.trim_end_matches('0').len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_written_as_every_table_writes_them() {
        let seconds = (0..400).chain([3_599, 3_600, 36_006]).map(|s| 1_000 * s);
        let finer = (0..400).chain((59_900..60_100).chain(100_000_000..100_000_100));
        for milliseconds in seconds.chain(finer) {
            let time = TravelTime::from_milliseconds(milliseconds);
            let mut text = String::new();
            push_minutes(&mut text, time);
            assert_eq!(text, decimal(time.as_f64(), 3), "{milliseconds} ms");
        }
    }
}

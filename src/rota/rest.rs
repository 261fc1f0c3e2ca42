use super::parameters::RotaParameters;
use super::work::WEEKS;
use crate::service::{WEEK_MINUTES, WeekHours};

/// Expected nights per year, of all clinicians together, in which a call leaves less than the daily
/// rest on either side of it: after the last working hours and before the next.
///
/// Calls come as a Poisson process. Only the clinician on call is called. Two calls in a night, each
/// harmless by itself, are not counted, nor are calls at a weekend before a day of rest.
pub(super) fn rest_breaches(
    mt_never_closed: f64,
    on_call: &WeekHours,
    parameters: &RotaParameters,
) -> f64 {
    let outside = parameters.working_hours.complement();
    let all = parameters.profile.share_in(&outside);
    if all <= 0.0 {
        return 0.0;
    }
    let calls = mt_never_closed * parameters.out_of_hours_share / WEEKS;
    let kinds = [
        (calls, parameters.minutes_per_mt),
        (
            calls * parameters.false_alarms_per_mt,
            parameters.minutes_per_false_alarm,
        ),
    ];
    let nights = nights(&parameters.working_hours);
    let breached = nights.iter().map(|&(end, start)| {
        let expected: f64 = kinds
            .iter()
            .map(|&(calls, minutes)| {
                let critical = critical(end, start, parameters.daily_rest, minutes);
                let share = parameters.profile.share_in(&critical.intersection(on_call));
                calls * share / all
            })
            .sum();
        1.0 - (-expected).exp()
    });
    breached.sum::<f64>() * WEEKS
}

/// The gaps between working hours, in minutes of the week; the last may end in the next week.
fn nights(working: &WeekHours) -> Vec<(u32, u32)> {
    let intervals = working.intervals();
    let ends = intervals.iter().map(|&(_, end)| end);
    let starts = intervals.iter().map(|&(start, _)| start);
    let next = starts.clone().skip(1);
    let first = starts.take(1).map(|start| start + WEEK_MINUTES);
    ends.zip(next.chain(first))
        .filter(|(end, start)| end < start)
        .collect()
}

/// When a call of so many minutes leaves less than the rest before it and after it: later than
/// `start - rest - minutes` and earlier than `end + rest`.
fn critical(end: u32, start: u32, rest_hours: f64, minutes: f64) -> WeekHours {
    let (rest, minutes) = (whole(rest_hours * 60.0), whole(minutes));
    let from = start.saturating_sub(rest + minutes).max(end);
    let to = (end + rest).min(start);
    if from >= to {
        return WeekHours::never();
    }
    WeekHours::within_week(from, to)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "minutes of at most a day"
)]
fn whole(minutes: f64) -> u32 {
    minutes.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> WeekHours {
        WeekHours::from_choice(text).unwrap()
    }

    /// 17:00 to 08:00 is 15 hours: MT of 171 min breaks both rests from 18:09 to 04:00.
    #[test]
    fn a_call_in_the_middle_of_the_night_is_critical() {
        let nights = nights(&hours("Mon-Fri 08:00-17:00"));
        assert_eq!(nights.len(), 5);
        let (end, start) = nights[0];
        assert_eq!(
            critical(end, start, 11.0, 171.0),
            hours("Mon 18:09-24:00; Tue 00:00-04:00")
        );
        // After a weekend everyone has rested.
        let (end, start) = nights[4];
        assert_eq!(critical(end, start, 11.0, 171.0), WeekHours::never());
        // Fifteen hours can hold no two rests of 7½ hours.
        let (end, start) = nights[0];
        assert_eq!(critical(end, start, 7.0, 30.0), WeekHours::never());
    }

    /// Where the gap is shorter than the rest, every call in it is critical.
    #[test]
    fn a_short_gap_is_critical_throughout() {
        let (from, to) = (20 * 60, 28 * 60);
        assert_eq!(
            critical(from, to, 11.0, 171.0),
            hours("Mon 20:00-24:00; Tue 00:00-04:00")
        );
    }

    /// Closed hours break nobody's rest.
    #[test]
    fn shorter_hours_break_rest_less() {
        let parameters = RotaParameters::default();
        let outside = |text| hours(text).difference(&parameters.working_hours);
        let breaches = |text| rest_breaches(337.0, &outside(text), &parameters);
        assert!(breaches("24/7") > breaches("08:00-20:00"));
        assert!(breaches("08:00-20:00") > 0.0);
        assert!(breaches("Mon-Fri 08:00-18:00").abs() < 1e-12);
    }

    /// A rest of no time is never broken, and few calls break it once each.
    #[test]
    fn rare_calls_break_rest_once_each() {
        let mut parameters = RotaParameters {
            false_alarms_per_mt: 0.0,
            ..RotaParameters::default()
        };
        let out = hours("Mon-Fri 08:00-17:00").complement();
        let got = rest_breaches(0.1, &out, &parameters);
        let critical = hours("Mon 18:09-24:00; Tue-Thu 00:00-04:00, 18:09-24:00; Fri 00:00-04:00");
        let profile = &parameters.profile;
        let calls = 0.1 * 0.58 * profile.share_in(&critical) / profile.share_in(&out);
        assert!((got / calls - 1.0).abs() < 0.001, "{got} {calls}");
        parameters.daily_rest = 0.0;
        assert!(rest_breaches(337.0, &out, &parameters).abs() < 1e-12);
    }
}

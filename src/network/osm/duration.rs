//! The `duration` of a ferry.

use crate::units::TravelTime;

/// Whole milliseconds of `25`, `0:25`, `01:45:00` or `PT1H45M`; `None` if it is not understood, zero, or
/// longer than any travel time.
pub(super) fn milliseconds(value: &str) -> Option<u32> {
    let value = value.trim();
    let seconds = match value.strip_prefix("PT") {
        Some(rest) => iso(rest)?,
        None => clock(value)?,
    };
    let milliseconds = u32::try_from(seconds.checked_mul(1_000)?).ok()?;
    (1..=TravelTime::MAX.milliseconds())
        .contains(&milliseconds)
        .then_some(milliseconds)
}

fn whole(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// Minutes, hours and minutes, or hours, minutes and seconds.
fn clock(value: &str) -> Option<u64> {
    let parts: Option<Vec<u64>> = value.split(':').map(whole).collect();
    let [hours, minutes, seconds] = match *parts?.as_slice() {
        [minutes] => [0, minutes, 0],
        [hours, minutes] if minutes < 60 => [hours, minutes, 0],
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => [hours, minutes, seconds],
        _ => return None,
    };
    let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
    minutes.checked_mul(60)?.checked_add(seconds)
}

/// What follows `PT` in ISO 8601.
fn iso(mut rest: &str) -> Option<u64> {
    let mut seconds: u64 = 0;
    for (unit, each) in [('H', 3_600), ('M', 60), ('S', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds = seconds.checked_add(whole(number)?.checked_mul(each)?)?;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn durations_are_read_in_the_forms_that_maps_have() {
        let minutes = |value: &str| milliseconds(value).map(|ms| f64::from(ms) / 60_000.0);
        for (value, expected) in [
            ("25", 25.0),
            ("0:25", 25.0),
            ("1:45", 105.0),
            ("08:00", 480.0),
            ("00:20:30", 20.5),
            ("PT25M", 25.0),
            ("PT1H5M", 65.0),
        ] {
            assert_eq!(minutes(value), Some(expected), "{value}");
        }
        for value in [
            "",
            "0",
            "1:75",
            "soon",
            "25 min",
            "PT",
            "PT5X",
            "-5",
            "999999:00",
            "1:2:3:4",
        ] {
            assert_eq!(minutes(value), None, "{value}");
        }
    }
}

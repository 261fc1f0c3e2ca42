/// From one tick of an axis to the next: one, two or five of a power of ten, so that a range has at
/// most so many steps.
pub(super) fn step(range: f64, most: f64) -> f64 {
    let least = range / most;
    let power = 10.0_f64.powf(least.log10().floor());
    // A little more than the last digit, which the logarithm may lose.
    let enough = |step: &f64| step * 1.000_001 >= least;
    let steps = [1.0, 2.0, 5.0].map(|digit| digit * power);
    steps.into_iter().find(enough).unwrap_or(10.0 * power)
}

/// Ticks from below the least to above the greatest of some values, at whole numbers; `None` without a
/// value.
pub(super) fn around(values: impl Iterator<Item = f64>) -> Option<Vec<f64>> {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if !(low.is_finite() && high.is_finite()) {
        return None;
    }
    let room = (high - low).max(high.abs() * 0.01).max(1.0);
    let step = step(room, 8.0).max(1.0);
    let first = (low / step).floor();
    let count = ((high / step).ceil() - first).max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some ten ticks"
    )]
    let count = count as u32;
    let tick = |tick: u32| (first + f64::from(tick)) * step;
    Some((0..=count).map(tick).collect())
}

/// Whole numbers from one to another that are multiples of a step with at most so many steps.
pub(super) fn whole([first, last]: [u32; 2], most: f64) -> Vec<u32> {
    let range = f64::from(last.saturating_sub(first)).max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number below the range, at least 1"
    )]
    let step = step(range, most).max(1.0) as usize;
    let from = first.next_multiple_of(u32::try_from(step).unwrap_or(u32::MAX));
    (from..=last).step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A range has at most as many steps as it may have, and not far fewer.
        #[test]
        fn steps_are_few_and_not_too_few(range in 1e-6_f64..1e9, most in 2.0_f64..12.0) {
            let count = range / step(range, most);
            prop_assert!(count <= most * 1.000_01 && count >= most / 2.6, "{count}");
        }
    }

    #[test]
    fn whole_ticks_are_multiples_within_the_range() {
        assert_eq!(
            whole([2017, 2045], 7.0),
            [2020, 2025, 2030, 2035, 2040, 2045]
        );
        assert_eq!(whole([2017, 2019], 7.0), [2017, 2018, 2019]);
        assert_eq!(whole([2017, 2017], 7.0), [2017]);
    }
}

use super::QuantityError;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// A travel time, a delay or a time standard: shown in minutes, stored in whole milliseconds.
///
/// Whole milliseconds make sums exact and comparisons with a time standard free of rounding. A time
/// that was given is rounded up to the next millisecond, and a standard is a whole number of them,
/// so that `time <= standard` gives the same result as for the numbers as given.
///
/// # Examples
///
/// ```
/// use catchment::units::TravelTime;
/// let road = TravelTime::try_from_minutes(44.9)?;
/// assert_eq!(road.milliseconds(), 2_694_000);
/// assert!(road <= TravelTime::from_whole(45));
/// assert!(TravelTime::try_from_seconds(2_700.000_4)? > TravelTime::from_whole(45));
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TravelTime(u32);

/// Milliseconds of a minute.
const MINUTE: u32 = 60_000;

/// Milliseconds of an hour.
const HOUR: u32 = 60 * MINUTE;

/// The longest sum: one below the mark of a pair without a route.
const LONGEST: u32 = u32::MAX - 1;

impl TravelTime {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// The longest time allowed: 30,000 min, three weeks. Two such journeys and every delay of care
    /// still add up within 32 bits of milliseconds.
    pub const MAX: Self = Self(30_000 * MINUTE);

    /// From whole minutes, up to [`TravelTime::MAX`].
    #[must_use]
    pub const fn from_whole(minutes: u32) -> Self {
        if minutes > Self::MAX.0 / MINUTE {
            Self::MAX
        } else {
            Self(minutes * MINUTE)
        }
    }

    /// From whole seconds, up to [`TravelTime::MAX`].
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        if seconds > Self::MAX.0 / 1_000 {
            Self::MAX
        } else {
            Self(seconds * 1_000)
        }
    }

    /// From whole milliseconds; sums of times may be longer than [`TravelTime::MAX`].
    #[must_use]
    pub const fn from_milliseconds(milliseconds: u32) -> Self {
        if milliseconds > LONGEST {
            Self(LONGEST)
        } else {
            Self(milliseconds)
        }
    }

    /// From a given number of minutes, rounded up to the next millisecond.
    ///
    /// Nine decimals are read; what a binary fraction adds beyond them is not part of the number
    /// that was given.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`TravelTime::MAX`].
    pub fn try_from_minutes(minutes: f64) -> Result<Self, QuantityError> {
        Self::check(minutes, 1.0)?;
        Ok(Self::from_billionths(billionths(minutes), MINUTE))
    }

    /// From a given number of seconds, rounded up to the next millisecond as
    /// [`TravelTime::try_from_minutes`] does.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`TravelTime::MAX`].
    pub fn try_from_seconds(seconds: f64) -> Result<Self, QuantityError> {
        Self::check(seconds, 60.0)?;
        Ok(Self::from_billionths(billionths(seconds), 1_000))
    }

    /// From a given number of hours, rounded up to the next millisecond as
    /// [`TravelTime::try_from_minutes`] does.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`TravelTime::MAX`].
    pub fn try_from_hours(hours: f64) -> Result<Self, QuantityError> {
        Self::check(hours, 1.0 / 60.0)?;
        Ok(Self::from_billionths(billionths(hours), HOUR))
    }

    /// A limit that times are compared with: a standard, an allowance, a threshold.
    ///
    /// # Errors
    ///
    /// As [`TravelTime::try_from_minutes`], or not a whole number of milliseconds: times are stored in
    /// these, so that a finer limit could not be tested exactly.
    ///
    /// # Examples
    ///
    /// ```
    /// use catchment::units::TravelTime;
    /// assert_eq!(TravelTime::try_limit_from_minutes(7.5)?.milliseconds(), 450_000);
    /// assert!(TravelTime::try_limit_from_minutes(-1.0).is_err());
    /// # Ok::<(), catchment::units::QuantityError>(())
    /// ```
    pub fn try_limit_from_minutes(minutes: f64) -> Result<Self, QuantityError> {
        Self::check(minutes, 1.0)?;
        if (billionths(minutes) * u64::from(MINUTE)).is_multiple_of(BILLION) {
            Self::try_from_minutes(minutes)
        } else {
            Err(QuantityError {
                quantity: "a limit of time in minutes",
                expected: "a whole number of milliseconds, that is, have at most four decimal \
                    places",
                found: minutes,
            })
        }
    }

    /// A time that a model computed in minutes, rounded to the nearest second: no model is more
    /// accurate.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`TravelTime::MAX`].
    pub fn try_to_nearest_second(minutes: f64) -> Result<Self, QuantityError> {
        Self::check(minutes, 1.0)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in range"
        )]
        Ok(Self::from_seconds((minutes * 60.0).round() as u32))
    }

    /// From a given decimal number of minutes, `digits / 10^places`, as
    /// [`TravelTime::try_from_minutes`] reads it; `None` for more than nine decimals or beyond
    /// [`TravelTime::MAX`].
    pub(crate) fn from_decimal_minutes(digits: u64, places: u32) -> Option<Self> {
        Self::from_decimal(digits, places, MINUTE)
    }

    /// As [`Self::from_decimal_minutes`], of seconds.
    pub(crate) fn from_decimal_seconds(digits: u64, places: u32) -> Option<Self> {
        Self::from_decimal(digits, places, 1_000)
    }

    /// As [`Self::from_decimal_minutes`], of hours.
    pub(crate) fn from_decimal_hours(digits: u64, places: u32) -> Option<Self> {
        Self::from_decimal(digits, places, HOUR)
    }

    fn from_decimal(digits: u64, places: u32, unit: u32) -> Option<Self> {
        let billionths = digits.checked_mul(10_u64.pow(9_u32.checked_sub(places)?))?;
        let most = u64::from(Self::MAX.0 / unit) * BILLION;
        (billionths <= most).then(|| Self::from_billionths(billionths, unit))
    }

    fn check(number: f64, of_a_minute: f64) -> Result<(), QuantityError> {
        let most = f64::from(Self::MAX.0 / MINUTE) * of_a_minute;
        if (0.0..=most).contains(&number) {
            Ok(())
        } else {
            Err(QuantityError {
                quantity: "a time",
                expected: "a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours)",
                found: number,
            })
        }
    }

    /// From billionths of a unit of so many milliseconds, up to [`TravelTime::MAX`]; rounded up, from
    /// the least number that has these nine decimals: 0.666666667 min are 40 s.
    fn from_billionths(billionths: u64, unit: u32) -> Self {
        let least = (2 * billionths)
            .saturating_sub(1)
            .saturating_mul(unit.into());
        let milliseconds = least.div_ceil(2 * BILLION);
        Self(u32::try_from(milliseconds).map_or(Self::MAX.0, |ms| ms.min(Self::MAX.0)))
    }

    /// Whole milliseconds.
    #[must_use]
    pub const fn milliseconds(self) -> u32 {
        self.0
    }

    /// Whole seconds, rounded down: exact for times in whole seconds, and sufficient for limits of
    /// such times.
    #[must_use]
    pub const fn whole_seconds(self) -> u32 {
        self.0 / 1_000
    }

    /// Minutes, with a fraction.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / f64::from(MINUTE)
    }

    /// The difference, or zero if `other` is longer.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

const BILLION: u64 = 1_000_000_000;

/// The nearest billionth of a number that was checked. Numbers of up to nine decimals come out as
/// they were written: at 1.8 million the two roundings together are below half a billionth.
fn billionths(number: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range"
    )]
    let whole = (number * BILLION as f64).round() as u64;
    whole
}

impl Add for TravelTime {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::from_milliseconds(self.0.saturating_add(other.0))
    }
}

impl AddAssign for TravelTime {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for TravelTime {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for TravelTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(1);
        write!(f, "{:.digits$} min", self.as_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A standard of 5 min includes 5.0 min and nothing later.
    #[test]
    fn a_standard_is_inclusive_and_nothing_later_is_within() {
        let standard = TravelTime::from_whole(5);
        for within in [300.0, 299.999_9, 0.0] {
            assert!(
                TravelTime::try_from_seconds(within).unwrap() <= standard,
                "{within}"
            );
        }
        for late in [300.04, 300.000_4, 300.000_000_001, 301.0] {
            assert!(
                TravelTime::try_from_seconds(late).unwrap() > standard,
                "{late}"
            );
        }
        for late in [5.000_000_001, 5.000_01] {
            assert!(
                TravelTime::try_from_minutes(late).unwrap() > standard,
                "{late}"
            );
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            -0.1,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            30_000.001,
            99_999.0,
            1e300,
        ] {
            assert!(TravelTime::try_from_minutes(bad).is_err(), "{bad}");
            assert!(TravelTime::try_limit_from_minutes(bad).is_err(), "{bad}");
            assert!(TravelTime::try_to_nearest_second(bad).is_err(), "{bad}");
            assert!(TravelTime::try_from_seconds(bad * 60.0).is_err(), "{bad}");
        }
    }

    /// Seconds that another program divided by 60 are those seconds again.
    #[test]
    fn thirds_of_a_minute_are_twenty_seconds() {
        for seconds in 0..20_000_u32 {
            let minutes = f64::from(seconds) / 60.0;
            let time = TravelTime::try_from_minutes(minutes).unwrap();
            assert_eq!(time, TravelTime::from_seconds(seconds));
        }
    }

    /// Times below a millisecond are not nothing.
    #[test]
    fn a_time_above_zero_stays_above_zero() {
        for seconds in [0.4, 0.001, 1e-6, 1e-9] {
            assert!(TravelTime::try_from_seconds(seconds).unwrap() > TravelTime::ZERO);
        }
    }

    #[test]
    fn a_limit_is_a_whole_number_of_milliseconds() {
        for (minutes, milliseconds) in [(45.1, 2_706_000), (0.0001, 6), (0.00005, 3)] {
            let limit = TravelTime::try_limit_from_minutes(minutes).unwrap();
            assert_eq!(limit.milliseconds(), milliseconds);
        }
        for finer in [1.0 / 3.0, 45.00001, 33.333_333] {
            assert!(
                TravelTime::try_limit_from_minutes(finer).is_err(),
                "{finer}"
            );
        }
    }

    /// Two of the longest journeys and a week of delays are still a time, not the mark of no route.
    #[test]
    fn sums_end_below_the_mark() {
        let long = TravelTime::MAX + TravelTime::MAX + TravelTime::from_whole(11_500);
        assert_eq!(long.milliseconds(), 71_500 * MINUTE);
        assert_eq!((long + long).milliseconds(), u32::MAX - 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// A decimal of up to nine places, however it is written, is within a standard exactly if
        /// the fractions say so.
        #[test]
        fn a_standard_is_tested_on_the_number_that_was_given(
            digits in 0_u64..40_000_000_000, places in 0_u32..=9,
            near in prop::bool::ANY, by in -3_i64..=3, standard in 0_u32..400_000,
            in_seconds in prop::bool::ANY,
        ) {
            // The standard in ten-thousandths of a minute.
            let limit = TravelTime::try_limit_from_minutes(f64::from(standard) / 1e4).unwrap();
            let ten = 10_u128.pow(places);
            let unit: u128 = if in_seconds { 60 } else { 1 };
            // Near the standard, where rounding could decide.
            let digits = if near {
                let at = u128::from(standard) * unit * ten / 10_000;
                u64::try_from(at).unwrap().saturating_add_signed(by)
            } else {
                digits
            };
            let whole = u128::from(digits) / ten;
            prop_assume!(whole <= 29_999 * unit);
            let part = u128::from(digits) % ten;
            let text = if places == 0 {
                whole.to_string()
            } else {
                format!("{whole}.{part:0width$}", width = places as usize)
            };
            let number: f64 = text.parse().unwrap();
            let time = if in_seconds {
                TravelTime::try_from_seconds(number)
            } else {
                TravelTime::try_from_minutes(number)
            }
            .unwrap();
            let within = u128::from(digits) * 10_000 <= u128::from(standard) * unit * ten;
            prop_assert_eq!(time <= limit, within, "{} against {}", text, limit.as_f64());
        }

        /// Times printed with one decimal come back unchanged: six seconds are a tenth of a minute.
        #[test]
        fn tenths_of_a_minute_are_exact(tenths in 0_u32..300_000) {
            let time = TravelTime::try_from_minutes(f64::from(tenths) / 10.0).unwrap();
            prop_assert_eq!(time.milliseconds(), tenths * 6_000);
        }
    }
}

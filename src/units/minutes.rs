use super::QuantityError;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// A length of time, shown in minutes and kept in whole seconds.
///
/// Whole seconds make sums exact and comparisons with a time standard free of rounding: a
/// journey of 45.0 min in a table is within 45 min, always.
///
/// # Examples
///
/// ```
/// use catchment::units::Minutes;
/// let road = Minutes::try_from_minutes(44.9)?;
/// assert_eq!(road.seconds(), 2_694);
/// assert!(road <= Minutes::from_whole(45));
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Minutes(u32);

impl Minutes {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// The longest time that can be held: 10 million minutes, 19 years.
    pub const MAX: Self = Self(600_000_000);

    /// From whole minutes, up to [`Minutes::MAX`].
    #[must_use]
    pub const fn from_whole(minutes: u32) -> Self {
        if minutes > Self::MAX.0 / 60 {
            Self::MAX
        } else {
            Self(minutes * 60)
        }
    }

    /// From whole seconds, up to [`Minutes::MAX`].
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        if seconds > Self::MAX.0 {
            Self::MAX
        } else {
            Self(seconds)
        }
    }

    /// From minutes with a fraction, to the nearest second.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`Minutes::MAX`].
    pub fn try_from_minutes(minutes: f64) -> Result<Self, QuantityError> {
        Self::try_from_seconds(minutes * 60.0).map_err(|e| QuantityError {
            found: minutes,
            ..e
        })
    }

    /// From seconds with a fraction, to the nearest second.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`Minutes::MAX`].
    pub fn try_from_seconds(seconds: f64) -> Result<Self, QuantityError> {
        if (0.0..=f64::from(Self::MAX.0)).contains(&seconds) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "in range"
            )]
            Ok(Self(seconds.round() as u32))
        } else {
            Err(QuantityError {
                quantity: "a time",
                expected: "a number from 0 to 10 million minutes",
                found: seconds,
            })
        }
    }

    /// Whole seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// Minutes, with a fraction.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 60.0
    }

    /// The time left after taking `other` away, or zero.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Minutes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::from_seconds(self.0 + other.0)
    }
}

impl AddAssign for Minutes {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(1);
        write!(f, "{:.digits$} min", self.as_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A standard of 45 min includes 45.0 min and nothing later.
    #[test]
    fn a_standard_is_inclusive_to_the_second() {
        let standard = Minutes::from_whole(45);
        assert!(Minutes::try_from_minutes(45.0).unwrap() <= standard);
        assert!(Minutes::from_seconds(45 * 60 + 1) > standard);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [-0.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e9] {
            assert!(Minutes::try_from_minutes(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        /// Times printed with one decimal come back unchanged: six seconds are a tenth of a minute.
        #[test]
        fn tenths_of_a_minute_are_exact(tenths in 0_u32..1_000_000) {
            let time = Minutes::try_from_minutes(f64::from(tenths) / 10.0).unwrap();
            prop_assert_eq!(time.seconds(), tenths * 6);
        }
    }
}

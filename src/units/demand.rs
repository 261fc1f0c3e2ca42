use super::{QuantityError, TravelTime};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Millionths in one unit of demand.
const SCALE: u64 = 1_000_000;

/// Milliseconds of a minute.
const MINUTE: f64 = 60_000.0;

/// People, admissions, or whatever else a study counts, stored in whole millionths.
///
/// Whole millionths make every sum exact in any order: covered and uncovered demand add up to the
/// total to the last digit, on any number of threads. An input with more than six decimals is
/// rounded to the nearest millionth.
///
/// # Examples
///
/// ```
/// use catchment::units::Demand;
/// let admissions = Demand::try_new(12.3)?;
/// let all = admissions + Demand::from_whole(100);
/// assert_eq!(format!("{all:.1}"), "112.3");
/// assert_eq!(admissions.percent_of(Demand::from_whole(123)), Some(10.0));
/// assert!(Demand::try_new(-1.0).is_err());
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Demand(u64);

impl Demand {
    /// Nobody.
    pub const ZERO: Self = Self(0);

    /// Maximum demand of one point: a thousand million.
    pub const MAX_OF_A_POINT: f64 = 1e9;

    /// From a number of people or events.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`Demand::MAX_OF_A_POINT`].
    pub fn try_new(count: f64) -> Result<Self, QuantityError> {
        if (0.0..=Self::MAX_OF_A_POINT).contains(&count) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "in range"
            )]
            Ok(Self((count * SCALE as f64).round() as u64))
        } else {
            Err(QuantityError {
                quantity: "a count of people or events",
                expected: "a number from 0 to 1e9",
                found: count,
            })
        }
    }

    /// Both together.
    ///
    /// # Errors
    ///
    /// The sum does not fit in 64 bits of millionths: 18.4 million million.
    pub fn try_add(self, other: Self) -> Result<Self, QuantityError> {
        let sum = self.0.checked_add(other.0).map(Self);
        sum.ok_or(QuantityError {
            quantity: "a sum of people or events",
            expected: "no more than 1.84e13",
            found: self.as_f64() + other.as_f64(),
        })
    }

    /// From whole people or events.
    #[must_use]
    pub const fn from_whole(count: u32) -> Self {
        Self(count as u64 * SCALE)
    }

    /// From whole millionths.
    #[must_use]
    pub const fn from_millionths(millionths: u64) -> Self {
        Self(millionths)
    }

    /// Whole millionths.
    #[must_use]
    pub const fn millionths(self) -> u64 {
        self.0
    }

    /// The count, with a fraction.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }

    /// This demand's part of `total`, in per cent; `None` if that is zero.
    #[must_use]
    pub fn percent_of(self, total: Self) -> Option<f64> {
        (total.0 > 0).then(|| 100.0 * self.0 as f64 / total.0 as f64)
    }

    /// Demand times time, exactly.
    #[must_use]
    pub fn times(self, time: TravelTime) -> DemandMinutes {
        DemandMinutes(u128::from(self.0) * u128::from(time.milliseconds()))
    }
}

impl Add for Demand {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Demand {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Demand {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Demand {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(0);
        write!(f, "{:.digits$}", self.as_f64())
    }
}

/// A sum of demand × time, exact: the objective of the p-median.
///
/// # Examples
///
/// ```
/// use catchment::units::{Demand, TravelTime};
/// let near = Demand::from_whole(3).times(TravelTime::from_whole(10));
/// let far = Demand::from_whole(1).times(TravelTime::from_whole(50));
/// assert_eq!((near + far).mean_over(Demand::from_whole(4)), Some(20.0));
/// assert_eq!(near.mean_over(Demand::ZERO), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DemandMinutes(u128);

impl DemandMinutes {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From millionths of demand × whole milliseconds.
    #[must_use]
    pub const fn from_raw(raw: u128) -> Self {
        Self(raw)
    }

    /// From millionths of demand × whole seconds.
    #[must_use]
    pub(crate) const fn from_demand_seconds(sum: u128) -> Self {
        Self(sum * 1_000)
    }

    /// Demand × minutes.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / (SCALE as f64 * MINUTE)
    }

    /// The mean minutes of `demand`; `None` if that is zero.
    #[must_use]
    pub fn mean_over(self, demand: Demand) -> Option<f64> {
        (demand.0 > 0).then(|| self.0 as f64 / (demand.0 as f64 * MINUTE))
    }

    /// Millionths of demand × whole milliseconds, as kept.
    #[must_use]
    pub const fn raw(self) -> u128 {
        self.0
    }
}

impl Add for DemandMinutes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for DemandMinutes {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for DemandMinutes {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_count_is_refused() {
        for bad in [-1.0, f64::NAN, f64::INFINITY, 1.1e9] {
            assert!(Demand::try_new(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        /// The order of a sum does not matter, as it does in floating point.
        #[test]
        fn sums_do_not_depend_on_order(counts in prop::collection::vec(0.0..1e6, 1..50)) {
            let demand: Vec<_> = counts.iter().map(|&c| Demand::try_new(c).unwrap()).collect();
            let forward: Demand = demand.iter().copied().sum();
            let backward: Demand = demand.iter().rev().copied().sum();
            prop_assert_eq!(forward, backward);
        }
    }
}

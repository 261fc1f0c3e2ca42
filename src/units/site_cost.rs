use super::QuantityError;
use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// Thousandths in one unit of the study's currency.
const SCALE: f64 = 1_000.0;

/// What it costs to have a site open, in whole thousandths of a currency unit.
///
/// Whole numbers make sums exact: a layout that costs just what there is to spend can be afforded. An input
/// with more than three decimals is rounded to the nearest thousandth.
///
/// # Examples
///
/// ```
/// use catchment::units::SiteCost;
/// let two = SiteCost::try_new(0.1)? + SiteCost::try_new(0.2)?;
/// assert_eq!(two, SiteCost::try_new(0.3)?);
/// assert_eq!(two.to_string(), "0.3");
/// assert!(SiteCost::try_new(-1.0).is_err());
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SiteCost(u64);

impl SiteCost {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The most of one site, or of a budget: a million million.
    pub const MAX: f64 = 1e12;

    /// From an amount of the study's currency.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one beyond [`SiteCost::MAX`].
    pub fn try_new(amount: f64) -> Result<Self, QuantityError> {
        if (0.0..=Self::MAX).contains(&amount) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "in range"
            )]
            Ok(Self((amount * SCALE).round() as u64))
        } else {
            Err(QuantityError {
                quantity: "what a site costs",
                expected: "a number from 0 to 1e12",
                found: amount,
            })
        }
    }

    /// Whole thousandths.
    #[must_use]
    pub const fn thousandths(self) -> u64 {
        self.0
    }

    /// The amount, with a fraction.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / SCALE
    }
}

impl Add for SiteCost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for SiteCost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for SiteCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_f64().fmt(f)
    }
}

use super::{Demand, QuantityError};

/// A part of a whole, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// The whole.
    pub const ALL: Self = Self(1.0);

    /// From a fraction of one.
    ///
    /// # Errors
    ///
    /// A number below 0, above 1, or undefined.
    pub fn try_new(share: f64) -> Result<Self, QuantityError> {
        if (0.0..=1.0).contains(&share) {
            Ok(Self(share))
        } else {
            Err(QuantityError {
                quantity: "a share",
                expected: "a number from 0 to 1",
                found: share,
            })
        }
    }

    /// A fraction of one.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// This part of `demand`, as a number.
    #[must_use]
    pub fn of(self, demand: Demand) -> f64 {
        self.0 * demand.as_f64()
    }
}

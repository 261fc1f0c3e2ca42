use super::QuantityError;

/// A speed in kilometres per hour: finite and above zero.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct KmPerHour(f64);

impl KmPerHour {
    /// From kilometres per hour.
    ///
    /// # Errors
    ///
    /// Zero, a negative, infinite or undefined number.
    pub fn try_new(speed: f64) -> Result<Self, QuantityError> {
        if speed.is_finite() && speed > 0.0 {
            Ok(Self(speed))
        } else {
            Err(QuantityError {
                quantity: "a speed in km/h",
                expected: "a finite number above 0",
                found: speed,
            })
        }
    }

    /// Kilometres an hour.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }
}

use super::QuantityError;

/// A speed in kilometres per hour: above zero and at most [`KmPerHour::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct KmPerHour(f64);

impl KmPerHour {
    /// 100,000 km/h, beyond every vehicle: what a speed of this size covers in any time is a distance.
    pub const MAX: Self = Self(100_000.0);

    /// From kilometres per hour.
    ///
    /// # Errors
    ///
    /// Zero, a negative, infinite or undefined number, or one above [`Self::MAX`].
    pub fn try_new(speed: f64) -> Result<Self, QuantityError> {
        if speed > 0.0 && speed <= Self::MAX.0 {
            Ok(Self(speed))
        } else {
            Err(QuantityError {
                quantity: "a speed in km/h",
                expected: "a number above 0 and at most 100,000",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Metres, TravelTime};

    /// The greatest speed is one, whatever is above it is not; in the longest time it covers a distance.
    #[test]
    fn a_speed_is_bounded() {
        let most = KmPerHour::MAX.as_f64();
        assert_eq!(KmPerHour::try_new(most), Ok(KmPerHour::MAX));
        for speed in [most.next_up(), 1e308, f64::INFINITY, f64::NAN, 0.0, -1.0] {
            assert!(KmPerHour::try_new(speed).is_err(), "{speed}");
        }
        let hours = TravelTime::MAX.as_f64() / 60.0;
        assert!(Metres::try_new(most * 1_000.0 * hours).is_ok());
    }
}

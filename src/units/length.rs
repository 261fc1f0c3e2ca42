use super::{KmPerHour, QuantityError, TravelTime};
use std::fmt;

/// A distance in metres: finite and not negative.
///
/// # Examples
///
/// ```
/// use catchment::units::{KmPerHour, Metres, TravelTime};
/// let way = Metres::try_new(30_000.0)?;
/// assert_eq!(way.kilometres(), 30.0);
/// assert_eq!(way.at(KmPerHour::try_new(60.0)?), TravelTime::from_whole(30));
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Metres(f64);

impl Metres {
    /// From metres.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number.
    pub fn try_new(metres: f64) -> Result<Self, QuantityError> {
        if metres.is_finite() && metres >= 0.0 {
            Ok(Self(metres))
        } else {
            Err(QuantityError {
                quantity: "a distance in metres",
                expected: "a finite number of at least 0",
                found: metres,
            })
        }
    }

    /// Metres.
    #[must_use]
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// Kilometres.
    #[must_use]
    pub fn kilometres(self) -> f64 {
        self.0 / 1_000.0
    }

    /// The time this distance takes at `speed`, to the nearest second.
    #[must_use]
    pub fn at(self, speed: KmPerHour) -> TravelTime {
        let minutes = 60.0 * self.kilometres() / speed.as_f64();
        TravelTime::try_to_nearest_second(minutes).unwrap_or(TravelTime::MAX)
    }
}

impl fmt::Display for Metres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} km", self.kilometres())
    }
}

use crate::model::LatLon;

/// What the chord between two places needs of each: sines and cosines of half its latitude and
/// longitude, and the cosine of its latitude.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::grid) struct Angles {
    pub(in crate::grid) lat: HalfAngle,
    pub(in crate::grid) lon: HalfAngle,
    pub(in crate::grid) cos_lat: f64,
}

/// Sine and cosine of half an angle.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::grid) struct HalfAngle {
    pub(in crate::grid) sin: f64,
    pub(in crate::grid) cos: f64,
}

impl HalfAngle {
    pub(in crate::grid) fn from_degrees(degrees: f64) -> Self {
        let (sin, cos) = (degrees.to_radians() / 2.0).sin_cos();
        Self { sin, cos }
    }

    /// `sin²((self − other) / 2)`, without the cancellation of `1 − cos`.
    #[inline(always)]
    pub(in crate::grid) fn haversine(self, other: Self) -> f64 {
        let sine = self.sin * other.cos - self.cos * other.sin;
        sine * sine
    }
}

impl Angles {
    pub(in crate::grid) fn new(place: LatLon) -> Self {
        Self {
            lat: HalfAngle::from_degrees(place.lat()),
            lon: HalfAngle::from_degrees(place.lon()),
            cos_lat: place.lat().to_radians().cos(),
        }
    }
}

use crate::grid::error::GridError;
use crate::model::{EARTH_RADIUS, LatLon};
use crate::units::Metres;

/// The centres that the cells of a grid are allocated to, in order: ties go to the lower number.
#[derive(Debug, Clone)]
pub struct Centres {
    places: Vec<LatLon>,
    unit: Vec<[f64; 3]>,
    angles: Vec<Angles>,
}

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
    pub(in crate::grid) fn of_degrees(degrees: f64) -> Self {
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
    pub(in crate::grid) fn of(place: LatLon) -> Self {
        Self {
            lat: HalfAngle::of_degrees(place.lat()),
            lon: HalfAngle::of_degrees(place.lon()),
            cos_lat: place.lat().to_radians().cos(),
        }
    }
}

impl Centres {
    /// The most centres of one grid.
    pub const MAX: usize = u16::MAX as usize;

    /// Centres in order.
    ///
    /// # Errors
    ///
    /// None, or more than [`Centres::MAX`].
    pub fn try_new(places: Vec<LatLon>) -> Result<Self, GridError> {
        if places.is_empty() || places.len() > Self::MAX {
            return Err(GridError::CentreCount(places.len()));
        }
        Ok(Self {
            unit: places.iter().map(|place| place.unit_vector()).collect(),
            angles: places.iter().map(|&place| Angles::of(place)).collect(),
            places,
        })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Never: there is at least one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where they lie.
    #[must_use]
    pub fn places(&self) -> &[LatLon] {
        &self.places
    }

    pub(in crate::grid) fn unit(&self) -> &[[f64; 3]] {
        &self.unit
    }

    pub(in crate::grid) fn angles(&self) -> &[Angles] {
        &self.angles
    }
}

/// Squared chord between two points of the unit sphere: grows with their great-circle distance.
#[inline(always)]
pub(in crate::grid) fn chord2(a: [f64; 3], b: [f64; 3]) -> f64 {
    let by = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    by[0] * by[0] + by[1] * by[1] + by[2] * by[2]
}

/// The great-circle distance that a squared chord of the unit sphere spans.
pub(in crate::grid) fn distance_of_chord2(chord2: f64) -> Metres {
    let half = (chord2.max(0.0).sqrt() / 2.0).min(1.0);
    Metres::try_new(2.0 * EARTH_RADIUS * half.asin()).unwrap_or_default()
}

/// The squared chord of the unit sphere that spans a great-circle distance.
#[cfg(test)]
pub(in crate::grid) fn chord2_of_distance(distance: Metres) -> f64 {
    crate::index::chord(distance).powi(2)
}

use crate::units::Metres;
use geo::{Distance, Haversine, Point};

/// Mean radius of the Earth, 6,371,008.8 m (IUGG), the sphere of all great-circle distances here.
pub const EARTH_RADIUS: f64 = 6_371_008.8;

/// A position on the Earth in degrees, WGS 84: latitude from −90 to 90, longitude from −180 to 180.
///
/// # Examples
///
/// ```
/// use catchment::model::LatLon;
/// let truro = LatLon::try_new(50.263, -5.051)?;
/// let plymouth = LatLon::try_new(50.417, -4.114)?;
/// let km = truro.distance_to(plymouth).kilometres();
/// assert!((68.0..69.0).contains(&km), "{km}");
/// assert!(LatLon::try_new(-5.051, 450.263).is_err());
/// # Ok::<(), catchment::model::LatLonError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LatLon {
    lat: f64,
    lon: f64,
}

/// A latitude or longitude out of range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LatLonError {
    /// Latitude outside −90 to 90 degrees, or undefined.
    #[error("latitude must lie between -90 and 90 degrees (got `{0}`)")]
    Latitude(f64),
    /// Longitude outside −180 to 180 degrees, or undefined.
    #[error("longitude must lie between -180 and 180 degrees (got `{0}`)")]
    Longitude(f64),
}

impl LatLon {
    /// A place from its latitude and longitude in degrees.
    ///
    /// # Errors
    ///
    /// Either is out of range or undefined.
    pub fn try_new(lat: f64, lon: f64) -> Result<Self, LatLonError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(LatLonError::Latitude(lat));
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(LatLonError::Longitude(lon));
        }
        Ok(Self { lat, lon })
    }

    /// Latitude in degrees.
    #[must_use]
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Longitude in degrees.
    #[must_use]
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// Great-circle distance.
    #[must_use]
    pub fn distance_to(self, other: Self) -> Metres {
        let metres = Haversine.distance(
            Point::new(self.lon, self.lat),
            Point::new(other.lon, other.lat),
        );
        Metres::try_new(metres).unwrap_or_default()
    }

    /// The place as a point of the unit sphere (x towards 0° E, z towards the North Pole).
    ///
    /// Straight-line distance between two such points grows with great-circle distance, at any
    /// latitude and across the date line; that is what an index of places needs.
    #[must_use]
    pub fn unit_vector(self) -> [f64; 3] {
        let (sin_lat, cos_lat) = self.lat.to_radians().sin_cos();
        let (sin_lon, cos_lon) = self.lon.to_radians().sin_cos();
        [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn off_the_earth_is_refused() {
        assert_eq!(LatLon::try_new(91.0, 0.0), Err(LatLonError::Latitude(91.0)));
        assert_eq!(
            LatLon::try_new(0.0, -180.5),
            Err(LatLonError::Longitude(-180.5))
        );
        assert!(LatLon::try_new(f64::NAN, 0.0).is_err());
    }

    /// A quarter of a great circle is a quarter of the circumference, whichever way it runs.
    #[test]
    fn a_quarter_of_the_globe_is_a_quarter_of_the_globe() {
        let quarter = std::f64::consts::FRAC_PI_2 * EARTH_RADIUS;
        let origin = LatLon::try_new(0.0, 0.0).unwrap();
        for (lat, lon) in [(90.0, 0.0), (0.0, 90.0), (0.0, -90.0), (-90.0, 77.0)] {
            let distance = origin
                .distance_to(LatLon::try_new(lat, lon).unwrap())
                .as_f64();
            assert!(
                (distance - quarter).abs() < 1.0,
                "{lat} {lon}: {distance} m"
            );
        }
    }
}

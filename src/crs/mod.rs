//! Coordinate reference systems: degrees, and projections with a known inverse.

mod error;
mod systems;
mod well_known_text;

pub use error::CrsError;

use crate::model::LatLon;
use proj4rs::Proj;
use proj4rs::transform::transform;
use systems::System;

/// The code of the British National Grid, which is assumed for eastings and northings that name no
/// system.
pub const BRITISH_NATIONAL_GRID: &str = "EPSG:27700";

/// A coordinate reference system: degrees, or a projection with a known inverse.
///
/// Positions are accurate to a few metres: degrees of ETRS89, NAD83 and the like count as those of
/// WGS 84, and national grids are shifted by the parameters of a Helmert transformation.
///
/// # Examples
///
/// ```
/// use catchment::crs::Crs;
/// let grid = Crs::from_code("EPSG:27700")?;
/// assert!(!grid.is_degrees());
/// let london = grid.place(530_000.0, 180_000.0).expect("on the grid");
/// assert!((london.lat() - 51.5).abs() < 0.01 && (london.lon() + 0.13).abs() < 0.01);
/// assert!(Crs::from_code("EPSG:99999").is_err());
/// # Ok::<(), catchment::crs::CrsError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Crs {
    code: String,
    inverse: Option<Box<Inverse>>,
}

#[derive(Debug, Clone)]
struct Inverse {
    from: Proj,
    to: Proj,
}

impl Crs {
    /// WGS 84 in degrees, EPSG:4326.
    #[must_use]
    pub fn wgs84() -> Self {
        Self {
            code: "EPSG:4326".to_owned(),
            inverse: None,
        }
    }

    /// From a code: `EPSG:27700`, `ESRI:54009`, or the number alone.
    ///
    /// # Errors
    ///
    /// An unknown code.
    pub fn from_code(code: &str) -> Result<Self, CrsError> {
        let unknown = || CrsError::Unknown(code.to_owned());
        let number = code.trim().parse().ok().and_then(systems::by_number);
        let system = number.or_else(|| well_known_text::system(code));
        system.and_then(Self::from_system).ok_or_else(unknown)
    }

    /// From the number of a code of EPSG or ESRI; `None` if it is unknown.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        systems::by_number(number).and_then(Self::from_system)
    }

    fn from_system(system: &System) -> Option<Self> {
        let inverse = match &system.definition {
            None => None,
            Some(definition) => Some(Box::new(Inverse {
                from: Proj::from_proj_string(definition).ok()?,
                to: Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").ok()?,
            })),
        };
        Some(Self {
            code: system.code.clone(),
            inverse,
        })
    }

    /// From well-known text or the names that programs write into files, if they name a known
    /// system.
    ///
    /// # Errors
    ///
    /// They do not.
    pub fn from_text(text: &str) -> Result<Self, CrsError> {
        let shown = || {
            text.trim_matches(['\0', ' ', '\n', '|'])
                .chars()
                .take(60)
                .collect()
        };
        well_known_text::system(text)
            .and_then(Self::from_system)
            .ok_or_else(|| CrsError::Unknown(shown()))
    }

    /// Its code, with the authority: `EPSG:27700`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether its coordinates are degrees.
    #[must_use]
    pub const fn is_degrees(&self) -> bool {
        self.inverse.is_none()
    }

    /// Whether a pair of coordinates is the same place in both, within 10 m.
    #[must_use]
    pub fn agrees_with(&self, other: &Self, x: f64, y: f64) -> bool {
        if self.code == other.code || self.is_degrees() && other.is_degrees() {
            return true;
        }
        match (self.place(x, y), other.place(x, y)) {
            (Some(one), Some(two)) => one.distance_to(two).as_f64() < 10.0,
            _ => false,
        }
    }

    /// The largest absolute coordinates that are valid degrees; unlimited for projected systems.
    pub(crate) const fn most(&self) -> [f64; 2] {
        if self.is_degrees() {
            [180.0, 90.0]
        } else {
            [f64::INFINITY; 2]
        }
    }

    /// The position of a pair of coordinates: easting or longitude, then northing or latitude;
    /// `None` where the projection has none.
    #[must_use]
    pub fn place(&self, x: f64, y: f64) -> Option<LatLon> {
        let Some(inverse) = &self.inverse else {
            return LatLon::try_new(y, x).ok();
        };
        let mut point = (x, y, 0.0);
        transform(&inverse.from, &inverse.to, &mut point).ok()?;
        let (lon, lat) = (point.0.to_degrees(), point.1.to_degrees());
        LatLon::try_new(lat, lon).ok()
    }

    /// The coordinates of a position: easting or longitude, then northing or latitude; `None` where
    /// the projection has none.
    #[must_use]
    pub fn coordinates(&self, place: LatLon) -> Option<(f64, f64)> {
        let Some(inverse) = &self.inverse else {
            return Some((place.lon(), place.lat()));
        };
        let mut point = (place.lon().to_radians(), place.lat().to_radians(), 0.0);
        transform(&inverse.to, &inverse.from, &mut point).ok()?;
        (point.0.is_finite() && point.1.is_finite()).then_some((point.0, point.1))
    }
}

#[cfg(test)]
mod tests;

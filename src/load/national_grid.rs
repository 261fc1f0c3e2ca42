use crate::model::LatLon;
use proj4rs::{Proj, transform::transform};

/// From the British National Grid (OSGB 36, EPSG:27700) to WGS 84.
///
/// # Source
///
/// Ordnance Survey, A guide to coordinate systems in Great Britain: the seven-parameter Helmert
/// transformation, good to about 5 m.
pub(super) struct NationalGrid {
    grid: Proj,
    degrees: Proj,
}

const GRID: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 \
    +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs";
const DEGREES: &str = "+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs";

/// Extent of the grid in metres, eastwards and northwards.
pub(super) const MOST_EASTING: f64 = 700_000.0;
/// See [`MOST_EASTING`].
pub(super) const MOST_NORTHING: f64 = 1_300_000.0;

impl NationalGrid {
    /// `None` only if the definitions above were no projections.
    pub(super) fn new() -> Option<Self> {
        Some(Self {
            grid: Proj::from_proj_string(GRID).ok()?,
            degrees: Proj::from_proj_string(DEGREES).ok()?,
        })
    }

    /// The place of an easting and northing in metres; `None` off the grid.
    pub(super) fn place(&self, easting: f64, northing: f64) -> Option<LatLon> {
        let mut point = (easting, northing, 0.0);
        transform(&self.grid, &self.degrees, &mut point).ok()?;
        LatLon::try_new(point.1.to_degrees(), point.0.to_degrees()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ordnance Survey publishes both coordinates of the trig point at Caister water tower in its
    /// guide: OSGB 36 651409.903, 313177.270 is WGS 84 52°39′28.8282″ N, 1°42′57.8663″ E.
    #[test]
    fn the_published_point_is_met_within_5_m() {
        let found = NationalGrid::new()
            .unwrap()
            .place(651_409.903, 313_177.270)
            .unwrap();
        let lat = 52.0 + 39.0 / 60.0 + 28.828_2 / 3_600.0;
        let lon = 1.0 + 42.0 / 60.0 + 57.866_3 / 3_600.0;
        let published = LatLon::try_new(lat, lon).unwrap();
        let metres = found.distance_to(published).as_f64();
        assert!(metres < 5.0, "{metres} m");
    }
}

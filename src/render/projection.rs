use crate::model::LatLon;

/// A place on a map: metres east and north of its centre.
pub(super) type Xy = [f64; 2];

/// Angle at the Earth's middle between the centre of a map and its rim, in degrees: far beyond what
/// any map shows, and so far from the place opposite that nothing is torn.
const RIM: f64 = 150.0;
/// Angle at the centre between places along the rim, in degrees.
const RIM_STEP: f64 = 2.0;

/// Semi-major axis of the ellipsoid of WGS 84, in metres.
const AXIS: f64 = 6_378_137.0;
/// Square of the first eccentricity of that ellipsoid.
const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_14;

/// Lambert azimuthal equal-area projection of the ellipsoid around a place.
///
/// Areas are true everywhere; lengths and shapes at the centre, and within 0.1% as far as 500 km
/// from it. So one projection serves any country.
///
/// # Source
///
/// Snyder 1987, Map Projections: A Working Manual, equations 3-11 to 3-13 and 24-17 to 24-20.
#[derive(Debug, Clone, Copy)]
pub(super) struct EqualArea {
    centre_lon: f64,
    centre_lat: f64,
    sin_centre: f64,
    cos_centre: f64,
    /// Radius of the sphere with the ellipsoid's surface.
    radius: f64,
    /// Stretches east–west, and shrinks north–south, so that the centre has no distortion.
    stretch: f64,
}

impl EqualArea {
    /// The projection with this centre.
    pub(super) fn around(centre: LatLon) -> Self {
        let pole = authalic(1.0);
        let radius = AXIS * (pole / 2.0).sqrt();
        let sin_lat = centre.lat().to_radians().sin();
        let (sin_centre, cos_centre) = authalic_sine(sin_lat);
        let parallel = (1.0 - sin_lat * sin_lat).max(0.0).sqrt()
            / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
        let stretch = if cos_centre > 1e-9 {
            AXIS * parallel / (radius * cos_centre)
        } else {
            1.0
        };
        Self {
            centre_lon: centre.lon(),
            centre_lat: centre.lat(),
            sin_centre,
            cos_centre,
            radius,
            stretch,
        }
    }

    /// Longitude and latitude of the centre in degrees.
    pub(super) fn centre(&self) -> (f64, f64) {
        (self.centre_lon, self.centre_lat)
    }

    /// The angle at the Earth's middle between the centre and what lies so many metres from it on the
    /// map, in degrees.
    pub(super) fn angle(&self, metres: f64) -> f64 {
        2.0 * (metres / (2.0 * self.radius)).min(1.0).asin().to_degrees()
    }

    /// A longitude and latitude in degrees, in metres from the centre.
    pub(super) fn project(&self, lon: f64, lat: f64) -> Xy {
        let (nearness, [east, north]) = self.direction(lon, lat);
        let scale = self.radius * (2.0 / nearness.max(1e-9)).sqrt();
        [scale * self.stretch * east, scale / self.stretch * north]
    }

    /// As [`Self::project`], or on the rim what lies at or beyond it, and whether it does.
    pub(super) fn project_within_rim(&self, lon: f64, lat: f64) -> (Xy, bool) {
        let (nearness, [east, north]) = self.direction(lon, lat);
        if nearness > 1.0 + RIM.to_radians().cos() {
            (self.project(lon, lat), false)
        } else {
            (self.on_rim(north.atan2(east)), true)
        }
    }

    /// The place on the rim in a direction: radians anticlockwise from the east.
    fn on_rim(&self, direction: f64) -> Xy {
        let radius = 2.0 * self.radius * (RIM / 2.0).to_radians().sin();
        let (north, east) = direction.sin_cos();
        [radius * self.stretch * east, radius / self.stretch * north]
    }

    /// Adds what lies between two places on the rim, the shorter way.
    pub(super) fn along_rim(&self, from: Xy, to: Xy, line: &mut Vec<Xy>) {
        let direction = |[x, y]: Xy| (y * self.stretch).atan2(x / self.stretch);
        let start = direction(from);
        let half = std::f64::consts::PI;
        let across = (direction(to) - start + half).rem_euclid(2.0 * half) - half;
        let mut along = RIM_STEP.to_radians();
        while along < across.abs() {
            line.push(self.on_rim(start + along.copysign(across)));
            along += RIM_STEP.to_radians();
        }
    }

    /// The rim, anticlockwise.
    pub(super) fn rim(&self) -> Vec<Xy> {
        let steps = (0..).map(|step| f64::from(step) * RIM_STEP);
        steps
            .take_while(|&degrees| degrees < 360.0)
            .map(|degrees| self.on_rim(degrees.to_radians()))
            .collect()
    }

    /// Longitude and latitude of three places on the map: the centre and two a little away from it.
    pub(super) fn reference_places(&self) -> [(f64, f64); 3] {
        [(0.0, 0.0), (4.7, 3.1), (-3.7, 5.3)].map(|(east, inwards)| {
            let lon = (self.centre_lon + east + 180.0).rem_euclid(360.0) - 180.0;
            (
                lon,
                self.centre_lat - f64::copysign(inwards, self.centre_lat),
            )
        })
    }

    /// One more than the cosine of the angle from the centre, and the direction: its sine, east and
    /// north.
    fn direction(&self, lon: f64, lat: f64) -> (f64, Xy) {
        let (sin_lat, cos_lat) = authalic_sine(lat.to_radians().sin());
        let (sin_lon, cos_lon) = (lon - self.centre_lon).to_radians().sin_cos();
        let nearness = 1.0 + self.sin_centre * sin_lat + self.cos_centre * cos_lat * cos_lon;
        let north = self.cos_centre * sin_lat - self.sin_centre * cos_lat * cos_lon;
        (nearness, [cos_lat * sin_lon, north])
    }
}

/// Snyder's q of a sine of geodetic latitude.
fn authalic(sin_lat: f64) -> f64 {
    let e = ECCENTRICITY_SQUARED.sqrt();
    let es = e * sin_lat;
    (1.0 - ECCENTRICITY_SQUARED)
        * (sin_lat / (1.0 - es * es) - (1.0 / (2.0 * e)) * ((1.0 - es) / (1.0 + es)).ln())
}

/// Sine and cosine of the authalic latitude.
fn authalic_sine(sin_lat: f64) -> (f64, f64) {
    let sine = (authalic(sin_lat) / authalic(1.0)).clamp(-1.0, 1.0);
    (sine, (1.0 - sine * sine).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EARTH_RADIUS;
    use proptest::prelude::*;

    /// ETRS89-LAEA of the EPSG guidance note 7-2: 50° N 5° E around 52° N 10° E, within a decimetre
    /// (its ellipsoid is GRS 1980).
    #[test]
    fn the_worked_example_of_epsg_3035_comes_out() {
        let europe = EqualArea::around(LatLon::try_new(52.0, 10.0).unwrap());
        let [x, y] = europe.project(5.0, 50.0);
        assert!((x + 4_321_000.0 - 3_962_799.45).abs() < 0.1, "{x}");
        assert!((y + 3_210_000.0 - 2_999_718.85).abs() < 0.1, "{y}");
    }

    proptest! {
        /// A small quadrangle keeps the area it has on the ellipsoid, wherever the centre is.
        #[test]
        fn areas_are_kept(lat in -80.0..80.0_f64, lon in -180.0..180.0_f64, away in -6.0..6.0_f64) {
            let map = EqualArea::around(LatLon::try_new(lat, lon).unwrap());
            let (south, west, side) = (lat + away, lon + away, 0.01);
            let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)]
                .map(|(dx, dy)| map.project(west + dx, south + dy));
            let drawn: f64 = (0..4)
                .map(|i| {
                    let ([x0, y0], [x1, y1]) = (corners[i], corners[(i + 1) % 4]);
                    (x0 * y1 - x1 * y0) / 2.0
                })
                .sum();
            let e2 = ECCENTRICITY_SQUARED;
            let phi = (south + side / 2.0).to_radians();
            let w = 1.0 - e2 * phi.sin().powi(2);
            let radians = side.to_radians();
            let true_area = AXIS * AXIS * (1.0 - e2) / (w * w) * phi.cos() * radians * radians;
            prop_assert!((drawn / true_area - 1.0).abs() < 1e-3, "{drawn} {true_area}");
        }

        /// Distances from the centre are those of the sphere within half a per cent.
        #[test]
        fn lengths_near_the_centre_are_true(dlat in -3.0..3.0_f64, dlon in -3.0..3.0_f64) {
            let centre = LatLon::try_new(52.5, -1.5).unwrap();
            let there = LatLon::try_new(52.5 + dlat, -1.5 + dlon).unwrap();
            let [x, y] = EqualArea::around(centre).project(there.lon(), there.lat());
            let metres = centre.distance_to(there).as_f64();
            prop_assert!((x.hypot(y) - metres).abs() <= 0.005 * metres + 1.0);
            prop_assert!(metres < EARTH_RADIUS);
        }
    }
}

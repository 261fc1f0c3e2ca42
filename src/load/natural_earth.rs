//! Land of the Earth, for maps of studies that bring none.

use super::files::FileBytes;
use super::shapes;
use crate::memo::Memo;
use geo::{BoundingRect, MultiPolygon, Polygon, Rect};
use std::borrow::Cow;

/// Coasts with corners about a kilometre apart.
///
/// # Source
///
/// Natural Earth 1:10m land (public domain), as packed by `world-atlas` 2.0.2, simplified by
/// `data/build/world.py`.
const LAND: &[u8] = include_bytes!("../../data/world/land.topojson.zst");

/// What maps that show this land say of it.
pub(crate) const CREDIT: &str = "Land: Natural Earth";

/// Every island and continent, with its extent in degrees.
static ALL: Memo<Vec<(Polygon<f64>, Rect<f64>)>> = Memo::new();

fn all() -> &'static [(Polygon<f64>, Rect<f64>)] {
    ALL.get_or_find(read)
}

fn read() -> Vec<(Polygon<f64>, Rect<f64>)> {
    let file = FileBytes {
        name: "land.topojson.zst".to_owned(),
        stored: Cow::Borrowed(LAND),
    };
    // The file is part of the program, and a test reads it.
    let shapes = shapes::read(&file).map_or_else(|_| Vec::new(), |read| read.shapes);
    let polygons = shapes.into_iter().flat_map(|shape| shape.polygons.0);
    polygons
        .filter_map(|polygon| {
            let extent = polygon.bounding_rect()?;
            Some((polygon, extent))
        })
        .collect()
}

/// The land of which some may be `near` a map, by its extent in degrees. It is read when first asked
/// for.
pub(crate) fn land_of_the_earth(near: impl Fn(&Rect<f64>) -> bool) -> MultiPolygon<f64> {
    let polygons = all().iter().filter(|(_, extent)| near(extent));
    MultiPolygon(polygons.map(|(polygon, _)| polygon.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains, Point};

    fn is_land(lon: f64, lat: f64) -> bool {
        let place = Point::new(lon, lat);
        all()
            .iter()
            .any(|(polygon, extent)| extent.contains(&place) && polygon.contains(&place))
    }

    /// Places of small islands and of coasts, and of seas beside them.
    #[test]
    fn islands_are_land_and_straits_are_sea() {
        for (name, lon, lat, land) in [
            ("London", -0.12, 51.5, true),
            ("Malta", 14.42, 35.89, true),
            ("Gozo", 14.25, 36.05, true),
            ("St Mary's, Isles of Scilly", -6.3, 49.92, true),
            ("Barra", -7.45, 57.0, true),
            ("Viti Levu", 178.0, -17.8, true),
            ("South Pole", 0.0, -89.0, true),
            ("Chukotka", -175.0, 67.0, true),
            ("the Channel", -2.0, 50.0, false),
            ("the Minch", -6.0, 58.0, false),
            ("the Bristol Channel", -4.2, 51.35, false),
            ("the Bosporus' mouth", 29.2, 41.4, false),
            ("the Caspian Sea", 51.0, 40.0, false),
            ("east of Fiji", -179.0, -19.5, false),
            ("the North Pole", 0.0, 89.0, false),
        ] {
            assert_eq!(is_land(lon, lat), land, "{name}");
        }
    }

    /// 29.2% of the Earth are land. Inland waters but for the Caspian Sea count as such here.
    #[test]
    fn the_land_has_the_size_of_the_land() {
        let square_degrees = |(polygon, extent): &(Polygon<f64>, Rect<f64>)| {
            let middle = extent.center().y.to_radians().cos();
            let high = extent.height();
            // Long polygons are left to the sum of strips below.
            if high < 5.0 {
                polygon.unsigned_area() * middle
            } else {
                strips(polygon)
            }
        };
        let steradians: f64 = all().iter().map(square_degrees).sum::<f64>()
            * std::f64::consts::PI.powi(2)
            / 180.0_f64.powi(2);
        let share = steradians / (4.0 * std::f64::consts::PI);
        assert!((0.285..0.30).contains(&share), "{share}");
        assert!(LAND.len() < 400_000);
    }

    /// The area of a polygon on the sphere in square degrees at the equator: the integral of the
    /// sine of the latitude along its rings.
    fn strips(polygon: &Polygon<f64>) -> f64 {
        let along = |ring: &geo::LineString<f64>| -> f64 {
            let side = |line: geo::Line<f64>| {
                let (a, b) = (line.start, line.end);
                let sine = f64::midpoint(a.y.to_radians().sin(), b.y.to_radians().sin());
                (b.x - a.x) * sine.to_degrees()
            };
            ring.lines().map(side).sum::<f64>().abs()
        };
        let holes = polygon.interiors().iter().map(along).sum::<f64>();
        along(polygon.exterior()) - holes
    }
}

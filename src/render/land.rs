//! Land around a map, from polygons that may lie anywhere on the Earth.

use super::projection::{EqualArea, Xy};
use crate::borders::turned as turned_ring;
use geo::{Coord, MultiPolygon, Polygon};
use rayon::prelude::*;

/// Degrees between the corners of a long side: a side of a file is straight in longitude and
/// latitude, not on the map.
const STEP: f64 = 1.0;

/// The rings of polygons on a map, to be filled by the non-zero rule.
///
/// What lies beyond the rim of the map is drawn on the rim. So the rings stay whole, and around
/// every place within the rim they turn as often as on the Earth, all alike but for a constant:
/// where the polygon holds the place opposite to the centre, all turns are one too few, and the rim
/// itself is a ring as well.
pub(super) fn project(shape: &MultiPolygon<f64>, projection: &EqualArea) -> Vec<Vec<Xy>> {
    let polygons = shape.0.par_iter();
    polygons
        .flat_map_iter(|polygon| project_polygon(polygon, projection))
        .collect()
}

fn project_polygon(polygon: &Polygon<f64>, projection: &EqualArea) -> Vec<Vec<Xy>> {
    let rings = turned(polygon);
    let mut drawn: Vec<Vec<Xy>> = rings
        .iter()
        .map(|ring| project_ring(ring, projection))
        .collect();
    let missing = missing_turns(&rings, &drawn, projection);
    for _ in 0..missing.abs() {
        let mut rim = projection.rim();
        if missing < 0 {
            rim.reverse();
        }
        drawn.push(rim);
    }
    drawn
}

/// The rings of a polygon, closed, exteriors anticlockwise and holes clockwise.
pub(super) fn turned(polygon: &Polygon<f64>) -> Vec<Vec<Coord>> {
    let exterior = turned_ring(polygon.exterior(), true);
    let holes = polygon.interiors().iter();
    let holes = holes.map(|hole| turned_ring(hole, false));
    let rings = std::iter::once(exterior).chain(holes);
    rings.map(|ring| ring.into_owned().0).collect()
}

fn project_ring(ring: &[Coord], projection: &EqualArea) -> Vec<Xy> {
    let mut line = Vec::with_capacity(ring.len());
    let mut last = None;
    let mut push = |at: Coord| {
        let (place, beyond) = projection.project_within_rim(at.x, at.y);
        if let Some((from, true)) = last
            && beyond
        {
            projection.along_rim(from, place, &mut line);
        }
        line.push(place);
        last = Some((place, beyond));
    };
    for side in ring.windows(2) {
        let across = side[1] - side[0];
        let pieces = (across.x.abs().max(across.y.abs()) / STEP).ceil().max(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most 360"
        )]
        let pieces = pieces as u32;
        for piece in 0..pieces {
            push(side[0] + across * (f64::from(piece) / f64::from(pieces)));
        }
    }
    ring.last().copied().into_iter().for_each(push);
    line
}

/// By how many turns the rings on the map fall short of those on the Earth.
///
/// Around three places, of which the majority decides: one may lie so near to a side that rounding
/// puts it on the other side of it.
fn missing_turns(rings: &[Vec<Coord>], drawn: &[Vec<Xy>], projection: &EqualArea) -> i32 {
    let mut votes = projection.reference_places().map(|(lon, lat)| {
        let on_earth = rings.iter().map(|ring| {
            let corners = ring.iter().map(|at| [at.x, at.y]);
            turns(corners, [lon, lat])
        });
        let at = projection.project(lon, lat);
        let on_map = drawn.iter().map(|ring| turns(ring.iter().copied(), at));
        on_earth.sum::<i32>() - on_map.sum::<i32>()
    });
    votes.sort_unstable();
    votes[1]
}

/// How often a closed line goes round a place, anticlockwise.
///
/// # Source
///
/// Sunday 2001, Inclusion of a Point in a Polygon.
pub(super) fn turns(corners: impl Iterator<Item = Xy>, at: Xy) -> i32 {
    let mut turns = 0;
    let mut first = None;
    let mut last: Option<Xy> = None;
    let mut side = |a: Xy, b: Xy| {
        if (a[1] <= at[1]) == (b[1] <= at[1]) {
            return;
        }
        let left = (b[0] - a[0]) * (at[1] - a[1]) - (at[0] - a[0]) * (b[1] - a[1]);
        if a[1] <= at[1] && left > 0.0 {
            turns += 1;
        } else if a[1] > at[1] && left < 0.0 {
            turns -= 1;
        }
    };
    for corner in corners {
        if let Some(last) = last {
            side(last, corner);
        }
        first = first.or(Some(corner));
        last = Some(corner);
    }
    if let (Some(last), Some(first)) = (last, first) {
        side(last, first);
    }
    turns
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::load::{FileBytes, shapes};
    use crate::memo::Memo;
    use crate::model::LatLon;
    use proptest::prelude::*;

    /// Land of Natural Earth 1:110m, with Eurasia, Antarctica and the Caspian Sea.
    pub(in crate::render) fn land() -> &'static [MultiPolygon<f64>] {
        static LAND: Memo<Vec<MultiPolygon<f64>>> = Memo::new();
        LAND.get_or_find(|| {
            let file = include_bytes!("../../tests/reference/land-110m.topojson");
            let bytes = FileBytes {
                name: "land-110m.topojson".to_owned(),
                stored: file.as_slice().into(),
            };
            let read = shapes::read(&bytes).unwrap();
            read.shapes
                .into_iter()
                .map(|shape| shape.polygons)
                .collect()
        })
    }

    /// How many polygons hold a place (on Svalbard two of the file lie on each other): by crossings
    /// of a ray to the east, which is another way to ask than by turns.
    fn polygons_at(lon: f64, lat: f64) -> i32 {
        let holds = |polygon: &Polygon<f64>| {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            let crossed = |side: &geo::Line<f64>| {
                let (a, b) = (side.start, side.end);
                (a.y > lat) != (b.y > lat) && lon < a.x + (lat - a.y) / (b.y - a.y) * (b.x - a.x)
            };
            rings
                .flat_map(geo::LineString::lines)
                .filter(crossed)
                .count()
                % 2
                == 1
        };
        let polygons = land().iter().flat_map(|shape| &shape.0);
        polygons.map(|polygon| i32::from(holds(polygon))).sum()
    }

    /// Places of the Earth, near 180° and elsewhere, whatever the reader makes of the file.
    #[test]
    fn seas_are_not_land() {
        for (name, lat, lon, land) in [
            ("south of Fiji", -20.5, 179.5, 0),
            ("south of Fiji", -20.5, -179.5, 0),
            ("between Fiji and Samoa", -16.3, -176.0, 0),
            ("the Bering Sea", 58.0, 179.0, 0),
            ("the Arctic Ocean off Wrangel", 71.3, 170.0, 0),
            ("the North Pole", 90.0, 0.0, 0),
            ("the South Atlantic", -30.0, -15.0, 0),
            ("the Indian Ocean", -16.5, 85.0, 0),
            ("the Caspian Sea", 42.0, 51.0, 0),
            ("the Mediterranean", 35.0, 18.5, 0),
            ("Hudson Bay", 60.0, -85.0, 0),
            ("Chukotka", 67.0, 178.0, 1),
            ("Chukotka", 67.0, -178.0, 1),
            ("Wrangel Island", 71.2, 179.3, 1),
            ("Antarctica", -86.0, 179.0, 1),
            ("Antarctica", -89.9, 10.0, 1),
        ] {
            let place = LatLon::try_new(lat, lon).unwrap();
            for (north, east) in [(0.0, 0.0), (8.0, 20.0), (-8.0, 160.0)] {
                let east = (lon + east + 180.0).rem_euclid(360.0) - 180.0;
                let centre = LatLon::try_new((lat + north).clamp(-90.0, 90.0), east).unwrap();
                if centre.distance_to(place).as_f64() > 14_000_000.0 {
                    continue;
                }
                let projection = EqualArea::around(centre);
                let at = projection.project(lon, lat);
                let rings = self::land()
                    .iter()
                    .flat_map(|shape| project(shape, &projection));
                let turns: i32 = rings.map(|ring| turns(ring.into_iter(), at)).sum();
                assert_eq!(turns, land, "{name} on a map around {centre:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Wherever the map is and whichever place on it: land is land, and sea is sea. A place so
        /// near to a coast that the straight pieces between corners differ is left out.
        #[test]
        fn land_is_land_and_sea_is_sea(
            lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64,
            places in prop::collection::vec((-85.0..85.0_f64, -180.0..180.0_f64), 12),
        ) {
            let centre = LatLon::try_new(lat, lon).unwrap();
            let projection = EqualArea::around(centre);
            let rings: Vec<Vec<Xy>> =
                land().iter().flat_map(|shape| project(shape, &projection)).collect();
            for (lat, lon) in places {
                let place = LatLon::try_new(lat, lon).unwrap();
                let near = [(0.3, 0.0), (-0.3, 0.0), (0.0, 0.3), (0.0, -0.3)];
                let land = polygons_at(lon, lat);
                let by_a_coast = near.iter().any(|(x, y)| polygons_at(lon + x, lat + y) != land);
                let far = centre.distance_to(place).as_f64() > 14_000_000.0;
                if by_a_coast || far {
                    continue;
                }
                let at = projection.project(lon, lat);
                let turns: i32 = rings.iter().map(|ring| turns(ring.iter().copied(), at)).sum();
                prop_assert_eq!(turns, land, "{} {} on a map around {:?}", lon, lat, centre);
            }
        }
    }
}

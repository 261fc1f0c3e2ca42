use super::land;
use super::projection::{EqualArea, Xy};
use crate::load::{Dataset, NATURAL_EARTH, land_of_the_earth};
use crate::model::LatLon;
use crate::study::Study;
use geo::Rect;

/// Land around what a map shows.
pub(super) struct Backdrop {
    /// Closed lines in metres.
    pub(super) land: Vec<Vec<Xy>>,
    /// What the map has to say of it.
    pub(super) credit: Option<&'static str>,
}

/// How far land is drawn, in distances of the farthest place from the middle: a frame and a map that
/// readers move show more than what is in them.
const REACH: f64 = 4.5;
/// And so many degrees farther.
const BEYOND: f64 = 1.0;

/// What maps say of the land that is built in; `None` where the study brings land, or wants none, or has
/// no map.
#[must_use]
pub(crate) fn of_the_earth(data: &Dataset, study: &Study) -> Option<&'static str> {
    let drawing = data.drawing.as_ref();
    let mut outlines = drawing.iter().flat_map(|drawing| &drawing.outlines);
    let brings_land = outlines.any(|outline| outline.kind == "land");
    let has_map = data.points.iter().any(|point| point.position.is_some())
        || drawing.is_some_and(|drawing| drawing.areas.iter().any(Option::is_some));
    (study.drawing.coastline && has_map && !brings_land).then_some(NATURAL_EARTH)
}

/// The land of the Earth around these places.
pub(super) fn around<'a>(
    projection: &EqualArea,
    places: impl Iterator<Item = &'a Xy>,
) -> Vec<Vec<Xy>> {
    let farthest = places.map(|[x, y]| x.hypot(*y)).fold(0.0, f64::max);
    let reach = REACH * projection.angle(farthest) + BEYOND;
    let (lon, lat) = projection.centre();
    let shape = land_of_the_earth(|extent| is_near(extent, (lon, lat), reach));
    land::project(&shape, projection)
}

/// Whether some of an extent may lie within so many degrees of a place.
pub(crate) fn is_near(extent: &Rect<f64>, (lon, lat): (f64, f64), degrees: f64) -> bool {
    let place = |lon: f64, lat: f64| LatLon::try_new(lat, lon).ok();
    let corners = [
        (extent.min().x, extent.min().y),
        (extent.max().x, extent.min().y),
        (extent.min().x, extent.max().y),
        (extent.max().x, extent.max().y),
    ];
    // The circle around a wider one says nothing.
    if extent.width() > 90.0 {
        return true;
    }
    let (Some(middle), Some(here)) = (place(extent.center().x, extent.center().y), place(lon, lat))
    else {
        return true;
    };
    let angle = |other: LatLon| {
        let chord = middle.distance_to(other).as_f64() / crate::model::EARTH_RADIUS;
        chord.to_degrees()
    };
    let corners = corners.into_iter().filter_map(|(x, y)| place(x, y));
    let radius = corners.map(angle).fold(0.0, f64::max);
    angle(here) <= radius + degrees
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::coord;
    use proptest::prelude::*;

    proptest! {
        /// No extent that holds a place within the distance is left out.
        #[test]
        fn what_is_near_is_never_left_out(
            west in -180.0..100.0_f64, south in -85.0..60.0_f64, wide in 0.0..80.0_f64,
            high in 0.0..25.0_f64, across in 0.0..=1.0_f64, up in 0.0..=1.0_f64,
            lat in -90.0..90.0_f64, lon in -180.0..180.0_f64,
        ) {
            let extent = Rect::new(
                coord! { x: west, y: south },
                coord! { x: west + wide, y: south + high },
            );
            let inside = LatLon::try_new(south + up * high, west + across * wide).unwrap();
            let from = LatLon::try_new(lat, lon).unwrap();
            let degrees = from.distance_to(inside).as_f64() / crate::model::EARTH_RADIUS;
            prop_assert!(is_near(&extent, (lon, lat), degrees.to_degrees() + 1e-9));
        }
    }
}

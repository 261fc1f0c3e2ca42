use geo::{Coord, LineString, Polygon};

/// The rings of a polygon as a file has them: first the exterior, then holes.
pub(super) type Rings = Vec<Vec<Coord>>;

/// What rounding may carry a coordinate past the edge of the map, in degrees.
pub(super) const ROUNDING: f64 = 1e-6;

/// A polygon of an exterior and its holes; `None` for an empty one.
pub(super) fn polygon(rings: Rings) -> Option<Polygon<f64>> {
    let mut rings = rings.into_iter().map(LineString);
    let exterior = rings.next()?;
    Some(Polygon::new(exterior, rings.collect()))
}

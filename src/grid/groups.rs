use super::GridError;
use crate::model::LatLon;
use geo::{BoundingRect, Intersects, MultiPolygon, Point};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

type Entry = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// Polygons that sort the cells of a grid into groups: regions, services.
///
/// The tree holds the polygons' boxes in degrees. That is sound here, where it is not for the
/// nearest place: a point lies in a box or it does not, whatever a degree measures.
#[derive(Debug, Clone)]
pub struct GroupPolygons {
    labels: Vec<String>,
    shapes: Vec<MultiPolygon<f64>>,
    boxes: RTree<Entry>,
}

impl GroupPolygons {
    /// The label of cells that lie in no polygon: nobody is left out.
    pub const NO_LABEL: &str = crate::model::Grouping::NO_LABEL;

    /// Polygons in degrees (x longitude, y latitude), each with its label.
    #[must_use]
    pub fn new(polygons: Vec<(String, MultiPolygon<f64>)>) -> Self {
        let (mut labels, shapes): (Vec<_>, Vec<_>) = polygons.into_iter().unzip();
        let boxes = (0..)
            .zip(&shapes)
            .filter_map(|(number, shape): (u32, &MultiPolygon<f64>)| {
                let rect = shape.bounding_rect()?;
                let corners = ([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
                let outline = Rectangle::from_corners(corners.0, corners.1);
                Some(Entry::new(outline, number))
            })
            .collect();
        labels.push(Self::NO_LABEL.to_owned());
        Self {
            labels,
            shapes,
            boxes: RTree::bulk_load(boxes),
        }
    }

    /// Polygons of a `GeoJSON` text, labelled by one of their properties.
    ///
    /// # Errors
    ///
    /// No `GeoJSON`, or a polygon without the property.
    pub fn from_geojson(text: &str, property: &str) -> Result<Self, GridError> {
        let wrong = |reason: String| GridError::file(std::path::Path::new("polygons"), reason);
        let json: geojson::GeoJson = text.parse().map_err(|e| wrong(format!("{e}")))?;
        let features =
            geojson::FeatureCollection::try_from(json).map_err(|e| wrong(format!("{e}")))?;
        let mut polygons = Vec::new();
        for (number, feature) in features.features.into_iter().enumerate() {
            let label = match feature.property(property) {
                Some(serde_json::Value::String(text)) => text.clone(),
                Some(value) if !value.is_null() => value.to_string(),
                _ => {
                    return Err(wrong(format!(
                        "feature {number} has no property `{property}`"
                    )));
                }
            };
            let geometry = feature
                .geometry
                .ok_or_else(|| wrong(format!("feature {number} has no polygon")))?;
            let shape = match geo::Geometry::try_from(geometry.value) {
                Ok(geo::Geometry::Polygon(polygon)) => MultiPolygon(vec![polygon]),
                Ok(geo::Geometry::MultiPolygon(polygons)) => polygons,
                _ => return Err(wrong(format!("feature {number} is no polygon"))),
            };
            polygons.push((label, shape));
        }
        Ok(Self::new(polygons))
    }

    /// The groups' labels; the last is that of cells in no polygon.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The number of the group of a place: the first polygon that holds it, its edge included.
    #[must_use]
    pub fn group_of(&self, place: LatLon) -> usize {
        let point = Point::new(place.lon(), place.lat());
        let corner = AABB::from_point([place.lon(), place.lat()]);
        self.boxes
            .locate_in_envelope_intersecting(corner)
            .filter(|entry| self.shapes[entry.data as usize].intersects(&point))
            .map(|entry| entry.data as usize)
            .min()
            .unwrap_or(self.labels.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{LineString, Polygon};
    use proptest::prelude::*;

    fn square(west: f64, south: f64, size: f64) -> MultiPolygon<f64> {
        let (east, north) = (west + size, south + size);
        let ring = vec![
            (west, south),
            (east, south),
            (east, north),
            (west, north),
            (west, south),
        ];
        MultiPolygon(vec![Polygon::new(LineString::from(ring), Vec::new())])
    }

    proptest! {
        /// The tree finds the polygon that asking every one of them finds.
        #[test]
        fn a_place_is_in_the_first_polygon_that_holds_it(
            squares in prop::collection::vec((-10.0..10.0_f64, -10.0..10.0_f64, 0.1..8.0_f64), 0..30),
            lat in -12.0..12.0_f64, lon in -12.0..12.0_f64,
        ) {
            let shapes: Vec<_> = squares.iter().map(|&(w, s, size)| square(w, s, size)).collect();
            let named = shapes.iter().map(|shape| (String::new(), shape.clone())).collect();
            let groups = GroupPolygons::new(named);
            let inside = |&(w, s, size): &(f64, f64, f64)| {
                (w..=w + size).contains(&lon) && (s..=s + size).contains(&lat)
            };
            let scanned = squares.iter().position(inside).unwrap_or(squares.len());
            prop_assert_eq!(groups.group_of(LatLon::try_new(lat, lon).unwrap()), scanned);
        }
    }

    #[test]
    fn polygons_without_their_label_are_refused() {
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
            "geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#;
        assert!(GroupPolygons::from_geojson(text, "name").is_err());
        assert!(GroupPolygons::from_geojson("{", "name").is_err());
    }
}

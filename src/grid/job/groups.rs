use crate::grid::error::GridError;
use crate::load::shapes::{self, Shape, ShapesError};
use crate::load::{LoadError, StudyFiles};
use crate::model::{EARTH_RADIUS, LatLon};
use crate::output::folder_of;
use crate::units::Metres;
use geo::{BoundingRect, Intersects, MultiPolygon, Point};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// Polygons that sort the cells of a grid into groups: regions, services.
///
/// The tree holds the polygons' boxes in degrees. That is sound here, where it is not for the
/// nearest place: a point lies in a box or it does not, whatever a degree measures.
#[derive(Debug, Clone)]
pub struct GroupPolygons {
    labels: Vec<String>,
    shapes: Vec<MultiPolygon<f64>>,
    boxes: RTree<Boxed>,
    notes: Vec<String>,
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
                Some(Boxed::new(outline, number))
            })
            .collect();
        labels.push(Self::NO_LABEL.to_owned());
        Self {
            labels,
            shapes,
            boxes: RTree::bulk_load(boxes),
            notes: Vec::new(),
        }
    }

    /// Polygons of a file, labelled by one of their properties; polygons of one label are one group.
    ///
    /// # Errors
    ///
    /// No such file, no `GeoJSON` or `TopoJSON`, shapes that are not in degrees, or a feature
    /// without the label.
    pub fn read(file: &Path, property: &str) -> Result<Self, GridError> {
        Self::load(file, property).map_err(|error| GridError::Load(Box::new(error)))
    }

    fn load(file: &Path, property: &str) -> Result<Self, LoadError> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let files = StudyFiles::folder(folder_of(file));
        let bytes = files.read(&name)?;
        let read = shapes::read(&bytes)?;
        let mut notes = read.notes;
        let left_out = read.left_out.iter();
        notes.extend(left_out.map(|(reason, shapes)| format!("{shapes} left out: {reason}")));
        let mut number_of: HashMap<String, usize> = HashMap::new();
        let mut polygons: Vec<(String, MultiPolygon<f64>)> = Vec::new();
        let mut again = 0;
        for shape in read.shapes {
            let label = label(&shape, property).map_err(|reason| ShapesError::Feature {
                file: name.to_string(),
                feature: shape.feature,
                reason,
            })?;
            match number_of.entry(label) {
                Entry::Occupied(first) => {
                    again += 1;
                    polygons[*first.get()].1.0.extend(shape.polygons.0);
                }
                Entry::Vacant(new) => {
                    polygons.push((new.key().clone(), shape.polygons));
                    new.insert(polygons.len() - 1);
                }
            }
        }
        if again > 0 {
            notes.push(format!(
                "features with the same `{property}` as an earlier one, merged with it: {again}"
            ));
        }
        Ok(Self {
            notes: notes
                .into_iter()
                .map(|note| format!("`{name}`: {note}"))
                .collect(),
            ..Self::new(polygons)
        })
    }

    /// What was mended or set aside while reading, a line each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// West, south, east and north of all polygons, in degrees; `None` of none.
    #[must_use]
    pub fn extent(&self) -> Option<[f64; 4]> {
        let rects = self.shapes.iter().filter_map(BoundingRect::bounding_rect);
        rects
            .map(|rect| [rect.min().x, rect.min().y, rect.max().x, rect.max().y])
            .reduce(|a, b| {
                [
                    a[0].min(b[0]),
                    a[1].min(b[1]),
                    a[2].max(b[2]),
                    a[3].max(b[3]),
                ]
            })
    }

    /// The groups' labels; the last is that of cells in no polygon.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The polygon nearest to a place, no farther than `reach`; of equally near ones the first.
    ///
    /// Lengths are measured in the plane that touches the sphere at the place.
    #[must_use]
    pub fn nearest(&self, place: LatLon, reach: Metres) -> Option<usize> {
        let reach = reach.as_f64();
        let per_degree = EARTH_RADIUS.to_radians();
        let scale = [
            per_degree * place.lat().to_radians().cos().max(1e-3),
            per_degree,
        ];
        let (lon, lat) = (place.lon(), place.lat());
        let [wide, high] = scale.map(|metres| reach / metres);
        let around = AABB::from_corners([lon - wide, lat - high], [lon + wide, lat + high]);
        let near = self.boxes.locate_in_envelope_intersecting(around);
        near.filter_map(|entry| {
            let off = distance(&self.shapes[entry.data as usize], (lon, lat), scale);
            (off <= reach).then_some((off, entry.data as usize))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, number)| number)
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

/// The label of a shape.
fn label(shape: &Shape, property: &str) -> Result<String, String> {
    let Some(label) = shape.property(property) else {
        let there: Vec<&str> = shape.property_names().collect();
        return Err(if there.contains(&property) {
            format!("`{property}` is neither text nor a number")
        } else {
            let list = there.join("`, `");
            let nearest = crate::study::nearest_word(property, &there);
            format!(
                "no property `{property}` ({}){}",
                if there.is_empty() {
                    "it has none".to_owned()
                } else {
                    format!("it has `{list}`")
                },
                nearest.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
            )
        });
    };
    if label == GroupPolygons::NO_LABEL {
        return Err(format!(
            "`{label}` is the label for people in no polygon; use another one"
        ));
    }
    Ok(label)
}

/// Metres from a place to the edge of a shape.
fn distance(shape: &MultiPolygon<f64>, (lon, lat): (f64, f64), scale: [f64; 2]) -> f64 {
    let from = |corner: geo::Coord<f64>| [(corner.x - lon) * scale[0], (corner.y - lat) * scale[1]];
    let rings = shape
        .0
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings
        .flat_map(|ring| ring.0.windows(2))
        .map(|ends| to_segment(from(ends[0]), from(ends[1])))
        .fold(f64::INFINITY, f64::min)
}

/// From the origin to the nearest place between two others.
fn to_segment(a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length2 = along[0] * along[0] + along[1] * along[1];
    let part = if length2 > 0.0 {
        (-(a[0] * along[0] + a[1] * along[1]) / length2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (a[0] + part * along[0]).hypot(a[1] + part * along[1])
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

    proptest! {
        /// The nearest polygon is the one that measuring along every edge in small steps finds.
        #[test]
        fn the_nearest_polygon_is_found(
            squares in prop::collection::vec((-0.2..0.2_f64, 51.8..52.2_f64, 0.01..0.1_f64), 1..12),
            lat in 51.7..52.3_f64, lon in -0.3..0.3_f64, reach in 100.0..60_000.0_f64,
        ) {
            let shapes: Vec<_> = squares.iter().map(|&(w, s, size)| square(w, s, size)).collect();
            let named = shapes.iter().map(|shape| (String::new(), shape.clone())).collect();
            let groups = GroupPolygons::new(named);
            let place = LatLon::try_new(lat, lon).unwrap();
            let metres: Vec<f64> = squares.iter().map(|&(w, s, size)| {
                (0..=400).flat_map(|n| {
                    let along = size * f64::from(n) / 400.0;
                    [(s, w + along), (s + size, w + along), (s + along, w), (s + along, w + size)]
                })
                .map(|(lat, lon)| place.distance_to(LatLon::try_new(lat, lon).unwrap()).as_f64())
                .fold(f64::INFINITY, f64::min)
            }).collect();
            let least = metres.iter().copied().fold(f64::INFINITY, f64::min);
            let found = groups.nearest(place, Metres::try_new(reach).unwrap());
            match found {
                // A plane's lengths differ from the sphere's by less than 1 % at this size.
                Some(found) => prop_assert!(metres[found] <= 1.01 * least + 20.0),
                None => prop_assert!(least > 0.99 * reach - 20.0),
            }
        }
    }
}

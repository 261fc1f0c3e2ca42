use super::error::LoadError;
use super::files::FileBytes;
use super::text;
use super::topojson;
use geo::{Coord, CoordsIter, LineString, MultiPolygon, Polygon};
use geojson::{Feature, GeoJson, GeometryValue, Position, feature::Id};
use serde_json::{Map, Value};

/// One shape of a file of shapes.
pub(super) struct Shape {
    pub(super) id: Option<Value>,
    pub(super) properties: Map<String, Value>,
    pub(super) polygons: MultiPolygon<f64>,
}

/// All polygons of a `GeoJSON` or `TopoJSON` file, and how many shapes of other kinds it has.
pub(super) fn read(
    bytes: &FileBytes<'_>,
    content: &[u8],
) -> Result<(Vec<Shape>, usize), LoadError> {
    let content = text::without_byte_order_mark(content);
    let (format, read) = if bytes.has_extension("topojson") {
        ("TopoJSON", topojson::read(content))
    } else {
        ("GeoJSON", read_geojson(content))
    };
    let (shapes, left_out) = read.map_err(|reason| LoadError::Shapes {
        file: bytes.name.clone(),
        format,
        reason,
    })?;
    let coordinates = || shapes.iter().flat_map(|shape| shape.polygons.coords_iter());
    match coordinates().find(|c| !(c.x.abs() <= 180.0 && c.y.abs() <= 90.0)) {
        None => Ok((shapes, left_out)),
        Some(off) => Err(LoadError::NotDegrees {
            file: bytes.name.clone(),
            x: off.x,
            y: off.y,
        }),
    }
}

fn read_geojson(content: &[u8]) -> Result<(Vec<Shape>, usize), String> {
    let json = GeoJson::from_reader(content).map_err(|error| error.to_string())?;
    let features: Vec<Feature> = match json {
        GeoJson::FeatureCollection(collection) => collection.features,
        GeoJson::Feature(feature) => vec![feature],
        GeoJson::Geometry(geometry) => vec![Feature::from(geometry)],
    };
    let all = features.len();
    let mut shapes = Vec::with_capacity(all);
    for feature in features {
        if let Some(polygons) = polygons(&feature)? {
            let id = feature.id.map(|id| match id {
                Id::String(id) => Value::from(id),
                Id::Number(id) => Value::from(id),
            });
            let properties = feature.properties.unwrap_or_default();
            shapes.push(Shape {
                id,
                properties,
                polygons,
            });
        }
    }
    let left_out = all - shapes.len();
    Ok((shapes, left_out))
}

fn polygons(feature: &Feature) -> Result<Option<MultiPolygon<f64>>, String> {
    let polygons = match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![polygon(coordinates)?],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates
            .iter()
            .map(|rings| polygon(rings))
            .collect::<Result<_, _>>()?,
        _ => return Ok(None),
    };
    Ok(Some(MultiPolygon(polygons)))
}

/// By hand: the conversion of the `geojson` crate panics at a position of one number.
fn polygon(rings: &[Vec<Position>]) -> Result<Polygon<f64>, String> {
    let mut rings = rings.iter().map(|ring| {
        let coords = ring.iter().map(|position| match *position.as_slice() {
            [x, y, ..] => Ok(Coord { x, y }),
            _ => Err("a position needs two coordinates".to_owned()),
        });
        Ok::<_, String>(LineString(coords.collect::<Result<_, _>>()?))
    });
    let exterior = rings.next().unwrap_or_else(|| Ok(LineString(Vec::new())))?;
    Ok(Polygon::new(exterior, rings.collect::<Result<_, _>>()?))
}

impl Shape {
    /// The id of the shape: a property of it, or its own.
    pub(super) fn id(&self, property: Option<&str>) -> Option<String> {
        let value = match property {
            Some(property) => self.properties.get(property),
            None => self.id.as_ref(),
        };
        match value? {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A property that is text; nothing where there is none.
    pub(super) fn text(&self, property: &str) -> String {
        let text = self.properties.get(property).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    }
}

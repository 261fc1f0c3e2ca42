//! Polygons of `GeoJSON` and `TopoJSON`: areas, outlines and groups of grids are all read here.

mod coordinates;
mod error;
mod geojson;
mod mended;
mod meridian;
mod raw;
mod reference;
mod rings;
mod topojson;

use super::error::LoadError;
use super::files::FileBytes;
use super::table_error::TableError;
pub use error::ShapesError;
use geo::MultiPolygon;
use mended::Mended;
use raw::{Fault, RawFile};
use serde_json::{Map, Value};

/// The polygons of a file, in degrees (x longitude from -180 to 180, y latitude), WGS 84.
#[derive(Debug, Clone, Default)]
pub struct Shapes {
    /// The shapes that have polygons, in the order of the file.
    pub shapes: Vec<Shape>,
    /// How many features the file has.
    pub features: usize,
    /// Features that are left out, with the reason.
    pub left_out: Vec<(String, usize)>,
    /// What was mended or set aside while reading.
    pub notes: Vec<String>,
}

/// One shape of a file of shapes.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its number in the file, from 1.
    pub feature: usize,
    /// Its polygons, none of them empty; no polygon where the file has an empty one.
    pub polygons: MultiPolygon<f64>,
    id: Option<Value>,
    properties: Map<String, Value>,
}

/// Reads all polygons of a file.
///
/// # Errors
///
/// Neither `GeoJSON` nor `TopoJSON`, a feature whose coordinates are not rings of positions,
/// coordinates that are not degrees, or no polygon at all.
pub fn read(bytes: &FileBytes<'_>) -> Result<Shapes, LoadError> {
    let file = || bytes.name.clone();
    let content = bytes.content()?;
    let mut notes = Vec::new();
    if content.starts_with(b"\xFF\xFE") || content.starts_with(b"\xFE\xFF") {
        return Err(LoadError::Table(TableError::Utf16 { file: file() }));
    }
    let content = match content.strip_prefix(b"\xEF\xBB\xBF") {
        None => &content,
        Some(rest) => {
            notes.push("starts with a byte order mark".to_owned());
            rest
        }
    };
    let raw = parse(content, bytes.has_extension("topojson")).map_err(|fault| match fault {
        Fault::Syntax(format, reason) => ShapesError::Format {
            file: file(),
            format,
            reason,
        },
        Fault::Feature(feature, reason) => ShapesError::Feature {
            file: file(),
            feature,
            reason,
        },
    })?;
    notes.extend(check_degrees(bytes, &raw)?);
    let features = raw.shapes.len();
    let mut kinds_without = 0;
    let mut empty = 0;
    let mut other_parts = 0;
    let mut mended = Mended::default();
    let mut shapes = Vec::with_capacity(features);
    for (feature, shape) in (1..).zip(raw.shapes) {
        other_parts += shape.other_parts;
        let Some(polygons) = shape.polygons else {
            kinds_without += 1;
            continue;
        };
        let polygons = mended::polygons(polygons, &mut mended);
        empty += usize::from(polygons.0.is_empty());
        shapes.push(Shape {
            feature,
            polygons,
            id: shape.id,
            properties: shape.properties,
        });
    }
    if shapes.iter().all(|shape| shape.polygons.0.is_empty()) {
        return Err(ShapesError::Format {
            file: file(),
            format: raw.format,
            reason: match features {
                0 => "it has no features".to_owned(),
                _ => format!(
                    "none of its {features} features is a polygon (only Polygon and MultiPolygon \
                     are used)"
                ),
            },
        }
        .into());
    }
    notes.extend(mended.notes());
    if raw.heights {
        notes.push("third coordinates (heights) are not used".to_owned());
    }
    if other_parts > 0 {
        notes.push(format!(
            "parts of geometry collections that are not polygons, not used: {other_parts}"
        ));
    }
    let left_out = [("no polygon", kinds_without), ("empty polygon", empty)];
    let left_out = left_out.into_iter().filter(|&(_, shapes)| shapes > 0);
    Ok(Shapes {
        shapes,
        features,
        left_out: left_out
            .map(|(reason, shapes)| (reason.to_owned(), shapes))
            .collect(),
        notes,
    })
}

/// A note where the degrees are of another datum.
fn check_degrees(bytes: &FileBytes<'_>, raw: &RawFile) -> Result<Option<String>, ShapesError> {
    let not_degrees = |(feature, x, y)| ShapesError::NotDegrees {
        file: bytes.name.clone(),
        feature,
        x,
        y,
        system: raw.reference.as_ref().map(|system| system.name.clone()),
    };
    if let Some(off) = first_off_the_earth(raw) {
        return Err(not_degrees(off));
    }
    let Some(system) = &raw.reference else {
        return Ok(None);
    };
    match system.kind {
        reference::Kind::Wgs84 => Ok(None),
        reference::Kind::OtherDegrees => Ok(Some(format!(
            "names the coordinate reference system {}; its degrees are read as WGS 84",
            system.name
        ))),
        reference::Kind::Metres => {
            first_coordinate(raw).map_or(Ok(None), |at| Err(not_degrees(at)))
        }
    }
}

/// A topology says that it is one, whatever the name of its file.
fn parse(content: &[u8], named_topology: bool) -> Result<RawFile, Fault> {
    if named_topology {
        match topojson::read(content) {
            Err(Fault::Syntax(..)) if geojson::is_geojson(content) => geojson::read(content),
            read => read,
        }
    } else {
        geojson::read(content)
    }
}

fn coordinates(raw: &RawFile) -> impl Iterator<Item = (usize, geo::Coord)> {
    let shapes = (1..).zip(&raw.shapes);
    shapes.flat_map(|(feature, shape)| {
        let rings = shape.polygons.iter().flatten().flatten();
        rings.flatten().map(move |&at| (feature, at))
    })
}

fn first_coordinate(raw: &RawFile) -> Option<(usize, f64, f64)> {
    let first = coordinates(raw).next();
    first.map(|(feature, at)| (feature, at.x, at.y))
}

/// Longitudes may go once round the Earth from either side; rounding may carry one a little too far.
fn first_off_the_earth(raw: &RawFile) -> Option<(usize, f64, f64)> {
    let on = |at: &geo::Coord| {
        at.x.abs() <= 360.0 + rings::ROUNDING && at.y.abs() <= 90.0 + rings::ROUNDING
    };
    let off = coordinates(raw).find(|(_, at)| !on(at));
    off.map(|(feature, at)| (feature, at.x, at.y))
}

impl Shape {
    /// The id of the shape: a property of it, or its own; blank and `null` are none.
    #[must_use]
    pub fn id(&self, property: Option<&str>) -> Option<String> {
        let value = match property {
            Some(property) => self.properties.get(property),
            None => self.id.as_ref(),
        };
        as_text(value?)
    }

    /// A property as text; `None` where there is none.
    #[must_use]
    pub fn property(&self, property: &str) -> Option<String> {
        as_text(self.properties.get(property)?)
    }

    /// The names of its properties.
    pub fn property_names(&self) -> impl Iterator<Item = &str> {
        self.properties.keys().map(String::as_str)
    }
}

/// Text without the spaces around it, or a number; a whole number without a decimal point.
fn as_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

//! Points of `GeoJSON` as rows of a table: properties are columns, the point is two more.

use super::error::LoadError;
use super::place::Place;
use super::records::Records;
use super::shapes::ShapesError;
use super::table_error::TableError;
use super::text::Text;
use csv::StringRecord;
use geojson::{Feature, GeoJson, GeometryValue, feature::Id};
use serde_json::Value;
use std::collections::HashMap;

/// Reads the features of a `GeoJSON` file in degrees, WGS 84.
pub(super) fn read(file: &str, content: &[u8]) -> Result<Records, LoadError> {
    let wrong = |reason: String| {
        LoadError::Shapes(ShapesError::Format {
            file: file.to_owned(),
            format: "GeoJSON",
            reason,
        })
    };
    let text = Text::new(file, content)?;
    let json: GeoJson = text
        .body
        .parse()
        .map_err(|e: geojson::Error| wrong(e.to_string()))?;
    let (features, foreign) = match json {
        GeoJson::FeatureCollection(all) => (all.features, all.foreign_members),
        GeoJson::Feature(feature) => (vec![feature], None),
        GeoJson::Geometry(_) => return Err(wrong("expected features with properties".to_owned())),
    };
    if let Some(crs) = foreign.as_ref().and_then(|members| members.get("crs"))
        && !is_degrees(crs)
    {
        let found = crs["properties"]["name"]
            .as_str()
            .unwrap_or("another system");
        return Err(wrong(format!(
            "points must be in degrees, WGS 84 (`crs` is {found}); save them in EPSG:4326"
        )));
    }
    if features.is_empty() {
        return Err(wrong("it has no features".to_owned()));
    }
    let mut table = Table::default();
    let lon_lat = ["lon", "lat"].map(|name| table.column(name));
    for (number, feature) in (1..).zip(&features) {
        let point = point(feature).map_err(|found| {
            LoadError::Table(TableError::NotAPoint {
                place: Place::feature(file, number),
                found,
            })
        })?;
        table.start_row();
        if let Some(point) = point {
            for (column, degrees) in lon_lat.into_iter().zip(point) {
                table.set(column, degrees.to_string());
            }
        }
        for (name, value) in feature.properties.iter().flatten() {
            // The geometry says where the point is; a property of that name stays apart.
            let taken = ["lon", "lat"].contains(&name.as_str());
            let column = if taken {
                table.column(&format!("properties.{name}"))
            } else {
                table.column(name)
            };
            table.set_value(column, value);
        }
        if let (Some(id), None) = (&feature.id, feature.property("id")) {
            let column = table.column("id");
            table.set(
                column,
                match id {
                    Id::String(text) => text.clone(),
                    Id::Number(number) => number.to_string(),
                },
            );
        }
    }
    Ok(table.records(text.notes))
}

fn is_degrees(crs: &Value) -> bool {
    let name = crs["properties"]["name"].as_str().unwrap_or_default();
    crs.is_null()
        || ["CRS84", ":4326", ":4258"]
            .iter()
            .any(|known| name.ends_with(known))
}

/// Longitude and latitude of a feature; `None` where it has no geometry; what it is instead.
fn point(feature: &Feature) -> Result<Option<[f64; 2]>, String> {
    let Some(geometry) = &feature.geometry else {
        return Ok(None);
    };
    let position = match &geometry.value {
        GeometryValue::Point { coordinates } => coordinates,
        GeometryValue::MultiPoint { coordinates } => match coordinates.as_slice() {
            [position] => position,
            more => return Err(format!("a MultiPoint of {} points", more.len())),
        },
        other => return Err(format!("a {}", other.type_name())),
    };
    match position.as_slice() {
        [lon, lat, ..] => Ok(Some([*lon, *lat])),
        few => Err(format!("a position of {} numbers", few.len())),
    }
}

/// Rows whose columns are found as they come.
#[derive(Default)]
struct Table {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    unusable: Vec<Option<String>>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn column(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.unusable.push(None);
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn start_row(&mut self) {
        self.rows.push(vec![String::new(); self.names.len()]);
    }

    fn set(&mut self, column: usize, text: String) {
        if let Some(row) = self.rows.last_mut() {
            row.resize(row.len().max(column + 1), String::new());
            row[column] = text;
        }
    }

    fn set_value(&mut self, column: usize, value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.set(column, text.clone()),
            Value::Bool(_) | Value::Number(_) => self.set(column, value.to_string()),
            Value::Array(_) => self.unusable[column] = Some("lists".to_owned()),
            Value::Object(_) => self.unusable[column] = Some("objects".to_owned()),
        }
    }

    fn records(self, notes: Vec<String>) -> Records {
        let width = self.names.len();
        let record = |mut row: Vec<String>| {
            row.resize(width, String::new());
            StringRecord::from(row)
        };
        Records {
            rows: self.rows.into_iter().map(record).collect(),
            names: self.names,
            unusable: self.unusable,
            notes,
        }
    }
}

//! Points of `GeoParquet`: a column of well-known binary.

use super::error::LoadError;
use super::parquet::{ParquetFile, Value};
use super::place::Place;
use super::table_error::TableError;
use bytes::Bytes;
use serde_json::Value as Json;

/// The headers that the coordinates of points get.
pub(super) const NAMES: [&str; 2] = ["lon", "lat"];

/// A column of points.
pub(super) struct PointColumn {
    pub(super) column: usize,
    name: String,
}

/// The column of points that the metadata of `GeoParquet` name, unless the file has coordinates in
/// columns of their own.
///
/// # Source
///
/// `GeoParquet` 1.1: coordinates are longitude and latitude of WGS 84 where `crs` is not given.
pub(super) fn point_column(
    names: &[String],
    metadata: Option<&str>,
) -> Result<Option<PointColumn>, String> {
    let Some(geo) = metadata.and_then(|text| serde_json::from_str::<Json>(text).ok()) else {
        return Ok(None);
    };
    let has = |wanted: &str| names.iter().any(|name| name.to_lowercase() == wanted);
    let name = geo["primary_column"].as_str().unwrap_or("geometry");
    let Some(column) = names.iter().position(|known| known == name) else {
        return Ok(None);
    };
    if has("lat") || has("latitude") || geo["columns"][name]["encoding"] != "WKB" {
        return Ok(None);
    }
    let crs = &geo["columns"][name]["crs"];
    let code = (&crs["id"]["authority"], crs["id"]["code"].to_string());
    let degrees = crs.is_null()
        || *code.0 == "OGC" && code.1.contains("CRS84")
        || *code.0 == "EPSG" && ["4326", "4258"].contains(&code.1.trim_matches('"'));
    if !degrees {
        let found = crs["name"].as_str().unwrap_or("another system");
        return Err(format!(
            "column `{name}`: points must be in degrees, WGS 84 (found {found}); convert them, for \
             example with `to_crs(4326)`"
        ));
    }
    Ok(Some(PointColumn {
        column,
        name: name.to_owned(),
    }))
}

impl PointColumn {
    /// Longitude and latitude of every row of a row group; nothing where the row has no point.
    pub(super) fn read(
        &self,
        parquet: &ParquetFile<Bytes>,
        group: usize,
        rows: usize,
        first: usize,
        file: &str,
    ) -> Result<Vec<[String; 2]>, LoadError> {
        let point_of = |value: Value<'_>| match value {
            Value::Bytes(bytes) => point(bytes),
            Value::Text(text) => point(text.as_bytes()),
            _ => Err("something that is not a geometry"),
        };
        let values = parquet.column(group, self.column);
        let values = values.and_then(|mut values| values.read(rows, point_of));
        let values = values.map_err(|reason| LoadError::Decode {
            file: file.to_owned(),
            format: "Parquet",
            reason,
        })?;
        let texts = values.into_iter().enumerate().map(|(row, value)| {
            let point = value.transpose().map_err(|found| {
                LoadError::Table(TableError::NotAPoint {
                    place: Place::row(file, first + row).column(&self.name),
                    found: found.to_owned(),
                })
            })?;
            let text = |degrees: f64| degrees.to_string();
            let degrees = point.filter(|[lon, lat]| !(lon.is_nan() && lat.is_nan()));
            Ok(degrees.map_or_else(<[String; 2]>::default, |degrees| degrees.map(text)))
        });
        texts.collect()
    }
}

/// The first two coordinates of a point; what it is instead.
///
/// # Source
///
/// OGC 06-103r4, section 8: the byte order, the kind, the coordinates; a point of GEOS has a number of
/// its system between (EWKB).
fn point(bytes: &[u8]) -> Result<[f64; 2], &'static str> {
    const SYSTEM: u32 = 0x2000_0000;
    let little = match bytes.first() {
        Some(1) => true,
        Some(0) => false,
        _ => return Err("something that is not a geometry"),
    };
    let number = |at: usize| {
        let bytes: [u8; 8] = *bytes.get(at..)?.first_chunk()?;
        Some(if little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    };
    let kind = bytes.get(1..).and_then(|bytes| bytes.first_chunk());
    let kind = kind.map(|&kind| {
        if little {
            u32::from_le_bytes(kind)
        } else {
            u32::from_be_bytes(kind)
        }
    });
    let kind = kind.ok_or("something that is not a geometry")?;
    let start = if kind & SYSTEM == 0 { 5 } else { 9 };
    match (kind & 0xFFFF) % 1_000 {
        1 => match (number(start), number(start + 8)) {
            (Some(x), Some(y)) => Ok([x, y]),
            _ => Err("a point that is cut short"),
        },
        2 => Err("a LineString"),
        3 => Err("a Polygon"),
        4 => Err("a MultiPoint"),
        5 => Err("a MultiLineString"),
        6 => Err("a MultiPolygon"),
        7 => Err("a GeometryCollection"),
        _ => Err("something that is not a geometry"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_either_byte_order_and_of_three_dimensions_are_read() {
        let coordinates = |to: fn(f64) -> [u8; 8]| [to(-0.13), to(51.5)].concat();
        let little = [&[1, 1, 0, 0, 0][..], &coordinates(f64::to_le_bytes)].concat();
        let big = [&[0, 0, 0, 0, 1][..], &coordinates(f64::to_be_bytes)].concat();
        let heights = [
            &[1, 0xE9, 3, 0, 0][..],
            &coordinates(f64::to_le_bytes),
            &[0; 8],
        ]
        .concat();
        let system = [
            &[1, 1, 0, 0, 0x20, 0xE6, 0x10, 0, 0][..],
            &coordinates(f64::to_le_bytes),
        ]
        .concat();
        for bytes in [&little, &big, &heights, &system] {
            assert_eq!(point(bytes), Ok([-0.13, 51.5]));
        }
        assert_eq!(point(&[1, 3, 0, 0, 0, 0]), Err("a Polygon"));
        assert_eq!(point(&little[..20]), Err("a point that is cut short"));
    }
}

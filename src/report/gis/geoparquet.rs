use super::bounds::Bounds;
use super::crs84;
use super::fields::Values;
use super::layer::{Kind, Layer, Shape};
use super::wkb::push_wkb;
use crate::report::parquet_table::{ParquetColumn, ParquetValues, parquet_table_with};
use bytes::Bytes;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use serde_json::{Value, json};
use std::ops::Range;

/// Rows of a row group: a reader of a part of the map skips the others by their bounds.
const ROWS: usize = 8_192;

const GEOMETRY: &str = "geometry";
const BBOX: &str = "bbox";
const ENDS: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];

/// A layer as `GeoParquet` 1.1 with a bounding box of every row, rows in the order of Hilbert's curve.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(super) fn geoparquet(layer: &Layer) -> Result<Vec<u8>, ParquetError> {
    let about = about(layer.kind(), layer.extent());
    let about = KeyValue::new("geo".to_owned(), about.to_string());
    let columns = |rows: &[usize]| columns(layer, rows);
    // A layer without features has its columns all the same.
    let none: [&[usize]; 1] = [&[]];
    let groups = layer.near_order.chunks(ROWS);
    let is_empty = layer.near_order.is_empty();
    let groups = groups.chain(none.into_iter().filter(|_| is_empty));
    parquet_table_with(layer.name, vec![about], groups.map(columns))
}

fn columns(layer: &Layer, rows: &[usize]) -> Vec<ParquetColumn> {
    let mut columns: Vec<ParquetColumn> = layer
        .fields
        .iter()
        .map(|field| {
            let values = match &field.values {
                Values::Text(texts) => {
                    let texts = rows.iter().map(|&row| texts[row]);
                    ParquetValues::Text(together(texts, |text, bytes| {
                        bytes.extend(text.as_bytes());
                    }))
                }
                Values::Whole(counts) => {
                    ParquetValues::Count(rows.iter().map(|&row| counts[row]).collect())
                }
                Values::Number(numbers) => {
                    ParquetValues::Number(rows.iter().map(|&row| numbers[row]).collect())
                }
                Values::Flag(flags) => {
                    ParquetValues::Flag(rows.iter().map(|&row| flags[row]).collect())
                }
            };
            ParquetColumn::new(&field.name, values)
        })
        .collect();
    let shapes = rows.iter().map(|&row| &layer.shapes[row]);
    let there = shapes.map(|shape| (!matches!(shape, Shape::Nowhere)).then_some(shape));
    let shapes = together(there, push_wkb);
    columns.push(ParquetColumn::new(GEOMETRY, ParquetValues::Bytes(shapes)));
    let boxes = rows.iter().map(|&row| layer.bounds[row]).collect();
    columns.push(ParquetColumn::new(BBOX, ParquetValues::Box(ENDS, boxes)));
    columns
}

/// Values in one piece of memory: one for each is what takes time.
fn together<T>(
    values: impl Iterator<Item = Option<T>>,
    push: impl Fn(T, &mut Vec<u8>),
) -> Vec<Option<ByteArray>> {
    let mut bytes = Vec::new();
    let ends = values.map(|value| {
        let start = bytes.len();
        push(value?, &mut bytes);
        Some(start..bytes.len())
    });
    let ends: Vec<Option<Range<usize>>> = ends.collect();
    let bytes = Bytes::from(bytes);
    let values = ends.into_iter();
    values
        .map(|range| range.map(|range| bytes.slice(range).into()))
        .collect()
}

/// What the standard wants to be said of the geometry.
fn about(kind: Kind, bounds: Option<Bounds>) -> Value {
    let types: &[&str] = match kind {
        Kind::Points => &["Point"],
        Kind::Polygons => &["MultiPolygon"],
        Kind::Both => &["MultiPolygon", "Point"],
    };
    let end = |name: &str| json!([BBOX, name]);
    let covering = ENDS.map(|name| (name.to_owned(), end(name)));
    let mut geometry = json!({
        "encoding": "WKB",
        "geometry_types": types,
        "crs": crs84::projjson(),
        "edges": "planar",
        "orientation": "counterclockwise",
        "covering": { "bbox": Value::Object(covering.into_iter().collect()) },
    });
    if let Some(bounds) = bounds {
        geometry["bbox"] = json!(bounds);
    }
    json!({
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": { GEOMETRY: geometry },
    })
}

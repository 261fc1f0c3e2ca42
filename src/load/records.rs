//! Tables that are no text: each row as the record that a CSV would have.

use super::error::LoadError;
use super::geometry::{self, PointColumn};
use super::parquet::{Kind, ParquetFile, Value};
use super::table_error::TableError;
use crate::limits::{OverLimit, PARQUET_ROWS, PARQUET_TEXT_BYTES};
use bytes::Bytes;
use csv::StringRecord;

/// All rows of a table, and its columns.
pub(super) struct Records {
    pub(super) names: Vec<String>,
    /// Of columns that hold neither numbers nor words, what they hold.
    pub(super) unusable: Vec<Option<String>>,
    pub(super) rows: Vec<StringRecord>,
    pub(super) notes: Vec<String>,
}

/// Reads all columns of a Parquet file that hold numbers or words; points of `GeoParquet` become
/// two columns more.
pub(super) fn of_parquet(file: &str, content: &[u8]) -> Result<Records, LoadError> {
    let unreadable = |reason: String| LoadError::Decode {
        file: file.to_owned(),
        format: "Parquet",
        reason,
    };
    let parquet = ParquetFile::open(Bytes::copy_from_slice(content)).map_err(unreadable)?;
    let points =
        geometry::point_column(&parquet.names, parquet.key_value("geo")).map_err(unreadable)?;
    let mut names = parquet.names.clone();
    let mut unusable: Vec<Option<String>> = parquet.kinds.iter().map(unusable).collect();
    if points.is_some() {
        names.extend(geometry::NAMES.map(str::to_owned));
        unusable.extend([None, None]);
    }
    let over = |limit: OverLimit| unreadable(limit.to_string());
    PARQUET_ROWS
        .check(
            parquet
                .rows()
                .fold(0, |all: u64, rows| all.saturating_add(rows as u64)),
        )
        .map_err(over)?;
    let mut rows = Vec::new();
    let mut text_bytes = 0_u64;
    for (group, count) in parquet.rows().enumerate() {
        let columns = (0..parquet.names.len()).map(|column| {
            if unusable[column].is_some() {
                return Ok(Vec::new());
            }
            let text = |value: Value<'_>| match value {
                Value::Bytes(_) if is(points.as_ref(), column) => Some(String::new()),
                value => value.text(),
            };
            let texts = parquet.column(group, column);
            texts.and_then(|mut values| values.read(count, text))
        });
        let mut read: Vec<Vec<Option<Option<String>>>> = Vec::new();
        for texts in columns {
            let texts = texts.map_err(unreadable)?;
            let bytes = |text: &Option<Option<String>>| {
                text.iter().flatten().map(String::len).sum::<usize>()
            };
            text_bytes += texts.iter().map(bytes).sum::<usize>() as u64;
            PARQUET_TEXT_BYTES.check(text_bytes).map_err(over)?;
            read.push(texts);
        }
        let columns = read;
        let places = match &points {
            Some(points) => points.read(&parquet, group, count, rows.len() + 1, file)?,
            None => Vec::new(),
        };
        for row in 0..count {
            let mut record = StringRecord::new();
            for (column, texts) in columns.iter().enumerate() {
                match texts.get(row) {
                    Some(Some(Some(text))) => record.push_field(text),
                    Some(Some(None)) => {
                        let place = super::Place::row(file, rows.len() + 1);
                        return Err(LoadError::Table(TableError::NotText {
                            place: place.column(&parquet.names[column]),
                        }));
                    }
                    _ => record.push_field(""),
                }
            }
            for text in places.get(row).into_iter().flatten() {
                record.push_field(text);
            }
            rows.push(record);
        }
    }
    Ok(Records {
        names,
        unusable,
        rows,
        notes: Vec::new(),
    })
}

fn is(points: Option<&PointColumn>, column: usize) -> bool {
    points.is_some_and(|points| points.column == column)
}

fn unusable(kind: &Kind) -> Option<String> {
    let usable = kind.is_number() || matches!(kind, Kind::Text | Kind::Uuid | Kind::Bool);
    (!usable).then(|| kind.to_string())
}

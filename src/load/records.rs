//! Tables that are no text: each row as the record that a CSV would have.

use super::error::LoadError;
use super::geometry::{self, PointColumn};
use super::parquet::{Kind, ParquetFile, Value};
use super::table_error::TableError;
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
    let mut rows = Vec::new();
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
        let columns: Vec<Vec<Option<Option<String>>>> =
            columns.collect::<Result<_, String>>().map_err(unreadable)?;
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

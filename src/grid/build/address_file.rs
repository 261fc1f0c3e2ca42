use super::built_grid::AddressPoint;
use crate::grid::error::GridError;
use crate::load::columns::{EASTING, Field, NORTHING};
use crate::load::csv_stream::CsvStream;
use crate::study::ColumnNames;
use std::path::Path;

/// Points of a CSV with `easting, northing`, in metres, and the `authority` of each, where the file
/// has such a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct AddressFile {
    /// The points, in no area yet.
    pub points: Vec<AddressPoint>,
    /// Rows of other authorities.
    pub elsewhere: usize,
}

const X: Field = Field::new("easting", &["x"]);
const Y: Field = Field::new("northing", &["y"]);
const AUTHORITY: Field = Field::new("authority", &["authority", "laua", "local_authority"]);

impl AddressFile {
    /// Reads the points whose authority begins with `prefix`; all where the prefix is empty.
    ///
    /// # Errors
    ///
    /// A missing file, missing columns, or a row that is not a point.
    pub(crate) fn read(file: &Path, prefix: &str) -> Result<Self, GridError> {
        let mut rows = CsvStream::open(file)?;
        let named = ColumnNames::default();
        let need = |usual: Field, short: Field| match rows.header.find(short, &named)? {
            Some(column) => Ok(column),
            None => rows.header.need(usual, &named),
        };
        let (easting, northing) = (need(EASTING, X)?, need(NORTHING, Y)?);
        let authority = if prefix.is_empty() {
            None
        } else {
            Some(rows.header.need(AUTHORITY, &named)?)
        };
        let mut read = Self::default();
        while rows.next_row()? {
            if let Some(authority) = authority
                && !rows.text(authority).starts_with(prefix)
            {
                read.elsewhere += 1;
                continue;
            }
            read.points.push(AddressPoint {
                easting: rows.number(easting, "metres")?,
                northing: rows.number(northing, "metres")?,
                area: None,
            });
        }
        Ok(read)
    }
}

use crate::grid::{AddressPoint, GridError};
use std::path::Path;

/// Points of a CSV with `easting, northing`, in metres, and the `authority` of each, where the file
/// has such a column.
#[derive(Debug, Clone, Default)]
pub struct AddressFile {
    /// The points, in no area yet.
    pub points: Vec<AddressPoint>,
    /// Rows that belong to another authority than was wanted.
    pub elsewhere: usize,
}

impl AddressFile {
    /// Reads the points whose authority begins with `prefix`; all where the prefix is empty.
    ///
    /// # Errors
    ///
    /// No such file, no such columns, or a row that is no point.
    pub fn read(file: &Path, prefix: &str) -> Result<Self, GridError> {
        let mut reader = csv::ReaderBuilder::new()
            .buffer_capacity(1 << 20)
            .trim(csv::Trim::All)
            .from_path(file)
            .map_err(|e| GridError::file(file, e))?;
        let names = reader
            .headers()
            .map_err(|e| GridError::file(file, e))?
            .clone();
        let find = |wanted: &[&str]| {
            names
                .iter()
                .position(|name| wanted.contains(&name.to_ascii_lowercase().as_str()))
        };
        let need = |wanted: &[&str]| {
            find(wanted).ok_or_else(|| {
                let reason = format!("no column `{}` (found: {})", wanted[0], join(&names));
                GridError::at(file, 1, reason)
            })
        };
        let easting = need(&["easting", "eastings", "x"])?;
        let northing = need(&["northing", "northings", "y"])?;
        let authority = if prefix.is_empty() {
            None
        } else {
            Some(need(&["authority", "laua", "local_authority"])?)
        };
        let mut read = Self::default();
        let mut row = csv::StringRecord::new();
        while reader
            .read_record(&mut row)
            .map_err(|e| GridError::file(file, e))?
        {
            if let Some(authority) = authority
                && !row.get(authority).unwrap_or_default().starts_with(prefix)
            {
                read.elsewhere += 1;
                continue;
            }
            let number = |column: usize| {
                let text = row.get(column).unwrap_or_default();
                let number = text.parse().ok().filter(|n: &f64| n.is_finite());
                number.ok_or_else(|| {
                    let line = row.position().map_or(0, csv::Position::line);
                    let name = names.get(column).unwrap_or_default();
                    let reason = format!("column `{name}`: expected metres (got `{text}`)");
                    GridError::at(file, line, reason)
                })
            };
            read.points.push(AddressPoint {
                easting: number(easting)?,
                northing: number(northing)?,
                area: None,
            });
        }
        Ok(read)
    }
}

fn join(names: &csv::StringRecord) -> String {
    names.iter().collect::<Vec<_>>().join(", ")
}

//! What reading any table has in common.

use super::csv_table::CsvTable;
use super::error::LoadError;
use super::files::FileBytes;
use super::input_report::{FileReport, Mismatch};
use std::borrow::Cow;
use std::collections::HashMap;

/// The content of a file that must be CSV.
pub(super) fn csv_content<'b>(bytes: &'b FileBytes<'_>) -> Result<Cow<'b, [u8]>, LoadError> {
    if bytes.has_extension("parquet") {
        return Err(LoadError::Format {
            file: bytes.name.clone(),
            expected: "CSV (`.csv`, `.csv.gz` or `.csv.zst`); only travel times may be Parquet",
        });
    }
    bytes.content()
}

/// What every file's report begins with.
pub(super) fn stored_report(role: &str, bytes: &FileBytes<'_>) -> FileReport {
    FileReport {
        role: role.to_owned(),
        path: bytes.name.clone(),
        bytes: bytes.size(),
        sha256: bytes.sha256(),
        ..FileReport::default()
    }
}

/// What the report of a table that has been read begins with.
pub(super) fn file_report(role: &str, bytes: &FileBytes<'_>, table: &CsvTable<'_>) -> FileReport {
    FileReport {
        rows_read: table.rows,
        notes: table.text.notes.clone(),
        ..stored_report(role, bytes)
    }
}

/// Every id with its place in the list; or the id that stands twice and its two lines.
pub(super) fn index_of_ids(
    ids: &[String],
    line: impl Fn(usize) -> usize,
) -> Result<HashMap<String, usize>, (String, usize, usize)> {
    let mut index = HashMap::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        if let Some(first) = index.insert(id.clone(), place) {
            return Err((id.clone(), line(first), line(place)));
        }
    }
    Ok(index)
}

impl Mismatch {
    /// Ids examples of which a report shows.
    const SHOWN: usize = 5;

    /// `None` if there is nothing to say.
    pub(super) fn of_ids(what: String, ids: &[&String]) -> Option<Self> {
        (!ids.is_empty()).then(|| Self {
            what,
            count: ids.len(),
            examples: ids.iter().take(Self::SHOWN).map(|&id| id.clone()).collect(),
            demand: None,
        })
    }
}

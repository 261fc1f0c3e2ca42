//! What reading any table has in common.

use super::files::FileBytes;
use super::input_report::{FileReport, Mismatch};
use super::row_table::RowTable;
use std::collections::HashMap;

/// What every file's report begins with.
pub(super) fn stored_report(role: &str, bytes: &FileBytes<'_>) -> FileReport {
    FileReport {
        role: role.to_owned(),
        path: bytes.name.clone(),
        bytes: bytes.size(),
        sha256: bytes.sha256(),
        notes: bytes.notes(),
        ..FileReport::default()
    }
}

/// What the report of a table that has been read begins with.
pub(super) fn file_report(role: &str, bytes: &FileBytes<'_>, table: &RowTable<'_>) -> FileReport {
    let mut report = stored_report(role, bytes);
    report.rows_read = table.rows;
    report.notes.extend(table.notes());
    report
}

/// Every id with its place in the list; or the id that appears twice and its two places.
pub(super) fn index_of_ids(
    ids: &[String],
) -> Result<HashMap<String, usize>, (String, usize, usize)> {
    let mut index = HashMap::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        if let Some(first) = index.insert(id.clone(), place) {
            return Err((id.clone(), first, place));
        }
    }
    Ok(index)
}

impl Mismatch {
    /// Ids of which a report shows examples.
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

//! A table of times that has been read.

use super::super::files::FileBytes;
use super::super::input_report::{ColumnUse, FileReport};
use super::super::sources;
use crate::model::TravelTimeMatrix;

/// A table that has been read.
pub(in super::super) struct Table {
    pub(in super::super) matrix: TravelTimeMatrix,
    /// Whether the table has a row of each origin.
    pub(in super::super) has_origin: Vec<bool>,
    /// Whether the table has a column of each site.
    pub(in super::super) has_site: Vec<bool>,
    /// Origins of the table that no other file knows.
    pub(in super::super) unknown_origins: Vec<String>,
    /// Sites of the table that no other file knows.
    pub(in super::super) unknown_sites: Vec<String>,
    pub(super) rows: usize,
    pub(super) refused: Vec<(String, usize)>,
    pub(super) columns: Vec<ColumnUse>,
    pub(super) notes: Vec<String>,
}

impl Table {
    pub(in super::super) fn report(&self, role: &str, bytes: &FileBytes<'_>) -> FileReport {
        let mut report = sources::stored_report(role, bytes);
        report.rows_read = self.rows;
        report.rows_rejected.clone_from(&self.refused);
        report.columns.clone_from(&self.columns);
        report.notes.extend(self.notes.iter().cloned());
        report
    }
}

use super::partition::Partition;
use crate::grid::error::GridError;
use crate::load::open_input;
use crate::load::parquet::{ColumnValues, ParquetFile};
use parquet::file::statistics::Statistics;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A column of numbers of a Parquet file, read from front to back.
pub(super) struct ParquetColumn {
    file: PathBuf,
    /// Opened for this column alone: clones of an open file share their position, so that columns
    /// read side by side through one reader would read each other's bytes.
    parquet: ParquetFile<File>,
    column: usize,
    /// The row group that is being read, and the one before which reading ends.
    group: usize,
    until: usize,
    open: Option<OpenGroup>,
    /// What was read last.
    pub(super) values: Vec<f64>,
}

struct OpenGroup {
    column: ColumnValues,
    rows: usize,
    read: usize,
}

impl ParquetColumn {
    pub(super) fn open(file: &Path, column: usize) -> Result<Self, GridError> {
        let opened = open_input(file).map_err(|e| GridError::io(file, e))?;
        let parquet = ParquetFile::open(opened).map_err(|e| not_parquet(file, &e))?;
        let kind = &parquet.kinds[column];
        if !kind.is_number() {
            let name = &parquet.names[column];
            let reason = format!("column `{name}`: expected numbers (found {kind})");
            return Err(GridError::file(file, reason));
        }
        Ok(Self {
            file: file.to_owned(),
            column,
            group: 0,
            until: parquet.metadata().num_row_groups(),
            parquet,
            open: None,
            values: Vec::new(),
        })
    }

    /// The same column from its beginning, with its own open file.
    pub(super) fn again(&self) -> Result<Self, GridError> {
        Self::open(&self.file, self.column)
    }

    /// Goes to the front of a partition, and ends after it.
    pub(super) fn go_to(&mut self, partition: &Partition) -> Result<(), GridError> {
        (self.group, self.until) = (partition.group, partition.group + 1);
        let mut open = self.open_group()?;
        open.rows = partition.rows.end;
        open.read = open
            .column
            .skip(partition.rows.start)
            .map_err(|e| self.wrong(e))?;
        if open.read < partition.rows.start {
            return Err(self.cut_short(open.read));
        }
        self.open = Some(open);
        Ok(())
    }

    /// The least and the greatest number of the column, where the file says so.
    pub(super) fn range(&self) -> Option<(f64, f64)> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let groups = self.parquet.metadata().row_groups().iter();
        for group in groups.filter(|group| group.num_rows() > 0) {
            let (least, most) = match group.column(self.column).statistics()? {
                Statistics::Double(of) => (*of.min_opt()?, *of.max_opt()?),
                Statistics::Float(of) => (f64::from(*of.min_opt()?), f64::from(*of.max_opt()?)),
                _ => return None,
            };
            (low, high) = (low.min(least), high.max(most));
        }
        (low <= high).then_some((low, high))
    }

    /// Reads up to `most` of the next numbers, across row groups.
    pub(super) fn read(&mut self, most: usize) -> Result<(), GridError> {
        self.values.clear();
        while self.values.len() < most {
            let mut open = match self.open.take() {
                Some(open) => open,
                None if self.group < self.until => self.open_group()?,
                None => break,
            };
            let (before, rows) = (
                self.values.len(),
                (open.rows - open.read).min(most - self.values.len()),
            );
            let empty = open.column.read_numbers(rows, &mut self.values);
            let empty = empty.map_err(|e| self.wrong(e))?;
            if let Some(row) = empty {
                let place = format!("row group {}, row {}", self.group, open.read + row);
                let reason = format!(
                    "column `{}`: expected a number (got an empty value)",
                    self.name()
                );
                return Err(GridError::at(&self.file, place, reason));
            }
            let found = self.values.len() - before;
            open.read += found;
            if found < rows {
                return Err(self.cut_short(open.read));
            }
            if open.read < open.rows {
                self.open = Some(open);
            } else {
                self.group += 1;
            }
        }
        Ok(())
    }

    fn name(&self) -> &str {
        &self.parquet.names[self.column]
    }

    fn cut_short(&self, rows: usize) -> GridError {
        let expected = self.parquet.metadata().row_group(self.group).num_rows();
        let name = self.name();
        self.wrong(format!(
            "column `{name}` is cut short: expected {expected} rows (got {rows})"
        ))
    }

    fn wrong(&self, reason: String) -> GridError {
        GridError::at(&self.file, format!("row group {}", self.group), reason)
    }

    fn open_group(&self) -> Result<OpenGroup, GridError> {
        let column = self.parquet.column(self.group, self.column);
        let rows = self.parquet.rows().nth(self.group).unwrap_or_default();
        Ok(OpenGroup {
            column: column.map_err(|e| self.wrong(format!("column `{}`: {e}", self.name())))?,
            rows,
            read: 0,
        })
    }
}

/// The error for a file that is not Parquet.
pub(super) fn not_parquet(file: &Path, reason: &str) -> GridError {
    GridError::file(file, format!("cannot be read as Parquet: {reason}"))
}

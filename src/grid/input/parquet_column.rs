use super::share::Share;
use crate::grid::GridError;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::statistics::Statistics;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A column of numbers of a Parquet file, uncompressed or with Snappy, read from front to back.
pub(super) struct ParquetColumn {
    file: PathBuf,
    /// Its own: clones of an open file share their position, so that columns read side by side
    /// through one reader would read each other's bytes.
    reader: SerializedFileReader<File>,
    column: usize,
    /// The row group that is being read, and that before which reading ends.
    group: usize,
    until: usize,
    open: Option<OpenGroup>,
    /// What was read last.
    pub(super) values: Vec<f64>,
}

struct OpenGroup {
    column: ColumnReader,
    rows: usize,
    read: usize,
}

impl ParquetColumn {
    pub(super) fn open(file: &Path, column: usize) -> Result<Self, GridError> {
        let opened = File::open(file).map_err(|e| GridError::io(file, e))?;
        let reader = SerializedFileReader::new(opened).map_err(|e| GridError::file(file, e))?;
        Ok(Self {
            file: file.to_owned(),
            column,
            group: 0,
            until: reader.num_row_groups(),
            reader,
            open: None,
            values: Vec::new(),
        })
    }

    /// The same column, from the front, with an open file of its own.
    pub(super) fn again(&self) -> Result<Self, GridError> {
        Self::open(&self.file, self.column)
    }

    /// Goes to the front of a share, and ends after it.
    pub(super) fn go_to(&mut self, share: &Share) -> Result<(), GridError> {
        (self.group, self.until) = (share.group, share.group + 1);
        let mut open = self.open_group()?;
        open.rows = share.rows.end;
        open.read = skip(&mut open.column, share.rows.start).map_err(|e| self.wrong(e))?;
        if open.read < share.rows.start {
            return Err(self.cut_short(open.read));
        }
        self.open = Some(open);
        Ok(())
    }

    /// The least and the greatest number of the column, where the file says so.
    pub(super) fn range(&self) -> Option<(f64, f64)> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let groups = self.reader.metadata().row_groups().iter();
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

    /// Reads the next numbers, `most` of them where there are as many, across row groups.
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
            let empty = self
                .read_from(&mut open.column, rows)
                .map_err(|e| self.wrong(e))?;
            if let Some(row) = empty {
                let place = format!("row group {}, row {}", self.group, open.read + row);
                let reason = format!("column `{}`: expected a number (got nothing)", self.name());
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
        let schema = self.reader.metadata().file_metadata().schema_descr();
        schema.columns()[self.column].name()
    }

    fn cut_short(&self, rows: usize) -> GridError {
        let expected = self.reader.metadata().row_group(self.group).num_rows();
        let name = self.name();
        self.wrong(format!(
            "column `{name}` is cut short: expected {expected} rows (got {rows})"
        ))
    }

    fn wrong(&self, reason: String) -> GridError {
        GridError::at(&self.file, format!("row group {}", self.group), reason)
    }

    fn open_group(&self) -> Result<OpenGroup, GridError> {
        let text = |e: parquet::errors::ParquetError| self.wrong(e.to_string());
        let group = self.reader.get_row_group(self.group).map_err(text)?;
        let rows = usize::try_from(group.metadata().num_rows());
        Ok(OpenGroup {
            column: group.get_column_reader(self.column).map_err(text)?,
            rows: rows.map_err(|e| self.wrong(e.to_string()))?,
            read: 0,
        })
    }

    /// Reads so many rows; gives the first of them that holds no number.
    fn read_from(
        &mut self,
        column: &mut ColumnReader,
        rows: usize,
    ) -> Result<Option<usize>, String> {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let full = schema.column(self.column).max_def_level();
        let values = &mut self.values;
        match column {
            ColumnReader::DoubleColumnReader(column) => read_all(column, rows, full, values),
            ColumnReader::FloatColumnReader(column) => {
                read_as(column, rows, full, f64::from, values)
            }
            ColumnReader::Int32ColumnReader(column) => {
                read_as(column, rows, full, f64::from, values)
            }
            ColumnReader::Int64ColumnReader(column) => {
                read_as(column, rows, full, |v| v as f64, values)
            }
            _ => Err(format!("column {} holds no numbers", self.column)),
        }
    }
}

/// Skips that many rows, or fewer where the column ends before.
fn skip(column: &mut ColumnReader, rows: usize) -> Result<usize, String> {
    let skipped = match column {
        ColumnReader::DoubleColumnReader(column) => column.skip_records(rows),
        ColumnReader::FloatColumnReader(column) => column.skip_records(rows),
        ColumnReader::Int32ColumnReader(column) => column.skip_records(rows),
        ColumnReader::Int64ColumnReader(column) => column.skip_records(rows),
        // What it holds is found wrong when it is read.
        _ => Ok(rows),
    };
    skipped.map_err(|e| e.to_string())
}

fn read_as<T: DataType>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    full: i16,
    convert: impl Fn(T::T) -> f64,
    values: &mut Vec<f64>,
) -> Result<Option<usize>, String> {
    let mut raw = Vec::with_capacity(rows);
    let empty = read_all(column, rows, full, &mut raw)?;
    values.extend(raw.into_iter().map(convert));
    Ok(empty)
}

/// Appends that many rows, or fewer where the column ends before; gives the first of them that is
/// empty, its level below that of a `full` one, after which no more is read.
fn read_all<T: DataType>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    full: i16,
    values: &mut Vec<T::T>,
) -> Result<Option<usize>, String> {
    let mut levels = Vec::new();
    let mut records = 0;
    while records < rows {
        levels.clear();
        let (read, numbers, _) = column
            .read_records(
                rows - records,
                (full > 0).then_some(&mut levels),
                None,
                values,
            )
            .map_err(|e| e.to_string())?;
        if numbers < read {
            let empty = levels.iter().position(|&level| level < full);
            return Ok(Some(records + empty.unwrap_or_default()));
        }
        if read == 0 {
            break;
        }
        records += read;
    }
    Ok(None)
}

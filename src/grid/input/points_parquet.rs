use super::{CHUNK, Columns, PointStream};
use crate::grid::{Crs, GridError, PointCells};
use crate::units::Demand;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use rayon::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A Parquet file of points with people, uncompressed or with Snappy.
pub(in crate::grid) struct PointsParquet {
    file: PathBuf,
    /// One a column: clones of an open file share their position, so that columns read side by
    /// side through one reader would read each other's bytes.
    readers: Vec<SerializedFileReader<File>>,
    columns: Columns,
    group: usize,
    /// The first of those that have been read last.
    first_group: usize,
    /// Cells of the row groups that have been read and not been given yet.
    waiting: [Vec<f64>; 3],
    given: usize,
}

impl PointsParquet {
    pub(in crate::grid) fn open(file: &Path, crs: Option<&Crs>) -> Result<Self, GridError> {
        let open = || {
            let opened = File::open(file).map_err(|e| GridError::io(file, e))?;
            SerializedFileReader::new(opened).map_err(|e| GridError::file(file, e))
        };
        let readers = (0..3 * TOGETHER)
            .map(|_| open())
            .collect::<Result<Vec<_>, _>>()?;
        let schema = readers[0].metadata().file_metadata().schema_descr();
        let names: Vec<String> = schema
            .columns()
            .iter()
            .map(|c| c.name().to_owned())
            .collect();
        Ok(Self {
            columns: Columns::find(&names, crs, file)?,
            file: file.to_owned(),
            readers,
            group: 0,
            first_group: 0,
            waiting: Default::default(),
            given: 0,
        })
    }

    /// Reads the next row groups; all their columns are decoded side by side.
    fn read_groups(&mut self) -> Result<(), GridError> {
        let metadata = self.readers[0].metadata();
        let groups = self.group..(self.group + TOGETHER).min(metadata.num_row_groups());
        let wanted = [self.columns.x, self.columns.y, self.columns.population];
        let file = &self.file;
        let tasks: Vec<(usize, usize)> = groups
            .clone()
            .flat_map(|group| wanted.map(|column| (group, column)))
            .collect();
        let read: Vec<Vec<f64>> = self
            .readers
            .par_iter()
            .zip(tasks)
            .map(|(reader, (group, column))| {
                let at = |reason: String| GridError::at(file, format!("row group {group}"), reason);
                let rows = usize::try_from(metadata.row_group(group).num_rows())
                    .map_err(|e| at(e.to_string()))?;
                let values = column_of(reader, group, column, rows).map_err(at)?;
                if values.len() == rows {
                    Ok(values)
                } else {
                    let count = values.len();
                    Err(at(format!(
                        "column {column} has {count} numbers in {rows} rows (empty values are not \
                         read)"
                    )))
                }
            })
            .collect::<Result<_, _>>()?;
        self.first_group = self.group;
        self.group = groups.end;
        for waiting in &mut self.waiting {
            waiting.clear();
        }
        for (number, read) in read.into_iter().enumerate() {
            let waiting = &mut self.waiting[number % 3];
            if waiting.is_empty() {
                *waiting = read;
            } else {
                waiting.extend(read);
            }
        }
        self.given = 0;
        Ok(())
    }
}

/// Row groups that are read at a time.
const TOGETHER: usize = 2;

/// A column of a row group as doubles.
fn column_of(
    reader: &SerializedFileReader<File>,
    group: usize,
    column: usize,
    rows: usize,
) -> Result<Vec<f64>, String> {
    let text = |e: parquet::errors::ParquetError| e.to_string();
    let group = reader.get_row_group(group).map_err(text)?;
    let mut values = Vec::with_capacity(rows);
    let optional = reader
        .metadata()
        .file_metadata()
        .schema_descr()
        .column(column)
        .max_def_level()
        > 0;
    match group.get_column_reader(column).map_err(text)? {
        ColumnReader::DoubleColumnReader(mut column) => {
            read_all(&mut column, rows, optional, |v: f64| v, &mut values)?;
        }
        ColumnReader::FloatColumnReader(mut column) => {
            read_all(&mut column, rows, optional, f64::from, &mut values)?;
        }
        ColumnReader::Int32ColumnReader(mut column) => {
            read_all(&mut column, rows, optional, f64::from, &mut values)?;
        }
        ColumnReader::Int64ColumnReader(mut column) => {
            read_all(&mut column, rows, optional, |v: i64| v as f64, &mut values)?;
        }
        _ => return Err(format!("column {column} holds no numbers")),
    }
    Ok(values)
}

fn read_all<T: DataType>(
    column: &mut ColumnReaderImpl<T>,
    rows: usize,
    optional: bool,
    convert: impl Fn(T::T) -> f64,
    values: &mut Vec<f64>,
) -> Result<(), String> {
    let mut raw: Vec<T::T> = Vec::with_capacity(rows);
    let mut levels = Vec::new();
    let mut records = 0;
    while records < rows {
        levels.clear();
        let levels = optional.then_some(&mut levels);
        let (read, _, _) = column
            .read_records(rows - records, levels, None, &mut raw)
            .map_err(|e| e.to_string())?;
        if read == 0 {
            break;
        }
        records += read;
    }
    values.extend(raw.into_iter().map(convert));
    Ok(())
}

impl PointStream for PointsParquet {
    fn next_chunk(&mut self, cells: &mut PointCells) -> Result<(), GridError> {
        cells.clear();
        while cells.len() < CHUNK {
            if self.given == self.waiting[0].len() {
                if self.group == self.readers[0].num_row_groups() {
                    break;
                }
                self.read_groups()?;
                continue;
            }
            let to = self.waiting[0].len().min(self.given + CHUNK - cells.len());
            let [xs, ys, people] = &self.waiting;
            let crs = &self.columns.crs;
            let rows = self.given..to;
            let sound = if crs.is_degrees() {
                cells.extend_degrees((&xs[rows.clone()], &ys[rows.clone()]), &people[rows])
            } else {
                cells.extend_from(rows.into_par_iter().map(|row| {
                    let people = Demand::try_new(people[row]).ok()?;
                    Some((crs.place(xs[row], ys[row])?.unit_vector(), people))
                }))
            };
            if !sound {
                return Err(self.first_wrong(to));
            }
            self.given = to;
        }
        Ok(())
    }

    fn progress(&self) -> f64 {
        self.group as f64 / self.readers[0].num_row_groups().max(1) as f64
    }
}

impl PointsParquet {
    /// The row group of a waiting row, and its number there.
    fn place_of(&self, mut row: usize) -> String {
        let metadata = self.readers[0].metadata();
        for group in self.first_group..self.group {
            let rows = usize::try_from(metadata.row_group(group).num_rows()).unwrap_or_default();
            if row < rows {
                return format!("row group {group}, row {row}");
            }
            row -= rows;
        }
        format!("row {row}")
    }

    /// What is wrong with the first row that is no cell.
    fn first_wrong(&self, to: usize) -> GridError {
        let [xs, ys, people] = &self.waiting;
        let crs = &self.columns.crs;
        for row in self.given..to {
            let place = self.place_of(row);
            if let Err(e) = Demand::try_new(people[row]) {
                return GridError::at(&self.file, place, format!("column `population`: {e}"));
            }
            if crs.place(xs[row], ys[row]).is_none() {
                let reason = format!("{}, {} is no place of {}", xs[row], ys[row], crs.code());
                return GridError::at(&self.file, place, reason);
            }
        }
        GridError::file(&self.file, "a row is no cell")
    }
}

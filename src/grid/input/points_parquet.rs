use super::parquet_column::{ParquetColumn, not_parquet};
use super::partition::{Partition, partitions};
use super::point_columns::PointColumns;
use super::point_stream::{CHUNK, PointStream};
use super::swapped;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::kernel::point_cells::PointCells;
use crate::load::columns::Header;
use crate::load::open_input;
use crate::load::parquet::ParquetFile;
use crate::model::LatLon;
use crate::study::ColumnNames;
use crate::units::Demand;
use fearless_simd::{Level, dispatch};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A Parquet file of points with people.
///
/// A chunk of cells is read column by column, in parallel, into the memory of the chunk before.
pub(in crate::grid) struct PointsParquet {
    file: PathBuf,
    crs: Crs,
    /// `x`, `y` and people.
    columns: [ParquetColumn; 3],
    /// People of the chunk that was read last.
    millionths: Vec<u64>,
    /// Rows of each row group, of the file, and of a chunk.
    groups: Vec<usize>,
    rows: usize,
    most: usize,
    /// Whether one thread reads all columns, as others read other partitions.
    alone: bool,
    /// Rows before those of the chunk that was read last, and after them.
    before: usize,
    given: usize,
}

impl PointsParquet {
    pub(in crate::grid) fn open(
        file: &Path,
        crs: Option<&Crs>,
        named: &ColumnNames,
    ) -> Result<Self, GridError> {
        let opened = open_input(file).map_err(|e| GridError::io(file, e))?;
        let parquet = ParquetFile::open(opened).map_err(|e| not_parquet(file, &e))?;
        let header = Header {
            file: file.display().to_string(),
            line: None,
            names: parquet.names.clone(),
        };
        let found = PointColumns::find(&header, crs, named, file)?;
        let columns = [
            ParquetColumn::open(file, found.x)?,
            ParquetColumn::open(file, found.y)?,
            ParquetColumn::open(file, found.population)?,
        ];
        let [mut xs, mut ys] = [columns[0].again()?, columns[1].again()?];
        // Errors in the first rows are reported when they are read.
        if xs.read(swapped::SAMPLE).is_ok() && ys.read(swapped::SAMPLE).is_ok() {
            let pairs: Vec<(f64, f64)> = xs.values.into_iter().zip(ys.values).collect();
            swapped::check(&found, &header, &pairs)?;
        }
        let groups: Vec<usize> = parquet.rows().collect();
        let rows = groups.iter().sum();
        Ok(Self {
            file: file.to_owned(),
            crs: found.crs,
            groups,
            rows,
            most: CHUNK,
            alone: false,
            columns,
            millionths: Vec::new(),
            before: 0,
            given: 0,
        })
    }

    /// How many rows the file has.
    pub(in crate::grid) fn rows(&self) -> usize {
        self.rows
    }

    /// All rows, in partitions for this many threads.
    pub(in crate::grid) fn partitions(&self, threads: usize) -> Vec<Partition> {
        partitions(&self.groups, threads)
    }

    /// Opens the same file again, to read one partition after another.
    pub(in crate::grid) fn again(&self) -> Result<Self, GridError> {
        let [xs, ys, people] = &self.columns;
        Ok(Self {
            file: self.file.clone(),
            crs: self.crs.clone(),
            columns: [xs.again()?, ys.again()?, people.again()?],
            millionths: Vec::new(),
            groups: self.groups.clone(),
            rows: self.rows,
            most: PART,
            alone: true,
            before: 0,
            given: 0,
        })
    }

    /// Goes to the front of a partition, and ends after it.
    pub(in crate::grid) fn go_to(&mut self, partition: &Partition) -> Result<(), GridError> {
        self.given = self.groups[..partition.group].iter().sum::<usize>() + partition.rows.start;
        for column in &mut self.columns {
            column.go_to(partition)?;
        }
        Ok(())
    }

    /// The row group of a row of the file, and the row's number in it.
    fn place_of(&self, mut row: usize) -> String {
        for (group, &rows) in self.groups.iter().enumerate() {
            if row < rows {
                return format!("row group {group}, row {row}");
            }
            row -= rows;
        }
        format!("row {row}")
    }

    /// The error of the first row of the chunk that is not a cell.
    fn first_wrong(&self) -> GridError {
        let [xs, ys, people] = self.columns.each_ref().map(|column| &column.values);
        for (row, ((&x, &y), &people)) in xs.iter().zip(ys).zip(people).enumerate() {
            let place = || self.place_of(self.before + row);
            if let Err(e) = Demand::try_new(people) {
                return GridError::at(&self.file, place(), format!("column `population`: {e}"));
            }
            if self.crs.place(x, y).is_none() {
                let reason = format!("{x}, {y} is not a position in {}", self.crs.code());
                return GridError::at(&self.file, place(), reason);
            }
        }
        GridError::file(&self.file, "a row is not a cell")
    }
}

/// Rows that one thread reads and sums at a time, so that they stay in its cache.
const PART: usize = 1 << 14;

/// The places tested on each side of a box.
const ALONG: u32 = 32;

impl PointStream for PointsParquet {
    fn next_chunk(
        &mut self,
        cells: &mut PointCells,
        meanwhile: &mut (dyn FnMut() + Send),
    ) -> Result<(), GridError> {
        // Reading a column is the longest task that cannot be divided, so the columns start first.
        let [xs, ys, people] = &mut self.columns;
        let [most_x, most_y] = self.crs.most();
        let most = self.most;
        let mut x = || {
            let read = xs.read(most);
            read.map(|()| outside(&xs.values, -most_x, most_x))
        };
        let mut y = || {
            let read = ys.read(most);
            read.map(|()| outside(&ys.values, -most_y, most_y))
        };
        let mut people = || {
            people.read(most)?;
            to_millionths(&people.values, &mut self.millionths);
            Ok::<_, GridError>(outside(&people.values, 0.0, Demand::MAX_OF_A_POINT))
        };
        let (x, (y, people)) = if self.alone {
            meanwhile();
            (x(), (y(), people()))
        } else {
            let rest = || rayon::join(y, || rayon::join(people, meanwhile).0);
            rayon::join(x, rest)
        };
        // Of several errors, that of the first column is reported.
        let wrong = x? + y? + people?;
        self.before = self.given;
        self.given += self.columns[0].values.len();
        if wrong > 0 {
            return Err(self.first_wrong());
        }
        if self.crs.is_degrees() {
            let [xs, ys, _] = &mut self.columns;
            cells.set_degrees([&mut xs.values, &mut ys.values], &mut self.millionths);
            return Ok(());
        }
        let [xs, ys, _] = self.columns.each_ref().map(|column| &column.values[..]);
        cells.clear();
        let sound = cells.extend_from((0..xs.len()).into_par_iter().map(|row| {
            let place = self.crs.place(xs[row], ys[row])?;
            let people = Demand::from_millionths(self.millionths[row]);
            Some((place.unit_vector(), people))
        }));
        if sound {
            Ok(())
        } else {
            Err(self.first_wrong())
        }
    }

    fn around(&self) -> PointCells {
        let mut around = PointCells::default();
        let [xs, ys, _] = self.columns.each_ref().map(ParquetColumn::range);
        let (Some((west, east)), Some((south, north)), true) = (xs, ys, self.crs.is_degrees())
        else {
            return around;
        };
        // The sides of a box are curves on the map of centres: a little more than they span.
        let margins = [0.01 * (east - west) + 1e-6, 0.01 * (north - south) + 1e-6];
        let at = |low: f64, high: f64, margin: f64, n: u32| {
            low - margin + (high - low + 2.0 * margin) * f64::from(n) / f64::from(ALONG)
        };
        for across in 0..=ALONG {
            for up in 0..=ALONG {
                let lon = at(west, east, margins[0], across).clamp(-180.0, 180.0);
                let lat = at(south, north, margins[1], up).clamp(-90.0, 90.0);
                if let Ok(place) = LatLon::try_new(lat, lon) {
                    around.push(place, Demand::ZERO);
                }
            }
        }
        around
    }

    fn progress(&self) -> f64 {
        self.given as f64 / self.rows.max(1) as f64
    }
}

/// How many numbers are outside the limits or NaN.
fn outside(numbers: &[f64], least: f64, most: f64) -> u64 {
    dispatch!(Level::new(), _simd => {
        let mut outside = 0;
        for &number in numbers {
            let within = (least..=most).contains(&number);
            outside += u64::from(!within);
        }
        outside
    })
}

/// People in whole millionths.
fn to_millionths(people: &[f64], millionths: &mut Vec<u64>) {
    millionths.resize(people.len(), 0);
    dispatch!(Level::new(), _simd => {
        for (millionths, &people) in millionths.iter_mut().zip(people) {
            *millionths = crate::grid::kernel::cell::millionths(people);
        }
    });
}

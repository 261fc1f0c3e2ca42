//! Files of population grids.

mod addresses;
mod admitted;
mod ascii;
mod geotiff;
mod parquet_column;
mod points_csv;
mod points_parquet;
mod raster;
mod share;
mod swapped;

pub use addresses::AddressFile;
pub(super) use raster::{Band, Georeference, RasterFile};

use super::GridError;
use crate::crs::Crs;
use crate::load::LoadError;
use crate::load::columns::{EASTING, Field, Header, LAT, LON, NORTHING, POPULATION};
use crate::study::ColumnNames;
use points_csv::PointsCsv;
pub(super) use points_parquet::PointsParquet;
pub(super) use share::Share;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// A stream of cells as points, a chunk at a time.
pub(super) trait PointStream: Send {
    /// Fills `cells` with the next chunk, with nothing at the end of the file; does something else
    /// meanwhile.
    fn next_chunk(
        &mut self,
        cells: &mut super::PointCells,
        meanwhile: &mut (dyn FnMut() + Send),
    ) -> Result<(), GridError>;

    /// Places around all cells of the file, as far as it says where they lie.
    fn around(&self) -> super::PointCells {
        super::PointCells::default()
    }

    /// The file itself, where shares of it can be read side by side.
    fn in_shares(&self) -> Option<&PointsParquet> {
        None
    }

    /// The part of the file that has been read, from 0 to 1.
    fn progress(&self) -> f64;

    /// What was accepted though it is unusual.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Opens a Parquet file, or a CSV; `crs` for one whose coordinates are not degrees.
pub(super) fn open_points(
    file: &Path,
    crs: Option<&Crs>,
    columns: &ColumnNames,
) -> Result<Box<dyn PointStream>, GridError> {
    let named = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    Ok(if named || begins_as_parquet(file) {
        Box::new(PointsParquet::open(file, crs, columns)?)
    } else {
        Box::new(PointsCsv::open(file, crs, columns)?)
    })
}

/// Whether a file is Parquet whatever its name says; a pipe is not asked, as it gives its bytes once.
fn begins_as_parquet(file: &Path) -> bool {
    let mut magic = [0; 4];
    file.is_file()
        && File::open(file).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok())
        && magic == *b"PAR1"
}

/// Columns of a file of points: which are there, and what their coordinates are.
pub(super) struct Columns {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) population: usize,
    pub(super) crs: Crs,
}

/// Points that are read at a time: 4 MiB, and as much again of the chunk before, stay in the
/// processor's last cache.
pub(super) const CHUNK: usize = 1 << 17;

const PEOPLE: Field = Field::new("population", &["population", "people", "pop", "value"]);
const X: Field = Field::new("x", &["x"]);
const Y: Field = Field::new("y", &["y"]);

/// What `--columns` can name.
pub(super) const FIELDS: [&str; 7] = ["lon", "lat", "x", "y", "easting", "northing", "population"];

impl Columns {
    /// Finds the columns: those that are named, or else by their usual names.
    pub(super) fn find(
        header: &Header,
        crs: Option<&Crs>,
        named: &ColumnNames,
        file: &Path,
    ) -> Result<Self, GridError> {
        if let Some(unknown) = named
            .named
            .keys()
            .find(|field| !FIELDS.contains(&field.as_str()))
        {
            let reason = format!("--columns: `{unknown}` is not one of {}", FIELDS.join(", "));
            return Err(GridError::file(file, reason));
        }
        let population = match header.find(PEOPLE, named)? {
            Some(column) => column,
            None => header.need(POPULATION, named)?,
        };
        let pair = |x: Field, y: Field| -> Result<Option<(usize, usize)>, GridError> {
            Ok(header.find(x, named)?.zip(header.find(y, named)?))
        };
        if let Some((x, y)) = pair(LON, LAT)? {
            if let Some(crs) = crs.filter(|crs| !crs.is_degrees()) {
                let reason = format!(
                    "columns of longitude and latitude are degrees, and `--crs` says {}; leave \
                     `--crs` out, or name the columns `x` and `y`",
                    crs.code()
                );
                return Err(GridError::file(file, reason));
            }
            return Ok(Self {
                x,
                y,
                population,
                crs: Crs::wgs84(),
            });
        }
        let metres = match pair(X, Y)? {
            Some(pair) => Some(pair),
            None => pair(EASTING, NORTHING)?,
        };
        let Some((x, y)) = metres else {
            let usual = ["lon", "lat", "x", "y", "easting", "northing"];
            let mut error = header.missing("coordinates", &usual);
            if let LoadError::MissingColumn { nearest, .. } = &mut error {
                // Of six names, one is like most words.
                *nearest = None;
            }
            return Err(error.into());
        };
        let crs = crs.cloned().ok_or_else(|| {
            let [x, y] = [x, y].map(|column| &header.names[column]);
            let reason = format!(
                "columns `{x}` and `{y}` need a coordinate reference system (`lon` and `lat` do \
                 not); name it, as `--crs EPSG:27700`"
            );
            GridError::file(file, reason)
        })?;
        Ok(Self {
            x,
            y,
            population,
            crs,
        })
    }
}

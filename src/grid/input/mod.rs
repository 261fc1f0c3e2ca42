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

pub use addresses::AddressFile;
pub(super) use raster::{Band, Georeference, RasterFile};

use super::GridError;
use crate::crs::Crs;
use points_csv::PointsCsv;
pub(super) use points_parquet::PointsParquet;
pub(super) use share::Share;
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
}

/// Opens a Parquet file, or a CSV; `crs` for one whose coordinates are not degrees.
pub(super) fn open_points(
    file: &Path,
    crs: Option<&Crs>,
) -> Result<Box<dyn PointStream>, GridError> {
    let is_parquet = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    Ok(if is_parquet {
        Box::new(PointsParquet::open(file, crs)?)
    } else {
        Box::new(PointsCsv::open(file, crs)?)
    })
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

impl Columns {
    /// Finds the columns by their usual names.
    pub(super) fn find(
        names: &[String],
        crs: Option<&Crs>,
        file: &Path,
    ) -> Result<Self, GridError> {
        let find = |wanted: &[&str]| {
            names
                .iter()
                .position(|name| wanted.contains(&name.trim().to_ascii_lowercase().as_str()))
        };
        let population = find(&["population", "people", "pop", "value"]).ok_or_else(|| {
            GridError::file(
                file,
                "no column `population` (nor `people`, `pop`, `value`)",
            )
        })?;
        if let (Some(x), Some(y)) = (
            find(&["lon", "longitude", "lng", "long"]),
            find(&["lat", "latitude"]),
        ) {
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
        let pair = |a: &[&str], b: &[&str]| Some((find(a)?, find(b)?));
        let Some((x, y)) = pair(&["x"], &["y"])
            .or_else(|| pair(&["easting", "eastings"], &["northing", "northings"]))
        else {
            return Err(GridError::file(
                file,
                "no columns of coordinates (`lon` and `lat`, `x` and `y`, or `easting` and \
                 `northing`)",
            ));
        };
        let crs = crs.cloned().ok_or_else(|| {
            GridError::file(
                file,
                "columns `x` and `y` need a coordinate reference system (`lon` and `lat` do not); name \
                 it, as `--crs EPSG:27700`",
            )
        })?;
        Ok(Self {
            x,
            y,
            population,
            crs,
        })
    }
}

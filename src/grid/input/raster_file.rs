use super::admitted::Admitted;
use super::ascii::AsciiGrid;
use super::geotiff::GeoTiff;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::kernel::lattice::Lattice;
use crate::load::Warning;
use crate::units::Demand;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Where the cells of a raster lie, north up.
#[derive(Debug, Clone)]
pub(in crate::grid) struct Georeference {
    pub(in crate::grid) crs: Crs,
    /// The outer corner of the first cell.
    pub(in crate::grid) west: f64,
    pub(in crate::grid) north: f64,
    /// The size of a cell, both above zero.
    pub(in crate::grid) step_x: f64,
    pub(in crate::grid) step_y: f64,
}

/// Metres of a degree of latitude.
const DEGREE: f64 = crate::model::EARTH_RADIUS * std::f64::consts::PI / 180.0;

impl Georeference {
    /// Degrees of latitude and longitude, in the middle of a projected raster of metres, that a
    /// cell fits into however it is turned.
    pub(in crate::grid) fn degrees_of_a_cell(&self, rows: usize, columns: usize) -> (f64, f64) {
        let x = self.west + self.step_x * columns as f64 / 2.0;
        let y = self.north - self.step_y * rows as f64 / 2.0;
        let lat = self.crs.place(x, y).map_or(0.0, crate::model::LatLon::lat);
        let step = self.step_x.hypot(self.step_y) / DEGREE;
        (step, step / lat.to_radians().cos().max(0.05))
    }

    /// The rows and columns, where they are parallels and meridians.
    pub(in crate::grid) fn lattice(
        &self,
        rows: usize,
        columns: usize,
    ) -> Option<Result<Lattice, GridError>> {
        self.crs.is_degrees().then(|| {
            let corner = (self.north, self.west);
            Lattice::try_new(corner, (self.step_y, self.step_x), rows, columns)
        })
    }
}

/// Whole rows of a raster; NaN where there is no cell.
#[derive(Debug, Default)]
pub(in crate::grid) struct Band {
    pub(in crate::grid) first_row: usize,
    pub(in crate::grid) cells: Vec<f64>,
    /// How many of them there are.
    pub(in crate::grid) count: u64,
    /// No fewer people than they hold.
    pub(in crate::grid) most_people: f64,
}

/// A raster in a file, read from north to south.
#[derive(Debug)]
pub(in crate::grid) struct RasterFile {
    file: PathBuf,
    pub(in crate::grid) rows: usize,
    pub(in crate::grid) columns: usize,
    pub(in crate::grid) georeference: Georeference,
    next_row: usize,
    kind: Kind,
    /// What the rows so far hold.
    found: Admitted,
}

#[derive(Debug)]
enum Kind {
    GeoTiff(Box<GeoTiff>),
    Ascii(Box<AsciiGrid>),
}

/// Cells of a band, as near as the rows of tiles allow: 8 MiB, and as much again of the band
/// before, stay in the processor's last cache.
const BAND_CELLS: usize = 1 << 20;

/// A band has so many rows at least, which are work for several threads,
const BAND_ROWS: usize = 128;

/// as long as it has no more cells than that: 256 MiB.
const MOST_BAND_CELLS: usize = 1 << 25;

impl RasterFile {
    /// Opens a `GeoTIFF` or an ESRI ASCII grid; `crs` for one that does not say its own, `band`,
    /// counted from 1, for one with several.
    pub(in crate::grid) fn open(
        file: &Path,
        crs: Option<&Crs>,
        band: Option<usize>,
    ) -> Result<Self, GridError> {
        let ending = file.extension().unwrap_or_default().to_ascii_lowercase();
        let (rows, columns, georeference, kind) = if ending == "tif" || ending == "tiff" {
            let tiff = GeoTiff::open(file, crs, band)?;
            let (rows, columns) = tiff.size();
            (
                rows,
                columns,
                tiff.georeference(),
                Kind::GeoTiff(Box::new(tiff)),
            )
        } else {
            let ascii = AsciiGrid::open(file, crs)?;
            let (rows, columns) = ascii.size();
            (
                rows,
                columns,
                ascii.georeference(),
                Kind::Ascii(Box::new(ascii)),
            )
        };
        Ok(Self {
            rows,
            columns,
            georeference,
            file: file.to_owned(),
            next_row: 0,
            kind,
            found: Admitted::NOTHING,
        })
    }

    /// Reads the next rows; none at the end.
    pub(in crate::grid) fn next_band(&mut self, band: &mut Band) -> Result<bool, GridError> {
        band.first_row = self.next_row;
        if self.next_row == self.rows {
            band.cells.clear();
            if let Kind::Ascii(ascii) = &mut self.kind {
                ascii.expect_end()?;
            }
            return Ok(false);
        }
        let columns = self.columns.max(1);
        let most = (MOST_BAND_CELLS / columns).max(1);
        let wanted = (BAND_CELLS / columns).max(BAND_ROWS.min(most));
        let left = self.rows - self.next_row;
        let (rows, found) = match &mut self.kind {
            Kind::GeoTiff(tiff) => {
                let chunk = tiff.rows_of_a_chunk();
                // Of a row of large tiles, a part at a time.
                let whole = wanted.div_ceil(chunk) * chunk;
                let rows = if chunk > most { most } else { whole }.min(left);
                (rows, tiff.read(self.next_row, rows, &mut band.cells)?)
            }
            Kind::Ascii(ascii) => {
                let rows = wanted.min(left);
                (rows, ascii.read(self.next_row, rows, &mut band.cells)?)
            }
        };
        (band.count, band.most_people) = (found.count, found.most_people());
        self.found = self.found.and(found);
        self.next_row += rows;
        Ok(true)
    }

    /// What a reader of the answer should know of how the file was read.
    pub(in crate::grid) fn notes(&self) -> Vec<String> {
        match &self.kind {
            Kind::GeoTiff(tiff) => tiff.notes(),
            Kind::Ascii(ascii) => ascii.notes(),
        }
        .to_vec()
    }

    /// What is probably not what was meant, once all rows are read.
    pub(in crate::grid) fn warnings(&self) -> Vec<Warning> {
        let marks = match &self.kind {
            Kind::GeoTiff(tiff) => tiff.marks(),
            Kind::Ascii(ascii) => ascii.marks(),
        };
        let name = self
            .file
            .file_name()
            .unwrap_or_default()
            .display()
            .to_string();
        let undeclared = marks
            .undeclared(&self.found)
            .map(|(people, cells, of_type)| {
                let hold = if cells == 1 {
                    "cell holds"
                } else {
                    "cells hold"
                };
                let why = if of_type {
                    "the largest value of its type"
                } else {
                    "the largest value"
                };
                let count = usize::try_from(cells).unwrap_or(usize::MAX);
                Warning::of_file(&name, count, format!("{cells} {hold} {people}, {why}")).advice(
                    format!(
                        "nodata not declared? `gdal_edit.py -a_nodata {people} {name}` declares it"
                    ),
                )
            });
        undeclared.into_iter().collect()
    }
}

/// Refuses cells that hold no number of people.
pub(super) fn check(
    file: &Path,
    first_row: usize,
    columns: usize,
    cells: &[f64],
) -> Result<(), GridError> {
    let wrong = |cell: &f64| !(cell.is_nan() || (0.0..=Demand::MAX_OF_A_POINT).contains(cell));
    let Some(at) = cells.par_iter().position_first(wrong) else {
        return Ok(());
    };
    let value = cells[at];
    let alike = cells
        .iter()
        .filter(|cell| cell.to_bits() == value.to_bits())
        .count();
    let advice = if alike > 1 || value < 0.0 {
        let name = file.display();
        format!(
            "; {alike} of the first {} cells hold it: nodata not declared? (`gdal_edit.py \
             -a_nodata {value} {name}`)",
            first_row * columns + cells.len()
        )
    } else {
        String::new()
    };
    Err(GridError::at(
        file,
        format!("row {}, column {}", first_row + at / columns, at % columns),
        format!("expected people from 0 to 1e9, or nodata (got `{value}`){advice}"),
    ))
}

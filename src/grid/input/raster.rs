use super::ascii::AsciiGrid;
use super::geotiff::GeoTiff;
use crate::crs::Crs;
use crate::grid::{GridError, Lattice};
use std::path::Path;

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
    pub(in crate::grid) rows: usize,
    pub(in crate::grid) columns: usize,
    pub(in crate::grid) georeference: Georeference,
    next_row: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    GeoTiff(Box<GeoTiff>),
    Ascii(Box<AsciiGrid>),
}

/// Cells of a band, as near as the rows of tiles allow: 8 MiB, and as much again of the band
/// before, stay in the processor's last cache.
const BAND_CELLS: usize = 1 << 20;

/// A band has so many rows at least, which are work for several threads.
const BAND_ROWS: usize = 128;

impl RasterFile {
    /// Opens a `GeoTIFF` or an ESRI ASCII grid; `crs` for one that does not say its own.
    pub(in crate::grid) fn open(file: &Path, crs: Option<&Crs>) -> Result<Self, GridError> {
        let ending = file.extension().unwrap_or_default().to_ascii_lowercase();
        let (rows, columns, georeference, kind) = if ending == "tif" || ending == "tiff" {
            let tiff = GeoTiff::open(file, crs)?;
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
            next_row: 0,
            kind,
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
        let wanted = (BAND_CELLS / self.columns.max(1)).max(BAND_ROWS);
        let rows = match &mut self.kind {
            Kind::GeoTiff(tiff) => {
                let chunk = tiff.rows_of_a_chunk();
                let rows = (wanted.div_ceil(chunk) * chunk).min(self.rows - self.next_row);
                let of_cells = tiff.read(self.next_row, rows, &mut band.cells)?;
                (band.count, band.most_people) = (of_cells.count, of_cells.most_people());
                rows
            }
            Kind::Ascii(ascii) => {
                let rows = wanted.min(self.rows - self.next_row);
                band.cells.clear();
                ascii.read(self.next_row, rows, &mut band.cells)?;
                let cells = || band.cells.iter().filter(|cell| !cell.is_nan());
                band.count = cells().count() as u64;
                band.most_people = cells().sum::<f64>() + band.count as f64;
                rows
            }
        };
        self.next_row += rows;
        Ok(true)
    }
}

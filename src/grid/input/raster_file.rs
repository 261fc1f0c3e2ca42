use super::admitted::Admitted;
use super::ascii::AsciiGrid;
use super::band::Band;
use super::content::Content;
use super::geotiff::GeoTiff;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::load::Warning;
use std::path::{Path, PathBuf};

/// A raster in a file, read from north to south.
#[derive(Debug)]
pub(in crate::grid) struct RasterFile {
    file: PathBuf,
    pub(in crate::grid) rows: usize,
    pub(in crate::grid) columns: usize,
    pub(in crate::grid) georeference: Georeference,
    next_row: usize,
    kind: Kind,
    /// Counts and sums of the rows so far.
    found: Admitted,
}

#[derive(Debug)]
enum Kind {
    GeoTiff(Box<GeoTiff>),
    Ascii(Box<AsciiGrid>),
}

/// Cells per band, as near as the rows of tiles allow: 8 MiB, and as much again for the band before,
/// fit into the processor's last cache.
const BAND_CELLS: usize = 1 << 20;

/// The least rows per band, so that several threads have work,
const BAND_ROWS: usize = 128;

/// up to this many cells: 256 MiB.
const MOST_BAND_CELLS: usize = 1 << 25;

impl RasterFile {
    /// Opens a `GeoTIFF` or an ESRI ASCII grid; `crs` for one that does not say its own, `band`,
    /// counted from 1, for one with several.
    pub(in crate::grid) fn open(
        file: &Path,
        crs: Option<&Crs>,
        band: Option<usize>,
        content: Content,
    ) -> Result<Self, GridError> {
        let ending = file.extension().unwrap_or_default().to_ascii_lowercase();
        let (rows, columns, georeference, kind) = if ending == "tif" || ending == "tiff" {
            let tiff = GeoTiff::open(file, crs, band, content)?;
            let (rows, columns) = tiff.size();
            (
                rows,
                columns,
                tiff.georeference(),
                Kind::GeoTiff(Box::new(tiff)),
            )
        } else {
            let ascii = AsciiGrid::open(file, crs, content)?;
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

    /// Notes on how the file was read, for the reader of the results.
    pub(in crate::grid) fn notes(&self) -> Vec<String> {
        match &self.kind {
            Kind::GeoTiff(tiff) => tiff.notes(),
            Kind::Ascii(ascii) => ascii.notes(),
        }
        .to_vec()
    }

    /// Warnings of what is probably wrong, once all rows are read.
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
                        "is this undeclared nodata? `gdal_edit.py -a_nodata {people} {name}` \
                         declares it"
                    ),
                )
            });
        undeclared.into_iter().collect()
    }
}

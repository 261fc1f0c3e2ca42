use super::population_generator::PopulationGenerator;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::kernel::cell::millionths;
use crate::grid::kernel::geo_transform::GeoTransform;
use crate::grid::kernel::lattice::Lattice;
use crate::grid::output::output_file::OutputFile;
use crate::grid::output::people_file::PeopleFile;
use crate::grid::output::result_raster::ResultRaster;
use crate::grid::progress::Progress;
use crate::units::Demand;
use std::ops::ControlFlow;
use std::path::Path;

/// A raster in degrees to generate.
///
/// # Examples
///
/// ```
/// use catchment::grid::GeneratedGrid;
/// let grid = GeneratedGrid::with_cells(1_000_000, 7, [-5.8, 49.9, 1.8, 55.9]);
/// assert_eq!(grid, GeneratedGrid::with_cells(1_000_000, 7, [-5.8, 49.9, 1.8, 55.9]));
/// assert!(grid.rows.abs_diff(1_000_000 / grid.columns) <= 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeneratedGrid {
    /// Its edges in degrees.
    pub north: f64,
    /// The southern edge.
    pub south: f64,
    /// The western edge.
    pub west: f64,
    /// The eastern edge.
    pub east: f64,
    /// Its size.
    pub rows: usize,
    /// Cells of a row.
    pub columns: usize,
    /// The same seed gives the same people.
    pub seed: u64,
}

/// Cells that are made at a time.
const BAND_CELLS: usize = 1 << 22;

impl GeneratedGrid {
    /// About this many cells, square in the middle of the extent.
    #[must_use]
    pub fn with_cells(cells: u64, seed: u64, [west, south, east, north]: [f64; 4]) -> Self {
        let middle = f64::midpoint(south, north).to_radians().cos().max(0.01);
        let shape = ((east - west) * middle / (north - south)).clamp(1e-6, 1e6);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size, at least 1"
        )]
        let whole = |size: f64| size.round().max(1.0) as usize;
        let columns = whole((cells as f64 * shape).sqrt());
        Self {
            north,
            south,
            west,
            east,
            rows: whole(cells as f64 / columns as f64),
            columns,
            seed,
        }
    }

    /// Where its cells lie, in degrees.
    #[must_use]
    pub fn transform(&self) -> GeoTransform {
        GeoTransform {
            west: self.west,
            north: self.north,
            step_x: (self.east - self.west) / self.columns as f64,
            step_y: (self.north - self.south) / self.rows as f64,
        }
    }

    /// Makes the grid band by band and writes it: a raster (`.tif`) with all cells, or the cells
    /// with people as points (`.parquet`, `.csv`). Gives the people.
    ///
    /// # Errors
    ///
    /// An extent off the Earth, a name of another kind, a file that cannot be written, or a stop on
    /// request; nothing is written then.
    pub fn write(
        &self,
        file: &Path,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Demand, GridError> {
        let lattice = Lattice::try_new(self.transform(), self.rows, self.columns)?;
        let mut progress = |row: usize| {
            let done = Progress {
                cells: (row * self.columns) as u64,
                part: row as f64 / self.rows as f64,
            };
            match progress(done) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(GridError::Cancelled),
            }
        };
        let ending = file.extension().unwrap_or_default().to_ascii_lowercase();
        if ending == "tif" || ending == "tiff" {
            self.write_raster(file, &mut progress)
        } else {
            self.write_points(file, &lattice, &mut progress)
        }
    }

    /// The first row and the cells of each band.
    fn bands(&self) -> impl Iterator<Item = (usize, Vec<f32>)> {
        let generator = PopulationGenerator::new(self.seed, self.rows, self.columns);
        let rows = (BAND_CELLS / self.columns).max(1);
        let total = self.rows;
        (0..total)
            .step_by(rows)
            .map(move |first| (first, generator.band(first, rows.min(total - first))))
    }

    fn write_raster(
        &self,
        file: &Path,
        progress: &mut dyn FnMut(usize) -> Result<(), GridError>,
    ) -> Result<Demand, GridError> {
        let out = OutputFile::create(file)?;
        let at = Georeference {
            crs: Crs::wgs84(),
            transform: self.transform(),
        };
        let mut lines = ResultRaster::create(&out, self.rows, self.columns, &at)?;
        let mut people = Demand::ZERO;
        for (first_row, cells) in self.bands() {
            let people_of = |&cell: &f32| millionths(f64::from(cell));
            people += Demand::from_millionths(cells.iter().map(people_of).sum());
            lines.write(&cells)?;
            progress(first_row + cells.len() / self.columns)?;
        }
        lines.finish()?;
        out.finish()?;
        Ok(people)
    }

    fn write_points(
        &self,
        file: &Path,
        lattice: &Lattice,
        progress: &mut dyn FnMut(usize) -> Result<(), GridError>,
    ) -> Result<Demand, GridError> {
        let mut out = PeopleFile::create(file)?;
        let mut people = Demand::ZERO;
        for (first_row, cells) in self.bands() {
            let populated = cells.iter().enumerate().filter_map(|(cell, &count)| {
                let (row, column) = (first_row + cell / self.columns, cell % self.columns);
                let count = Demand::from_millionths(millionths(f64::from(count)));
                people += count;
                (count > Demand::ZERO).then_some((lattice.middle(row, column)?, count))
            });
            out.write(populated)?;
            progress(first_row + cells.len() / self.columns)?;
        }
        out.finish()?;
        Ok(people)
    }
}

use crate::grid::{GeneratedGrid, GridError};
use crate::run::observer::{Interrupted, Observer, cells_heard};
use crate::units::Demand;
use std::path::Path;

/// The most cells: a continent at 100 m has some thousand million.
const MOST: u64 = 100_000_000_000;

/// A population grid to generate.
///
/// # Examples
///
/// ```
/// use catchment::run::GridGenerateRequest;
///
/// let malta = GridGenerateRequest { cells: 10_000, seed: 1, extent: [14.1, 35.7, 14.7, 36.1] };
/// let grid = malta.grid()?;
/// assert!((9_000..11_000).contains(&(grid.rows * grid.columns)));
///
/// let exchanged = GridGenerateRequest { extent: [14.7, 35.7, 14.1, 36.1], ..malta };
/// assert!(exchanged.grid().is_err());
/// # Ok::<(), catchment::run::GridGenerateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridGenerateRequest {
    /// Approximate number of cells, including those without people.
    pub cells: u64,
    /// The same seed gives the same grid.
    pub seed: u64,
    /// West, south, east and north in degrees.
    pub extent: [f64; 4],
}

/// Why a grid cannot be generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GridGenerateError {
    /// No cells, or more than a file can hold.
    #[error("number of cells: expected from 1 to {MOST} (got {0})")]
    Cells(u64),
    /// An extent without an area.
    #[error(
        "extent {},{},{},{}: expected west before east, south before north",
        .0[0], .0[1], .0[2], .0[3]
    )]
    Extent([f64; 4]),
    /// The file cannot be written.
    #[error(transparent)]
    Grid(GridError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}

impl GridGenerateRequest {
    /// The raster that is to be filled.
    ///
    /// # Errors
    ///
    /// A number of cells or an extent that no grid has.
    pub fn grid(&self) -> Result<GeneratedGrid, GridGenerateError> {
        if !(1..=MOST).contains(&self.cells) {
            return Err(GridGenerateError::Cells(self.cells));
        }
        let [west, south, east, north] = self.extent;
        if !(west < east && south < north) {
            return Err(GridGenerateError::Extent(self.extent));
        }
        Ok(GeneratedGrid::with_cells(
            self.cells,
            self.seed,
            self.extent,
        ))
    }

    /// Writes the grid as `.tif`, `.parquet` or `.csv`; the grid, and the people in it.
    ///
    /// # Errors
    ///
    /// As for [`Self::grid`]; a file that cannot be written, or the observer ended the work.
    pub fn write(
        &self,
        file: &Path,
        observer: &mut dyn Observer,
    ) -> Result<(GeneratedGrid, Demand), GridGenerateError> {
        let grid = self.grid()?;
        let mut progress = cells_heard(observer);
        let people = grid
            .write(file, &mut progress)
            .map_err(|error| match error {
                GridError::Cancelled => Interrupted.into(),
                other => GridGenerateError::Grid(other),
            })?;
        Ok((grid, people))
    }
}

use super::build_error::GridBuildError;
use super::spread::{Spread, spread};
use crate::crs::{BRITISH_NATIONAL_GRID, Crs};
use crate::grid::{AddressFile, BuiltGrid, GridError};
use crate::load::{self, Wanted};
use crate::output::InputFiles;
use crate::run::observer::Observer;
use crate::run::source::StudySource;
use crate::run::stages::Stages;
use crate::units::{Demand, Metres};
use std::path::{Path, PathBuf};

/// What a population grid is built from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GridBuildRequest {
    /// A CSV of points with `easting, northing` and, for a choice by authority, `authority`.
    pub points: PathBuf,
    /// Only points whose authority begins with this are used; all where it is empty.
    pub authority: String,
    /// The coordinate reference system of the points and the cells, by its code.
    pub crs: String,
    /// Side length of a cell in metres.
    pub cell_metres: f64,
    /// How far the nearest polygon of a point in none may be.
    pub reach: Metres,
}

impl GridBuildRequest {
    /// Cells of 100 m on the British National Grid from all points, each in a polygon or at most
    /// 1 km from one.
    #[must_use]
    pub fn new(points: impl Into<PathBuf>) -> Self {
        Self {
            points: points.into(),
            authority: String::new(),
            crs: BRITISH_NATIONAL_GRID.to_owned(),
            cell_metres: 100.0,
            reach: Metres::try_new(1_000.0).unwrap_or_default(),
        }
    }

    /// The system of the cells, which must be one in metres.
    ///
    /// # Errors
    ///
    /// A code that is not known, or a system in degrees.
    pub fn crs(&self) -> Result<Crs, GridBuildError> {
        let crs = Crs::from_code(&self.crs)?;
        if crs.is_degrees() {
            return Err(GridBuildError::Degrees(self.crs.clone()));
        }
        Ok(crs)
    }

    /// Spreads the people of a study's areas over the points.
    ///
    /// # Errors
    ///
    /// A study without polygons, points that cannot be read, cells without a size, or the observer
    /// ended the work.
    pub fn build(
        &self,
        source: &StudySource,
        observer: &mut dyn Observer,
    ) -> Result<GridBuild, GridBuildError> {
        let crs = self.crs()?;
        let mut stages = Stages::after(Vec::new(), observer);
        let wanted = Wanted { drawing: true };
        let data = stages.stage("read the study", || {
            let data = load::dataset(&source.study, &source.files, wanted);
            data.map_err(|error| source.located(error))
        })?;
        let addresses = stages.stage("read the points", || {
            AddressFile::read(&self.points, &self.authority)
        })?;
        stages.check()?;
        let Spread {
            grid,
            inside,
            nearest,
            total,
        } = stages.stage("build the grid", || {
            spread(&data, addresses.points, &crs, self.cell_metres, self.reach)
        })?;
        stages.check()?;
        Ok(GridBuild {
            grid,
            inside,
            nearest,
            elsewhere: addresses.elsewhere,
            total,
            crs,
            cell_metres: self.cell_metres,
            inputs: {
                let mut inputs = source.input_files(&data.report.files);
                inputs.extend([&self.points]);
                inputs
            },
        })
    }
}

/// A population grid, and how its points found their areas.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GridBuild {
    /// The grid.
    pub grid: BuiltGrid,
    /// Points that lie in a polygon.
    pub inside: usize,
    /// Points that lie in none and were given to the nearest.
    pub nearest: usize,
    /// Points of other authorities, which were not used.
    pub elsewhere: usize,
    /// The people of the study.
    pub total: Demand,
    crs: Crs,
    cell_metres: f64,
    inputs: InputFiles,
}

impl GridBuild {
    /// Writes the grid as `.parquet` or `.csv`.
    ///
    /// # Errors
    ///
    /// Another ending, an input of the grid, or a file that cannot be written.
    pub fn write(&self, file: &Path) -> Result<(), GridError> {
        if self.inputs.contains(file) {
            let reason = "this file is an input of the grid; choose another name";
            return Err(GridError::file(file, reason));
        }
        self.grid.write(file, &self.crs, self.cell_metres)
    }
}

use crate::grid::GridError;
use crate::load::LoadError;
use crate::render::RenderError;
use crate::report::OutputError;
use crate::run::location_error::LocationError;
use crate::run::observer::Interrupted;
use crate::run::source::OpenError;
use crate::study::UnknownName;
use std::path::PathBuf;

/// Why a grid cannot be computed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GridRunError {
    /// A file of results whose name is of another format.
    #[error("{what} `{}`: expected a name ending in .{ending}", file.display())]
    Ending {
        /// What it is: `cells`, `raster`, `map`.
        what: &'static str,
        /// The file.
        file: PathBuf,
        /// What its name should end in.
        ending: &'static str,
    },
    /// A file of results that is the input.
    #[error("{what} `{}`: this is the input file or another one that is an input of the run; choose another name", file.display())]
    IsInput {
        /// What it is: `cells`, `raster`, `map`.
        what: &'static str,
        /// The file.
        file: PathBuf,
    },
    /// A file of results whose name `run.json` cannot hold.
    #[error("{what} `{}`: the name is not UTF-8; choose another one", file.display())]
    NotUtf8 {
        /// What it is: `cells`, `raster`, `map`.
        what: &'static str,
        /// The file.
        file: PathBuf,
    },
    /// The study or the sites.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A layout that is not in the study.
    #[error(transparent)]
    UnknownLayout(#[from] UnknownName),
    /// A word that names no sites.
    #[error(transparent)]
    Sites(#[from] LocationError),
    /// A study of costs.
    #[error("the study has costs in {0} instead of travel times, and cells of a grid have times")]
    Costs(String),
    /// Words that name no sites together.
    #[error("`{0}` names no site")]
    NoSite(String),
    /// A site that cannot be on a grid.
    #[error("site `{0}` has no coordinates, which a grid needs; remove the site, or add them")]
    NoPlace(String),
    /// Polygons that nobody lives in.
    #[error(
        "nobody lives in any of the polygons of {file}, which extend from longitude {} to {} and \
         from latitude {} to {}; do they show another place, or are longitude and latitude \
         exchanged?",
        extent[0], extent[2], extent[1], extent[3]
    )]
    NobodyInGroups {
        /// The file.
        file: String,
        /// West, south, east and north of the polygons, in degrees.
        extent: [f64; 4],
    },
    /// The cells, the polygons, or a file of results.
    #[error(transparent)]
    Grid(GridError),
    /// The folder of the results.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The map.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}

impl From<GridError> for GridRunError {
    fn from(error: GridError) -> Self {
        match error {
            GridError::Cancelled => Self::Interrupted(Interrupted),
            other => Self::Grid(other),
        }
    }
}

impl From<LoadError> for GridRunError {
    fn from(error: LoadError) -> Self {
        Self::Open(error.into())
    }
}

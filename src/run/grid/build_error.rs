use crate::crs::CrsError;
use crate::grid::GridError;
use crate::load::LoadError;
use crate::run::observer::Interrupted;
use crate::run::source::OpenError;

/// A grid cannot be built of a study.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GridBuildError {
    /// A code that is not known.
    #[error(transparent)]
    Crs(#[from] CrsError),
    /// Cells in degrees have no size in metres.
    #[error("`{0}` is in degrees; cells need a coordinate reference system in metres")]
    Degrees(String),
    /// The study has no shapes.
    #[error("the study names no polygons for its areas; add `areas` to its [maps]")]
    NoAreas,
    /// The study or its files.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The points or the cells are wrong.
    #[error(transparent)]
    Grid(#[from] GridError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}

impl From<LoadError> for GridBuildError {
    fn from(error: LoadError) -> Self {
        Self::Open(error.into())
    }
}

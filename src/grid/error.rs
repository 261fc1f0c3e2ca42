use crate::load::LoadError;
use crate::network::friction::NotOnSurface;
use std::path::{Path, PathBuf};

/// Why a grid cannot be computed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// No centre, or more than 65535.
    #[error("a grid needs from 1 to 65535 centres (got {0})")]
    CentreCount(usize),
    /// A layout that names no centre, the same centre twice, or a centre that does not exist.
    #[error(
        "layout number {0} must name at least one of the {1} centres, each once and in ascending \
         order"
    )]
    Layout(usize, usize),
    /// Standards that are not in ascending order.
    #[error("time standards must be in ascending order")]
    Standards,
    /// A raster off the Earth.
    #[error(
        "a raster in degrees must lie between -90 and 90 degrees of latitude and within one turn \
         of longitude (got {north} to {south} and {west} to {east})"
    )]
    Extent {
        /// Its northern edge.
        north: f64,
        /// Its southern edge.
        south: f64,
        /// Its western edge.
        west: f64,
        /// Its eastern edge.
        east: f64,
    },
    /// A cell size that is not above zero.
    #[error("the side of a cell must be above 0 m (got {0})")]
    CellSize(f64),
    /// A centre from which no journey over a friction surface begins.
    #[error("centre `{centre}` {why}; correct its coordinates, or give the cell a value")]
    OffSurface {
        /// Its id.
        centre: String,
        /// How it lies to the surface, with the nearest passable cell.
        why: NotOnSurface,
    },
    /// More than the nearest centre of each cell, on a friction surface.
    #[error(
        "on a friction surface only the nearest centre of each cell is known (`--nearest 1`, and no \
         `--backup`)"
    )]
    OneCentre,
    /// A point too far out for the numbers of cells.
    #[error(
        "the point {easting}, {northing} is more than 2^31 cells away; are its coordinates in \
         metres?"
    )]
    BeyondCells {
        /// Metres east.
        easting: f64,
        /// Metres north.
        northing: f64,
    },
    /// A file that cannot be read or written.
    #[error("{file}: {source}")]
    Io {
        /// The file.
        file: PathBuf,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// A file with wrong contents: truncated, corrupt, or of another kind.
    #[error("{file}{}: {reason}", place.as_ref().map(|p| format!(":{p}")).unwrap_or_default())]
    File {
        /// The file.
        file: PathBuf,
        /// Where in it: a line, a row, a column.
        place: Option<String>,
        /// What is wrong, and what was expected.
        reason: String,
    },
    /// A file of points or polygons that cannot be used.
    #[error(transparent)]
    Load(Box<crate::load::LoadError>),
    /// The run was stopped on request; nothing was written.
    #[error("stopped on request; nothing was written")]
    Cancelled,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "an error of a library becomes its text at once"
)]
impl GridError {
    pub(super) fn io(file: &Path, source: std::io::Error) -> Self {
        Self::Io {
            file: file.to_owned(),
            source,
        }
    }

    pub(crate) fn file(file: &Path, reason: impl ToString) -> Self {
        Self::File {
            file: file.to_owned(),
            place: None,
            reason: reason.to_string(),
        }
    }

    pub(super) fn at(file: &Path, place: impl ToString, reason: impl ToString) -> Self {
        Self::File {
            file: file.to_owned(),
            place: Some(place.to_string()),
            reason: reason.to_string(),
        }
    }
}

impl From<LoadError> for GridError {
    fn from(error: LoadError) -> Self {
        Self::Load(Box::new(error))
    }
}

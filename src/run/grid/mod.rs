//! Grids of millions of cells: computed, built from points, or generated.

mod build;
mod build_error;
mod error;
mod generate;
mod input_digests;
mod map;
mod outside;
mod request;
mod results;
mod session;
mod setup;
mod spread;
mod tables;

pub use build::{GridBuild, GridBuildRequest};
pub use build_error::GridBuildError;
pub use error::GridRunError;
pub use generate::{GridGenerateError, GridGenerateRequest};
pub use request::{GridRequest, GridSites, PolygonFile};
pub use results::{GridResults, WrittenGrid};
pub use session::GridSession;

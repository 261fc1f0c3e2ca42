//! The stages of a run in their order: load, travel times, evaluate, compare, treat, write, draw.

mod adopt;
mod curve;
mod draw;
mod evaluate;
mod expand;
mod grid;
mod grid_build;
mod location_error;
mod optima;
mod prepare;
mod site_selection;
mod solve;
mod stages;
mod treatment;
mod write;

pub use adopt::adopt;
pub use curve::{CurveQuestion, curve};
pub use draw::draw;
pub use evaluate::{Results, evaluate};
pub use expand::expand;
pub use grid::{
    GridChoice, GridPrepared, GridSetupError, all_sites, grid_options, grid_tables, outside_groups,
};
pub use grid_build::{GridBuild, GridBuildError, build_grid};
pub use location_error::LocationError;
pub use optima::optima;
pub use prepare::{Prepared, prepare};
pub use site_selection::SiteSelection;
pub use solve::solve;
pub use stages::Stages;
pub use treatment::{CareData, explain, treatment};
pub use write::{Formats, WriteError, write_tables};

//! The stages of a run in their order: load, travel times, evaluate, compare, treat, write, draw.

mod adopt;
mod answers;
mod curve;
mod draw;
mod evaluate;
mod expand;
mod grid;
mod grid_build;
mod optima;
mod places;
mod prepare;
mod question;
mod stages;
mod treatment;
mod unreachable;
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
pub use optima::optima;
pub use places::Places;
pub use prepare::{Prepared, prepare};
pub use question::{Floor, Question, QuestionError, Terms, solve};
pub use stages::Stages;
pub use treatment::{CareData, explain, treatment};
pub use write::{Formats, WriteError, write_tables};

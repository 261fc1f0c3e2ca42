//! The stages of a run in their order: load, travel times, evaluate, compare, write, draw.

mod evaluate;
mod prepare;
mod stages;
mod write;

pub use evaluate::{Results, evaluate};
pub use prepare::{Prepared, prepare};
pub use stages::Stages;
pub use write::{Formats, WriteError, draw, write_tables};

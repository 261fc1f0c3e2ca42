//! The stages of a run in their order: load, travel times, evaluate, compare, write, draw.

mod draw;
mod evaluate;
mod prepare;
mod stages;
mod write;

pub use draw::draw;
pub use evaluate::{Results, evaluate};
pub use prepare::{Prepared, prepare};
pub use stages::Stages;
pub use write::{Formats, WriteError, write_tables};

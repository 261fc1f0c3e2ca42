//! The borders between areas, each once: which areas touch, and outlines of areas together.

mod chain;
mod polygons;
mod ring;
mod topology;

pub(crate) use chain::Ring;
pub(crate) use ring::{is_anticlockwise, turned};
pub(crate) use topology::{Border, Borders, OUTSIDE};

//! The borders between areas, each once: which areas touch, and outlines of areas together.

mod chain;
mod noding;
mod outlines;
mod polygons;
mod ring;
mod topology;
mod valid;
mod vertices;
mod winding;

pub(crate) use chain::Ring;
pub(crate) use outlines::Outlines;
pub(crate) use ring::{is_anticlockwise, turned};
pub(crate) use topology::{Border, Borders, OUTSIDE};
pub(crate) use valid::valid;

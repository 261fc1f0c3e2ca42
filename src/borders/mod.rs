//! The borders between areas, each once: which areas touch, and outlines of areas together.

mod border;
mod chain;
mod noding;
mod outlines;
mod polygons;
mod ring;
mod topology;
mod valid;
mod vertices;
mod winding;

pub(crate) use border::{Border, OUTSIDE};
pub(crate) use chain::Ring;
pub(crate) use outlines::Outlines;
pub(crate) use ring::{is_anticlockwise, turned};
pub(crate) use topology::Borders;
pub(crate) use valid::valid;

//! Maps and charts, one a file, as SVG and as PNG.
//!
//! Every picture is an SVG document, and its PNG is that very document rasterised with a font that
//! travels with the crate. Nothing here writes a file.

mod font;
mod projection;
mod topology;
mod canvas;
mod view;
mod space;
mod palette;
mod marker;
mod labels;
mod legend;
mod png;
mod base;
mod map;
mod words;
mod access_map;

pub use access_map::access_map;
pub use base::Base;
pub use font::Fonts;
pub use png::{Picture, RenderError};

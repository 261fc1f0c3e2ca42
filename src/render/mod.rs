//! Maps and charts, one a file, as SVG and as PNG.
//!
//! Every picture is an SVG document, and its PNG is that very document rasterised with a font that
//! travels with the crate. Nothing here writes a file.

mod font;
mod projection;
mod topology;
mod rect;
mod pen;
mod canvas;
mod view;
mod space;
mod palette;
mod marker;
mod labels;
mod legend;
mod page;
mod png;
mod layout;
mod base;
mod map;
mod sites;
mod words;
mod access_map;
mod catchment_map;
mod difference_map;
mod axes;
mod coverage_table;
mod coverage_chart;
mod size_chart;
mod size_panel;
mod published;
mod grid_map;
mod optimum_chart;

pub use access_map::access_map;
pub use base::Base;
pub use catchment_map::catchment_map;
pub use coverage_chart::coverage_chart;
pub use difference_map::difference_map;
pub use font::Fonts;
pub use grid_map::{GridMap, grid_map};
pub use optimum_chart::{CurveOf, CurvePoint, optimum_chart};
pub use png::{Picture, RenderError};
pub use published::{ENGLAND, PublishedCurve};
pub use size_chart::size_chart;

#[cfg(test)]
mod tests;

//! Maps and charts, one per file, as SVG and as PNG.
//!
//! Every picture is an SVG document, and its PNG is that very document rasterised with a font that
//! travels with the crate. Nothing here writes a file.

mod font;
mod projection;
mod topology;
mod rect;
mod pen;
mod hatched;
mod shared_layer;
mod canvas;
mod care_map;
mod view;
mod space;
mod palette;
mod pareto_chart;
mod time_classes;
mod marker;
mod labels;
mod dots;
mod dot_layer;
mod legend;
mod page;
mod ticks;
mod png;
mod land;
mod backdrop;
mod lengths;
mod scale_bar;
mod layout;
mod window;
mod base_map;
mod circle;
mod map;
mod sites;
mod words;
mod glyphs;
mod access_map;
mod catchment_map;
mod difference_map;
mod treatment_map;
mod route_map;
mod helicopter_map;
mod reach_map;
mod axes;
mod stripes;
mod coverage_table;
mod coverage_chart;
mod equity_chart;
mod cold_spot_map;
mod size_axis;
mod size_chart;
mod size_panel;
mod sign;
mod chart_legend;
mod line_chart;
mod week_heat_map;
mod interval_chart;
mod wait_chart;
mod grid_map;
mod optimum_chart;
mod allowance_chart;
mod break_even_chart;
mod tornado_chart;
mod year_panel;
mod fan_chart;
mod hours_chart;
mod year_panels;
mod coarse;
mod web_map;

pub(crate) use access_map::{access_map, open_centres_map};
pub(crate) use allowance_chart::{AllowanceCurve, allowance_chart};
pub(crate) use backdrop::{is_near, of_the_earth};
pub(crate) use base_map::BaseMap;
pub(crate) use break_even_chart::break_even_chart;
pub(crate) use catchment_map::catchment_map;
pub(crate) use cold_spot_map::cold_spot_map;
pub(crate) use coverage_chart::coverage_chart;
pub(crate) use difference_map::difference_map;
pub(crate) use equity_chart::{EquityChart, EquityPanel};
pub(crate) use fan_chart::{Fan, FanChart};
pub use font::Fonts;
pub(crate) use glyphs::{
    chart_without_glyphs, missing_glyphs, regions_without_glyphs, without_glyphs,
};
pub(crate) use grid_map::{GridMap, grid_map};
pub(crate) use helicopter_map::helicopter_map;
pub(crate) use hours_chart::{HoursChart, HoursPoint};
pub(crate) use interval_chart::{IntervalChart, IntervalRow};
pub(crate) use optimum_chart::{CurveOf, CurvePoint, optimum_chart};
pub(crate) use pareto_chart::pareto_chart;
pub use png::{Picture, RenderError};
pub(crate) use reach_map::reach_map;
pub(crate) use route_map::route_map;
pub(crate) use size_chart::size_chart;
pub(crate) use tornado_chart::{Tornado, TornadoBar};
pub(crate) use treatment_map::treatment_map;
pub(crate) use wait_chart::{Waits, wait_chart};
pub(crate) use web_map::{ColdSpotsOf, WebMap, WebMapOf};
pub(crate) use week_heat_map::{WeekHeatMap, WeekPanel};
pub(crate) use words::{MOST_NAMES, layout_heading};
pub(crate) use year_panels::{YearLines, YearPanels};

#[cfg(test)]
mod tests;

use super::pen::{Anchor, colour, style, tenths, text_style};
use super::rect::Rect;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint};
use plotters::prelude::{
    ChartBuilder, Color, IntoDrawingArea, LabelAreaPosition, Ranged, SVGBackend,
};
use std::ops::Range;

/// Room for the numbers below the plot, in pixels.
const BELOW: f64 = 50.0;

/// An axis with a tick at every multiple of a step, of which its ends are two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evenly {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) step: usize,
}

impl Evenly {
    /// How far along the axis a value is: 0 at its beginning, 1 at its end.
    pub(super) fn part(self, value: f64) -> f64 {
        (value - self.first as f64) / self.last.saturating_sub(self.first).max(1) as f64
    }
}

impl Ranged for Evenly {
    type FormatOption = DefaultFormatting;
    type ValueType = usize;

    #[expect(clippy::cast_possible_truncation, reason = "a place on the page")]
    fn map(&self, value: &usize, limit: (i32, i32)) -> i32 {
        let part = self.part(*value as f64);
        limit.0 + (f64::from(limit.1 - limit.0) * part).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<usize> {
        (self.first..=self.last).step_by(self.step.max(1)).collect()
    }

    fn range(&self) -> Range<usize> {
        self.first..self.last
    }
}

/// Axes, ticks and grid around `plot` on a page of this size in tenths of a pixel.
pub(super) fn draw(
    (width, height): (u32, u32),
    plot: &Rect,
    across: Evenly,
    up: Evenly,
) -> Result<String, String> {
    let units = |pixels: f64| tenths(pixels).unsigned_abs();
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
    let mut chart = ChartBuilder::on(&area)
        .margin_top(units(plot.top))
        .margin_right(width.saturating_sub(units(plot.right())))
        .margin_bottom(height.saturating_sub(units(plot.bottom() + BELOW)))
        .set_label_area_size(LabelAreaPosition::Left, units(plot.left))
        .set_label_area_size(LabelAreaPosition::Bottom, units(BELOW))
        .build_cartesian_2d(across, up)
        .map_err(|cause| cause.to_string())?;
    chart
        .configure_mesh()
        .label_style(text_style(Anchor::Middle, 22.0, "#222222"))
        .axis_style(style("#444444", 2.0))
        .bold_line_style(style("#dddddd", 1.5))
        .light_line_style(colour("#ffffff").mix(0.0))
        .set_all_tick_mark_size(units(8.0))
        .draw()
        .map_err(|cause| cause.to_string())?;
    area.present().map_err(|cause| cause.to_string())?;
    drop(chart);
    drop(area);
    Ok(svg)
}

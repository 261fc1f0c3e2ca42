use super::font;
use super::pen::{Anchor, Pen};
use super::rect::Rect;
use super::ticks;
use crate::wording::thousands;

const TICKS: f64 = 18.0;
/// Room for one label of the axis of years, in pixels.
const YEAR: f64 = 74.0;
const GRID: &str = "#dddddd";
const AXIS: &str = "#444444";

/// A plot with years across and a number from zero up; several of them share their axes.
#[derive(Debug, Clone, Copy)]
pub(super) struct YearPanel {
    pub(super) plot: Rect,
    /// The first and the last year.
    pub(super) years: [u32; 2],
    /// The last value of the axis up, and its step.
    pub(super) up: [f64; 2],
}

impl YearPanel {
    /// Where a year and a value are; values beyond the axis are at its end.
    pub(super) fn place(&self, year: u32, value: f64) -> [f64; 2] {
        let [first, last] = self.years;
        let range = f64::from(last.saturating_sub(first)).max(1.0);
        let across = f64::from(year.saturating_sub(first)) / range;
        let up = (value / self.up[0]).clamp(0.0, 1.0);
        [
            self.plot.left + self.plot.width * across.min(1.0),
            self.plot.bottom() - self.plot.height * up,
        ]
    }

    /// Draws the grid and the years, and the numbers of the axis up where they are wanted, with what
    /// follows them.
    pub(super) fn draw_axes(&self, pen: &mut Pen, numbers: Option<&str>) {
        let plot = &self.plot;
        let [most, step] = self.up;
        let mut value = 0.0;
        while value <= most + step / 2.0 {
            let [x, y] = self.place(self.years[0], value);
            pen.line([x, y], [plot.right(), y], GRID, 1.5);
            if let Some(unit) = numbers {
                let text = format!("{}{unit}", thousands(value));
                pen.text([x - 10.0, y + 6.0], Anchor::End, TICKS, "#222222", &text);
            }
            value += step;
        }
        for year in ticks::whole(self.years, (plot.width / YEAR).max(1.0)) {
            let [x, y] = self.place(year, 0.0);
            pen.line([x, plot.top], [x, y], GRID, 1.5);
            let at = [x, y + 26.0];
            pen.text(at, Anchor::Middle, TICKS, "#222222", &year.to_string());
        }
        pen.line(
            [plot.left, plot.bottom()],
            [plot.right(), plot.bottom()],
            AXIS,
            2.0,
        );
        pen.line([plot.left, plot.top], [plot.left, plot.bottom()], AXIS, 2.0);
    }

    /// A title above the plot, made smaller where it is too long.
    pub(super) fn draw_title(&self, pen: &mut Pen, above: f64, size: f64, text: &str) {
        let size = font::fit(text, size, self.plot.width);
        let at = [self.plot.left, self.plot.top - above];
        pen.text(at, Anchor::Start, size, "#111111", text);
    }
}

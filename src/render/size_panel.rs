use super::canvas::{Canvas, halo};
use super::font;
use super::pen::{Anchor, Pen};
use super::rect::Rect;
use super::size_axis::Axis;
use crate::units::Demand;
use crate::wording::thousands;

/// Height of a bar with its name beside it.
pub(super) const ROW: f64 = 30.0;
/// From the top of a panel to its first bar.
pub(super) const HEAD: f64 = 96.0;
/// From its last bar to its end: the axis.
pub(super) const FOOT: f64 = 96.0;

const NAME: f64 = 20.0;
const SMALL: f64 = 18.0;
/// Between names and bars.
const NAME_GAP: f64 = 14.0;
/// Beside the value right of the longest bar.
const VALUE_GAP: f64 = 16.0;
/// What names leave to bars and values at least.
const BARS: f64 = 330.0;

/// How wide the widest name is.
fn names_width(sizes: &[(Demand, &str)]) -> f64 {
    let widths = sizes.iter().map(|(_, name)| font::width(name, NAME));
    widths.fold(0.0, f64::max)
}

/// The width at which a panel has room for bars beside these centres' names.
pub(super) fn width_for(sizes: &[(Demand, &str)]) -> f64 {
    names_width(sizes) + BARS
}

/// The centres of one layout as bars, the largest at the top.
pub(super) struct Panel<'a> {
    pub(super) place: Rect,
    pub(super) title: String,
    pub(super) unit: &'a str,
    pub(super) axis: &'a Axis,
    /// Whether every bar has its name; else they are closer together than names can be.
    pub(super) named: bool,
    /// Each centre's demand and name, descending.
    pub(super) sizes: Vec<(Demand, &'a str)>,
}

impl Panel<'_> {
    /// Room for names, left of the bars.
    fn names(&self) -> f64 {
        if self.named {
            names_width(&self.sizes).min(self.place.width - BARS) + NAME_GAP
        } else {
            // What the left of two lines is called has room beside it.
            font::width(&thousands(self.axis.patients), SMALL) + NAME_GAP
        }
    }

    /// What the bars cover at most.
    fn bars(&self) -> Rect {
        let value = font::width(&thousands(self.axis.last), SMALL) + VALUE_GAP;
        let (names, values) = (self.names(), if self.named { value } else { 10.0 });
        Rect::new(
            self.place.left + names,
            self.place.top + HEAD,
            self.place.width - names - values,
            self.place.height - HEAD - FOOT,
        )
    }

    fn row(&self) -> f64 {
        if self.named {
            ROW
        } else {
            self.bars().height / self.sizes.len().max(1) as f64
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let bars = self.bars();
        let x = |demand: f64| bars.left + bars.width * demand / self.axis.last;
        canvas.layer("", |pen| {
            self.draw_title(pen);
            self.draw_axis(pen, &bars, x);
            for (number, &(demand, _)) in self.sizes.iter().enumerate() {
                let top = bars.top + (number as f64 + 0.15) * self.row();
                let length = x(demand.as_f64()) - bars.left;
                let bar = Rect::new(bars.left, top, length, 0.7 * self.row());
                pen.rectangle(&bar, self.axis.colour(demand));
            }
            self.draw_needs(pen, &bars, x);
            if self.named {
                self.clear_values(pen, &bars, x);
            }
            pen.line(
                [bars.left, bars.top],
                [bars.left, bars.bottom()],
                "#444444",
                2.0,
            );
        });
        if self.named {
            canvas.layer(&halo(4.0), |pen| self.draw_names(pen, &bars, x));
        }
    }

    fn draw_title(&self, pen: &mut Pen) {
        let size = font::fit(&self.title, 26.0, self.place.width);
        let at = [self.place.left, self.place.top + 30.0];
        pen.text(at, Anchor::Start, size, "#111111", &self.title);
    }

    fn draw_axis(&self, pen: &mut Pen, bars: &Rect, x: impl Fn(f64) -> f64) {
        let step = self.axis.step(bars.width, SMALL);
        let mut tick = 0.0;
        while tick <= self.axis.last {
            let at = x(tick);
            pen.line([at, bars.top], [at, bars.bottom()], "#dddddd", 1.5);
            let below = [at, bars.bottom() + 28.0];
            pen.text(below, Anchor::Middle, SMALL, "#222222", &thousands(tick));
            tick += step;
        }
        let unit = if self.named {
            self.unit.to_owned()
        } else {
            format!(
                "{}; {} centres, not named here",
                self.unit,
                self.sizes.len()
            )
        };
        let middle = [bars.left + bars.width / 2.0, bars.bottom() + 58.0];
        let size = font::fit(&unit, NAME, bars.width);
        pen.text(middle, Anchor::Middle, size, "#222222", &unit);
    }

    /// Lines at what a centre needs; the lower one is named to its left, the higher to its right.
    fn draw_needs(&self, pen: &mut Pen, bars: &Rect, x: impl Fn(f64) -> f64) {
        let (patients, procedures) = (self.axis.patients, self.axis.procedures);
        for (needed, other) in [(patients, procedures), (procedures, patients)] {
            if needed > 0.0 {
                let at = x(needed);
                pen.line([at, bars.top - 26.0], [at, bars.bottom()], "#111111", 2.0);
                let (anchor, off) = if needed < other {
                    (Anchor::End, -7.0)
                } else {
                    (Anchor::Start, 7.0)
                };
                let beside = [at + off, bars.top - 11.0];
                pen.text(beside, anchor, SMALL, "#111111", &thousands(needed));
            }
        }
    }

    /// Baseline of the name and the value of a bar.
    fn baseline(&self, bars: &Rect, number: usize) -> f64 {
        bars.top + (number as f64 + 0.5) * self.row() + 0.36 * NAME
    }

    /// Interrupts the lines where a value will be written.
    fn clear_values(&self, pen: &mut Pen, bars: &Rect, x: impl Fn(f64) -> f64) {
        for (number, &(demand, _)) in self.sizes.iter().enumerate() {
            let width = font::width(&thousands(demand.as_f64()), SMALL);
            let left = x(demand.as_f64()) + 3.0;
            let top = self.baseline(bars, number) - 0.9 * SMALL;
            let behind = Rect::new(left, top, width + 10.0, 1.15 * SMALL);
            pen.rectangle(&behind, "#ffffff");
        }
    }

    fn draw_names(&self, pen: &mut Pen, bars: &Rect, x: impl Fn(f64) -> f64) {
        let room = self.names() - NAME_GAP;
        let fitted = self
            .sizes
            .iter()
            .map(|(_, name)| font::fit(name, NAME, room));
        let size = fitted.fold(NAME, f64::min);
        for (number, &(demand, name)) in self.sizes.iter().enumerate() {
            let baseline = self.baseline(bars, number);
            let beside = [bars.left - 10.0, baseline];
            pen.text(beside, Anchor::End, size, "#111111", name);
            let end = [x(demand.as_f64()) + 8.0, baseline];
            let value = thousands(demand.as_f64());
            pen.text(end, Anchor::Start, SMALL, "#333333", &value);
        }
    }
}

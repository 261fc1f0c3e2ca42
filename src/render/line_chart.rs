use super::axes::{self, Evenly};
use super::canvas::{Canvas, halo};
use super::chart_legend::{ChartLegend, Key, MARK_DASHES};
use super::font;
use super::page::{self, Foot, MARGIN};
use super::pen::Anchor;
use super::png::{Picture, RenderError};
use super::rect::Rect;
use super::sign::Sign;
use super::stripes;
use super::ticks;
use crate::study::Study;

/// From the top of the page to the plot, without labels of marks.
const HEAD: f64 = 140.0;
/// Below the plot, for the axis.
const AXIS: f64 = 120.0;
const TEXT: f64 = 24.0;
pub(super) const SMALL: f64 = 20.0;
/// Height of a row of labels of marks.
pub(super) const MARK_ROW: f64 = 1.15 * SMALL;
/// Of an axis.
const MOST_TICKS: f64 = 12.0;
/// Fewer say too little of what lies between them.
const FEW_TICKS: f64 = 3.0;

/// Lines and points over two axes, with a legend below.
#[derive(Debug)]
pub(super) struct LineChart {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) across: (String, Evenly),
    pub(super) up: (String, Evenly),
    pub(super) lines: Vec<Line>,
    pub(super) points: Vec<Points>,
    /// Values of the axis across that are marked from top to bottom, with a short label; the legend says
    /// what they are.
    pub(super) marks: Vec<(f64, String)>,
    /// What lines and signs mean, in columns.
    pub(super) legend: Vec<Vec<(Key, String)>>,
}

/// A line through values across and up.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) values: Vec<(f64, f64)>,
    pub(super) colour: &'static str,
    /// An attribute of the drawing.
    pub(super) dashes: &'static str,
}

/// Values across and up that share a sign.
#[derive(Debug, Clone)]
pub(super) struct Points {
    pub(super) values: Vec<(f64, f64)>,
    pub(super) sign: Sign,
}

impl LineChart {
    /// Draws it.
    pub(super) fn draw(&self, study: &Study) -> Result<Picture, RenderError> {
        let page = study.drawing.figures.width();
        let plot = self.plot(page);
        let foot = Foot::new(study, page);
        let figures = &study.drawing.figures;
        let curves: Vec<Vec<[f64; 2]>> = self
            .lines
            .iter()
            .map(|line| self.places(&plot, &line.values))
            .collect();
        let is_striped = self.has_same_values_across() && stripes::any(&curves);
        let mut legend = self.legend.clone();
        if let Some(column) = legend.first_mut().filter(|_| is_striped) {
            column.push((Key::Nothing, stripes::MEANING.to_owned()));
        }
        let legend = ChartLegend::new(legend, page);
        let top = plot.bottom() + AXIS;
        let bottom = top + legend.height();
        let mut canvas = Canvas::new(page, bottom + foot.height());
        let axes = axes::draw(canvas.units(), &plot, self.across.1, self.up.1);
        canvas.splice(
            "",
            &axes.map_err(|cause| RenderError::Chart {
                picture: self.name.clone(),
                cause,
            })?,
        );
        canvas.layer(MARK_DASHES, |pen| {
            for &(x, _) in &self.marks {
                if let Some([x, y]) = self.place(&plot, x, 0.0) {
                    pen.line([x, plot.top], [x, y], "#555555", 2.0);
                }
            }
        });
        if is_striped {
            let look = |number: usize| (self.lines[number].colour, self.lines[number].dashes);
            stripes::draw(&mut canvas, &curves, 4.0, look);
        } else {
            for (line, path) in self.lines.iter().zip(&curves) {
                canvas.layer(line.dashes, |pen| pen.path(path, line.colour, 4.0));
            }
        }
        canvas.layer("", |pen| {
            for points in &self.points {
                for at in self.places(&plot, &points.values) {
                    points.sign.draw(pen, at);
                }
            }
            page::head(pen, [&self.title, &self.subtitle], page, figures);
            let below = [plot.left + plot.width / 2.0, plot.bottom() + 84.0];
            let size = font::fit(&self.across.0, TEXT, plot.width);
            pen.text(below, Anchor::Middle, size, "#222222", &self.across.0);
            let beside = [22.0, plot.top + plot.height / 2.0];
            pen.upwards(beside, TEXT, "#222222", &self.up.0);
            foot.draw(pen, bottom);
        });
        self.name_marks(&mut canvas, &plot);
        legend.draw(&mut canvas, top, page);
        Ok(canvas.picture(self.name.clone(), &self.title, figures))
    }

    /// The place of the plot on a page of this width, below the labels of its marks.
    fn plot(&self, page: f64) -> Rect {
        let width = page - 140.0 - MARGIN;
        let plot = Rect::new(120.0, HEAD, width, 0.94 * page::plot_height(page));
        let rows = rows_of(&self.labels(&plot)).into_iter().max();
        let above = rows.map_or(0.0, |row| MARK_ROW * (row + 1) as f64);
        Rect {
            top: HEAD + 10.0 + above,
            ..plot
        }
    }

    /// The middle and the width of the label of every mark on the chart.
    fn labels(&self, plot: &Rect) -> Vec<(f64, f64)> {
        let marks = self.marks.iter();
        marks
            .filter_map(|(x, name)| Some((self.place(plot, *x, 0.0)?[0], font::width(name, SMALL))))
            .collect()
    }

    /// Labels above the plot, where no line crosses them.
    fn name_marks(&self, canvas: &mut Canvas, plot: &Rect) {
        let on_chart = |(x, _): &&(f64, String)| self.place(plot, *x, 0.0).is_some();
        let names = self.marks.iter().filter(on_chart);
        let labels = self.labels(plot);
        canvas.layer(&halo(6.0), |pen| {
            for (((_, name), (x, _)), row) in names.zip(&labels).zip(rows_of(&labels)) {
                let at = [*x, plot.top - 10.0 - MARK_ROW * row as f64];
                pen.text(at, Anchor::Middle, SMALL, "#333333", name);
            }
        });
    }

    /// Whether all lines have their values at the same places of the axis across, all on the chart.
    fn has_same_values_across(&self) -> bool {
        let up = self.up.1.last as f64;
        let across = |line: &Line| line.values.iter().map(|value| value.0.to_bits()).collect();
        let mut all = self.lines.iter().map(across);
        let first: Option<Vec<u64>> = all.next();
        let mut values = self.lines.iter().flat_map(|line| &line.values);
        all.all(|other| Some(other) == first) && values.all(|value| value.1 <= up)
    }

    /// Where points are, those off the chart left out.
    fn places(&self, plot: &Rect, values: &[(f64, f64)]) -> Vec<[f64; 2]> {
        let place = |&(x, y): &(f64, f64)| self.place(plot, x, y);
        values.iter().filter_map(place).collect()
    }

    /// Where a point is; `None` off the chart.
    fn place(&self, plot: &Rect, x: f64, y: f64) -> Option<[f64; 2]> {
        let (across, up) = (self.across.1.part(x), self.up.1.part(y));
        let on_chart = |part: f64| (0.0..=1.0).contains(&part);
        (on_chart(across) && on_chart(up)).then(|| {
            [
                plot.left + plot.width * across,
                plot.bottom() - plot.height * up,
            ]
        })
    }
}

/// The row of every label, from the lowest up, so that none touches another: each by its middle and
/// its width.
pub(super) fn rows_of(labels: &[(f64, f64)]) -> Vec<usize> {
    let mut rows: Vec<usize> = Vec::with_capacity(labels.len());
    for (number, (x, width)) in labels.iter().enumerate() {
        let is_taken = |row: usize| {
            let others = labels[..number].iter().zip(&rows);
            others
                .filter(|(_, other)| **other == row)
                .any(|((y, other), _)| (x - y).abs() < f64::midpoint(*width, *other) + 8.0)
        };
        let row = (0..number).find(|&row| !is_taken(row)).unwrap_or(number);
        rows.push(row);
    }
    rows
}

/// An axis to a tick that has room for `most`, with ticks at multiples of `step` where these are neither
/// too many nor too few.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values of a chart, not negative"
)]
pub(super) fn axis(most: f64, step: usize) -> Evenly {
    let most = most.clamp(1.0, 1e9);
    let count = most / step as f64;
    let step = if count > MOST_TICKS {
        (ticks::step(count, MOST_TICKS) as usize).max(1) * step
    } else if count < FEW_TICKS {
        (ticks::step(most, 2.0 * FEW_TICKS) as usize).clamp(1, step)
    } else {
        step
    };
    Evenly {
        first: 0,
        last: (most.ceil() as usize).div_ceil(step) * step,
        step,
    }
}

/// An axis around values from `least` to `most`, with few ticks at round numbers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values of a chart, not negative"
)]
pub(super) fn axis_around(least: f64, most: f64) -> Evenly {
    let (least, most) = (least.clamp(0.0, 1e9), most.clamp(0.0, 1e9));
    let step = (ticks::step((most - least).max(1.0), MOST_TICKS) as usize).max(1);
    let first = least.floor() as usize / step * step;
    Evenly {
        first,
        last: (most.ceil() as usize).div_ceil(step).max(first / step + 1) * step,
        step,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn axes_around_values_have_room_and_few_ticks(least in 0.0..1e6_f64, more in 0.0..1e6_f64) {
            let axis = axis_around(least, least + more);
            prop_assert!(axis.first as f64 <= least && axis.last as f64 >= least + more);
            prop_assert!((axis.last - axis.first) / axis.step <= 14, "{axis:?}");
            prop_assert!(axis.last > axis.first);
        }

        /// Whatever is drawn has room on the axis, whose labels are few.
        #[test]
        fn axes_have_room_and_few_ticks(most in 0.0..1e7_f64, step in 1_usize..60) {
            let axis = axis(most, step);
            prop_assert!(axis.last as f64 >= most && axis.last.is_multiple_of(axis.step));
            let ticks = axis.last / axis.step;
            prop_assert!(ticks <= 13 && (ticks >= 2 || most <= 2.0), "{axis:?}");
        }

        /// Labels of marks keep apart, wherever the marks are.
        #[test]
        fn labels_of_marks_keep_apart(places in prop::collection::vec(0.0..1_400.0_f64, 1..7)) {
            let marks: Vec<(f64, f64)> = places.iter().map(|&x| (x, 60.0)).collect();
            let rows = rows_of(&marks);
            for (one, (x, width)) in marks.iter().enumerate() {
                for (other, (y, _)) in marks.iter().enumerate().skip(one + 1) {
                    prop_assert!(rows[one] != rows[other] || (x - y).abs() > *width);
                }
            }
        }
    }
}

use super::axes::{self, Evenly};
use super::canvas::{Canvas, halo};
use super::chart_legend::{ChartLegend, Key};
use super::font;
use super::page::{self, Foot, MARGIN};
use super::pen::Anchor;
use super::png::{Picture, RenderError};
use super::rect::Rect;
use super::sign::Sign;
use crate::study::Study;

const WIDTH: f64 = 1_600.0;
/// From the top of the page to the legend.
const LEGEND: f64 = 1_070.0;
const TEXT: f64 = 24.0;
const SMALL: f64 = 20.0;

/// Lines and points over two axes that begin at zero, with a legend below.
#[derive(Debug)]
pub(super) struct LineChart {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) across: (String, Evenly),
    pub(super) up: (String, Evenly),
    pub(super) lines: Vec<Line>,
    pub(super) points: Vec<Points>,
    /// Values of the axis across that are marked from top to bottom, with what they are.
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
        let foot = Foot::new(study, WIDTH);
        let legend = ChartLegend::new(self.legend.clone(), WIDTH);
        let bottom = LEGEND + legend.height();
        let plot = plot();
        let mut canvas = Canvas::new(WIDTH, bottom + foot.height());
        let axes = axes::draw(canvas.units(), &plot, self.across.1, self.up.1);
        canvas.splice(
            "",
            &axes.map_err(|cause| RenderError::Chart {
                picture: self.name.clone(),
                cause,
            })?,
        );
        let places = |values: &[(f64, f64)]| -> Vec<[f64; 2]> {
            let place = |&(x, y): &(f64, f64)| self.place(x, y);
            values.iter().filter_map(place).collect()
        };
        canvas.layer("stroke-dasharray=\"60 50\"", |pen| {
            for &(x, _) in &self.marks {
                if let Some([x, y]) = self.place(x, 0.0) {
                    pen.line([x, plot.top], [x, y], "#555555", 2.0);
                }
            }
        });
        for line in &self.lines {
            let path = places(&line.values);
            canvas.layer(line.dashes, |pen| pen.path(&path, line.colour, 4.0));
        }
        canvas.layer("", |pen| {
            for points in &self.points {
                for at in places(&points.values) {
                    points.sign.draw(pen, at);
                }
            }
            page::head(pen, &self.title, &self.subtitle, WIDTH);
            let below = [plot.left + plot.width / 2.0, plot.bottom() + 84.0];
            pen.text(below, Anchor::Middle, TEXT, "#222222", &self.across.0);
            let beside = [22.0, plot.top + plot.height / 2.0];
            pen.upwards(beside, TEXT, "#222222", &self.up.0);
            foot.draw(pen, bottom);
        });
        self.name_marks(&mut canvas, &plot);
        legend.draw(&mut canvas, LEGEND, WIDTH);
        Ok(Picture {
            name: self.name.clone(),
            svg: canvas.finish(&self.title),
        })
    }

    /// Names beside the marks, at the bottom of the plot where lines that rise leave room.
    fn name_marks(&self, canvas: &mut Canvas, plot: &Rect) {
        canvas.layer(&halo(6.0), |pen| {
            let mut baseline = plot.bottom() - 24.0;
            for (x, name) in &self.marks {
                let Some([x, _]) = self.place(*x, 0.0) else {
                    continue;
                };
                let width = font::width(name, SMALL);
                let (anchor, off) = if x + 12.0 + width < plot.right() {
                    (Anchor::Start, 12.0)
                } else {
                    (Anchor::End, -12.0)
                };
                pen.text([x + off, baseline], anchor, SMALL, "#333333", name);
                baseline -= 1.5 * SMALL;
            }
        });
    }

    /// Where a point is; `None` off the chart.
    fn place(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        let plot = plot();
        let (across, up) = (self.across.1.last as f64, self.up.1.last as f64);
        (x <= across && y <= up).then(|| {
            [
                plot.left + plot.width * x / across,
                plot.bottom() - plot.height * y / up,
            ]
        })
    }
}

fn plot() -> Rect {
    Rect::new(120.0, 150.0, WIDTH - 140.0 - MARGIN, LEGEND - 270.0)
}

/// An axis to the multiple of `step` that has room for `most`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values of a chart, not negative"
)]
pub(super) fn axis(most: f64, step: usize) -> Evenly {
    Evenly {
        last: (most.ceil() as usize).max(1).div_ceil(step) * step,
        step,
    }
}

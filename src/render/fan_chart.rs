use super::canvas::{Canvas, halo};
use super::chart_legend::{ChartLegend, Key};
use super::page::{self, Foot, MARGIN};
use super::palette::{SOONER, line};
use super::pen::Anchor;
use super::png::Picture;
use super::rect::Rect;
use super::ticks;
use super::year_panel::YearPanel;
use crate::study::Study;
use crate::wording::thousands;

const WIDTH: f64 = 1_600.0;
const HEAD: f64 = 130.0;
const TITLE: f64 = 44.0;
const NOTE: f64 = 28.0;
const PLOT: f64 = 560.0;
const BELOW: f64 = 76.0;
const LEFT: f64 = 120.0;
/// Between two panels.
const GAP: f64 = 90.0;
/// Right of a panel, for the numbers of the marks.
const MARKS: f64 = 60.0;
const SMALL: f64 = 20.0;
const DASHES: &str = "stroke-dasharray=\"110 60\"";
const MARK: &str = "#555555";

/// What is known of a number from year to year, as bands around its median, in panels side by side.
#[derive(Debug)]
pub(crate) struct FanChart {
    /// Of the file.
    pub(crate) name: String,
    /// Of the picture.
    pub(crate) title: String,
    /// What the bands carry, in a line.
    pub(crate) subtitle: String,
    /// What the axis up measures, with its unit.
    pub(crate) axis: String,
    /// What the five quantiles of a year are: the outer band, the inner band and the middle.
    pub(crate) bands: [String; 3],
    /// What the line of likeliest values is.
    pub(crate) likeliest: String,
    /// Numbers that are marked across the panels.
    pub(crate) marks: Vec<f64>,
    /// From left to right.
    pub(crate) panels: Vec<Fan>,
}

/// One panel.
#[derive(Debug)]
pub(crate) struct Fan {
    pub(crate) title: String,
    /// Lines below the title.
    pub(crate) notes: Vec<String>,
    /// The likeliest value of each year.
    pub(crate) likeliest: Vec<(u32, f64)>,
    /// Five quantiles of each year, ascending; empty without bands.
    pub(crate) quantiles: Vec<(u32, [f64; 5])>,
}

impl FanChart {
    /// Draws it; `None` without a year.
    #[must_use]
    pub(crate) fn draw(&self, study: &Study) -> Option<Picture> {
        let years = || self.panels.iter().flat_map(|fan| &fan.likeliest);
        let first = years().map(|&(year, _)| year).min()?;
        let last = years().map(|&(year, _)| year).max()?;
        let notes = self.panels.iter().map(|fan| fan.notes.len()).max()?;
        let up = self.up();
        let top = HEAD + TITLE + NOTE * notes as f64;
        let count = self.panels.len() as f64;
        let width = (WIDTH - LEFT - MARGIN - MARKS - (count - 1.0) * (GAP + MARKS)) / count;
        let legend = ChartLegend::new(self.legend(), WIDTH);
        let end = top + PLOT + BELOW;
        let bottom = end + legend.height() + 16.0;
        let foot = Foot::new(study, WIDTH);
        let figures = &study.drawing.figures;
        let mut canvas = Canvas::new(WIDTH, bottom + foot.height());
        canvas.layer("", |pen| {
            page::head(pen, [&self.title, &self.subtitle], WIDTH, figures);
            pen.upwards([22.0, top + PLOT / 2.0], 24.0, "#222222", &self.axis);
            foot.draw(pen, bottom);
        });
        for (number, fan) in self.panels.iter().enumerate() {
            let left = LEFT + number as f64 * (width + GAP + MARKS);
            let panel = YearPanel {
                plot: Rect::new(left, top, width, PLOT),
                years: [first, last],
                up,
            };
            self.draw_fan(&mut canvas, &panel, fan);
        }
        legend.draw(&mut canvas, end, WIDTH);
        Some(canvas.picture(self.name.clone(), &self.title, figures))
    }

    fn draw_fan(&self, canvas: &mut Canvas, panel: &YearPanel, fan: &Fan) {
        let at = |of: usize| {
            let years = fan.quantiles.iter();
            years.map(move |&(year, values)| panel.place(year, values[of]))
        };
        canvas.layer("", |pen| {
            panel.draw_title(pen, 20.0 + NOTE * fan.notes.len() as f64, 24.0, &fan.title);
            for (number, note) in fan.notes.iter().rev().enumerate() {
                panel.draw_title(pen, 18.0 + NOTE * number as f64, SMALL, note);
            }
            for (band, colour) in [([0, 4], SOONER[0]), ([1, 3], SOONER[1])] {
                let [below, above] = band;
                let outline: Vec<[f64; 2]> = at(below).chain(at(above).rev()).collect();
                if !outline.is_empty() {
                    pen.polygon(&outline, colour);
                }
            }
            panel.draw_axes(pen, Some(""));
        });
        canvas.layer("stroke-dasharray=\"40 40\"", |pen| {
            for &mark in &self.marks {
                let [left, y] = panel.place(panel.years[0], mark);
                pen.line([left, y], [panel.plot.right(), y], MARK, 2.5);
            }
        });
        canvas.layer("", |pen| {
            let middle: Vec<[f64; 2]> = at(2).collect();
            pen.path(&middle, SOONER[3], 4.0);
        });
        canvas.layer(DASHES, |pen| {
            let line_of = fan.likeliest.iter();
            let points: Vec<[f64; 2]> = line_of
                .map(|&(year, value)| panel.place(year, value))
                .collect();
            pen.path(&points, line(1), 3.5);
        });
        canvas.layer(&halo(5.0), |pen| {
            for (mark, y) in self.mark_labels(panel) {
                let at = [panel.plot.right() + 10.0, y];
                pen.text(at, Anchor::Start, SMALL, "#222222", &thousands(mark));
            }
        });
    }

    /// The numbers of the marks with their baselines, apart enough to be read.
    fn mark_labels(&self, panel: &YearPanel) -> Vec<(f64, f64)> {
        let mut marks = self.marks.clone();
        marks.sort_by(f64::total_cmp);
        let mut labels: Vec<(f64, f64)> = Vec::new();
        for mark in marks {
            let baseline = panel.place(panel.years[0], mark)[1] + 7.0;
            let highest = labels
                .last()
                .map_or(f64::INFINITY, |(_, y)| y - SMALL - 2.0);
            labels.push((mark, baseline.min(highest)));
        }
        labels
    }

    /// The end of the axis up and its step.
    fn up(&self) -> [f64; 2] {
        let likeliest = self.panels.iter().flat_map(|fan| &fan.likeliest);
        let highest = self.panels.iter().flat_map(|fan| &fan.quantiles);
        let values = likeliest.map(|&(_, value)| value);
        let values = values.chain(highest.map(|(_, values)| values[4]));
        let most = values.chain(self.marks.iter().copied()).fold(1.0, f64::max);
        let step = ticks::step(most, 8.0).max(1.0);
        [(most / step).ceil() * step, step]
    }

    fn legend(&self) -> Vec<Vec<(Key, String)>> {
        let [outer, inner, middle] = &self.bands;
        let has_bands = self.panels.iter().any(|fan| !fan.quantiles.is_empty());
        let likeliest = (Key::Line(line(1), DASHES), self.likeliest.clone());
        if !has_bands {
            return vec![vec![likeliest]];
        }
        vec![
            vec![
                (Key::Band(SOONER[0]), outer.clone()),
                (Key::Band(SOONER[1]), inner.clone()),
            ],
            vec![(Key::Line(SOONER[3], ""), middle.clone()), likeliest],
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(marks: &[f64], panels: Vec<Fan>) -> FanChart {
        let text = String::new;
        FanChart {
            name: "fan".to_owned(),
            title: text(),
            subtitle: text(),
            axis: text(),
            bands: [text(), text(), text()],
            likeliest: text(),
            marks: marks.to_vec(),
            panels,
        }
    }

    /// The axis has room for every quantile, every likeliest value and every mark.
    #[test]
    fn the_axis_reaches_everything() {
        let fan = || Fan {
            title: String::new(),
            notes: Vec::new(),
            likeliest: vec![(2017, 67.0), (2018, 81.0)],
            quantiles: vec![(2017, [60.0, 64.0, 67.0, 70.0, 74.0]); 2],
        };
        for (marks, most) in [
            (&[][..], 81.0),
            (&[150.0][..], 150.0),
            (&[7_013.0], 7_013.0),
        ] {
            let [end, step] = chart(marks, vec![fan()]).up();
            assert!(end >= most && end < most + step && end / step <= 9.0);
        }
        let [end, step] = chart(&[], Vec::new()).up();
        assert!(end >= 1.0 && step > 0.0);
    }

    /// Marks that lie side by side keep labels that can be read, in their order.
    #[test]
    fn labels_of_marks_do_not_lie_on_each_other() {
        let chart = chart(&[121.0, 120.0, 119.0, 20.0], Vec::new());
        let panel = YearPanel {
            plot: Rect::new(0.0, 0.0, 100.0, 560.0),
            years: [2017, 2045],
            up: [200.0, 50.0],
        };
        let labels = chart.mark_labels(&panel);
        assert!(labels[0].0 < 21.0);
        for pair in labels.windows(2) {
            assert!(pair[0].0 < pair[1].0 && pair[0].1 - pair[1].1 >= SMALL);
        }
    }
}

use super::canvas::Canvas;
use super::chart_legend::{ChartLegend, Key};
use super::font;
use super::page::{self, Foot, MARGIN};
use super::palette::{dashes, line};
use super::pen::{Anchor, Pen};
use super::png::Picture;
use super::rect::Rect;
use super::stripes;
use crate::study::Study;

/// From the top of the page to the first panel.
const HEAD: f64 = 140.0;
/// From the top of a panel to its plot: its title.
const TITLE: f64 = 50.0;
const PLOT: f64 = 420.0;
/// From a plot to the next panel: the names of its groups.
const BELOW: f64 = 110.0;
const LEFT: f64 = 120.0;
const NAME: f64 = 20.0;

/// Shares of demand within a standard by group, from the worst-off to the best-off: one panel for each
/// ordered grouping, one line for each layout.
#[derive(Debug)]
pub(crate) struct EquityChart {
    /// What is shown, with its standard.
    pub(crate) subtitle: String,
    /// What the axis upwards measures, with its unit.
    pub(crate) axis: String,
    /// Titles of the layouts.
    pub(crate) layouts: Vec<String>,
    pub(crate) panels: Vec<EquityPanel>,
}

/// One ordered grouping.
#[derive(Debug)]
pub(crate) struct EquityPanel {
    pub(crate) title: String,
    /// Names of the groups, the worst-off first.
    pub(crate) groups: Vec<String>,
    /// Per cent by layout, then by group; `None` for a group without demand.
    pub(crate) shares: Vec<Vec<Option<f64>>>,
}

impl EquityChart {
    /// Draws it.
    #[must_use]
    pub(crate) fn draw(&self, study: &Study) -> Picture {
        let page = study.drawing.figures.width();
        let title = "Coverage from the worst-off to the best-off";
        let panel = TITLE + PLOT + BELOW;
        let legend = ChartLegend::new(vec![self.legend()], page);
        let end = HEAD + panel * self.panels.len() as f64;
        let bottom = end + legend.height() + 16.0;
        let foot = Foot::new(study, page);
        let figures = &study.drawing.figures;
        let mut canvas = Canvas::new(page, bottom + foot.height());
        canvas.layer("", |pen| {
            page::head(pen, [title, &self.subtitle], page, figures);
            foot.draw(pen, bottom);
        });
        for (number, panel_of) in self.panels.iter().enumerate() {
            let top = HEAD + panel * number as f64 + TITLE;
            let plot = Rect::new(LEFT, top, page - LEFT - MARGIN, PLOT);
            canvas.layer("", |pen| panel_of.draw_axes(pen, &plot, &self.axis));
            panel_of.draw_lines(&mut canvas, &plot);
        }
        legend.draw(&mut canvas, end, page);
        canvas.picture("equity".to_owned(), title, figures)
    }

    fn legend(&self) -> Vec<(Key, String)> {
        let layouts = self.layouts.iter().enumerate();
        layouts
            .map(|(number, title)| (Key::Line(line(number), dashes(number)), title.clone()))
            .collect()
    }
}

impl EquityPanel {
    /// The middle of a group, across.
    fn across(&self, plot: &Rect, group: usize) -> f64 {
        plot.left + plot.width * (group as f64 + 0.5) / self.groups.len().max(1) as f64
    }

    fn draw_axes(&self, pen: &mut Pen, plot: &Rect, axis: &str) {
        let at = [plot.left, plot.top - 18.0];
        pen.text(at, Anchor::Start, 26.0, "#111111", &self.title);
        for percent in (0..=100).step_by(20) {
            let y = plot.bottom() - plot.height * f64::from(percent) / 100.0;
            pen.line([plot.left, y], [plot.right(), y], "#dddddd", 1.5);
            let beside = [plot.left - 14.0, y + 7.0];
            let text = percent.to_string();
            pen.text(beside, Anchor::End, NAME, "#222222", &text);
        }
        let (left, base) = (plot.left, plot.bottom());
        pen.line([left, base], [plot.right(), base], "#444444", 2.0);
        let beside = [22.0, plot.top + plot.height / 2.0];
        pen.upwards(beside, 22.0, "#222222", axis);
        let every = self.named();
        let room = 0.94 * plot.width * every as f64 / self.groups.len().max(1) as f64;
        for (number, name) in self.groups.iter().enumerate().step_by(every) {
            let x = self.across(plot, number);
            pen.line([x, base], [x, base + 8.0], "#444444", 2.0);
            let at = [x, base + 34.0];
            let size = font::fit(name, NAME, room);
            pen.text(at, Anchor::Middle, size, "#222222", name);
        }
        let ends = [
            (plot.left, Anchor::Start, "← worst-off"),
            (plot.right(), Anchor::End, "best-off →"),
        ];
        for (x, anchor, words) in ends {
            pen.text([x, base + 66.0], anchor, NAME, "#555555", words);
        }
    }

    /// Of how many groups one has its name below: all of them, unless they are many.
    fn named(&self) -> usize {
        const MOST: usize = 25;
        self.groups.len().div_ceil(MOST).max(1)
    }

    fn draw_lines(&self, canvas: &mut Canvas, plot: &Rect) {
        let place = |group: usize, percent: f64| {
            let up = plot.height * percent / 100.0;
            [self.across(plot, group), plot.bottom() - up]
        };
        let lines = self.shares.iter().map(|shares| {
            let shares = shares.iter().enumerate();
            let places = shares.filter_map(|(group, share)| Some(place(group, (*share)?)));
            places.collect()
        });
        let lines: Vec<Vec<[f64; 2]>> = lines.collect();
        stripes::draw(canvas, &lines, 4.5, |number| (line(number), dashes(number)));
        canvas.layer("", |pen| {
            for (number, places) in lines.iter().enumerate() {
                for &at in places {
                    pen.dot(at, 6.0, line(number));
                }
            }
        });
    }
}

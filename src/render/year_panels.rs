use super::canvas::Canvas;
use super::chart_legend::{ChartLegend, Key};
use super::page::{self, Foot, MARGIN};
use super::palette::{dashes, line};
use super::png::Picture;
use super::rect::Rect;
use super::stripes;
use super::year_panel::YearPanel;
use crate::study::Study;

const WIDTH: f64 = 1_600.0;
const HEAD: f64 = 130.0;
const TITLE: f64 = 44.0;
const PLOT: f64 = 210.0;
const BELOW: f64 = 50.0;
const LEFT: f64 = 90.0;
const GAP: f64 = 34.0;
const ACROSS: usize = 3;
/// Of the legend.
const COLUMNS: usize = 3;
const MARK: &str = "#555555";
const MARK_DASHES: &str = "stroke-dasharray=\"40 40\"";

/// Shares from year to year, the same lines in small panels that share their axes.
#[derive(Debug)]
pub(crate) struct YearPanels {
    /// Of the file.
    pub(crate) name: String,
    /// Of the picture.
    pub(crate) title: String,
    /// What the shares are, in a line.
    pub(crate) subtitle: String,
    /// Names of the lines.
    pub(crate) lines: Vec<String>,
    /// The years, the same for every line.
    pub(crate) years: Vec<u32>,
    /// A share that is marked in every panel, in percent, and what it is.
    pub(crate) mark: (f64, String),
    /// Panels row by row.
    pub(crate) panels: Vec<YearLines>,
}

/// One panel.
#[derive(Debug)]
pub(crate) struct YearLines {
    pub(crate) title: String,
    /// By line, the percentage of each year.
    pub(crate) percent: Vec<Vec<f64>>,
}

/// Points on the page, line by line.
type Curves = Vec<Vec<[f64; 2]>>;

impl YearPanels {
    /// Draws it; `None` without a panel or a year.
    #[must_use]
    pub(crate) fn draw(&self, study: &Study) -> Option<Picture> {
        let years = [*self.years.first()?, *self.years.last()?];
        if self.panels.is_empty() {
            return None;
        }
        let across = ACROSS.min(self.panels.len());
        let width = (WIDTH - LEFT - MARGIN - GAP * (across - 1) as f64) / across as f64;
        let height = TITLE + PLOT + BELOW;
        let end = HEAD + height * self.panels.len().div_ceil(across) as f64;
        let place = |number: usize| YearPanel {
            plot: Rect::new(
                LEFT + (number % across) as f64 * (width + GAP),
                HEAD + (number / across) as f64 * height + TITLE,
                width,
                PLOT,
            ),
            years,
            up: [100.0, 25.0],
        };
        let panels: Vec<(YearPanel, Curves)> = (0..)
            .map(place)
            .zip(&self.panels)
            .map(|(panel, shown)| (panel, self.curves(&panel, shown)))
            .collect();
        let is_striped = panels.iter().any(|(_, curves)| stripes::any(curves));
        let legend = ChartLegend::new(self.legend(is_striped), WIDTH);
        let bottom = end + legend.height() + 16.0;
        let foot = Foot::new(study, WIDTH);
        let figures = &study.drawing.figures;
        let mut canvas = Canvas::new(WIDTH, bottom + foot.height());
        canvas.layer("", |pen| {
            page::head(pen, [&self.title, &self.subtitle], WIDTH, figures);
            foot.draw(pen, bottom);
        });
        for (number, ((panel, curves), shown)) in panels.iter().zip(&self.panels).enumerate() {
            canvas.layer("", |pen| {
                panel.draw_axes(pen, (number % across == 0).then_some("%"));
                panel.draw_title(pen, 12.0, 22.0, &shown.title);
            });
            canvas.layer(MARK_DASHES, |pen| {
                let [left, y] = panel.place(years[0], self.mark.0);
                pen.line([left, y], [panel.plot.right(), y], MARK, 2.0);
            });
            stripes::draw(&mut canvas, curves, 4.0, |number| {
                (line(number), dashes(number))
            });
        }
        legend.draw(&mut canvas, end, WIDTH);
        Some(canvas.picture(self.name.clone(), &self.title, figures))
    }

    fn curves(&self, panel: &YearPanel, shown: &YearLines) -> Curves {
        let curve = |percent: &Vec<f64>| {
            let years = self.years.iter().zip(percent);
            let points = years.map(|(&year, &percent)| panel.place(year, percent));
            points.collect()
        };
        shown.percent.iter().map(curve).collect()
    }

    fn legend(&self, is_striped: bool) -> Vec<Vec<(Key, String)>> {
        let key = |number| Key::Line(line(number), dashes(number));
        let lines = self.lines.iter().enumerate();
        let lines = lines.map(|(number, name)| (key(number), name.clone()));
        let mark = (Key::Line(MARK, MARK_DASHES), self.mark.1.clone());
        let note = is_striped.then(|| (Key::Nothing, stripes::MEANING.to_owned()));
        let entries: Vec<(Key, String)> = lines.chain([mark]).chain(note).collect();
        let rows = entries.len().div_ceil(COLUMNS);
        entries.chunks(rows).map(<[_]>::to_vec).collect()
    }
}

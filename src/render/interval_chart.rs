use super::canvas::Canvas;
use super::chart_legend::{ChartLegend, Key};
use super::font;
use super::page::{self, Foot, MARGIN};
use super::palette::line;
use super::pen::Anchor;
use super::png::Picture;
use super::sign::Sign;
use super::ticks;
use crate::study::Study;
use crate::wording::thousands;

const WIDTH: f64 = 1_600.0;
const HEAD: f64 = 140.0;
const ROW: f64 = 30.0;
/// Above the rows of a group, with its title.
const TITLE: f64 = 36.0;
const BETWEEN: f64 = 14.0;
const AXIS: f64 = 84.0;
/// Right of the plot, for the numbers.
const NUMBERS: f64 = 330.0;
const LEFT: f64 = 60.0;

/// Estimates with intervals over one axis, in groups of rows; each row of a group belongs to one
/// series.
#[derive(Debug)]
pub(crate) struct IntervalChart {
    /// Of the file.
    pub(crate) name: String,
    /// Of the picture.
    pub(crate) title: String,
    /// What intervals carry, in a line.
    pub(crate) subtitle: String,
    /// What the axis measures, with its unit.
    pub(crate) axis: String,
    /// Digits after the point of the numbers.
    pub(crate) decimals: usize,
    /// Names of the series.
    pub(crate) series: Vec<String>,
    /// What the hollow mark of a row is; rows have none without it.
    pub(crate) mark: Option<String>,
    /// A title and its rows.
    pub(crate) groups: Vec<(String, Vec<IntervalRow>)>,
}

/// One estimate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IntervalRow {
    /// Which series.
    pub(crate) series: usize,
    pub(crate) estimate: f64,
    /// The lower and the upper end; infinite where there is no interval.
    pub(crate) ends: [f64; 2],
    /// Another value to compare with.
    pub(crate) mark: Option<f64>,
}

impl IntervalChart {
    /// Draws it; `None` without a row.
    #[must_use]
    pub(crate) fn draw(&self, study: &Study) -> Option<Picture> {
        let ticks = axis(self.groups.iter().flat_map(|(_, rows)| rows))?;
        let (first, last) = (ticks[0], *ticks.last()?);
        let right = WIDTH - MARGIN - NUMBERS;
        let place = |value: f64| LEFT + (right - LEFT) * (value - first) / (last - first);
        let height = |rows: usize| TITLE + ROW * rows as f64 + BETWEEN;
        let plot: f64 = self.groups.iter().map(|(_, rows)| height(rows.len())).sum();
        let end = HEAD + plot;
        let legend = ChartLegend::new(vec![self.legend()], WIDTH);
        let bottom = end + AXIS + legend.height() + 20.0;
        let foot = Foot::new(study, WIDTH);
        let figures = &study.drawing.figures;
        let mut canvas = Canvas::new(WIDTH, bottom + foot.height());
        canvas.layer("", |pen| {
            page::head(pen, [&self.title, &self.subtitle], WIDTH, figures);
            for &tick in &ticks {
                let x = place(tick);
                pen.line([x, HEAD], [x, end], "#dddddd", 1.5);
                let text = self.number(tick, 0);
                pen.text([x, end + 28.0], Anchor::Middle, 20.0, "#222222", &text);
            }
            pen.line([LEFT, end], [right, end], "#444444", 2.0);
            let below = [f64::midpoint(LEFT, right), end + 62.0];
            pen.text(below, Anchor::Middle, 24.0, "#222222", &self.axis);
            foot.draw(pen, bottom);
        });
        let mut top = HEAD;
        for (title, rows) in &self.groups {
            canvas.layer("", |pen| {
                let size = font::fit(title, 22.0, WIDTH - MARGIN - LEFT);
                let (width, at) = (font::width(title, size), [LEFT, top + 26.0]);
                let ground = super::rect::Rect::new(at[0], at[1] - 20.0, width + 6.0, 26.0);
                pen.rectangle(&ground, "#ffffff");
                pen.text(at, Anchor::Start, size, "#111111", title);
                for (number, row) in rows.iter().enumerate() {
                    let y = top + TITLE + (number as f64 + 0.5) * ROW;
                    row.draw(pen, y, &place);
                    let text = self.text(row);
                    pen.text(
                        [right + 24.0, y + 7.0],
                        Anchor::Start,
                        20.0,
                        "#222222",
                        &text,
                    );
                }
            });
            top += height(rows.len());
        }
        legend.draw(&mut canvas, end + AXIS, WIDTH);
        Some(canvas.picture(self.name.clone(), &self.title, figures))
    }

    fn legend(&self) -> Vec<(Key, String)> {
        let series = self.series.iter().enumerate();
        let mut entries: Vec<(Key, String)> = series
            .map(|(number, name)| (Key::Line(line(number), ""), name.clone()))
            .collect();
        let mark = self.mark.iter();
        entries.extend(mark.map(|name| (Key::Sign(Sign::Diamond(MARK)), name.clone())));
        entries
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        if self.decimals == 0 {
            thousands(value)
        } else {
            format!("{value:.decimals$}")
        }
    }

    fn text(&self, row: &IntervalRow) -> String {
        let number = |value| self.number(value, self.decimals);
        let [low, high] = row.ends;
        if low.is_finite() && high.is_finite() {
            let (low, high) = (number(low), number(high));
            format!("{} ({low} to {high})", number(row.estimate))
        } else {
            number(row.estimate)
        }
    }
}

const MARK: &str = "#999999";

impl IntervalRow {
    fn draw(&self, pen: &mut super::pen::Pen, y: f64, place: &dyn Fn(f64) -> f64) {
        let colour = line(self.series);
        if let Some(mark) = self.mark {
            Sign::Diamond(MARK).draw(pen, [place(mark), y]);
        }
        let [low, high] = self.ends;
        if low.is_finite() && high.is_finite() {
            let (low, high) = (place(low), place(high));
            pen.line([low, y], [high, y], colour, 3.0);
            for end in [low, high] {
                pen.line([end, y - 7.0], [end, y + 7.0], colour, 2.5);
            }
        }
        pen.dot([place(self.estimate), y], 6.0, colour);
    }
}

/// The ticks of an axis for all rows.
fn axis<'a>(rows: impl Iterator<Item = &'a IntervalRow>) -> Option<Vec<f64>> {
    ticks::around(rows.flat_map(|row| {
        let ends = row.ends.into_iter().filter(|end| end.is_finite());
        ends.chain([row.estimate]).chain(row.mark)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every value is between the first and the last tick, and there are few of them.
        #[test]
        fn the_axis_reaches_every_value(values in prop::collection::vec(0.0_f64..1e6, 1..9)) {
            let rows: Vec<IntervalRow> = values
                .iter()
                .map(|&estimate| IntervalRow {
                    series: 0,
                    estimate,
                    ends: [estimate - 0.5, f64::INFINITY],
                    mark: None,
                })
                .collect();
            let ticks = axis(rows.iter()).unwrap();
            prop_assert!((2..=11).contains(&ticks.len()), "{ticks:?}");
            for value in values {
                prop_assert!(ticks[0] <= value - 0.5 && value <= ticks[ticks.len() - 1]);
            }
        }
    }

    #[test]
    fn without_a_row_there_is_no_axis() {
        assert_eq!(axis([].iter()), None);
    }
}

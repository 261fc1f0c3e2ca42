use super::canvas::Canvas;
use super::font;
use super::palette::{dashes, line, plain};
use super::pen::Anchor;
use super::rect::Rect;
use super::stripes;
use super::words;
use crate::evaluation::Evaluation;
use crate::study::Study;

const TEXT: f64 = 24.0;
const HEADER: f64 = 20.0;
const ROW: f64 = 38.0;
/// Width of a column of numbers.
const COLUMN: f64 = 128.0;
const PADDING: f64 = 18.0;
/// A table may be shrunk by so much to have room.
const MOST_SHRUNK: f64 = 1.15;

/// The legend of the coverage chart, with each layout's mean and shares within the standards.
pub(super) struct CoverageTable<'a> {
    study: &'a Study,
    evaluations: &'a [Evaluation],
    titles: Vec<String>,
    /// Whether lines share their way in stripes.
    striped: bool,
    /// Whether every layout has its name above its numbers, where there is no room beside them.
    stacked: bool,
    /// How much smaller than usual it is, to have room on its page.
    scale: f64,
}

impl<'a> CoverageTable<'a> {
    pub(super) fn new(
        study: &'a Study,
        evaluations: &'a [Evaluation],
        striped: bool,
        room: f64,
    ) -> Self {
        let title = |each: &Evaluation| words::layout_heading(study, each.layout.name());
        let titles = evaluations.iter().map(title).collect();
        let mut table = Self {
            study,
            evaluations,
            titles,
            striped,
            stacked: false,
            scale: 1.0,
        };
        table.stacked = table.size().0 > MOST_SHRUNK * room;
        table.scale = (room / table.size().0).min(1.0);
        table
    }

    /// Rows of a layout.
    fn rows(&self) -> usize {
        1 + usize::from(self.stacked)
    }

    /// The mean, then the standards.
    fn columns(&self) -> usize {
        1 + self.study.standards.len()
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> (f64, f64) {
        let names = self
            .titles
            .iter()
            .map(|title| font::width(title, TEXT))
            .fold(0.0, f64::max);
        let names = 90.0 + names;
        let numbers = self.columns() as f64 * COLUMN;
        let width = if self.stacked {
            names.max(numbers)
        } else {
            names + numbers
        };
        let width = width + 2.0 * PADDING;
        let rows = 1 + self.rows() * self.evaluations.len() + usize::from(self.striped);
        (width * self.scale, (rows as f64 * ROW + 24.0) * self.scale)
    }

    /// Draws it, `table` being of its [`CoverageTable::size`].
    pub(super) fn draw(&self, canvas: &mut Canvas, table: &Rect) {
        let (left, columns, scale) = (table.left, self.columns(), self.scale);
        let end = table.right() - PADDING * scale;
        let right = |column: usize| end - (columns - 1 - column) as f64 * COLUMN * scale;
        let baseline = |row: usize| table.top + (40.0 + row as f64 * ROW) * scale;
        let text_left = left + 82.0 * scale;
        canvas.layer("", |pen| {
            pen.rectangle(table, "#ffffff");
            pen.frame(table, "#b3b3b3", 1.5);
            let mut small = |x, anchor, row, text: &str| {
                pen.text([x, baseline(row)], anchor, HEADER * scale, "#555555", text);
            };
            small(right(0), Anchor::End, 0, "mean");
            for (column, &standard) in self.study.standards.iter().enumerate() {
                let text = format!("≤ {} min", plain(standard));
                small(right(column + 1), Anchor::End, 0, &text);
            }
            if self.striped {
                let row = 1 + self.rows() * self.evaluations.len();
                small(text_left, Anchor::Start, row, stripes::MEANING);
            }
            for (number, (evaluation, title)) in
                self.evaluations.iter().zip(&self.titles).enumerate()
            {
                let (first, last) = (1 + self.rows() * number, self.rows() * (number + 1));
                let at = [text_left, baseline(first)];
                pen.text(at, Anchor::Start, TEXT * scale, "#111111", title);
                let y = baseline(last);
                let mut cell =
                    |x, anchor, text: &str| pen.text([x, y], anchor, TEXT * scale, "#111111", text);
                let coverage = &evaluation.coverage;
                if let Some(mean) = coverage.mean_minutes {
                    cell(right(0), Anchor::End, &format!("{mean:.1} min"));
                }
                for (column, within) in coverage.within.iter().enumerate() {
                    if let Some(percent) = within.percent_of(coverage.demand) {
                        let percent = format!("{}%", words::tenth(percent));
                        cell(right(column + 1), Anchor::End, &percent);
                    }
                }
            }
        });
        for number in 0..self.evaluations.len() {
            let y = baseline(1 + self.rows() * number) - 8.0 * scale;
            canvas.layer(dashes(number), |pen| {
                let (from, to) = (left + PADDING * scale, left + 70.0 * scale);
                pen.line([from, y], [to, y], line(number), 4.0);
            });
        }
    }
}

use super::canvas::Canvas;
use super::font;
use super::palette::{dashes, line, plain};
use super::pen::{Anchor, Pen};
use super::rect::Rect;
use super::words;
use crate::evaluation::Evaluation;
use crate::study::Study;

const TEXT: f64 = 24.0;
const HEADER: f64 = 20.0;
const ROW: f64 = 38.0;
/// Width of a column of numbers.
const COLUMN: f64 = 84.0;
const PADDING: f64 = 18.0;

/// The legend of the coverage chart, with each layout's mean and shares within the standards.
pub(super) struct CoverageTable<'a> {
    study: &'a Study,
    evaluations: &'a [Evaluation],
    titles: Vec<String>,
}

impl<'a> CoverageTable<'a> {
    pub(super) fn new(study: &'a Study, evaluations: &'a [Evaluation]) -> Self {
        let title = |each: &Evaluation| words::capital(words::layout_title(study, &each.layout));
        let titles = evaluations.iter().map(title).collect();
        Self {
            study,
            evaluations,
            titles,
        }
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
        let width = 90.0 + names + self.columns() as f64 * COLUMN + 2.0 * PADDING;
        (width, (self.evaluations.len() + 2) as f64 * ROW + 24.0)
    }

    /// Draws it, `table` being of its [`CoverageTable::size`].
    pub(super) fn draw(&self, canvas: &mut Canvas, table: &Rect) {
        let (left, columns) = (table.left, self.columns());
        let end = table.right() - PADDING;
        let right = |column: usize| end - (columns - 1 - column) as f64 * COLUMN;
        let baseline = |row: usize| table.top + 40.0 + row as f64 * ROW;
        canvas.layer("", |pen| {
            pen.rectangle(table, "#ffffff");
            pen.frame(table, "#b3b3b3", 1.5);
            let header = |pen: &mut Pen, column, row, text: &str| {
                pen.text(
                    [right(column), baseline(row)],
                    Anchor::End,
                    HEADER,
                    "#555555",
                    text,
                );
            };
            header(pen, 0, 0, "mean,");
            header(pen, 0, 1, "min");
            header(pen, columns - 1, 0, "% within … min");
            for (column, &standard) in self.study.standards.iter().enumerate() {
                header(pen, column + 1, 1, &plain(standard));
            }
            for (number, (evaluation, title)) in
                self.evaluations.iter().zip(&self.titles).enumerate()
            {
                let y = baseline(number + 2);
                let mut cell =
                    |x, anchor, text: &str| pen.text([x, y], anchor, TEXT, "#111111", text);
                cell(left + 82.0, Anchor::Start, title);
                let coverage = &evaluation.coverage;
                if let Some(mean) = coverage.mean_minutes {
                    cell(right(0), Anchor::End, &format!("{mean:.1}"));
                }
                for (column, within) in coverage.within.iter().enumerate() {
                    let percent = words::percent(*within, coverage.demand);
                    cell(right(column + 1), Anchor::End, &percent);
                }
            }
        });
        for number in 0..self.evaluations.len() {
            let y = baseline(number + 2) - 8.0;
            canvas.layer(dashes(number), |pen| {
                pen.line([left + PADDING, y], [left + 70.0, y], line(number), 4.0);
            });
        }
    }
}

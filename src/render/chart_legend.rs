use super::canvas::Canvas;
use super::font;
use super::page::MARGIN;
use super::pen::Anchor;
use super::rect::Rect;
use super::sign::Sign;

const TEXT: f64 = 24.0;
const ROW: f64 = 36.0;
const LEFT: f64 = 120.0;
/// For the sign, before the text.
const SIGN: f64 = 64.0;
/// Dashes of lines that mark a value.
pub(super) const MARK_DASHES: &str = "stroke-dasharray=\"60 50\"";
/// Between two columns.
const GAP: f64 = 60.0;

/// What an entry explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Sign(Sign),
    /// A line of this colour and these dashes.
    Line(&'static str, &'static str),
    /// A dashed line from top to bottom.
    Mark,
    /// An area of this colour.
    Band(&'static str),
    /// Nothing: the text says it all.
    Nothing,
}

/// What lines and signs mean, in columns below a chart.
#[derive(Debug, Clone, Default)]
pub(super) struct ChartLegend {
    columns: Vec<Vec<(Key, Vec<String>)>>,
}

impl ChartLegend {
    /// These columns, side by side where the page is wide enough and otherwise one below another; texts that are
    /// wider than the page in several lines.
    pub(super) fn new(mut columns: Vec<Vec<(Key, String)>>, page: f64) -> Self {
        columns.retain(|column| !column.is_empty());
        let wide = |column: &Vec<(Key, String)>| {
            let widths = column.iter().map(|(_, text)| font::width(text, TEXT));
            SIGN + widths.fold(0.0, f64::max) + GAP
        };
        let width: f64 = columns.iter().map(wide).sum();
        if LEFT + width - GAP > page - MARGIN {
            columns = vec![columns.concat()];
        }
        let lines = |(key, text): (Key, String)| {
            let lines = font::wrap(&text, TEXT, page - MARGIN - LEFT - SIGN);
            (key, lines)
        };
        let columns = columns.into_iter();
        let columns = columns.map(|column| column.into_iter().map(lines).collect());
        Self {
            columns: columns.collect(),
        }
    }

    /// How much room it takes, in pixels.
    pub(super) fn height(&self) -> f64 {
        let rows =
            |column: &Vec<(Key, Vec<String>)>| column.iter().map(|entry| entry.1.len()).sum();
        let rows: usize = self.columns.iter().map(rows).max().unwrap_or(0);
        ROW * rows as f64
    }

    /// Draws it below `top` on a page of this width.
    pub(super) fn draw(&self, canvas: &mut Canvas, top: f64, page: f64) {
        let mut left = LEFT;
        for column in &self.columns {
            let mut row = 0;
            for (key, lines) in column {
                let y = top + 20.0 + row as f64 * ROW;
                row += lines.len();
                let dashes = match key {
                    Key::Line(_, dashes) => dashes,
                    Key::Mark => MARK_DASHES,
                    Key::Sign(_) | Key::Band(_) | Key::Nothing => "",
                };
                canvas.layer(dashes, |pen| match *key {
                    Key::Nothing => {}
                    Key::Sign(sign) => sign.draw(pen, [left + 26.0, y]),
                    Key::Line(colour, _) => {
                        pen.line([left, y], [left + 52.0, y], colour, 4.0);
                    }
                    Key::Mark => {
                        let x = left + 26.0;
                        pen.line([x, y - 16.0], [x, y + 16.0], "#555555", 2.0);
                    }
                    Key::Band(colour) => {
                        pen.rectangle(&Rect::new(left, y - 11.0, 52.0, 22.0), colour);
                    }
                });
                canvas.layer("", |pen| {
                    for (number, text) in lines.iter().enumerate() {
                        let at = [left + SIGN, y + 8.0 + number as f64 * ROW];
                        let size = font::fit(text, TEXT, page - MARGIN - at[0]);
                        pen.text(at, Anchor::Start, size, "#111111", text);
                    }
                });
            }
            left += SIGN + widest(column) + GAP;
        }
    }
}

fn widest(column: &[(Key, Vec<String>)]) -> f64 {
    let lines = column.iter().flat_map(|(_, lines)| lines);
    let widths = lines.map(|text| font::width(text, TEXT));
    widths.fold(0.0, f64::max)
}

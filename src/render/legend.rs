use super::canvas::Canvas;
use super::dots::{self, Dots};
use super::font;
use super::marker::{self, MarkerKind};
use super::pen::{Anchor, Pen};
use super::rect::Rect;

/// What the colours and signs of a map mean.
#[derive(Debug, Clone, Default)]
pub(super) struct Legend {
    /// What is shown, with its unit.
    pub(super) title: String,
    /// What the numbers beside the entries are; empty if they have none.
    pub(super) values: String,
    /// From the top down.
    pub(super) entries: Vec<Entry>,
}

/// One colour or sign.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) symbol: Symbol,
    pub(super) text: String,
    /// A number for this class, as text.
    pub(super) value: String,
}

/// How an entry looks on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Fill(Fill),
    Marker(MarkerKind),
}

/// What areas are filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    Colour(&'static str),
    /// Grey with lines across: nothing to be shown in a colour of the scale.
    Hatched,
}

impl Fill {
    /// As the value of an SVG attribute.
    pub(super) const fn paint(self) -> &'static str {
        match self {
            Self::Colour(colour) => colour,
            Self::Hatched => "url(#hatched)",
        }
    }

    /// As the colour of dots, too small for lines across.
    pub(super) const fn dot_colour(self) -> &'static str {
        match self {
            Self::Colour(colour) => colour,
            Self::Hatched => "#6e6e6e",
        }
    }
}

const SIZE: f64 = 23.0;
const ROW: f64 = 34.0;
const PADDING: f64 = 16.0;
const SWATCH: f64 = 40.0;
const GAP: f64 = 12.0;
/// Radius of dots.
const DOT: f64 = 7.0;
/// Titles are broken into lines of at most this many pixels.
const TITLE_WIDTH: f64 = 320.0;

impl Legend {
    /// An entry for a fill.
    pub(super) fn fill(&mut self, fill: Fill, text: &str, value: String) {
        let symbol = Symbol::Fill(fill);
        self.entries.push(Entry {
            symbol,
            text: text.to_owned(),
            value,
        });
    }

    /// An entry for a marker.
    pub(super) fn marker(&mut self, kind: MarkerKind, text: &str) {
        let symbol = Symbol::Marker(kind);
        self.entries.push(Entry {
            symbol,
            text: text.to_owned(),
            value: String::new(),
        });
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> (f64, f64) {
        let widest = |texts: &mut dyn Iterator<Item = &str>| {
            texts
                .map(|text| font::width(text, SIZE))
                .fold(0.0, f64::max)
        };
        let names = widest(&mut self.entries.iter().map(|entry| entry.text.as_str()));
        let values = widest(&mut self.entries.iter().map(|entry| entry.value.as_str()));
        let column = if values > 0.0 {
            2.0 * GAP + values
        } else {
            0.0
        };
        let titles = self.title_lines().into_iter().chain(self.value_lines());
        let title = titles
            .map(|line| font::width(&line, SIZE))
            .fold(0.0, f64::max);
        let width = (SWATCH + GAP + names + column).max(title) + 2.0 * PADDING;
        let lines = self.title_lines().len() + self.value_lines().len() + self.entries.len();
        (width, lines as f64 * ROW + 2.0 * PADDING)
    }

    fn title_lines(&self) -> Vec<String> {
        font::wrap(&self.title, SIZE, TITLE_WIDTH)
    }

    fn value_lines(&self) -> Vec<String> {
        font::wrap(&self.values, 0.85 * SIZE, TITLE_WIDTH)
    }

    /// Draws it, `rect` being of its [`Legend::size`]; colours as areas, or as the dots of the map.
    pub(super) fn draw(&self, canvas: &mut Canvas, rect: &Rect, dots: Dots) {
        let left = rect.left + PADDING;
        let right = rect.right() - PADDING;
        let mut baseline = rect.top + PADDING + 0.75 * ROW;
        canvas.layer("", |pen| {
            pen.rectangle(rect, "#ffffff");
            pen.frame(rect, "#b3b3b3", 1.5);
            for line in self.title_lines() {
                pen.text([left, baseline], Anchor::Start, SIZE, "#111111", &line);
                baseline += ROW;
            }
            for line in self.value_lines() {
                pen.text(
                    [right, baseline],
                    Anchor::End,
                    0.85 * SIZE,
                    "#555555",
                    &line,
                );
                baseline += ROW;
            }
        });
        for entry in &self.entries {
            let swatch = Rect::new(left, baseline - 0.62 * ROW, SWATCH, 0.74 * ROW);
            if let Symbol::Fill(fill) = entry.symbol
                && dots != Dots::Only
            {
                canvas.fill_rectangle(&swatch, fill.paint());
            }
            canvas.layer("", |pen| {
                draw_entry(pen, entry, &swatch, dots);
                let x = left + SWATCH + GAP;
                pen.text([x, baseline], Anchor::Start, SIZE, "#111111", &entry.text);
                pen.text(
                    [right, baseline],
                    Anchor::End,
                    SIZE,
                    "#111111",
                    &entry.value,
                );
            });
            baseline += ROW;
        }
    }
}

fn draw_entry(pen: &mut Pen, entry: &Entry, swatch: &Rect, dots: Dots) {
    let middle = [
        swatch.left + swatch.width / 2.0,
        swatch.top + swatch.height / 2.0,
    ];
    match entry.symbol {
        Symbol::Fill(fill) => {
            if dots != Dots::Only {
                pen.frame(swatch, "#7f7f7f", 1.0);
            }
            // Dots are too small for lines across: where there are some, both looks are shown.
            if dots == Dots::Only || (dots == Dots::Some && fill == Fill::Hatched) {
                if dots == Dots::Only {
                    pen.rectangle(swatch, dots::GROUND[1]);
                }
                pen.dot(middle, DOT + dots::EDGE_WIDTH, dots::EDGE);
                pen.dot(middle, DOT, fill.dot_colour());
            }
        }
        Symbol::Marker(kind) => marker::draw(pen, kind, middle, 1.0),
    }
}

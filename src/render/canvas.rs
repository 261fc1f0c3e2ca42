use super::font;
use plotters::prelude::{DrawingBackend, IntoFont, RGBColor, SVGBackend, ShapeStyle, TextStyle};
use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Units of the drawing to a pixel: the backend's coordinates are whole numbers, a map's not.
pub(super) const TENTHS: f64 = 10.0;

/// A rectangle on the page, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) const fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self {
            left,
            top,
            width,
            height,
        }
    }

    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    pub(super) fn contains(&self, [x, y]: [f64; 2]) -> bool {
        x >= self.left && x <= self.right() && y >= self.top && y <= self.bottom()
    }

    pub(super) fn encloses(&self, other: &Self) -> bool {
        self.contains([other.left, other.top]) && self.contains([other.right(), other.bottom()])
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self::new(
            self.left - by,
            self.top - by,
            self.width + 2.0 * by,
            self.height + 2.0 * by,
        )
    }
}

/// Which end of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A page that layers are drawn on, from the lowest up.
#[derive(Debug)]
pub(super) struct Canvas {
    width: u32,
    height: u32,
    body: String,
}

impl Canvas {
    /// A white page, in pixels.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has some thousand pixels"
    )]
    pub(super) fn new(width: f64, height: f64) -> Self {
        let body = String::new();
        let mut canvas = Self {
            width: width.ceil() as u32,
            height: height.ceil() as u32,
            body,
        };
        let all = Rect::new(0.0, 0.0, width.ceil(), height.ceil());
        canvas.layer("", |pen| pen.rectangle(&all, "#ffffff"));
        canvas
    }

    /// Adds a layer drawn with plotters; `attributes` hold for all that is drawn in it.
    pub(super) fn layer(&mut self, attributes: &str, draw: impl FnOnce(&mut Pen)) {
        let mut svg = String::new();
        draw(&mut Pen(SVGBackend::with_string(&mut svg, self.units())));
        self.splice(attributes, &svg);
    }

    /// Adds what a plotters backend of [`Canvas::units`] has drawn.
    pub(super) fn splice(&mut self, attributes: &str, svg: &str) {
        let inner = svg.split_once(">\n").map_or("", |(_, inner)| inner);
        let inner = inner.trim_end().strip_suffix("</svg>").unwrap_or(inner);
        if attributes.is_empty() {
            self.body.push_str(inner);
        } else {
            self.raw(&format!("<g {attributes}>\n{inner}</g>"));
        }
    }

    /// Adds an element as it is.
    pub(super) fn raw(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// Adds a path, unless it is empty.
    pub(super) fn path(&mut self, data: &str, attributes: &str) {
        if !data.is_empty() {
            self.raw(&format!("<path {attributes} d=\"{data}\"/>"));
        }
    }

    /// Keeps the data of a path that is drawn more than once.
    pub(super) fn define(&mut self, id: &str, data: &str) {
        self.raw(&format!("<defs><path id=\"{id}\" d=\"{data}\"/></defs>"));
    }

    /// Draws a path that was kept.
    pub(super) fn reuse(&mut self, id: &str, attributes: &str) {
        self.raw(&format!("<use href=\"#{id}\" {attributes}/>"));
    }

    /// Adds a rectangle filled with any SVG paint.
    pub(super) fn fill_rectangle(&mut self, rect: &Rect, paint: &str) {
        let (x, y, w, h) = (
            tenths(rect.left),
            tenths(rect.top),
            tenths(rect.width),
            tenths(rect.height),
        );
        self.raw(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{paint}\"/>"
        ));
    }

    /// The page's size in tenths of a pixel.
    pub(super) fn units(&self) -> (u32, u32) {
        (self.width * 10, self.height * 10)
    }

    /// The SVG document.
    pub(super) fn finish(self, title: &str) -> String {
        let (w, h) = self.units();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
             viewBox=\"0 0 {w} {h}\">\n<title>{}</title>\n{}</svg>\n",
            self.width,
            self.height,
            escape(title),
            self.body
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What halos of labels are drawn with.
pub(super) fn halo(width: f64) -> String {
    format!(
        "paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
        tenths(width)
    )
}

/// Draws on one layer, in pixels.
pub(super) struct Pen<'a>(SVGBackend<'a>);

impl Pen<'_> {
    pub(super) fn rectangle(&mut self, rect: &Rect, fill: &str) {
        let (from, to) = corners(rect);
        written(self.0.draw_rect(from, to, &colour(fill), true));
    }

    pub(super) fn frame(&mut self, rect: &Rect, stroke: &str, width: f64) {
        let (r, b) = (rect.right(), rect.bottom());
        self.path(
            &[
                [rect.left, rect.top],
                [r, rect.top],
                [r, b],
                [rect.left, b],
                [rect.left, rect.top],
            ],
            stroke,
            width,
        );
    }

    pub(super) fn line(&mut self, from: [f64; 2], to: [f64; 2], stroke: &str, width: f64) {
        written(
            self.0
                .draw_line(units(from), units(to), &style(stroke, width)),
        );
    }

    pub(super) fn path(&mut self, points: &[[f64; 2]], stroke: &str, width: f64) {
        let points = points.iter().map(|&point| units(point));
        written(self.0.draw_path(points, &style(stroke, width)));
    }

    pub(super) fn polygon(&mut self, points: &[[f64; 2]], fill: &str) {
        let points = points.iter().map(|&point| units(point));
        written(self.0.fill_polygon(points, &colour(fill)));
    }

    pub(super) fn dot(&mut self, centre: [f64; 2], radius: f64, fill: &str) {
        let radius = tenths(radius).unsigned_abs();
        written(
            self.0
                .draw_circle(units(centre), radius, &colour(fill), true),
        );
    }

    /// A text whose baseline runs through `at`.
    pub(super) fn text(&mut self, at: [f64; 2], anchor: Anchor, size: f64, fill: &str, text: &str) {
        let style = text_style(anchor, size, fill);
        // The backend sets the baseline 0.76 of the font size below the top.
        written(
            self.0
                .draw_text(text, &style, units([at[0], at[1] - 0.76 * size])),
        );
    }

    /// A text that runs upwards, centred on `at`.
    pub(super) fn upwards(&mut self, at: [f64; 2], size: f64, fill: &str, text: &str) {
        let style = text_style(Anchor::Middle, size, fill).transform(FontTransform::Rotate270);
        written(self.0.draw_text(text, &style, units(at)));
    }
}

/// A style in which `size` is the font size of the SVG; the backend divides by 1.24.
pub(super) fn text_style(anchor: Anchor, size: f64, fill: &str) -> TextStyle<'static> {
    let across = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let font = (font::FAMILY, size * TENTHS * 1.24).into_font();
    font.color(&colour(fill)).pos(Pos::new(across, VPos::Top))
}

/// The style of a line.
pub(super) fn style(stroke: &str, width: f64) -> ShapeStyle {
    ShapeStyle::from(&colour(stroke)).stroke_width(tenths(width).unsigned_abs())
}

/// A colour from `#rrggbb`.
pub(super) fn colour(hex: &str) -> RGBColor {
    let part = |at: usize| {
        hex.get(at..at + 2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
            .unwrap_or_default()
    };
    RGBColor(part(1), part(3), part(5))
}

/// Pixels in whole tenths.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a page is far smaller than 2^31 tenths"
)]
pub(super) fn tenths(pixels: f64) -> i32 {
    (pixels * TENTHS).round() as i32
}

fn units([x, y]: [f64; 2]) -> (i32, i32) {
    (tenths(x), tenths(y))
}

fn corners(rect: &Rect) -> ((i32, i32), (i32, i32)) {
    (
        units([rect.left, rect.top]),
        units([rect.right(), rect.bottom()]),
    )
}

/// Drawing into a string cannot fail.
fn written<E>(result: Result<(), E>) {
    debug_assert!(result.is_ok());
}

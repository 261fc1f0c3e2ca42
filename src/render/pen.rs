use super::font;
use super::rect::Rect;
use plotters::prelude::{DrawingBackend, IntoFont, RGBColor, SVGBackend, ShapeStyle, TextStyle};
use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Units of the drawing to a pixel: the backend's coordinates are whole numbers, a map's not.
pub(super) const TENTHS: f64 = 10.0;

/// Which end of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Draws on one layer, in pixels.
pub(super) struct Pen<'a>(pub(super) SVGBackend<'a>);

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

    /// A circle whose line is of this width.
    pub(super) fn ring(&mut self, centre: [f64; 2], radius: f64, stroke: &str, width: f64) {
        let radius = tenths(radius).unsigned_abs();
        let drawn = self
            .0
            .draw_circle(units(centre), radius, &style(stroke, width), false);
        written(drawn);
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
    let drawn = result.is_ok();
    debug_assert!(drawn);
    drop(result);
}

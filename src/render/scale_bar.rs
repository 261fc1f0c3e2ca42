use super::canvas::{Canvas, halo};
use super::font;
use super::lengths::{Lengths, SIZE, UNTRUE};
use super::pen::{Anchor, tenths};
use super::projection::EqualArea;
use super::rect::Rect;
use super::view::{View, round_length};
use std::fmt::Write as _;

/// Between lines of longitude and of latitude, in degrees.
const LINES: u16 = 30;

/// Lines of longitude and latitude on a map on which no scale bar holds.
pub(super) fn draw_graticule(
    canvas: &mut Canvas,
    projection: &EqualArea,
    view: &View,
    number: usize,
) {
    let mut data = String::new();
    let mut add = |line: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut letter = 'M';
        for (lon, lat) in line {
            let (place, beyond) = projection.project_within_rim(lon, lat);
            if beyond {
                letter = 'M';
            } else {
                let [x, y] = view.place(place);
                let _ = write!(data, "{letter}{} {}", tenths(x), tenths(y));
                letter = 'L';
            }
        }
    };
    let steps = |from: i16, to: i16| (from..=to).step_by(2).map(f64::from);
    for lon in (0..360).step_by(usize::from(LINES)) {
        add(&mut steps(-90, 90).map(|lat| (f64::from(lon) - 180.0, lat)));
    }
    for lat in (-60..=60).step_by(usize::from(LINES)) {
        add(&mut steps(-180, 180).map(|lon| (lon, f64::from(lat))));
    }
    let clip = view.clip(canvas, &format!("lines-{number}"));
    canvas.path(
        &data,
        &format!(
            "{clip} fill=\"none\" stroke=\"#7d868e\" stroke-opacity=\"0.6\" stroke-width=\"6\""
        ),
    );
}

/// Size of captions, and where their baselines begin in a window.
const CAPTION: f64 = 24.0;
const CAPTION_LEFT: f64 = 12.0;
const CAPTION_DOWN: f64 = 30.0;

/// The frame, the caption and the scale of a window.
pub(super) fn draw(
    canvas: &mut Canvas,
    view: &View,
    bar: &Rect,
    lengths: Lengths,
    caption: Option<&str>,
) {
    let frame = &view.frame;
    let base = bar.bottom() - 6.0;
    canvas.layer("", |pen| pen.frame(frame, "#7f7f7f", 2.0));
    if lengths == Lengths::Nowhere {
        canvas.layer(&halo(4.0), |pen| {
            let lines = format!("Lines every {LINES}°.");
            for (text, up) in [(lines.as_str(), 1.25 * SIZE), (UNTRUE, 0.0)] {
                pen.text([bar.left, base - up], Anchor::Start, SIZE, "#111111", text);
            }
        });
    } else {
        draw_bar(canvas, view, bar, lengths);
    }
    canvas.layer(&halo(4.0), |pen| {
        if let Some(caption) = caption {
            let at = [frame.left + CAPTION_LEFT, frame.top + CAPTION_DOWN];
            pen.text(at, Anchor::Start, CAPTION, "#111111", caption);
        }
    });
}

/// Where the caption of a window is.
pub(super) fn caption(view: &View, text: &str) -> Rect {
    let (left, top) = (
        view.frame.left + CAPTION_LEFT,
        view.frame.top + CAPTION_DOWN,
    );
    Rect::new(
        left,
        top - CAPTION,
        font::width(text, CAPTION),
        1.3 * CAPTION,
    )
}

fn draw_bar(canvas: &mut Canvas, view: &View, bar: &Rect, lengths: Lengths) {
    let (metres, length) = round_length(view, bar.width.min(0.3 * view.frame.width));
    let (left, base) = (bar.left, bar.bottom() - 6.0);
    canvas.layer("", |pen| {
        for (width, colour) in [(7.0, "#ffffff"), (3.0, "#111111")] {
            let grow = (width - 3.0) / 2.0;
            pen.path(
                &[
                    [left, base - 8.0 - grow],
                    [left, base],
                    [left + length, base],
                    [left + length, base - 8.0 - grow],
                ],
                colour,
                width,
            );
        }
    });
    canvas.layer(&halo(4.0), |pen| {
        let text = format!("{} km", crate::wording::decimal(metres / 1_000.0, 3));
        if lengths == Lengths::AtTheMiddle {
            let text = format!("{text} at the middle of the map");
            pen.text([left, base - 13.0], Anchor::Start, SIZE, "#111111", &text);
        } else {
            // A text that is wider than its bar begins where that does.
            let middle = 0.5 * length.max(font::width(&text, SIZE));
            let middle = [left + middle, base - 9.0];
            pen.text(middle, Anchor::Middle, SIZE, "#111111", &text);
        }
    });
}

use super::base_map::{BaseMap, Window};
use super::canvas::{Canvas, halo};
use super::lengths::{Lengths, SIZE, UNTRUE};
use super::pen::{Anchor, tenths};
use super::view::round_length;
use std::fmt::Write as _;

/// Between lines of longitude and of latitude, in degrees.
const LINES: u16 = 30;

impl BaseMap {
    /// Lines of longitude and latitude on a map on which no scale bar holds.
    pub(super) fn draw_graticule(&self, canvas: &mut Canvas, window: &Window, number: usize) {
        if window.lengths != Lengths::Nowhere {
            return;
        }
        let mut data = String::new();
        let mut add = |line: &mut dyn Iterator<Item = (f64, f64)>| {
            let mut letter = 'M';
            for (lon, lat) in line {
                if let Some(place) = self.place_within_rim(lon, lat) {
                    let [x, y] = window.view.place(place);
                    let _ = write!(data, "{letter}{} {}", tenths(x), tenths(y));
                    letter = 'L';
                } else {
                    letter = 'M';
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
        let clip = window.view.clip(canvas, &format!("lines-{number}"));
        canvas.path(
            &data,
            &format!(
                "{clip} fill=\"none\" stroke=\"#7d868e\" stroke-opacity=\"0.6\" stroke-width=\"6\""
            ),
        );
    }
}

/// The frame, the caption and the scale of a window.
pub(super) fn draw(canvas: &mut Canvas, window: &Window) {
    let frame = &window.view.frame;
    let bar = &window.scale_bar;
    let base = bar.bottom() - 6.0;
    canvas.layer("", |pen| pen.frame(frame, "#7f7f7f", 2.0));
    if window.lengths == Lengths::Nowhere {
        canvas.layer(&halo(4.0), |pen| {
            let lines = format!("Lines every {LINES}°.");
            for (text, up) in [(lines.as_str(), 1.25 * SIZE), (UNTRUE, 0.0)] {
                pen.text([bar.left, base - up], Anchor::Start, SIZE, "#111111", text);
            }
        });
    } else {
        draw_bar(canvas, window);
    }
    canvas.layer(&halo(4.0), |pen| {
        if let Some(caption) = &window.caption {
            let at = [frame.left + 12.0, frame.top + 30.0];
            pen.text(at, Anchor::Start, 24.0, "#111111", caption);
        }
    });
}

fn draw_bar(canvas: &mut Canvas, window: &Window) {
    let bar = &window.scale_bar;
    let (metres, length) = round_length(&window.view, bar.width.min(0.3 * window.view.frame.width));
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
        if window.lengths == Lengths::AtTheMiddle {
            let text = format!("{text} at the middle of the map");
            pen.text([left, base - 13.0], Anchor::Start, SIZE, "#111111", &text);
        } else {
            let middle = [left + length / 2.0, base - 9.0];
            pen.text(middle, Anchor::Middle, SIZE, "#111111", &text);
        }
    });
}

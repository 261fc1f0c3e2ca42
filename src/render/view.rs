use super::canvas::Canvas;
use super::pen::{TENTHS, tenths};
use super::projection::Xy;
use super::rect::Rect;
use std::fmt::Write;

/// A part of the projected world and the frame on the page that shows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    pub(super) frame: Rect,
    /// The place shown in the middle of the frame, in metres.
    pub(super) middle: Xy,
    pub(super) pixels_per_metre: f64,
}

impl View {
    /// Shows all of `bounds` in the part `inner` of `frame`, as large as it goes.
    pub(super) fn fit(bounds: &Bounds, inner: &Rect, frame: Rect) -> Self {
        let [width, height] = bounds.size();
        let pixels_per_metre = (inner.width / width.max(1.0)).min(inner.height / height.max(1.0));
        let [x, y] = bounds.middle();
        let right = inner.left + inner.width / 2.0 - (frame.left + frame.width / 2.0);
        let down = inner.top + inner.height / 2.0 - (frame.top + frame.height / 2.0);
        let middle = [x - right / pixels_per_metre, y + down / pixels_per_metre];
        Self {
            frame,
            middle,
            pixels_per_metre,
        }
    }

    /// Defines a path of this id that holds what is drawn within the frame; the attribute that asks for
    /// it.
    pub(super) fn clip(&self, canvas: &mut Canvas, id: &str) -> String {
        let frame = &self.frame;
        let (x, y) = (tenths(frame.left), tenths(frame.top));
        let (w, h) = (tenths(frame.width), tenths(frame.height));
        canvas.raw(&format!(
            "<defs><clipPath id=\"{id}\"><rect x=\"{x}\" y=\"{y}\" width=\"{w}\" \
             height=\"{h}\"/></clipPath></defs>"
        ));
        format!("clip-path=\"url(#{id})\"")
    }

    /// Where on the page a projected place is, in pixels.
    pub(super) fn place(&self, [x, y]: Xy) -> [f64; 2] {
        [
            self.frame.left + self.frame.width / 2.0 + (x - self.middle[0]) * self.pixels_per_metre,
            self.frame.top + self.frame.height / 2.0 - (y - self.middle[1]) * self.pixels_per_metre,
        ]
    }

    /// Adds a closed line to the data of an SVG path, cut to the frame and in tenths of a pixel.
    ///
    /// Where the line leaves the frame it follows the frame's edge, just outside: fills stay
    /// right, and the frame drawn over it hides the edge.
    pub(super) fn write_ring(&self, ring: impl Iterator<Item = Xy>, data: &mut String) {
        let placed: Vec<[f64; 2]> = ring.map(|place| self.place(place)).collect();
        let clip = self.frame.grown(1.0);
        let Some(bounds) = Bounds::around(placed.iter().copied()) else {
            return;
        };
        let [left, top] = bounds.low;
        let [right, bottom] = bounds.high;
        if left > clip.right() || right < clip.left || top > clip.bottom() || bottom < clip.top {
            return;
        }
        let inside = clip.contains(bounds.low) && clip.contains(bounds.high);
        let points = if inside { placed } else { cut(placed, &clip) };
        write_closed(&points, data);
    }

    /// Gives the pieces of a line that are in the frame, in pixels: from where, to where, and whether it begins
    /// where the last one ended. Corners that add nothing to see are left out.
    pub(super) fn pieces(
        &self,
        line: impl Iterator<Item = Xy>,
        mut draw: impl FnMut([f64; 2], [f64; 2], bool),
    ) {
        let mut places = line.map(|place| self.place(place)).peekable();
        let Some(mut from) = places.next() else {
            return;
        };
        let near = f64::from(NEAR) / TENTHS;
        let mut joined = false;
        while let Some(to) = places.next() {
            let is_near = (0..2).all(|axis| (to[axis] - from[axis]).abs() < near);
            if is_near && places.peek().is_some() {
                continue;
            }
            let inside = inside(from, to, &self.frame);
            if let Some([first, last]) = inside {
                let [start, end] = [first, last].map(|part| along(from, to, part));
                draw(start, end, joined && first <= 0.0);
            }
            joined = inside.is_some_and(|[_, last]| last >= 1.0);
            from = to;
        }
    }
}

/// The part of a straight line in a rectangle, from 0 at its beginning to 1 at its end (Liang and Barsky 1984).
fn inside(from: [f64; 2], to: [f64; 2], rect: &Rect) -> Option<[f64; 2]> {
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (axis, low, high) in [(0, rect.left, rect.right()), (1, rect.top, rect.bottom())] {
        let way = to[axis] - from[axis];
        if way == 0.0 {
            if from[axis] < low || from[axis] > high {
                return None;
            }
            continue;
        }
        let mut cuts = [low, high].map(|edge| (edge - from[axis]) / way);
        if way < 0.0 {
            cuts.swap(0, 1);
        }
        (first, last) = (first.max(cuts[0]), last.min(cuts[1]));
    }
    (first < last).then_some([first, last])
}

/// A place on a straight line, by its part.
fn along(from: [f64; 2], to: [f64; 2], part: f64) -> [f64; 2] {
    if part >= 1.0 {
        return to;
    }
    [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis]))
}

/// The smallest upright rectangle around places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: Xy,
    pub(super) high: Xy,
}

impl Bounds {
    /// Around these places; `None` around none.
    pub(super) fn around(mut places: impl Iterator<Item = Xy>) -> Option<Self> {
        let first = places.next()?;
        Some(places.fold(
            Self {
                low: first,
                high: first,
            },
            |bounds, [x, y]| Self {
                low: [bounds.low[0].min(x), bounds.low[1].min(y)],
                high: [bounds.high[0].max(x), bounds.high[1].max(y)],
            },
        ))
    }

    pub(super) fn size(&self) -> [f64; 2] {
        [self.high[0] - self.low[0], self.high[1] - self.low[1]]
    }

    /// How far from the centre of the map the farthest corner is, in metres.
    pub(super) fn farthest(&self) -> f64 {
        let [x, y] = [0, 1].map(|axis| self.low[axis].abs().max(self.high[axis].abs()));
        x.hypot(y)
    }

    fn middle(&self) -> Xy {
        [
            f64::midpoint(self.low[0], self.high[0]),
            f64::midpoint(self.low[1], self.high[1]),
        ]
    }
}

/// A closed line cut to a rectangle, one side after the other (Sutherland and Hodgman 1974).
fn cut(mut points: Vec<[f64; 2]>, clip: &Rect) -> Vec<[f64; 2]> {
    let sides = [
        (0, 1.0, clip.left),
        (0, -1.0, -clip.right()),
        (1, 1.0, clip.top),
        (1, -1.0, -clip.bottom()),
    ];
    for (axis, sign, limit) in sides {
        let depth = |point: &[f64; 2]| sign * point[axis] - limit;
        let mut kept = Vec::with_capacity(points.len());
        let mut before = points.last().copied();
        for &point in &points {
            if let Some(before) = before
                && (depth(&before) >= 0.0) != (depth(&point) >= 0.0)
            {
                let part = depth(&before) / (depth(&before) - depth(&point));
                kept.push([
                    before[0] + part * (point[0] - before[0]),
                    before[1] + part * (point[1] - before[1]),
                ]);
            }
            if depth(&point) >= 0.0 {
                kept.push(point);
            }
            before = Some(point);
        }
        points = kept;
    }
    points
}

/// Corners of a line that are nearer than this to the last one add nothing to see: three
/// tenths of a pixel.
const NEAR: i32 = 3;

/// Writes a closed line in whole tenths of a pixel, leaving out points that add nothing.
fn write_closed(points: &[[f64; 2]], data: &mut String) {
    let mut corners: Vec<(i32, i32)> = Vec::with_capacity(points.len());
    for &[x, y] in points {
        let corner = (tenths(x), tenths(y));
        if let Some(last) = corners.last()
            && (corner.0 - last.0).abs() < NEAR
            && (corner.1 - last.1).abs() < NEAR
        {
            continue;
        }
        while let [.., before, last] = corners.as_slice()
            && straight(*before, *last, corner)
        {
            corners.pop();
        }
        corners.push(corner);
    }
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    let [first, rest @ ..] = corners.as_slice() else {
        return;
    };
    if rest.len() < 2 {
        return;
    }
    let mut here = *first;
    data.push('M');
    push_number(here.0, data);
    data.push(' ');
    push_number(here.1, data);
    data.push('l');
    for (number, &(x, y)) in rest.iter().enumerate() {
        let (dx, dy) = (x - here.0, y - here.1);
        if number > 0 && dx >= 0 {
            data.push(' ');
        }
        push_number(dx, data);
        if dy >= 0 {
            data.push(' ');
        }
        push_number(dy, data);
        here = (x, y);
    }
    data.push('z');
}

/// Writes a number: most of a map is numbers, which the formatting of the standard library takes its time for.
fn push_number(number: i32, data: &mut String) {
    data.push_str(itoa::Buffer::new().format(number));
}

/// Whether `b` lies on the straight way from `a` to `c`.
fn straight(a: (i32, i32), b: (i32, i32), c: (i32, i32)) -> bool {
    let (ux, uy) = (i64::from(b.0 - a.0), i64::from(b.1 - a.1));
    let (vx, vy) = (i64::from(c.0 - b.0), i64::from(c.1 - b.1));
    ux * vy == uy * vx && ux * vx + uy * vy >= 0
}

/// The longest of 1, 2 or 5 × 10ⁿ metres that is at most `limit` pixels long: metres and pixels.
pub(super) fn round_length(view: &View, limit: f64) -> (f64, f64) {
    let most = limit / view.pixels_per_metre;
    let power = 10_f64.powf(most.log10().floor());
    let metres = [5.0, 2.0, 1.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|&metres| metres <= most)
        .unwrap_or(power);
    (metres, metres * view.pixels_per_metre)
}

/// Writes a dot: a square where it is too small to be seen round.
pub(super) fn write_dot([x, y]: [f64; 2], width: f64, data: &mut String) {
    let (left, middle, across) = (tenths(x - width / 2.0), tenths(y), tenths(width));
    if width < 5.0 {
        let top = middle - across / 2;
        let _ = write!(data, "M{left} {top}h{across}v{across}h-{across}z");
    } else {
        let radius = across / 2;
        let arc = format!("a{radius} {radius} 0 1 1 ");
        let _ = write!(data, "M{left} {middle}{arc}{across} 0{arc}-{across} 0z");
    }
}

/// A length in pixels as an attribute in tenths.
pub(super) fn attribute(pixels: f64) -> String {
    format!("{:.0}", pixels * TENTHS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_does(number in proptest::num::i32::ANY, small in -99..=99) {
            for number in [number, small, 0, i32::MIN, i32::MAX] {
                let mut written = String::new();
                push_number(number, &mut written);
                prop_assert_eq!(written, number.to_string());
            }
        }

        /// By many places of the line: those in the rectangle are on the part, and the part is in the rectangle.
        #[test]
        fn the_part_of_a_line_in_a_rectangle_is_all_of_it(
            from in [-5.0..15.0_f64, -5.0..15.0], to in [-5.0..15.0_f64, -5.0..15.0],
        ) {
            let rect = Rect::new(0.0, 0.0, 10.0, 7.0);
            let at = |part: f64| [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis]));
            let places: Vec<[f64; 2]> = (0..=1_000).map(|n| at(f64::from(n) / 1_000.0)).collect();
            let held = places.iter().filter(|&&place| rect.contains(place));
            let part = inside(from, to, &rect);
            let found = part.map_or(0.0, |[first, last]| last - first);
            let expected = held.count() as f64 / 1_001.0;
            prop_assert!((found - expected).abs() <= 0.003, "{} {}", found, expected);
            for part in part.into_iter().flatten() {
                prop_assert!(rect.grown(1e-9).contains(along(from, to, part)));
            }
        }
    }
}

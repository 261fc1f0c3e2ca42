//! What an area covers of each pixel, exactly but for rounding to 1/256.

/// A pixel that is covered as a whole.
pub(super) const WHOLE: u16 = 256;

/// A straight piece of the outline of an area, in pixels.
pub(super) type Side = [[f32; 2]; 2];

/// Pixels beside each other that one area covers equally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AreaRun {
    pub(super) left: u16,
    pub(super) length: u16,
    pub(super) area: u32,
    /// How much of each pixel, of [`WHOLE`].
    pub(super) part: u16,
}

/// What one area covers, as sums along its rows.
#[derive(Debug, Default)]
pub(super) struct Cover {
    /// Changes of the covered part from pixel to pixel, row by row.
    change: Vec<f32>,
    /// Where the changes of each row begin and end.
    touched: Vec<(usize, usize)>,
}

impl Cover {
    /// Adds the runs of an area, each with its row.
    pub(super) fn add(
        &mut self,
        sides: &[Side],
        [wide, high]: [u16; 2],
        area: u32,
        runs: &mut Vec<(u16, AreaRun)>,
    ) {
        let (wide, high) = (f32::from(wide), f32::from(high));
        let corners = || sides.iter().flatten();
        let ends = |axis: usize, most: f32| {
            let along = corners().map(|corner| corner[axis].clamp(0.0, most));
            along.fold((most, 0.0_f32), |(low, high), at| {
                (low.min(at), high.max(at))
            })
        };
        let ((left, right), (top, bottom)) = (ends(0, wide), ends(1, high));
        if left >= right || top >= bottom {
            return;
        }
        let (left, top) = (left.floor(), top.floor());
        let stride = whole(right.ceil() - left) + 2;
        let rows = whole(bottom.ceil() - top);
        self.change.clear();
        self.change.resize(stride * rows, 0.0);
        self.touched.clear();
        self.touched.resize(rows, (stride, 0));
        for &[a, b] in sides {
            for [a, b] in within(a, b, wide) {
                self.side([a[0] - left, a[1] - top], [b[0] - left, b[1] - top], stride);
            }
        }
        let (left, top) = (whole(left), whole(top));
        for (row, &(first, end)) in self.touched.iter().enumerate() {
            if first >= end {
                continue;
            }
            let y = u16::try_from(top + row).unwrap_or(u16::MAX);
            let changes = &self.change[row * stride..][first..end];
            let mut sum = 0.0_f32;
            let mut last: Option<AreaRun> = None;
            for (x, change) in (left + first..).zip(changes) {
                sum += change;
                let part = rounded(sum.abs().min(1.0) * f32::from(WHOLE));
                let x = u16::try_from(x).unwrap_or(u16::MAX);
                match &mut last {
                    Some(run) if run.part == WHOLE && part == WHOLE => run.length += 1,
                    _ => {
                        runs.extend(last.take().map(|run| (y, run)));
                        let run = AreaRun {
                            left: x,
                            length: 1,
                            area,
                            part,
                        };
                        last = (part > 0).then_some(run);
                    }
                }
            }
            runs.extend(last.map(|run| (y, run)));
        }
    }

    /// Adds what lies to the right of a straight line, or takes it away where the line runs upwards.
    fn side(&mut self, a: [f32; 2], b: [f32; 2], stride: usize) {
        if a[1].total_cmp(&b[1]).is_eq() {
            return;
        }
        let (sign, a, b) = if a[1] < b[1] {
            (1.0, a, b)
        } else {
            (-1.0, b, a)
        };
        let slope = (b[0] - a[0]) / (b[1] - a[1]);
        let rows = self.touched.len();
        let (low, high) = (a[0].min(b[0]), a[0].max(b[0]));
        let x = if a[1] < 0.0 {
            a[0] - a[1] * slope
        } else {
            a[0]
        };
        let mut x = x.clamp(low, high);
        for row in whole(a[1].max(0.0))..rows.min(whole(b[1].max(0.0).ceil())) {
            let y = row as f32;
            let high_here = (y + 1.0).min(b[1]) - y.max(a[1]);
            let next = (x + slope * high_here).clamp(low, high);
            let covered = sign * high_here;
            let (from, to) = if x < next { (x, next) } else { (next, x) };
            let first = whole(from);
            let end = whole(to.ceil()).max(first + 1);
            let place = row * stride;
            let changes = &mut self.change[place + first..=place + end];
            let offset = from - first as f32;
            if end == first + 1 {
                let beyond = covered * (0.5 * (x + next) - first as f32);
                changes[0] += covered - beyond;
                changes[1] += beyond;
            } else {
                // The sum of what lies right of the line up to each pixel is that of a trapezium.
                let each = 1.0 / (to - from);
                let mut before = 0.0;
                let count = end - first;
                for (pixel, change) in changes[..count].iter_mut().enumerate() {
                    let until = pixel as f32 + 1.0 - offset;
                    // The line has crossed so much of this pixel's height within it, and what it crossed
                    // earlier covers the pixel as a whole.
                    let start = (until - 1.0).max(0.0);
                    let stop = until.min(to - from);
                    let inside = (stop - start) * each;
                    let mean = until - 0.5 * (start + stop);
                    let sum = start * each + inside * mean;
                    *change += covered * (sum - before);
                    before = sum;
                }
                changes[count] += covered * (1.0 - before);
            }
            let touched = &mut self.touched[row];
            *touched = (touched.0.min(first), touched.1.max(end + 1));
            x = next;
        }
    }
}

/// A side moved to within the width: what lies beyond the left or the right edge is on it.
fn within(a: [f32; 2], b: [f32; 2], wide: f32) -> impl Iterator<Item = Side> {
    let mut cuts = [0.0, 1.0, 1.0, 1.0];
    let mut count = 1;
    let across = b[0] - a[0];
    let mut edges = [0.0, wide].map(|edge| (edge - a[0]) / across);
    if edges[0] > edges[1] {
        edges.swap(0, 1);
    }
    for edge in edges {
        // Not where the side is upright, whose cuts are no numbers or infinite.
        if edge > 0.0 && edge < 1.0 {
            cuts[count] = edge;
            count += 1;
        }
    }
    let at = move |part: f32| {
        // The ends are as they were given.
        let place = if part <= 0.0 {
            a
        } else if part >= 1.0 {
            b
        } else {
            [a[0] + part * across, a[1] + part * (b[1] - a[1])]
        };
        [place[0].clamp(0.0, wide), place[1]]
    };
    (0..count).map(move |number| [at(cuts[number]), at(cuts[number + 1])])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a page"
)]
fn whole(pixels: f32) -> usize {
    pixels as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most WHOLE"
)]
fn rounded(part: f32) -> u16 {
    (part + 0.5) as u16
}

use super::rect::Rect;
use super::view::View;
use crate::borders::Ring;

/// Between what is placed and the frame, in pixels.
const MARGIN: f64 = 14.0;

/// Which corners of the frame are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Corner {
    Any,
    Bottom,
}

/// Side of a cell in pixels.
const CELL: f64 = 8.0;

/// Where in a frame there is room for a legend or an inset.
#[derive(Debug, Clone)]
pub(super) struct FreeSpace {
    frame: Rect,
    columns: usize,
    rows: usize,
    taken: Vec<bool>,
}

impl FreeSpace {
    /// A frame without anything in it.
    pub(super) fn new(frame: Rect) -> Self {
        let (columns, rows) = (cells(frame.width), cells(frame.height));
        Self {
            frame,
            columns,
            rows,
            taken: vec![false; columns * rows],
        }
    }

    /// Takes what lies inside the outlines of the areas, by the rule of crossings along each row.
    pub(super) fn take_rings(&mut self, rings: &[Ring], vertices: &[[f64; 2]], view: &View) {
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); self.rows];
        for ring in rings {
            let Some(&last) = ring.last() else { continue };
            let mut before = view.place(vertices[last as usize]);
            for &vertex in ring {
                let here = view.place(vertices[vertex as usize]);
                self.take_point(here);
                let (upper, lower) = if before[1] < here[1] {
                    (before, here)
                } else {
                    (here, before)
                };
                let row_of =
                    |y: f64| cells((y - self.frame.top + CELL / 2.0).max(0.0)).min(self.rows);
                for (row, crossings) in crossings
                    .iter_mut()
                    .enumerate()
                    .take(row_of(lower[1]))
                    .skip(row_of(upper[1]).saturating_sub(1))
                {
                    let y = self.frame.top + (row as f64 + 0.5) * CELL;
                    if upper[1] <= y && y < lower[1] {
                        let part = (y - upper[1]) / (lower[1] - upper[1]);
                        crossings.push(upper[0] + part * (lower[0] - upper[0]));
                    }
                }
                before = here;
            }
        }
        for (row, crossings) in crossings.iter_mut().enumerate() {
            crossings.sort_by(f64::total_cmp);
            let y = self.frame.top + (row as f64 + 0.5) * CELL;
            for pair in crossings.chunks_exact(2) {
                let mut x = pair[0];
                while x < pair[1] {
                    self.take_point([x, y]);
                    x += CELL / 2.0;
                }
            }
        }
    }

    /// Takes the cell of a place.
    pub(super) fn take_point(&mut self, [x, y]: [f64; 2]) {
        if self.frame.contains([x, y]) {
            let column = cells(x - self.frame.left).saturating_sub(1);
            let row = cells(y - self.frame.top).saturating_sub(1);
            if column < self.columns && row < self.rows {
                self.taken[row * self.columns + column] = true;
            }
        }
    }

    /// Takes a rectangle.
    pub(super) fn take(&mut self, rect: &Rect) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                if self.cell(column, row).overlaps(rect) {
                    self.taken[row * self.columns + column] = true;
                }
            }
        }
    }

    /// The place for a rectangle that is nearest to a corner of the frame and covers nothing.
    ///
    /// Where there is none, the one that covers least, and how many cells it covers.
    pub(super) fn find(&self, width: f64, height: f64, corner: Corner) -> (Rect, usize) {
        let margin = MARGIN;
        let sums = self.sums();
        let (wide, high) = (cells(width + 2.0 * margin), cells(height + 2.0 * margin));
        let mut best = (
            usize::MAX,
            f64::INFINITY,
            Rect::new(self.frame.left, self.frame.top, width, height),
        );
        for row in 0..=self.rows.saturating_sub(high) {
            for column in 0..=self.columns.saturating_sub(wide) {
                let at = |c: usize, r: usize| {
                    sums[r.min(self.rows) * (self.columns + 1) + c.min(self.columns)]
                };
                let covered = at(column + wide, row + high) + at(column, row)
                    - at(column + wide, row)
                    - at(column, row + high);
                let right = self.columns.saturating_sub(column + wide);
                let below = self.rows.saturating_sub(row + high);
                // Sideways counts double: furniture keeps to the edges.
                let down = match corner {
                    Corner::Any => row.min(below),
                    Corner::Bottom => below,
                };
                let far = 2.0 * column.min(right) as f64 + down as f64;
                if (covered, far) < (best.0, best.1) {
                    let cell = self.cell(column, row);
                    let left = if right == 0 {
                        self.frame.right() - width - margin
                    } else {
                        cell.left + margin
                    };
                    let top = if below == 0 {
                        self.frame.bottom() - height - margin
                    } else {
                        cell.top + margin
                    };
                    best = (covered, far, Rect::new(left, top, width, height));
                }
            }
        }
        (best.2, best.0)
    }

    fn cell(&self, column: usize, row: usize) -> Rect {
        Rect::new(
            self.frame.left + column as f64 * CELL,
            self.frame.top + row as f64 * CELL,
            CELL,
            CELL,
        )
    }

    /// How many cells are taken above and left of every corner of the grid.
    fn sums(&self) -> Vec<usize> {
        let wide = self.columns + 1;
        let mut sums = vec![0; wide * (self.rows + 1)];
        for row in 0..self.rows {
            let mut line = 0;
            for column in 0..self.columns {
                line += usize::from(self.taken[row * self.columns + column]);
                sums[(row + 1) * wide + column + 1] = sums[row * wide + column + 1] + line;
            }
        }
        sums
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths on a page, not negative"
)]
fn cells(length: f64) -> usize {
    (length / CELL).ceil() as usize
}

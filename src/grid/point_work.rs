use super::centres::chord2;
use super::points::{PointCells, PointSweep};
use super::raw::RawTally;

/// Cells that are computed in one go.
pub(super) const RUN: usize = 128;

/// Sums by centre, those of one centre side by side: low and high half of people × seconds, then
/// the people who miss no standard, one, two, …
#[derive(Debug, Clone)]
pub(super) struct Rows {
    sums: Vec<u64>,
    standards: usize,
}

impl Rows {
    pub(super) fn new(centres: usize, standards: usize) -> Self {
        Self {
            sums: vec![0; centres * (standards + 3)],
            standards,
        }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, centre: usize, missed: usize, people: u64, seconds: u32) {
        let width = self.standards + 3;
        let row = &mut self.sums[centre * width..][..width];
        let product = u128::from(people) * u128::from(seconds);
        #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
        let (low, carry) = row[0].overflowing_add(product as u64);
        row[0] = low;
        let upper = (product >> 64) as u64;
        row[1] += upper + u64::from(carry);
        row[2 + missed] += people;
    }

    pub(super) fn tally(&self) -> RawTally {
        let width = self.standards + 3;
        let mut tally = RawTally::new(self.sums.len() / width, self.standards);
        for (centre, row) in self.sums.chunks(width).enumerate() {
            tally.people_seconds[centre] = (u128::from(row[1]) << 64) + u128::from(row[0]);
            tally.people[centre] = row[2..].iter().sum();
            // Who misses `n` of the ascending standards is within all from number `n` on.
            let within = &mut tally.within[centre * self.standards..][..self.standards];
            let mut people = 0;
            for (within, more) in within.iter_mut().zip(&row[2..]) {
                people += more;
                *within = people;
            }
        }
        tally
    }
}

/// A run of cells on its way through the kernel.
pub(super) struct Work {
    square: [u32; RUN],
    pub(super) centre: [u16; RUN],
    pub(super) chord2: [f64; RUN],
    pub(super) seconds: [u32; RUN],
}

impl Default for Work {
    fn default() -> Self {
        Self {
            square: [0; RUN],
            centre: [0; RUN],
            chord2: [0.0; RUN],
            seconds: [0; RUN],
        }
    }
}

impl Work {
    /// Finds the nearest centres of a run of cells.
    #[inline(always)]
    pub(super) fn locate(
        &mut self,
        sweep: &PointSweep,
        layout: usize,
        cells: &PointCells,
        from: usize,
        len: usize,
    ) {
        let len = len.min(RUN);
        let map = &sweep.maps[layout];
        let unit = sweep.question.centres.unit();
        let (x, y, z) = (
            &cells.x[from..from + len],
            &cells.y[from..from + len],
            &cells.z[from..from + len],
        );
        let square = &mut self.square[..len];
        for n in 0..len {
            square[n] = map.square([x[n], y[n], z[n]]);
        }
        let centre = &mut self.centre[..len];
        for n in 0..len {
            centre[n] = match map.candidates(square[n]) {
                Ok(only) => only,
                Err(list) => nearest_of(unit, [x[n], y[n], z[n]], list),
            };
        }
    }

    /// Finds the nearest centres of a run of cells, and the road times to them.
    #[inline(always)]
    pub(super) fn compute(
        &mut self,
        sweep: &PointSweep,
        layout: usize,
        cells: &PointCells,
        from: usize,
        len: usize,
    ) {
        let len = len.min(RUN);
        self.locate(sweep, layout, cells, from, len);
        let unit = sweep.question.centres.unit();
        let (x, y, z) = (
            &cells.x[from..from + len],
            &cells.y[from..from + len],
            &cells.z[from..from + len],
        );
        let (centre, squared) = (&self.centre[..len], &mut self.chord2[..len]);
        let mut held = true;
        for n in 0..len {
            squared[n] = chord2([x[n], y[n], z[n]], unit[usize::from(centre[n])]);
            held &= sweep.question.seconds.holds(squared[n]);
        }
        // What an earlier run left behind the end may lie beyond the table.
        self.chord2[len..].fill(0.0);
        sweep
            .question
            .seconds
            .fill(held, &self.chord2, &mut self.seconds);
    }
}

/// The nearest of an ascending list of centres; the first of several.
#[inline(always)]
fn nearest_of(unit: &[[f64; 3]], place: [f64; 3], list: &[u16]) -> u16 {
    let mut best = f64::INFINITY;
    let mut nearest = 0;
    for &centre in list {
        let chord2 = chord2(place, unit[usize::from(centre)]);
        if chord2 < best {
            best = chord2;
            nearest = centre;
        }
    }
    nearest
}

use super::LayoutTally;
use super::centres::chord2;
use super::nearest_map::{Extent, NearestMap};
use super::octahedron::flatten;
use super::raw::RawTally;
use super::sweep::Question;
use crate::model::LatLon;
use crate::units::{Demand, Minutes};
use fearless_simd::{Level, dispatch};
use rayon::prelude::*;

/// Cells at any places, and the people in them.
///
/// Places are kept as points of the unit sphere, coordinate by coordinate, so that the inner
/// loops need no trigonometry.
#[derive(Debug, Clone, Default)]
pub struct PointCells {
    x: Vec<f64>,
    y: Vec<f64>,
    z: Vec<f64>,
    people: Vec<u64>,
}

impl PointCells {
    /// No cells, with room for `capacity`.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            x: Vec::with_capacity(capacity),
            y: Vec::with_capacity(capacity),
            z: Vec::with_capacity(capacity),
            people: Vec::with_capacity(capacity),
        }
    }

    /// Adds a cell.
    pub fn push(&mut self, place: LatLon, people: Demand) {
        self.push_unit(place.unit_vector(), people);
    }

    pub(super) fn push_unit(&mut self, [x, y, z]: [f64; 3], people: Demand) {
        self.x.push(x);
        self.y.push(y);
        self.z.push(z);
        self.people.push(people.millionths());
    }

    /// Adds cells in their order; `false`, and none of them, if one is missing.
    pub(super) fn extend_from(
        &mut self,
        cells: impl IndexedParallelIterator<Item = Option<([f64; 3], Demand)>>,
    ) -> bool {
        let cells: Vec<_> = cells.collect();
        if cells.iter().any(Option::is_none) {
            return false;
        }
        for (place, people) in cells.into_iter().flatten() {
            self.push_unit(place, people);
        }
        true
    }

    /// How many cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Takes all cells away and keeps the room.
    pub fn clear(&mut self) {
        self.x.clear();
        self.y.clear();
        self.z.clear();
        self.people.clear();
    }

    /// All people.
    #[must_use]
    pub fn people(&self) -> Demand {
        Demand::from_millionths(self.people.iter().sum())
    }

    pub(super) fn unit(&self, cell: usize) -> [f64; 3] {
        [self.x[cell], self.y[cell], self.z[cell]]
    }

    pub(super) fn people_of(&self, cell: usize) -> Demand {
        Demand::from_millionths(self.people[cell])
    }

    /// The part of the Earth where the cells lie.
    fn extent(&self) -> Extent {
        let runs = (0..self.len()).into_par_iter().step_by(CHUNK);
        runs.map(|from| {
            let to = (from + CHUNK).min(self.len());
            let mut extent = Extent::NOWHERE;
            for cell in from..to {
                #[expect(clippy::cast_possible_truncation, reason = "as the map rounds")]
                let (u, v) = flatten(self.unit(cell).map(|x| x as f32));
                extent = extent.with(Extent {
                    low: [u, v],
                    high: [u, v],
                });
            }
            extent
        })
        .reduce(|| Extent::NOWHERE, Extent::with)
    }
}

/// Cells that a thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Cells that are computed in one go.
const RUN: usize = 128;

/// Ready to answer a question for cells at any places of one part of the Earth.
#[derive(Debug)]
pub struct PointSweep<'a> {
    question: &'a Question<'a>,
    beyond: Vec<f64>,
    extent: Extent,
    maps: Vec<NearestMap>,
}

impl<'a> PointSweep<'a> {
    /// For the part of the Earth where these cells lie.
    #[must_use]
    pub fn new(question: &'a Question<'a>, cells: &PointCells) -> Self {
        let mut sweep = Self {
            question,
            beyond: question.beyond(),
            extent: Extent::NOWHERE,
            maps: Vec::new(),
        };
        sweep.widen(cells.extent());
        sweep
    }

    /// Makes ready for the part of the Earth where these cells lie as well.
    pub fn prepare(&mut self, cells: &PointCells) {
        let extent = cells.extent();
        if !self.extent.holds(extent) {
            // Half as much again on every side, so that a stream of cells seldom asks for more.
            let mut wider = self.extent.with(extent);
            for axis in 0..2 {
                let margin = (wider.high[axis] - wider.low[axis]) / 2.0;
                wider.low[axis] = (wider.low[axis] - margin).max(-1.0);
                wider.high[axis] = (wider.high[axis] + margin).min(1.0);
            }
            self.widen(wider);
        }
    }

    fn widen(&mut self, extent: Extent) {
        let extent = if extent == Extent::NOWHERE {
            Extent {
                low: [-1.0; 2],
                high: [1.0; 2],
            }
        } else {
            extent
        };
        self.extent = extent;
        self.maps = self
            .question
            .layouts
            .par_iter()
            .map(|layout| NearestMap::new(self.question.centres, layout, extent))
            .collect();
    }

    /// The number of every cell's nearest centre of a layout, and the road time to it.
    ///
    /// # Panics
    ///
    /// There are not so many layouts, or a cell lies outside the part of the Earth that the sweep
    /// is ready for.
    #[must_use]
    pub fn answer(&self, layout: usize, cells: &PointCells) -> Vec<(u16, Minutes)> {
        let mut answers = vec![(0, Minutes::ZERO); cells.len()];
        answers
            .par_chunks_mut(CHUNK)
            .enumerate()
            .for_each(|(chunk, answers)| {
                let mut work = Work::default();
                for (run, answers) in answers.chunks_mut(RUN).enumerate() {
                    let from = chunk * CHUNK + run * RUN;
                    dispatch!(Level::new(), _simd => {
                        work.compute(self, layout, cells, from, answers.len());
                    });
                    for (n, answer) in answers.iter_mut().enumerate() {
                        *answer = (work.centre[n], Minutes::from_seconds(work.seconds[n]));
                    }
                }
            });
        answers
    }

    /// The number of every cell's nearest centre of a layout.
    ///
    /// # Panics
    ///
    /// As [`PointSweep::answer`].
    #[must_use]
    pub fn nearest(&self, layout: usize, cells: &PointCells) -> Vec<u16> {
        let mut answers = vec![0; cells.len()];
        answers
            .par_chunks_mut(CHUNK)
            .enumerate()
            .for_each(|(chunk, answers)| {
                dispatch!(Level::new(), _simd => {
                    let mut work = Work::default();
                    for (run, answers) in answers.chunks_mut(RUN).enumerate() {
                        let from = chunk * CHUNK + run * RUN;
                        work.locate(self, layout, cells, from, answers.len());
                        answers.copy_from_slice(&work.centre[..answers.len()]);
                    }
                });
            });
        answers
    }

    /// Sums the cells by centre, for each layout.
    ///
    /// # Panics
    ///
    /// A cell lies outside the part of the Earth that the sweep is ready for.
    #[must_use]
    pub fn sum(&self, cells: &PointCells) -> Vec<LayoutTally> {
        let (centres, standards) = (self.question.centres.len(), self.beyond.len());
        let empty = || vec![Rows::new(centres, standards); self.question.layouts.len()];
        let sums = (0..cells.len())
            .into_par_iter()
            .step_by(CHUNK)
            .fold(empty, |mut rows, from| {
                let to = (from + CHUNK).min(cells.len());
                dispatch!(Level::new(), _simd => self.sum_chunk(cells, from, to, &mut rows));
                rows
            })
            .map(|rows| rows.iter().map(Rows::tally).collect::<Vec<_>>())
            .reduce(
                || vec![RawTally::new(centres, standards); self.question.layouts.len()],
                |mut one, other| {
                    for (mine, theirs) in one.iter_mut().zip(&other) {
                        mine.merge(theirs);
                    }
                    one
                },
            );
        sums.iter()
            .zip(self.question.layouts)
            .map(|(sums, layout)| sums.of_layout(layout))
            .collect()
    }

    #[inline(always)]
    fn sum_chunk(&self, cells: &PointCells, from: usize, to: usize, rows: &mut [Rows]) {
        let mut work = Work::default();
        for (layout, rows) in rows.iter_mut().enumerate() {
            let mut at = from;
            while at < to {
                let len = RUN.min(to - at);
                work.compute(self, layout, cells, at, len);
                let mut missed = [0_u64; RUN];
                for &beyond in &self.beyond {
                    for n in 0..RUN {
                        missed[n] += u64::from(work.chord2[n] >= beyond);
                    }
                }
                let people = &cells.people[at..at + len];
                for (n, &people) in people.iter().enumerate() {
                    #[expect(clippy::cast_possible_truncation, reason = "a count of standards")]
                    let missed = missed[n] as usize;
                    rows.add(usize::from(work.centre[n]), missed, people, work.seconds[n]);
                }
                at += len;
            }
        }
    }
}

/// Sums by centre, those of one centre side by side: low and high half of people × seconds, then
/// the people who miss no standard, one, two, …
#[derive(Debug, Clone)]
struct Rows {
    sums: Vec<u64>,
    standards: usize,
}

impl Rows {
    fn new(centres: usize, standards: usize) -> Self {
        Self {
            sums: vec![0; centres * (standards + 3)],
            standards,
        }
    }

    #[inline(always)]
    fn add(&mut self, centre: usize, missed: usize, people: u64, seconds: u32) {
        let width = self.standards + 3;
        let row = &mut self.sums[centre * width..][..width];
        let product = u128::from(people) * u128::from(seconds);
        #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
        let (low, carry) = row[0].overflowing_add(product as u64);
        row[0] = low;
        #[expect(clippy::cast_possible_truncation, reason = "the upper half")]
        let upper = (product >> 64) as u64;
        row[1] += upper + u64::from(carry);
        row[2 + missed] += people;
    }

    fn tally(&self) -> RawTally {
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
struct Work {
    square: [u32; RUN],
    centre: [u16; RUN],
    chord2: [f64; RUN],
    seconds: [u32; RUN],
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
    fn locate(
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
    fn compute(
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
        sweep.question.seconds.fill(held, &self.chord2, &mut self.seconds);
    }
}

/// The nearest of an ascending list of centres; the first of several.
#[inline(always)]
pub(super) fn nearest_of(unit: &[[f64; 3]], place: [f64; 3], list: &[u16]) -> u16 {
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

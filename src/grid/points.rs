use super::LayoutTally;
use super::nearest_map::{Extent, NearestMap};
use super::point_sums::PointSums;
use super::point_work::{Places, RUN, Work};
use super::raw::RawTally;
use super::sweep::Question;
use super::unit_vectors::unit_vectors;
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
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
    pub(super) z: Vec<f64>,
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

    /// Takes cells in degrees in place of those that are there; `false`, and none of them, where
    /// one has no place on the Earth or no number of people.
    pub(super) fn set_degrees(&mut self, (lon, lat): (&[f64], &[f64]), people: &[f64]) -> bool {
        for column in [&mut self.x, &mut self.y, &mut self.z] {
            column.resize(people.len(), 0.0);
        }
        self.people.resize(people.len(), 0);
        let unit = (
            self.x.par_chunks_mut(CHUNK),
            self.y.par_chunks_mut(CHUNK),
            self.z.par_chunks_mut(CHUNK),
            self.people.par_chunks_mut(CHUNK),
        );
        let given = (
            lon.par_chunks(CHUNK),
            lat.par_chunks(CHUNK),
            people.par_chunks(CHUNK),
        );
        let wrong: u64 = (unit, given)
            .into_par_iter()
            .map(|((x, y, z, millionths), (lon, lat, people))| {
                unit_vectors((lon, lat), [x, y, z]);
                dispatch!(Level::new(), _simd => {
                    let off = |degrees: &[f64], limit: f64| -> u64 {
                        let on = |&degrees: &f64| degrees.abs() <= limit;
                        degrees.iter().map(|degrees| u64::from(!on(degrees))).sum()
                    };
                    let mut wrong = off(lon, 180.0) + off(lat, 90.0);
                    for (millionths, &people) in millionths.iter_mut().zip(people) {
                        let possible = (people >= 0.0) & (people <= Demand::MAX_OF_A_POINT);
                        wrong += u64::from(!possible);
                        *millionths = super::cell::millionths(people);
                    }
                    wrong
                })
            })
            .sum();
        if wrong > 0 {
            self.clear();
        }
        wrong == 0
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

    /// The places of a run of cells, in `room` where there are not enough; the last one is then
    /// repeated.
    fn places<'a>(&'a self, from: usize, len: usize, room: &'a mut [[f64; RUN]; 3]) -> Places<'a> {
        let all = [&self.x, &self.y, &self.z].map(|axis| &axis[from..from + len]);
        if let [Ok(x), Ok(y), Ok(z)] = all.map(<&[f64; RUN]>::try_from) {
            return [x, y, z];
        }
        for (room, some) in room.iter_mut().zip(all) {
            room[..len].copy_from_slice(some);
            room[len..].fill(some[len - 1]);
        }
        let [x, y, z] = room;
        [x, y, z]
    }

    /// The part of the Earth where the cells lie.
    fn extent(&self) -> Extent {
        let axes = (
            self.x.par_chunks(CHUNK),
            self.y.par_chunks(CHUNK),
            self.z.par_chunks(CHUNK),
        );
        axes.into_par_iter()
            .map(|(x, y, z)| dispatch!(Level::new(), _simd => Extent::of([x, y, z])))
            .reduce(|| Extent::NOWHERE, Extent::with)
    }
}

/// Cells that a thread takes at a time.
const CHUNK: usize = 1 << 14;

/// Ready to answer a question for cells at any places of one part of the Earth.
#[derive(Debug)]
pub struct PointSweep<'a> {
    pub(super) question: &'a Question<'a>,
    beyond: Vec<f64>,
    extent: Extent,
    pub(super) maps: Vec<NearestMap>,
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
                let (mut work, mut room) = (Work::default(), ROOM);
                for (run, answers) in answers.chunks_mut(RUN).enumerate() {
                    let from = chunk * CHUNK + run * RUN;
                    let places = cells.places(from, answers.len(), &mut room);
                    dispatch!(Level::new(), _simd => {
                        work.compute(self.question, &self.maps[layout], places);
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
                    let (mut work, mut room) = (Work::default(), ROOM);
                    for (run, answers) in answers.chunks_mut(RUN).enumerate() {
                        let from = chunk * CHUNK + run * RUN;
                        let places = cells.places(from, answers.len(), &mut room);
                        work.locate(&self.maps[layout], self.question.centres.unit(), places);
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
        let empty = || vec![PointSums::new(centres, standards); self.question.layouts.len()];
        let sums = (0..cells.len())
            .into_par_iter()
            .step_by(CHUNK)
            .fold(empty, |mut sums, from| {
                let to = (from + CHUNK).min(cells.len());
                dispatch!(Level::new(), _simd => self.sum_chunk(cells, from, to, &mut sums));
                sums
            })
            .map(|sums| sums.into_iter().map(PointSums::tally).collect::<Vec<_>>())
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
    fn sum_chunk(&self, cells: &PointCells, from: usize, to: usize, sums: &mut [PointSums]) {
        let (mut work, mut room, mut nobody) = (Work::default(), ROOM, [0; RUN]);
        for (map, sums) in self.maps.iter().zip(sums) {
            for at in (from..to).step_by(RUN) {
                let len = RUN.min(to - at);
                work.compute(self.question, map, cells.places(at, len, &mut room));
                let people = &cells.people[at..at + len];
                let people = if let Ok(people) = people.try_into() {
                    people
                } else {
                    nobody[..len].copy_from_slice(people);
                    &nobody
                };
                sums.add(&work, &self.beyond, people);
            }
        }
    }
}

/// Room for the places of a run that is cut short.
const ROOM: [[f64; RUN]; 3] = [[0.0; RUN]; 3];

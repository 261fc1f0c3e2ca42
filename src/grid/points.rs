use super::LayoutTally;
use super::nearest_map::{Extent, NearestMap};
use super::point_cells::{CHUNK, PointCells};
use super::point_sums::PointSums;
use super::point_work::{RUN, Work};
use super::raw::RawTally;
use super::sweep::Question;
use crate::units::Minutes;
use fearless_simd::{Level, dispatch};
use rayon::prelude::*;

/// Of so many cells of a later chunk one is asked where it lies.
const SAMPLE: usize = 61;

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
        sweep.widen(cells.extent(1));
        sweep
    }

    /// Makes ready for the part of the Earth where these cells lie as well.
    ///
    /// Cells elsewhere get the same answers, more slowly.
    pub fn prepare(&mut self, cells: &PointCells) {
        let extent = cells.extent(SAMPLE);
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
    /// There are not so many layouts.
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
                    dispatch!(Level::new(), _simd => {
                        let places = cells.run(from, answers.len(), &mut room);
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
                let unit = self.question.centres.unit();
                dispatch!(Level::new(), _simd => {
                    let (mut work, mut room) = (Work::default(), ROOM);
                    for (run, answers) in answers.chunks_mut(RUN).enumerate() {
                        let from = chunk * CHUNK + run * RUN;
                        let places = cells.run(from, answers.len(), &mut room);
                        work.locate(&self.maps[layout], unit, places);
                        answers.copy_from_slice(&work.centre[..answers.len()]);
                    }
                });
            });
        answers
    }

    /// Sums the cells by centre, for each layout.
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
                let people = cells.millionths(at, to.min(at + RUN));
                work.compute(self.question, map, cells.run(at, people.len(), &mut room));
                let people = if let Ok(people) = people.try_into() {
                    people
                } else {
                    nobody[..people.len()].copy_from_slice(people);
                    &nobody
                };
                sums.add(&work, &self.beyond, people);
            }
        }
    }
}

/// Room for the places of a run.
const ROOM: [[f64; RUN]; 3] = [[0.0; RUN]; 3];

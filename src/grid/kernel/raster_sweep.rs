use super::cell::Cell;
use super::centre_sums::RawTally;
use super::lattice::Lattice;
use super::question::Question;
use super::strip_sweep::{Answers, Strip, sweep};
use super::totals::LayoutTally;
use rayon::prelude::*;

/// Rows that are swept together; a thread takes such a strip at a time.
const STRIP_ROWS: usize = 32;

/// The answer for every cell of a raster, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellAnswers {
    centre: Vec<u16>,
    seconds: Vec<u32>,
}

impl CellAnswers {
    /// The number of a cell's nearest centre; `None` where the raster has no cell.
    #[must_use]
    pub fn centre(&self, cell: usize) -> Option<u16> {
        self.centre
            .get(cell)
            .copied()
            .filter(|&centre| centre != u16::MAX)
    }

    /// The road time to a cell's nearest centre; `None` where the raster has no cell.
    #[must_use]
    pub fn time(&self, cell: usize) -> Option<crate::units::Minutes> {
        let seconds = self.seconds.get(cell).copied();
        seconds
            .filter(|&seconds| seconds != u32::MAX)
            .map(crate::units::Minutes::from_seconds)
    }
}

/// Sums rows of a raster in degrees by centre, for each layout.
///
/// `cells` are whole rows, the first of them row `first_row` of the lattice. Sums have room for
/// 1.8e13 people in all; [`run`](crate::grid::job::run::run()) refuses more.
#[must_use]
pub fn sum_raster<T: Cell>(
    question: &Question,
    lattice: &Lattice,
    first_row: usize,
    cells: &[T],
) -> Vec<LayoutTally> {
    let columns = lattice.columns().max(1);
    let beyond = question.beyond();
    let sums = cells
        .par_chunks(columns * STRIP_ROWS)
        .enumerate()
        .fold(
            || empty(question),
            |mut tallies, (strip, cells)| {
                let strip = Strip {
                    lattice,
                    first_row: first_row + strip * STRIP_ROWS,
                    cells,
                };
                sweep(question, &beyond, strip, &mut [], &mut tallies);
                tallies
            },
        )
        .reduce(|| empty(question), |one, other| merged(one, &other));
    finish(question, &sums)
}

/// Sums rows of a raster in degrees by centre, and keeps the answer for every cell.
///
/// `cells` are whole rows, the first of them row `first_row` of the lattice.
#[must_use]
pub fn answer_raster<T: Cell>(
    question: &Question,
    lattice: &Lattice,
    first_row: usize,
    cells: &[T],
) -> (Vec<LayoutTally>, Vec<CellAnswers>) {
    let mut answers = Vec::new();
    let tallies = answer_raster_into(question, lattice, first_row, cells, &mut answers);
    (tallies, answers)
}

/// As [`answer_raster`], with the answers in the room of earlier ones: fresh memory costs more
/// than the answers themselves.
pub fn answer_raster_into<T: Cell>(
    question: &Question,
    lattice: &Lattice,
    first_row: usize,
    cells: &[T],
    answers: &mut Vec<CellAnswers>,
) -> Vec<LayoutTally> {
    answers.resize_with(question.layouts.len(), CellAnswers::default);
    for answers in answers.iter_mut() {
        answers.centre.resize(cells.len(), u16::MAX);
        answers.seconds.resize(cells.len(), u32::MAX);
    }
    let size = lattice.columns().max(1) * STRIP_ROWS;
    // The same strips of every layout's answers, to be filled together.
    let mut strips: Vec<Vec<Answers>> = Vec::new();
    strips.resize_with(cells.len().div_ceil(size), Vec::new);
    for answers in answers {
        let parts = answers
            .centre
            .chunks_mut(size)
            .zip(answers.seconds.chunks_mut(size));
        for (strip, (centre, seconds)) in strips.iter_mut().zip(parts) {
            strip.push(Answers { centre, seconds });
        }
    }
    let beyond = question.beyond();
    let sums = strips
        .into_par_iter()
        .zip(cells.par_chunks(size))
        .enumerate()
        .fold(
            || empty(question),
            |mut tallies, (strip, (mut answers, cells))| {
                let strip = Strip {
                    lattice,
                    first_row: first_row + strip * STRIP_ROWS,
                    cells,
                };
                sweep(question, &beyond, strip, &mut answers, &mut tallies);
                tallies
            },
        )
        .reduce(|| empty(question), |one, other| merged(one, &other));
    finish(question, &sums)
}

fn empty(question: &Question) -> Vec<RawTally> {
    let (centres, standards) = (question.centres.len(), question.standards.len());
    vec![RawTally::new(centres, standards); question.layouts.len()]
}

fn merged(mut one: Vec<RawTally>, other: &[RawTally]) -> Vec<RawTally> {
    for (mine, theirs) in one.iter_mut().zip(other) {
        mine.merge(theirs);
    }
    one
}

fn finish(question: &Question, sums: &[RawTally]) -> Vec<LayoutTally> {
    sums.iter()
        .zip(question.layouts)
        .map(|(sums, layout)| sums.of_layout(layout))
        .collect()
}

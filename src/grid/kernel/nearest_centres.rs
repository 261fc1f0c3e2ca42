use super::chord::chord2;
use super::nearest_centre::NearestCentre;
use super::point_cells::PointCells;
use super::question::Question;
use crate::units::Minutes;
use rayon::prelude::*;

/// Cells that a thread takes at a time.
const CHUNK: usize = 1 << 10;

/// The nearest centres of a layout for each cell and the road times to them, nearest first; of
/// equally near ones the lower number first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestCentres {
    ranks: usize,
    /// By cell, then by rank.
    answers: Vec<NearestCentre>,
}

impl NearestCentres {
    /// The `wanted` nearest of each cell, or all where the layout has fewer.
    ///
    /// # Panics
    ///
    /// There are not so many layouts.
    #[must_use]
    pub fn new(question: &Question, layout: usize, cells: &PointCells, wanted: usize) -> Self {
        let layout = &question.layouts[layout];
        let unit = question.centres.unit();
        let ranks = wanted.min(layout.len());
        let mut answers = vec![NearestCentre::UNKNOWN; cells.len() * ranks];
        if ranks > 0 {
            answers
                .par_chunks_mut(ranks * CHUNK)
                .enumerate()
                .for_each(|(chunk, answers)| {
                    let mut best: Vec<(f64, u16)> = Vec::with_capacity(ranks + 1);
                    for (n, answers) in answers.chunks_mut(ranks).enumerate() {
                        let place = cells.unit(chunk * CHUNK + n);
                        best.clear();
                        for &centre in layout {
                            let chord2 = chord2(place, unit[usize::from(centre)]);
                            if best.len() == ranks && chord2 >= best[ranks - 1].0 {
                                continue;
                            }
                            let at = best.partition_point(|&(other, _)| other <= chord2);
                            best.insert(at, (chord2, centre));
                            best.truncate(ranks);
                        }
                        for (answer, &(chord2, centre)) in answers.iter_mut().zip(&best) {
                            let seconds = question.seconds.seconds(chord2);
                            *answer = NearestCentre {
                                centre,
                                time: Minutes::from_seconds(seconds),
                            };
                        }
                    }
                });
        }
        Self { ranks, answers }
    }

    /// How many each cell has.
    #[must_use]
    pub const fn ranks(&self) -> usize {
        self.ranks
    }

    /// Those of a cell.
    ///
    /// # Panics
    ///
    /// There are not so many cells.
    #[must_use]
    pub fn of(&self, cell: usize) -> &[NearestCentre] {
        &self.answers[cell * self.ranks..][..self.ranks]
    }
}

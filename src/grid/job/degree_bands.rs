use super::running::Job;
use crate::grid::error::GridError;
use crate::grid::input::band::Band;
use crate::grid::kernel::cell::millionths;
use crate::grid::kernel::lattice::Lattice;
use crate::grid::kernel::nearest_centre::NearestCentre;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::question::Question;
use crate::grid::kernel::raster_sweep::{CellAnswers, answer_raster_into, sum_raster};
use crate::grid::kernel::totals::LayoutTally;
use crate::grid::output::result_table::single;
use crate::units::{Demand, Minutes};
use rayon::prelude::*;

/// The bands of a raster whose rows are parallels and whose columns are meridians.
pub(in crate::grid) struct DegreeBands {
    lattice: Lattice,
    /// For the answers of a band's cells.
    room: Vec<CellAnswers>,
}

impl DegreeBands {
    pub(in crate::grid) fn new(lattice: Lattice) -> Self {
        Self {
            lattice,
            room: Vec::new(),
        }
    }

    /// The sums of a band for each layout.
    pub(in crate::grid) fn sum(&self, question: &Question, band: &Band) -> Vec<LayoutTally> {
        sum_raster(question, &self.lattice, band.first_row, &band.cells)
    }

    /// Collects what is wanted of a band beside its sums; `minutes` has one place for each cell.
    pub(in crate::grid) fn collect(
        &mut self,
        job: &mut Job,
        band: &Band,
        minutes: Option<&mut [f32]>,
    ) -> Result<(), GridError> {
        if let Some(minutes) = minutes {
            let answers = self.answers(job.question, 0, band);
            minutes
                .par_iter_mut()
                .enumerate()
                .for_each(|(cell, minutes)| {
                    if let Some(time) = answers.time(cell) {
                        *minutes = single(time);
                    }
                });
        }
        if !job.collector.wants_cells() {
            return Ok(());
        }
        let mut cells = PointCells::default();
        let which = self.populated(band);
        for &(cell, place) in &which {
            let people = Demand::from_millionths(millionths(band.cells[cell]));
            cells.push_unit(place, people);
        }
        let question = job.question;
        job.collector.settle(&cells, |layout| {
            let answers = self.answers(question, layout, band);
            let of = |&(cell, _): &(usize, [f64; 3])| NearestCentre {
                centre: answers.centre(cell).unwrap_or_default(),
                time: answers.time(cell).unwrap_or(Minutes::ZERO),
            };
            which.par_iter().map(of).collect()
        })
    }

    /// The answers for the cells of a band and one layout.
    fn answers(&mut self, question: &Question, layout: usize, band: &Band) -> &CellAnswers {
        let one = Question {
            layouts: &question.layouts[layout..=layout],
            ..question.clone()
        };
        let (lattice, room) = (&self.lattice, &mut self.room);
        answer_raster_into(&one, lattice, band.first_row, &band.cells, room);
        &self.room[0]
    }

    /// The cells of a band with people, and their places on the unit sphere.
    fn populated(&self, band: &Band) -> Vec<(usize, [f64; 3])> {
        let columns = self.lattice.columns();
        let rows: Vec<Vec<_>> = band
            .cells
            .par_chunks(columns)
            .enumerate()
            .map(|(row, cells)| {
                let people = cells.iter().enumerate().filter(|&(_, &cell)| cell > 0.0);
                people
                    .map(|(column, _)| {
                        let place = self.lattice.unit(band.first_row + row, column);
                        (row * columns + column, place)
                    })
                    .collect()
            })
            .collect();
        rows.into_iter().flatten().collect()
    }
}

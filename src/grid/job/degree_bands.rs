use super::running::Job;
use crate::grid::error::GridError;
use crate::grid::input::band::Band;
use crate::grid::kernel::cell::millionths;
use crate::grid::kernel::lattice::Lattice;
use crate::grid::kernel::nearest_centre::NearestCentre;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::query::GridQuery;
use crate::grid::kernel::raster_sweep::{CellAllocations, allocate_raster_into, sum_raster};
use crate::grid::kernel::totals::LayoutTotals;
use crate::grid::output::result_table::single;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;

/// The bands of a raster whose rows are parallels and whose columns are meridians.
pub(in crate::grid) struct DegreeBands {
    lattice: Lattice,
    /// For the allocations of a band's cells.
    room: Vec<CellAllocations>,
}

impl DegreeBands {
    pub(in crate::grid) fn new(lattice: Lattice) -> Self {
        Self {
            lattice,
            room: Vec::new(),
        }
    }

    /// The sums of a band for each layout.
    pub(in crate::grid) fn sum(&self, query: &GridQuery, band: &Band) -> Vec<LayoutTotals> {
        sum_raster(query, &self.lattice, band.first_row, &band.cells)
    }

    /// Collects what is wanted of a band beside its sums; `minutes` has one place for each cell.
    pub(in crate::grid) fn collect(
        &mut self,
        job: &mut Job,
        band: &Band,
        minutes: Option<&mut [f32]>,
    ) -> Result<(), GridError> {
        if let Some(minutes) = minutes {
            let allocations = self.allocate(job.query, 0, band);
            minutes
                .par_iter_mut()
                .enumerate()
                .for_each(|(cell, minutes)| {
                    if let Some(time) = allocations.time(cell) {
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
        let query = job.query;
        job.collector.collect(&cells, |layout| {
            let allocations = self.allocate(query, layout, band);
            let of = |&(cell, _): &(usize, [f64; 3])| {
                Some(NearestCentre {
                    centre: allocations.centre(cell).unwrap_or_default(),
                    time: allocations.time(cell).unwrap_or(TravelTime::ZERO),
                })
            };
            which.par_iter().map(of).collect()
        })
    }

    /// The allocations for the cells of a band and one layout.
    fn allocate(&mut self, query: &GridQuery, layout: usize, band: &Band) -> &CellAllocations {
        let one = GridQuery {
            layouts: &query.layouts[layout..=layout],
            ..query.clone()
        };
        let (lattice, room) = (&self.lattice, &mut self.room);
        allocate_raster_into(&one, lattice, band.first_row, &band.cells, room);
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

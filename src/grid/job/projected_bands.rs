use super::collector::all_reached;
use super::row_places::RowPlaces;
use super::running::Job;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::input::band::Band;
use crate::grid::kernel::cell::millionths;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::point_sweep::PointSweep;
use crate::grid::output::result_table::single;
use crate::units::Demand;
use rayon::prelude::*;

/// The bands of a raster of metres.
pub(in crate::grid) struct ProjectedBands<'a> {
    at: Georeference,
    columns: usize,
    /// Ready for the part of the Earth of the bands so far.
    sweep: Option<PointSweep<'a>>,
}

/// Some cells of one row.
#[derive(Default)]
struct RowCells {
    /// Numbers of cells in their band, and their places on the unit sphere.
    placed: Vec<(usize, [f64; 3])>,
    /// People in cells that have no place.
    nowhere: Demand,
}

impl<'a> ProjectedBands<'a> {
    pub(in crate::grid) fn new(at: Georeference, columns: usize) -> Self {
        Self {
            at,
            columns,
            sweep: None,
        }
    }

    /// Collects the sums of a band and what else is wanted; `minutes` has one place for each cell.
    pub(in crate::grid) fn collect(
        &mut self,
        job: &mut Job<'a>,
        band: &Band,
        minutes: Option<&mut [f32]>,
    ) -> Result<(), GridError> {
        let mut cells = PointCells::default();
        let mut which = Vec::new();
        for row in self.placed(band, minutes.is_some()) {
            job.nowhere += row.nowhere;
            for (cell, place) in row.placed {
                let people = Demand::from_millionths(millionths(band.cells[cell]));
                cells.push_unit(place, people);
                which.push(cell);
            }
        }
        if cells.is_empty() {
            return Ok(());
        }
        let sweep = match &mut self.sweep {
            Some(sweep) => {
                sweep.prepare(&cells);
                sweep
            }
            none => none.insert(PointSweep::new(job.query, &cells)),
        };
        job.collector.add(&sweep.sum(&cells));
        if let Some(minutes) = minutes {
            for (&cell, nearest) in which.iter().zip(sweep.allocate(0, &cells)) {
                minutes[cell] = single(nearest.time);
            }
        }
        if job.collector.wants_cells() {
            job.collector
                .collect(&cells, |layout| all_reached(sweep.allocate(layout, &cells)))?;
        }
        Ok(())
    }

    /// The cells with people, or all, with their places.
    fn placed(&self, band: &Band, all: bool) -> Vec<RowCells> {
        let (places, columns) = (RowPlaces::new(&self.at, self.columns), self.columns);
        band.cells
            .par_chunks(columns)
            .enumerate()
            .map(|(row, cells)| {
                let mut found = RowCells::default();
                let wanted = |column: usize| cells[column] > 0.0 || all && !cells[column].is_nan();
                places.fill(band.first_row + row, wanted, |column, place| match place {
                    Some(place) => found.placed.push((row * columns + column, place)),
                    None => found.nowhere += Demand::from_millionths(millionths(cells[column])),
                });
                found
            })
            .collect()
    }
}

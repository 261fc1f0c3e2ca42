use super::running::Job;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::input::band::Band;
use crate::grid::job::collector::place_of;
use crate::grid::job::options::GridOptions;
use crate::grid::kernel::cell::millionths;
use crate::grid::kernel::nearest_centre::NearestCentre;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::totals::LayoutTotals;
use crate::grid::output::result_table::single;
use crate::model::LatLon;
use crate::network::friction::{PlacedSurface, SurfaceAllocation, allocate};
use crate::units::Demand;
use rayon::prelude::*;

/// Times over a friction surface: every cell of the surface is allocated to the nearest centre of each
/// layout once, and a populated cell has the time of the cell of the surface that its centre lies in.
pub(in crate::grid) struct SurfaceSweep<'a> {
    placed: &'a PlacedSurface,
    layouts: &'a [(String, Vec<u16>)],
    allocations: Vec<SurfaceAllocation>,
}

impl<'a> SurfaceSweep<'a> {
    /// Finds the cells of the centres and allocates the surface.
    ///
    /// # Errors
    ///
    /// A centre is on a barrier or outside; more is asked for each cell than its nearest centre.
    pub(in crate::grid) fn new(
        options: &'a GridOptions,
        placed: &'a PlacedSurface,
    ) -> Result<Self, GridError> {
        if options.nearest > 1 || options.backup {
            return Err(GridError::OneCentre);
        }
        let cell = |(id, place): &(String, LatLon)| {
            placed
                .passable_cell_of(*place)
                .map_err(|why| GridError::OffSurface {
                    centre: id.clone(),
                    why,
                })
        };
        let cells: Vec<u32> = options.centres.iter().map(cell).collect::<Result<_, _>>()?;
        let of_layout = |(_, centres): &(String, Vec<u16>)| {
            let cells: Vec<u32> = centres.iter().map(|&n| cells[usize::from(n)]).collect();
            allocate(placed.surface(), &cells)
        };
        Ok(Self {
            placed,
            layouts: &options.layouts,
            allocations: options.layouts.par_iter().map(of_layout).collect(),
        })
    }

    /// The nearest centre of a layout from a cell of the surface, if there is a way, and its position
    /// in the layout.
    fn nearest(&self, layout: usize, cell: Option<u32>) -> Option<(usize, NearestCentre)> {
        let (site, time) = self.allocations[layout].get(cell?)?;
        let centre = self.layouts[layout].1[site.get()];
        Some((site.get(), NearestCentre { centre, time }))
    }

    /// Collects all results of some cells; `on_surface` are the cells of the surface that they lie in.
    fn collect(
        &self,
        job: &mut Job,
        cells: &PointCells,
        on_surface: &[Option<u32>],
    ) -> Result<(), GridError> {
        let standards = &job.options.standards;
        let totals = |layout: usize| {
            let mut totals = LayoutTotals::new(self.layouts[layout].1.len(), standards.len());
            for (cell, &on_surface) in on_surface.iter().enumerate() {
                let people = cells.people_of(cell);
                match self.nearest(layout, on_surface) {
                    Some((place, nearest)) => {
                        totals.by_centre[place].add(people, nearest.time, standards);
                    }
                    None => totals.unreachable += people,
                }
            }
            totals
        };
        let totals: Vec<_> = (0..self.layouts.len())
            .into_par_iter()
            .map(totals)
            .collect();
        job.collector.add(&totals);
        if job.collector.wants_cells() {
            job.collector.collect(cells, |layout| {
                let nearest = |&cell| Some(self.nearest(layout, cell)?.1);
                on_surface
                    .par_iter()
                    .with_min_len(256)
                    .map(nearest)
                    .collect()
            })?;
        }
        Ok(())
    }

    /// Collects the results of points.
    pub(in crate::grid) fn collect_points(
        &self,
        job: &mut Job,
        cells: &PointCells,
    ) -> Result<(), GridError> {
        let on_surface = |cell| self.placed.cell_of(place_of(cells.unit(cell))?);
        let on_surface: Vec<Option<u32>> = (0..cells.len())
            .into_par_iter()
            .with_min_len(256)
            .map(on_surface)
            .collect();
        self.collect(job, cells, &on_surface)
    }

    /// Collects the results of a band of a raster; `minutes` has one place for each cell.
    pub(in crate::grid) fn collect_band(
        &self,
        job: &mut Job,
        (at, columns): (&Georeference, usize),
        band: &Band,
        minutes: Option<&mut [f32]>,
    ) -> Result<(), GridError> {
        let (transform, all) = (at.transform, minutes.is_some());
        let row_cells = |(row, cells): (usize, &[f64])| -> Vec<(usize, Option<LatLon>)> {
            let wanted = cells.iter().enumerate();
            let wanted = wanted.filter(|&(_, &cell)| cell > 0.0 || all && !cell.is_nan());
            let y = transform.north - ((band.first_row + row) as f64 + 0.5) * transform.step_y;
            let place = |column: usize| {
                at.crs
                    .place(transform.west + (column as f64 + 0.5) * transform.step_x, y)
            };
            wanted
                .map(|(column, _)| (row * columns + column, place(column)))
                .collect()
        };
        let rows = band.cells.par_chunks(columns).enumerate().map(row_cells);
        let placed: Vec<(usize, Option<LatLon>)> = rows.flatten_iter().collect();
        let mut cells = PointCells::default();
        let mut on_surface = Vec::new();
        let mut which = Vec::new();
        for (cell, place) in placed {
            let people = Demand::from_millionths(millionths(band.cells[cell]));
            let Some(place) = place else {
                job.nowhere += people;
                continue;
            };
            cells.push(place, people);
            on_surface.push(self.placed.cell_of(place));
            which.push(cell);
        }
        if let Some(minutes) = minutes {
            for (&cell, &on_surface) in which.iter().zip(&on_surface) {
                if let Some((_, nearest)) = self.nearest(0, on_surface) {
                    minutes[cell] = single(nearest.time);
                }
            }
        }
        self.collect(job, &cells, &on_surface)
    }
}

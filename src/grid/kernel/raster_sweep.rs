use super::cell::Cell;
use super::centre_sums::CentreSums;
use super::lattice::Lattice;
use super::query::GridQuery;
use super::strip_sweep::{Strip, StripAllocations, sweep};
use super::totals::LayoutTotals;
use rayon::prelude::*;

/// Rows that are swept together; a thread takes such a strip at a time.
const STRIP_ROWS: usize = 32;

/// The nearest centre of every cell of a raster and the road time to it, row by row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellAllocations {
    centre: Vec<u16>,
    seconds: Vec<u32>,
}

impl CellAllocations {
    /// The number of a cell's nearest centre; `None` if the raster has no cell.
    #[must_use]
    pub fn centre(&self, cell: usize) -> Option<u16> {
        self.centre
            .get(cell)
            .copied()
            .filter(|&centre| centre != u16::MAX)
    }

    /// The road time to a cell's nearest centre; `None` if the raster has no cell.
    #[must_use]
    pub fn time(&self, cell: usize) -> Option<crate::units::TravelTime> {
        let seconds = self.seconds.get(cell).copied();
        seconds
            .filter(|&seconds| seconds != u32::MAX)
            .map(crate::units::TravelTime::from_seconds)
    }
}

/// Sums rows of a raster in degrees by centre, for each layout.
///
/// `cells` are whole rows, the first of them row `first_row` of the lattice. Sums hold up
/// to 1.8e13 people; [`run`](crate::grid::run()) refuses more.
#[must_use]
pub fn sum_raster<T: Cell>(
    query: &GridQuery,
    lattice: &Lattice,
    first_row: usize,
    cells: &[T],
) -> Vec<LayoutTotals> {
    let columns = lattice.columns().max(1);
    let beyond = query.beyond();
    let sums = cells
        .par_chunks(columns * STRIP_ROWS)
        .enumerate()
        .fold(
            || empty(query),
            |mut sums, (strip, cells)| {
                let strip = Strip {
                    lattice,
                    first_row: first_row + strip * STRIP_ROWS,
                    cells,
                };
                sweep(query, &beyond, strip, &mut [], &mut sums);
                sums
            },
        )
        .reduce(|| empty(query), |one, other| merged(one, &other));
    finish(query, &sums)
}

/// Sums rows of a raster in degrees by centre, and keeps the allocation of every cell.
///
/// `cells` are whole rows, the first of them row `first_row` of the lattice.
#[must_use]
pub fn allocate_raster<T: Cell>(
    query: &GridQuery,
    lattice: &Lattice,
    first_row: usize,
    cells: &[T],
) -> (Vec<LayoutTotals>, Vec<CellAllocations>) {
    let mut allocations = Vec::new();
    let totals = allocate_raster_into(query, lattice, first_row, cells, &mut allocations);
    (totals, allocations)
}

/// As [`allocate_raster`], but reuses the memory of earlier allocations: fresh memory costs more
/// than computing them.
pub fn allocate_raster_into<T: Cell>(
    query: &GridQuery,
    lattice: &Lattice,
    first_row: usize,
    cells: &[T],
    allocations: &mut Vec<CellAllocations>,
) -> Vec<LayoutTotals> {
    allocations.resize_with(query.layouts.len(), CellAllocations::default);
    for allocations in allocations.iter_mut() {
        allocations.centre.resize(cells.len(), u16::MAX);
        allocations.seconds.resize(cells.len(), u32::MAX);
    }
    let size = lattice.columns().max(1) * STRIP_ROWS;
    // The same strips of every layout's allocations, to be filled together.
    let mut strips: Vec<Vec<StripAllocations>> = Vec::new();
    strips.resize_with(cells.len().div_ceil(size), Vec::new);
    for allocations in allocations {
        let parts = allocations
            .centre
            .chunks_mut(size)
            .zip(allocations.seconds.chunks_mut(size));
        for (strip, (centre, seconds)) in strips.iter_mut().zip(parts) {
            strip.push(StripAllocations { centre, seconds });
        }
    }
    let beyond = query.beyond();
    let sums = strips
        .into_par_iter()
        .zip(cells.par_chunks(size))
        .enumerate()
        .fold(
            || empty(query),
            |mut sums, (strip, (mut allocations, cells))| {
                let strip = Strip {
                    lattice,
                    first_row: first_row + strip * STRIP_ROWS,
                    cells,
                };
                sweep(query, &beyond, strip, &mut allocations, &mut sums);
                sums
            },
        )
        .reduce(|| empty(query), |one, other| merged(one, &other));
    finish(query, &sums)
}

fn empty(query: &GridQuery) -> Vec<CentreSums> {
    let (centres, standards) = (query.centres.len(), query.standards.len());
    vec![CentreSums::new(centres, standards); query.layouts.len()]
}

fn merged(mut one: Vec<CentreSums>, other: &[CentreSums]) -> Vec<CentreSums> {
    for (mine, theirs) in one.iter_mut().zip(other) {
        mine.merge(theirs);
    }
    one
}

fn finish(query: &GridQuery, sums: &[CentreSums]) -> Vec<LayoutTotals> {
    sums.iter()
        .zip(query.layouts)
        .map(|(sums, layout)| sums.layout_totals(layout))
        .collect()
}

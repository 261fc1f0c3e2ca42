use super::cell_batch::{BATCH, UnitBatch};
use super::centre_sums::CentreSums;
use super::extent::Extent;
use super::nearest_batch::NearestBatch;
use super::nearest_centre::NearestCentre;
use super::nearest_map::NearestMap;
use super::point_cells::{CHUNK, PointCells};
use super::point_kernel::PointKernel;
use super::point_sums::PointSums;
use super::query::GridQuery;
use super::row_kernel::RowKernel;
use super::totals::LayoutTotals;
use crate::units::TravelTime;
use fearless_simd::{Level, dispatch};
use rayon::prelude::*;
use std::sync::Arc;

/// One cell in this many of a later chunk is sampled for its place.
const SAMPLE: usize = 61;

/// A query prepared for cells at any places of one part of the Earth.
#[derive(Debug)]
pub struct PointSweep<'a> {
    pub(in crate::grid) query: &'a GridQuery<'a>,
    prepared: Prepared,
}

/// A part of the Earth, and the nearest centres there of every layout. A clone shares them.
#[derive(Debug, Clone)]
pub(in crate::grid) struct Prepared {
    extent: Extent,
    maps: Arc<[NearestMap]>,
}

impl Prepared {
    fn new(query: &GridQuery, extent: Extent) -> Self {
        let extent = if extent == Extent::NOWHERE {
            Extent {
                low: [-1.0; 2],
                high: [1.0; 2],
            }
        } else {
            extent
        };
        let layouts = query.layouts.par_iter();
        let maps = layouts.map(|layout| NearestMap::new(query.centres, layout, extent));
        Self {
            extent,
            maps: maps.collect::<Vec<_>>().into(),
        }
    }
}

impl<'a> PointSweep<'a> {
    /// Prepares a query for the part of the Earth where these cells lie.
    #[must_use]
    pub fn new(query: &'a GridQuery<'a>, cells: &PointCells) -> Self {
        Self::from_prepared(query, Prepared::new(query, cells.extent(1)))
    }

    /// With what was prepared for the same query before.
    pub(in crate::grid) fn from_prepared(query: &'a GridQuery<'a>, prepared: Prepared) -> Self {
        Self { query, prepared }
    }

    /// What is prepared so far.
    pub(in crate::grid) const fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// Extends the preparation to the part of the Earth where these cells lie.
    ///
    /// Cells elsewhere get the same allocations, more slowly.
    pub fn prepare(&mut self, cells: &PointCells) {
        let extent = cells.extent(SAMPLE);
        if !self.prepared.extent.holds(extent) {
            // A margin of half the width on every side, so that a stream of cells rarely asks for more.
            let mut wider = self.prepared.extent.with(extent);
            for axis in 0..2 {
                let margin = (wider.high[axis] - wider.low[axis]) / 2.0;
                wider.low[axis] = (wider.low[axis] - margin).max(-1.0);
                wider.high[axis] = (wider.high[axis] + margin).min(1.0);
            }
            self.prepared = Prepared::new(self.query, wider);
        }
    }

    /// Every cell's nearest centre of a layout, and the road time to it.
    ///
    /// # Panics
    ///
    /// Panics if the query has no layout with this number.
    #[must_use]
    pub fn allocate(&self, layout: usize, cells: &PointCells) -> Vec<NearestCentre> {
        let mut allocations = vec![NearestCentre::UNKNOWN; cells.len()];
        allocations
            .par_chunks_mut(CHUNK * BATCH)
            .enumerate()
            .for_each(|(chunk, allocations)| {
                let (mut kernel, mut room) =
                    (PointKernel::default(), UnitBatch::empty_at([0.0; 3]));
                let mut found = NearestBatch::default();
                for (batch, allocations) in (chunk * CHUNK..).zip(allocations.chunks_mut(BATCH)) {
                    dispatch!(Level::new(), _simd => {
                        let places = cells.batch(batch, &mut room).places;
                        kernel.compute(self.query, &self.prepared.maps[layout], places, &mut found, |part| {
                            cells.fetch(batch + 1, part);
                        });
                    });
                    for (n, allocation) in allocations.iter_mut().enumerate() {
                        *allocation = NearestCentre {
                            centre: found.centre[n],
                            time: TravelTime::from_seconds(found.seconds[n]),
                        };
                    }
                }
            });
        allocations
    }

    /// The number of every cell's nearest centre of a layout.
    ///
    /// # Panics
    ///
    /// As [`PointSweep::allocate`].
    #[must_use]
    pub fn nearest(&self, layout: usize, cells: &PointCells) -> Vec<u16> {
        let mut allocations = vec![0; cells.len()];
        allocations
            .par_chunks_mut(CHUNK * BATCH)
            .enumerate()
            .for_each(|(chunk, allocations)| {
                let unit = self.query.centres.unit();
                dispatch!(Level::new(), _simd => {
                    let (mut kernel, mut room) = (PointKernel::default(), UnitBatch::empty_at([0.0; 3]));
                let mut found = NearestBatch::default();
                    for (batch, allocations) in (chunk * CHUNK..).zip(allocations.chunks_mut(BATCH)) {
                        let places = cells.batch(batch, &mut room).places;
                        kernel.locate(&self.prepared.maps[layout], unit, places, &mut found, |part| {
                            cells.fetch(batch + 1, part);
                        });
                        allocations.copy_from_slice(&found.centre[..allocations.len()]);
                    }
                });
            });
        allocations
    }

    /// Sums the cells by centre, for each layout. Sums hold up to 1.8e13 people;
    /// [`run`](crate::grid::run()) refuses more.
    #[must_use]
    pub fn sum(&self, cells: &PointCells) -> Vec<LayoutTotals> {
        let batches = cells.batches();
        let sums = (0..batches).into_par_iter().step_by(CHUNK).fold(
            || self.nobody(),
            |mut sums, from| {
                let to = (from + CHUNK).min(batches);
                dispatch!(Level::new(), _simd => self.sum_chunk(cells, from, to, &mut sums));
                sums
            },
        );
        self.all(sums)
    }

    /// Empty sums for each layout.
    pub(in crate::grid) fn nobody(&self) -> Vec<PointSums> {
        let sums = PointSums::new(self.query.centres.len(), self.query.standards);
        vec![sums; self.query.layouts.len()]
    }

    /// Adds cells to sums for each layout.
    pub(in crate::grid) fn add(&self, cells: &PointCells, sums: &mut [PointSums]) {
        dispatch!(Level::new(), _simd => self.sum_chunk(cells, 0, cells.batches(), sums));
    }

    /// Merges several sums for each layout.
    pub(in crate::grid) fn all(
        &self,
        sums: impl ParallelIterator<Item = Vec<PointSums>>,
    ) -> Vec<LayoutTotals> {
        let (centres, standards) = (self.query.centres.len(), self.query.standards.len());
        let sums = sums
            .map(|sums| {
                sums.into_iter()
                    .map(PointSums::into_centre_sums)
                    .collect::<Vec<_>>()
            })
            .reduce(
                || vec![CentreSums::new(centres, standards); self.query.layouts.len()],
                |mut one, other| {
                    for (mine, theirs) in one.iter_mut().zip(&other) {
                        mine.merge(theirs);
                    }
                    one
                },
            );
        sums.iter()
            .zip(self.query.layouts)
            .map(|(sums, layout)| sums.layout_totals(layout))
            .collect()
    }

    #[inline(always)]
    fn sum_chunk(&self, cells: &PointCells, from: usize, to: usize, sums: &mut [PointSums]) {
        let (mut kernel, mut room) = (PointKernel::default(), UnitBatch::empty_at([0.0; 3]));
        let mut row_kernel = RowKernel::default();
        let mut found = NearestBatch::default();
        for (map, sums) in self.prepared.maps.iter().zip(sums) {
            for batch in from..to {
                let fetch = |part| cells.fetch(batch + 1, part);
                if let Some((row, people)) = cells.row(batch)
                    && row_kernel.compute(self.query, map, row, &mut found, fetch)
                {
                    sums.add(&found, people);
                    continue;
                }
                let cells_of = cells.batch(batch, &mut room);
                kernel.compute(self.query, map, cells_of.places, &mut found, fetch);
                sums.add(&found, cells_of.people);
            }
        }
    }
}

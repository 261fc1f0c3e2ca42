use super::cell::millionths;
use super::cell_batch::{BATCH, CellBatch, Degrees, RowBatch, UnitBatch};
use super::cells_error::CellsError;
use super::extent::Extent;
use crate::model::LatLon;
use crate::units::Demand;
use rayon::prelude::*;

/// Cells at any places, and the people in them.
#[derive(Debug, Clone, Default)]
pub struct PointCells {
    cells: usize,
    kept: Storage,
}

#[derive(Debug, Clone)]
enum Storage {
    /// Points of the unit sphere, so that the inner loops need no trigonometry.
    Units(Vec<UnitBatch>),
    /// As they were read, which moves half the bytes. Cells that are visited once become points
    /// of the sphere on the way, if they have to.
    Degrees(Degrees),
}

impl Default for Storage {
    fn default() -> Self {
        Self::Units(Vec::new())
    }
}

/// The largest population that sums can hold: 2,000 times that of the Earth.
pub(in crate::grid) const MOST_PEOPLE: f64 = 1.8e13;

/// A thread takes this many batches at a time.
pub(in crate::grid) const CHUNK: usize = 1 << 7;

impl PointCells {
    /// No cells, with room for `capacity`.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            cells: 0,
            kept: Storage::Units(Vec::with_capacity(capacity.div_ceil(BATCH))),
        }
    }

    /// Cells from columns in degrees and numbers of people, which are kept as they are: the fastest way
    /// for cells that are visited once.
    ///
    /// # Errors
    ///
    /// Columns of different lengths, a place off the Earth, a number that is not one of people (negative,
    /// undefined or above 1e9), or more people in all than sums can hold.
    ///
    /// # Examples
    ///
    /// ```
    /// use catchment::grid::PointCells;
    /// let cells = PointCells::from_degrees(vec![50.4, 50.3], vec![-4.1, -5.1], &[30.0, 12.5])?;
    /// assert_eq!(cells.people().as_f64(), 42.5);
    /// let error = PointCells::from_degrees(vec![50.4], vec![-4.1], &[-1.0]).unwrap_err();
    /// assert!(error.to_string().starts_with("cell number 0: a count of people"));
    /// # Ok::<(), catchment::grid::CellsError>(())
    /// ```
    pub fn from_degrees(lat: Vec<f64>, lon: Vec<f64>, people: &[f64]) -> Result<Self, CellsError> {
        if lat.len() != people.len() || lon.len() != people.len() {
            return Err(CellsError::Lengths {
                lat: lat.len(),
                lon: lon.len(),
                people: people.len(),
            });
        }
        let is_wrong = |cell: usize| {
            !((-90.0..=90.0).contains(&lat[cell])
                && (-180.0..=180.0).contains(&lon[cell])
                && (0.0..=Demand::MAX_OF_A_POINT).contains(&people[cell]))
        };
        let cells = (0..people.len()).into_par_iter().with_min_len(1 << 12);
        if let Some(cell) = cells.clone().find_first(|&cell| is_wrong(cell)) {
            LatLon::try_new(lat[cell], lon[cell])
                .map_err(|source| CellsError::Place { cell, source })?;
            Demand::try_new(people[cell]).map_err(|source| CellsError::People { cell, source })?;
        }
        let cells = Self {
            cells: people.len(),
            kept: Storage::Degrees(Degrees {
                angles: [lon, lat],
                people: cells.map(|cell| millionths(people[cell])).collect(),
            }),
        };
        if cells.no_more_people_than() > MOST_PEOPLE {
            return Err(CellsError::TooMany);
        }
        Ok(cells)
    }

    /// Adds a cell.
    pub fn push(&mut self, place: LatLon, people: Demand) {
        self.push_unit(place.unit_vector(), people);
    }

    pub(in crate::grid) fn push_unit(&mut self, place: [f64; 3], people: Demand) {
        if let Storage::Degrees(_) = self.kept {
            let cells = (0..self.cells).map(|cell| (self.unit(cell), self.people_of(cell)));
            let mut kept = Self::with_capacity(self.cells + 1);
            cells.for_each(|(place, people)| kept.push_unit(place, people));
            *self = kept;
        }
        if let Storage::Units(runs) = &mut self.kept {
            let at = self.cells % BATCH;
            if at == 0 {
                runs.push(UnitBatch::empty_at(place));
            }
            if let Some(run) = runs.last_mut() {
                run.set(at, place, people);
            }
        }
        self.cells += 1;
    }

    /// Swaps in cells in degrees and hands back the old vectors for reuse: longitudes, latitudes and
    /// whole millionths of people, equally many and all of them valid.
    pub(in crate::grid) fn set_degrees(
        &mut self,
        angles: [&mut Vec<f64>; 2],
        people: &mut Vec<u64>,
    ) {
        let mut kept = match std::mem::take(&mut self.kept) {
            Storage::Degrees(kept) => kept,
            Storage::Units(_) => Degrees::default(),
        };
        self.cells = people.len();
        for (kept, given) in kept.angles.iter_mut().zip(angles) {
            std::mem::swap(kept, given);
        }
        std::mem::swap(&mut kept.people, people);
        self.kept = Storage::Degrees(kept);
    }

    /// Adds cells in their order; if one is missing, adds none and gives `false`.
    pub(in crate::grid) fn extend_from(
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

    /// The number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// Removes all cells and keeps the memory.
    pub fn clear(&mut self) {
        self.cells = 0;
        if let Storage::Units(runs) = &mut self.kept {
            runs.clear();
        }
    }

    /// All people.
    #[must_use]
    pub fn people(&self) -> Demand {
        (0..self.cells).map(|cell| self.people_of(cell)).sum()
    }

    /// An upper bound of all people that cannot overflow; it exceeds the sum by little more than one
    /// person per cell.
    pub(in crate::grid) fn no_more_people_than(&self) -> f64 {
        const WHOLE: u32 = 20;
        let whole = |people: &[u64]| people.iter().map(|people| people >> WHOLE).sum::<u64>();
        let all: u64 = match &self.kept {
            Storage::Units(runs) => runs.iter().map(|run| whole(run.get().people)).sum(),
            Storage::Degrees(kept) => whole(&kept.people),
        };
        (all + self.cells as u64) as f64 * f64::from(1_u32 << WHOLE) / 1e6
    }

    /// A cell's point of the unit sphere.
    pub(in crate::grid) fn unit(&self, cell: usize) -> [f64; 3] {
        match &self.kept {
            Storage::Units(runs) => runs[cell / BATCH].unit(cell % BATCH),
            Storage::Degrees(kept) => kept.unit(cell),
        }
    }

    pub(in crate::grid) fn people_of(&self, cell: usize) -> Demand {
        Demand::from_millionths(match &self.kept {
            Storage::Units(runs) => runs[cell / BATCH].people(cell % BATCH),
            Storage::Degrees(kept) => kept.people[cell],
        })
    }

    /// The number of batches.
    pub(in crate::grid) fn batches(&self) -> usize {
        self.cells.div_ceil(BATCH)
    }

    /// A batch of cells, made in `room` where necessary; cells after the last one hold nobody.
    #[inline(always)]
    pub(in crate::grid) fn batch<'a>(
        &'a self,
        run: usize,
        room: &'a mut UnitBatch,
    ) -> CellBatch<'a> {
        match &self.kept {
            Storage::Units(runs) => runs[run].get(),
            Storage::Degrees(kept) => {
                let to = self.cells.min((run + 1) * BATCH);
                kept.batch(run * BATCH, to, room)
            }
        }
    }

    /// A batch of cells as they were read, with its people, if all of them lie on one parallel.
    #[inline(always)]
    pub(in crate::grid) fn row(&self, run: usize) -> Option<(RowBatch<'_>, &[u64; BATCH])> {
        match &self.kept {
            Storage::Units(_) => None,
            Storage::Degrees(kept) => kept.row(run),
        }
    }

    /// Asks for a part of a batch, one of four, so that it is in the cache when it is needed.
    #[inline(always)]
    pub(in crate::grid) fn fetch(&self, run: usize, part: usize) {
        match &self.kept {
            Storage::Units(runs) => {
                if let Some(run) = runs.get(run) {
                    run.fetch(part);
                }
            }
            Storage::Degrees(kept) => kept.fetch(run, part),
        }
    }

    /// The part of the Earth where the cells lie, judged by one cell in `every`.
    pub(in crate::grid) fn extent(&self, every: usize) -> Extent {
        (0..self.len())
            .into_par_iter()
            .step_by(every)
            .with_min_len(512)
            .fold(
                || Extent::NOWHERE,
                |extent, cell| extent.with(Extent::at(self.unit(cell))),
            )
            .reduce(|| Extent::NOWHERE, Extent::with)
    }
}

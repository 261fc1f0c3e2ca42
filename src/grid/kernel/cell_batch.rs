use super::alike::alike;
use super::unit_vector::{unit_vector, unit_vectors};
use crate::units::Demand;
use prefetch_index::prefetch_index;

/// Cells that are computed together.
pub(in crate::grid) const BATCH: usize = 128;

/// The places of a batch of cells: points of the unit sphere, coordinate by coordinate.
pub(in crate::grid) type UnitVectors<'a> = [&'a [f64; BATCH]; 3];

/// A batch of cells on its way into the kernel.
#[derive(Debug, Clone, Copy)]
pub(in crate::grid) struct CellBatch<'a> {
    pub(in crate::grid) places: UnitVectors<'a>,
    /// Whole millionths.
    pub(in crate::grid) people: &'a [u64; BATCH],
}

/// Cells of a batch that lie on one parallel, as those of a row of a raster do.
#[derive(Clone, Copy)]
pub(in crate::grid) struct RowBatch<'a> {
    /// In degrees.
    pub(in crate::grid) lon: &'a [f64; BATCH],
    pub(in crate::grid) lat: f64,
}

/// The number of parts in which a batch is fetched into the cache.
const PARTS: usize = 4;

/// Cells per cache line.
const LINE: usize = 8;

/// A batch of points of the unit sphere in one piece of memory, which loads faster than four.
///
/// Unused cells hold nobody and lie at the place of another cell.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(in crate::grid) struct UnitBatch {
    units: [[f64; BATCH]; 3],
    people: [u64; BATCH],
}

impl UnitBatch {
    /// No people; all cells at one place.
    pub(in crate::grid) fn empty_at(place: [f64; 3]) -> Self {
        Self {
            units: place.map(|axis| [axis; BATCH]),
            people: [0; BATCH],
        }
    }

    pub(in crate::grid) fn set(&mut self, cell: usize, place: [f64; 3], people: Demand) {
        for (axis, at) in self.units.iter_mut().zip(place) {
            axis[cell] = at;
        }
        self.people[cell] = people.millionths();
    }

    pub(in crate::grid) fn unit(&self, cell: usize) -> [f64; 3] {
        self.units.each_ref().map(|axis| axis[cell])
    }

    pub(in crate::grid) fn people(&self, cell: usize) -> u64 {
        self.people[cell]
    }

    #[inline(always)]
    pub(in crate::grid) fn get(&self) -> CellBatch<'_> {
        CellBatch {
            places: self.units.each_ref(),
            people: &self.people,
        }
    }

    /// Asks for a part of the batch, so that it is in the cache when it is needed: a whole batch asked
    /// for at once, or as it is needed, keeps the core waiting.
    #[inline(always)]
    pub(in crate::grid) fn fetch(&self, part: usize) {
        for at in (0..BATCH).step_by(LINE) {
            match self.units.get(part) {
                Some(axis) => prefetch_index(axis, at),
                None => prefetch_index(&self.people[..], at),
            }
        }
    }
}

/// Longitude, latitude and people, cell by cell.
#[derive(Debug, Clone, Default)]
pub(in crate::grid) struct Degrees {
    pub(in crate::grid) angles: [Vec<f64>; 2],
    pub(in crate::grid) people: Vec<u64>,
}

impl Degrees {
    pub(in crate::grid) fn unit(&self, cell: usize) -> [f64; 3] {
        let [lon, lat] = &self.angles;
        unit_vector(lon[cell], lat[cell])
    }

    /// The cells from one to another, no more than a batch, made in `room`.
    #[inline(always)]
    pub(in crate::grid) fn batch<'a>(
        &'a self,
        from: usize,
        to: usize,
        room: &'a mut UnitBatch,
    ) -> CellBatch<'a> {
        let [lon, lat] = self.angles.each_ref().map(|angle| &angle[from..to]);
        let people = &self.people[from..to];
        if let (Ok::<&[f64; BATCH], _>(lon), Ok::<&[f64; BATCH], _>(lat), Ok(people)) =
            (lon.try_into(), lat.try_into(), people.try_into())
        {
            unit_vectors(lon, lat, &mut room.units);
            CellBatch {
                places: room.units.each_ref(),
                people,
            }
        } else {
            *room = UnitBatch::empty_at(self.unit(from));
            for (cell, &people) in people.iter().enumerate() {
                let people = Demand::from_millionths(people);
                room.set(cell, self.unit(from + cell), people);
            }
            room.get()
        }
    }

    /// A whole batch, with its people, if it lies on one parallel.
    #[inline(always)]
    pub(in crate::grid) fn row(&self, run: usize) -> Option<(RowBatch<'_>, &[u64; BATCH])> {
        let (from, to) = (run * BATCH, (run + 1) * BATCH);
        let [lon, lat] = self.angles.each_ref().map(|angle| angle.get(from..to));
        let (lon, lat): (&[f64; BATCH], &[f64; BATCH]) =
            (lon?.try_into().ok()?, lat?.try_into().ok()?);
        let people = self.people.get(from..to)?.try_into().ok()?;
        alike(lat.iter().map(|lat| lat.to_bits()))
            .then_some((RowBatch { lon, lat: lat[0] }, people))
    }

    /// As [`UnitBatch::fetch`].
    #[inline(always)]
    pub(in crate::grid) fn fetch(&self, run: usize, part: usize) {
        let from = run * BATCH + part * (BATCH / PARTS);
        for at in (from..from + BATCH / PARTS).step_by(LINE) {
            prefetch_index(&self.angles[0], at);
            prefetch_index(&self.angles[1], at);
            prefetch_index(&self.people, at);
        }
    }
}

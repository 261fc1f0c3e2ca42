use super::nearest_map::Extent;
use super::point_work::{Places, RUN};
use super::unit_vector::unit_vector;
use crate::model::LatLon;
use crate::units::Demand;
use fearless_simd::{Level, dispatch};
use rayon::prelude::*;

/// Cells at any places, and the people in them.
#[derive(Debug, Clone, Default)]
pub struct PointCells {
    places: Kept,
    people: Vec<u64>,
}

/// Where cells lie, coordinate by coordinate.
#[derive(Debug, Clone)]
enum Kept {
    /// Points of the unit sphere, so that the inner loops need no trigonometry.
    Units([Vec<f64>; 3]),
    /// Longitude and latitude as they were read: cells that are looked at once are turned into
    /// points of the sphere on the way, which moves half as many bytes.
    Degrees([Vec<f64>; 2]),
}

impl Default for Kept {
    fn default() -> Self {
        Self::Units(Default::default())
    }
}

/// Cells that a thread takes at a time.
pub(super) const CHUNK: usize = 1 << 14;

impl PointCells {
    /// No cells, with room for `capacity`.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        let room = || Vec::with_capacity(capacity);
        Self {
            places: Kept::Units([room(), room(), room()]),
            people: Vec::with_capacity(capacity),
        }
    }

    /// Adds a cell.
    pub fn push(&mut self, place: LatLon, people: Demand) {
        self.push_unit(place.unit_vector(), people);
    }

    pub(super) fn push_unit(&mut self, place: [f64; 3], people: Demand) {
        if let Kept::Degrees(_) = self.places {
            let units = (0..self.len()).map(|cell| self.unit(cell));
            let mut kept = [Vec::new(), Vec::new(), Vec::new()];
            for unit in units {
                for (axis, at) in kept.iter_mut().zip(unit) {
                    axis.push(at);
                }
            }
            self.places = Kept::Units(kept);
        }
        if let Kept::Units(units) = &mut self.places {
            for (axis, at) in units.iter_mut().zip(place) {
                axis.push(at);
            }
        }
        self.people.push(people.millionths());
    }

    /// Takes cells in degrees, longitude and latitude, in place of those that are there, and
    /// leaves the room of these; `false`, and no cells, where one has no place on the Earth or no
    /// number of people.
    pub(super) fn set_degrees(&mut self, degrees: [&mut Vec<f64>; 2], people: &[f64]) -> bool {
        self.people.resize(people.len(), 0);
        let given = (
            degrees[0].par_chunks(CHUNK),
            degrees[1].par_chunks(CHUNK),
            people.par_chunks(CHUNK),
            self.people.par_chunks_mut(CHUNK),
        );
        let wrong: u64 = given
            .into_par_iter()
            .map(|(lon, lat, people, millionths)| {
                dispatch!(Level::new(), _simd => {
                    let mut wrong = off(lon, 180.0) + off(lat, 90.0);
                    for (millionths, &people) in millionths.iter_mut().zip(people) {
                        let possible = (0.0..=Demand::MAX_OF_A_POINT).contains(&people);
                        wrong += u64::from(!possible);
                        *millionths = super::cell::millionths(people);
                    }
                    wrong
                })
            })
            .sum();
        if wrong > 0 {
            self.clear();
            return false;
        }
        let mut kept = match std::mem::take(&mut self.places) {
            Kept::Degrees(kept) => kept,
            Kept::Units(_) => Default::default(),
        };
        for (kept, given) in kept.iter_mut().zip(degrees) {
            std::mem::swap(kept, given);
        }
        self.places = Kept::Degrees(kept);
        true
    }

    /// Adds cells in their order; `false`, and none of them, if one is missing.
    pub(super) fn extend_from(
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

    /// How many cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Takes all cells away and keeps the room.
    pub fn clear(&mut self) {
        match &mut self.places {
            Kept::Units(units) => units.iter_mut().for_each(Vec::clear),
            Kept::Degrees(degrees) => degrees.iter_mut().for_each(Vec::clear),
        }
        self.people.clear();
    }

    /// All people.
    #[must_use]
    pub fn people(&self) -> Demand {
        Demand::from_millionths(self.people.iter().sum())
    }

    /// A cell's point of the unit sphere.
    pub(super) fn unit(&self, cell: usize) -> [f64; 3] {
        match &self.places {
            Kept::Units([x, y, z]) => [x[cell], y[cell], z[cell]],
            Kept::Degrees([lon, lat]) => unit_vector(lon[cell], lat[cell]),
        }
    }

    /// The points of a run of cells, in `room` where they have to be computed or there are not
    /// enough; the last one is then repeated.
    #[inline(always)]
    pub(super) fn run<'a>(
        &'a self,
        from: usize,
        len: usize,
        room: &'a mut [[f64; RUN]; 3],
    ) -> Places<'a> {
        match &self.places {
            Kept::Units(units) => {
                let some = units.each_ref().map(|axis| &axis[from..from + len]);
                if let [Ok(x), Ok(y), Ok(z)] = some.map(<&[f64; RUN]>::try_from) {
                    return [x, y, z];
                }
                for (room, some) in room.iter_mut().zip(some) {
                    room[..len].copy_from_slice(some);
                }
            }
            Kept::Degrees([lon, lat]) => {
                let [x, y, z] = room;
                let (lon, lat) = (&lon[from..from + len], &lat[from..from + len]);
                match (<&[f64; RUN]>::try_from(lon), <&[f64; RUN]>::try_from(lat)) {
                    (Ok(lon), Ok(lat)) => {
                        for n in 0..RUN {
                            [x[n], y[n], z[n]] = unit_vector(lon[n], lat[n]);
                        }
                    }
                    _ => {
                        for (n, (&lon, &lat)) in lon.iter().zip(lat).enumerate() {
                            [x[n], y[n], z[n]] = unit_vector(lon, lat);
                        }
                    }
                }
            }
        }
        for axis in room.iter_mut() {
            let last = axis[len - 1];
            axis[len..].fill(last);
        }
        let [x, y, z] = room;
        [x, y, z]
    }

    pub(super) fn people_of(&self, cell: usize) -> Demand {
        Demand::from_millionths(self.people[cell])
    }

    pub(super) fn millionths(&self, from: usize, to: usize) -> &[u64] {
        &self.people[from..to]
    }

    /// The part of the Earth where the cells lie, as every so manieth of them says.
    pub(super) fn extent(&self, every: usize) -> Extent {
        (0..self.len())
            .into_par_iter()
            .step_by(every)
            .with_min_len(512)
            .fold(
                || Extent::NOWHERE,
                |extent, cell| extent.with(Extent::of(self.unit(cell))),
            )
            .reduce(|| Extent::NOWHERE, Extent::with)
    }
}

/// How many angles are beyond the limit, or no numbers.
#[inline(always)]
fn off(degrees: &[f64], limit: f64) -> u64 {
    let mut off = 0;
    for degrees in degrees {
        let on = degrees.abs() <= limit;
        off += u64::from(!on);
    }
    off
}

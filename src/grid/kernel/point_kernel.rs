use super::alike::alike;
use super::cell_batch::{BATCH, UnitVectors};
use super::chord::chord2;
use super::nearest_batch::NearestBatch;
use super::nearest_map::NearestMap;
use super::query::GridQuery;

/// Computes batches of cells at any places.
///
/// Every pass over the batch either computes, several cells at once, or looks up, one by one. Only
/// the few cells whose square lists several centres cost a branch.
pub(in crate::grid) struct PointKernel {
    square: [u32; BATCH],
    entry: [u32; BATCH],
    of_centre: [[f64; BATCH]; 3],
}

/// One bit per cell fits this many cells into one number.
const BITS: usize = u64::BITS as usize;

impl Default for PointKernel {
    fn default() -> Self {
        Self {
            square: [0; BATCH],
            entry: [0; BATCH],
            of_centre: [[0.0; BATCH]; 3],
        }
    }
}

impl PointKernel {
    /// Finds the nearest centres of a batch of cells; `fetch` asks for a part of the next batch.
    #[inline(always)]
    pub(in crate::grid) fn locate(
        &mut self,
        map: &NearestMap,
        unit: &[[f64; 3]],
        places: UnitVectors,
        found: &mut NearestBatch,
        fetch: impl Fn(usize),
    ) {
        let [x, y, z] = places;
        for n in 0..BATCH {
            self.square[n] = map.square([x[n], y[n], z[n]]);
        }
        fetch(0);
        let squares = map.squares();
        for n in 0..BATCH {
            self.entry[n] = squares[self.square[n] as usize];
        }
        fetch(1);
        for from in (0..BATCH).step_by(BITS) {
            let mut undecided = 0_u64;
            for n in 0..BITS {
                let entry = self.entry[from + n];
                undecided |= u64::from(NearestMap::is_list(entry)) << n;
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a centre's number, if it is one"
                )]
                let centre = entry as u16;
                found.centre[from + n] = centre;
            }
            while undecided != 0 {
                let n = from + undecided.trailing_zeros() as usize;
                undecided &= undecided - 1;
                let list = map.list(self.entry[n]);
                found.centre[n] = nearest_of(unit, [x[n], y[n], z[n]], list);
            }
        }
        fetch(2);
    }

    /// Finds the nearest centres of a batch of cells, and the road times to them; `fetch` as before.
    #[inline(always)]
    pub(in crate::grid) fn compute(
        &mut self,
        query: &GridQuery,
        map: &NearestMap,
        places: UnitVectors,
        found: &mut NearestBatch,
        fetch: impl Fn(usize),
    ) {
        let unit = query.centres.unit();
        self.locate(map, unit, places, found, &fetch);
        if alike(found.centre.iter().copied()) {
            let place = unit[usize::from(found.centre[0])];
            self.of_centre = place.map(|at| [at; BATCH]);
        } else {
            for n in 0..BATCH {
                let place = unit[usize::from(found.centre[n])];
                for (axis, at) in self.of_centre.iter_mut().zip(place) {
                    axis[n] = at;
                }
            }
        }
        let [x, y, z] = places;
        let end = query.travel_times.end();
        let mut beyond = 0_u64;
        for n in 0..BATCH {
            found.chord2[n] = chord2(
                [x[n], y[n], z[n]],
                self.of_centre.each_ref().map(|axis| axis[n]),
            );
            beyond += u64::from(found.chord2[n] >= end);
        }
        fetch(3);
        let held = beyond == 0;
        let table = query.travel_times;
        table.fill::<BATCH, false>(held, &found.chord2, &mut found.seconds);
    }
}

/// The nearest of an ascending list of centres; ties go to the first.
#[inline(always)]
fn nearest_of(unit: &[[f64; 3]], place: [f64; 3], list: &[u16]) -> u16 {
    let mut best = f64::INFINITY;
    let mut nearest = 0;
    for &centre in list {
        let chord2 = chord2(place, unit[usize::from(centre)]);
        if chord2 < best {
            best = chord2;
            nearest = centre;
        }
    }
    nearest
}

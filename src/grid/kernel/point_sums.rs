#![expect(
    clippy::needless_range_loop,
    reason = "loops over several arrays of a batch at once"
)]

use super::alike::alike;
use super::cell_batch::BATCH;
use super::centre_sums::CentreSums;
use super::nearest_batch::NearestBatch;
use crate::units::TravelTime;

/// Sums by centre and by the number of standards missed.
#[derive(Debug, Clone)]
pub(in crate::grid) struct PointSums {
    /// People, and people × seconds, side by side. Few centres have several sets of sums that cells
    /// use in turn, so that fewer additions wait for the one before.
    sums: Vec<[u64; 2]>,
    /// People × seconds that were moved out of `sums`.
    before: Vec<u128>,
    /// An upper bound of people × seconds in `sums`.
    most: u128,
    /// In seconds.
    standards: Vec<u32>,
}

/// Up to this many centres count as few.
const FEW: usize = 500;

/// Sets of sums for few centres.
const SETS: usize = 4;

impl PointSums {
    pub(in crate::grid) fn new(centres: usize, standards: &[TravelTime]) -> Self {
        let places = centres * (standards.len() + 1);
        Self {
            sums: vec![[0; 2]; if centres > FEW { places } else { SETS * places }],
            before: vec![0; places],
            most: 0,
            standards: standards.iter().map(|s| s.whole_seconds()).collect(),
        }
    }

    /// Adds a batch of cells.
    #[inline(always)]
    pub(in crate::grid) fn add(&mut self, found: &NearestBatch, people: &[u64; BATCH]) {
        let mut place = [0_u32; BATCH];
        #[expect(clippy::cast_possible_truncation, reason = "far fewer standards")]
        let width = self.width() as u32;
        for n in 0..BATCH {
            place[n] = u32::from(found.centre[n]) * width;
        }
        for &standard in &self.standards {
            for n in 0..BATCH {
                place[n] += u32::from(found.seconds[n] > standard);
            }
        }
        let (mut any, mut longest) = (0, 0);
        for n in 0..BATCH {
            any |= people[n];
            longest = longest.max(found.seconds[n]);
        }
        // All bits of any cell together are no less than the most people of a cell.
        let most = u128::from(any) * u128::from(longest) * BATCH as u128;
        if most > u128::from(u64::MAX) {
            self.add_many(found, &place, people);
            return;
        }
        self.most += most;
        if self.most > u128::from(u64::MAX) {
            self.put_away();
            self.most = most;
        }
        let mut product = [0; BATCH];
        if u32::try_from(any).is_ok() {
            // Where no cell has more than 4,294 people, one multiplication of 32 bits each will do.
            for n in 0..BATCH {
                product[n] = (people[n] & u64::from(u32::MAX)) * u64::from(found.seconds[n]);
            }
        } else {
            for n in 0..BATCH {
                product[n] = people[n] * u64::from(found.seconds[n]);
            }
        }
        if alike(place.iter().copied()) {
            // Most often the cells lie side by side: they are added up first.
            let mut of_run = [0; 2];
            for n in 0..BATCH {
                of_run[0] += people[n];
                of_run[1] += product[n];
            }
            let sums = &mut self.sums[place[0] as usize];
            sums[0] += of_run[0];
            sums[1] += of_run[1];
            return;
        }
        let places = self.before.len();
        let set = if self.sums.len() > places { places } else { 0 };
        for n in 0..BATCH {
            let sums = &mut self.sums[place[n] as usize + n % SETS * set];
            sums[0] += people[n];
            sums[1] += product[n];
        }
    }

    /// How many different numbers of standards can be missed.
    fn width(&self) -> usize {
        self.standards.len() + 1
    }

    /// Adds cells whose people × seconds may overflow 64 bits.
    #[inline(never)]
    fn add_many(&mut self, found: &NearestBatch, place: &[u32; BATCH], people: &[u64; BATCH]) {
        for n in 0..BATCH {
            let place = place[n] as usize;
            self.sums[place][0] += people[n];
            self.before[place] += u128::from(people[n]) * u128::from(found.seconds[n]);
        }
    }

    #[inline(never)]
    fn put_away(&mut self) {
        let places = self.before.len();
        for set in self.sums.chunks_mut(places) {
            for (before, sums) in self.before.iter_mut().zip(set) {
                *before += u128::from(sums[1]);
                sums[1] = 0;
            }
        }
    }

    pub(in crate::grid) fn into_centre_sums(mut self) -> CentreSums {
        self.put_away();
        let (standards, width) = (self.standards.len(), self.width());
        let mut all = CentreSums::new(self.before.len() / width, standards);
        for (centre, before) in self.before.chunks(width).enumerate() {
            all.people_seconds[centre] = before.iter().sum();
            // People who miss `n` of the ascending standards are within all from number `n` on.
            let mut people = 0;
            for missed in 0..width {
                let place = centre * width + missed;
                let sums = self.sums.iter().skip(place).step_by(self.before.len());
                people += sums.map(|sums| sums[0]).sum::<u64>();
                if missed < standards {
                    all.within[centre * standards + missed] = people;
                }
            }
            all.people[centre] = people;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums beyond 64 bits stay exact: the most people of a cell, for months.
    #[test]
    fn great_sums_do_not_overflow() {
        let mut found = NearestBatch::default();
        let mut sums = PointSums::new(2, &[TravelTime::MAX]);
        let mut expected = 0;
        for (run, seconds) in [
            (0_u64, 40_000),
            (1, TravelTime::MAX.whole_seconds()),
            (2, 30),
            (3, 40_000),
        ] {
            let people = [1_000_000_000_000_000 >> (10 * (run % 3)); BATCH];
            found.seconds = [seconds; BATCH];
            found.centre = [1; BATCH];
            for _ in 0..50 {
                sums.add(&found, &people);
                expected += u128::from(people[0]) * u128::from(seconds) * BATCH as u128;
            }
        }
        let all = sums.into_centre_sums();
        assert_eq!(all.people_seconds, [0, expected]);
        assert_eq!(all.within[1], all.people[1]);
    }
}

#![expect(
    clippy::needless_range_loop,
    reason = "loops over several arrays of a run at once"
)]

use super::cell_run::RUN;
use super::point_work::Work;
use super::raw::RawTally;

/// Sums by centre and number of standards that are missed.
#[derive(Debug, Clone)]
pub(super) struct PointSums {
    /// People, and people × seconds, side by side; where there are few centres, once for every
    /// other cell and once for the rest, so that fewer sums wait for the one before.
    sums: Vec<[u64; 2]>,
    /// People × seconds that went before those in `sums`.
    before: Vec<u128>,
    /// No sum of people × seconds in `sums` is greater.
    most: u128,
    standards: usize,
}

/// So many centres are few.
const FEW: usize = 500;

const SETS: usize = 4;

impl PointSums {
    pub(super) fn new(centres: usize, standards: usize) -> Self {
        let places = centres * (standards + 1);
        Self {
            sums: vec![[0; 2]; if centres > FEW { places } else { SETS * places }],
            before: vec![0; places],
            most: 0,
            standards,
        }
    }

    /// Adds a run of cells; `beyond` says from which squared chord on each standard is missed.
    #[inline(always)]
    pub(super) fn add(&mut self, work: &Work, beyond: &[f64], people: &[u64; RUN]) {
        let mut place = [0_u64; RUN];
        let width = self.standards as u64 + 1;
        for n in 0..RUN {
            place[n] = u64::from(work.centre[n]) * width;
        }
        for &beyond in beyond {
            for n in 0..RUN {
                place[n] += u64::from(work.chord2[n] >= beyond);
            }
        }
        let (mut any, mut longest) = (0, 0);
        for n in 0..RUN {
            any |= people[n];
            longest = longest.max(work.seconds[n]);
        }
        // All bits of any cell together are no less than the most people of a cell.
        let most = u128::from(any) * u128::from(longest) * RUN as u128;
        if most > u128::from(u64::MAX) {
            self.add_many(work, &place, people);
            return;
        }
        self.most += most;
        if self.most > u128::from(u64::MAX) {
            self.put_away();
            self.most = most;
        }
        let mut product = [0; RUN];
        if u32::try_from(any).is_ok() {
            // Where no cell has more than 4,294 people, one multiplication of 32 bits each will do.
            for n in 0..RUN {
                product[n] = (people[n] & u64::from(u32::MAX)) * u64::from(work.seconds[n]);
            }
        } else {
            for n in 0..RUN {
                product[n] = people[n] * u64::from(work.seconds[n]);
            }
        }
        let mut elsewhere = 0;
        for n in 0..RUN {
            elsewhere |= place[n] ^ place[0];
        }
        if elsewhere == 0 {
            // Cells side by side, most often: they are added up before they are put away.
            let mut of_run = [0; 2];
            for n in 0..RUN {
                of_run[0] += people[n];
                of_run[1] += product[n];
            }
            #[expect(clippy::cast_possible_truncation, reason = "a place in memory")]
            let sums = &mut self.sums[place[0] as usize];
            sums[0] += of_run[0];
            sums[1] += of_run[1];
            return;
        }
        let next = if self.sums.len() > self.before.len() {
            self.before.len() as u64
        } else {
            0
        };
        for n in 0..RUN {
            let place = place[n] + (n % SETS) as u64 * next;
            #[expect(clippy::cast_possible_truncation, reason = "a place in memory")]
            let sums = &mut self.sums[place as usize];
            sums[0] += people[n];
            sums[1] += product[n];
        }
    }

    /// Adds cells whose people × seconds may overflow 64 bits.
    #[inline(never)]
    #[expect(clippy::cast_possible_truncation, reason = "a place in memory")]
    fn add_many(&mut self, work: &Work, place: &[u64; RUN], people: &[u64; RUN]) {
        for n in 0..RUN {
            let place = place[n] as usize;
            self.sums[place][0] += people[n];
            let place = place % self.before.len();
            self.before[place] += u128::from(people[n]) * u128::from(work.seconds[n]);
        }
    }

    #[inline(never)]
    fn put_away(&mut self) {
        let places = self.before.len();
        for half in self.sums.chunks_mut(places) {
            for (before, sums) in self.before.iter_mut().zip(half) {
                *before += u128::from(sums[1]);
                sums[1] = 0;
            }
        }
    }

    pub(super) fn tally(mut self) -> RawTally {
        self.put_away();
        let width = self.standards + 1;
        let mut tally = RawTally::new(self.before.len() / width, self.standards);
        for (centre, before) in self.before.chunks(width).enumerate() {
            tally.people_seconds[centre] = before.iter().sum();
            // Who misses `n` of the ascending standards is within all from number `n` on.
            let mut people = 0;
            for missed in 0..width {
                let place = centre * width + missed;
                let sums = self.sums.iter().skip(place).step_by(self.before.len());
                people += sums.map(|sums| sums[0]).sum::<u64>();
                if missed < self.standards {
                    tally.within[centre * self.standards + missed] = people;
                }
            }
            tally.people[centre] = people;
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums that no 64 bits hold are kept whole: the most people of a cell, for months.
    #[test]
    fn great_sums_do_not_overflow() {
        let mut work = Work::default();
        let mut sums = PointSums::new(2, 1);
        let mut expected = 0;
        for (run, seconds) in [(0_u64, 40_000), (1, 4_000_000_000), (2, 30), (3, 40_000)] {
            let people = [1_000_000_000_000_000 >> (10 * (run % 3)); RUN];
            work.seconds = [seconds; RUN];
            work.centre = [1; RUN];
            for _ in 0..100 {
                sums.add(&work, &[1.0], &people);
                expected += u128::from(people[0]) * u128::from(seconds) * RUN as u128;
            }
        }
        let tally = sums.tally();
        assert_eq!(tally.people_seconds, [0, expected]);
        assert_eq!(tally.within[1], tally.people[1]);
    }
}

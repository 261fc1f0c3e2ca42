use super::piecewise_linear::PiecewiseLinear;
use super::rounding::whole_single;
use super::step_index::StepIndex;
use super::time_thresholds::{first, seconds_at, time_thresholds};
use crate::memo::Memo;
use crate::travel::RoadCurve;
use crate::units::TravelTime;

/// Whole seconds of road time as a function of the squared chord, without an arcsine, an exponential
/// or a division per cell.
///
/// The time is a step function of the distance: whole seconds, never falling. The table holds the
/// time thresholds: the squared chord at which each second begins, found by bisecting the
/// [`RoadCurve`] itself down to its last bits, so that times are exactly the curve's. A look-up takes
/// two steps. A line in single precision, or a step index, gives the next threshold that may have been
/// reached; a comparison in double precision decides whether it has. Distances beyond the table use
/// a longer table, made when it is first needed; beyond that, the curve itself.
#[derive(Debug, Clone)]
pub struct TravelTimeLookup {
    curve: RoadCurve,
    near: BoundedLookup,
    /// Made when first needed: most grids never need it, and making it takes longer than a small grid.
    far: Memo<BoundedLookup>,
}

/// The table up to some distance.
#[derive(Debug, Clone)]
struct BoundedLookup {
    /// Seconds at distance zero.
    first: u32,
    /// The squared chord at which each second begins, in order.
    thresholds: Vec<f64>,
    lines: PiecewiseLinear,
    steps: StepIndex,
    /// The first squared chord beyond the table.
    end: f64,
}

/// The reach of the table that is always made: 300 km, 5 h by road.
const NEAR_KM: f64 = 300.0;

/// The reach of the longer table: 1,000 km, 16 h by road.
const FAR_KM: f64 = 1_000.0;

/// Tables hold times up to this much above the shortest: 18 h.
const TABLE_SECONDS: u32 = u16::MAX as u32 - 1;

/// The most that a line may be off, in seconds: below a half, so that the nearest threshold is the
/// last one reached or the next.
const MOST_OFF: f32 = 0.45;

impl BoundedLookup {
    fn new(curve: &RoadCurve, km: f64) -> Self {
        let end = (km * 1_000.0 / crate::model::EARTH_RADIUS).powi(2);
        let first = seconds_at(curve, 0.0);
        let last = seconds_at(curve, end).min(first.saturating_add(TABLE_SECONDS));
        let mut found = time_thresholds(curve, first + 1..=last + 1, end);
        let lines = PiecewiseLinear::new(curve, found[0], end);
        let off = (1_u32..).zip(&found).position(|(second, &threshold)| {
            let off = lines.rough(threshold) - second as f32;
            // The last threshold marks the end and need not be reached before it.
            off > MOST_OFF || off < -MOST_OFF && threshold < end
        });
        found.truncate(off.unwrap_or(found.len()));
        let steps = StepIndex::new(&mut found);
        let mut thresholds = vec![f64::NEG_INFINITY];
        thresholds.append(&mut found);
        Self {
            first,
            end: thresholds[thresholds.len() - 1].max(0.0),
            thresholds,
            lines,
            steps,
        }
    }

    #[inline(always)]
    fn seconds(&self, chord2: f64) -> u32 {
        let nearest = whole_single(self.lines.rough(chord2));
        let reached = u32::from(chord2 >= self.thresholds[nearest as usize]);
        self.first + nearest + reached - 1
    }

    /// The seconds of a batch of squared chords before the end, of neighbouring places or scattered
    /// ones. Returns the thresholds that decided.
    #[inline(always)]
    fn fill<const N: usize, const SIDE_BY_SIDE: bool>(
        &self,
        chord2: &[f64; N],
        seconds: &mut [u32; N],
    ) -> [f64; N] {
        let next = if SIDE_BY_SIDE {
            self.steps.fill(chord2, seconds);
            1
        } else {
            self.lines.fill(chord2, seconds);
            0
        };
        let mut threshold = [0.0; N];
        for n in 0..N {
            threshold[n] = self.thresholds[seconds[n] as usize + next];
        }
        let upto = self.first + u32::from(SIDE_BY_SIDE);
        for n in 0..N {
            seconds[n] = upto + seconds[n] + u32::from(chord2[n] >= threshold[n]) - 1;
        }
        threshold
    }
}

/// The most that rounding can move a squared chord, more than doubled.
///
/// Coordinates on the unit sphere are off by up to 3e-15, degrees turned into radians included, and
/// a squared chord by that times twice the chord: 8e-15 times the chord, as both ways of computing it
/// can be off. Twice the root of the product of the two numbers here, 2e-14, times the chord is at
/// most their sum, which needs no root.
#[inline(always)]
pub(in crate::grid) fn rounding_of(chord2: f64) -> f64 {
    2e-9 * chord2 + 5e-20
}

impl TravelTimeLookup {
    /// The table of a curve.
    #[must_use]
    pub fn new(curve: RoadCurve) -> Self {
        Self {
            curve,
            near: BoundedLookup::new(&curve, NEAR_KM),
            far: Memo::new(),
        }
    }

    /// The curve whose times these are.
    #[must_use]
    pub const fn curve(&self) -> &RoadCurve {
        &self.curve
    }

    fn far(&self) -> &BoundedLookup {
        self.far
            .get_or_find(|| BoundedLookup::new(&self.curve, FAR_KM))
    }

    /// The seconds of a squared chord.
    #[must_use]
    pub fn seconds(&self, chord2: f64) -> u32 {
        if chord2 < self.near.end {
            return self.near.seconds(chord2);
        }
        let far = self.far();
        if chord2 < far.end {
            far.seconds(chord2)
        } else {
            seconds_at(&self.curve, chord2)
        }
    }

    /// Squared chords below this one are in the near table.
    #[inline(always)]
    pub(in crate::grid) const fn end(&self) -> f64 {
        self.near.end
    }

    /// The seconds of a batch of squared chords, all of them below the end if `held`, by the way that
    /// is faster for neighbouring places or for scattered ones.
    #[inline(always)]
    pub(in crate::grid) fn fill<const N: usize, const SIDE_BY_SIDE: bool>(
        &self,
        held: bool,
        chord2: &[f64; N],
        seconds: &mut [u32; N],
    ) {
        if held {
            self.near.fill::<N, SIDE_BY_SIDE>(chord2, seconds);
        } else {
            self.fill_far(chord2, seconds);
        }
    }

    /// The seconds of a batch of squared chords below the end that may be off by [`rounding_of`];
    /// `false` if that could make a difference.
    #[inline(always)]
    pub(in crate::grid) fn fill_if_sure<const N: usize>(
        &self,
        chord2: &[f64; N],
        seconds: &mut [u32; N],
    ) -> bool {
        let threshold = self.near.fill::<N, false>(chord2, seconds);
        let mut unsure = 0_u64;
        for n in 0..N {
            unsure += u64::from((chord2[n] - threshold[n]).abs() <= rounding_of(chord2[n]));
        }
        unsure == 0
    }

    #[inline(never)]
    fn fill_far(&self, chord2: &[f64], seconds: &mut [u32]) {
        for (seconds, &chord2) in seconds.iter_mut().zip(chord2) {
            *seconds = self.seconds(chord2);
        }
    }

    /// The squared chord from which a journey takes longer than `standard`.
    #[must_use]
    pub fn beyond(&self, standard: TravelTime) -> f64 {
        let late = |chord2| self.seconds(chord2) > standard.whole_seconds();
        if late(self.near.end.next_down()) {
            first(late, self.near.end)
        } else if late(4.0) {
            first(late, 4.0)
        } else {
            f64::INFINITY
        }
    }
}

#[cfg(test)]
pub(in crate::grid) mod tests {
    use super::*;
    use crate::grid::kernel::chord::distance_of_chord2;
    use crate::units::{KmPerHour, Metres};
    use proptest::prelude::*;

    pub(in crate::grid) fn curve(fixed: u32, detour: f64, slow: f64, faster: f64) -> RoadCurve {
        RoadCurve {
            fixed: TravelTime::from_whole(fixed),
            detour,
            slow: KmPerHour::try_new(slow).unwrap(),
            fast: KmPerHour::try_new(slow + faster).unwrap(),
            reach: Metres::try_new(30_000.0).unwrap(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// At every distance the table says what the curve says, to the second.
        #[test]
        fn the_table_is_the_curve(
            fixed in 0_u32..20, detour in 1.0..2.0_f64, slow in 5.0..60.0_f64,
            faster in 0.0..90.0_f64,
            metres in prop::collection::vec(
                prop_oneof![0.0..2_000.0_f64, 0.0..200_000.0, 0.0..20_015_000.0], 64),
        ) {
            let curve = curve(fixed, detour, slow, faster);
            let table = TravelTimeLookup::new(curve);
            let mut chords = [0.0; 64];
            for (chord, &metres) in chords.iter_mut().zip(&metres) {
                *chord = crate::grid::kernel::chord::chord2_of_distance(Metres::try_new(metres).unwrap());
            }
            let near: Vec<f64> = chords.iter().copied().filter(|&c| c < table.end()).collect();
            for (held, chords) in [(false, chords), (true, std::array::from_fn(|n| near[n % near.len()]))] {
                let (mut side_by_side, mut here_and_there) = ([0; 64], [0; 64]);
                table.fill::<64, true>(held, &chords, &mut side_by_side);
                table.fill::<64, false>(held, &chords, &mut here_and_there);
                for (n, chord2) in chords.into_iter().enumerate() {
                    let expected = curve.seconds(distance_of_chord2(chord2));
                    prop_assert_eq!(table.seconds(chord2), expected, "{} by itself", chord2);
                    prop_assert_eq!(side_by_side[n], expected, "{} by steps", chord2);
                    prop_assert_eq!(here_and_there[n], expected, "{} by lines", chord2);
                }
            }
        }
    }

    /// Where rounding could decide, the result is not sure.
    #[test]
    fn close_to_the_beginning_of_a_second_nothing_is_sure() {
        let curve = curve(5, 1.3, 30.0, 50.0);
        let table = TravelTimeLookup::new(curve);
        for second in (301..12_000).step_by(97) {
            let thresholds = time_thresholds(&curve, second..=second + 1, 4.0);
            let between = f64::midpoint(thresholds[0], thresholds[1]);
            for (part, sure) in [
                (0.0, false),
                (0.9, false),
                (-0.9, false),
                (1.1, true),
                (-1.1, true),
            ] {
                let mut chord2 = [between; 8];
                chord2[5] = thresholds[0] + part * rounding_of(thresholds[0]);
                let mut seconds = [0; 8];
                assert_eq!(table.fill_if_sure(&chord2, &mut seconds), sure, "{second}");
                assert_eq!(seconds, chord2.map(|chord2| table.seconds(chord2)));
            }
        }
    }

    /// A billionth of a millimetre before a second begins, it has not yet begun; closer, the curve's
    /// own rounding wavers.
    #[test]
    fn a_second_begins_where_the_curve_begins_it() {
        let curve = curve(5, 1.3, 30.0, 50.0);
        let table = TravelTimeLookup::new(curve);
        for second in (301..20_000).step_by(37) {
            let threshold = time_thresholds(&curve, second..=second, 4.0)[0];
            assert_eq!(table.seconds(threshold * (1.0 + 1e-14)), second);
            assert_eq!(table.seconds(threshold * (1.0 - 1e-14)), second - 1);
        }
    }

    #[test]
    fn a_standard_ends_where_the_next_second_begins() {
        let curve = curve(5, 1.3, 30.0, 50.0);
        let table = TravelTimeLookup::new(curve);
        let beyond = table.beyond(TravelTime::from_whole(45));
        assert_eq!(table.seconds(beyond), 2_701);
        assert_eq!(table.seconds(beyond.next_down()), 2_700);
        assert!(table.beyond(TravelTime::MAX).is_infinite());
    }

    /// The table of far journeys is made when it is first needed, by whichever thread that is; the
    /// others wait for it, those of a pool too.
    #[test]
    fn threads_of_a_pool_that_wait_for_the_far_table_get_it() {
        use rayon::prelude::*;
        use std::time::Duration;
        const FAR: f64 = 0.01;
        let (done, all) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for _ in 0..100 {
                let table = TravelTimeLookup::new(RoadCurve::default());
                let times: Vec<u32> = std::thread::scope(|scope| {
                    let outside = scope.spawn(|| table.seconds(FAR));
                    let asked = (0..64_u32).into_par_iter().with_max_len(1);
                    let mut times: Vec<u32> = asked.map(|_| table.seconds(FAR)).collect();
                    times.push(outside.join().expect("an answer"));
                    times
                });
                assert!(
                    times
                        .iter()
                        .all(|&time| time == seconds_at(&table.curve, FAR))
                );
            }
            done.send(()).expect("somebody waits");
        });
        let waited = all.recv_timeout(Duration::from_secs(120));
        assert_eq!(waited, Ok(()), "the threads wait for each other");
    }
}

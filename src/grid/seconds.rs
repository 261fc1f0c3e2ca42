use super::centres::distance_of_chord2;
use crate::study::RoadCurve;
use crate::units::Minutes;
use rayon::prelude::*;

/// Whole seconds of road time as a function of the squared chord, without an arcsine, an
/// exponential or a division for each cell.
///
/// The time is a step function of the distance: whole seconds, never falling. The table holds
/// the squared chord at which each second begins, found by bisecting the [`RoadCurve`] itself down
/// to the rounding of its last bits, so that the answer is the curve's own. A time is then found by one
/// look-up: distances are cut into steps so short that no step holds the beginning of more than
/// one second, and a comparison with that beginning in double precision settles the second.
/// Where a distance lies beyond the table, the curve is asked.
#[derive(Debug, Clone)]
pub struct SecondTable {
    curve: RoadCurve,
    steps: Vec<Step>,
    per_chord: f32,
    /// Squared chords from here on are not in the table.
    end: f64,
}

/// One step of the table: the second at its beginning, and where the next second begins.
#[derive(Debug, Clone, Copy)]
struct Step {
    next: f64,
    second: u32,
}

/// Distances beyond this are asked of the curve: 1,000 km, 16 h by road.
const TABLE_KM: f64 = 1_000.0;

/// Times beyond this are asked of the curve: 28 h.
const TABLE_SECONDS: u32 = 100_000;

/// The most steps of a table: 64 MiB.
const MAX_STEPS: usize = 1 << 22;

/// Adding it to a number from 0 to 2²² leaves the whole number in the low bits.
const TO_WHOLE: f32 = 8_388_608.0;

impl SecondTable {
    /// The table of a curve.
    #[must_use]
    pub fn new(curve: RoadCurve) -> Self {
        let end = (TABLE_KM * 1_000.0 / crate::model::EARTH_RADIUS).powi(2);
        let first = of_curve(&curve, 0.0);
        let last = of_curve(&curve, end).min(first.saturating_add(TABLE_SECONDS));
        let begins: Vec<f64> = (first + 1..=last)
            .into_par_iter()
            .map(|second| begin_of(&curve, second, end))
            .collect();
        let mut gap = f64::INFINITY;
        let mut kept = 0;
        let mut previous = 0.0_f64;
        for &begin in &begins {
            let narrower = gap.min(begin.sqrt() - previous);
            // A jump of several seconds at one distance, or a table beyond its size, ends it.
            if begin.sqrt() / narrower * 1.5 > MAX_STEPS as f64 {
                break;
            }
            gap = narrower;
            previous = begin.sqrt();
            kept += 1;
        }
        let end = match begins.get(kept) {
            Some(&begin) => begin,
            None if last < of_curve(&curve, end) => begin_of(&curve, last + 1, end),
            None => end,
        };
        #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
        let per_chord = (1.5 / gap.min(end.sqrt())) as f32;
        let mut table = Self {
            curve,
            steps: Vec::new(),
            per_chord,
            end,
        };
        let steps = table.step_of(end) + 1;
        table.steps = vec![
            Step {
                next: f64::INFINITY,
                second: 0
            };
            steps
        ];
        let mut second = first;
        let mut filled = 0;
        for &begin in &begins[..kept] {
            let step = table.step_of(begin);
            for entry in &mut table.steps[filled..=step] {
                entry.second = second;
            }
            filled = step + 1;
            table.steps[step].next = begin;
            second += 1;
        }
        for entry in &mut table.steps[filled..] {
            entry.second = second;
        }
        table
    }

    /// The curve whose times these are.
    #[must_use]
    pub const fn curve(&self) -> &RoadCurve {
        &self.curve
    }

    /// Which step a squared chord falls in; never falls as the chord grows, whatever the rounding.
    #[inline(always)]
    fn step_of(&self, chord2: f64) -> usize {
        step_of(chord2, self.per_chord) as usize
    }

    /// The seconds of a squared chord.
    #[must_use]
    pub fn seconds(&self, chord2: f64) -> u32 {
        if chord2 < self.end {
            let step = self.steps[self.step_of(chord2)];
            step.second + u32::from(chord2 >= step.next)
        } else {
            of_curve(&self.curve, chord2)
        }
    }

    /// Whether all squared chords up to this one are in the table.
    pub(super) fn holds(&self, chord2: f64) -> bool {
        chord2 < self.end
    }

    /// The seconds of a run of squared chords, all of which the table holds if `held`.
    #[inline(always)]
    pub(super) fn fill<const N: usize>(
        &self,
        held: bool,
        chord2: &[f64; N],
        seconds: &mut [u32; N],
    ) {
        if !held {
            for n in 0..N {
                seconds[n] = self.seconds(chord2[n]);
            }
            return;
        }
        for n in 0..N {
            seconds[n] = step_of(chord2[n], self.per_chord);
        }
        let (seconds, _) = seconds.as_chunks_mut::<8>();
        let (chord2, _) = chord2.as_chunks::<8>();
        for (seconds, chord2) in seconds.iter_mut().zip(chord2) {
            for n in 0..8 {
                let entry = &self.steps[seconds[n] as usize];
                seconds[n] = entry.second + u32::from(chord2[n] >= entry.next);
            }
        }
    }

    /// The squared chord from which on a journey takes longer than `standard`.
    #[must_use]
    pub fn beyond(&self, standard: Minutes) -> f64 {
        if self.seconds(4.0) <= standard.seconds() {
            f64::INFINITY
        } else {
            first(|chord2| self.seconds(chord2) > standard.seconds(), 4.0)
        }
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
fn step_of(chord2: f64, per_chord: f32) -> u32 {
    let step = (chord2 as f32).sqrt() * per_chord;
    (step + TO_WHOLE).to_bits() & 0x007f_ffff
}

fn of_curve(curve: &RoadCurve, chord2: f64) -> u32 {
    curve.minutes(distance_of_chord2(chord2)).seconds()
}

/// The least squared chord, up to `end`, at which the curve gives `second` or more.
fn begin_of(curve: &RoadCurve, second: u32, end: f64) -> f64 {
    first(|chord2| of_curve(curve, chord2) >= second, end)
}

/// The least squared chord, up to `end`, that is late; all after it are.
fn first(late: impl Fn(f64) -> bool, end: f64) -> f64 {
    if late(0.0) {
        return 0.0;
    }
    // Positive floating-point numbers are in the order of their bits.
    let (mut below, mut at) = (0_u64, end.to_bits());
    while at - below > 1 {
        let middle = below + (at - below) / 2;
        if late(f64::from_bits(middle)) {
            at = middle;
        } else {
            below = middle;
        }
    }
    f64::from_bits(at)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::units::{KmPerHour, Metres};
    use proptest::prelude::*;

    pub(in crate::grid) fn curve(fixed: u32, detour: f64, slow: f64, faster: f64) -> RoadCurve {
        RoadCurve {
            fixed: Minutes::from_whole(fixed),
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
            let table = SecondTable::new(curve);
            let mut chords = [0.0; 64];
            for (chord, &metres) in chords.iter_mut().zip(&metres) {
                *chord = super::super::centres::chord2_of_distance(Metres::try_new(metres).unwrap());
            }
            let mut run = [0; 64];
            let held = chords.iter().all(|&chord2| table.holds(chord2));
            table.fill(held, &chords, &mut run);
            for (&chord2, seconds) in chords.iter().zip(run) {
                let expected = curve.minutes(distance_of_chord2(chord2)).seconds();
                prop_assert_eq!(table.seconds(chord2), expected, "{} by itself", chord2);
                prop_assert_eq!(seconds, expected, "{} in a run", chord2);
            }
        }
    }

    /// A billionth of a millimetre before a second begins, it has not begun; closer, the curve's
    /// own rounding wavers.
    #[test]
    fn a_second_begins_where_the_curve_begins_it() {
        let curve = curve(5, 1.3, 30.0, 50.0);
        let table = SecondTable::new(curve);
        for second in (301..20_000).step_by(37) {
            let begin = begin_of(&curve, second, 4.0);
            assert_eq!(table.seconds(begin * (1.0 + 1e-14)), second);
            assert_eq!(table.seconds(begin * (1.0 - 1e-14)), second - 1);
        }
    }

    #[test]
    fn a_standard_ends_where_the_next_second_begins() {
        let curve = curve(5, 1.3, 30.0, 50.0);
        let table = SecondTable::new(curve);
        let beyond = table.beyond(Minutes::from_whole(45));
        assert_eq!(table.seconds(beyond), 2_701);
        assert_eq!(table.seconds(beyond.next_down()), 2_700);
        assert!(table.beyond(Minutes::MAX).is_infinite());
    }
}

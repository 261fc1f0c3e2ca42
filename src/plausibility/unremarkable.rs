//! Which times are certainly neither too short nor too long, told without the distance itself.

use super::judge::Judge;
use crate::model::EARTH_RADIUS;
use std::ops::RangeInclusive;

/// Bins to a doubling of the squared chord.
const BINS: u32 = 16;
/// Exponents of the first bin and of the last: 2⁻²⁵ is a square of 1.1 km, 4 the antipodes.
const FIRST: i32 = -25;
const LAST: i32 = 2;
/// Far above what rounding makes of a distance from 1 km on, as a share.
const ROUNDING: f64 = 1e-9;

/// The times that are unremarkable for every distance of a bin, by the square of the chord between
/// two points of the unit sphere: millions of pairs need a subtraction, a product and a look at
/// this table, and no sine.
pub(super) struct Unremarkable {
    bins: Vec<RangeInclusive<f64>>,
}

impl Unremarkable {
    pub(super) fn new(judge: &Judge) -> Self {
        let edge = |number: usize| {
            #[expect(clippy::cast_possible_truncation, reason = "a few hundred bins")]
            let number = number as u32;
            let (whole, part) = (number / BINS, number % BINS);
            let octave = f64::from(FIRST) + f64::from(whole);
            octave.exp2() * (1.0 + f64::from(part) / f64::from(BINS))
        };
        let count = (LAST - FIRST) as usize * BINS as usize;
        let bins = (0..count).map(|number| {
            let from = if number == 0 { 0.0 } else { edge(number) };
            let (from, to) = (
                km(from) * (1.0 - ROUNDING),
                km(edge(number + 1)) * (1.0 + ROUNDING),
            );
            judge.unremarkable(from, to)
        });
        Self {
            bins: bins.collect(),
        }
    }

    /// Whether this many minutes are unremarkable between these points of the unit sphere.
    #[inline]
    pub(super) fn contains(&self, [a, b]: [[f64; 3]; 2], minutes: f64) -> bool {
        let square: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
        let steps = square.to_bits() >> (52 - BINS.ilog2());
        let first = f64::from(FIRST).exp2().to_bits() >> (52 - BINS.ilog2());
        #[expect(clippy::cast_possible_truncation, reason = "a few hundred bins")]
        let bin = steps.saturating_sub(first) as usize;
        self.bins.get(bin).is_some_and(|bin| bin.contains(&minutes))
    }
}

/// The great circle over a chord of the unit sphere whose square is given.
fn km(square: f64) -> f64 {
    2.0 * (square.sqrt() / 2.0).min(1.0).asin() * EARTH_RADIUS / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LatLon;
    use proptest::prelude::*;

    proptest! {
        /// What is called unremarkable is neither too short nor too long for the distance itself.
        #[test]
        fn nothing_odd_is_unremarkable(
            from in (-80.0..80.0_f64, -170.0..170.0_f64),
            step in (-1.0..1.0_f64, -1.0..1.0_f64, -14_i32..5),
            usual in prop_oneof![Just(None), (0.3..3.0_f64).prop_map(Some)],
            minutes in prop_oneof![0.0..5.0, 0.0..60.0, 0.0..600.0, 0.0..30_000.0_f64],
        ) {
            let scale = f64::from(step.2).exp2();
            let to = (from.0 + step.0 * scale / 4.0, from.1 + step.1 * scale / 4.0);
            let from = LatLon::try_new(from.0, from.1).unwrap();
            let to = LatLon::try_new(to.0, to.1).unwrap();
            let judge = Judge::new(usual);
            let found = Unremarkable::new(&judge);
            let ends = [from.unit_vector(), to.unit_vector()];
            if found.contains(ends, minutes) {
                prop_assert_eq!(judge.verdict(from.distance_to(to).kilometres(), minutes), None);
            }
        }

        /// Journeys at the usual speed are unremarkable, whatever their length.
        #[test]
        fn usual_journeys_need_no_second_look(lat in -60.0..60.0_f64, step in 0.1..10.0_f64) {
            let from = LatLon::try_new(lat, 0.0).unwrap();
            let to = LatLon::try_new(lat + step, 0.0).unwrap();
            let judge = Judge::new(Some(1.0));
            let minutes = crate::travel::RoadCurve::default().travel_time(from.distance_to(to));
            let ends = [from.unit_vector(), to.unit_vector()];
            prop_assert!(Unremarkable::new(&judge).contains(ends, minutes.as_f64()));
        }
    }
}

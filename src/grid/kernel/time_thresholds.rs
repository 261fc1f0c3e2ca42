use super::chord::distance_of_chord2;
use crate::model::EARTH_RADIUS;
use crate::travel::RoadCurve;
use std::ops::RangeInclusive;

/// How far rounding can put the inverse of the curve off, in units of the last place.
const OFF: u64 = 2;

/// The least squared chord, up to `end`, at which the curve gives each of these seconds or more.
///
/// The inverse of the curve says where to look; the curve itself decides. On one thread: a table may
/// be made while other threads of the pool wait for it, and none of those would do a part of it.
pub(in crate::grid) fn time_thresholds(
    curve: &RoadCurve,
    seconds: RangeInclusive<u32>,
    end: f64,
) -> Vec<f64> {
    let mut km = 0.0;
    seconds
        .map(|second| {
            let late = |chord2| seconds_at(curve, chord2) >= second;
            km = inverse(curve, second, km);
            let chord = 2.0 * (km * 500.0 / EARTH_RADIUS).sin();
            let chord2 = chord * chord;
            if chord2 > 0.0 && chord2 < end {
                first_near(late, chord2, end)
            } else {
                first(late, end)
            }
        })
        .collect()
}

/// The distance in kilometres from which the curve rounds to `second`, searched from `near`.
fn inverse(curve: &RoadCurve, second: u32, near: f64) -> f64 {
    let minutes = (f64::from(second - curve.fixed_seconds()) - 0.5) / 60.0;
    let mut km = near;
    // A convergent step doubles the correct digits; a far start takes some more steps.
    for _ in 0..30 {
        let (at, slope) = curve.driving(km);
        let by = (minutes - at) / slope;
        km = (km + by).max(0.0);
        if by.abs() <= 1e-7 * km {
            break;
        }
    }
    km
}

pub(in crate::grid) fn seconds_at(curve: &RoadCurve, chord2: f64) -> u32 {
    curve.seconds(distance_of_chord2(chord2))
}

/// The least squared chord, up to `end`, that is late; all beyond it are late too.
pub(in crate::grid) fn first(late: impl Fn(f64) -> bool, end: f64) -> f64 {
    if late(0.0) {
        return 0.0;
    }
    between(late, 0, end.to_bits())
}

/// As [`first`], but searches around `near` first.
fn first_near(late: impl Fn(f64) -> bool, near: f64, end: f64) -> f64 {
    let (near, end) = (near.to_bits(), end.to_bits());
    let is_late = |bits: u64| bits >= end || late(f64::from_bits(bits));
    let (mut below, mut at) = (near.saturating_sub(OFF), (near + OFF).min(end));
    let mut by = OFF;
    while below > 0 && is_late(below) {
        (below, at) = (below.saturating_sub(by), below);
        by = by.saturating_mul(16);
    }
    while !is_late(at) {
        (below, at) = (at, at.saturating_add(by).min(end));
        by = by.saturating_mul(16);
    }
    between(late, below, at)
}

/// Positive floating-point numbers are in the order of their bits.
fn between(late: impl Fn(f64) -> bool, mut below: u64, mut at: u64) -> f64 {
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
mod tests {
    use super::*;
    use crate::grid::kernel::travel_time_lookup::tests::curve;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        /// Looking near the inverse finds what a search of all squared chords finds, but for the
        /// last bits, where the curve's own rounding wavers.
        #[test]
        fn the_inverse_only_says_where_to_look(
            fixed in 0_u32..20, detour in 1.0..2.0_f64, slow in 5.0..60.0_f64,
            faster in 0.0..90.0_f64, from in 1_u32..20_000,
        ) {
            let curve = curve(fixed, detour, slow, faster);
            let from = from + fixed * 60;
            let end = 0.05;
            let last = seconds_at(&curve, end);
            let to = (from + 600).min(last);
            for (second, found) in (from..=to).zip(time_thresholds(&curve, from..=to, end)) {
                let expected = first(|chord2| seconds_at(&curve, chord2) >= second, end);
                prop_assert!((found - expected).abs() <= 1e-14 * expected, "{second}: {found}");
            }
        }
    }
}

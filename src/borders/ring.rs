use geo::{Coord, LineString};
use std::borrow::Cow;

/// The area inside a ring, in squares of the unit of its corners: above 0 anticlockwise, below 0 clockwise.
/// The last corner may be the first again.
pub(crate) fn signed_area(ring: &LineString<f64>) -> f64 {
    let Some(&first) = ring.0.first() else {
        return 0.0;
    };
    // From the first corner, so that small rings far from the origin lose no digits.
    let triangle = |side: &[Coord]| {
        let (a, b) = (side[0] - first, side[1] - first);
        a.x * b.y - b.x * a.y
    };
    ring.0.windows(2).map(triangle).sum::<f64>() / 2.0
}

/// Whether a ring turns anticlockwise; one without an area does not.
pub(crate) fn is_anticlockwise(ring: &LineString<f64>) -> bool {
    signed_area(ring) > 0.0
}

/// The ring, or the other way round.
pub(crate) fn turned(ring: &LineString<f64>, anticlockwise: bool) -> Cow<'_, LineString<f64>> {
    if is_anticlockwise(ring) == anticlockwise {
        return Cow::Borrowed(ring);
    }
    Cow::Owned(LineString(ring.0.iter().rev().copied().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A regular polygon has the area that geometry says, wherever it lies; the other way round, its
        /// negative, and turning it gives the direction that was asked for.
        #[test]
        fn areas_are_signed_by_the_direction(
            corners in 3_usize..30, x in -180.0..180.0_f64, y in -90.0..90.0_f64, radius in 1e-4..1.0_f64,
            anticlockwise in any::<bool>(), closed in any::<bool>(),
        ) {
            let angle = std::f64::consts::TAU / corners as f64;
            let corner = |n: usize| {
                let at = angle * n as f64;
                Coord { x: x + radius * at.cos(), y: y + radius * at.sin() }
            };
            let mut ring = LineString((0..corners).map(corner).collect());
            if closed {
                ring.0.push(ring.0[0]);
            }
            let area = corners as f64 / 2.0 * radius * radius * angle.sin();
            prop_assert!((signed_area(&ring) / area - 1.0).abs() < 1e-6);
            let other = turned(&ring, false);
            prop_assert!((signed_area(&other) / area + 1.0).abs() < 1e-6);
            prop_assert_eq!(is_anticlockwise(&turned(&other, anticlockwise)), anticlockwise);
        }
    }
}

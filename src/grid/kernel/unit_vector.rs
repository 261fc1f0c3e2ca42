use super::alike::alike;

/// A place in degrees as a point of the unit sphere, to the rounding of double precision: within a
/// nanometre on the ground of what the system's sines give, and without a branch, so that a loop
/// over places computes several at a time.
#[inline(always)]
pub(in crate::grid) fn unit_vector(lon: f64, lat: f64) -> [f64; 3] {
    let (sin_lon, cos_lon) = sin_cos(lon * RADIANS);
    let (sin_lat, cos_lat) = sin_cos(lat * RADIANS);
    [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
}

/// As [`unit_vector`], of places side by side; quicker where they lie on one parallel, as cells of
/// a row of a raster do.
#[inline(always)]
pub(in crate::grid) fn unit_vectors<const N: usize>(
    lon: &[f64; N],
    lat: &[f64; N],
    [x, y, z]: &mut [[f64; N]; 3],
) {
    if alike(lat.iter().map(|lat| lat.to_bits())) {
        let (sin_lat, cos_lat) = sin_cos(lat[0] * RADIANS);
        for n in 0..N {
            let (sin_lon, cos_lon) = sin_cos(lon[n] * RADIANS);
            [x[n], y[n], z[n]] = [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat];
        }
    } else {
        for n in 0..N {
            [x[n], y[n], z[n]] = unit_vector(lon[n], lat[n]);
        }
    }
}

/// A degree.
pub(in crate::grid) const RADIANS: f64 = std::f64::consts::PI / 180.0;

/// A quarter turn in two parts, the first so short that small multiples of it are exact.
const QUARTER: [f64; 2] = [1.570_796_326_734_125_6, 6.077_100_506_506_192e-11];

/// 1.5 · 2⁵²: adding it to a small number leaves the nearest whole number in the low bits.
const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// Coefficients of the minimax polynomials of sine and cosine up to an eighth of a turn.
///
/// # Source
///
/// FDLIBM 5.3, `k_sin.c` and `k_cos.c` (Sun Microsystems 1993).
const SINE: [f64; 6] = [
    -1.666_666_666_666_663_2e-1,
    8.333_333_333_322_49e-3,
    -1.984_126_982_985_795e-4,
    2.755_731_370_707_006_8e-6,
    -2.505_076_025_340_686_3e-8,
    1.589_690_995_211_55e-10,
];
const COSINE: [f64; 6] = [
    4.166_666_666_666_66e-2,
    -1.388_888_888_887_411e-3,
    2.480_158_728_947_673e-5,
    -2.755_731_435_139_066_3e-7,
    2.087_572_321_298_175e-9,
    -1.135_964_755_778_819_5e-11,
];

/// Sine and cosine of an angle of up to a few turns, without branches.
#[inline(always)]
pub(in crate::grid) fn sin_cos(angle: f64) -> (f64, f64) {
    let shifted = angle * std::f64::consts::FRAC_2_PI + TO_WHOLE;
    let quarters = shifted - TO_WHOLE;
    let rest = (angle - quarters * QUARTER[0]) - quarters * QUARTER[1];
    let square = rest * rest;
    let fourth = square * square;
    // In pairs, so that fewer steps wait for the one before.
    let polynomial = |of: [f64; 6]| {
        let high = (of[2] + square * of[3]) + fourth * (of[4] + square * of[5]);
        (of[0] + square * of[1]) + fourth * high
    };
    let sine = rest + rest * square * polynomial(SINE);
    let half = 0.5 * square;
    let near = 1.0 - half;
    let cosine = near + (((1.0 - near) - half) + fourth * polynomial(COSINE));
    let turned = shifted.to_bits() & 3;
    let (s, c) = if turned & 1 == 0 {
        (sine, cosine)
    } else {
        (cosine, sine)
    };
    (
        if turned & 2 == 0 { s } else { -s },
        if (turned + 1) & 2 == 0 { c } else { -c },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LatLon;
    use proptest::prelude::*;

    proptest! {
        /// Three units in the last place of the Earth's radius, a few nanometres, at most from what
        /// the system's sines give.
        #[test]
        fn places_are_those_of_the_systems_sines(
            lat in prop_oneof![-90.0..=90.0_f64, Just(90.0), Just(-90.0), Just(0.0), Just(45.0)],
            lon in prop_oneof![-180.0..=180.0_f64, Just(180.0), Just(-180.0), Just(0.0), Just(-135.0)],
        ) {
            let expected = LatLon::try_new(lat, lon).unwrap().unit_vector();
            for (found, expected) in unit_vector(lon, lat).into_iter().zip(expected) {
                prop_assert!((found - expected).abs() <= 3.0 * f64::EPSILON, "{found} {expected}");
            }
        }
    }

    proptest! {
        /// Places side by side are what each is by itself, on one parallel or on several.
        #[test]
        fn places_side_by_side_are_those_by_themselves(
            lon in prop::array::uniform8(-180.0..=180.0_f64),
            lat in prop_oneof![
                (-90.0..=90.0_f64).prop_map(|lat| [lat; 8]),
                prop::array::uniform8(-90.0..=90.0_f64),
            ],
        ) {
            let mut found = [[0.0; 8]; 3];
            unit_vectors(&lon, &lat, &mut found);
            for n in 0..8 {
                let expected = unit_vector(lon[n], lat[n]).map(f64::to_bits);
                prop_assert_eq!(found.map(|axis| axis[n].to_bits()), expected);
            }
        }
    }
}

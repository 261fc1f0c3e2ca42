use crate::model::EARTH_RADIUS;
use crate::units::Metres;

/// Squared chord between two points of the unit sphere; it grows with their great-circle distance.
#[inline(always)]
pub(in crate::grid) fn chord2(a: [f64; 3], b: [f64; 3]) -> f64 {
    let by = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    by[0] * by[0] + by[1] * by[1] + by[2] * by[2]
}

/// The great-circle distance for a squared chord of the unit sphere.
pub(in crate::grid) fn distance_of_chord2(chord2: f64) -> Metres {
    let half = (chord2.max(0.0).sqrt() / 2.0).min(1.0);
    Metres::try_new(2.0 * EARTH_RADIUS * half.asin()).unwrap_or_default()
}

/// The squared chord of the unit sphere for a great-circle distance.
#[cfg(test)]
pub(in crate::grid) fn chord2_of_distance(distance: Metres) -> f64 {
    let half = distance.as_f64() / (2.0 * crate::model::EARTH_RADIUS);
    let chord = 2.0 * half.min(std::f64::consts::FRAC_PI_2).sin();
    chord.powi(2)
}

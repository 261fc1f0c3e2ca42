use super::centres::chord2;
use super::plan::Run;

/// What rounding can make of two squared chords that are equal on paper, with much to spare:
/// 20 µm at 100 km.
pub(super) const ROUNDING: f64 = 1e-13;

/// Appends to `lists` those centres of its run `among` that can be nearest to any place within
/// `radius` of `middle`, both as chords of the unit sphere; gives the chord from the middle to
/// the nearest.
///
/// With `j` nearest to the middle `m`, a centre `k` can be nearest to a place `p` only where
/// `p·k ≥ p·j`. Over the ball, `p·(k − j) ≤ m·(k − j) + radius·|k − j|`, and on the unit sphere
/// `2 m·(k − j) = |m − j|² − |m − k|²`; so `k` is out where
/// `|m − k|² − |m − j|² > 2·radius·|k − j|`. What is kept is in the order of `among`.
pub(super) fn keep(
    unit: &[[f64; 3]],
    middle: [f64; 3],
    radius: f64,
    among: Run,
    lists: &mut Vec<u16>,
) -> f64 {
    let mut nearest = f64::INFINITY;
    let mut best = [0.0; 3];
    for &centre in among.of(lists) {
        let place = unit[usize::from(centre)];
        let chord2 = chord2(middle, place);
        if chord2 < nearest {
            nearest = chord2;
            best = place;
        }
    }
    let reach2 = 4.0 * radius * radius;
    for at in among.from..among.from + among.len {
        let centre = lists[at];
        let place = unit[usize::from(centre)];
        let farther = chord2(middle, place) - nearest - ROUNDING;
        if farther <= 0.0 || farther * farther <= reach2 * chord2(place, best) {
            lists.push(centre);
        }
    }
    nearest.sqrt()
}

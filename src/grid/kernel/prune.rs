use super::centres::chord2;
use super::strip_plan::Run;

/// What rounding can make of two squared chords that are equal on paper, with much to spare:
/// 20 µm at 100 km.
const ROUNDING: f64 = 1e-13;

/// Which centres cannot be nearest to any place of a ball.
///
/// With `j` nearest to the middle `m`, a centre `k` can be nearest to a place `p` only where
/// `p·k ≥ p·j`. Over the ball, `p·(k − j) ≤ m·(k − j) + radius·|k − j|`, and on the unit sphere
/// `2 m·(k − j) = |m − j|² − |m − k|²`; so `k` is out where
/// `|m − k|² − |m − j|² > 2·radius·|k − j|`.
#[derive(Debug, Clone, Copy)]
pub(in crate::grid) struct Bound {
    nearest: [f64; 3],
    nearest2: f64,
    reach2: f64,
}

impl Bound {
    /// By the centre nearest to the middle, its squared chord from there, and the ball's radius, a
    /// chord.
    #[inline(always)]
    pub(in crate::grid) fn new(nearest: [f64; 3], nearest2: f64, radius: f64) -> Self {
        Self {
            nearest,
            nearest2,
            reach2: 4.0 * radius * radius,
        }
    }

    /// Whether a centre, so far from the middle, is out.
    #[inline(always)]
    pub(in crate::grid) fn excludes(self, place: [f64; 3], from_middle2: f64) -> bool {
        let farther = from_middle2 - self.nearest2 - ROUNDING;
        (farther > 0.0) & (farther * farther > self.reach2 * chord2(place, self.nearest))
    }
}

/// Appends to `lists` those centres of its run `among` that can be nearest to any place within
/// `radius` of `middle`, both as chords of the unit sphere, in their order; gives the chord from
/// the middle to the nearest.
pub(in crate::grid) fn keep(
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
    let bound = Bound::new(best, nearest, radius);
    for at in among.from..among.from + among.len {
        let centre = lists[at];
        let place = unit[usize::from(centre)];
        if !bound.excludes(place, chord2(middle, place)) {
            lists.push(centre);
        }
    }
    nearest.sqrt()
}

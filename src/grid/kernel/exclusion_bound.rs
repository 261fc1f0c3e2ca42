use super::ball::Ball;
use super::chord::chord2;

/// The most that rounding can part two squared chords that are equal on paper, with a wide margin:
/// 20 µm at 100 km.
const ROUNDING: f64 = 1e-13;

/// Which centres cannot be nearest to any place of a ball.
///
/// With `j` nearest to the middle `m`, a centre `k` can be nearest to a place `p` only where
/// `p·k ≥ p·j`. Over the ball, `p·(k − j) ≤ m·(k − j) + radius·|k − j|`, and on the unit sphere
/// `2 m·(k − j) = |m − j|² − |m − k|²`; so `k` is excluded where
/// `|m − k|² − |m − j|² > 2·radius·|k − j|`.
#[derive(Debug, Clone, Copy)]
pub(in crate::grid) struct ExclusionBound {
    nearest: [f64; 3],
    nearest_chord2: f64,
    reach2: f64,
}

impl ExclusionBound {
    /// The bound of a ball, from the centre nearest to its middle and that centre's squared chord.
    #[inline(always)]
    pub(in crate::grid) fn new(ball: Ball, nearest: [f64; 3], nearest_chord2: f64) -> Self {
        Self {
            nearest,
            nearest_chord2,
            reach2: 4.0 * ball.radius * ball.radius,
        }
    }

    /// Whether a centre at this squared chord from the middle is excluded.
    #[inline(always)]
    pub(in crate::grid) fn excludes(self, place: [f64; 3], from_middle2: f64) -> bool {
        let farther = from_middle2 - self.nearest_chord2 - ROUNDING;
        (farther > 0.0) & (farther * farther > self.reach2 * chord2(place, self.nearest))
    }
}

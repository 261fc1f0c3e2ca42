use super::ball::Ball;
use super::chord::chord2;
use super::exclusion_bound::ExclusionBound;
use super::span::Span;

/// Appends to `lists` those centres of its span `among` that can be nearest to any place of a ball,
/// in their order. Returns the chord from the ball's middle to the nearest centre.
pub(in crate::grid) fn prune(
    unit: &[[f64; 3]],
    ball: Ball,
    among: Span,
    lists: &mut Vec<u16>,
) -> f64 {
    let mut nearest = f64::INFINITY;
    let mut best = [0.0; 3];
    for &centre in among.slice(lists) {
        let place = unit[usize::from(centre)];
        let chord2 = chord2(ball.middle, place);
        if chord2 < nearest {
            nearest = chord2;
            best = place;
        }
    }
    let bound = ExclusionBound::new(ball, best, nearest);
    for at in among.from..among.from + among.len {
        let centre = lists[at];
        let place = unit[usize::from(centre)];
        if !bound.excludes(place, chord2(ball.middle, place)) {
            lists.push(centre);
        }
    }
    nearest.sqrt()
}

use super::cover_tree::{CoverTree, rounded};
use super::site_state::State;
use crate::optimise::work::walks_over;

/// Whether a row's multiplier stays what it is for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    No,
    /// Zero: a fractional layout hits the row far more than once.
    AtZero,
    /// The row's weight: it is hit far less than once.
    AtWeight,
}

/// How far from one is what a fractional layout has of a row that is held.
const FAR: f64 = 0.5;

/// No row is held.
pub(super) fn nothing_held(tree: &CoverTree) -> Vec<Hold> {
    vec![Hold::No; tree.len()]
}

/// The rows that are held around a fractional layout and the rows' multipliers, in units of weight. Those
/// that an open site hits are held at zero, whatever theirs were.
///
/// Most rows of a good relaxation are so: the small sets of a point's nearest sites, which are all closed, cost their
/// whole weight, the large ones nothing. Whatever is held, the multipliers prove a bound; what must change is let go
/// when it is chosen anew.
pub(super) fn held_rows(tree: &CoverTree, states: &[State], y: &[f64], u: &[f64]) -> Vec<Hold> {
    walks_over(tree.len());
    let mut hit = vec![0.0; tree.len()];
    (0..tree.len())
        .map(|row| {
            let above = hit.get(tree.parent[row] as usize).copied().unwrap_or(0.0);
            let site = usize::from(tree.site[row]);
            let of_site = match states[site] {
                State::Open => f64::INFINITY,
                State::Closed => 0.0,
                State::Free => y[site],
            };
            hit[row] = above + of_site;
            if hit[row].is_infinite() || (u[row] <= 0.0 && hit[row] > 1.0 + FAR) {
                Hold::AtZero
            } else if u[row] >= rounded(tree.weight[row]) && hit[row] < 1.0 - FAR {
                Hold::AtWeight
            } else {
                Hold::No
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Watch;
    use crate::optimise::oracle::SmallProblem;
    use crate::optimise::search::bound::Bound;
    use crate::optimise::search::nearest_rows::nearest_rows;
    use crate::optimise::search::relaxation::Relaxation;

    /// With rows that are held for a while, the multipliers stay within the weights, what they prove is what the
    /// relaxation says, and so is what its fractional layout costs.
    #[test]
    fn a_relaxation_that_holds_rows_says_what_is_proven() {
        let mut held = 0;
        for (seed, centres) in (0..12).zip([2, 3, 4, 5].into_iter().cycle()) {
            let small = SmallProblem::plane(60, 14, seed);
            let problem = small.problem();
            let tree = nearest_rows(&problem, 99);
            let states = vec![State::Free; 14];
            let y = vec![centres as f64 / 14.0; 14];
            let u = vec![0.0; tree.len()];
            let nothing = nothing_held(&tree);
            let mut relaxation = Relaxation::new(&tree, &states, centres, &y, &u, 1.0, nothing);
            for _ in 0..100 {
                let progress = relaxation.round(Watch::unlimited());
                let u = relaxation.multipliers();
                let inside = |(u, &weight): (&f64, &u128)| {
                    *u >= 0.0 && *u <= rounded(weight) * (1.0 + 1e-12)
                };
                assert!(u.iter().zip(&tree.weight).all(inside));
                let exact = Bound::new(&tree, &states, centres, &u).value - tree.base.cast_signed();
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs() + b.abs());
                assert!(
                    near(exact as f64, progress.dual),
                    "{exact} is not {}",
                    progress.dual
                );
                let mut hit = vec![0.0; tree.len()];
                let mut missed = 0.0;
                for row in 0..tree.len() {
                    let above = hit.get(tree.parent[row] as usize).copied().unwrap_or(0.0);
                    hit[row] = above + relaxation.y()[usize::from(tree.site[row])];
                    missed += rounded(tree.weight[row]) * f64::max(0.0, 1.0 - hit[row]);
                }
                assert!(
                    near(missed, progress.primal),
                    "{missed} is not {}",
                    progress.primal
                );
                let now = held_rows(&tree, &states, relaxation.y(), &u);
                held += now.iter().filter(|&&hold| hold == Hold::AtWeight).count();
            }
        }
        assert!(held > 0, "nothing was held");
    }

    /// What an open site hits costs nothing, whatever its multiplier was, and no small set that is missed is let go.
    #[test]
    fn rows_with_an_open_site_are_held_at_zero() {
        let small = SmallProblem::plane(40, 10, 5);
        let problem = small.problem();
        let tree = nearest_rows(&problem, 99);
        let mut states = vec![State::Free; 10];
        states[3] = State::Open;
        let u: Vec<f64> = tree.weight.iter().map(|&weight| rounded(weight)).collect();
        let hold = held_rows(&tree, &states, &[0.0; 10], &u);
        let mut open = vec![false; 10];
        open[3] = true;
        for (row, &hits) in tree.hits(&open).iter().enumerate() {
            let expected = if hits > 0 {
                Hold::AtZero
            } else {
                Hold::AtWeight
            };
            assert_eq!(hold[row], expected, "row {row}");
        }
    }
}

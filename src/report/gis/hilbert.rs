use super::bounds::{Bounds, around};

/// Cells of the curve's square on a side.
const SIDE: u32 = 1 << 16;

/// The numbers of shapes in the order of their middles on Hilbert's curve, over the bounds of all: near ones
/// follow each other. Equal places keep their order; what has no bounds comes last.
pub(super) fn order(bounds: &[Option<Bounds>]) -> Vec<usize> {
    let Some([west, south, east, north]) = around(bounds.iter().copied().flatten()) else {
        return (0..bounds.len()).collect();
    };
    let cell = |middle: f64, from: f64, to: f64| {
        let part = (middle - from) / (to - from).max(f64::MIN_POSITIVE);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cell of the square"
        )]
        let cell = (part.clamp(0.0, 1.0) * f64::from(SIDE - 1)) as u32;
        cell
    };
    let place = |bounds: Option<Bounds>| {
        bounds.map_or(u32::MAX, |[w, s, e, n]| {
            along(
                cell(f64::midpoint(w, e), west, east),
                cell(f64::midpoint(s, n), south, north),
            )
        })
    };
    let mut order: Vec<usize> = (0..bounds.len()).collect();
    order.sort_by_cached_key(|&number| (bounds[number].is_none(), place(bounds[number])));
    order
}

/// How far along Hilbert's curve a cell of the square is (Hilbert 1891; the turns are those of Butz 1971).
fn along(mut x: u32, mut y: u32) -> u32 {
    let mut distance = 0;
    let mut half = SIDE / 2;
    while half > 0 {
        let (right, up) = (u32::from(x & half > 0), u32::from(y & half > 0));
        distance += half * half * ((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                x = (SIDE - 1) - x;
                y = (SIDE - 1) - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        half /= 2;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows on the curve lies beside: a step along it is a step to a neighbour.
    #[test]
    fn steps_along_the_curve_are_to_neighbours() {
        let mut cells: Vec<(u32, u32, u32)> = (0..64)
            .flat_map(|x| (0..64).map(move |y| (along(x, y), x, y)))
            .collect();
        cells.sort_unstable();
        for two in cells.windows(2) {
            let step = two[0].1.abs_diff(two[1].1) + two[0].2.abs_diff(two[1].2);
            assert_eq!((step, two[1].0 - two[0].0), (1, 1));
        }
    }

    #[test]
    fn what_has_no_place_comes_last() {
        let at = |x: f64| Some([x, 0.0, x, 0.0]);
        assert_eq!(
            order(&[None, at(5.0), at(1.0), None, at(1.0)]),
            [2, 4, 1, 0, 3]
        );
        assert_eq!(order(&[None, None]), [0, 1]);
    }
}

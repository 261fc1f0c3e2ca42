use super::bounds::{Bounds, around};
use crate::hilbert::{SIDE, along_curve};

/// The numbers of shapes in the order of their middles on Hilbert's curve, over the bounds of all: near ones
/// follow each other. Equal places keep their order; what has no bounds comes last.
pub(super) fn curve_order(bounds: &[Option<Bounds>]) -> Vec<usize> {
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
            along_curve(
                cell(f64::midpoint(w, e), west, east),
                cell(f64::midpoint(s, n), south, north),
            )
        })
    };
    let mut order: Vec<usize> = (0..bounds.len()).collect();
    order.sort_by_cached_key(|&number| (bounds[number].is_none(), place(bounds[number])));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_place_comes_last() {
        let at = |x: f64| Some([x, 0.0, x, 0.0]);
        assert_eq!(
            curve_order(&[None, at(5.0), at(1.0), None, at(1.0)]),
            [2, 4, 1, 0, 3]
        );
        assert_eq!(curve_order(&[None, None]), [0, 1]);
    }
}

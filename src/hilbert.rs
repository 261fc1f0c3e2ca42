//! Hilbert's curve: an order of the cells of a square in which neighbours are mostly near each other.

/// Levels of the curve: cells of about 600 m at the equator, and one number of 32 bits.
const LEVELS: u32 = 16;

/// Cells of the square on a side.
pub(crate) const SIDE: u32 = 1 << LEVELS;

/// How many cells the curve visits before this one, a column and a row below [`SIDE`].
///
/// # Source
///
/// Hilbert 1891, "Ueber die stetige Abbildung einer Linie auf ein Flächenstück", Mathematische
/// Annalen 38.
pub(crate) fn along_curve(mut x: u32, mut y: u32) -> u32 {
    let mut before = 0;
    for level in (0..LEVELS).rev() {
        let (right, upper) = (x >> level & 1, y >> level & 1);
        before = before << 2 | (3 * right) ^ upper;
        if upper == 0 {
            // The lower quarters hold the curve mirrored on a diagonal.
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The curve goes from each cell to one beside it, and visits every cell of a square once.
    #[test]
    fn the_curve_visits_every_cell_and_never_jumps() {
        let side = 64;
        let mut cells: Vec<(u32, u32, u32)> = (0..side * side)
            .map(|cell| (cell % side, cell / side))
            .map(|(x, y)| (along_curve(x, y), x, y))
            .collect();
        cells.sort_unstable();
        for (place, cell) in (0..).zip(&cells) {
            assert_eq!(cell.0, place);
        }
        for pair in cells.windows(2) {
            assert_eq!(
                pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2),
                1
            );
        }
    }
}

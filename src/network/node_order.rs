use crate::model::LatLon;

/// Levels of the curve: cells of about 600 m at the equator, and one number of 32 bits.
const LEVELS: u32 = 16;

/// The nodes in the order in which a Hilbert curve over the map visits them: neighbours on the map are
/// mostly neighbours in the order.
///
/// A search over a graph whose nodes are numbered so ([`Graph::induced`](super::Graph::induced)) finds
/// most of what it needs close together in memory. The times do not depend on the order.
///
/// # Source
///
/// Hilbert 1891, "Ueber die stetige Abbildung einer Linie auf ein Flächenstück", Mathematische
/// Annalen 38.
#[must_use]
pub fn hilbert_order(places: &[LatLon]) -> Vec<u32> {
    let extent = |of: fn(&LatLon) -> f64| {
        let values = places.iter().map(of);
        values.fold((f64::MAX, f64::MIN), |(least, most), value| {
            (least.min(value), most.max(value))
        })
    };
    let (south, north) = extent(|place| place.lat());
    let (west, east) = extent(|place| place.lon());
    let size = (north - south).max(east - west).max(f64::MIN_POSITIVE);
    let cell = |degrees: f64, least: f64| {
        let part = (degrees - least) / size * f64::from((1_u32 << LEVELS) - 1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 65,535"
        )]
        let cell = part as u32;
        cell
    };
    let mut order: Vec<(u32, u32)> = (0..)
        .zip(places)
        .map(|(node, place)| {
            let (x, y) = (cell(place.lon(), west), cell(place.lat(), south));
            (along_curve(x, y), node)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, node)| node).collect()
}

/// How many cells the curve visits before this one.
fn along_curve(mut x: u32, mut y: u32) -> u32 {
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

    #[test]
    fn every_node_appears_once_and_equal_places_in_their_order() {
        let here = LatLon::try_new(35.9, 14.5).unwrap();
        let there = LatLon::try_new(36.0, 14.2).unwrap();
        let mut order = hilbert_order(&[here, there, here, there, here]);
        let position = |node| order.iter().position(|&known| known == node);
        assert!(position(0) < position(2) && position(1) < position(3));
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4]);
        assert_eq!(hilbert_order(&[]), [0; 0]);
        assert_eq!(hilbert_order(&[here]), [0]);
    }
}

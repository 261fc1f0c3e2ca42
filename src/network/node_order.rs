use crate::hilbert::{SIDE, along_curve};
use crate::model::LatLon;

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
        let part = (degrees - least) / size * f64::from(SIDE - 1);
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

#[cfg(test)]
mod tests {
    use super::*;

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

//! R-tree of places: sites, bases, pads.
//!
//! The tree holds points of the unit sphere, never degrees: on degrees the nearest neighbour is
//! wrong for one point in five at the latitude of England. The straight line between two points
//! of the sphere grows with their great-circle distance, so that the tree's order is the true one.

use crate::model::LatLon;
use crate::units::Metres;
use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

type Entry = GeomWithData<[f64; 3], usize>;

/// An index of places that finds the nearest, the nearest few, or all within a distance.
///
/// # Examples
///
/// ```
/// use catchment::{index::PlaceIndex, model::LatLon};
/// let london = LatLon::try_new(51.5, -0.1)?;
/// let leeds = LatLon::try_new(53.8, -1.5)?;
/// let index = PlaceIndex::new([Some(london), None, Some(leeds)]);
/// let (place, distance) = index.nearest(LatLon::try_new(53.0, -1.2)?).unwrap();
/// assert_eq!(place, 2);
/// assert!((distance.kilometres() - 91.2).abs() < 0.1);
/// # Ok::<(), catchment::model::LatLonError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PlaceIndex {
    tree: RTree<Entry>,
    places: Vec<Option<LatLon>>,
}

impl PlaceIndex {
    /// An index of places in their order; places without coordinates are never found.
    #[must_use]
    pub fn new(places: impl IntoIterator<Item = Option<LatLon>>) -> Self {
        let places: Vec<_> = places.into_iter().collect();
        let entries = places
            .iter()
            .enumerate()
            .filter_map(|(number, place)| Some(Entry::new((*place)?.unit_vector(), number)))
            .collect();
        Self {
            tree: RTree::bulk_load(entries),
            places,
        }
    }

    /// Number of places in the index.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.size()
    }

    /// Whether the index is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tree.size() == 0
    }

    /// The nearest place and its great-circle distance; of several equally near, the first.
    #[must_use]
    pub fn nearest(&self, from: LatLon) -> Option<(usize, Metres)> {
        self.outward(from).next()
    }

    /// The nearest `count` places, nearest first; of several equally near, the first first.
    #[must_use]
    pub fn nearest_few(&self, from: LatLon, count: usize) -> Vec<(usize, Metres)> {
        self.outward(from).take(count).collect()
    }

    /// All places within a great-circle distance (inclusive), nearest first.
    pub fn within(&self, from: LatLon, radius: Metres) -> impl Iterator<Item = (usize, Metres)> {
        self.outward(from)
            .take_while(move |&(_, distance)| distance <= radius)
    }

    /// All places, nearest first; of several equally near, the first first.
    ///
    /// The search is lazy: it goes only as far as the iterator is used.
    pub fn outward(&self, from: LatLon) -> impl Iterator<Item = (usize, Metres)> {
        let mut found = self
            .tree
            .nearest_neighbor_iter(from.unit_vector())
            .peekable();
        let mut equally_near: Vec<usize> = Vec::new();
        let target = from.unit_vector();
        std::iter::from_fn(move || {
            if equally_near.is_empty() {
                let first = found.next()?;
                let chord = first.distance_2(&target);
                equally_near.push(first.data);
                while let Some(next) = found.next_if(|next| next.distance_2(&target) <= chord) {
                    equally_near.push(next.data);
                }
                equally_near.sort_unstable_by(|a, b| b.cmp(a));
            }
            let number = equally_near.pop()?;
            Some((number, self.places[number]?.distance_to(from)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anywhere() -> impl Strategy<Value = LatLon> {
        prop_oneof![
            (-90.0..=90.0_f64, -180.0..=180.0_f64),
            // Close to the date line and to the poles, where degrees mislead most.
            (
                -5.0..=5.0_f64,
                prop_oneof![-180.0..=-179.0_f64, 179.0..=180.0_f64]
            ),
            (
                prop_oneof![-90.0..=-88.0_f64, 88.0..=90.0_f64],
                -180.0..=180.0_f64
            ),
        ]
        .prop_map(|(lat, lon)| LatLon::try_new(lat, lon).unwrap())
    }

    proptest! {
        /// The tree finds what a scan of all places by great-circle distance finds, anywhere.
        #[test]
        fn outward_is_the_order_of_great_circle_distance(
            places in prop::collection::vec(anywhere(), 1..80),
            from in anywhere(),
        ) {
            let index = PlaceIndex::new(places.iter().copied().map(Some));
            let found: Vec<_> = index.outward(from).collect();
            let mut scanned: Vec<f64> =
                places.iter().map(|place| place.distance_to(from).as_f64()).collect();
            scanned.sort_by(f64::total_cmp);
            prop_assert_eq!(found.len(), places.len());
            for ((_, distance), expected) in found.iter().zip(&scanned) {
                // A millimetre: what rounding makes of distances that are equal on paper.
                prop_assert!((distance.as_f64() - expected).abs() < 1e-3);
            }
        }

        /// A place within the radius is found, one beyond it is not.
        #[test]
        fn within_is_all_places_within(
            places in prop::collection::vec(anywhere(), 1..80),
            from in anywhere(),
            km in 0.0..20_000.0_f64,
        ) {
            let radius = Metres::try_new(km * 1_000.0).unwrap();
            let index = PlaceIndex::new(places.iter().copied().map(Some));
            let mut found: Vec<_> = index.within(from, radius).map(|(number, _)| number).collect();
            found.sort_unstable();
            let scanned: Vec<_> = (0..places.len())
                .filter(|&number| places[number].distance_to(from) <= radius)
                .collect();
            prop_assert_eq!(found, scanned);
        }
    }

    #[test]
    fn of_equally_near_places_the_first_is_named() {
        let here = LatLon::try_new(52.0, -1.0).unwrap();
        let there = LatLon::try_new(53.0, -1.0).unwrap();
        let index = PlaceIndex::new([Some(there), Some(here), None, Some(here)]);
        assert_eq!(index.len(), 3);
        let order: Vec<_> = index
            .nearest_few(here, 9)
            .into_iter()
            .map(|(n, _)| n)
            .collect();
        assert_eq!(order, [1, 3, 0]);
    }

    #[test]
    fn an_index_without_a_place_finds_none() {
        let index = PlaceIndex::new([None, None]);
        assert!(index.is_empty());
        assert_eq!(index.nearest(LatLon::try_new(0.0, 0.0).unwrap()), None);
    }
}

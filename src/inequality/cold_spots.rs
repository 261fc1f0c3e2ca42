use crate::index::PlaceIndex;
use crate::model::{LatLon, PointIndex};
use crate::units::{Demand, DemandMinutes, TravelTime};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Demand points beyond a time standard that touch each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColdSpot {
    /// The points, ascending.
    pub points: Vec<PointIndex>,
    /// Their demand.
    pub demand: Demand,
    /// The part of it that can reach no site.
    pub unreachable: Demand,
    /// Demand × time of the rest.
    pub demand_minutes: DemandMinutes,
    /// The longest time of a point that has demand and can reach a site.
    pub longest: Option<TravelTime>,
    /// The point with the most demand; of equal ones the first.
    pub largest: PointIndex,
}

impl ColdSpot {
    /// Mean time of those who can reach a site, in minutes; `None` if nobody can.
    #[must_use]
    pub fn mean_minutes(&self) -> Option<f64> {
        self.demand_minutes
            .mean_over(self.demand - self.unreachable)
    }

    fn new(points: Vec<PointIndex>, of: &[(Option<TravelTime>, Demand)]) -> Self {
        let mut spot = Self {
            demand: Demand::ZERO,
            unreachable: Demand::ZERO,
            demand_minutes: DemandMinutes::ZERO,
            longest: None,
            largest: points[0],
            points,
        };
        for &point in &spot.points {
            let (time, demand) = of[point.get()];
            spot.demand += demand;
            if demand > of[spot.largest.get()].1 {
                spot.largest = point;
            }
            match time {
                Some(time) => {
                    spot.demand_minutes += demand.times(time);
                    if demand > Demand::ZERO {
                        spot.longest = spot.longest.max(Some(time));
                    }
                }
                None => spot.unreachable += demand,
            }
        }
        spot
    }
}

/// Groups of touching points beyond a standard, the one with the most demand first; of equal ones the
/// one with the first point. Those without demand are left out.
///
/// `of` has every point's time, none where no site can be reached, and its demand; `touching` has pairs
/// of points that touch, in any order and as often as it likes.
///
/// # Panics
///
/// A pair has a point that is not there.
///
/// # Examples
///
/// ```
/// use catchment::inequality::cold_spots;
/// use catchment::units::{Demand, TravelTime};
///
/// let point = |minutes, people| (Some(TravelTime::from_whole(minutes)), Demand::from_whole(people));
/// let row = [point(50, 10), point(46, 5), point(45, 90), point(60, 20)];
/// let spots = cold_spots(&row, TravelTime::from_whole(45), [(0, 1), (1, 2), (2, 3)]);
/// assert_eq!(spots.len(), 2, "the third point is within the standard");
/// assert_eq!(spots[0].demand, Demand::from_whole(20));
/// assert_eq!(spots[1].points.len(), 2);
/// ```
#[must_use]
pub fn cold_spots(
    of: &[(Option<TravelTime>, Demand)],
    standard: TravelTime,
    touching: impl IntoIterator<Item = (u32, u32)>,
) -> Vec<ColdSpot> {
    let is_beyond = |point: u32| of[point as usize].0.is_none_or(|time| time > standard);
    let mut groups = Groups::new(of.len());
    for (one, other) in touching {
        if is_beyond(one) && is_beyond(other) {
            groups.join(one, other);
        }
    }
    let mut members: BTreeMap<u32, Vec<PointIndex>> = BTreeMap::new();
    for point in (0..).take(of.len()).filter(|&point| is_beyond(point)) {
        let group = members.entry(groups.first(point)).or_default();
        group.push(PointIndex(point));
    }
    let spots = members
        .into_values()
        .map(|points| ColdSpot::new(points, of));
    let mut spots: Vec<ColdSpot> = spots.filter(|spot| spot.demand > Demand::ZERO).collect();
    spots.sort_by_key(|spot| Reverse(spot.demand));
    spots
}

/// How many nearest neighbours a point has: about as many as areas have that fill a plane (by Euler's
/// formula the mean is just below six).
pub const NEIGHBOURS: usize = 6;

/// Pairs of places that touch where there are no polygons to tell: each is among the six nearest of the
/// other.
#[must_use]
pub fn mutual_neighbours(places: &[Option<LatLon>]) -> Vec<(u32, u32)> {
    let index = PlaceIndex::new(places.iter().copied());
    let near: Vec<Vec<usize>> = places
        .par_iter()
        .enumerate()
        .map(|(own, place)| {
            let near = place.iter().flat_map(|&at| index.outward(at));
            let others = near.map(|(number, _)| number).filter(|&other| other != own);
            others.take(NEIGHBOURS).collect()
        })
        .collect();
    let mut pairs = Vec::new();
    for (one, others) in (0..).zip(&near) {
        for &other in others {
            let is_mutual = near[other].contains(&(one as usize));
            if let Ok(other) = u32::try_from(other)
                && one < other
                && is_mutual
            {
                pairs.push((one, other));
            }
        }
    }
    pairs
}

/// Points in groups, each known by its first point.
struct Groups(Vec<u32>);

impl Groups {
    fn new(points: usize) -> Self {
        Self((0..).take(points).collect())
    }

    fn first(&mut self, point: u32) -> u32 {
        let mut at = point;
        while self.0[at as usize] != at {
            let next = self.0[at as usize];
            self.0[at as usize] = self.0[next as usize];
            at = next;
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.first(one), self.first(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Everyone beyond the standard is in exactly one spot and nobody else is; two points that touch
        /// are in the same; within a spot every point is reached over points of the spot.
        #[test]
        fn spots_are_the_connected_parts_of_all_beyond(
            minutes in prop::collection::vec(prop::option::of(30_u32..60), 1..40),
            pairs in prop::collection::vec((0_u32..40, 0_u32..40), 0..80),
        ) {
            let of: Vec<_> = (1..).zip(&minutes)
                .map(|(people, &minutes)| (minutes.map(TravelTime::from_whole), Demand::from_whole(people)))
                .collect();
            let there = u32::try_from(of.len()).unwrap();
            let pairs: Vec<_> = pairs.into_iter().filter(|&(a, b)| a < there && b < there).collect();
            let standard = TravelTime::from_whole(45);
            let spots = cold_spots(&of, standard, pairs.iter().copied());
            let mut spot_of = vec![None; of.len()];
            for (number, spot) in spots.iter().enumerate() {
                for point in &spot.points {
                    prop_assert_eq!(spot_of[point.get()].replace(number), None);
                }
            }
            for (point, found) in spot_of.iter().enumerate() {
                prop_assert_eq!(found.is_some(), minutes[point].is_none_or(|minutes| minutes > 45));
            }
            for &(a, b) in &pairs {
                if let (Some(one), Some(other)) = (spot_of[a as usize], spot_of[b as usize]) {
                    prop_assert_eq!(one, other);
                }
            }
            for (number, spot) in spots.iter().enumerate() {
                let mut reached = std::collections::BTreeSet::from([spot.points[0].0]);
                loop {
                    let before = reached.len();
                    for &(a, b) in &pairs {
                        if spot_of[a as usize] == Some(number) && spot_of[b as usize] == Some(number)
                            && (reached.contains(&a) || reached.contains(&b))
                        {
                            reached.extend([a, b]);
                        }
                    }
                    if reached.len() == before {
                        break;
                    }
                }
                prop_assert_eq!(reached.len(), spot.points.len());
            }
            prop_assert!(spots.windows(2).all(|two| two[0].demand >= two[1].demand));
        }
    }

    /// On a grid of squares the rule joins those with a common side; two grids far apart stay apart.
    #[test]
    fn neighbours_without_polygons_are_near_each_other() {
        let at = |n: u32, west: f64| {
            LatLon::try_new(f64::from(n / 10) / 100.0, west + f64::from(n % 10) / 100.0).ok()
        };
        let places: Vec<_> = (0..100)
            .map(|n| at(n, 0.0))
            .chain((0..100).map(|n| at(n, 5.0)))
            .collect();
        let pairs = mutual_neighbours(&places);
        assert!(pairs.iter().all(|&(a, b)| (a < 100) == (b < 100)));
        let inside = (0..100_u32).filter(|n| n % 10 < 9 && (1..9).contains(&(n / 10)));
        assert!(inside.clone().all(|n| pairs.contains(&(n, n + 1))));
        assert_eq!(mutual_neighbours(&[None, at(3, 0.0)]), []);
    }
}

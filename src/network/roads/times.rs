use super::network::RoadNetwork;
use super::snap::{NotSnapped, Snap};
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::network::Places;
use crate::units::TravelTime;
use std::collections::HashMap;

/// Places that were snapped to the roads, ready for questions.
#[derive(Debug, Clone)]
pub struct RoadPlaces {
    snaps: Vec<Option<Snap>>,
    departures: Places,
    arrivals: Places,
}

impl RoadPlaces {
    /// Places with the roads that they were snapped to; those without one have no way to anywhere.
    #[must_use]
    pub fn new(snaps: &[Result<Snap, NotSnapped>]) -> Self {
        let snaps: Vec<Option<Snap>> = snaps.iter().map(|snap| snap.ok()).collect();
        let (mut departures, mut arrivals) = (Places::new(), Places::new());
        for snap in &snaps {
            departures.push(snap.iter().flat_map(Snap::departures));
            arrivals.push(snap.iter().flat_map(Snap::arrivals));
        }
        Self {
            snaps,
            departures,
            arrivals,
        }
    }

    /// Number of places, those without a road too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.snaps.len()
    }

    /// Whether there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.snaps.is_empty()
    }

    /// The places on every road that has one.
    fn by_chain(&self) -> HashMap<u32, Vec<(u32, &Snap)>> {
        let mut found: HashMap<u32, Vec<(u32, &Snap)>> = HashMap::new();
        for (number, snap) in (0..).zip(&self.snaps) {
            if let Some((chain, snap)) = snap.as_ref().and_then(|snap| Some((snap.chain()?, snap)))
            {
                found.entry(chain).or_default().push((number, snap));
            }
        }
        found
    }
}

impl RoadNetwork {
    /// Travel times from every origin to every site, to the millisecond.
    ///
    /// The time of a pair does not depend on which others are asked.
    ///
    /// # Panics
    ///
    /// There are more than 2¹⁶ sites, or places were snapped to another network.
    #[must_use]
    pub fn times(&self, origins: &RoadPlaces, sites: &RoadPlaces) -> TravelTimeMatrix {
        let mut times = self
            .network()
            .times_to(&sites.arrivals, &origins.departures);
        direct(&mut times, origins, sites, |origin, site| {
            origin.direct(site)
        });
        times
    }

    /// Travel times from every site to every destination; the matrix has a row for each destination and a
    /// column for each site.
    ///
    /// # Panics
    ///
    /// As [`Self::times`].
    #[must_use]
    pub fn times_from(&self, sites: &RoadPlaces, destinations: &RoadPlaces) -> TravelTimeMatrix {
        let (from, to) = (&sites.departures, &destinations.arrivals);
        let mut times = self.network().times_from(from, to);
        direct(&mut times, destinations, sites, |to, site| site.direct(to));
        times
    }
}

/// Takes the road itself where two places are on one, and that is quicker than by its junctions.
fn direct(
    times: &mut TravelTimeMatrix,
    rows: &RoadPlaces,
    sites: &RoadPlaces,
    between: impl Fn(&Snap, &Snap) -> Option<u32>,
) {
    let rows = rows.by_chain();
    for (site, snap) in (0..).zip(&sites.snaps) {
        let Some(snap) = snap else { continue };
        let on_chain = snap.chain().and_then(|chain| rows.get(&chain));
        for (row, other) in on_chain.into_iter().flatten() {
            let (row, site) = (PointIndex(*row), SiteIndex(site));
            let direct = between(other, snap).map(TravelTime::from_milliseconds);
            if let Some(direct) = direct
                && times.get(row, site).is_none_or(|time| direct < time)
            {
                times.set(row, site, Some(direct));
            }
        }
    }
}

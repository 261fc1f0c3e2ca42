use super::clock::FlyingHours;
use super::helicopter_base::HelicopterBase;
use super::scenario::ScenarioHours;
use super::time_zone::Clock;
use super::window::{MONTHS, Window};
use crate::index::PlaceIndex;
use crate::model::LatLon;
use crate::units::{KmPerHour, Metres};
use std::sync::Arc;

/// All bases of a scenario, with an index of where they lie.
///
/// The fleets of several scenarios share their bases and differ in when these fly.
#[derive(Debug, Clone)]
pub struct Fleet {
    bases: Arc<[HelicopterBase]>,
    index: Arc<PlaceIndex>,
    clock: Clock,
    /// Of all bases; each by its own where `None`.
    hours: Option<FlyingHours>,
    /// By base and month: when it flies on a day.
    windows: Vec<[Vec<Window>; MONTHS]>,
}

impl Fleet {
    /// A fleet of these bases, one aircraft each, that tells the hours by the clock of their
    /// longitude; none at all is a fleet that never flies.
    #[must_use]
    pub fn new(bases: Vec<HelicopterBase>) -> Self {
        let clock = Clock::default();
        Self {
            index: Arc::new(PlaceIndex::new(
                bases.iter().map(|base| Some(base.position)),
            )),
            windows: windows(&bases, None, clock),
            clock,
            hours: None,
            bases: bases.into(),
        }
    }

    /// The same bases, their hours told by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self {
            windows: windows(&self.bases, self.hours, clock),
            clock,
            ..self
        }
    }

    /// The bases, in their order, with their own hours.
    #[must_use]
    pub fn bases(&self) -> &[HelicopterBase] {
        &self.bases
    }

    /// The same bases, all flying in these hours.
    #[must_use]
    pub fn with_hours(&self, hours: FlyingHours) -> Self {
        Self {
            windows: windows(&self.bases, Some(hours), self.clock),
            hours: Some(hours),
            ..self.clone()
        }
    }

    /// The same bases, flying in the hours of a scenario.
    #[must_use]
    pub fn in_scenario(&self, hours: ScenarioHours) -> Self {
        match hours {
            ScenarioHours::Listed => self.clone(),
            ScenarioHours::All(hours) => self.with_hours(hours),
        }
    }

    /// Some of the bases, by number, in their order.
    #[must_use]
    pub fn only(&self, chosen: &[usize]) -> Self {
        let bases = self.bases.iter().enumerate();
        Self::new(
            bases
                .filter(|(number, _)| chosen.contains(number))
                .map(|(_, base)| base.clone())
                .collect(),
        )
        .with_clock(self.clock)
    }

    /// The bases by number, nearest first, with their great-circle distance.
    pub fn outward(&self, from: LatLon) -> impl Iterator<Item = (usize, Metres)> {
        self.index.outward(from)
    }

    /// When a base flies on a day in the middle of a month (0 is January).
    ///
    /// # Panics
    ///
    /// There is no such base or month.
    #[must_use]
    pub fn windows(&self, base: usize, month: usize) -> &[Window] {
        &self.windows[base][month]
    }

    /// Cruise speed of the fastest aircraft; `None` for a fleet without any.
    #[must_use]
    pub fn fastest(&self) -> Option<KmPerHour> {
        self.bases
            .iter()
            .map(|base| base.cruise)
            .max_by(|a, b| a.as_f64().total_cmp(&b.as_f64()))
    }

    /// Bases farther than `limit` from every one of these places: probably misplaced.
    #[must_use]
    pub fn astray(&self, places: &PlaceIndex, limit: Metres) -> Vec<usize> {
        let far = |base: &HelicopterBase| {
            places
                .nearest(base.position)
                .is_none_or(|(_, distance)| distance > limit)
        };
        (0..self.bases.len())
            .filter(|&number| far(&self.bases[number]))
            .collect()
    }
}

fn windows(
    bases: &[HelicopterBase],
    hours: Option<FlyingHours>,
    clock: Clock,
) -> Vec<[Vec<Window>; MONTHS]> {
    let year = |base: &HelicopterBase| {
        let hours = hours.unwrap_or(base.hours);
        std::array::from_fn(|month| hours.windows(month, base.position, clock))
    };
    bases.iter().map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flight::Aircraft;

    fn base(lat: f64, lon: f64, aircraft: &str) -> HelicopterBase {
        HelicopterBase {
            id: String::new(),
            name: String::new(),
            position: LatLon::try_new(lat, lon).unwrap(),
            cruise: Aircraft::cruise_of(aircraft),
            hours: FlyingHours::Always,
        }
    }

    /// A base whose longitude lost its sign lies in the North Sea or beyond, and is noticed.
    #[test]
    fn a_base_outside_the_map_is_noticed() {
        let hospitals = PlaceIndex::new([
            LatLon::try_new(50.4, -4.1).ok(),
            LatLon::try_new(53.4, -2.2).ok(),
        ]);
        let fleet = Fleet::new(vec![
            base(50.44, -4.995, "AW169"),
            base(50.44, 4.995, "AW169"),
        ]);
        let limit = Metres::try_new(200_000.0).unwrap();
        assert_eq!(fleet.astray(&hospitals, limit), [1]);
    }

    #[test]
    fn some_of_a_fleet_keep_their_order_and_hours() {
        let fleet = Fleet::new(vec![
            base(50.0, 0.0, "H145"),
            base(51.0, 0.0, "EC135"),
            base(52.0, 0.0, "AW169"),
        ]);
        let some = fleet.only(&[2, 0]);
        assert_eq!(
            some.bases(),
            [fleet.bases()[0].clone(), fleet.bases()[2].clone()]
        );
        assert_eq!(some.fastest(), Some(Aircraft::cruise_of("AW169")));
        let grounded = fleet.with_hours(FlyingHours::Never);
        assert!((0..3).all(|number| grounded.windows(number, 5).is_empty()));
        assert_eq!(Fleet::new(Vec::new()).fastest(), None);
    }
}

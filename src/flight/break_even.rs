use super::air_delays::AirDelays;
use super::mission::{Flight, SecondaryTransfer};
use crate::model::CapabilityStatus;
use crate::travel::RoadCurve;
use crate::units::{KmPerHour, Metres, TravelTime};

/// A transfer between two hospitals at any distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hop {
    /// Great-circle distance from the base to the hospital that transfers.
    pub from_base: Metres,
    /// Cruise speed.
    pub cruise: KmPerHour,
    /// Whether there is a pad at the hospital that transfers.
    pub pad_at_unit: CapabilityStatus,
    /// Whether there is a pad at the centre.
    pub pad_at_centre: CapabilityStatus,
    /// When the road ambulance leaves, from the patient's arrival.
    pub door_in_door_out: TravelTime,
}

impl Hop {
    /// Door to door by helicopter over this distance.
    #[must_use]
    pub fn by_air(&self, distance: Metres, delays: &AirDelays) -> TravelTime {
        let flight = Flight {
            cruise: self.cruise,
            to_patient: self.from_base,
            to_centre: distance,
            pad_at_patient: self.pad_at_unit,
            pad_at_centre: self.pad_at_centre,
        };
        SecondaryTransfer::new(&flight, self.door_in_door_out, delays).door_to_door()
    }
}

/// The distance from which the helicopter is faster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakEven {
    /// Great-circle distance between the hospitals.
    pub distance: Metres,
    /// Road time over that distance.
    pub road: TravelTime,
}

/// The shortest distance between hospitals, to the next 100 m, at which the helicopter is faster
/// than the road; `None` if it is not within 1,000 km.
#[must_use]
pub fn break_even(curve: &RoadCurve, hop: &Hop, delays: &AirDelays) -> Option<BreakEven> {
    (1_u32..=10_000)
        .filter_map(|hundreds| Metres::try_new(f64::from(hundreds) * 100.0).ok())
        .map(|distance| (distance, curve.travel_time(distance)))
        .find(|&(distance, road)| hop.by_air(distance, delays) < hop.door_in_door_out + road)
        .map(|(distance, road)| BreakEven { distance, road })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flight::{AirDelay, Aircraft};

    fn km(km: f64) -> Metres {
        Metres::try_new(km * 1_000.0).unwrap()
    }

    /// A road without detour at a constant 75 km/h.
    fn curve() -> RoadCurve {
        let speed = KmPerHour::try_new(75.0).unwrap();
        RoadCurve {
            fixed: TravelTime::ZERO,
            detour: 1.0,
            slow: speed,
            fast: speed,
            reach: km(1.0),
        }
    }

    fn hop(from_base: f64) -> Hop {
        Hop {
            from_base: km(from_base),
            cruise: Aircraft::cruise_of("H145"),
            pad_at_unit: CapabilityStatus::Yes,
            pad_at_centre: CapabilityStatus::Yes,
            door_in_door_out: TravelTime::from_whole(90),
        }
    }

    /// By hand: 15 loading + 5 climb + 10 unloading are 30 min; a kilometre takes 0.8 min by road
    /// and 0.267 by air; 30 / 0.533 = 56.25 km.
    #[test]
    fn the_break_even_distance_worked_by_hand() {
        let found = break_even(&curve(), &hop(30.0), &AirDelays::default()).unwrap();
        assert!(
            (found.distance.kilometres() - 56.3).abs() < 0.051,
            "{found:?}"
        );
    }

    /// The later the aircraft is there, the farther the transfer must be.
    #[test]
    fn a_farther_base_and_a_missing_pad_push_the_break_even_out() {
        let delays = AirDelays::default();
        let distance = |hop: Hop| break_even(&curve(), &hop, &delays).unwrap().distance;
        assert!(distance(hop(100.0)) > distance(hop(30.0)));
        let no_pad = Hop {
            pad_at_centre: CapabilityStatus::No,
            ..hop(30.0)
        };
        assert!(distance(no_pad) > distance(hop(30.0)));
    }

    #[test]
    fn there_may_be_no_break_even() {
        let named = *AirDelays::default().named();
        let slow = AirDelays::new(named.with(AirDelay::Unloading, 1_200.0).unwrap());
        assert_eq!(break_even(&curve(), &hop(30.0), &slow), None);
    }
}

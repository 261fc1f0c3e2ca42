use super::air_delay::AirDelay;
use super::air_delays::AirDelays;
use super::leg::{Leg, LegSource};
use crate::care::Delay;
use crate::model::CapabilityStatus;
use crate::units::{KmPerHour, Metres, TravelTime};

/// One aircraft's flight to a hospital and on to a centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flight {
    /// Cruise speed.
    pub cruise: KmPerHour,
    /// Great-circle distance from the base to where the patient is.
    pub to_patient: Metres,
    /// Great-circle distance from there to the centre.
    pub to_centre: Metres,
    /// Whether there is a pad where the patient is.
    pub pad_at_patient: CapabilityStatus,
    /// Whether there is a pad at the centre.
    pub pad_at_centre: CapabilityStatus,
}

impl Flight {
    /// Time in the air over a distance: at cruise speed, and the allowance for climb and approach.
    #[must_use]
    pub fn airborne(&self, distance: Metres, delays: &AirDelays) -> TravelTime {
        distance.at(self.cruise) + delays.get(AirDelay::ClimbAndApproach)
    }
}

/// A transfer by helicopter from a hospital to a centre, from the patient's arrival at the door of
/// the hospital.
///
/// Two things run side by side. In the hospital the clock of door in, door out runs as it would
/// for a transfer by road: the patient leaves the ward when the road ambulance would have left.
/// Meanwhile the crew, notified [`AirDelay::NoticeBeforeRoadDeparture`] earlier (at once, if that
/// would be before the patient came), lifts off, flies in and lands. Loading begins when both the
/// patient and the aircraft are there: who is first waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondaryTransfer {
    notified: TravelTime,
    lift_off: TravelTime,
    flight_in: TravelTime,
    leaves_ward: TravelTime,
    road_to_pad: TravelTime,
    loading: TravelTime,
    flight: TravelTime,
    unloading: TravelTime,
    road_from_pad: TravelTime,
}

impl SecondaryTransfer {
    /// The chain of one transfer, where a road ambulance would leave `door_in_door_out` after the
    /// patient's arrival.
    #[must_use]
    pub fn new(flight: &Flight, door_in_door_out: TravelTime, delays: &AirDelays) -> Self {
        let notice = delays.get(AirDelay::NoticeBeforeRoadDeparture);
        Self {
            notified: door_in_door_out.saturating_sub(notice),
            lift_off: delays.get(AirDelay::LiftOff),
            flight_in: flight.airborne(flight.to_patient, delays),
            leaves_ward: door_in_door_out,
            road_to_pad: delays.road_leg(flight.pad_at_patient),
            loading: delays.get(AirDelay::Loading),
            flight: flight.airborne(flight.to_centre, delays),
            unloading: delays.get(AirDelay::Unloading),
            road_from_pad: delays.road_leg(flight.pad_at_centre),
        }
    }

    /// When the aircraft has landed for the patient.
    #[must_use]
    pub fn landed(&self) -> TravelTime {
        self.notified + self.lift_off + self.flight_in
    }

    /// When the patient is at the aircraft's landing site.
    #[must_use]
    pub fn patient_at_pad(&self) -> TravelTime {
        self.leaves_ward + self.road_to_pad
    }

    /// When the aircraft leaves with the patient.
    #[must_use]
    pub fn departure(&self) -> TravelTime {
        self.landed().max(self.patient_at_pad()) + self.loading
    }

    /// How much later than the road ambulance the patient leaves.
    #[must_use]
    pub fn later_than_road(&self) -> TravelTime {
        self.departure().saturating_sub(self.leaves_ward)
    }

    /// When the patient is at the centre's door: from the door of the hospital to that of the
    /// centre.
    #[must_use]
    pub fn door_to_door(&self) -> TravelTime {
        self.departure() + self.flight + self.unloading + self.road_from_pad
    }

    /// Every leg, from the patient's arrival at the door of the hospital.
    #[must_use]
    pub fn legs(&self) -> Vec<Leg> {
        let aircraft_waits = self.landed() <= self.patient_at_pad();
        let lift = self.notified + self.lift_off;
        let (departure, flown) = (self.departure(), self.departure() + self.flight);
        let leg = |name, source, start, duration, critical| Leg {
            name,
            start,
            duration,
            critical,
            source,
        };
        let air = LegSource::Air;
        vec![
            leg(
                "door in, door out",
                LegSource::Care(Delay::DoorInDoorOut),
                TravelTime::ZERO,
                self.leaves_ward,
                aircraft_waits,
            ),
            leg(
                "road to the pad",
                air(AirDelay::RoadLeg),
                self.leaves_ward,
                self.road_to_pad,
                aircraft_waits,
            ),
            leg(
                "until the crew is notified",
                air(AirDelay::NoticeBeforeRoadDeparture),
                TravelTime::ZERO,
                self.notified,
                !aircraft_waits,
            ),
            leg(
                "lift-off",
                air(AirDelay::LiftOff),
                self.notified,
                self.lift_off,
                !aircraft_waits,
            ),
            leg(
                "flight to the patient",
                LegSource::Flight,
                lift,
                self.flight_in,
                !aircraft_waits,
            ),
            leg(
                "loading",
                air(AirDelay::Loading),
                departure.saturating_sub(self.loading),
                self.loading,
                true,
            ),
            leg(
                "flight to the centre",
                LegSource::Flight,
                departure,
                self.flight,
                true,
            ),
            leg(
                "unloading",
                air(AirDelay::Unloading),
                flown,
                self.unloading,
                true,
            ),
            leg(
                "road from the pad",
                air(AirDelay::RoadLeg),
                flown + self.unloading,
                self.road_from_pad,
                true,
            ),
        ]
    }
}

/// A mission from the base to the scene of the stroke and on to a centre, from the call.
///
/// The care at the scene takes as long as a road ambulance's; loading comes after it. Scenes have
/// no pad and need none: the crew lands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrimaryMission {
    call_to_notification: TravelTime,
    lift_off: TravelTime,
    flight_in: TravelTime,
    on_scene: TravelTime,
    loading: TravelTime,
    flight: TravelTime,
    unloading: TravelTime,
    road_from_pad: TravelTime,
}

impl PrimaryMission {
    /// The chain of one mission with this time on scene.
    #[must_use]
    pub fn new(flight: &Flight, on_scene: TravelTime, delays: &AirDelays) -> Self {
        Self {
            call_to_notification: delays.get(AirDelay::CallToNotification),
            lift_off: delays.get(AirDelay::LiftOff),
            flight_in: flight.airborne(flight.to_patient, delays),
            on_scene,
            loading: delays.get(AirDelay::Loading),
            flight: flight.airborne(flight.to_centre, delays),
            unloading: delays.get(AirDelay::Unloading),
            road_from_pad: delays.road_leg(flight.pad_at_centre),
        }
    }

    /// From the call to the centre's door.
    #[must_use]
    pub fn call_to_door(&self) -> TravelTime {
        self.durations()
            .into_iter()
            .map(|(_, _, duration)| duration)
            .sum()
    }

    /// Every leg, from the call.
    #[must_use]
    pub fn legs(&self) -> Vec<Leg> {
        let mut start = TravelTime::ZERO;
        let legs = self
            .durations()
            .into_iter()
            .map(|(name, source, duration)| {
                let leg = Leg {
                    name,
                    start,
                    duration,
                    critical: true,
                    source,
                };
                start = leg.end();
                leg
            });
        legs.collect()
    }

    fn durations(&self) -> [(&'static str, LegSource, TravelTime); 8] {
        let air = LegSource::Air;
        [
            (
                "call to notification",
                air(AirDelay::CallToNotification),
                self.call_to_notification,
            ),
            ("lift-off", air(AirDelay::LiftOff), self.lift_off),
            ("flight to the scene", LegSource::Flight, self.flight_in),
            ("on scene", LegSource::Care(Delay::OnScene), self.on_scene),
            ("loading", air(AirDelay::Loading), self.loading),
            ("flight to the centre", LegSource::Flight, self.flight),
            ("unloading", air(AirDelay::Unloading), self.unloading),
            (
                "road from the pad",
                air(AirDelay::RoadLeg),
                self.road_from_pad,
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flight(
        to_patient: f64,
        to_centre: f64,
        pads: (CapabilityStatus, CapabilityStatus),
    ) -> Flight {
        Flight {
            cruise: KmPerHour::try_new(225.0).unwrap(),
            to_patient: Metres::try_new(to_patient * 1_000.0).unwrap(),
            to_centre: Metres::try_new(to_centre * 1_000.0).unwrap(),
            pad_at_patient: pads.0,
            pad_at_centre: pads.1,
        }
    }

    const DIDO: TravelTime = TravelTime::from_whole(90);
    const PADS: (CapabilityStatus, CapabilityStatus) =
        (CapabilityStatus::Yes, CapabilityStatus::Yes);

    fn minutes(minutes: u32) -> TravelTime {
        TravelTime::from_whole(minutes)
    }

    /// By hand: notified at 60, 4 to lift-off, 45 km in 12 + 5: landed at 81, before the patient
    /// leaves the ward at 90. 15 loading, 105; 90 km in 24 + 5, 134; 10 unloading: 144.
    #[test]
    fn a_transfer_between_two_pads_worked_by_hand() {
        let transfer =
            SecondaryTransfer::new(&flight(45.0, 90.0, PADS), DIDO, &AirDelays::default());
        assert_eq!(transfer.landed(), minutes(81));
        assert_eq!(transfer.departure(), minutes(105));
        assert_eq!(transfer.later_than_road(), minutes(15));
        assert_eq!(transfer.door_to_door(), minutes(144));
    }

    /// By hand: a base 150 km away lands at 60 + 4 + 40 + 5 = 109, and the patient waits; no pad
    /// at the hospital costs nothing then (at the pad at 100), none at the centre 10:
    /// 109 + 15 + 29 + 10 + 10 = 173.
    #[test]
    fn a_transfer_that_waits_for_a_far_base_worked_by_hand() {
        let without = (CapabilityStatus::No, CapabilityStatus::Unknown);
        let transfer =
            SecondaryTransfer::new(&flight(150.0, 90.0, without), DIDO, &AirDelays::default());
        assert_eq!(transfer.landed(), minutes(109));
        assert_eq!(transfer.patient_at_pad(), minutes(100));
        assert_eq!(transfer.door_to_door(), minutes(173));
    }

    /// By hand: 5 + 4 + (12 + 5) + 29 on scene + 15 + (24 + 5) + 10 + 10 = 119.
    #[test]
    fn a_primary_mission_worked_by_hand() {
        let flight = flight(
            45.0,
            90.0,
            (CapabilityStatus::Unknown, CapabilityStatus::No),
        );
        let mission = PrimaryMission::new(&flight, minutes(29), &AirDelays::default());
        assert_eq!(mission.call_to_door(), minutes(119));
        assert_eq!(mission.legs().last().unwrap().end(), minutes(119));
    }

    proptest! {
        /// The legs that the patient waits for join on without a gap, and end at the centre's door.
        #[test]
        fn the_critical_legs_make_up_the_transfer(
            to_patient in 0.0..400.0_f64, to_centre in 0.0..400.0_f64, dido in 0_u32..200,
            pads in 0_usize..4,
        ) {
            let pad = |yes| if yes { CapabilityStatus::Yes } else { CapabilityStatus::No };
            let flight = flight(to_patient, to_centre, (pad(pads & 1 == 0), pad(pads & 2 == 0)));
            let transfer = SecondaryTransfer::new(&flight, minutes(dido), &AirDelays::default());
            let mut at = TravelTime::ZERO;
            for leg in transfer.legs().into_iter().filter(|leg| leg.critical) {
                prop_assert_eq!(leg.start, at, "{}", leg.name);
                at = leg.end();
            }
            prop_assert_eq!(at, transfer.door_to_door());
            let other = transfer.legs().into_iter().filter(|leg| !leg.critical);
            prop_assert!(other.into_iter().all(|leg| leg.end() <= transfer.departure()));
        }
    }
}

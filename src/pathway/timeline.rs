use super::network::StrokeNetwork;
use super::route::{PatientPath, Route};
use super::setting::Setting;
use super::transfer::Transfers;
use super::walk::Walk;
use super::with_air::AirTransfers;
use crate::care::{CareDelays, Delay};
use crate::flight::{Leg, LegSource};
use crate::model::{PointIndex, SiteIndex};
use crate::units::TravelTime;

/// One demand point's way to treatment, leg by leg from onset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Where to, and when.
    pub path: PatientPath,
    /// The legs up to the first hospital's door.
    pub to_first: Vec<Leg>,
    /// From the door to IVT.
    pub to_needle: Vec<Leg>,
    /// From the door of the first hospital to MT; nothing where no centre can be reached.
    pub to_puncture: Vec<Leg>,
    /// Where MT is given.
    pub centre: Option<SiteIndex>,
}

impl Timeline {
    /// The timeline of one demand point by road, or with the soonest helicopter of `air` where
    /// that is worth flying; `None` where the pathway leads nowhere.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn new(
        network: &StrokeNetwork,
        setting: &Setting,
        point: PointIndex,
        air: Option<&AirTransfers>,
    ) -> Option<Self> {
        let delays = &setting.delays;
        let by_road = Transfers::by_road(network, delays);
        let transfers = air.map_or(&by_road, |air| &air.when_it_can_fly);
        let walk = Walk::new(network, delays, transfers);
        let step = setting.step(&walk, &network.reaches[point.get()]);
        let path = step.path(network.units().get(usize::from(step.first))?.site)?;
        let place = network.place_of(path.first)?;
        let mut chain = Chain::from(TravelTime::ZERO);
        for delay in [Delay::OnsetToCall, Delay::CallToArrival, Delay::OnScene] {
            chain.wait(delay, delays);
        }
        chain.push("road to the first hospital", path.travel, LegSource::Road);
        let door = chain.end;
        let mut needle = Chain::from(door);
        needle.wait(Delay::DoorToNeedle, delays);
        let mut puncture = Chain::from(door);
        let mut centre = None;
        if path.route == Route::Direct {
            puncture.wait(Delay::DoorToPuncture, delays);
            centre = Some(path.first);
        } else if let Some(flight) = air.and_then(|air| air.worth_flying[place].first()) {
            puncture
                .legs
                .extend(flight.chain.legs().into_iter().map(|leg| Leg {
                    start: leg.start + door,
                    ..leg
                }));
            puncture.end = door + flight.chain.door_to_door();
            centre = Some(flight.centre);
        } else if let Some((soonest, time)) = network.units()[place].road {
            puncture.wait(Delay::DoorInDoorOut, delays);
            puncture.push("road to the centre", time, LegSource::Between);
            centre = Some(soonest);
        }
        if path.route == Route::DripAndShip && centre.is_some() {
            puncture.wait(Delay::ArrivalToPuncture, delays);
        }
        Some(Self {
            path,
            to_first: chain.legs,
            to_needle: needle.legs,
            to_puncture: puncture.legs,
            centre,
        })
    }
}

/// Legs one after another.
struct Chain {
    legs: Vec<Leg>,
    end: TravelTime,
}

impl Chain {
    const fn from(start: TravelTime) -> Self {
        Self {
            legs: Vec::new(),
            end: start,
        }
    }

    fn wait(&mut self, delay: Delay, delays: &CareDelays) {
        self.push(delay.label(), delays.get(delay), LegSource::Care(delay));
    }

    fn push(&mut self, name: &'static str, duration: TravelTime, source: LegSource) {
        let leg = Leg {
            name,
            start: self.end,
            duration,
            critical: true,
            source,
        };
        self.end = leg.end();
        self.legs.push(leg);
    }
}

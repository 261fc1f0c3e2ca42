use super::network::{StrokeNetwork, Unit};
use super::transfer::{Mode, TransferOption, Transfers};
use crate::care::{CareDelays, Delay};
use crate::flight::{
    AirDelays, Availability, Fleet, Flight, MONTHS, OpenBases, PrimaryMission, SecondaryTransfer,
};
use crate::model::{CapabilityStatus, LatLon, SiteIndex};
use crate::units::{KmPerHour, Metres, TravelTime};

/// A helicopter service in one scenario: which bases, how its chain of legs runs, and when it flies.
#[derive(Debug, Clone)]
pub struct AirService<'a> {
    /// The bases and their hours.
    pub fleet: &'a Fleet,
    /// Delays of the chain.
    pub delays: AirDelays,
    /// Weather, other missions, and when transfers are wanted.
    pub availability: Availability,
    /// Where every site lies, in the order of the sites.
    pub positions: &'a [Option<LatLon>],
    /// Whether every site has a pad, in the order of the sites; sites beyond the end are unknown.
    pub pads: &'a [CapabilityStatus],
    /// A transfer flies only if it saves at least this; even with none it must save something.
    pub minimum_saving: TravelTime,
}

/// The helicopter of one base on a transfer from one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AirTransfer {
    /// The base, by its number in the fleet.
    pub base: usize,
    /// The centre reached first from the unit by this aircraft.
    pub centre: SiteIndex,
    /// Its legs.
    pub chain: SecondaryTransfer,
    /// Sooner at the centre's door than by road; `None` where there is no road.
    pub saved: Option<TravelTime>,
}

/// What a helicopter service does for every unit.
#[derive(Debug, Clone, PartialEq)]
pub struct AirTransfers {
    /// By unit, in the order of [`StrokeNetwork::units`]: the bases whose helicopter saves enough,
    /// fastest first.
    pub worth_flying: Vec<Vec<AirTransfer>>,
    /// When it can fly: the faster of road and air, with the fastest base's aircraft at hand.
    pub when_it_can_fly: Transfers,
    /// Over the year: by air as often as a worthwhile base is open, the weather lets fly and an
    /// aircraft is free; otherwise by road. A unit without a road has no such transfers.
    pub over_the_year: Transfers,
    /// Units that reach a centre only by air.
    pub only_by_air: Vec<SiteIndex>,
}

impl AirService<'_> {
    /// What the service does for every unit of a network.
    #[must_use]
    pub fn transfers(&self, network: &StrokeNetwork, delays: &CareDelays) -> AirTransfers {
        let times = OpenBases::over_the_year(self.fleet, &self.availability);
        let ever_open: Vec<bool> = (0..self.fleet.bases().len())
            .map(|base| {
                times
                    .iter()
                    .any(|time| time.open[base] && time.wanted > 0.0)
            })
            .collect();
        let dido = delays.get(Delay::DoorInDoorOut);
        let by_road = Transfers::by_road(network, delays);
        let centres = self.landing_places(network);
        let worth_flying: Vec<Vec<AirTransfer>> = network
            .units()
            .iter()
            .map(|unit| self.worth_flying(unit, &centres, dido, &ever_open))
            .collect();
        let places = || worth_flying.iter().zip(0..);
        let when_it_can_fly = places()
            .map(|(flights, place)| match flights.first() {
                Some(first) => vec![first.option(1.0)],
                None => by_road.options(place).to_vec(),
            })
            .collect();
        let over_the_year = places()
            .map(|(flights, place)| {
                by_road
                    .options(place)
                    .first()
                    .map_or_else(Vec::new, |&road| self.mix(flights, road, &times))
            })
            .collect();
        let only_by_air = network
            .units()
            .iter()
            .zip(&worth_flying)
            .filter(|(unit, flights)| unit.road.is_none() && !flights.is_empty())
            .map(|(unit, _)| unit.site)
            .collect();
        AirTransfers {
            when_it_can_fly: Transfers::new(when_it_can_fly),
            over_the_year: Transfers::new(over_the_year),
            only_by_air,
            worth_flying,
        }
    }

    /// The fastest helicopter of any base that is ever open, whether worth flying or not, for the
    /// transfers of every unit that is no centre; `None` where no base can fly or a place is not
    /// known.
    #[must_use]
    pub fn soonest(
        &self,
        network: &StrokeNetwork,
        delays: &CareDelays,
    ) -> Vec<Option<AirTransfer>> {
        let dido = delays.get(Delay::DoorInDoorOut);
        let centres = self.landing_places(network);
        let open: Vec<bool> = (0..self.fleet.bases().len())
            .map(|base| (0..MONTHS).any(|month| !self.fleet.windows(base, month).is_empty()))
            .collect();
        let of = |unit: &Unit| -> Option<AirTransfer> {
            let here = self.position(unit.site).filter(|_| !unit.centre)?;
            let flights = self.fleet.outward(here).filter(|&(base, _)| open[base]);
            let flight = |(base, to_patient): (usize, Metres)| {
                let cruise = self.fleet.bases()[base].cruise;
                let onward = self.onward(here, cruise, &centres)?;
                let flight = Flight {
                    cruise,
                    to_patient,
                    to_centre: onward.distance,
                    pad_at_patient: self.pad(unit.site),
                    pad_at_centre: self.pad(onward.centre),
                };
                let chain = SecondaryTransfer::new(&flight, dido, &self.delays);
                let road = unit.road.map(|(_, time)| dido + time);
                Some(AirTransfer {
                    base,
                    centre: onward.centre,
                    chain,
                    saved: road.map(|road| road.saturating_sub(chain.door_to_door())),
                })
            };
            flights
                .filter_map(flight)
                .min_by_key(|flight| (flight.chain.door_to_door(), flight.base))
        };
        network.units().iter().map(of).collect()
    }

    /// The fastest mission from a base to a scene and on to a centre, with the base and the centre;
    /// `None` where no base or centre has a place.
    #[must_use]
    pub fn primary(
        &self,
        network: &StrokeNetwork,
        scene: LatLon,
        on_scene: TravelTime,
    ) -> Option<(usize, SiteIndex, PrimaryMission)> {
        let centres = self.landing_places(network);
        self.fleet
            .outward(scene)
            .filter_map(|(base, to_patient)| {
                let cruise = self.fleet.bases()[base].cruise;
                let onward = self.onward(scene, cruise, &centres)?;
                let flight = Flight {
                    cruise,
                    to_patient,
                    to_centre: onward.distance,
                    pad_at_patient: CapabilityStatus::Yes,
                    pad_at_centre: self.pad(onward.centre),
                };
                let mission = PrimaryMission::new(&flight, on_scene, &self.delays);
                Some((base, onward.centre, mission))
            })
            .min_by_key(|&(base, _, mission)| (mission.call_to_door(), base))
    }

    /// The transfers of a unit by every base that is worth flying, fastest first.
    ///
    /// Bases are asked from the nearest outward, until even the fastest aircraft of the fleet
    /// would come too late.
    fn worth_flying(
        &self,
        unit: &Unit,
        centres: &[(SiteIndex, LatLon)],
        dido: TravelTime,
        ever_open: &[bool],
    ) -> Vec<AirTransfer> {
        let (Some(here), Some(fastest), false) =
            (self.position(unit.site), self.fleet.fastest(), unit.centre)
        else {
            return Vec::new();
        };
        let road = unit.road.map(|(_, time)| dido + time);
        let worth = |chain: &SecondaryTransfer| {
            road.is_none_or(|road| {
                chain.door_to_door() < road && chain.door_to_door() + self.minimum_saving <= road
            })
        };
        let mut onward: Vec<(KmPerHour, Onward)> = Vec::new();
        let mut onward_at = |cruise: KmPerHour| -> Option<Onward> {
            if let Some(&(_, known)) = onward.iter().find(|(speed, _)| *speed == cruise) {
                return Some(known);
            }
            let found = self.onward(here, cruise, centres)?;
            onward.push((cruise, found));
            Some(found)
        };
        let mut flights = Vec::new();
        for (base, distance) in self.fleet.outward(here) {
            let mut chain = |cruise| {
                let onward = onward_at(cruise)?;
                let flight = Flight {
                    cruise,
                    to_patient: distance,
                    to_centre: onward.distance,
                    pad_at_patient: self.pad(unit.site),
                    pad_at_centre: self.pad(onward.centre),
                };
                let chain = SecondaryTransfer::new(&flight, dido, &self.delays);
                Some((chain, onward.centre))
            };
            if !chain(fastest).is_some_and(|(chain, _)| worth(&chain)) {
                break;
            }
            if !ever_open[base] {
                continue;
            }
            let Some((chain, centre)) = chain(self.fleet.bases()[base].cruise) else {
                continue;
            };
            if worth(&chain) {
                flights.push(AirTransfer {
                    base,
                    centre,
                    chain,
                    saved: road.map(|road| road.saturating_sub(chain.door_to_door())),
                });
            }
        }
        flights.sort_by_key(|flight| (flight.chain.door_to_door(), flight.base));
        flights
    }

    /// The centre reached first from a place at a cruise speed, road leg included.
    fn onward(
        &self,
        here: LatLon,
        cruise: KmPerHour,
        centres: &[(SiteIndex, LatLon)],
    ) -> Option<Onward> {
        centres
            .iter()
            .map(|&(centre, there)| {
                let distance = here.distance_to(there);
                let time = distance.at(cruise) + self.delays.road_leg(self.pad(centre));
                (time, centre, distance)
            })
            .min_by_key(|&(time, centre, _)| (time, centre))
            .map(|(_, centre, distance)| Onward { centre, distance })
    }

    /// A unit's options over the year: at every time the fastest open base whose aircraft is free.
    fn mix(
        &self,
        flights: &[AirTransfer],
        road: TransferOption,
        times: &[OpenBases],
    ) -> Vec<TransferOption> {
        let busy = self.availability.busy.as_f64();
        let mut shares = vec![0.0; flights.len()];
        for time in times {
            let mut left = time.flyable;
            for (share, flight) in shares.iter_mut().zip(flights) {
                if time.open[flight.base] {
                    *share += left * (1.0 - busy);
                    left *= busy;
                }
            }
        }
        let flown: f64 = shares.iter().sum();
        let by_air = flights.iter().zip(shares).filter(|&(_, share)| share > 0.0);
        let mut options: Vec<TransferOption> =
            by_air.map(|(flight, share)| flight.option(share)).collect();
        if flown < 1.0 {
            options.push(TransferOption {
                share: 1.0 - flown,
                ..road
            });
        }
        options
    }

    fn landing_places(&self, network: &StrokeNetwork) -> Vec<(SiteIndex, LatLon)> {
        let centres = network.units().iter().filter(|unit| unit.centre);
        centres
            .filter_map(|unit| Some((unit.site, self.position(unit.site)?)))
            .collect()
    }

    fn position(&self, site: SiteIndex) -> Option<LatLon> {
        *self.positions.get(site.get())?
    }

    fn pad(&self, site: SiteIndex) -> CapabilityStatus {
        self.pads.get(site.get()).copied().unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy)]
struct Onward {
    centre: SiteIndex,
    distance: Metres,
}

impl AirTransfer {
    fn option(&self, share: f64) -> TransferOption {
        TransferOption {
            share,
            mode: Mode::Air(self.base),
            centre: self.centre,
            door_to_door: self.chain.door_to_door(),
        }
    }
}

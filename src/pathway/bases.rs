use super::network::StrokeNetwork;
use super::with_air::AirService;
use crate::care::{CareDelays, Delay};
use crate::flight::{Availability, FlyingHours};
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix, UnreachableRule, to_time};
use crate::optimise::{Budget, LocationProblem, NoSolution, p_median};
use crate::units::{Demand, DemandMinutes};

/// Where to base helicopters: a p-median whose demand points are the units that transfer, whose
/// sites are the bases, and whose times are from door to door by the soonest of road and that
/// base's helicopter, whenever it can fly.
#[derive(Debug, Clone)]
pub struct BaseSiting {
    /// From every unit that is no centre (an origin, in the order of [`BaseSiting::units`]) by the
    /// soonest of road and a base's helicopter (a site, by its number in the fleet).
    pub times: TravelTimeMatrix,
    /// The units.
    pub units: Vec<SiteIndex>,
    /// Their transfers in a year.
    pub transfers: Vec<Demand>,
}

/// A set of bases, and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseChoice {
    /// Bases, by their numbers in the fleet.
    pub bases: Vec<usize>,
    /// Transfers that reach no centre by road or by any of these bases.
    pub unreached: Demand,
    /// Transfers × time from door to door of the others.
    pub total: DemandMinutes,
}

impl BaseSiting {
    /// The largest number of bases that a study's tables tell the best choice of.
    pub const TOLD: usize = 5;

    /// The problem of these bases and this many transfers a year of every unit, by its place in
    /// [`StrokeNetwork::units`].
    ///
    /// # Panics
    ///
    /// There are more than 2¹⁶ bases.
    #[must_use]
    pub fn new(
        network: &StrokeNetwork,
        service: &AirService,
        delays: &CareDelays,
        transfers_of: &[Demand],
    ) -> Self {
        let origins: Vec<usize> = (0..network.units().len())
            .filter(|&place| !network.units()[place].centre)
            .collect();
        let bases = service.fleet.bases().len();
        let mut times = TravelTimeMatrix::unreachable(origins.len(), bases);
        let open = service.fleet.with_hours(FlyingHours::Always);
        let dido = delays.get(Delay::DoorInDoorOut);
        let always = AirService {
            fleet: &open,
            availability: Availability::perfect(),
            ..service.clone()
        }
        .transfers(network, delays);
        for (origin, &place) in (0..).zip(&origins) {
            let road = network.units()[place].road.map(|(_, time)| dido + time);
            for base in 0..bases {
                let flights = always.worth_flying[place].iter();
                let flight = flights.clone().find(|flight| flight.base == base);
                let time = flight.map(|flight| flight.chain.door_to_door()).or(road);
                let site = u16::try_from(base).expect("at most 2¹⁶ bases");
                times.set(PointIndex(origin), SiteIndex(site), time);
            }
        }
        Self {
            times,
            units: origins
                .iter()
                .map(|&place| network.units()[place].site)
                .collect(),
            transfers: origins
                .iter()
                .map(|&place| transfers_of.get(place).copied().unwrap_or_default())
                .collect(),
        }
    }

    /// What a set of bases is worth.
    ///
    /// # Panics
    ///
    /// There is no such base.
    #[must_use]
    pub fn value(&self, bases: &[usize]) -> BaseChoice {
        let columns: Vec<&[u32]> = bases
            .iter()
            .map(|&base| {
                self.times
                    .column(SiteIndex(u16::try_from(base).unwrap_or(u16::MAX)))
            })
            .collect();
        let (mut unreached, mut total) = (Demand::ZERO, DemandMinutes::ZERO);
        for (origin, &transfers) in self.transfers.iter().enumerate() {
            let soonest = columns.iter().map(|column| column[origin]).min();
            match soonest.and_then(to_time) {
                Some(time) => total += transfers.times(time),
                None => unreached += transfers,
            }
        }
        BaseChoice {
            bases: bases.to_vec(),
            unreached,
            total,
        }
    }

    /// What the road alone is worth, as a set without a base.
    #[must_use]
    pub fn by_road(&self, network: &StrokeNetwork, delays: &CareDelays) -> BaseChoice {
        let dido = delays.get(Delay::DoorInDoorOut);
        let (mut unreached, mut total) = (Demand::ZERO, DemandMinutes::ZERO);
        for (&unit, &transfers) in self.units.iter().zip(&self.transfers) {
            let place = network.place_of(unit);
            match place.and_then(|place| network.units()[place].road) {
                Some((_, time)) => total += transfers.times(dido + time),
                None => unreached += transfers,
            }
        }
        BaseChoice {
            bases: Vec::new(),
            unreached,
            total,
        }
    }

    /// The best set of `count` bases, proven: fewest unreached, then least total. `None` for no
    /// base, or for more than there are.
    #[must_use]
    pub fn best(&self, count: usize) -> Option<BaseChoice> {
        let problem = LocationProblem::try_new(&self.times, &self.transfers)
            .ok()?
            .with_unreachable(UnreachableRule::Strict)
            .ok()?;
        let bases: Vec<usize> = match p_median(&problem, count, Budget::default()) {
            Ok(found) => found.sites.iter().map(|base| base.get()).collect(),
            // Where nothing can be won, any bases are as good.
            Err(NoSolution::NoRoute | NoSolution::NoDemand) if count <= self.times.sites() => {
                (0..count).collect()
            }
            Err(_) => return None,
        };
        Some(self.value(&bases))
    }
}

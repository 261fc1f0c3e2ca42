use super::network::{NO_WAY, StrokeNetwork};
use super::route::{Pathway, PathwayTimes, Step, Walk};
use super::transfer::{Mode, Transfers};
use super::with_air::{AirTransfer, AirTransfers};
use crate::care::{CareDelays, MissionCost};
use crate::model::SiteIndex;
use crate::outcome::{Expected, Population};
use crate::units::{Demand, Minutes};
use rayon::prelude::*;
use std::ops::Add;

/// Demand points that one task adds up.
const BLOCK: usize = 2_048;

/// What a helicopter service does for one unit's transfers.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitGain {
    /// The unit.
    pub unit: SiteIndex,
    /// Its transfers for MT in a year.
    pub transfers: Demand,
    /// By road: the centre and the time from door to door; `None` where there is no road.
    pub road: Option<(SiteIndex, Minutes)>,
    /// By the soonest base's helicopter, where that is worth flying.
    pub air: Option<AirTransfer>,
    /// Share of the year's transfers that fly, 0 to 1.
    pub flown_share: f64,
    /// Minutes saved over the year in the mean of all the unit's transfers, flown or not.
    pub mean_saved: f64,
}

/// What a helicopter service changes in a year, beside the same transfers by road.
#[derive(Debug, Clone, PartialEq)]
pub struct HelicopterEffect {
    /// The units that transfer, in the order of the network.
    pub units: Vec<UnitGain>,
    /// All transfers for MT in a year.
    pub transfers: Demand,
    /// Missions in a year: the transfers that fly.
    pub flown: f64,
    /// Minutes saved in a year, all missions together.
    pub minutes_saved: f64,
    /// How much the missions save.
    pub distribution: GainDistribution,
    /// Demand points that are sent to a unit whose transfers gain, when it can fly.
    pub areas_that_gain: usize,
    /// Their demand.
    pub demand_that_gains: Demand,
    /// What the year's missions change in the patients' outcome, added up.
    pub gained: Expected,
    /// What they cost in a year, in pounds.
    pub cost: f64,
}

impl HelicopterEffect {
    /// Compares a service over the year with the road, for the patients of a pathway's `times`.
    ///
    /// Those who are transferred are the share of admissions that `population` gives MT.
    #[must_use]
    pub fn measure(
        network: &StrokeNetwork,
        demand: &[Demand],
        times: &PathwayTimes,
        delays: &CareDelays,
        air: &AirTransfers,
        population: &Population,
        cost: MissionCost,
    ) -> Self {
        let road = Transfers::by_road(network, delays);
        let eligible = population.mt_share();
        let by_road = Walk::new(network, Pathway::DripAndShip, delays, &road);
        let by_air = Walk::new(network, Pathway::DripAndShip, delays, &air.over_the_year);
        let mut admissions = vec![Demand::ZERO; network.units().len()];
        let (mut areas_that_gain, mut demand_that_gains) = (0, Demand::ZERO);
        for (step, &demand) in times.steps.iter().zip(demand) {
            if !step.direct && step.ivt != NO_WAY {
                let place = usize::from(step.first);
                admissions[place] += demand;
                if !air.worth_flying[place].is_empty() {
                    areas_that_gain += 1;
                    demand_that_gains += demand;
                }
            }
        }
        let flies: Vec<bool> = (0..network.units().len())
            .map(|place| air.over_the_year.flown(place) > 0.0)
            .collect();
        let change = |(steps, demand): (&[Step], &[Demand])| {
            let patients = steps.iter().zip(demand);
            patients
                .filter(|(step, _)| {
                    !step.direct && step.ivt != NO_WAY && flies[usize::from(step.first)]
                })
                .fold(Expected::default(), |sum, (step, demand)| {
                    let by_air = by_air.expected_of_mt(step, population);
                    sum + (by_air - by_road.expected_of_mt(step, population)) * demand.as_f64()
                })
        };
        // Blocks of a fixed size, folded in their order: the sum does not depend on the threads.
        let changes: Vec<Expected> = times
            .steps
            .par_chunks(BLOCK)
            .zip(demand.par_chunks(BLOCK))
            .map(change)
            .collect();
        let gained = changes.into_iter().fold(Expected::default(), Expected::add);
        let units: Vec<UnitGain> = network
            .units()
            .iter()
            .enumerate()
            .filter(|(_, unit)| !unit.centre)
            .map(|(place, unit)| UnitGain {
                unit: unit.site,
                transfers: eligible_part(admissions[place], eligible),
                road: road
                    .options(place)
                    .first()
                    .map(|option| (option.centre, option.door_to_door)),
                air: air.worth_flying[place].first().copied(),
                flown_share: air.over_the_year.flown(place),
                mean_saved: mean_saved(&road, &air.over_the_year, place),
            })
            .collect();
        let flown = units
            .iter()
            .map(|unit| unit.transfers.as_f64() * unit.flown_share)
            .sum();
        Self {
            transfers: units.iter().map(|unit| unit.transfers).sum(),
            flown,
            minutes_saved: units
                .iter()
                .map(|unit| unit.transfers.as_f64() * unit.mean_saved)
                .sum(),
            distribution: GainDistribution::of(network, &units, &road, &air.over_the_year),
            areas_that_gain,
            demand_that_gains,
            gained,
            cost: flown * cost.pounds(),
            units,
        }
    }

    /// Units that have transfers and gain, when it can fly.
    pub fn units_that_gain(&self) -> impl Iterator<Item = &UnitGain> {
        let gains = |unit: &&UnitGain| unit.air.is_some() && unit.transfers > Demand::ZERO;
        self.units.iter().filter(gains)
    }

    /// Minutes saved by a mission, in the mean; `None` without one.
    #[must_use]
    pub fn mean_saved_flown(&self) -> Option<f64> {
        (self.flown > 0.0).then(|| self.minutes_saved / self.flown)
    }

    /// Pounds for a minute saved; `None` where none is.
    #[must_use]
    pub fn pounds_per_minute(&self) -> Option<f64> {
        (self.minutes_saved > 0.0).then(|| self.cost / self.minutes_saved)
    }

    /// Pounds for a QALY; `None` where none is gained.
    #[must_use]
    pub fn pounds_per_qaly(&self) -> Option<f64> {
        (self.gained.qalys > 0.0).then(|| self.cost / self.gained.qalys)
    }
}

/// How much each of the year's missions saves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GainDistribution {
    /// Time saved, ascending, and the missions a year that save it.
    pub missions: Vec<(Minutes, f64)>,
}

impl GainDistribution {
    fn of(
        network: &StrokeNetwork,
        units: &[UnitGain],
        road: &Transfers,
        over_the_year: &Transfers,
    ) -> Self {
        let mut missions = Vec::new();
        for unit in units {
            let Some(place) = network.place_of(unit.unit) else {
                continue;
            };
            let Some(by_road) = road.mean(place) else {
                continue;
            };
            for option in over_the_year.options(place) {
                let missions_a_year = unit.transfers.as_f64() * option.share;
                if matches!(option.mode, Mode::Air(_)) && missions_a_year > 0.0 {
                    let saved = by_road.saturating_sub(option.door_to_door);
                    missions.push((saved, missions_a_year));
                }
            }
        }
        missions.sort_by_key(|&(saved, _)| saved);
        Self { missions }
    }

    /// Missions a year that save at least `saved`.
    #[must_use]
    pub fn at_least(&self, saved: Minutes) -> f64 {
        let enough = self
            .missions
            .iter()
            .filter(|&&(minutes, _)| minutes >= saved);
        enough.map(|&(_, missions)| missions).sum()
    }

    /// The saving that `part` (0 to 1) of the missions do not exceed; `None` without a mission.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<Minutes> {
        let wanted = part * self.at_least(Minutes::ZERO);
        let mut counted = 0.0;
        for &(saved, missions) in &self.missions {
            counted += missions;
            if counted >= wanted - 1e-9 {
                return Some(saved);
            }
        }
        self.missions.last().map(|&(saved, _)| saved)
    }
}

fn mean_saved(road: &Transfers, air: &Transfers, place: usize) -> f64 {
    let Some(by_road) = road.mean(place) else {
        return 0.0;
    };
    let saved = |door_to_door: Minutes| by_road.saturating_sub(door_to_door).as_f64();
    let options = air.options(place).iter();
    options
        .map(|option| option.share * saved(option.door_to_door))
        .sum()
}

fn eligible_part(demand: Demand, share: f64) -> Demand {
    Demand::try_new(demand.as_f64() * share).unwrap_or(demand)
}

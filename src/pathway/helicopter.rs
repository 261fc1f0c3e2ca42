use super::network::{StrokeNetwork, UNREACHABLE};
use super::route::Step;
use super::times::PathwayTimes;
use super::transfer::{Mode, Transfers};
use super::walk::Walk;
use super::with_air::{AirTransfer, AirTransfers};
use crate::care::CareDelays;
use crate::flight::MissionCost;
use crate::model::SiteIndex;
use crate::outcome::{Expected, Population};
use crate::units::{Demand, DemandMinutes, TravelTime};
use rayon::prelude::*;
use std::ops::Add;

/// Demand points that one task adds up.
const BLOCK: usize = 2_048;

/// What a helicopter service does for one unit's transfers.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitGain {
    /// The unit.
    pub unit: SiteIndex,
    /// Its transfers for MT in a year: of those who come to MT in time by the way they go.
    pub transfers: Demand,
    /// By road: the centre and the time from door to door; `None` where there is no road.
    pub road: Option<(SiteIndex, TravelTime)>,
    /// By the fastest base's helicopter, where that is worth flying.
    pub air: Option<AirTransfer>,
    /// Share of the year's transfers that fly, 0 to 1.
    pub flown_share: f64,
    /// Minutes saved over the year in the mean of all the unit's transfers, flown or not.
    pub mean_saved: f64,
    /// Minutes saved in the mean over the year by any journey from here, whether or not it ends in
    /// time.
    pub journey_saved: f64,
    /// What a flight saves, and how many flights of a year do.
    missions: Vec<(TravelTime, f64)>,
}

/// What a helicopter service changes in a year, compared with the same transfers by road.
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
    /// What they cost in a year, in the currency of a mission's cost; `None` where that is not known.
    pub cost: Option<f64>,
    /// Mean minutes from onset to MT over the year, of everybody who has it in time; `None` for an
    /// empty group.
    pub mt_mean: Option<f64>,
    /// Demand that comes to MT in time over the year.
    pub in_time: Demand,
}

impl HelicopterEffect {
    /// Compares a service over the year with the road, for the patients of a pathway's `times`.
    ///
    /// Those who are transferred are the share of admissions that `population` gives MT, where the
    /// way of transfer brings them to it in time: a flight can, where the road does not.
    #[must_use]
    pub fn measure(
        network: &StrokeNetwork,
        demand: &[Demand],
        times: &PathwayTimes,
        delays: &CareDelays,
        air: &AirTransfers,
        population: &Population,
        cost: Option<MissionCost>,
    ) -> Self {
        let road = Transfers::by_road(network, delays);
        let eligible = population.mt_share();
        let by_road = Walk::new(network, delays, &road);
        let by_air = Walk::new(network, delays, &air.over_the_year);
        let cut_off = population.mt_cut_off();
        let mut in_time: Vec<Vec<Demand>> = (0..network.units().len())
            .map(|place| vec![Demand::ZERO; air.over_the_year.options(place).len()])
            .collect();
        let (mut areas_that_gain, mut demand_that_gains) = (0, Demand::ZERO);
        let (mut mt, mut to_mt) = (DemandMinutes::ZERO, Demand::ZERO);
        for (step, &demand) in times.steps.iter().zip(demand) {
            if step.ivt == UNREACHABLE {
                continue;
            }
            let place = usize::from(step.first);
            if !step.direct && !air.worth_flying[place].is_empty() {
                areas_that_gain += 1;
                demand_that_gains += demand;
            }
            let step = by_air.transferred(step);
            air.over_the_year
                .arrivals(&step, demand, |option, part, time| {
                    if time > cut_off {
                        return;
                    }
                    mt += part.times(time);
                    to_mt += part;
                    if !step.direct {
                        in_time[place][option] += part;
                    }
                });
        }
        let flies: Vec<bool> = (0..network.units().len())
            .map(|place| air.over_the_year.flown(place) > 0.0)
            .collect();
        let change = |(steps, demand): (&[Step], &[Demand])| {
            let patients = steps.iter().zip(demand);
            patients
                .filter(|(step, _)| {
                    !step.direct && step.ivt != UNREACHABLE && flies[usize::from(step.first)]
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
            .map(|(place, unit)| {
                let year = Year::new(&road, &air.over_the_year, place, &in_time[place], eligible);
                UnitGain {
                    unit: unit.site,
                    transfers: year.transfers,
                    road: road
                        .options(place)
                        .first()
                        .map(|option| (option.centre, option.door_to_door)),
                    air: air.worth_flying[place].first().copied(),
                    flown_share: year.flown_share,
                    mean_saved: year.mean_saved,
                    journey_saved: journey_saved(&road, &air.over_the_year, place),
                    missions: year.missions,
                }
            })
            .collect();
        let flown = units
            .iter()
            .map(|unit| unit.transfers.as_f64() * unit.flown_share)
            .fold(0.0, f64::add);
        Self {
            transfers: units.iter().map(|unit| unit.transfers).sum(),
            flown,
            minutes_saved: units
                .iter()
                .map(|unit| unit.transfers.as_f64() * unit.mean_saved)
                .fold(0.0, f64::add),
            distribution: GainDistribution::new(&units),
            areas_that_gain,
            demand_that_gains,
            gained,
            cost: cost.map(|cost| flown * cost.amount()),
            mt_mean: mt.mean_over(to_mt),
            in_time: to_mt,
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

    /// Cost per minute saved; `None` where none is saved, or the cost is not known.
    #[must_use]
    pub fn cost_per_minute(&self) -> Option<f64> {
        Some(self.cost? / self.minutes_saved).filter(|_| self.minutes_saved > 0.0)
    }

    /// Cost per QALY gained; `None` where none is gained, or the cost is not known.
    #[must_use]
    pub fn cost_per_qaly(&self) -> Option<f64> {
        Some(self.cost? / self.gained.qalys).filter(|_| self.gained.qalys > 0.0)
    }
}

/// How much each of the year's missions saves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GainDistribution {
    /// Time saved, ascending, and the missions a year that save it.
    pub missions: Vec<(TravelTime, f64)>,
}

impl GainDistribution {
    fn new(units: &[UnitGain]) -> Self {
        let missions = units.iter().flat_map(|unit| &unit.missions);
        let mut missions: Vec<(TravelTime, f64)> = missions.copied().collect();
        missions.sort_by_key(|&(saved, _)| saved);
        Self { missions }
    }

    /// Missions a year that save at least `saved`.
    #[must_use]
    pub fn at_least(&self, saved: TravelTime) -> f64 {
        let enough = self
            .missions
            .iter()
            .filter(|&&(minutes, _)| minutes >= saved);
        enough.map(|&(_, missions)| missions).fold(0.0, f64::add)
    }

    /// The saving that `part` (0 to 1) of the missions do not exceed; `None` without a mission.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<TravelTime> {
        let wanted = part * self.at_least(TravelTime::ZERO);
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

fn journey_saved(road: &Transfers, air: &Transfers, place: usize) -> f64 {
    let Some(by_road) = road.mean(place) else {
        return 0.0;
    };
    let saved = |door_to_door: TravelTime| by_road.saturating_sub(door_to_door).as_f64();
    let options = air.options(place).iter();
    options
        .map(|option| option.share * saved(option.door_to_door))
        .sum()
}

/// A year of one unit's transfers.
struct Year {
    transfers: Demand,
    flown_share: f64,
    mean_saved: f64,
    missions: Vec<(TravelTime, f64)>,
}

impl Year {
    /// Of the demand that comes to MT in time by each option, of whom a share is `eligible`.
    fn new(
        road: &Transfers,
        over_the_year: &Transfers,
        place: usize,
        in_time: &[Demand],
        eligible: f64,
    ) -> Self {
        let all: Demand = in_time.iter().copied().sum();
        let transfers = Demand::try_new(all.as_f64() * eligible).unwrap_or(all);
        let mut year = Self {
            transfers,
            flown_share: 0.0,
            mean_saved: 0.0,
            missions: Vec::new(),
        };
        if transfers == Demand::ZERO {
            return year;
        }
        let by_road = road.mean(place);
        for (option, &demand) in over_the_year.options(place).iter().zip(in_time) {
            if !matches!(option.mode, Mode::Air(_)) || demand == Demand::ZERO {
                continue;
            }
            let share = demand.as_f64() / all.as_f64();
            year.flown_share += share;
            if let Some(by_road) = by_road {
                let saved = by_road.saturating_sub(option.door_to_door);
                year.mean_saved += share * saved.as_f64();
                year.missions.push((saved, transfers.as_f64() * share));
            }
        }
        year
    }
}

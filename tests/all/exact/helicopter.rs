//! Every column of the tables of helicopters: flights in whole milliseconds, the shares of the year minute
//! by minute, the best bases by trying all sets.

use super::Found;
use super::expected::Expected;
use super::helicopter_study::helicopter_study;
use super::helicopter_tables::check;
use super::pathway::PathwayStudy;
use super::places::{distance, to_second};
use super::sun::Light;

/// A study with positions, bases and scenarios.
#[derive(Clone)]
pub(crate) struct HelicopterStudy {
    pub(crate) with_pathway: PathwayStudy,
    pub(crate) bases: Vec<Base>,
    /// Whether each site counts as one with a pad.
    pub(crate) has_pad: Vec<bool>,
    pub(crate) delays: AirDelays,
    pub(crate) minimum_saving: i128,
    /// By month: the share of missions that the weather allows.
    pub(crate) flyable: [f64; 12],
    /// Whether what may be daylight is taken for it.
    pub(crate) at_most: bool,
    /// By hour.
    pub(crate) arrivals: Vec<f64>,
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) mission_cost: Option<f64>,
}

#[derive(Clone)]
pub(crate) struct Base {
    pub(crate) place: [f64; 2],
    pub(crate) kmh: f64,
    pub(crate) hours: Hours,
    pub(crate) light: Light,
}

#[derive(Clone)]
pub(crate) struct Scenario {
    /// As the study has it.
    pub(crate) hours: &'static str,
    pub(crate) busy: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hours {
    Never,
    /// From a minute of the day to another, which may be on the next day.
    Between(usize, usize),
    Daylight,
}

#[derive(Clone)]
pub(crate) struct AirDelays {
    pub(crate) climb: i128,
    pub(crate) lift_off: i128,
    pub(crate) loading: i128,
    pub(crate) notice: i128,
    pub(crate) road_leg: i128,
    pub(crate) unloading: i128,
}

/// A transfer by the helicopter of one base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Flight {
    /// From the door of the unit to that of the centre.
    pub(crate) door_to_door: i128,
    pub(crate) base: usize,
    pub(crate) centre: usize,
}

/// The transfers of one unit in one scenario.
pub(crate) struct OfUnit {
    /// From door to door, and the centre.
    pub(crate) road: Option<(i128, usize)>,
    /// The fastest flight of all bases, worth flying or not.
    pub(crate) fastest: Option<Flight>,
    /// Those worth flying, the fastest first.
    pub(crate) worth_flying: Vec<Flight>,
    /// Over the year: shares with the times from door to door, those by air first.
    pub(crate) year: Vec<(f64, i128, bool)>,
}

pub(crate) const HOURS: [(&str, Hours); 6] = [
    ("24/7", Hours::Between(0, 1440)),
    ("never", Hours::Never),
    ("07:00-21:30", Hours::Between(420, 1290)),
    ("22:15-06:00", Hours::Between(1335, 360)),
    ("10:00-18:45", Hours::Between(600, 1125)),
    ("daylight", Hours::Daylight),
];
const DAYS: [i32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl HelicopterStudy {
    /// When a base flies in a scenario.
    fn hours(&self, scenario: usize, base: usize) -> Hours {
        let hours = self.scenarios[scenario].hours;
        let all = HOURS.iter().find(|(name, _)| *name == hours);
        all.map_or(self.bases[base].hours, |&(_, hours)| hours)
    }

    /// Whether a base flies in a scenario in a minute of the day.
    fn is_open(&self, scenario: usize, base: usize, month: usize, minute: usize) -> bool {
        match self.hours(scenario, base) {
            Hours::Never => false,
            Hours::Between(from, to) if from < to => (from..to).contains(&minute),
            Hours::Between(from, to) => minute >= from || minute < to,
            Hours::Daylight => self.bases[base].light.is_up(self.at_most, month, minute),
        }
    }

    /// Whether some base flies at some time in a scenario.
    pub(crate) fn flies(&self, scenario: usize) -> bool {
        let bases = 0..self.bases.len();
        let mut hours = bases.map(|base| self.hours(scenario, base));
        hours.any(|hours| hours != Hours::Never)
    }

    fn leg(&self, from: [f64; 2], to: [f64; 2], kmh: f64) -> i128 {
        to_second(distance(from, to) / 1_000.0 / kmh * 60.0) + self.delays.climb
    }

    /// From the door of a unit to that of the centre which this helicopter reaches first.
    pub(crate) fn flight(&self, layout: usize, unit: usize, base: usize) -> Flight {
        let from = &self.bases[base];
        let here = self.with_pathway.places.sites[unit];
        let pad_leg = |site: usize| {
            if self.has_pad[site] {
                0
            } else {
                self.delays.road_leg
            }
        };
        let in_out = self.with_pathway.delays.in_out;
        let notified = (in_out - self.delays.notice).max(0);
        let landed = notified + self.delays.lift_off + self.leg(from.place, here, from.kmh);
        let ready = in_out + pad_leg(unit);
        let departure = landed.max(ready) + self.delays.loading;
        let centres = self.with_pathway.study.layouts[layout].iter();
        let (onward, centre) = centres
            .map(|&centre| {
                let flight = self.leg(here, self.with_pathway.places.sites[centre], from.kmh);
                (flight + pad_leg(centre), centre)
            })
            .min()
            .expect("a centre");
        Flight {
            door_to_door: departure + onward + self.delays.unloading,
            base,
            centre,
        }
    }

    pub(crate) fn road(&self, layout: usize, unit: usize) -> Option<(i128, usize)> {
        let (time, centre) = self.with_pathway.transfer(layout, unit)?;
        Some((self.with_pathway.delays.in_out + time, centre))
    }

    pub(crate) fn is_worth_flying(&self, flight: &Flight, road: Option<(i128, usize)>) -> bool {
        road.is_none_or(|(road, _)| {
            let saved = road - flight.door_to_door;
            saved > 0 && saved >= self.minimum_saving
        })
    }

    pub(crate) fn of_unit(&self, layout: usize, scenario: usize, unit: usize) -> OfUnit {
        let road = self.road(layout, unit);
        let flies = |base: &usize| self.hours(scenario, *base) != Hours::Never;
        let flights = (0..self.bases.len()).filter(flies);
        let mut flights: Vec<Flight> = flights
            .map(|base| self.flight(layout, unit, base))
            .collect();
        flights.sort_unstable();
        let fastest = flights.first().copied();
        flights.retain(|flight| self.is_worth_flying(flight, road));
        let shares = self.shares(scenario, &flights);
        let mut year = Vec::new();
        if let Some((by_road, _)) = road {
            let flown: f64 = shares.iter().sum();
            let by_air = flights.iter().zip(shares);
            year.extend(by_air.map(|(flight, share)| (share, flight.door_to_door, true)));
            year.push((1.0 - flown, by_road, false));
        }
        OfUnit {
            road,
            fastest,
            worth_flying: flights,
            year,
        }
    }

    /// Of the year's transfers, those that each of these flights takes: minute by minute, by the first that
    /// is open and free.
    fn shares(&self, scenario: usize, flights: &[Flight]) -> Vec<f64> {
        let mut shares = vec![0.0; flights.len()];
        let all: f64 = self.arrivals.iter().sum();
        let busy = self.scenarios[scenario].busy;
        let mut of_days = |month: usize, days: f64| {
            for minute in 0..1440 {
                let mut left = self.arrivals[minute / 60] / all / 60.0 * days;
                for (share, flight) in shares.iter_mut().zip(flights) {
                    if self.is_open(scenario, flight.base, month, minute) {
                        *share += left * (1.0 - busy);
                        left *= busy;
                    }
                }
            }
        };
        let months = DAYS.iter().zip(&self.flyable);
        let days = months.map(|(&days, share)| f64::from(days) * share / 365.0);
        let mut bases = flights.iter().map(|flight| flight.base);
        if bases.any(|base| self.hours(scenario, base) == Hours::Daylight) {
            days.enumerate()
                .for_each(|(month, days)| of_days(month, days));
        } else {
            of_days(0, days.sum());
        }
        shares
    }

    /// To the base that is nearest, in metres.
    pub(crate) fn nearest_base(&self, site: usize) -> f64 {
        let bases = self.bases.iter();
        bases
            .map(|base| distance(base.place, self.with_pathway.places.sites[site]))
            .fold(f64::INFINITY, f64::min)
    }

    /// A transfer by air over a distance between hospitals, from a base that is so far away.
    pub(crate) fn over(&self, from_base: f64, between: f64, kmh: f64, pads: bool) -> i128 {
        let road_leg = if pads { 0 } else { self.delays.road_leg };
        let in_out = self.with_pathway.delays.in_out;
        let fly = |metres: f64| to_second(metres / 1_000.0 / kmh * 60.0) + self.delays.climb;
        let notified = (in_out - self.delays.notice).max(0);
        let landed = notified + self.delays.lift_off + fly(from_base);
        let departure = landed.max(in_out + road_leg) + self.delays.loading;
        departure + fly(between) + self.delays.unloading + road_leg
    }
}

/// Compares one study, if all of it can be told.
pub(super) fn compared(seed: u64) -> Option<Found> {
    let study = helicopter_study(seed);
    if !study.with_pathway.can_be_told() {
        return None;
    }
    let found = Found::new(&study.with_pathway.study, seed);
    let expected = Expected::new(&study.with_pathway.study);
    check(&study, &expected, &found);
    Some(found)
}

/// Compares studies, and returns how many there were of which all could be told.
fn studies(seeds: std::ops::Range<u64>) -> usize {
    seeds.filter_map(compared).count()
}

#[test]
fn every_column_of_helicopters_is_the_exact_number() {
    assert!(studies(0..30) > 25);
}

#[test]
#[ignore = "600 studies take some minutes"]
fn every_column_of_helicopters_of_600_runs_is_the_exact_number() {
    println!("{} studies", studies(1_000..1_600));
}

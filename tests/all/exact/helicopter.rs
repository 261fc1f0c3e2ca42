//! Every column of the tables of helicopters: flights in whole milliseconds, the shares of the year minute
//! by minute, the best bases by trying all sets.

use super::expected::Expected;
use super::helicopter_tables::check;
use super::pathway::PathwayStudy;
use super::random_study::{MINUTE, Random, cell};
use super::run;
use std::fmt::Write as _;

pub(crate) const SECOND: i128 = 1_000;

/// A study with positions, bases and scenarios.
pub(crate) struct HelicopterStudy {
    pub(crate) with_pathway: PathwayStudy,
    /// Degrees of latitude and longitude, by site.
    sites: Vec<[f64; 2]>,
    pub(crate) bases: Vec<Base>,
    /// Whether each site counts as one with a pad.
    has_pad: Vec<bool>,
    delays: AirDelays,
    minimum_saving: i128,
    /// The year's mean share of missions that the weather allows.
    flyable: f64,
    /// By hour.
    arrivals: Vec<f64>,
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) mission_cost: Option<f64>,
}

pub(crate) struct Base {
    pub(crate) place: [f64; 2],
    pub(crate) kmh: f64,
    /// Minutes of the day.
    hours: Hours,
}

pub(crate) struct Scenario {
    /// As the study has it.
    pub(crate) hours: &'static str,
    busy: f64,
}

/// From a minute of the day to another, which may be on the next day; `None` for never.
type Hours = Option<(usize, usize)>;

struct AirDelays {
    climb: i128,
    lift_off: i128,
    loading: i128,
    notice: i128,
    road_leg: i128,
    unloading: i128,
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

const HOURS: [(&str, Hours); 5] = [
    ("24/7", Some((0, 1440))),
    ("never", None),
    ("07:00-21:30", Some((420, 1290))),
    ("22:15-06:00", Some((1335, 360))),
    ("10:00-18:45", Some((600, 1125))),
];
const TYPES: [(&str, f64); 5] = [
    ("H145", 225.0),
    ("EC135", 254.0),
    ("H135", 254.0),
    ("AW169", 269.0),
    ("", 225.0),
];
const DAYS: [i32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A number of degrees with three decimals, which is what is written.
fn degrees(random: &mut Random, least: f64, span: u32) -> f64 {
    let part = u32::try_from(random.below(u64::from(span) * 1_000)).expect("small");
    let found = least + f64::from(part) / 1_000.0;
    (found * 1_000.0).round() / 1_000.0
}

fn is_open(hours: Hours, minute: usize) -> bool {
    hours.is_some_and(|(from, to)| {
        if from < to {
            (from..to).contains(&minute)
        } else {
            minute >= from || minute < to
        }
    })
}

/// Great-circle distance in metres on the sphere of the IUGG's mean radius.
pub(crate) fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [la, oa, lb, ob] = [a[0], a[1], b[0], b[1]].map(f64::to_radians);
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let part = half(lb - la) + la.cos() * lb.cos() * half(ob - oa);
    2.0 * 6_371_008.8 * part.sqrt().asin()
}

/// Milliseconds, to the nearest second.
#[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
pub(crate) fn to_second(minutes: f64) -> i128 {
    (minutes * 60.0).round() as i128 * SECOND
}

impl HelicopterStudy {
    #[expect(clippy::too_many_lines, reason = "a list of what is drawn and written")]
    pub(crate) fn new(seed: u64) -> Self {
        let mut study = PathwayStudy::new(seed);
        let mut random = Random::new(seed ^ 0xA1);
        let (sites, wide) = (study.study.sites, 1 + random.below(2));
        let wide = u32::try_from(wide).expect("small");
        let places: Vec<[f64; 2]> = (0..sites)
            .map(|_| {
                let lat = degrees(&mut random, 51.3, wide);
                [lat, degrees(&mut random, -2.3, wide)]
            })
            .collect();
        let pads: Vec<&str> = (0..sites)
            .map(|_| ["yes", "no", "unknown"][random.size(3)])
            .collect();
        let unknown_is_pad = random.below(2) == 0;
        let has_pad = pads
            .iter()
            .map(|&pad| pad == "yes" || (pad == "unknown" && unknown_is_pad));
        let one_speed = (random.below(3) == 0).then_some(240.0);
        let mut table = "id,name,lat,lon,aircraft,hours\n".to_owned();
        let mut bases: Vec<Base> = Vec::new();
        for number in 0..=random.size(4) {
            // Some are where another is.
            let place = match bases.last() {
                Some(last) if random.below(4) == 0 => last.place,
                _ => {
                    // One far from every hospital is refused.
                    let [lat, lon] = places[random.size(sites as u64)];
                    let lat = degrees(&mut random, lat - 0.5, 1);
                    [lat, degrees(&mut random, lon - 0.5, 1)]
                }
            };
            let (aircraft, kmh) = TYPES[random.size(5)];
            let (listed, hours) = HOURS[random.size(5)];
            // Hours that are not listed are those of `unlisted_hours`.
            let (listed, hours) = match random.below(3) {
                0 => ("", HOURS[4].1),
                _ => (listed, hours),
            };
            let [lat, lon] = place;
            let _ = writeln!(
                table,
                "B{number},Base {number},{lat:.3},{lon:.3},{aircraft},{listed}"
            );
            bases.push(Base {
                place,
                kmh: one_speed.unwrap_or(kmh),
                hours,
            });
        }
        let delay =
            |random: &mut Random, most: u64| i128::from(random.below(most * 100)) * MINUTE / 100;
        let delays = AirDelays {
            climb: delay(&mut random, 10),
            lift_off: delay(&mut random, 10),
            loading: delay(&mut random, 15),
            notice: delay(&mut random, 60),
            road_leg: delay(&mut random, 15),
            unloading: delay(&mut random, 10),
        };
        let minimum_saving = [0, 0, 5 * MINUTE, 20 * MINUTE][random.size(4)];
        let percent = |random: &mut Random, least: u64| {
            let percent = least + random.below(101 - least);
            f64::from(u32::try_from(percent).expect("small")) / 100.0
        };
        let months: Vec<f64> = if random.below(2) == 0 {
            vec![percent(&mut random, 50); 12]
        } else {
            (0..12).map(|_| percent(&mut random, 40)).collect()
        };
        let days = DAYS.iter().zip(&months);
        let flyable = days
            .map(|(&days, share)| f64::from(days) * share / 365.0)
            .sum();
        let arrivals: Vec<f64> = if random.below(2) == 0 {
            vec![1.0; 24]
        } else {
            (0..24).map(|_| [1.0, 2.0, 0.5][random.size(3)]).collect()
        };
        let mission_cost = (random.below(2) == 0).then_some(3_100.0);
        let mut scenarios = vec![Scenario {
            hours: "listed",
            busy: percent(&mut random, 0) / 2.0,
        }];
        for _ in 0..random.below(3) {
            scenarios.push(Scenario {
                hours: HOURS[random.size(5)].0,
                busy: percent(&mut random, 0) / 2.0,
            });
        }

        let more = &mut study.study.more;
        let column = |number: usize| {
            let cells = places.iter().map(|place| format!("{:.3}", place[number]));
            cells.collect()
        };
        more.of_sites.extend([
            ("lat", column(0)),
            ("lon", column(1)),
            ("pad", pads.iter().map(|&pad| pad.to_owned()).collect()),
        ]);
        more.capabilities.push("pad");
        more.files.push(("bases.csv", table));
        let mut toml = format!(
            "[helicopter]\nbases = \"bases.csv\"\npads = \"pad\"\nunknown_pads = \"{}\"\n\
             unlisted_hours = \"{}\"\nminimum_saving_minutes = {}\n\
             flyable_share_by_month = {months:?}\narrivals_by_hour = {arrivals:?}\n",
            if unknown_is_pad { "pad" } else { "road-leg" },
            HOURS[4].0,
            minimum_saving / MINUTE,
        );
        if let Some(kmh) = one_speed {
            let _ = writeln!(toml, "cruise_kmh = {kmh}");
        }
        if let Some(cost) = mission_cost {
            let _ = writeln!(toml, "mission_cost = {cost}");
            more.before += "currency = \"EUR\"\n";
        }
        let _ = writeln!(
            toml,
            "[helicopter.delay_minutes]\nclimb_and_approach = {}\nlift_off = {}\nloading = {}\n\
             notice_before_road_departure = {}\nroad_leg = {}\nunloading = {}",
            cell(Some(delays.climb)),
            cell(Some(delays.lift_off)),
            cell(Some(delays.loading)),
            cell(Some(delays.notice)),
            cell(Some(delays.road_leg)),
            cell(Some(delays.unloading)),
        );
        for (number, scenario) in scenarios.iter().enumerate() {
            let _ = writeln!(
                toml,
                "[[helicopter.scenarios]]\nname = \"s{number}\"\nhours = \"{}\"\nbusy_share = {}",
                scenario.hours, scenario.busy,
            );
        }
        more.tables += &toml;
        Self {
            with_pathway: study,
            has_pad: has_pad.collect(),
            sites: places,
            bases,
            delays,
            minimum_saving,
            flyable,
            arrivals,
            scenarios,
            mission_cost,
        }
    }

    /// When a base flies in a scenario.
    fn hours(&self, scenario: usize, base: usize) -> Hours {
        let hours = self.scenarios[scenario].hours;
        let all = HOURS.iter().find(|(name, _)| *name == hours);
        all.map_or(self.bases[base].hours, |&(_, hours)| hours)
    }

    fn leg(&self, from: [f64; 2], to: [f64; 2], kmh: f64) -> i128 {
        to_second(distance(from, to) / 1_000.0 / kmh * 60.0) + self.delays.climb
    }

    /// From the door of a unit to that of the centre which this helicopter reaches first.
    pub(crate) fn flight(&self, layout: usize, unit: usize, base: usize) -> Flight {
        let from = &self.bases[base];
        let here = self.sites[unit];
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
                let flight = self.leg(here, self.sites[centre], from.kmh);
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
        let flies = |base: &usize| self.hours(scenario, *base).is_some();
        let flights = (0..self.bases.len()).filter(flies);
        let mut flights: Vec<Flight> = flights
            .map(|base| self.flight(layout, unit, base))
            .collect();
        flights.sort_unstable();
        let fastest = flights.first().copied();
        flights.retain(|flight| self.is_worth_flying(flight, road));
        // Minute by minute, by the fastest that is open and free.
        let mut shares = vec![0.0; flights.len()];
        let all: f64 = self.arrivals.iter().sum();
        let busy = self.scenarios[scenario].busy;
        for minute in 0..1440 {
            let mut left = self.arrivals[minute / 60] / all / 60.0 * self.flyable;
            for (share, flight) in shares.iter_mut().zip(&flights) {
                if is_open(self.hours(scenario, flight.base), minute) {
                    *share += left * (1.0 - busy);
                    left *= busy;
                }
            }
        }
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

    /// To the base that is nearest, in metres.
    pub(crate) fn nearest_base(&self, site: usize) -> f64 {
        let bases = self.bases.iter();
        bases
            .map(|base| distance(base.place, self.sites[site]))
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

/// Compares studies, and returns how many there were of which all could be told.
fn studies(seeds: std::ops::Range<u64>) -> usize {
    let compared = seeds.filter(|&seed| {
        let study = HelicopterStudy::new(seed);
        if !study.with_pathway.can_be_told() {
            return false;
        }
        let run = run(&study.with_pathway.study, seed);
        let expected = Expected::new(&study.with_pathway.study);
        check(&study, &expected, run.path(), seed);
        true
    });
    compared.count()
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

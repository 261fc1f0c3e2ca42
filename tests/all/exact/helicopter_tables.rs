use super::Found;
use super::base_siting::{break_even, check_siting};
use super::expected::Expected;
use super::helicopter::{HelicopterStudy, OfUnit};
use super::outcomes::{Outcome, PER_ADMISSION};
use super::pathway::Path;
use super::pathway_tables::{everybody, people, site, with_pathway};
use super::random_study::{MINUTE, RandomStudy};
use super::sensitivity;
use super::value::{Table, Value, between, cells, demand, mean, minutes, whole};
use std::collections::BTreeMap;

/// What a year of one scenario is to the patients of one layout.
pub(crate) struct Year<'a> {
    study: &'a HelicopterStudy,
    pub(crate) paths: Vec<(i128, Option<Path>)>,
    /// By hospital that transfers.
    pub(crate) units: BTreeMap<usize, OfUnit>,
    /// By the same: the demand that comes to MT in time, by way of transfer.
    in_time: BTreeMap<usize, Vec<i128>>,
    /// Demand times milliseconds, and demand.
    pub(crate) mt: (i128, i128),
}

fn saved(road: i128, by_air: i128) -> i128 {
    (road - by_air).max(0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "for products with shares of a year"
)]
fn number(whole: i128) -> f64 {
    whole as f64
}

/// To the nearest millionth.
#[expect(clippy::cast_possible_truncation, reason = "whole millionths")]
fn part(demand: i128, share: f64) -> i128 {
    (number(demand) * share).round() as i128
}

impl<'a> Year<'a> {
    pub(crate) fn new(study: &'a HelicopterStudy, layout: usize, scenario: usize) -> Self {
        let pathway = &study.with_pathway;
        let hospitals = pathway.hospitals(layout).into_iter();
        let units: BTreeMap<usize, OfUnit> = hospitals
            .filter(|&hospital| !pathway.is_centre(layout, hospital))
            .map(|unit| (unit, study.of_unit(layout, scenario, unit)))
            .collect();
        let none = units
            .iter()
            .map(|(&unit, of)| (unit, vec![0; of.year.len()]));
        let mut found = Self {
            study,
            paths: everybody(pathway, pathway.routing, layout),
            in_time: none.collect(),
            mt: (0, 0),
            units,
        };
        for (weight, path) in found.paths.clone() {
            let Some(path) = path else { continue };
            if path.is_direct {
                found.arrive(weight, path.mt.expect("at a centre"));
                continue;
            }
            let options = found.units[&path.first].year.clone();
            let mut left = weight;
            for (option, &(share, time, _)) in options.iter().enumerate() {
                let sent = if option + 1 == options.len() {
                    left
                } else {
                    part(weight, share).min(left)
                };
                left -= sent;
                if found.arrive(sent, found.mt(&path, time)) {
                    found.in_time.get_mut(&path.first).expect("a unit")[option] += sent;
                }
            }
        }
        found
    }

    /// From onset to MT of a patient who is transferred in such a time from door to door.
    fn mt(&self, path: &Path, door_to_door: i128) -> i128 {
        let delays = &self.study.with_pathway.delays;
        path.ivt - delays.needle + door_to_door + delays.arrival_to_puncture
    }

    fn arrive(&mut self, people: i128, time: i128) -> bool {
        let is_in_time = time <= self.study.with_pathway.mt_cut_off;
        if is_in_time {
            self.mt = (self.mt.0 + people * time, self.mt.1 + people);
        }
        is_in_time
    }

    fn given_mt(&self, demand: i128) -> f64 {
        people(demand) * self.study.with_pathway.patients.mt
    }

    fn transfers(&self, unit: usize) -> f64 {
        self.given_mt(self.in_time[&unit].iter().sum())
    }

    /// What flights from a unit save, and how many there are in a year.
    fn missions(&self, unit: usize) -> Vec<(i128, f64)> {
        let of = &self.units[&unit];
        let road = of.road.map_or(0, |(time, _)| time);
        let options = of.year.iter().zip(&self.in_time[&unit]);
        options
            .filter(|((_, _, by_air), demand)| *by_air && **demand > 0)
            .map(|((_, time, _), &demand)| (saved(road, *time), self.given_mt(demand)))
            .collect()
    }

    /// Minutes that a journey from a unit saves over the year, in the mean.
    fn journey_saves(&self, unit: usize) -> f64 {
        let of = &self.units[&unit];
        let road = of.road.map_or(0, |(time, _)| time);
        let options = of.year.iter();
        options
            .map(|(share, time, _)| share * number(saved(road, *time)))
            .sum::<f64>()
            / number(MINUTE)
    }

    fn transfers_row(&self, unit: usize) -> BTreeMap<String, Value> {
        let of = &self.units[&unit];
        let missions = self.missions(unit);
        let all = self.transfers(unit);
        let flown: f64 = missions.iter().map(|(_, flights)| flights).sum();
        let minutes_saved: f64 = missions
            .iter()
            .map(|(saved, flights)| number(*saved) * flights / number(MINUTE))
            .sum();
        let over_all = |sum: f64| Some(if all > 0.0 { sum / all } else { 0.0 });
        let first = of.worth_flying.first();
        let chosen = match (first, of.road) {
            (Some(_), _) => "air",
            (None, Some(_)) => "road",
            (None, None) => "",
        };
        let saves = first.map_or(Some(0), |flight| {
            Some(saved(of.road?.0, flight.door_to_door))
        });
        let base = of
            .fastest
            .map_or_else(String::new, |flight| format!("B{}", flight.base));
        cells([
            ("name", Value::Text(format!("Site {unit}"))),
            ("transfers", Value::Number(Some(all))),
            ("road_centre_id", site(of.road.map(|(_, centre)| centre))),
            ("road_minutes", minutes(of.road.map(|(time, _)| time))),
            (
                "air_centre_id",
                site(of.fastest.map(|flight| flight.centre)),
            ),
            ("base_id", Value::Text(base)),
            (
                "air_minutes",
                minutes(of.fastest.map(|flight| flight.door_to_door)),
            ),
            ("chosen", Value::Text(chosen.to_owned())),
            ("saved_minutes", minutes(saves)),
            ("flown_share", Value::About(over_all(flown), 0.000_051)),
            (
                "year_saved_minutes",
                Value::About(over_all(minutes_saved), 0.001),
            ),
        ])
    }

    #[expect(clippy::too_many_lines, reason = "one column after the other")]
    fn row(&self, layout: usize, scenario: usize) -> BTreeMap<String, Value> {
        let pathway = &self.study.with_pathway;
        let mut missions: Vec<(i128, f64)> = self
            .units
            .keys()
            .flat_map(|&unit| self.missions(unit))
            // Where nobody is given MT nobody flies, and there is no median of nothing.
            .filter(|(_, flights)| *flights > 0.0)
            .collect();
        missions.sort_by_key(|(saved, _)| *saved);
        let flown: f64 = missions.iter().map(|(_, flights)| flights).sum();
        let of_mission = |(saved, flights): &(i128, f64)| number(*saved) / number(MINUTE) * flights;
        let minutes_saved: f64 = missions.iter().map(of_mission).sum();
        let quantile = |tenths: f64| {
            let mut counted = 0.0;
            let found = missions.iter().find(|(_, flights)| {
                counted += flights;
                counted >= flown * tenths / 10.0 - 1e-8
            });
            minutes(found.map(|(saved, _)| *saved))
        };
        let at_least = |least: i128| {
            let enough = missions
                .iter()
                .filter(|(saved, _)| *saved >= least * MINUTE);
            Value::Number(Some(enough.map(|(_, flights)| flights).sum()))
        };
        let transferring = || {
            self.units
                .keys()
                .filter(|unit| self.transfers(**unit) > 0.0)
        };
        let gains = |unit: &usize| !self.units[unit].worth_flying.is_empty();
        let remote = self.units.keys().filter(|unit| {
            let to = pathway.transfer(layout, **unit);
            let is_far = to.is_none_or(|(time, _)| time > 60 * MINUTE);
            is_far && pathway.given_mt(self.patients(**unit)) > 0
        });
        let transferred: Vec<&(i128, Option<Path>)> = self
            .paths
            .iter()
            .filter(|(_, path)| path.is_some_and(|path| !path.is_direct))
            .collect();
        let gaining = transferred
            .iter()
            .filter(|(_, path)| gains(&path.expect("one").first));
        let gaining: Vec<i128> = gaining.map(|(demand, _)| *demand).collect();
        let gained = self.gained();
        let all: f64 = self.units.keys().map(|&unit| self.transfers(unit)).sum();
        let flying: i128 = transferred.iter().map(|(demand, _)| demand).sum();
        let tolerance = 2.0 * PER_ADMISSION * self.given_mt(flying) + 0.000_051;
        let mut row = cells([
            (
                "hours",
                Value::Text(self.study.scenarios[scenario].hours.to_owned()),
            ),
            ("transfers", Value::Number(Some(all))),
            ("flown", Value::Number(Some(flown))),
            (
                "flown_percent",
                Value::About((all > 0.0).then(|| 100.0 * flown / all), 0.001),
            ),
            ("saved_minutes", Value::About(Some(minutes_saved), 0.051)),
            (
                "mission_saves_mean",
                Value::About((flown > 0.0).then(|| minutes_saved / flown), 0.001),
            ),
            ("mission_saves_p10", quantile(1.0)),
            ("mission_saves_median", quantile(5.0)),
            ("mission_saves_p90", quantile(9.0)),
            ("missions_saving_half_an_hour", at_least(30)),
            ("missions_saving_an_hour", at_least(60)),
            ("units", whole(transferring().count())),
            (
                "units_that_gain",
                whole(transferring().filter(|unit| gains(unit)).count()),
            ),
            ("remote_units", whole(remote.count())),
            ("areas_that_gain", whole(gaining.len())),
            ("demand_that_gains", demand(gaining.iter().sum())),
            (
                "thrombectomies",
                Value::Number(Some(self.given_mt(self.mt.1))),
            ),
            ("mt_minutes", mean(self.mt.0, self.mt.1)),
            (
                "good_outcomes_gained",
                Value::About(Some(gained.good), tolerance),
            ),
            (
                "qalys_gained",
                Value::About(Some(gained.qalys), 7.0 * tolerance),
            ),
        ]);
        if let Some(cost) = self.study.mission_cost {
            let cost = cost * flown;
            let per = |of: f64| (of > 0.0).then(|| cost / of);
            row.extend(cells([
                ("cost_eur", Value::About(Some(cost), 0.51)),
                ("eur_per_minute", Value::About(per(minutes_saved), 0.011)),
            ]));
            // What few patients gain is not known well enough to divide by it.
            let error = 7.0 * tolerance / gained.qalys;
            let per_qaly = per(gained.qalys).filter(|_| error < 0.1);
            let known = per_qaly.map_or(Value::Any, |known| {
                Value::About(Some(known), 0.51 + 1.2 * error * known)
            });
            row.insert("eur_per_qaly".to_owned(), known);
        }
        row
    }

    /// Demand of the patients whom a unit would transfer, in time or not.
    pub(crate) fn patients(&self, unit: usize) -> i128 {
        let here = self
            .paths
            .iter()
            .filter(|(_, path)| path.is_some_and(|path| !path.is_direct && path.first == unit));
        here.map(|(demand, _)| demand).sum()
    }

    /// Outcomes with the year's flights, less those by road.
    pub(crate) fn gained(&self) -> Outcome {
        let pathway = &self.study.with_pathway;
        let mut gained = Outcome::default();
        for (weight, path) in &self.paths {
            let Some(path) = path.filter(|path| !path.is_direct) else {
                continue;
            };
            let of = |mt: Option<i128>| pathway.patients.expected(Some(path.ivt), mt);
            let options = &self.units[&path.first].year;
            for &(share, time, _) in options {
                gained.add(people(*weight) * share, of(Some(self.mt(&path, time))));
            }
            if !options.is_empty() {
                gained.add(-people(*weight), of(path.mt));
            }
        }
        gained
    }
}

/// The columns that scenarios with flights add to `areas.csv`.
fn with_flights(areas: &mut Table, year: &Year, layout: usize, scenario: usize) {
    for (point, (_, path)) in year.paths.iter().enumerate() {
        let unit = path.filter(|path| !path.is_direct).map(|path| path.first);
        let saves = unit.and_then(|unit| {
            let of = &year.units[&unit];
            let (road, _) = of.road?;
            let first = of.worth_flying.first();
            let flying = first.map_or(0, |flight| saved(road, flight.door_to_door));
            Some((flying, year.journey_saves(unit)))
        });
        let key = vec![
            RandomStudy::layout_name(layout),
            RandomStudy::point_id(point),
        ];
        let row = areas.get_mut(&key).expect("a row");
        row.insert(
            format!("flying_saves_s{scenario}"),
            minutes(saves.map(|(flying, _)| flying)),
        );
        row.insert(
            format!("year_saves_s{scenario}"),
            Value::Number(saves.map(|(_, year)| year)),
        );
    }
}

/// Tables with their names and the number of their keys.
type Tables = Vec<(&'static str, usize, Table)>;

/// The tables that depend on when helicopters fly.
fn tables(study: &HelicopterStudy, expected: &Expected) -> Tables {
    let [summary, sites, mut areas, groups] = with_pathway(&study.with_pathway, expected);
    let (mut transfers, mut helicopter) = (Table::new(), Table::new());
    for layout in 0..study.with_pathway.study.layouts.len() {
        for scenario in 0..study.scenarios.len() {
            let year = Year::new(study, layout, scenario);
            let key = vec![RandomStudy::layout_name(layout), format!("s{scenario}")];
            for &unit in year.units.keys() {
                let key = [&key[..], &[format!("S{unit}")]].concat();
                transfers.insert(key, year.transfers_row(unit));
            }
            helicopter.insert(key, year.row(layout, scenario));
            if study.scenarios[scenario].hours != "never" {
                with_flights(&mut areas.2, &year, layout, scenario);
            }
        }
    }
    let mut tables = vec![summary, sites, areas, groups];
    tables.push(("transfers.csv", 3, transfers));
    tables.push(("helicopter.csv", 2, helicopter));
    tables.push(("sensitivity.csv", 3, sensitivity::by_air(study)));
    tables
}

/// Compares a study: with all that may be daylight a number may be as far from it as without.
pub(crate) fn check(study: &HelicopterStudy, expected: &Expected, found: &Found) {
    found.compare("break-even.csv", 2, &break_even(study));
    check_siting(study, found);
    let at_least = tables(study, expected);
    let mut lighter = study.clone();
    lighter.at_most = true;
    let at_most = tables(&lighter, expected);
    for ((name, keys, at_least), (.., at_most)) in at_least.iter().zip(&at_most) {
        found.compare(name, *keys, &between(at_least, at_most));
    }
}

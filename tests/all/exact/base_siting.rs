//! Where bases are best, and over which distance a flight is worth it.

use super::helicopter::HelicopterStudy;
use super::helicopter_tables::Year;
use super::places::straight_line;
use super::random_study::{MINUTE, RandomStudy};
use super::value::{Table, Value, cells, demand, minutes, ratio};
use super::{Found, assert_number};

/// Demand by unit, and the times of each set of bases: the sum over transfers, and those without a route.
fn siting(study: &HelicopterStudy, layout: usize) -> impl Fn(&[usize]) -> (i128, i128) {
    let year = Year::new(study, layout, 0);
    let units: Vec<(i128, Option<i128>, Vec<Option<i128>>)> = year
        .units
        .keys()
        .map(|&unit| {
            let road = study.road(layout, unit);
            let flights = (0..study.bases.len()).map(|base| study.flight(layout, unit, base));
            let by_air = flights.map(|flight| {
                study
                    .is_worth_flying(&flight, road)
                    .then_some(flight.door_to_door)
            });
            let patients = study.with_pathway.given_mt(year.patients(unit));
            (patients, road.map(|(time, _)| time), by_air.collect())
        })
        .collect();
    move |bases| {
        let of_unit = |(patients, road, by_air): &(i128, Option<i128>, Vec<Option<i128>>)| {
            let by_air = bases.iter().filter_map(|&base| by_air[base]);
            by_air
                .chain(*road)
                .min()
                .map_or((*patients, 0), |time| (0, patients * time))
        };
        let found = units.iter().map(of_unit);
        found.fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1))
    }
}

/// The best bases, by trying all sets.
pub(crate) fn check_siting(study: &HelicopterStudy, of: &Found) {
    let (found, seed) = (of.rows("base-siting.csv", 2), of.seed);
    let bases = study.bases.len();
    let mut rows = 0;
    for layout in 0..study.with_pathway.study.layouts.len() {
        let name = RandomStudy::layout_name(layout);
        let value = siting(study, layout);
        let year = Year::new(study, layout, 0);
        let units = year.units.keys();
        let all: i128 = units
            .map(|&unit| study.with_pathway.given_mt(year.patients(unit)))
            .sum();
        if all == 0 {
            continue;
        }
        let road = value(&[]);
        for count in 0..=bases.min(5) {
            let sets = (0..1_usize << bases).filter_map(|set| {
                let chosen: Vec<usize> = (0..bases).filter(|base| set >> base & 1 == 1).collect();
                (chosen.len() == count).then_some(chosen)
            });
            let best = sets.map(|set| value(&set)).min().expect("a set");
            let context = format!("study {seed}: base-siting.csv, {name}, {count}");
            let Some(row) = found.get(&vec![name.clone(), count.to_string()]) else {
                panic!("{context}: no row");
            };
            rows += 1;
            let named: Vec<usize> = row["base_ids"]
                .split_whitespace()
                .map(|id| id[1..].parse().expect("a base"))
                .collect();
            assert_eq!((named.len(), value(&named)), (count, best), "{context}");
            let of = |(unreached, total): (i128, i128)| ratio(total, (all - unreached) * MINUTE);
            assert_number(&row["mean_transfer_minutes"], of(best), &context);
            let saved = of(road).zip(of(best)).map(|(road, best)| road - best);
            assert_number(&row["saved_mean_minutes"], saved, &context);
            let Value::Number(unreached) = demand(best.0) else {
                unreachable!()
            };
            assert_number(&row["transfers_without_route"], unreached, &context);
        }
    }
    assert_eq!(
        found.len(),
        rows,
        "study {seed}: the rows of base-siting.csv"
    );
}

pub(crate) fn break_even(study: &HelicopterStudy) -> Table {
    let pathway = &study.with_pathway;
    let units = pathway.hospitals(0).into_iter();
    let mut distances: Vec<f64> = units
        .filter(|&unit| !pathway.is_centre(0, unit))
        .map(|unit| study.nearest_base(unit))
        .collect();
    distances.sort_by(f64::total_cmp);
    let mut speeds: Vec<f64> = study.bases.iter().map(|base| base.kmh).collect();
    speeds.sort_by(f64::total_cmp);
    let mut table = Table::new();
    if distances.is_empty() {
        return table;
    }
    let from_base = distances[(distances.len() - 1) / 2];
    let kmh = speeds[(speeds.len() - 1) / 2];
    for (name, pads) in [("yes", true), ("no", false)] {
        for fives in 1..=60 {
            let km = f64::from(5 * fives);
            let road = straight_line(km);
            let air = study.over(from_base, km * 1_000.0, kmh, pads);
            let row = cells([
                ("road_minutes", minutes(Some(pathway.delays.in_out + road))),
                ("air_minutes", minutes(Some(air))),
            ]);
            table.insert(vec![name.to_owned(), (5 * fives).to_string()], row);
        }
    }
    table
}

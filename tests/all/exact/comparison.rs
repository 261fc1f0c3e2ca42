//! One layout against another, and one group against another.

use super::expected::{Expected, STANDARDS};
use super::random_study::RandomStudy;
use super::value::{Table, Value, cells, demand, mean, minutes, percent};
use super::{Found, assert_number};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Every layout against the first, for each group and for everybody.
pub(crate) fn comparison(expected: &Expected) -> Table {
    let study = expected.study;
    let mut table = Table::new();
    for layout in 1..study.layouts.len() {
        let everybody: Vec<usize> = (0..study.demand.len()).collect();
        let groups = expected
            .of_groups()
            .into_iter()
            .map(|(group, points)| ("region", group, points));
        for (grouping, group, points) in groups.chain([("all", "all", everybody)]) {
            let (mut all, mut nearer, mut farther, mut gained, mut lost) = (0, 0, 0, 0, 0);
            let (mut saved, mut saving, mut wasted, mut wasting, mut both) = (0, 0, 0, 0, 0);
            for point in points {
                let weight = study.demand[point];
                all += weight;
                match (expected.time(0, point), expected.time(layout, point)) {
                    (Some(before), Some(after)) => {
                        both += weight;
                        if after < before {
                            (saved, saving) = (saved + weight * (before - after), saving + weight);
                            nearer += weight;
                        } else if after > before {
                            (wasted, wasting) =
                                (wasted + weight * (after - before), wasting + weight);
                            farther += weight;
                        }
                    }
                    (None, Some(_)) => (nearer, gained) = (nearer + weight, gained + weight),
                    (Some(_), None) => (farther, lost) = (farther + weight, lost + weight),
                    (None, None) => {}
                }
            }
            let row = cells([
                ("demand", demand(all)),
                ("nearer", demand(nearer)),
                ("farther", demand(farther)),
                ("unchanged", demand(all - nearer - farther)),
                ("nearer_percent", percent(nearer, all)),
                ("farther_percent", percent(farther, all)),
                ("newly_reached", demand(gained)),
                ("no_longer_reached", demand(lost)),
                ("mean_saved_minutes", mean(saved, saving)),
                ("mean_lost_minutes", mean(wasted, wasting)),
                ("mean_change_minutes", mean(wasted - saved, both)),
            ]);
            let names = [
                RandomStudy::layout_name(0),
                RandomStudy::layout_name(layout),
            ];
            let key = [&names[..], &[grouping.to_owned(), group.to_owned()]].concat();
            table.insert(key, row);
        }
    }
    table
}

/// Whoever gains or loses is listed: there are fewer points than are listed at most.
pub(crate) fn changes(expected: &Expected) -> Table {
    let study = expected.study;
    let mut table = Table::new();
    for layout in 1..study.layouts.len() {
        for point in 0..study.demand.len() {
            let times = (expected.time(0, point), expected.time(layout, point));
            let (Some(before), Some(after)) = times else {
                continue;
            };
            let direction = match after.cmp(&before) {
                Ordering::Less => "sooner",
                Ordering::Greater => "later",
                Ordering::Equal => continue,
            };
            let row = cells([
                ("name", Value::text(RandomStudy::point_name(point))),
                ("demand", demand(study.demand[point])),
                ("minutes_before", minutes(Some(before))),
                ("minutes_after", minutes(Some(after))),
                ("change_minutes", minutes(Some(after - before))),
            ]);
            let names = [
                RandomStudy::layout_name(0),
                RandomStudy::layout_name(layout),
            ];
            let key = [
                &names[..],
                &[direction.to_owned(), RandomStudy::point_id(point)],
            ];
            table.insert(key.concat(), row);
        }
    }
    table
}

/// The best and the worst group have the values that are said of them, and no group has others.
pub(crate) fn check_gaps(expected: &Expected, found: &Found) {
    let rows = found.rows("gaps.csv", 3);
    let mut compared = 0;
    let groups = expected.groups();
    for layout in 0..expected.study.layouts.len() {
        let name = RandomStudy::layout_name(layout);
        let measures = STANDARDS.map(|standard| format!("within_{standard}_percent"));
        for measure in ["mean_minutes".to_owned()].into_iter().chain(measures) {
            let of_layout = groups.iter().filter(|(key, _)| key[0] == name);
            let values: BTreeMap<&str, f64> = of_layout
                .filter_map(|(key, cells)| match cells[&measure] {
                    Value::Number(value) => Some((key[2].as_str(), value?)),
                    _ => None,
                })
                .collect();
            let key = vec![name.clone(), "region".to_owned(), measure.clone()];
            let context = format!("study {}: gaps.csv, {key:?}", found.seed);
            let Some(row) = rows.get(&key) else {
                assert!(values.len() < 2, "{context}: no row");
                continue;
            };
            compared += 1;
            let sign = if measure == "mean_minutes" { 1.0 } else { -1.0 };
            let best = values
                .values()
                .map(|value| sign * value)
                .fold(f64::INFINITY, f64::min);
            let worst = values
                .values()
                .map(|value| sign * value)
                .fold(f64::NEG_INFINITY, f64::max);
            assert_number(&row["best"], Some(sign * best), &context);
            assert_number(&row["worst"], Some(sign * worst), &context);
            assert_number(&row["gap"], Some(worst - best), &context);
            assert_number(&row["best"], Some(values[&row["best_group"]]), &context);
            assert_number(&row["worst"], Some(values[&row["worst_group"]]), &context);
        }
    }
    assert_eq!(
        rows.len(),
        compared,
        "study {}: the rows of gaps.csv",
        found.seed
    );
}

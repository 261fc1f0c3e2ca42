use super::random_study::{MINUTE, ONE, RandomStudy};
use super::{Rows, assert_number};
use std::collections::BTreeMap;

/// A table by its keys: what every cell must be.
pub(crate) type Table = BTreeMap<Vec<String>, BTreeMap<String, Value>>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A number, or an empty cell.
    Number(Option<f64>),
    /// The same, and how far the program may be from it.
    About(Option<f64>, f64),
    Text(String),
    /// Not known well enough.
    Any,
}

/// What the tables of a study must say, worked out in whole numbers: times in milliseconds, demand in
/// millionths, and one division at the end.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    study: &'a RandomStudy,
    /// Of each layout and point, the site and the time.
    nearest: Vec<Vec<Option<(usize, i128)>>>,
}

#[expect(clippy::cast_precision_loss, reason = "the end of exact arithmetic")]
pub(crate) fn ratio(numerator: i128, denominator: i128) -> Option<f64> {
    (denominator != 0).then(|| numerator as f64 / denominator as f64)
}

pub(crate) fn whole(number: usize) -> Value {
    Value::Number(ratio(i128::try_from(number).expect("small"), 1))
}

pub(crate) fn demand(millionths: i128) -> Value {
    Value::Number(ratio(millionths, ONE))
}

pub(crate) fn percent(part: i128, all: i128) -> Value {
    Value::Number(ratio(100 * part, all))
}

pub(crate) fn minutes(milliseconds: Option<i128>) -> Value {
    Value::Number(milliseconds.and_then(|time| ratio(time, MINUTE)))
}

/// Σ weight × time ÷ Σ weight.
pub(crate) fn mean(sum: i128, weight: i128) -> Value {
    Value::Number(ratio(sum, weight * MINUTE))
}

pub(crate) fn cells<const N: usize>(cells: [(&str, Value); N]) -> BTreeMap<String, Value> {
    cells
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// One weight and time of some people; no time where they reach no centre.
type Weighted = Vec<(i128, Option<i128>)>;

/// What is measured of any group of people.
struct Measures {
    all: i128,
    unreachable: i128,
    mean: Value,
    median: Option<i128>,
    p95: Option<i128>,
    longest: Option<i128>,
    within: Vec<i128>,
    worst_tenth: Value,
}

fn measures(people: &Weighted, standards: &[i128]) -> Measures {
    let all: i128 = people.iter().map(|(weight, _)| weight).sum();
    let mut reached: Vec<(i128, i128)> = people
        .iter()
        .filter_map(|&(w, time)| Some((time?, w)))
        .collect();
    reached.sort_unstable();
    let weight: i128 = reached.iter().map(|(_, weight)| weight).sum();
    let sum: i128 = reached.iter().map(|(time, weight)| time * weight).sum();
    let percentile = |percent: i128| {
        let mut cumulated = 0;
        let mut found = reached
            .iter()
            .filter(|(_, weight)| *weight > 0)
            .filter(|(_, weight)| {
                cumulated += weight;
                100 * cumulated >= percent * all
            });
        found.next().map(|&(time, _)| time)
    };
    let tenth = weight / 10;
    let (mut left, mut farthest) = (tenth, 0);
    for &(time, weight) in reached.iter().rev() {
        let taken = weight.min(left);
        (left, farthest) = (left - taken, farthest + taken * time);
    }
    let longest = reached.iter().rev().find(|(_, weight)| *weight > 0);
    Measures {
        all,
        unreachable: all - weight,
        mean: mean(sum, weight),
        median: percentile(50),
        p95: percentile(95),
        longest: longest.map(|&(time, _)| time),
        within: standards
            .iter()
            .map(|standard| {
                reached
                    .iter()
                    .filter(|(time, _)| time <= standard)
                    .map(|(_, w)| w)
                    .sum()
            })
            .collect(),
        worst_tenth: mean(farthest, tenth),
    }
}

/// The quantile of type 7: linear between the order statistics.
fn quantile(sorted: &[i128], quarters: usize) -> Value {
    let place = (sorted.len() - 1) * quarters;
    let (low, rest) = (place / 4, place % 4);
    let high = (low + 1).min(sorted.len() - 1);
    let quarters = sorted[low] * (4 - rest as i128) + sorted[high] * rest as i128;
    Value::Number(ratio(quarters, 4 * ONE))
}

const STANDARDS: [&str; 3] = ["5", "20.5", "45"];

impl<'a> Expected<'a> {
    pub(crate) fn new(study: &'a RandomStudy) -> Self {
        let of_point = |layout: &Vec<usize>, point: usize| {
            let times = layout
                .iter()
                .filter_map(|&site| Some((study.times[point][site]?, site)));
            let nearest = times.filter(|_| study.has_row[point]).min();
            nearest.map(|(time, site)| (site, time))
        };
        let points = study.demand.len();
        let of_layout = |layout| (0..points).map(|point| of_point(layout, point)).collect();
        Self {
            nearest: study.layouts.iter().map(of_layout).collect(),
            study,
        }
    }

    pub(crate) fn time(&self, layout: usize, point: usize) -> Option<i128> {
        self.nearest[layout][point].map(|(_, time)| time)
    }

    fn people(&self, layout: usize, weights: &[i128], of: impl Fn(usize) -> bool) -> Weighted {
        let points = (0..weights.len()).filter(|&point| of(point));
        points
            .map(|point| (weights[point], self.time(layout, point)))
            .collect()
    }

    fn without_row(&self, of: impl Fn(usize) -> bool) -> i128 {
        let points =
            (0..self.study.demand.len()).filter(|&point| of(point) && !self.study.has_row[point]);
        points.map(|point| self.study.demand[point]).sum()
    }

    fn site_demand(&self, layout: usize, site: usize) -> i128 {
        let points = self.nearest[layout].iter().zip(&self.study.demand);
        let here = points.filter(|(nearest, _)| nearest.is_some_and(|(found, _)| found == site));
        here.map(|(_, demand)| demand).sum()
    }

    /// Whether a demand gives the procedures that a centre needs: hundredths times millionths.
    fn has_procedures(&self, demand: i128) -> bool {
        demand * self.study.share >= self.study.min_procedures * ONE * 100
    }

    pub(crate) fn summary(&self) -> Table {
        let study = self.study;
        let rows = study.layouts.iter().enumerate().map(|(layout, sites)| {
            let all = measures(
                &self.people(layout, &study.demand, |_| true),
                &study.standards,
            );
            let residents = measures(
                &self.people(layout, &study.residents, |_| true),
                &study.standards,
            );
            let without_row = self.without_row(|_| true);
            let mut sizes: Vec<i128> = sites
                .iter()
                .map(|&site| self.site_demand(layout, site))
                .collect();
            sizes.sort_unstable();
            let few = |enough: &dyn Fn(i128) -> bool| {
                whole(sizes.iter().filter(|&&size| !enough(size)).count())
            };
            let mut row = cells([
                ("centres", whole(sites.len())),
                ("demand", demand(all.all)),
                ("unreachable", demand(all.unreachable - without_row)),
                ("without_row", demand(without_row)),
                ("mean_minutes", all.mean),
                ("median_minutes", minutes(all.median)),
                ("p95_minutes", minutes(all.p95)),
                ("max_minutes", minutes(all.longest)),
                ("worst_tenth_mean_minutes", all.worst_tenth),
                ("smallest_centre", quantile(&sizes, 0)),
                ("centre_q1", quantile(&sizes, 1)),
                ("centre_median", quantile(&sizes, 2)),
                ("centre_q3", quantile(&sizes, 3)),
                ("largest_centre", quantile(&sizes, 4)),
                (
                    "centres_below_min_procedures",
                    few(&|size| self.has_procedures(size)),
                ),
                (
                    "centres_below_min_demand",
                    few(&|size| size >= study.min_demand * ONE),
                ),
                ("clinicians", whole(5 * sites.len())),
                ("residents", demand(residents.all)),
                ("residents_mean_minutes", residents.mean),
            ]);
            for (number, standard) in STANDARDS.into_iter().enumerate() {
                let limit = study.standards[number];
                let both = (0..study.demand.len()).filter(|&point| {
                    self.nearest[layout][point].is_some_and(|(site, time)| {
                        time <= limit && self.has_procedures(self.site_demand(layout, site))
                    })
                });
                let both: i128 = both.map(|point| study.demand[point]).sum();
                row.insert(
                    format!("within_{standard}_percent"),
                    percent(all.within[number], all.all),
                );
                row.insert(
                    format!("within_{standard}_and_volume_percent"),
                    percent(both, all.all),
                );
                let of_residents = percent(residents.within[number], residents.all);
                row.insert(format!("residents_within_{standard}_percent"), of_residents);
            }
            (vec![RandomStudy::layout_name(layout)], row)
        });
        rows.collect()
    }

    pub(crate) fn sites(&self) -> Table {
        let study = self.study;
        let mut table = Table::new();
        let all: i128 = study.demand.iter().sum();
        for (layout, sites) in study.layouts.iter().enumerate() {
            for &site in sites {
                let here = |point: usize| {
                    self.nearest[layout][point].is_some_and(|(found, _)| found == site)
                };
                let of_site = measures(&self.people(layout, &study.demand, here), &[]);
                let residents: i128 = (0..study.demand.len())
                    .filter(|&p| here(p))
                    .map(|p| study.residents[p])
                    .sum();
                let yes = |is: bool| Value::Text(if is { "yes" } else { "no" }.to_owned());
                let row = cells([
                    ("name", Value::Text(format!("Site {site}"))),
                    ("lat", Value::Number(None)),
                    ("lon", Value::Number(None)),
                    (
                        "points",
                        whole((0..study.demand.len()).filter(|&point| here(point)).count()),
                    ),
                    ("demand", demand(of_site.all)),
                    ("demand_percent", percent(of_site.all, all)),
                    ("population", demand(residents)),
                    (
                        "procedures",
                        Value::Number(ratio(of_site.all * study.share, 100 * ONE)),
                    ),
                    ("enough_procedures", yes(self.has_procedures(of_site.all))),
                    ("enough_demand", yes(of_site.all >= study.min_demand * ONE)),
                    ("mean_minutes", of_site.mean),
                    ("max_minutes", minutes(of_site.longest)),
                ]);
                table.insert(
                    vec![RandomStudy::layout_name(layout), format!("S{site}")],
                    row,
                );
            }
        }
        table
    }

    pub(crate) fn areas(&self) -> Table {
        let mut table = Table::new();
        for (layout, nearest) in self.nearest.iter().enumerate() {
            for (point, found) in nearest.iter().enumerate() {
                let site = found.map_or_else(String::new, |(site, _)| format!("S{site}"));
                let row = cells([
                    ("site_id", Value::Text(site)),
                    ("minutes", minutes(found.map(|(_, time)| time))),
                ]);
                table.insert(
                    vec![RandomStudy::layout_name(layout), format!("P{point:02}")],
                    row,
                );
            }
        }
        table
    }

    /// The groups that there are, with the points of each.
    pub(crate) fn of_groups(&self) -> BTreeMap<&'static str, Vec<usize>> {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (point, &group) in self.study.groups.iter().enumerate() {
            let label = if group.is_empty() { "(none)" } else { group };
            groups.entry(label).or_default().push(point);
        }
        groups
    }

    pub(crate) fn groups(&self) -> Table {
        let study = self.study;
        let mut table = Table::new();
        for layout in 0..study.layouts.len() {
            for (group, points) in self.of_groups() {
                let of = |point: usize| points.contains(&point);
                let found = measures(&self.people(layout, &study.demand, of), &study.standards);
                let without_row = self.without_row(of);
                let mut row = cells([
                    ("demand", demand(found.all)),
                    ("unreachable", demand(found.unreachable - without_row)),
                    ("without_row", demand(without_row)),
                    ("mean_minutes", found.mean),
                    ("median_minutes", minutes(found.median)),
                    ("p95_minutes", minutes(found.p95)),
                    ("max_minutes", minutes(found.longest)),
                    ("worst_tenth_mean_minutes", found.worst_tenth),
                ]);
                for (standard, within) in STANDARDS.into_iter().zip(&found.within) {
                    row.insert(
                        format!("within_{standard}_percent"),
                        percent(*within, found.all),
                    );
                }
                let key = [
                    RandomStudy::layout_name(layout),
                    "region".to_owned(),
                    group.to_owned(),
                ];
                table.insert(key.to_vec(), row);
            }
        }
        table
    }

    pub(crate) fn comparison(&self) -> Table {
        let study = self.study;
        let mut table = Table::new();
        for layout in 1..study.layouts.len() {
            let everybody: Vec<usize> = (0..study.demand.len()).collect();
            let groups = self
                .of_groups()
                .into_iter()
                .map(|(group, points)| ("region", group, points));
            for (grouping, group, points) in groups.chain([("all", "all", everybody)]) {
                let (mut all, mut nearer, mut farther, mut gained, mut lost) = (0, 0, 0, 0, 0);
                let (mut saved, mut saving, mut wasted, mut wasting, mut both) = (0, 0, 0, 0, 0);
                for point in points {
                    let weight = study.demand[point];
                    all += weight;
                    match (self.time(0, point), self.time(layout, point)) {
                        (Some(before), Some(after)) => {
                            both += weight;
                            if after < before {
                                (saved, saving) =
                                    (saved + weight * (before - after), saving + weight);
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

    pub(crate) fn coverage(&self) -> Table {
        let study = self.study;
        let longest = self
            .nearest
            .iter()
            .flat_map(|nearest| nearest.iter().zip(&study.demand));
        let longest = longest
            .filter(|(_, demand)| **demand > 0)
            .filter_map(|(found, _)| Some((*found)?.1));
        let last = longest.max().map_or(0, |time| (time + MINUTE - 1) / MINUTE);
        let all: i128 = study.demand.iter().sum();
        let rows = (0..=last).map(|minute| {
            let within = |layout: usize| -> i128 {
                let points = 0..study.demand.len();
                let near = |&point: &usize| {
                    self.time(layout, point)
                        .is_some_and(|time| time <= minute * MINUTE)
                };
                points.filter(near).map(|point| study.demand[point]).sum()
            };
            let layouts = 0..study.layouts.len();
            let row = layouts.map(|layout| {
                (
                    RandomStudy::layout_name(layout),
                    percent(within(layout), all),
                )
            });
            (vec![minute.to_string()], row.collect())
        });
        rows.collect()
    }

    /// The best and the worst group have the values that are said of them, and no group has others.
    pub(crate) fn check_gaps(&self, found: &Rows, seed: u64) {
        let groups = self.groups();
        for layout in 0..self.study.layouts.len() {
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
                let context = format!("study {seed}: gaps.csv, {key:?}");
                let Some(row) = found.get(&key) else {
                    assert!(values.len() < 2, "{context}: no row");
                    continue;
                };
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
                assert_number(
                    &row["best"],
                    Some(values[row["best_group"].as_str()]),
                    &context,
                );
                assert_number(
                    &row["worst"],
                    Some(values[row["worst_group"].as_str()]),
                    &context,
                );
            }
        }
    }

    /// Whoever is listed has the times that are said, and nobody who gains or loses is left out: there are
    /// fewer points than are listed.
    pub(crate) fn check_changes(&self, found: &Rows, seed: u64) {
        let study = self.study;
        for layout in 1..study.layouts.len() {
            for point in 0..study.demand.len() {
                let (before, after) = (self.time(0, point), self.time(layout, point));
                let change = before.zip(after).map(|(before, after)| after - before);
                for (direction, is_there) in
                    [("sooner", change < Some(0)), ("later", change > Some(0))]
                {
                    let is_there = is_there && change.is_some();
                    let names = [
                        RandomStudy::layout_name(0),
                        RandomStudy::layout_name(layout),
                    ];
                    let key =
                        [&names[..], &[direction.to_owned(), format!("P{point:02}")]].concat();
                    let context = format!("study {seed}: changes.csv, {key:?}");
                    let row = found.get(&key);
                    assert_eq!(row.is_some(), is_there, "{context}");
                    let Some(row) = row else { continue };
                    let number = |milliseconds: Option<i128>| {
                        milliseconds.and_then(|time| ratio(time, MINUTE))
                    };
                    assert_number(&row["minutes_before"], number(before), &context);
                    assert_number(&row["minutes_after"], number(after), &context);
                    assert_number(&row["change_minutes"], number(change), &context);
                    assert_number(&row["demand"], ratio(study.demand[point], ONE), &context);
                }
            }
        }
    }
}

use super::Found;
use super::comparison::{changes, check_gaps, comparison};
use super::expected::Expected;
use super::outcomes::{Outcome, PER_ADMISSION};
use super::pathway::{Path, PathwayStudy, ROUTINGS};
use super::random_study::{MINUTE, ONE, RandomStudy};
use super::value::{Table, Value, cells, demand, mean, minutes, percent, ratio, whole};
use std::collections::BTreeMap;

/// What is known of some people who go some ways.
pub(crate) struct Measures {
    all: i128,
    ivt: InTime,
    mt: InTime,
    direct: i128,
    transferred: i128,
    pub(crate) outcome: Outcome,
}

/// Those who reach a treatment by its cut-off with the sum of their times, and those who come later.
#[derive(Default)]
struct InTime {
    people: i128,
    sum: i128,
    too_late: i128,
}

impl InTime {
    fn count(&mut self, people: i128, time: Option<i128>, cut_off: i128) -> bool {
        let is_in_time = time.is_some_and(|time| time <= cut_off);
        if is_in_time {
            self.people += people;
            self.sum += people * time.unwrap_or_default();
        } else if time.is_some() {
            self.too_late += people;
        }
        is_in_time
    }
}

pub(crate) fn people(millionths: i128) -> f64 {
    ratio(millionths, ONE).expect("a number")
}

impl Measures {
    pub(crate) fn new(study: &PathwayStudy, people_of: &[(i128, Option<Path>)]) -> Self {
        let mut found = Self {
            all: 0,
            ivt: InTime::default(),
            mt: InTime::default(),
            direct: 0,
            transferred: 0,
            outcome: Outcome::default(),
        };
        for &(weight, path) in people_of {
            found.all += weight;
            found.outcome.add(people(weight), study.outcome(path));
            let ivt = path.map(|path| path.ivt);
            found.ivt.count(weight, ivt, study.ivt_cut_off);
            let mt = path.and_then(|path| path.mt);
            let is_in_time = found.mt.count(weight, mt, study.mt_cut_off);
            match path {
                Some(path) if path.is_direct => found.direct += weight,
                Some(_) if is_in_time => found.transferred += weight,
                _ => {}
            }
        }
        found
    }

    pub(crate) fn mt_mean(&self) -> Value {
        mean(self.mt.sum, self.mt.people)
    }

    /// A sum of an outcome over everybody, for each 1,000 of them.
    pub(crate) fn per_1000(&self, sum: f64) -> Value {
        let all = (self.all > 0).then(|| 1000.0 * sum / people(self.all));
        Value::About(all, 1000.0 * PER_ADMISSION + 0.000_5)
    }

    fn columns(&self, study: &PathwayStudy) -> [(&'static str, Value); 7] {
        let good = self.outcome.good;
        let tolerance = PER_ADMISSION * people(self.all) + 0.000_5;
        [
            ("ivt_minutes", mean(self.ivt.sum, self.ivt.people)),
            ("mt_minutes", mean(self.mt.sum, self.mt.people)),
            ("direct_percent", percent(self.direct, self.all)),
            ("transfers", demand(study.given_mt(self.transferred))),
            ("good_outcomes_per_1000", self.per_1000(self.outcome.good)),
            (
                "excellent_outcomes_per_1000",
                self.per_1000(self.outcome.excellent),
            ),
            ("good_outcomes", Value::About(Some(good), tolerance)),
        ]
    }
}

pub(crate) fn everybody(
    study: &PathwayStudy,
    routing: &str,
    layout: usize,
) -> Vec<(i128, Option<Path>)> {
    let demand = study.study.demand.iter().enumerate();
    demand
        .map(|(point, &demand)| (demand, study.path(routing, layout, point)))
        .collect()
}

fn pathways(study: &PathwayStudy) -> Table {
    let mut table = Table::new();
    for layout in 0..study.study.layouts.len() {
        for routing in ROUTINGS {
            let paths = everybody(study, routing, layout);
            let found = Measures::new(study, &paths);
            let sizes: Vec<i128> = study
                .hospitals(layout)
                .into_iter()
                .map(|hospital| first_admissions(&paths, hospital))
                .collect();
            let count =
                |is: &dyn Fn(i128) -> bool| whole(sizes.iter().filter(|&&size| is(size)).count());
            let mut row = cells(found.columns(study));
            row.extend(cells([
                ("utility_per_1000", found.per_1000(found.outcome.utility)),
                ("qalys_per_1000", found.per_1000(found.outcome.qalys)),
                ("thrombectomies", demand(study.given_mt(found.mt.people))),
                ("hospitals_below_300", count(&|size| size < 300 * ONE)),
                ("hospitals_below_600", count(&|size| size < 600 * ONE)),
                ("hospitals_above_2500", count(&|size| size > 2_500 * ONE)),
            ]));
            for (name, treatment) in [("ivt", &found.ivt), ("mt", &found.mt)] {
                for (what, part) in [
                    ("in_time", treatment.people),
                    ("too_late", treatment.too_late),
                ] {
                    row.insert(format!("{name}_{what}"), demand(part));
                    row.insert(format!("{name}_{what}_percent"), percent(part, found.all));
                }
            }
            let key = vec![RandomStudy::layout_name(layout), routing.to_owned()];
            table.insert(key, row);
        }
        let classes = study.classes();
        if !classes.is_empty() {
            let key = vec![
                RandomStudy::layout_name(layout),
                "best-outcome-with-test".to_owned(),
            ];
            table.insert(key, with_test(&classes, layout));
        }
    }
    table
}

/// The classes of a test together, each with its share of everybody.
fn with_test(classes: &[(f64, PathwayStudy)], layout: usize) -> BTreeMap<String, Value> {
    let found: Vec<(f64, f64, Measures)> = classes
        .iter()
        .map(|(share, class)| {
            let ways = everybody(class, "best-outcome", layout);
            (
                *share,
                share * class.patients.mt,
                Measures::new(class, &ways),
            )
        })
        .collect();
    let sum = |of: &dyn Fn(&(f64, f64, Measures)) -> f64| found.iter().map(of).sum::<f64>();
    let all = people(found[0].2.all);
    let near = |value: f64| Value::About(Some(value), 0.001);
    let mean = |time: f64, people: f64| {
        Value::About((people > 1e-9).then(|| time / people / 60_000.0), 0.001)
    };
    let per_1000 = |of: &dyn Fn(&Outcome) -> f64| {
        let sum = sum(&|(share, _, class)| share * of(&class.outcome));
        Value::About(Some(1_000.0 * sum / all), 2_000.0 * PER_ADMISSION + 0.000_5)
    };
    let [ivt_time, ivt, ivt_late] = [
        sum(&|(share, _, class)| share * people(class.ivt.sum)),
        sum(&|(share, _, class)| share * people(class.ivt.people)),
        sum(&|(share, _, class)| share * people(class.ivt.too_late)),
    ];
    let [mt, mt_late] = [
        sum(&|(share, _, class)| share * people(class.mt.people)),
        sum(&|(share, _, class)| share * people(class.mt.too_late)),
    ];
    let [given_time, given] = [
        sum(&|(_, given, class)| given * people(class.mt.sum)),
        sum(&|(_, given, class)| given * people(class.mt.people)),
    ];
    let direct = sum(&|(share, _, class)| share * people(class.direct));
    let transfers = sum(&|(_, given, class)| given * people(class.transferred));
    let good = sum(&|(share, _, class)| share * class.outcome.good);
    let mut row = cells([
        ("ivt_minutes", mean(ivt_time, ivt)),
        ("mt_minutes", mean(given_time, given)),
        ("direct_percent", near(100.0 * direct / all)),
        ("transfers", near(transfers)),
        ("good_outcomes_per_1000", per_1000(&|of| of.good)),
        ("excellent_outcomes_per_1000", per_1000(&|of| of.excellent)),
        (
            "good_outcomes",
            Value::About(Some(good), 2.0 * PER_ADMISSION * all + 0.000_5),
        ),
        ("utility_per_1000", per_1000(&|of| of.utility)),
        ("qalys_per_1000", per_1000(&|of| of.qalys)),
        ("thrombectomies", near(given)),
        ("hospitals_below_300", Value::Number(None)),
        ("hospitals_below_600", Value::Number(None)),
        ("hospitals_above_2500", Value::Number(None)),
    ]);
    for (name, part) in [
        ("ivt_in_time", ivt),
        ("ivt_too_late", ivt_late),
        ("mt_in_time", mt),
        ("mt_too_late", mt_late),
    ] {
        row.insert(name.to_owned(), near(part));
        row.insert(format!("{name}_percent"), near(100.0 * part / all));
    }
    row
}

fn first_admissions(paths: &[(i128, Option<Path>)], hospital: usize) -> i128 {
    let here = paths
        .iter()
        .filter(|(_, path)| path.is_some_and(|path| path.first == hospital));
    here.map(|(demand, _)| demand).sum()
}

/// First admissions, transfers out and in, and those given MT, by hospital.
fn flows(study: &PathwayStudy, layout: usize, hospital: usize) -> [i128; 4] {
    let paths = everybody(study, study.routing, layout);
    let (mut out, mut coming, mut treated) = (0, 0, 0);
    for &(demand, path) in &paths {
        let Some(path) = path.filter(|path| path.mt.is_some_and(|mt| mt <= study.mt_cut_off))
        else {
            continue;
        };
        if path.is_direct {
            treated += if path.first == hospital { demand } else { 0 };
            continue;
        }
        out += if path.first == hospital { demand } else { 0 };
        let to = study.transfer(layout, path.first);
        if to.is_some_and(|(_, centre)| centre == hospital) {
            coming += demand;
            treated += demand;
        }
    }
    let first = first_admissions(&paths, hospital);
    let [out, coming, treated] = [out, coming, treated].map(|part| study.given_mt(part));
    [first, out, coming, treated]
}

fn units(study: &PathwayStudy) -> Table {
    let mut table = Table::new();
    for layout in 0..study.study.layouts.len() {
        for hospital in study.hospitals(layout) {
            let [first, out, coming, treated] = flows(study, layout, hospital);
            let is_centre = study.is_centre(layout, hospital);
            let to = study.transfer(layout, hospital).filter(|_| !is_centre);
            let tier = if is_centre { "mt" } else { "ivt" };
            let row = cells([
                ("name", Value::Text(format!("Site {hospital}"))),
                ("tier", Value::Text(tier.to_owned())),
                ("first_admissions", demand(first)),
                ("transfers_out", demand(out)),
                ("transfers_in", demand(coming)),
                ("thrombectomies", demand(treated)),
                ("centre_id", site(to.map(|(_, centre)| centre))),
                ("centre_minutes", minutes(to.map(|(time, _)| time))),
            ]);
            let key = vec![RandomStudy::layout_name(layout), format!("S{hospital}")];
            table.insert(key, row);
        }
    }
    table
}

pub(crate) fn site(site: Option<usize>) -> Value {
    Value::Text(site.map_or_else(String::new, |site| format!("S{site}")))
}

fn allowable_delays(study: &PathwayStudy) -> Table {
    let mut table = Table::new();
    for layout in 0..study.study.layouts.len() {
        for delay in (0..=120).step_by(5) {
            let with = |delay: i128| -> Vec<(i128, Option<Path>)> {
                let demand = study.study.demand.iter().enumerate();
                demand
                    .map(|(point, &demand)| (demand, study.bypass(layout, point, delay * MINUTE)))
                    .collect()
            };
            let paths = with(delay);
            let found = Measures::new(study, &paths);
            let (mut redirected, mut lost, mut gained) = (0, (0, 0), (0, 0));
            for (&(demand, path), (_, before)) in paths.iter().zip(with(0)) {
                let (Some(path), Some(before)) = (path, before) else {
                    continue;
                };
                if !path.is_direct || before.is_direct {
                    continue;
                }
                redirected += demand;
                lost = (lost.0 + demand * (path.ivt - before.ivt), lost.1 + demand);
                if let (Some(now), Some(before)) = (path.mt, before.mt) {
                    gained = (gained.0 + demand * (before - now), gained.1 + demand);
                }
            }
            let row = cells([
                ("ivt_minutes", mean(found.ivt.sum, found.ivt.people)),
                ("mt_minutes", mean(found.mt.sum, found.mt.people)),
                ("direct_percent", percent(found.direct, found.all)),
                ("redirected_percent", percent(redirected, found.all)),
                ("redirected_ivt_lost_minutes", mean(lost.0, lost.1)),
                ("redirected_mt_gained_minutes", mean(gained.0, gained.1)),
            ]);
            table.insert(
                vec![RandomStudy::layout_name(layout), delay.to_string()],
                row,
            );
        }
    }
    table
}

/// The tables that there are without a pathway, with the columns that it adds.
pub(crate) fn with_pathway(
    study: &PathwayStudy,
    expected: &Expected,
) -> [(&'static str, usize, Table); 4] {
    let mut summary = expected.summary();
    let mut sites = expected.sites();
    let mut areas = expected.areas();
    let mut groups = expected.groups();
    for layout in 0..study.study.layouts.len() {
        let name = RandomStudy::layout_name(layout);
        let paths = everybody(study, study.routing, layout);
        let row = summary.get_mut(&vec![name.clone()]).expect("a row");
        row.extend(cells(Measures::new(study, &paths).columns(study)));
        for (group, points) in expected.of_groups() {
            let of_group: Vec<_> = points.iter().map(|&point| paths[point]).collect();
            let key = vec![name.clone(), "region".to_owned(), group.to_owned()];
            let row = groups.get_mut(&key).expect("a row");
            row.extend(cells(Measures::new(study, &of_group).columns(study)));
        }
        for &centre in &study.study.layouts[layout] {
            let [first, _, coming, treated] = flows(study, layout, centre);
            let key = vec![name.clone(), format!("S{centre}")];
            sites.get_mut(&key).expect("a row").extend(cells([
                ("first_admissions", demand(first)),
                ("transfers_in", demand(coming)),
                ("thrombectomies", demand(treated)),
            ]));
        }
        for (point, (_, path)) in paths.iter().enumerate() {
            let best = study.path("best-outcome", layout, point);
            let route = |path: Option<Path>| {
                let name = |path: Path| {
                    if path.is_direct {
                        "direct"
                    } else {
                        "drip-and-ship"
                    }
                };
                Value::Text(path.map_or("", name).to_owned())
            };
            let key = vec![name.clone(), RandomStudy::point_id(point)];
            areas.get_mut(&key).expect("a row").extend(cells([
                ("first_site_id", site(path.map(|path| path.first))),
                ("ivt_minutes", minutes(path.map(|path| path.ivt))),
                ("mt_minutes", minutes(path.and_then(|path| path.mt))),
                ("route", route(*path)),
                ("best_route", route(best)),
            ]));
        }
    }
    [
        ("summary.csv", 1, summary),
        ("sites.csv", 2, sites),
        ("areas.csv", 2, areas),
        ("groups.csv", 3, groups),
    ]
}

pub(crate) fn check(study: &PathwayStudy, expected: &Expected, found: &Found) {
    for (name, keys, table) in with_pathway(study, expected) {
        found.compare(name, keys, &table);
    }
    found.compare("comparison.csv", 4, &comparison(expected));
    found.compare("changes.csv", 4, &changes(expected));
    found.compare("coverage.csv", 1, &expected.coverage());
    check_gaps(expected, found);
    found.compare("pathways.csv", 2, &pathways(study));
    found.compare("units.csv", 2, &units(study));
    found.compare("allowable-delay.csv", 2, &allowable_delays(study));
}

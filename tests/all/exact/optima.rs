//! `optima.csv`, by trying every layout of the candidates.

use super::Found;
use super::expected::Expected;
use super::random_study::{MINUTE, Random, RandomStudy};
use super::value::{Value, cells, demand, minutes, ratio};
use std::collections::BTreeMap;

/// A study that asks how good its layouts are.
struct BestStudy {
    study: RandomStudy,
    /// Whether each site has the capability that is asked for.
    has: Vec<bool>,
    rule: Rule,
}

/// What demand counts as that a layout leaves without a route.
#[derive(Clone, Copy)]
enum Rule {
    TwiceLongest,
    Minutes(i128),
    Strict,
}

/// Candidates and what they reach.
struct Question<'a> {
    study: &'a RandomStudy,
    candidates: Vec<usize>,
    cost: Option<i128>,
}

impl BestStudy {
    fn new(seed: u64) -> Self {
        let mut study = RandomStudy::new(seed);
        let mut random = Random::new(seed ^ 0x09);
        let has: Vec<bool> = (0..study.sites).map(|_| random.below(3) > 0).collect();
        let rule = match random.below(4) {
            0 => Rule::Strict,
            1 => Rule::Minutes(i128::from(150 + random.below(100)) * MINUTE),
            _ => Rule::TwiceLongest,
        };
        let yes_or_no = |is: &bool| if *is { "yes" } else { "no" }.to_owned();
        study.more.of_sites = vec![("able", has.iter().map(yes_or_no).collect())];
        study.more.capabilities = vec!["able"];
        let written = match rule {
            Rule::TwiceLongest => String::new(),
            Rule::Minutes(cost) => format!("unreachable = {}\n", cost / MINUTE),
            Rule::Strict => "unreachable = \"strict\"\n".to_owned(),
        };
        study.more.of_report = format!("optimum = \"able\"\n{written}");
        Self { study, has, rule }
    }

    fn question(&self, layout: usize) -> Question<'_> {
        let own = &self.study.layouts[layout];
        let is_candidate = |site: &usize| self.has[*site] || own.contains(site);
        let mut question = Question {
            study: &self.study,
            candidates: (0..self.study.sites).filter(is_candidate).collect(),
            cost: None,
        };
        question.cost = match self.rule {
            Rule::TwiceLongest => Some(2 * question.longest()),
            Rule::Minutes(cost) => Some(cost),
            Rule::Strict => None,
        };
        question
    }
}

impl Question<'_> {
    fn time(&self, point: usize, sites: &[usize]) -> Option<i128> {
        let times = sites
            .iter()
            .filter_map(|&site| self.study.times[point][site]);
        times.filter(|_| self.study.has_row[point]).min()
    }

    fn points(&self) -> impl Iterator<Item = (usize, i128)> {
        let points = self.study.demand.iter().copied().enumerate();
        points.filter(|(_, demand)| *demand > 0)
    }

    fn longest(&self) -> i128 {
        let times = self.points().flat_map(|(point, _)| {
            let sites = self.candidates.iter();
            sites.filter_map(move |&site| self.time(point, &[site]))
        });
        times.max().unwrap_or(0)
    }

    /// Whether there is demand with a route to some candidates and not to others.
    fn matters(&self) -> bool {
        self.points().any(|(point, _)| {
            let has_route = |site: &&usize| self.time(point, &[**site]).is_some();
            let routes = self.candidates.iter().filter(has_route).count();
            routes > 0 && routes < self.candidates.len()
        })
    }

    /// Demand that a layout leaves without a route and another would not.
    fn unreachable(&self, sites: &[usize]) -> i128 {
        let left = self.points().filter(|(point, _)| {
            self.time(*point, &self.candidates).is_some() && self.time(*point, sites).is_none()
        });
        left.map(|(_, demand)| demand).sum()
    }

    /// What is minimised: first what is compared first, then a sum, and what it is divided by.
    fn mean(&self, sites: &[usize]) -> (i128, i128, i128) {
        let unreachable = self.unreachable(sites);
        let reached = self.points().filter_map(|(point, demand)| {
            let time = self.time(point, sites)?;
            Some((demand, demand * time))
        });
        let (people, sum) = reached.fold((0, 0), |all, of| (all.0 + of.0, all.1 + of.1));
        match self.cost {
            Some(cost) => (0, sum + cost * unreachable, people + unreachable),
            None => (unreachable, sum, people),
        }
    }

    fn within(&self, sites: &[usize]) -> i128 {
        let near = self.points().filter(|(point, _)| {
            self.time(*point, sites)
                .is_some_and(|time| time <= 45 * MINUTE)
        });
        near.map(|(_, demand)| demand).sum()
    }

    fn layouts(&self, centres: usize) -> impl Iterator<Item = Vec<usize>> {
        let all = self.candidates.len();
        (0..1_usize << all).filter_map(move |set| {
            let chosen = (0..all).filter(|place| set >> place & 1 == 1);
            let chosen: Vec<usize> = chosen.map(|place| self.candidates[place]).collect();
            (chosen.len() == centres).then_some(chosen)
        })
    }
}

fn check(study: &BestStudy, found: &Found) {
    let rows = found.rows("optima.csv", 4);
    let all: i128 = study.study.demand.iter().sum();
    let mut compared = 0;
    for (layout, own) in study.study.layouts.iter().enumerate() {
        let question = study.question(layout);
        let layouts = || question.layouts(own.len());
        let best_mean = layouts()
            .map(|sites| question.mean(&sites))
            .min_by_key(|of| (of.0, of.1));
        let best_mean = best_mean.expect("a layout");
        let best_within = layouts()
            .map(|sites| question.within(&sites))
            .max()
            .expect("a layout");
        for objective in ["p-median", "mclp"] {
            let key = vec![
                RandomStudy::layout_name(layout),
                own.len().to_string(),
                question.candidates.len().to_string(),
                objective.to_owned(),
            ];
            let context = format!("study {}: optima.csv, {key:?}", found.seed);
            let row = rows
                .get(&key)
                .unwrap_or_else(|| panic!("{context}: no row in {:?}", rows.keys()));
            compared += 1;
            let named: Vec<usize> = row["sites"]
                .split_whitespace()
                .map(|id| id[1..].parse().expect("a site"))
                .collect();
            assert!(
                named.len() == own.len()
                    && named.iter().all(|site| question.candidates.contains(site))
            );
            let number = |(_, sum, people): (i128, i128, i128)| ratio(sum, people * MINUTE);
            let (value, best, unit) = if objective == "p-median" {
                let of_named = question.mean(&named);
                assert_eq!(
                    (of_named.0, of_named.1),
                    (best_mean.0, best_mean.1),
                    "{context}"
                );
                (
                    number(question.mean(own)),
                    number(best_mean),
                    "mean_minutes",
                )
            } else {
                assert_eq!(question.within(&named), best_within, "{context}");
                let share = |part: i128| ratio(100 * part, all);
                (share(question.within(own)), share(best_within), "percent")
            };
            let cost = question
                .cost
                .filter(|_| objective == "p-median" && question.matters());
            let expected: BTreeMap<String, Value> = cells([
                ("unit", Value::text(unit)),
                ("value", Value::Number(value)),
                ("best", Value::Number(best)),
                (
                    "difference",
                    Value::Number(value.zip(best).map(|(value, best)| best - value)),
                ),
                ("status", Value::text("optimal")),
                ("gap_percent", Value::Number(Some(0.0))),
                ("unreachable", demand(question.unreachable(own))),
                ("best_unreachable", demand(question.unreachable(&named))),
                ("unreachable_minutes", minutes(cost)),
            ]);
            for (column, value) in &expected {
                value.check(row, column, &format!("{context}, {column}"));
            }
        }
    }
    assert_eq!(
        rows.len(),
        compared,
        "study {}: the rows of optima.csv",
        found.seed
    );
}

/// Compares one study.
pub(super) fn compared(seed: u64) -> Found {
    let study = BestStudy::new(seed);
    let found = Found::new(&study.study, seed);
    check(&study, &found);
    let expected = Expected::new(&study.study);
    found.compare("summary.csv", 1, &expected.summary());
    found
}

#[test]
fn every_column_of_optima_is_the_exact_number() {
    for seed in 0..40 {
        compared(seed);
    }
}

//! `sensitivity.csv`: one assumption changed, and everything worked out again.

use super::helicopter::HelicopterStudy;
use super::helicopter_tables::Year;
use super::outcomes::PER_ADMISSION;
use super::pathway::{Path, PathwayStudy};
use super::pathway_tables::{Measures, everybody};
use super::random_study::{MINUTE, ONE, RandomStudy};
use super::value::{Table, Value, cells, mean, ratio};

/// What the layouts give under one assumption.
struct Variation {
    parameter: &'static str,
    value: String,
    layouts: Vec<Varied>,
}

/// What one layout gives; nothing where the better way cannot be told.
struct Varied {
    mt: Value,
    good: Value,
    /// Patients with mRS 0–2.
    number: f64,
    /// The people and their ways: layouts with the same are equal.
    ways: Vec<(i128, Option<Path>)>,
    /// How they are changed by helicopters.
    gained: f64,
}

impl PathwayStudy {
    fn varied(&self, layout: usize) -> Varied {
        let ways = everybody(self, self.routing, layout);
        let found = Measures::new(self, &ways);
        Varied {
            mt: found.mt_mean(),
            good: found.per_1000(found.outcome.good),
            number: found.outcome.good,
            ways,
            gained: 0.0,
        }
    }

    fn varies(&self, parameter: &'static str, value: String) -> Variation {
        let layouts = 0..self.study.layouts.len();
        let can_be_told = self.routing != "best-outcome" || self.is_clear();
        Variation {
            parameter,
            value,
            layouts: layouts
                .filter(|_| can_be_told)
                .map(|layout| self.varied(layout))
                .collect(),
        }
    }
}

/// Minutes as they are written, without needless decimals.
fn shortest(milliseconds: i128) -> String {
    format!("{} min", ratio(milliseconds, MINUTE).expect("a number"))
}

fn variations(study: &PathwayStudy) -> Vec<Variation> {
    let mut found = vec![study.varies("as in the study", String::new())];
    let delays = study.delays;
    for net in [30, 60, 90] {
        let mut other = study.clone();
        other.delays.in_out = net * MINUTE + delays.puncture - delays.arrival_to_puncture;
        if (0..=1_440 * MINUTE).contains(&other.delays.in_out) {
            found.push(other.varies("net transfer delay", format!("{net} min")));
        }
    }
    for on_scene in [delays.on_scene - 10 * MINUTE, delays.on_scene + 10 * MINUTE] {
        let on_scene = on_scene.max(0);
        let mut other = study.clone();
        other.delays.departure += on_scene - delays.on_scene;
        found.push(other.varies("on scene", shortest(on_scene)));
    }
    for percent in [20, 45] {
        let mut other = study.clone();
        other.patients.set_lvo(f64::from(percent) / 100.0);
        found.push(other.varies("share of LVO", format!("{percent}%")));
    }
    found
}

/// By rank of each layout; `None` where it cannot be told.
fn ranks(layouts: &[Varied], demand: i128) -> Option<Vec<usize>> {
    let tolerance = 2.0 * PER_ADMISSION * ratio(demand, ONE).expect("a number");
    let is_clear = |one: &Varied, other: &Varied| {
        let same = one.ways == other.ways && one.gained == 0.0 && other.gained == 0.0;
        same || (one.number - other.number).abs() > tolerance
    };
    let pairs = (0..layouts.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
    let mut pairs = pairs.map(|(one, other)| is_clear(&layouts[one], &layouts[other]));
    if layouts.is_empty() || !pairs.all(|clear| clear) {
        return None;
    }
    let rank = |number: usize| {
        let better = |&other: &usize| {
            let (own, of) = (&layouts[number], &layouts[other]);
            of.number - own.number > tolerance
                || (other < number && (of.number - own.number).abs() <= tolerance)
        };
        1 + (0..layouts.len()).filter(better).count()
    };
    Some((0..layouts.len()).map(rank).collect())
}

/// Rows of variations, the first of which is as in the study.
fn rows(table: &mut Table, variations: &[Variation], study: &RandomStudy) {
    let demand = study.demand.iter().sum();
    let all: Vec<_> = variations
        .iter()
        .map(|variation| ranks(&variation.layouts, demand))
        .collect();
    for (variation, ranks) in variations.iter().zip(&all) {
        for layout in 0..study.layouts.len() {
            let varied = variation.layouts.get(layout);
            let known = |value: Option<&Value>| value.cloned().unwrap_or(Value::Any);
            let rank = ranks.as_ref().and_then(|ranks| {
                let rank = i128::try_from(ranks[layout]).ok()?;
                Some(Value::Number(ratio(rank, 1)))
            });
            let changes = ranks.as_ref().zip(all[0].as_ref()).map(|(ranks, own)| {
                let changes = if ranks == own { "no" } else { "yes" };
                Value::text(changes)
            });
            let row = cells([
                ("mt_minutes", known(varied.map(|varied| &varied.mt))),
                (
                    "good_outcomes_per_1000",
                    known(varied.map(|varied| &varied.good)),
                ),
                ("rank", known(rank.as_ref())),
                ("changes_ranking", known(changes.as_ref())),
            ]);
            let key = [
                variation.parameter.to_owned(),
                variation.value.clone(),
                RandomStudy::layout_name(layout),
            ];
            table.insert(key.to_vec(), row);
        }
    }
}

/// The table of a study without helicopters.
pub(crate) fn by_road(study: &PathwayStudy) -> Table {
    let mut table = Table::new();
    rows(&mut table, &variations(study), &study.study);
    table
}

/// The table with the weather as it is and as it might be.
pub(crate) fn by_air(study: &HelicopterStudy) -> Table {
    let pathway = &study.with_pathway;
    let mut table = by_road(pathway);
    let scenario = (0..study.scenarios.len()).find(|&scenario| study.flies(scenario));
    let under = |value: String, study: &HelicopterStudy| {
        let mut found = pathway.varies("missions that the weather allows", value);
        for (layout, varied) in found.layouts.iter_mut().enumerate() {
            let Some(scenario) = scenario else { continue };
            let year = Year::new(study, layout, scenario);
            varied.gained = year.gained().good;
            varied.number += varied.gained;
            let everybody = ratio(pathway.study.demand.iter().sum(), ONE).expect("a number");
            let good = 1_000.0 * varied.number / everybody;
            varied.good = Value::About(Some(good), 2_000.0 * PER_ADMISSION + 0.000_5);
            varied.mt = mean(year.mt.0, year.mt.1);
        }
        found
    };
    let mut weathers = vec![under("as in the study".to_owned(), study)];
    for percent in [80, 90, 97] {
        let share = f64::from(percent) / 100.0;
        if study
            .flyable
            .iter()
            .all(|own| own.total_cmp(&share).is_eq())
        {
            continue;
        }
        let mut other = study.clone();
        other.flyable = [share; 12];
        weathers.push(under(format!("{percent}%"), &other));
    }
    rows(&mut table, &weathers, &pathway.study);
    table
}

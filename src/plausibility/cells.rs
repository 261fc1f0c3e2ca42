//! Single travel times that their distance contradicts.

use super::table::{Pair, TimesTable, median, plain};
use crate::load::Warning;
use crate::study::RoadCurve;
use crate::units::{Metres, Minutes};
use rayon::prelude::*;

/// Nothing on a road is faster, in km/h …
const FASTEST_KMH: f64 = 300.0;
/// … once this much is taken from the distance, in km: coordinates of an area are those of a point
/// in it, and up to 5.5 km from where its people live (England's largest areas).
const SLACK_KM: f64 = 10.0;

/// A cell this many times above what the table has over the same distance: the ferry to the Isle
/// of Wight makes 6.2, a misplaced decimal point 10.
const SLOW: f64 = 8.0;
/// A cell this many times below: England's fastest is 1.6 times below.
const FAST: f64 = 4.0;
/// Shorter journeys have no telling ratio.
const SHORTEST_KM: f64 = 5.0;
/// Fewer pairs have no telling median.
const FEWEST: usize = 8;
/// Pairs whose median says what is usual in a table.
const SAMPLE: usize = 200_000;

/// Says which cells are too short or too long for their distance.
pub(super) fn warnings(table: &TimesTable<'_>, least_mark: Option<Minutes>) -> Vec<Warning> {
    let cells = table.origins.len() * table.sites.len();
    let step = cells.div_ceil(SAMPLE).max(1);
    let curve = RoadCurve::default();
    let ratios: Vec<f64> = table
        .site_indices()
        .flat_map(|site| table.pairs(site, least_mark, step))
        .filter_map(|pair| ratio(&curve, &pair))
        .collect();
    let usual = (ratios.len() >= FEWEST).then(|| median(ratios)).flatten();
    let sites: Vec<_> = table.site_indices().collect();
    let judged: Vec<(Vec<Pair>, Vec<Pair>)> = sites
        .par_iter()
        .map(|&site| {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            for pair in table.pairs(site, least_mark, 1) {
                let Some(km) = pair.km else { continue };
                let relative = usual.and_then(|usual| Some(ratio(&curve, &pair)? / usual));
                if km - SLACK_KM > FASTEST_KMH * pair.minutes / 60.0
                    || relative.is_some_and(|relative| relative < 1.0 / FAST)
                {
                    short.push(pair);
                } else if relative.is_some_and(|relative| relative > SLOW) {
                    long.push(pair);
                }
            }
            (short, long)
        })
        .collect();
    let (short, long): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
    [
        warning(table, short.concat(), "too short"),
        warning(table, long.concat(), "too long"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A time over that of the curve of England's roads; what is usual for a table is its median.
fn ratio(curve: &RoadCurve, pair: &Pair) -> Option<f64> {
    let km = pair.km.filter(|&km| km >= SHORTEST_KM)?;
    let metres = Metres::try_new(1_000.0 * km).ok()?;
    Some(pair.minutes / curve.minutes(metres).as_f64())
}

fn warning(table: &TimesTable<'_>, pairs: Vec<Pair>, how: &str) -> Option<Warning> {
    let count = pairs.len();
    if count == 0 {
        return None;
    }
    let mut by_origin = pairs;
    by_origin.sort_by_key(|pair| (pair.origin, pair.site));
    let examples = by_origin.iter().take(Warning::NAMED).map(|pair| {
        format!(
            "{} to {}: {} min for {:.0} km",
            table.origins[pair.origin].id,
            table.sites[pair.site.get()].id,
            plain((10.0 * pair.minutes).round() / 10.0),
            pair.km.unwrap_or_default(),
        )
    });
    let what = if count == 1 {
        format!("1 travel time is {how} for its distance")
    } else {
        format!("{count} travel times are {how} for their distance")
    };
    let mut warning = Warning::of_file(&table.file.file, count, what).examples(examples);
    warning.demand = table.demand_of(by_origin.iter().map(|pair| pair.origin).collect());
    let columns = |pair: &&Pair| pair.site == by_origin[0].site;
    let alike = by_origin.iter().filter(columns).count();
    Some(if count > 1 && alike == count {
        let site = &table.sites[by_origin[0].site.get()].id;
        warning.advice(format!(
            "all are to `{site}`: check its times, their unit and its coordinates"
        ))
    } else {
        warning.advice("check the times, and the coordinates of both ends")
    })
}

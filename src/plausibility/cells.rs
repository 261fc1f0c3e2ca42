//! Single travel times that their distance contradicts.

use super::judge::{Judge, Verdict, ratio};
use super::table::{Pair, TimesTable, median};
use crate::load::Warning;
use crate::travel::RoadCurve;
use crate::units::TravelTime;
use crate::wording::{counted_are, decimal};

/// Fewer pairs have no telling median.
const FEWEST: usize = 8;

/// Says which cells are too short or too long for their distance; `sample` is of the table's pairs.
pub(super) fn warnings(
    table: &TimesTable<'_>,
    least_mark: Option<TravelTime>,
    sample: &[Pair],
) -> Vec<Warning> {
    let curve = RoadCurve::default();
    let ratios: Vec<f64> = sample
        .iter()
        .filter_map(|pair| ratio(&curve, pair.km?, pair.minutes))
        .collect();
    let usual = (ratios.len() >= FEWEST).then(|| median(ratios)).flatten();
    let judge = Judge::new(usual);
    let odd = table.odd_pairs(least_mark, &judge);
    let those = |verdict| {
        let those = odd.iter().filter(|(_, found)| *found == verdict);
        those.map(|&(pair, _)| pair).collect()
    };
    [
        warning(table, those(Verdict::TooShort), "too short"),
        warning(table, those(Verdict::TooLong), "too long"),
    ]
    .into_iter()
    .flatten()
    .collect()
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
            decimal((10.0 * pair.minutes).round() / 10.0, 3),
            pair.km.unwrap_or_default(),
        )
    });
    let its = if count == 1 { "its" } else { "their" };
    let times = counted_are(count, "travel time");
    let what = format!("{times} {how} for {its} distance");
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

//! Single travel times that their distance contradicts.

use super::table::{Pair, TimesTable, median, plain};
use crate::load::Warning;
use crate::travel::RoadCurve;
use crate::units::{Metres, Minutes};
use std::ops::RangeInclusive;

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

/// Says which cells are too short or too long for their distance; `sample` is of the table's pairs.
pub(super) fn warnings(
    table: &TimesTable<'_>,
    least_mark: Option<Minutes>,
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

/// What a distance says against a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    TooShort,
    TooLong,
}

/// Holds a time against its distance.
pub(super) struct Judge {
    curve: RoadCurve,
    /// The median of the table's times over those of the curve.
    usual: Option<f64>,
}

impl Judge {
    pub(super) fn new(usual: Option<f64>) -> Self {
        Self {
            curve: RoadCurve::default(),
            usual,
        }
    }

    /// What so many kilometres say against so many minutes.
    pub(super) fn verdict(&self, km: f64, minutes: f64) -> Option<Verdict> {
        if km - SLACK_KM > FASTEST_KMH * minutes / 60.0 {
            return Some(Verdict::TooShort);
        }
        match ratio(&self.curve, km, minutes)? / self.usual? {
            relative if relative < 1.0 / FAST => Some(Verdict::TooShort),
            relative if relative > SLOW => Some(Verdict::TooLong),
            _ => None,
        }
    }

    /// Minutes against which no distance between these speaks.
    pub(super) fn unremarkable(&self, from_km: f64, to_km: f64) -> RangeInclusive<f64> {
        /// The bounds are drawn in by more than rounding moves a verdict.
        const ROUNDING: f64 = 1e-9;
        let fastest = 60.0 * (to_km - SLACK_KM) / FASTEST_KMH;
        let (mut least, mut most) = (fastest.max(0.0), f64::INFINITY);
        if let Some(usual) = self.usual
            && to_km >= SHORTEST_KM
            && let Some((near, far)) =
                curve_minutes(&self.curve, from_km).zip(curve_minutes(&self.curve, to_km))
        {
            least = least.max(usual * far / FAST);
            most = usual * near * SLOW;
        }
        least * (1.0 + ROUNDING)..=most * (1.0 - ROUNDING)
    }
}

/// A time over that of the curve of England's roads; what is usual for a table is its median.
fn ratio(curve: &RoadCurve, km: f64, minutes: f64) -> Option<f64> {
    let usual = (km >= SHORTEST_KM).then(|| curve_minutes(curve, km))??;
    Some(minutes / usual)
}

fn curve_minutes(curve: &RoadCurve, km: f64) -> Option<f64> {
    let metres = Metres::try_new(1_000.0 * km).ok()?;
    Some(curve.minutes(metres).as_f64())
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

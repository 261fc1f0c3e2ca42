//! Whether a table of times is in the unit that the study says.

use super::table::{Pair, TimesTable, median};
use crate::load::Warning;
use crate::travel::TimeUnit;

/// The median speed, great-circle distance over time, below which no journey by road is made: a
/// walk on winding paths is faster. Minutes read as hours, or seconds as minutes, make 60 km/h
/// into 1 km/h.
const SLOWEST_KMH: f64 = 2.5;
/// The median speed above which none is made. Hours read as minutes make it 3,600 km/h.
const FASTEST_KMH: f64 = 200.0;
/// Shorter journeys tell more of the time to the car than of the road.
const SHORTEST_KM: f64 = 5.0;
/// Fewer pairs have no telling median.
const FEWEST: usize = 3;

/// Without coordinates: half of all points this far from the nearest site, in minutes, have no
/// urgent care at all. A town whose points are 5 min away in the median reaches this where seconds
/// are read as minutes.
const NEAREST_MINUTES: f64 = 300.0;
/// Without coordinates: the median of all times in minutes that only hours read as minutes make.
const ALL_MINUTES: f64 = 3.5;

/// Says where the whole table looks like another unit; `sample` is of its pairs.
pub(super) fn warning(table: &TimesTable<'_>, sample: &[Pair]) -> Option<Warning> {
    let pairs: Vec<&Pair> = sample
        .iter()
        .filter(|pair| table.origins[pair.origin].demand.is_some() || pair.minutes > 0.0)
        .collect();
    let speeds: Vec<f64> = pairs
        .iter()
        .filter_map(|pair| Some((pair.km?, pair.minutes)))
        .filter(|&(km, _)| km >= SHORTEST_KM)
        .map(|(km, minutes)| 60.0 * km / minutes)
        .collect();
    let (what, factor, count) = if speeds.len() >= FEWEST {
        let count = speeds.len();
        by_speed(median(speeds)?).map(|(what, factor)| (what, factor, count))?
    } else {
        let count = pairs.len();
        by_length(table, &pairs).map(|(what, factor)| (what, factor, count))?
    };
    let unit = table.unit;
    let advice = match other_unit(unit, factor) {
        Some(other) => format!(
            "are these {}? set `unit = \"{}\"` in {}",
            other.name(),
            other.name(),
            table.section
        ),
        None => format!("check `unit` in {}", table.section),
    };
    Some(Warning::of_file(&table.file.file, count, what).advice(advice))
}

/// What an implausible speed is, and by what the times would have to be multiplied for a plausible
/// one.
fn by_speed(kmh: f64) -> Option<(String, f64)> {
    /// A speed by road: that of England's table, 71 km/h, to the nearest ten.
    const USUAL_KMH: f64 = 70.0;
    if (SLOWEST_KMH..=FASTEST_KMH).contains(&kmh) {
        return None;
    }
    let how = if kmh < SLOWEST_KMH { "slow" } else { "fast" };
    let speed = if kmh.is_finite() {
        format!("{kmh:.1} km/h")
    } else {
        "infinite".to_owned()
    };
    let what = format!(
        "the travel times are too {how}: the median speed over the great circle is {speed}"
    );
    Some((what, kmh / USUAL_KMH))
}

fn by_length(table: &TimesTable<'_>, pairs: &[&Pair]) -> Option<(String, f64)> {
    let mut nearest = vec![f64::INFINITY; table.origins.len()];
    for pair in pairs {
        nearest[pair.origin] = nearest[pair.origin].min(pair.minutes);
    }
    nearest.retain(|minutes| minutes.is_finite());
    if nearest.len() < FEWEST {
        return None;
    }
    let nearest = median(nearest)?;
    let all = median(pairs.iter().map(|pair| pair.minutes).collect())?;
    if nearest > NEAREST_MINUTES {
        let what = format!("half of the rows are more than {nearest:.0} min from the nearest site");
        Some((what, 1.0 / 60.0))
    } else if all < ALL_MINUTES {
        Some((
            format!("half of all travel times are below {all:.1} min"),
            60.0,
        ))
    } else {
        None
    }
}

/// The unit that makes the times about `factor` times as long.
fn other_unit(unit: TimeUnit, factor: f64) -> Option<TimeUnit> {
    /// Speeds that a unit may make: from a fifth of the usual one to twice it.
    const ABOUT: std::ops::Range<f64> = 0.2..5.0;
    [TimeUnit::Minutes, TimeUnit::Seconds, TimeUnit::Hours]
        .into_iter()
        .filter(|&other| other != unit)
        .find(|&other| ABOUT.contains(&(other.minutes() / unit.minutes() / factor)))
}

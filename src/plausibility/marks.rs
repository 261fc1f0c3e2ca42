//! Numbers of a table of times that probably mean "no route".
//!
//! Routing programs mark a pair without a route by a number that no journey takes: 99999, or the
//! largest number that fits in this many bits, in their own unit.

use super::table::TimesTable;
use crate::load::Warning;
use crate::units::TravelTime;
use crate::wording::{counted_are, decimal};
use rayon::prelude::*;

/// Numbers that programs write where there is no route.
const KNOWN: [f64; 19] = [
    999.0,
    9_999.0,
    99_999.0,
    999_999.0,
    1_000.0,
    10_000.0,
    100_000.0,
    1_000_000.0,
    32_767.0,
    65_535.0,
    2_147_483.647,
    2_147_483.0,
    4_294_967.295,
    4_294_967.0,
    // The largest numbers of 16 bits in minutes where seconds were meant, and those of 32 bits
    // where milliseconds were.
    32_767.0 / 60.0,
    65_535.0 / 60.0,
    2_147_483_647.0 / 60_000.0,
    4_294_967_295.0 / 60_000.0,
    35_791_394.0 / 1_000.0,
];

/// How far a number as it is written may lie from one of [`KNOWN`]: tables round to a tenth.
const ROUNDED: f64 = 0.06;

/// A known mark stands this many times above the next smaller time: a table whose longest journeys
/// happen to take 999 min has others of nearly as long.
const KNOWN_ABOVE: f64 = 1.5;

/// Any number that is repeated is taken for a mark where it stands this many times above the next
/// smaller time …
const REPEATED_ABOVE: f64 = 4.0;
/// … and is longer than a journey to urgent care, in minutes.
const REPEATED_MINUTES: f64 = 480.0;

/// Different marks of one table that are looked for.
const MOST_MARKS: usize = 3;

/// The longest times of a table, descending, each with its count: enough for every mark and the
/// time below it.
const LONGEST: usize = MOST_MARKS + 1;

/// Says which numbers are probably marks; and from which time on all are.
pub(super) fn warnings(table: &TimesTable<'_>) -> (Vec<Warning>, Option<TravelTime>) {
    let longest = longest(table);
    let unit = table.unit.minutes();
    let mut marks: Vec<(TravelTime, usize)> = Vec::new();
    for (place, &(time, count)) in longest.iter().enumerate().take(MOST_MARKS) {
        let below = longest.get(place + 1).map_or(0.0, |next| next.0.as_f64());
        if !is_mark(time.as_f64(), count, below, unit) {
            break;
        }
        marks.push((time, count));
    }
    let warnings = marks
        .iter()
        .map(|&(time, count)| warning(table, time, count, &decimal(time.as_f64() / unit, 3)));
    (warnings.collect(), marks.last().map(|&(time, _)| time))
}

fn is_mark(minutes: f64, count: usize, below: f64, unit: f64) -> bool {
    let given = minutes / unit;
    let known = KNOWN.iter().any(|known| (given - known).abs() <= ROUNDED);
    known && minutes >= KNOWN_ABOVE * below
        || count > 1 && minutes >= REPEATED_ABOVE * below && minutes >= REPEATED_MINUTES
}

fn warning(table: &TimesTable<'_>, time: TravelTime, count: usize, given: &str) -> Warning {
    let cells = table.site_indices().flat_map(|site| {
        let times = table.matrix.times_to(site).enumerate();
        times.filter_map(move |(origin, found)| (found == Some(time)).then_some(origin))
    });
    let mut origins: Vec<usize> = cells.collect();
    origins.sort_unstable();
    origins.dedup();
    let (unit, section) = (table.unit.name(), table.section);
    let times = counted_are(count, "travel time");
    let what = format!("{times} {given} {unit}, far above all others");
    let ids = origins.iter().map(|&number| table.origins[number].id);
    let mut warning = Warning::of_file(&table.file.file, count, what)
        .examples(ids)
        .advice(format!(
            "if that means “no route”, leave the cells empty or set `unreachable_value = {given}` in \
             {section}"
        ));
    warning.demand = table.demand_of(origins);
    warning
}

/// The longest times, descending, each with its count.
fn longest(table: &TimesTable<'_>) -> Vec<(TravelTime, usize)> {
    let sites: Vec<_> = table.site_indices().collect();
    sites
        .par_iter()
        .map(|&site| {
            let mut longest = Vec::with_capacity(LONGEST + 1);
            for time in table.matrix.times_to(site).flatten() {
                enter(&mut longest, time, 1);
            }
            longest
        })
        .reduce(Vec::new, |mut all, column| {
            for (time, count) in column {
                enter(&mut all, time, count);
            }
            all
        })
}

fn enter(longest: &mut Vec<(TravelTime, usize)>, time: TravelTime, count: usize) {
    if longest.len() == LONGEST && longest.last().is_some_and(|&(last, _)| time < last) {
        return;
    }
    match longest.binary_search_by(|&(known, _)| time.cmp(&known)) {
        Ok(place) => longest[place].1 += count,
        Err(place) => {
            longest.insert(place, (time, count));
            longest.truncate(LONGEST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The count of a long time is that of the whole table, wherever it stands.
    #[test]
    fn the_longest_times_are_counted() {
        let mut longest = Vec::new();
        for minutes in [3, 9, 1, 9, 7, 2, 9, 7, 8, 3, 10] {
            enter(&mut longest, TravelTime::from_whole(minutes), 1);
        }
        let found: Vec<(f64, usize)> = longest.iter().map(|&(t, n)| (t.as_f64(), n)).collect();
        assert_eq!(found, [(10.0, 1), (9.0, 3), (8.0, 1), (7.0, 2)]);
    }

    #[test]
    fn marks_stand_above_all_journeys() {
        assert!(is_mark(999.0, 1, 55.0, 1.0));
        assert!(is_mark(9_999.0 / 60.0, 1, 55.0, 1.0 / 60.0), "9,999 s");
        assert!(is_mark(546.1, 1, 200.0, 1.0), "32,767 s");
        assert!(is_mark(5_000.0, 2, 120.0, 1.0));
        assert!(
            !is_mark(5_000.0, 1, 120.0, 1.0),
            "once, and of no known kind"
        );
        assert!(!is_mark(999.0, 1, 990.0, 1.0), "a large country");
        assert!(!is_mark(400.0, 2, 60.0, 1.0), "an island's ferry");
    }
}

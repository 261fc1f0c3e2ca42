//! What is measured of any group of people.

use super::random_study::ONE;
use super::value::{Value, mean, ratio};

/// One weight and time of some people; no time where they reach no centre.
pub(crate) type Weighted = Vec<(i128, Option<i128>)>;

/// What is measured of any group of people.
pub(crate) struct Measures {
    pub(crate) all: i128,
    pub(crate) unreachable: i128,
    pub(crate) mean: Value,
    pub(crate) median: Option<i128>,
    pub(crate) p95: Option<i128>,
    pub(crate) longest: Option<i128>,
    pub(crate) within: Vec<i128>,
    pub(crate) worst_tenth: Value,
}

pub(crate) fn measures(people: &Weighted, standards: &[i128]) -> Measures {
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
pub(crate) fn quantile(sorted: &[i128], quarters: usize) -> Value {
    let place = (sorted.len() - 1) * quarters;
    let (low, rest) = (place / 4, place % 4);
    let high = (low + 1).min(sorted.len() - 1);
    let quarters = sorted[low] * (4 - rest as i128) + sorted[high] * rest as i128;
    Value::Number(ratio(quarters, 4 * ONE))
}

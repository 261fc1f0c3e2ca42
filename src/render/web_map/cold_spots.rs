use super::classes::classes;
use super::columns::Columns;
use super::source::WebMapOf;
use crate::inequality::ColdSpot;
use crate::render::cold_spot_map::{LARGEST, OTHERS, WITHIN};
use crate::render::legend::Fill;
use crate::render::palette::plain;
use crate::wording::thousands;
use serde_json::{Value, json};

/// Where people beyond a standard live together: the largest cold spots each in its colour; `None` for a
/// study without any.
pub(super) fn cold_spots(of: &WebMapOf, columns: &mut Columns) -> Option<Value> {
    let spots = of.cold_spots;
    if spots.by_layout.iter().all(Vec::is_empty) {
        return None;
    }
    let minutes = plain(spots.standard);
    let (others, within) = (LARGEST.len(), LARGEST.len() + 1);
    let unit = &of.study.population.demand_unit;
    let (mut numbers, mut entries) = (Vec::new(), Vec::new());
    for (evaluation, found) in of.evaluations.iter().zip(spots.by_layout) {
        let times = evaluation.allocation.iter();
        let is_within = times.map(|answer| answer.is_some_and(|(_, time)| time <= spots.standard));
        let mut keys: Vec<Key> = is_within
            .map(|is_within| if is_within { Key::Within } else { Key::Alone })
            .collect();
        for (rank, spot) in found.iter().enumerate() {
            for point in &spot.points {
                keys[point.get()] = Key::Spot(rank);
            }
        }
        let (number, keys) = columns.keys(keys.into_iter());
        numbers.push(number);
        let entry = |key: &Key| match *key {
            Key::Within => json!([within, format!("within {minutes} min")]),
            Key::Alone => json!([others, format!("beyond {minutes} min, without demand")]),
            Key::Spot(rank) => json!([rank.min(others), words(rank, &found[rank], unit)]),
        };
        entries.push(keys.iter().map(entry).collect::<Value>());
    }
    let ranks = (1..).zip(LARGEST);
    let mut fills: Vec<(Fill, String)> = ranks
        .map(|(rank, colour)| (Fill::Colour(colour), format!("cold spot {rank}")))
        .collect();
    fills.push((Fill::Colour(OTHERS), format!("others beyond {minutes} min")));
    fills.push((Fill::Colour(WITHIN), format!("within {minutes} min")));
    Some(json!({
        "id": "cold-spots",
        "kind": "entries",
        "title": format!("Cold spots: beyond {minutes} min together"),
        "short": "Cold spot",
        "legend": format!("Areas beyond {minutes} min that touch, those with the most demand first"),
        "borders": true,
        "columns": numbers,
        "entries": entries,
        "classes": classes(fills),
    }))
}

/// What an area is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Within,
    /// Beyond the standard, in no cold spot because nobody there has demand.
    Alone,
    /// The rank, from 0.
    Spot(usize),
}

fn words(rank: usize, spot: &ColdSpot, unit: &str) -> String {
    let demand = thousands(spot.demand.as_f64());
    format!("cold spot {}: {demand} {unit}", rank + 1)
}

//! What is in a road network, for people and for programs.

use super::table::{DataCell, DataTable};
use crate::document::{Cell, Column, Table};
use crate::load::{InputReport, RoadReport};
use crate::network::{NetworkReport, SnapReport};
use crate::wording::{counted, decimal, thousands};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Values that were not understood that a report names.
const NAMED_VALUES: usize = 5;

/// The road network of a study: what is in it and what was left out, one line each; nothing for a study
/// without one.
#[must_use]
pub fn road_remarks(input: &InputReport) -> Vec<String> {
    let Some(road) = &input.road else {
        return Vec::new();
    };
    let mut lines = network_remarks(&road.file, &road.profile, &road.network);
    lines.extend(snap_remarks("demand points", &road.points));
    lines.extend(snap_remarks("sites", &road.sites));
    lines
}

/// What is in a road network, one line each.
#[must_use]
pub fn network_remarks(file: &str, profile: &str, network: &NetworkReport) -> Vec<String> {
    let mut lines = Vec::new();
    let date = date(network).map_or("of no known date".to_owned(), |date| format!("of {date}"));
    lines.push(format!(
        "`{file}` {date}: {} nodes and {} ways, of which the profile `{profile}` can use {}",
        count(network.nodes),
        count(network.ways),
        count(network.driven_ways),
    ));
    let [all, in_graph] = network.road_km();
    lines.push(format!(
        "{} km of roads, {} km of them in the graph: {} junctions and dead ends with {} one-way \
         connections, each reached from all others",
        thousands(all),
        thousands(in_graph),
        count(u64::from(network.junctions)),
        count(network.arcs as u64),
    ));
    if let Some(share) = network.share_with_limit() {
        lines.push(format!(
            "{}% of the roads have a speed limit on the map; the others have the speed of their class",
            decimal(100.0 * share, 1),
        ));
    }
    lines.extend(left_out(network));
    lines.extend(
        network
            .closed
            .iter()
            .map(|(why, ways)| format!("{} not used: {why}", counted_ways(*ways))),
    );
    if network.barriers > 0 {
        let barriers = counted(
            usize::try_from(network.barriers).unwrap_or(usize::MAX),
            "barrier",
        );
        lines.push(format!(
            "{barriers} on roads that nobody drives past, such as bollards"
        ));
    }
    if network.missing_nodes > 0 {
        lines.push(format!(
            "{} nodes of roads are not in the file, as at the edge of an extract: the roads are cut \
             there",
            count(network.missing_nodes)
        ));
    }
    lines.extend(unknown_values(network));
    lines.extend(network.ferries.iter().map(|ferry| {
        let name = if ferry.name.is_empty() {
            "without a name"
        } else {
            &ferry.name
        };
        let time = match ferry.minutes {
            Some(minutes) => format!("{} min", decimal(minutes, 0)),
            None => "no duration on the map, so that the speed of ferries counts".to_owned(),
        };
        format!(
            "car ferry {name} (way {}): {} km, {time}",
            ferry.way,
            decimal(ferry.kilometres, 1)
        )
    }));
    lines
}

fn count(number: u64) -> String {
    thousands(number as f64)
}

fn counted_ways(ways: u64) -> String {
    counted(usize::try_from(ways).unwrap_or(usize::MAX), "way")
}

fn date(network: &NetworkReport) -> Option<String> {
    let timestamp = Timestamp::from_second(network.timestamp?).ok()?;
    Some(timestamp.strftime("%Y-%m-%d").to_string())
}

fn left_out(network: &NetworkReport) -> Vec<String> {
    let mut lines = Vec::new();
    if network.components > 1 {
        lines.push(format!(
            "left out: {} junctions and dead ends in {} parts that do not reach the graph or are not \
             reached from it",
            count(u64::from(network.junctions_left_out)),
            count(network.components as u64 - 1),
        ));
    }
    if let Some(longest) = network.islands_km.first() {
        let parts = counted(network.islands_km.len(), "network");
        lines.push(format!(
            "{parts} that no road and no car ferry connects with the graph, the longest with {} km of \
             roads",
            decimal(*longest, 1)
        ));
    }
    lines
}

/// Values that were not understood: key, value, and on how many ways.
fn values(network: &NetworkReport) -> impl Iterator<Item = ((&str, &str), u64)> {
    network.unknown.iter().flat_map(|(key, values)| {
        let values = values.iter();
        values.map(move |(value, &ways)| ((key.as_str(), value.as_str()), ways))
    })
}

fn unknown_values(network: &NetworkReport) -> Option<String> {
    let mut values: Vec<_> = values(network).collect();
    let all: u64 = values.iter().map(|(_, ways)| ways).sum();
    // The most frequent first.
    values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let named = values.iter().take(NAMED_VALUES);
    let named: Vec<String> = named
        .map(|((key, value), ways)| format!("`{key}={value}` ({ways})"))
        .collect();
    let more = if values.len() > NAMED_VALUES {
        ", …"
    } else {
        ""
    };
    (all > 0).then(|| {
        let ways = counted_ways(all);
        format!(
            "not understood on {ways}, and taken as not there: {}{more}",
            named.join(", ")
        )
    })
}

fn snap_remarks(what: &str, snaps: &SnapReport) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(median), Some(p95)) = (snaps.median_metres, snaps.p95_metres) {
        let farthest = snaps.farthest.iter();
        let farthest = farthest.map(|(id, metres)| format!("{id} {} m", decimal(*metres, 0)));
        lines.push(format!(
            "{what} to the nearest road: median {} m, 95th percentile {} m; farthest {}",
            decimal(median, 0),
            decimal(p95, 0),
            farthest.collect::<Vec<_>>().join(", "),
        ));
    }
    if !snaps.too_far.is_empty() {
        let ids = snaps.too_far.join(", ");
        lines.push(format!(
            "{what} without a road within the limit, unreachable: {ids}"
        ));
    }
    if !snaps.on_islands.is_empty() {
        let ids = snaps.on_islands.iter();
        let ids: Vec<String> = ids
            .map(|(id, km)| format!("{id} ({} km of roads)", decimal(*km, 0)))
            .collect();
        let ids = ids.join(", ");
        lines.push(format!(
            "{what} on islands without a car ferry, unreachable: {ids}"
        ));
    }
    lines
}

/// Length of the roads by class.
#[must_use]
pub fn road_classes(network: &NetworkReport) -> Table {
    let columns = vec![
        Column::new("class"),
        Column::new("ways"),
        Column::with_unit("length", "km"),
        Column::with_unit("in the graph", "km"),
    ];
    let caption = "One row per class of road that the profile can use.";
    let mut table = Table::new(caption, columns);
    for (class, length) in &network.by_class {
        table.push([
            class.name().into(),
            Cell::thousands(length.ways as f64),
            Cell::thousands(length.kilometres),
            Cell::thousands(length.kilometres_in_graph),
        ]);
    }
    table
}

/// The same as a file.
#[must_use]
pub fn road_classes_data(network: &NetworkReport) -> DataTable {
    let columns = ["class", "ways", "km", "km_in_graph"];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for (class, length) in &network.by_class {
        table.push(vec![
            DataCell::text(class.name()),
            DataCell::Whole(length.ways),
            DataCell::Number(length.kilometres, 1),
            DataCell::Number(length.kilometres_in_graph, 1),
        ]);
    }
    table
}

/// The road network of a study for programs; `null` for a study without one.
#[must_use]
pub fn road_json(input: &InputReport) -> Value {
    input.road.as_deref().map_or(Value::Null, of_study)
}

fn of_study(road: &RoadReport) -> Value {
    let mut network = network_json(&road.file, &road.profile, &road.network);
    network["snap_limit_metres"] = json!(road.snap_limit.as_f64());
    network["demand_points"] = snaps(&road.points);
    network["sites"] = snaps(&road.sites);
    network
}

/// A road network for programs.
#[must_use]
pub fn network_json(file: &str, profile: &str, network: &NetworkReport) -> Value {
    let classes = network.by_class.iter().map(|(class, length)| {
        json!({
            "class": class.name(),
            "ways": length.ways,
            "km": tenths(length.kilometres),
            "km_in_graph": tenths(length.kilometres_in_graph),
        })
    });
    let unknown = values(network)
        .map(|((key, value), ways)| json!({ "key": key, "value": value, "ways": ways }));
    let ferries = network.ferries.iter().map(|ferry| {
        json!({
            "way": ferry.way,
            "name": ferry.name,
            "km": tenths(ferry.kilometres),
            "minutes": ferry.minutes,
        })
    });
    json!({
        "file": file,
        "profile": profile,
        "date": date(network),
        "nodes": network.nodes,
        "ways": network.ways,
        "driven_ways": network.driven_ways,
        "share_with_maxspeed": network.share_with_limit(),
        "classes": classes.collect::<Value>(),
        "ferries": ferries.collect::<Value>(),
        "closed": network.closed,
        "not_understood": unknown.collect::<Value>(),
        "missing_nodes": network.missing_nodes,
        "barriers": network.barriers,
        "junctions": network.junctions,
        "arcs": network.arcs,
        "components": network.components,
        "junctions_left_out": network.junctions_left_out,
        "islands_km": network.islands_km.iter().map(|km| tenths(*km)).collect::<Value>(),
    })
}

fn snaps(snaps: &SnapReport) -> Value {
    let farthest = snaps.farthest.iter();
    let farthest = farthest.map(|(id, metres)| json!({ "id": id, "metres": tenths(*metres) }));
    let islands = snaps.on_islands.iter();
    let islands = islands.map(|(id, km)| json!({ "id": id, "island_km": tenths(*km) }));
    json!({
        "snapped": snaps.snapped,
        "median_metres": snaps.median_metres.map(tenths),
        "p95_metres": snaps.p95_metres.map(tenths),
        "farthest": farthest.collect::<Value>(),
        "too_far": snaps.too_far,
        "on_islands": islands.collect::<Value>(),
    })
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

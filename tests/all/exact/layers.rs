//! The layers for GIS: fields, and which squares of the grid every shape has.

use super::cold_spots::MappedStudy;
use super::expected::Expected;
use super::random_study::RandomStudy;
use super::value::{Table, Value, cells, demand, minutes, whole};
use super::{Found, Row};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;

/// A feature: its fields and its shape.
struct Feature {
    row: Row,
    geometry: Json,
}

/// The features of a layer by their first fields; none where it is not written.
fn features(found: &Found, name: &str, keys: &[&str]) -> BTreeMap<Vec<String>, Feature> {
    let Ok(text) = fs::read_to_string(found.file(name)) else {
        return BTreeMap::new();
    };
    let mut json: Json = serde_json::from_str(&text).expect("JSON");
    let features = json["features"].as_array_mut().expect("features");
    let features = features.iter_mut().map(|feature| {
        let fields = feature["properties"].as_object().expect("fields").iter();
        let mut cells: BTreeMap<String, String> = fields
            .map(|(name, value)| {
                let cell = match value {
                    Json::Null => String::new(),
                    Json::String(text) => text.clone(),
                    other => other.to_string(),
                };
                (name.clone(), cell)
            })
            .collect();
        let key = keys.iter().map(|key| cells.remove(*key).expect("a key"));
        let key = key.collect();
        let row = Row {
            table: name.to_owned(),
            cells,
            compared: found.compared.clone(),
        };
        let geometry = feature["geometry"].take();
        (key, Feature { row, geometry })
    });
    features.collect()
}

/// Whether a place lies in polygons: a line to the east crosses their rings an odd number of times.
fn holds(geometry: &Json, [lat, lon]: [f64; 2]) -> bool {
    let polygons = match geometry["type"].as_str() {
        Some("Polygon") => std::slice::from_ref(&geometry["coordinates"]).to_vec(),
        Some("MultiPolygon") => geometry["coordinates"]
            .as_array()
            .expect("polygons")
            .clone(),
        _ => Vec::new(),
    };
    let rings = polygons
        .iter()
        .flat_map(|polygon| polygon.as_array().expect("rings"));
    let corner = |of: &Json| {
        let degrees = |number: usize| of[number].as_f64().expect("degrees");
        (degrees(1), degrees(0))
    };
    let crossings = rings.flat_map(|ring| {
        let corners: Vec<(f64, f64)> = ring
            .as_array()
            .expect("corners")
            .iter()
            .map(corner)
            .collect();
        let sides: Vec<_> = corners.windows(2).map(|two| (two[0], two[1])).collect();
        sides.into_iter().filter(|(from, to)| {
            let at = from.1 + (lat - from.0) / (to.0 - from.0) * (to.1 - from.1);
            (from.0 > lat) != (to.0 > lat) && at > lon
        })
    });
    crossings.count() % 2 == 1
}

/// A layer has these features with these fields; `owners` says whose squares a feature holds.
fn compare(
    mapped: &MappedStudy,
    found: &Found,
    (layer, keys): (&str, &[&str]),
    expected: &Table,
    owns: &dyn Fn(&[String], usize) -> bool,
) {
    let features = features(found, layer, keys);
    let context = format!("study {}: {layer}", found.seed);
    let names: Vec<&Vec<String>> = features.keys().collect();
    assert_eq!(names, expected.keys().collect::<Vec<_>>(), "{context}");
    for (key, cells) in expected {
        let Feature { row, geometry } = &features[key];
        let columns = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>();
        assert_eq!(
            columns(row.cells.keys().collect()),
            columns(cells.keys().collect()),
            "{context}, {key:?}"
        );
        for (column, value) in cells {
            value.check(row, column, &format!("{context}, {key:?}, {column}"));
        }
        for (square, owner) in mapped.owners.iter().enumerate() {
            assert_eq!(
                holds(geometry, mapped.middle(square)),
                owner.is_some_and(|owner| owns(key, owner)),
                "{context}, {key:?}: square {square} of {owner:?}"
            );
        }
    }
}

/// Fields of every demand point.
fn areas(mapped: &MappedStudy, expected: &Expected) -> Table {
    let study = &mapped.study;
    let mut table = Table::new();
    let groups = expected.of_groups();
    for point in 0..study.demand.len() {
        let mut of_point = groups.iter().filter(|(_, points)| points.contains(&point));
        let group = *of_point.next().expect("a group").0;
        let mut row = cells([
            ("name", Value::text(RandomStudy::point_name(point))),
            ("demand", demand(study.demand[point])),
            ("population", demand(study.residents[point])),
            ("region", Value::text(group)),
        ]);
        for layout in 0..study.layouts.len() {
            let name = RandomStudy::layout_name(layout);
            let nearest = expected.nearest(layout, point);
            let site = nearest.map_or_else(String::new, |(site, _)| format!("S{site}"));
            let spots = mapped.spots(expected, layout);
            let rank = spots.iter().position(|spot| spot.points.contains(&point));
            row.insert(
                format!("minutes_{name}"),
                minutes(nearest.map(|(_, time)| time)),
            );
            row.insert(format!("site_{name}"), Value::text(site));
            let rank = rank.map_or(Value::Number(None), |rank| whole(rank + 1));
            row.insert(format!("cold_spot_{name}"), rank);
        }
        table.insert(vec![RandomStudy::point_id(point)], row);
    }
    table
}

/// Fields of every site of any layout.
fn sites(mapped: &MappedStudy, expected: &Expected) -> Table {
    let study = &mapped.study;
    let of_sites = expected.sites();
    let mut table = Table::new();
    for site in 0..study.sites {
        if !study.layouts.iter().any(|layout| layout.contains(&site)) {
            continue;
        }
        let mut row = cells([("name", Value::Text(format!("Site {site}")))]);
        for layout in 0..study.layouts.len() {
            let name = RandomStudy::layout_name(layout);
            let of_site = of_sites.get(&vec![name.clone(), format!("S{site}")]);
            let is_open = of_site.is_some();
            row.insert(format!("open_{name}"), Value::text(is_open.to_string()));
            for column in ["demand", "mean_minutes"] {
                let value = of_site.map_or(Value::Number(None), |row| row[column].clone());
                row.insert(format!("{column}_{name}"), value);
            }
        }
        table.insert(vec![format!("S{site}")], row);
    }
    table
}

/// Those of the columns of `sites.csv` that catchments have, of centres that somebody is nearest to.
fn catchments(expected: &Expected) -> Table {
    let columns = [
        "name",
        "points",
        "demand",
        "population",
        "mean_minutes",
        "max_minutes",
    ];
    let of_sites = expected.sites().into_iter();
    let some = of_sites.filter(|(_, row)| row["points"] != whole(0));
    some.map(|(key, row)| {
        let row = columns.map(|column| (column.to_owned(), row[column].clone()));
        (key, row.into_iter().collect())
    })
    .collect()
}

fn cold_spots(mapped: &MappedStudy, expected: &Expected) -> Table {
    let mut table = Table::new();
    for layout in 0..mapped.study.layouts.len() {
        for (rank, spot) in (1..).zip(mapped.spots(expected, layout)) {
            let row = mapped.spot_row(expected, layout, &spot);
            let key = vec![RandomStudy::layout_name(layout), format!("{rank}")];
            table.insert(key, row);
        }
    }
    table
}

/// Compares all layers; those of catchments and cold spots are there where there are polygons.
pub(crate) fn check(mapped: &MappedStudy, expected: &Expected, found: &Found) {
    let areas = areas(mapped, expected);
    found.compare("areas-wide.csv", 1, &areas);
    let layout = |name: &str| -> usize {
        let names = (0..mapped.study.layouts.len()).map(RandomStudy::layout_name);
        names
            .collect::<Vec<_>>()
            .iter()
            .position(|of| of == name)
            .expect("a layout")
    };
    let is_point = |key: &[String], owner: usize| key[0] == RandomStudy::point_id(owner);
    compare(mapped, found, ("areas.geojson", &["id"]), &areas, &is_point);
    let nobody = |_: &[String], _: usize| false;
    let sites = sites(mapped, expected);
    compare(mapped, found, ("sites.geojson", &["id"]), &sites, &nobody);
    if mapped.owners.is_empty() {
        for name in ["catchments.geojson", "cold-spots.geojson"] {
            assert!(!found.file(name).exists(), "study {}: {name}", found.seed);
        }
        return;
    }
    let catchments = catchments(expected);
    let is_nearest = |key: &[String], owner: usize| {
        let nearest = expected.nearest(layout(&key[0]), owner);
        nearest.is_some_and(|(site, _)| key[1] == format!("S{site}"))
    };
    let keys: (&str, &[&str]) = ("catchments.geojson", &["layout", "site_id"]);
    compare(mapped, found, keys, &catchments, &is_nearest);
    let spots = cold_spots(mapped, expected);
    let is_cold = |key: &[String], owner: usize| {
        let spots = mapped.spots(expected, layout(&key[0]));
        let rank: usize = key[1].parse().expect("a rank");
        spots[rank - 1].points.contains(&owner)
    };
    let keys: (&str, &[&str]) = ("cold-spots.geojson", &["layout", "rank"]);
    compare(mapped, found, keys, &spots, &is_cold);
}

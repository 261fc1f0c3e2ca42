//! Polygons that cells are sorted into: what is refused, what is mended, and what is said.

use super::command::{catchment, json, names};
use super::fixture::write;
use predicates::prelude::predicate;
use std::fs;
use tempfile::TempDir;

/// Four places with 10, 20, 30 and 40 people.
fn study() -> TempDir {
    let folder = TempDir::new().unwrap();
    write(
        &folder,
        "hospitals.csv",
        "id,name,lat,lon\nH1,North,52.4,-1.0\nH2,South,52.0,-1.1\n",
    );
    write(
        &folder,
        "cells.csv",
        "lon,lat,population\n-1.0,52.3,10\n-1.1,52.1,20\n-1.2,52.2,30\n-1.4,52.5,40\n",
    );
    folder
}

fn feature(properties: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
    )
}

fn square(west: f64, south: f64, east: f64, north: f64) -> String {
    format!(
        "[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]"
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

fn run(folder: &TempDir, polygons: impl AsRef<[u8]>) -> assert_cmd::assert::Assert {
    write(folder, "groups.geojson", polygons);
    let mut command = catchment(folder);
    command.args([
        "run",
        "cells.csv",
        "--hospitals",
        "hospitals.csv",
        "-o",
        "out",
    ]);
    command.args(["--groups", "groups.geojson", "--group-id", "name"]);
    command.args(["--format", "json"]);
    command.assert()
}

fn refused(polygons: impl AsRef<[u8]>, said: &str) {
    let folder = study();
    let refused = run(&folder, polygons).code(2).stdout("");
    refused.stderr(predicate::str::contains(said));
    assert_eq!(
        names(folder.path()),
        ["cells.csv", "groups.geojson", "hospitals.csv"]
    );
}

/// Every group's people, and what was noted.
fn groups(polygons: impl AsRef<[u8]>) -> (Vec<(String, f64)>, Vec<String>) {
    let folder = study();
    let found = json(run(&folder, polygons).success().get_output());
    let rows = found["groups"].as_array().unwrap().iter();
    let rows = rows.map(|row| {
        let group = row["group"].as_str().unwrap().to_owned();
        (group, row["population"].as_f64().unwrap())
    });
    let manifest = fs::read_to_string(folder.path().join("out/run.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let said = |key: &str| manifest[key].as_array().unwrap().iter();
    let notes = said("notes").map(|note| note.as_str().unwrap().to_owned());
    let warnings = said("warnings").map(|warning| warning["what"].as_str().unwrap().to_owned());
    (rows.collect(), notes.chain(warnings).collect())
}

fn east_and_none(polygons: impl AsRef<[u8]>) -> Vec<String> {
    let (rows, notes) = groups(polygons);
    assert_eq!(rows, [("E".to_owned(), 30.0), ("(none)".to_owned(), 70.0)]);
    notes
}

#[test]
fn polygons_that_cannot_be_read_are_refused_with_their_feature() {
    let good = feature(r#""name":"E""#, &square(-1.15, 52.0, -0.9, 52.6));
    let with =
        |coordinates: &str| collection(&[good.clone(), feature(r#""name":"F""#, coordinates)]);
    for (coordinates, said) in [
        (
            "[[[-1.1],[-1.0,52.0],[-1.0,52.6],[-1.1]]]",
            "ring 1, position 1: expected longitude and latitude (got one number)",
        ),
        (
            "[[[-1.1,null],[-1.0,52.0],[-1.0,52.6],[-1.1,52.0]]]",
            "ring 1, position 1: expected longitude and latitude (got null)",
        ),
        (
            "[[-1.1,52.0],[-1.0,52.0]]",
            "ring 1: expected a list of positions",
        ),
        ("7", "a polygon is a list of rings"),
    ] {
        refused(
            with(coordinates),
            &format!("groups.geojson: feature 2: {said}"),
        );
    }
    refused(
        with("[[[1e999,52]]]"),
        "groups.geojson: cannot be read as GeoJSON",
    );
    refused("{", "groups.geojson: cannot be read as GeoJSON");
    for (properties, said) in [
        ("", "feature 1: no property `name` (it has none)"),
        (r#""Name":"E""#, "did you mean `Name`?"),
        (
            r#""name":null"#,
            "feature 1: `name` is neither text nor a number",
        ),
        (
            r#""name":" ""#,
            "feature 1: `name` is neither text nor a number",
        ),
        (
            r#""name":"(none)""#,
            "is the label for people in no polygon",
        ),
    ] {
        refused(
            collection(&[feature(properties, &square(-2.0, 50.0, 0.0, 54.0))]),
            said,
        );
    }
    let metres = feature(
        r#""name":"E""#,
        &square(450_000.0, 200_000.0, 480_000.0, 300_000.0),
    );
    let metres = collection(&[metres]);
    refused(&metres, "shapes must be in degrees");
    let crs = r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"#;
    refused(metres.replacen('{', crs, 1), "the file names EPSG:27700");
    let swapped = feature(r#""name":"E""#, &square(52.0, -1.15, 52.6, -0.9));
    refused(
        collection(&[swapped]),
        "nobody lives in any of the polygons",
    );
}

#[test]
fn polygons_that_can_be_mended_are_and_it_is_noted() {
    let good = square(-1.15, 52.0, -0.9, 52.6);
    let name = r#""name":"E""#;
    let plain = collection(&[feature(name, &good)]);
    let noted = east_and_none(&plain);
    assert_eq!(noted, ["70.0% of the people live in no polygon"]);
    let bom = east_and_none(format!("\u{feff}{plain}"));
    assert_eq!(bom[0], "`groups.geojson`: starts with a byte order mark");

    let open = "[[[-1.15,52],[-0.9,52],[-0.9,52.6],[-1.15,52.6]]]";
    let noted = east_and_none(collection(&[feature(name, open)]));
    assert!(noted[0].contains("open rings"), "{noted:?}");
    let high = good
        .replace("[-0.9,", "[-0.90,")
        .replace(",52]", ",52,11.5]");
    let noted = east_and_none(collection(&[feature(name, &high)]));
    assert!(noted[0].contains("third coordinates"), "{noted:?}");
    let collected = feature(name, "0").replace(
        r#"{"type":"Polygon","coordinates":0}"#,
        &format!(
            r#"{{"type":"GeometryCollection","geometries":[{{"type":"Point","coordinates":[0,52]}},{{"type":"Polygon","coordinates":{good}}}]}}"#
        ),
    );
    let noted = east_and_none(collection(&[collected]));
    assert!(noted[0].contains("geometry collections"), "{noted:?}");

    let left_out = collection(&[
        feature(name, &good),
        r#"{"type":"Feature","properties":{"name":"P"},"geometry":null}"#.to_owned(),
        feature(r#""name":"P""#, "[0,52]").replace("Polygon", "Point"),
    ]);
    let noted = east_and_none(left_out);
    assert_eq!(noted[0], "`groups.geojson`: 2 left out: no polygon");
}

/// Two polygons of one label are one group: its people are those of both.
#[test]
fn polygons_of_one_label_are_one_group() {
    let west = feature(r#""name":"X""#, &square(-1.5, 52.0, -1.15, 52.6));
    let east = feature(r#""name":"X""#, &square(-1.15, 52.0, -0.9, 52.6));
    let (rows, notes) = groups(collection(&[west, east]));
    assert_eq!(rows, [("X".to_owned(), 100.0), ("(none)".to_owned(), 0.0)]);
    assert!(notes[0].contains("merged with it: 1"), "{notes:?}");
}

/// A label that is a number, a hole, a bow tie, and an empty polygon.
#[test]
fn every_valid_polygon_is_read_as_it_stands() {
    let hole = "[[[-2,51],[0,51],[0,53],[-2,53],[-2,51]],[[-1.15,52],[-1.15,52.6],[-0.9,52.6],[-0.9,52],[-1.15,52]]]";
    let tie = "[[[-1.15,52.0],[-0.9,52.6],[-0.9,52.0],[-1.15,52.6],[-1.15,52.0]]]";
    let (rows, _) = groups(collection(&[
        feature(r#""name":7.0"#, hole),
        feature(r#""name":"tie""#, tie),
        feature(r#""name":"empty""#, "[]"),
    ]));
    let rows: Vec<(&str, f64)> = rows.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    assert_eq!(
        rows,
        [("7", 70.0), ("tie", 10.0), ("empty", 0.0), ("(none)", 20.0)]
    );
}

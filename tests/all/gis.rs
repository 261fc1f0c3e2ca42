//! Layers for programs of geographic information: the same features in every format. `benches/peers/gis_formats.py`
//! opens them with GDAL, geopandas, `DuckDB` and `SQLite`.

use assert_cmd::Command;
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Runs the example study, `added` to its file, with these options; the folder of the results.
fn run(added: &str, options: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = || Command::cargo_bin("catchment").expect("the program is built with the tests");
    program().arg("init").arg(folder.path()).assert().success();
    let study = folder.path().join("study.toml");
    let text = fs::read_to_string(&study).expect("a study");
    fs::write(&study, text + added).expect("written");
    let output = folder.path().join("results");
    program()
        .args(["run", "--quiet", "--no-maps", "--output"])
        .arg(&output)
        .args(options)
        .arg(&study)
        .assert()
        .success();
    folder
}

/// Which layers are there, by the endings of their files.
fn endings(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("results")).expect("there");
    let names = entries.map(|entry| entry.expect("readable").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let known = ["geo.parquet", "gpkg", "fgb", "geojson", "areas-wide.csv"];
    let mut found: Vec<String> = names
        .filter_map(|name| known.iter().find(|ending| name.ends_with(**ending)))
        .map(|ending| (*ending).to_owned())
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn formats_are_those_of_the_study_or_the_command() {
    assert_eq!(endings(run("", &[]).path()), ["geo.parquet"]);
    assert_eq!(endings(run("[output]\ngis = []\n", &[]).path()), [""; 0]);
    let study = "[output]\ngis = [\"fgb\"]\nwide_areas = true\n";
    assert_eq!(endings(run(study, &[]).path()), ["areas-wide.csv", "fgb"]);
    assert_eq!(
        endings(run(study, &["--gis", "gpkg,geojson,gpkg"]).path()),
        ["areas-wide.csv", "geojson", "gpkg"]
    );
}

#[test]
fn every_format_has_the_areas_of_the_table() {
    let folder = run("", &["--gis", "geoparquet,gpkg,fgb,geojson", "--wide"]);
    let read = |name: &str| fs::read(folder.path().join("results").join(name)).expect("there");
    let csv = read("areas-wide.csv");
    let mut csv = csv::Reader::from_reader(csv.as_slice());
    let columns = csv.headers().expect("a header").clone();
    let rows: Vec<BTreeMap<String, String>> = csv
        .deserialize()
        .map(|row| row.expect("readable"))
        .collect();
    assert!(rows.len() > 100);

    let json: Value = serde_json::from_slice(&read("areas.geojson")).expect("GeoJSON");
    let features = json["features"].as_array().expect("features");
    assert_eq!(features.len(), rows.len());
    for (feature, row) in features.iter().zip(&rows) {
        for column in &columns {
            let found = match &feature["properties"][column] {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                number => number.to_string().trim_end_matches(".0").to_owned(),
            };
            assert_eq!(found, row[column], "{column} of {}", row["id"]);
        }
    }

    let parquet = bytes::Bytes::from(read("areas.geo.parquet"));
    let parquet = SerializedFileReader::new(parquet).expect("Parquet");
    let about = parquet.metadata().file_metadata();
    assert_eq!(usize::try_from(about.num_rows()), Ok(rows.len()));
    let about = about
        .key_value_metadata()
        .expect("words about the geometry");
    let about = about
        .iter()
        .find(|entry| entry.key == "geo")
        .expect("of the standard");
    let about: Value = serde_json::from_str(about.value.as_deref().expect("JSON")).expect("JSON");
    assert_eq!(about["version"], "1.1.0");
    assert_eq!(about["columns"]["geometry"]["crs"]["id"]["code"], "CRS84");

    let package = read("layers.gpkg");
    assert!(package.starts_with(b"SQLite format 3\0"));
    assert_eq!(&package[68..72], b"GPKG");
    assert!(read("areas.fgb").starts_with(b"fgb\x03fgb\x00"));
}

/// A spreadsheet's archive begins as every ZIP, and each table that the run writes is one of its sheets.
#[test]
fn the_workbook_has_a_sheet_for_each_table() {
    let folder = run("", &["--xlsx"]);
    let results = folder.path().join("results");
    let workbook = fs::read(results.join("summary.xlsx")).expect("there");
    assert!(workbook.starts_with(b"PK\x03\x04"));
    let entries = fs::read_dir(&results).expect("there");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let tables = paths.filter(|path| {
        let is_csv = path.extension().is_some_and(|ending| ending == "csv");
        is_csv && !path.ends_with("areas.csv")
    });
    let name = b"xl/worksheets/sheet";
    let sheets = workbook.windows(name.len()).filter(|part| part == name);
    // Each name is in the head of its file and in the directory.
    assert_eq!(sheets.count(), 2 * tables.count());
}

/// Five squares in a row, the centre in the first: all five are its catchment, and those beyond the standard
/// one cold spot.
#[test]
fn catchments_and_cold_spots_are_areas_in_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let lon = |n: u32| f64::from(n) / 2.0;
    let squares = (0..5).map(|n| {
        let (west, east) = (lon(n), lon(n + 1));
        format!(
            r#"{{"type":"Feature","id":"A{n}","properties":{{}},"geometry":{{"type":"Polygon","coordinates":
            [[[{west},50],[{west},51],[{east},51],[{east},50],[{west},50]]]}}}}"#
        )
    });
    let squares = squares.collect::<Vec<_>>().join(",");
    write(
        "areas.geojson",
        &format!(r#"{{"type":"FeatureCollection","features":[{squares}]}}"#),
    );
    let points = (0..5).map(|n| format!("A{n},50.5,{},{}\n", lon(n) + 0.25, 10 + n));
    let points: String = points.collect();
    write(
        "population.csv",
        &format!("id,lat,lon,population\n{points}"),
    );
    write("hospitals.csv", "id,lat,lon\nH,50.5,0.25\n");
    write(
        "study.toml",
        "name = \"row\"\n[population]\nfile = \"population.csv\"\n[hospitals]\nfile = \"hospitals.csv\"\n\
         [travel]\nmodel = \"straight-line\"\n[[layouts]]\nname = \"one\"\nsites = [\"H\"]\n\
         [maps]\nareas = \"areas.geojson\"\n",
    );
    Command::cargo_bin("catchment")
        .expect("the program is built with the tests")
        .args([
            "run",
            "--quiet",
            "--no-maps",
            "--gis",
            "geojson",
            "--output",
        ])
        .arg(folder.path().join("results"))
        .arg(folder.path().join("study.toml"))
        .assert()
        .success();
    let layer = |name: &str| -> Value {
        let path = folder
            .path()
            .join("results")
            .join(format!("{name}.geojson"));
        let json: Value = serde_json::from_slice(&fs::read(path).expect("there")).expect("GeoJSON");
        let features = json["features"].as_array().expect("features");
        assert_eq!(features.len(), 1, "{name}");
        let rings = features[0]["geometry"]["coordinates"]
            .as_array()
            .map(Vec::len);
        assert_eq!(rings, Some(1), "{name}: one polygon");
        features[0].clone()
    };
    let catchment = layer("catchments");
    assert_eq!(catchment["properties"]["demand"], 60);
    // Two corners between each two squares, the corners of the row, and the first again.
    let ring = catchment["geometry"]["coordinates"][0][0]
        .as_array()
        .map(Vec::len);
    assert_eq!(ring, Some(13));
    let spot = layer("cold-spots");
    assert_eq!(spot["properties"]["rank"], 1);
    let inside = &layer("catchments")["properties"]["points"];
    assert_eq!(inside, 5);
    let beyond = spot["properties"]["points"].as_u64().expect("a count");
    assert!((1..5).contains(&beyond), "{beyond}");
}

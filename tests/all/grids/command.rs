//! `catchment grid` from outside.

use super::fixture::*;
use assert_cmd::Command;
use predicates::prelude::predicate;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

pub(crate) fn catchment(folder: &TempDir) -> Command {
    let mut command = Command::cargo_bin("catchment").unwrap();
    command.current_dir(folder.path()).args(["grid"]);
    command
}

/// Three centres of the fixture as a CSV, and its cells as points.
pub(crate) fn example() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mut hospitals = "id,lat,lon,open\n".to_owned();
    for (id, place) in ["a", "b", "c"].iter().zip(places()) {
        let open = if *id == "b" { "no" } else { "yes" };
        writeln!(hospitals, "{id},{},{},{open}", place.lat(), place.lon()).unwrap();
    }
    write(&folder, "hospitals.csv", hospitals);
    let mut csv = "lon,lat,population\n".to_owned();
    for (cell, &people) in cells().iter().enumerate().filter(|&(_, &p)| p > 0.0) {
        let place = middle(cell);
        writeln!(csv, "{},{},{}", place.lon(), place.lat(), f64::from(people)).unwrap();
    }
    write(&folder, "cells.csv", csv);
    write(&folder, "cells.tif", geotiff(Packing::Lzw, 4326, &cells()));
    folder
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|files| {
            files
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

pub(crate) fn json(output: &std::process::Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("JSON and nothing else")
}

/// Points and the raster they came from give the same tables, and all files are there.
#[test]
fn a_run_leaves_tables_cells_raster_and_map() {
    let folder = example();
    let run = |input: &str, more: &[&str]| {
        let mut command = catchment(&folder);
        command.args([
            "run",
            input,
            "--hospitals",
            "hospitals.csv",
            "--within",
            "15,30,45",
        ]);
        command
            .args(["--nearest", "3", "--backup", "--format", "json"])
            .args(more);
        json(command.assert().success().get_output())
    };
    let points = run("cells.csv", &["--cells", "a.parquet", "--map", "a.png"]);
    let raster = [
        "--cells",
        "b.parquet",
        "--raster",
        "b.tif",
        "--map",
        "b.png",
        "-o",
        "there",
    ];
    let raster = run("cells.tif", &raster);
    for table in ["summary", "centres", "nearest", "backup", "population"] {
        assert_eq!(points[table], raster[table], "{table}");
    }
    assert_eq!(points["nearest"].as_array().unwrap().len(), 3);
    let tables = [
        "backup.csv",
        "centres.csv",
        "nearest.csv",
        "run.json",
        "summary.csv",
    ];
    assert_eq!(names(&folder.path().join("outputs/grid-cells")), tables);
    assert_eq!(names(&folder.path().join("there")), tables);
    for picture in ["a.png", "b.png"] {
        let png = fs::read(folder.path().join(picture)).unwrap();
        assert!(
            png.starts_with(b"\x89PNG") && png.len() > 10_000,
            "{picture}"
        );
    }
    // Who is within a standard reaches at least one centre within it.
    let within = &points["summary"][0]["within_30_percent"];
    let backup = points["backup"].as_array().unwrap();
    let one = backup
        .iter()
        .find(|row| row["standard_minutes"] == 30.0 && row["centres_at_least"] == 1);
    assert_eq!(&one.unwrap()["percent"], within);
    // What was written can be read.
    let again = run("a.parquet", &[]);
    assert_eq!(again["population"], points["population"]);
}

#[test]
fn candidates_make_a_layout() {
    let folder = example();
    for (words, centres) in [("open", 2), ("b", 1), ("open,b", 3)] {
        let mut command = catchment(&folder);
        command.args([
            "run",
            "cells.csv",
            "--hospitals",
            "hospitals.csv",
            "--candidates",
            words,
        ]);
        let found = json(
            command
                .args(["--format", "json"])
                .assert()
                .success()
                .get_output(),
        );
        assert_eq!(found["summary"][0]["layout"], "candidates");
        assert_eq!(found["summary"][0]["centres"], centres, "{words}");
    }
}

/// Every person is in one group, and outside all of them there is a group too.
#[test]
fn groups_add_up_to_everybody() {
    let folder = example();
    let polygon = |name: &str, west: f64| {
        let east = west + 0.3;
        format!(
            r#"{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[{west},50],[{east},50],[{east},54],[{west},54],[{west},50]]]}}}}"#
        )
    };
    let features = [polygon("west", -2.0), polygon("east", -1.7)].join(",");
    let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    write(&folder, "groups.geojson", text);
    for input in ["cells.csv", "cells.tif"] {
        let mut command = catchment(&folder);
        command.args([
            "run",
            input,
            "--hospitals",
            "hospitals.csv",
            "--format",
            "json",
        ]);
        command.args(["--groups", "groups.geojson", "--group-id", "name"]);
        let found = json(command.assert().success().get_output());
        let groups = found["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 3);
        let sum: f64 = groups
            .iter()
            .map(|g| g["population"].as_f64().unwrap())
            .sum();
        assert!(
            groups
                .iter()
                .all(|g| g["population"].as_f64().unwrap() > 0.0)
        );
        assert!(
            (sum - found["population"].as_f64().unwrap()).abs() < 1e-4,
            "{input}"
        );
    }
}

/// Whatever is wrong: one error that says what, exit code 2, and no file or folder.
#[test]
fn a_wrong_request_or_input_writes_nothing() {
    let folder = example();
    let whole = fs::read(folder.path().join("cells.tif")).unwrap();
    write(&folder, "cut.tif", &whole[..whole.len() / 2]);
    write(
        &folder,
        "bad.csv",
        "lon,lat,population\n1.0,52.0,3\n1.0,north,3\n",
    );
    write(
        &folder,
        "ill.csv",
        "lon,lat,population\n1.0,52.0,3\n1.0,52.0\n",
    );
    write(&folder, "text.csv", b"lon,lat,population\n1.0,52.0,\xff\n");
    write(&folder, "plain.csv", "x,y,population\n1,2,3\n");
    let before = names(folder.path());
    for (arguments, said) in [
        (vec!["cut.tif"], "cut.tif"),
        (
            vec!["cut.tif", "--cells", "c.parquet", "--map", "c.png"],
            "cut.tif",
        ),
        (
            vec!["bad.csv", "--cells", "c.parquet"],
            "bad.csv:3: column `lat`: expected a number (got `north`)",
        ),
        (vec!["ill.csv"], "ill.csv"),
        (vec!["text.csv"], "text.csv"),
        (vec!["none.csv"], "none.csv"),
        (vec!["plain.csv"], "--crs"),
        (
            vec!["cells.csv", "--raster", "c.tif"],
            "needs a raster as input (got points)",
        ),
        (vec!["cells.tif", "--raster", "c.png"], ".tif"),
        (
            vec!["cells.tif", "--raster", "cells.tif"],
            "this is the input file",
        ),
        (vec!["cells.csv", "--within=-3"], "--within"),
        (
            vec!["cells.csv", "--layout", "everything"],
            "no layout is named `everything`",
        ),
        (
            vec!["cells.csv", "--candidates", "helipad"],
            "hospitals.csv",
        ),
        (vec!["plain.csv", "--crs", "EPSG:1"], "EPSG:1"),
        (
            vec!["cells.csv", "--crs", "EPSG:27700"],
            "degrees, but `--crs` says EPSG:27700",
        ),
        (
            vec!["cells.csv", "--groups", "none.geojson", "--group-id", "id"],
            "none.geojson",
        ),
    ] {
        let mut command = catchment(&folder);
        command.args([
            "run",
            "--hospitals",
            "hospitals.csv",
            "--output",
            "made/for/this",
        ]);
        command.args(&arguments);
        let refused = command.assert().code(2).stdout("");
        refused.stderr(predicate::str::contains(said));
        assert_eq!(names(folder.path()), before, "{arguments:?}");
    }
}

/// The same seed gives the same bytes, and every format the same people.
#[test]
fn a_generated_grid_is_its_seeds() {
    let folder = example();
    let generate = |file: &str, seed: &str| {
        let mut command = catchment(&folder);
        command.args([
            "generate", "--cells", "40000", "--seed", seed, "--output", file, "-q",
        ]);
        command.assert().success().stdout("");
        let mut command = catchment(&folder);
        command.args([
            "run",
            file,
            "--hospitals",
            "hospitals.csv",
            "--format",
            "json",
        ]);
        let found = json(command.assert().success().get_output());
        (
            fs::read(folder.path().join(file)).unwrap(),
            found["summary"].clone(),
        )
    };
    let (tif, raster) = generate("one.tif", "5");
    assert_eq!(generate("two.tif", "5").0, tif);
    assert_ne!(generate("other.tif", "6").0, tif);
    let (_, parquet) = generate("points.parquet", "5");
    assert_eq!(parquet, raster);
    let (_, csv) = generate("points.csv", "5");
    assert_eq!(csv["population"], raster["population"]);
}

/// Coordinates that are missing (0, 0) or exchanged in a row are said with their people, where the
/// answer is and in its manifest; without such a row nothing is said.
#[test]
fn points_far_from_every_centre_are_said() {
    let folder = example();
    let cells = fs::read_to_string(folder.path().join("cells.csv")).unwrap();
    let run = |extra: &str, output: &str| {
        write(&folder, "points.csv", format!("{cells}{extra}"));
        let mut command = catchment(&folder);
        command.args([
            "run",
            "points.csv",
            "--hospitals",
            "hospitals.csv",
            "-o",
            output,
        ]);
        let done = command.assert().success();
        let manifest = fs::read(folder.path().join(output).join("run.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        let said = String::from_utf8(done.get_output().stderr.clone()).unwrap();
        (said, manifest["warnings"].to_string())
    };
    for (extra, first) in [
        ("0,0,5\n52.5,-1.2,4\n", "latitude 0.000, longitude 0.000"),
        (
            "52.5,-1.2,4\n-1,0.1,5\n",
            "latitude -1.200, longitude 52.500",
        ),
    ] {
        let (screen, manifest) = run(extra, "far");
        let expected = format!(
            "2 points are more than 1000 km from every centre, 9.0 people; the first is at {first}"
        );
        assert!(screen.contains(&expected), "{screen}");
        assert!(manifest.contains(&expected), "{manifest}");
    }
    let (screen, manifest) = run("", "near");
    assert!(!screen.contains("km from every centre"), "{screen}");
    assert!(!manifest.contains("km from every centre"), "{manifest}");
}

/// A second run into a folder removes the tables that only the first one wrote; files that were
/// named are not its own, and input stays whatever is listed.
#[test]
fn tables_that_only_the_run_before_wrote_are_removed() {
    let folder = example();
    let run = |more: &[&str]| {
        let mut command = catchment(&folder);
        command.args([
            "run",
            "cells.csv",
            "--hospitals",
            "hospitals.csv",
            "-o",
            ".",
        ]);
        command.args(more).assert().success();
        let text = fs::read(folder.path().join("run.json")).unwrap();
        serde_json::from_slice::<serde_json::Value>(&text).unwrap()
    };
    let mut first = run(&["--nearest", "2", "--backup", "--map", "first.png"]);
    let tables = [
        "backup.csv",
        "centres.csv",
        "nearest.csv",
        "run.json",
        "summary.csv",
    ];
    assert_eq!(first["files"], serde_json::json!(tables));
    assert_eq!(first["named_files"], serde_json::json!(["first.png"]));

    let listed = first["files"].as_array_mut().unwrap();
    listed.extend(["cells.csv", "hospitals.csv", "now.png"].map(Into::into));
    fs::write(folder.path().join("run.json"), first.to_string()).unwrap();
    let second = run(&["--map", "now.png"]);
    let tables = ["centres.csv", "run.json", "summary.csv"];
    assert_eq!(second["files"], serde_json::json!(tables));
    let inputs = ["cells.csv", "cells.tif", "hospitals.csv"];
    let mut left = [&tables[..], &inputs, &["first.png", "now.png"]].concat();
    left.sort_unstable();
    assert_eq!(names(folder.path()), left);
}

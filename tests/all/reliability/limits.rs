//! Every limit lets through what is at it and refuses one more; each can be raised.

use super::{GRID_RUN, done, example, grid, text, words};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// `docs/limits.md` is what the program says of its limits.
#[test]
fn the_page_of_limits_is_that_of_the_program() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md");
    let reference = catchment::limits::reference();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::write(page, &reference).expect("writable");
    }
    let written = fs::read_to_string(page).unwrap_or_default();
    assert!(
        written == reference,
        "UPDATE_REFERENCE=1 cargo test --test all limits"
    );
}

fn check(folder: &Path, limit: &str) -> (Option<i32>, String) {
    let checked = done(folder, &["check", "study.toml", "--limit", limit]);
    (checked.status.code(), text(&checked.stderr))
}

/// What is said at the limit, and one below what is there.
fn at_and_below(name: &str, found: u64, say: impl Fn(&str) -> (Option<i32>, String)) {
    let (_, at) = say(&format!("{name}={found}"));
    assert!(!at.contains(name), "at the limit: {at}");
    let (code, below) = say(&format!("{name}={}", found - 1));
    assert_eq!(code, Some(2), "{below}");
    assert!(below.contains(name), "one more than the limit: {below}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

#[test]
fn files_are_as_large_as_they_may_be_and_not_larger() {
    let folder = example();
    let sizes = [
        "study.toml",
        "population.csv",
        "hospitals.csv",
        "travel_times.csv",
    ];
    let sizes = sizes.map(|name| fs::metadata(folder.path().join(name)).expect("there").len());
    let largest = sizes.into_iter().max().expect("four");
    at_and_below("file-bytes", largest, |limit| check(folder.path(), limit));
}

#[test]
fn compressed_files_unpack_to_what_they_may() {
    let folder = example();
    let path = |name: &str| folder.path().join(name);
    let people = fs::read(path("population.csv")).expect("there");
    fs::write(path("population.csv.gz"), gzip(&people)).expect("written");
    let study = fs::read_to_string(path("study.toml")).expect("a study");
    let study = study.replace("file = \"population.csv\"", "file = \"population.csv.gz\"");
    fs::write(path("study.toml"), study).expect("written");
    let size = people.len() as u64;
    at_and_below("unpacked-bytes", size, |limit| check(folder.path(), limit));
    // Of 70 MiB, the ratio counts.
    let packed = gzip(&b"a,b\n".repeat(70 << 18));
    let ratio = (70_u64 << 20).div_ceil(packed.len() as u64);
    fs::write(path("population.csv.gz"), &packed).expect("written");
    at_and_below("unpack-ratio", ratio, |limit| check(folder.path(), limit));
}

#[test]
fn shared_borders_count_for_each_polygon() {
    let folder = grid();
    let square = r#"{"type":"Topology","objects":{"a":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","properties":{"g":"x"},"arcs":[[0]]},
        {"type":"Polygon","properties":{"g":"y"},"arcs":[[0]]}]}},
        "arcs":[[[-2,51],[0,51],[0,53],[-2,53],[-2,51]]]}"#;
    fs::write(folder.path().join("g.topojson"), square).expect("written");
    at_and_below("shape-positions", 10, |limit| {
        let mut arguments = words(GRID_RUN);
        arguments.extend([
            "--groups",
            "g.topojson",
            "--group-id",
            "g",
            "--limit",
            limit,
        ]);
        let ran = done(folder.path(), &arguments);
        (ran.status.code(), text(&ran.stderr))
    });
}

#[test]
fn strips_of_rasters_unpack_to_what_they_may() {
    let folder = grid();
    let generate = [
        "grid", "generate", "--cells", "4000", "--extent", "-1.6", "51.9", "-0.9", "52.6", "-o",
        "a.tif",
    ];
    assert!(done(folder.path(), &generate).status.success());
    let run = |limit: &str| {
        let mut arguments = vec!["grid", "run", "a.tif", "--hospitals", "hospitals.csv"];
        arguments.extend(["-o", "out", "--limit", limit]);
        let ran = done(folder.path(), &arguments);
        (ran.status.code(), text(&ran.stderr))
    };
    let (_, said) = run("raster-strip-bytes=1");
    let bytes = said
        .split(" takes ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let bytes: u64 = bytes
        .and_then(|word| word.parse().ok())
        .expect("how many there are");
    at_and_below("raster-strip-bytes", bytes, run);
}

#[test]
fn parquet_has_as_many_rows_and_letters_as_it_may() {
    let folder = example();
    let ran = done(
        folder.path(),
        &["run", "study.toml", "--parquet", "--no-maps", "-o", "out"],
    );
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let areas = fs::read_to_string(folder.path().join("out/areas.csv")).expect("there");
    fs::copy(
        folder.path().join("out/areas.parquet"),
        folder.path().join("population.parquet"),
    )
    .expect("copied");
    let study = fs::read_to_string(folder.path().join("study.toml")).expect("a study");
    let study = study.replace("file = \"population.csv\"", "file = \"population.parquet\"");
    fs::write(folder.path().join("study.toml"), study).expect("written");
    let rows = areas.lines().count() as u64 - 1;
    at_and_below("parquet-rows", rows, |limit| check(folder.path(), limit));
    let (code, said) = check(folder.path(), "parquet-text-bytes=1000");
    assert!(
        code == Some(2) && said.contains("parquet-text-bytes"),
        "{said}"
    );
}

#[test]
fn texts_and_names_are_as_long_as_they_may_be() {
    let folder = example();
    let path = |name: &str| folder.path().join(name);
    let (hospitals, study) = (
        fs::read_to_string(path("hospitals.csv")).expect("there"),
        fs::read_to_string(path("study.toml")).expect("there"),
    );
    let name = "\"Derriford Hospital, Plymouth\"";
    assert!(hospitals.contains(name));
    for (length, code) in [(2_000, 0), (2_001, 2), (70_000, 2)] {
        fs::write(
            path("hospitals.csv"),
            hospitals.replace(name, &"x".repeat(length)),
        )
        .unwrap();
        let checked = done(folder.path(), &["check", "study.toml"]);
        let said = text(&checked.stderr);
        assert_eq!(checked.status.code(), Some(code), "{length}: {said}");
        assert!(said.len() < 1_000, "{} bytes", said.len());
        assert!(
            code == 0 || said.contains("hospitals.csv:4: column `name`"),
            "{said}"
        );
    }
    let raised = done(
        folder.path(),
        &["check", "study.toml", "--limit", "text-bytes=70000"],
    );
    assert_eq!(raised.status.code(), Some(0), "{}", text(&raised.stderr));
    fs::write(path("hospitals.csv"), hospitals).unwrap();
    for (length, code) in [(100, 0), (101, 2), (70_000, 2)] {
        let long = study.replacen(
            "name = \"ivt\"",
            &format!("name = \"{}\"", "a".repeat(length)),
            1,
        );
        assert_ne!(long, study);
        fs::write(path("study.toml"), long).unwrap();
        let ran = done(folder.path(), &["run", "study.toml", "-o", "out"]);
        let said = text(&ran.stderr);
        assert_eq!(ran.status.code(), Some(code), "{length}: {said}");
        assert!(said.len() < 1_000, "{} bytes", said.len());
    }
}

#[test]
fn so_many_threads_and_no_more() {
    let folder = grid();
    for (threads, code) in [("1024", 0), ("1025", 2), ("5000", 2), ("0", 2)] {
        let mut arguments = words(GRID_RUN);
        arguments.extend(["--threads", threads]);
        let ran = done(folder.path(), &arguments);
        assert_eq!(
            ran.status.code(),
            Some(code),
            "{threads}: {}",
            text(&ran.stderr)
        );
    }
}

#[cfg(unix)]
#[test]
fn devices_are_no_files() {
    let folder = example();
    let study = fs::read_to_string(folder.path().join("study.toml")).expect("a study");
    for device in ["/dev/zero", "/dev/full", "/dev/null"] {
        let named = study.replace("file = \"population.csv\"", &format!("file = \"{device}\""));
        fs::write(folder.path().join("study.toml"), named).expect("written");
        let checked = done(folder.path(), &["check", "study.toml"]);
        let said = text(&checked.stderr);
        assert_eq!(checked.status.code(), Some(2), "{said}");
        assert!(said.contains(device) && said.contains("a device"), "{said}");
    }
    let checked = done(folder.path(), &["check", "/dev/zero"]);
    assert_eq!(checked.status.code(), Some(2), "{}", text(&checked.stderr));
}

/// A limit that is none is an error of usage that names those that are.
#[test]
fn an_unknown_limit_is_refused() {
    let folder = example();
    for (limit, said) in [
        ("unpacked=1", "unpacked-bytes"),
        ("file-bytes=x", "whole number"),
        ("x", "NAME=N"),
    ] {
        let (code, stderr) = check(folder.path(), limit);
        assert_eq!(code, Some(2));
        assert!(stderr.contains(said), "{stderr}");
    }
}

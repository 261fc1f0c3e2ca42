//! A study that asks for coverage alone: no word of stroke care or of what a centre needs to be.

use assert_cmd::Command;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const STUDY: &str = r#"name = "fire"
title = "Fire stations"
[population]
file = "blocks.csv"
demand = "population"
groups = ["district"]
[hospitals]
file = "stations.csv"
capabilities = ["staffed"]
[travel]
model = "straight-line"
straight_line = { fixed_minutes = 2, slow_kmh = 30, fast_kmh = 60, reach_km = 10 }
[[layouts]]
name = "today"
column = "staffed"
[[layouts]]
name = "all"
sites = ["S1", "S2", "S3", "S4"]
[report]
standards_minutes = [5, 8, 10]
optimum = "staffed"
"#;

const STATIONS: &str = "\
id,name,lat,lon,staffed
S1,North,45.86,15.98,yes
S2,South,45.74,15.99,yes
S3,East,45.81,16.12,yes
S4,West,45.80,15.85,no
";

/// Words of stroke care and of a centre policy.
const FOREIGN: [&str; 15] = [
    "clinician",
    "procedure",
    "eligible",
    "£",
    "pound",
    "mRS",
    "IVT",
    "admission",
    "thrombectom",
    "puncture",
    "onset",
    "helicopter",
    "enough",
    "and_volume",
    "too little demand",
];

fn fire_stations(more: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut blocks = String::from("id,name,lat,lon,population,district\n");
    for number in 0..30 {
        let (row, column) = (number / 6, number % 6);
        let _ = writeln!(
            blocks,
            "B{number},Block {number},{:.3},{:.3},{},{}",
            45.72 + 0.035 * f64::from(row),
            15.84 + 0.055 * f64::from(column),
            500 + 137 * (number % 7),
            if column < 3 { "west" } else { "east" },
        );
    }
    for (name, text) in [
        ("study.toml", format!("{STUDY}{more}")),
        ("blocks.csv", blocks),
        ("stations.csv", STATIONS.to_owned()),
    ] {
        fs::write(folder.path().join(name), text).expect("writable");
    }
    folder
}

/// What the program says to these arguments, on either stream.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::cargo_bin("catchment")
        .expect("the program is built with the tests")
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it runs");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into());
    let [out, err]: [String; 2] = said;
    assert!(output.status.success(), "{arguments:?}: {err}");
    out + &err
}

/// Every file below a folder that is text, by name.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push((path.display().to_string(), text));
        }
    }
    found
}

/// Everything that the program says and writes about a study.
fn everything(folder: &Path) -> Vec<(String, String)> {
    let commands: [&[&str]; 8] = [
        &["check", "study.toml"],
        &["check", "study.toml", "--format", "json"],
        &["run", "study.toml", "-o", "out/run"],
        &[
            "run",
            "study.toml",
            "-o",
            "out/json",
            "--no-maps",
            "--format",
            "json",
        ],
        &["optimise", "study.toml", "-p", "2", "-o", "out/best"],
        &[
            "optimise",
            "study.toml",
            "-p",
            "2",
            "-o",
            "out/csv",
            "--no-maps",
            "--format",
            "csv",
        ],
        &["curve", "study.toml", "-o", "out/curve"],
        &[
            "expand",
            "study.toml",
            "--keep",
            "S1",
            "--to",
            "3",
            "-o",
            "out/expand",
        ],
    ];
    let mut all: Vec<(String, String)> = commands
        .iter()
        .map(|&arguments| (arguments.join(" "), said(folder, arguments)))
        .collect();
    all.extend(texts(&folder.join("out")));
    all
}

#[test]
fn a_study_of_fire_stations_sees_no_word_of_stroke_care() {
    let folder = fire_stations("");
    let everything = everything(folder.path());
    for (place, text) in &everything {
        for word in FOREIGN {
            let lines: Vec<&str> = text.lines().filter(|line| line.contains(word)).collect();
            assert!(lines.is_empty(), "{place} has `{word}`: {lines:?}");
        }
    }
    let names: Vec<&str> = everything.iter().map(|(place, _)| place.as_str()).collect();
    for name in ["report.md", "summary.csv", "sites.csv", "run.json", ".svg"] {
        let there = names.iter().any(|place| place.ends_with(name));
        assert!(there, "no {name} in {names:?}");
    }
    let drawn = names.iter().any(|place| place.contains("centre-sizes"));
    assert!(!drawn, "a chart of what a centre needs: {names:?}");
}

/// The same study with `[centres]`, though it gives nothing, takes the published policy and shows
/// it; coverage is as without.
#[test]
fn a_centre_policy_adds_its_columns_and_changes_no_other() {
    let (without, with) = (fire_stations(""), fire_stations("[centres]\n"));
    for folder in [&without, &with] {
        said(
            folder.path(),
            &["run", "study.toml", "-o", "out", "--no-maps"],
        );
    }
    let read = |folder: &TempDir, name: &str| {
        fs::read_to_string(folder.path().join("out").join(name)).expect("written")
    };
    assert!(read(&with, "report.md").contains("at least 150 procedures"));
    for (name, added) in [
        ("summary.csv", "clinicians"),
        ("sites.csv", "enough_procedures"),
    ] {
        let columns = |folder: &TempDir| -> Vec<Vec<String>> {
            let text = read(folder, name);
            let rows = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.as_bytes())
                .into_records()
                .map(|row| row.expect("readable"))
                .collect::<Vec<_>>();
            let column = |number| rows.iter().map(|row| row[number].to_owned()).collect();
            (0..rows[0].len()).map(column).collect()
        };
        let (fewer, more) = (columns(&without), columns(&with));
        assert!(more.iter().any(|column| column[0] == added));
        assert!(fewer.iter().all(|column| more.contains(column)), "{name}");
        assert!(fewer.len() < more.len());
    }
}

/// A grouping has a title for readers; programs find it by the name of its column, and so do messages.
#[test]
fn groups_have_a_title_for_readers() {
    let folder = fire_stations(
        "[[population.group_titles]]\ncolumn = \"district\"\ntitle = \"fire district\"\n",
    );
    said(folder.path(), &["run", "study.toml", "--output", "out"]);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).expect(name);
    assert!(read("report.md").contains("One row per fire district."));
    assert!(read("report.html").contains("Mean minutes by fire district"));
    let groups = read("groups.csv");
    assert!(groups.contains("district") && !groups.contains("fire district"));

    let folder = fire_stations(
        "[[population.group_titles]]\ncolumn = \"distrikt\"\ntitle = \"fire district\"\n",
    );
    let refused = Command::cargo_bin("catchment")
        .expect("the program is built with the tests")
        .current_dir(folder.path())
        .args(["check", "study.toml"])
        .assert()
        .code(2);
    let error = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(
        error.contains("study.toml:23") && error.contains("did you mean `district`?"),
        "{error}"
    );
}

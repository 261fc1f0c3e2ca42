//! The best layouts from outside, against brute force over the CSVs of the example study.

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

mod backup;
mod effort;
mod equity;
mod hints;
mod limits;
mod pareto;
mod small;
mod spending;
mod unreachable;

use small::Small;

fn catchment(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("catchment").expect("the program is built with the tests");
    command.current_dir(folder).args(arguments);
    command
}

/// A folder with the example study in it.
fn example() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    catchment(folder.path(), &["init", "."]).assert().success();
    folder
}

fn json(command: &mut Command) -> Value {
    let output = command.assert().success();
    serde_json::from_slice(&output.get_output().stdout).expect("JSON and nothing else")
}

fn sites(solution: &Value) -> Vec<&str> {
    let sites = solution["sites"].as_array().expect("a list");
    sites.iter().map(|id| id.as_str().expect("an id")).collect()
}

fn optimise(folder: &Path, question: &str) -> Command {
    let mut command = catchment(
        folder,
        &["optimise", "study.toml", "--no-maps", "--format", "json"],
    );
    command.args(question.split(' '));
    command
}

fn close(a: &Value, b: f64) -> bool {
    a.as_f64().is_some_and(|a| (a - b).abs() < 1e-4)
}

#[test]
fn the_best_two_of_five_are_those_of_brute_force() {
    let folder = example();
    let small = Small::read(folder.path());
    let solution = json(&mut optimise(folder.path(), "--centres 2"));
    let best = small.best(2, |_| true);
    assert_eq!(sites(&solution), small.ids(&best));
    assert!(close(&solution["value"], small.mean(&best)), "{solution}");
    for (key, expected) in [
        ("objective", "p-median"),
        ("status", "optimal"),
        ("unit", "mean_minutes"),
    ] {
        assert_eq!(solution[key], expected);
    }
    assert_eq!(solution["centres"], 2);
    assert_eq!(solution["lower_bound"], solution["value"]);
    assert_eq!(solution["gap_percent"], 0.0);
    for key in ["nodes", "iterations", "seconds"] {
        assert!(solution[key].is_number(), "{key}");
    }
    let output = folder.path().join("outputs/cornwall/best-2");
    for name in [
        "solution.json",
        "layouts.csv",
        "summary.csv",
        "comparison.csv",
        "report.md",
        "run.json",
    ] {
        assert!(output.join(name).exists(), "{name}");
    }
}

#[test]
fn the_most_within_a_standard_is_that_of_brute_force() {
    let folder = example();
    let small = Small::read(folder.path());
    let question = "--objective mclp --within 30 --centres 2";
    let solution = json(&mut optimise(folder.path(), question));
    let most = small
        .layouts(2)
        .iter()
        .map(|l| small.within(l, 30.0))
        .fold(0.0, f64::max);
    assert!(close(&solution["value_percent"], most), "{solution}");
    assert_eq!(solution["status"], "optimal");
}

/// What the program found is a layout that it reads, worth what it said.
#[test]
fn a_solution_is_a_layout_of_a_study() {
    let folder = example();
    let solution = json(&mut optimise(folder.path(), "--centres 3 --name three"));
    let study = folder.path().join("study.toml");
    let layout = "\n[[layouts]]\nname = \"three\"\nfile = \"outputs/cornwall/three/layouts.csv\"\n";
    let text = fs::read_to_string(&study).expect("there") + layout;
    fs::write(study, text).expect("writable");
    let run = ["run", "study.toml", "--no-maps", "--format", "json"];
    let summary = json(&mut catchment(folder.path(), &run));
    let three = summary
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["layout"] == "three");
    let mean = three.expect("its row")["mean_minutes"]
        .as_f64()
        .expect("a mean");
    // Tables give thousandths.
    let value = solution["value"].as_f64().expect("a value");
    assert!((value - mean).abs() <= 0.000_51, "{value} {mean}");
}

#[test]
fn kept_sites_are_open_and_excluded_ones_are_not() {
    let folder = example();
    let small = Small::read(folder.path());
    let site = |id: &str| {
        small
            .sites
            .iter()
            .position(|site| site == id)
            .expect("a site")
    };
    let (torbay, truro) = (site("TQ27AA"), site("TR13LQ"));
    let kept = json(&mut optimise(folder.path(), "--centres 2 --keep TQ27AA"));
    let best = small.best(2, |layout| layout.contains(&torbay));
    assert_eq!(sites(&kept), small.ids(&best));
    let without = json(&mut optimise(
        folder.path(),
        "--centres 2 --exclude TR13LQ --name without",
    ));
    let best = small.best(2, |layout| !layout.contains(&truro));
    assert_eq!(sites(&without), small.ids(&best));
}

#[test]
fn the_best_three_layouts_are_those_of_brute_force() {
    let folder = example();
    let small = Small::read(folder.path());
    let solution = json(&mut optimise(folder.path(), "--centres 2 --best 3"));
    let mut means: Vec<f64> = small
        .layouts(2)
        .iter()
        .map(|layout| small.mean(layout))
        .collect();
    means.sort_by(f64::total_cmp);
    let layouts = solution["layouts"].as_array().expect("a list");
    assert_eq!(layouts.len(), 3);
    for (layout, mean) in layouts.iter().zip(means) {
        assert!(close(&layout["value"], mean), "{layout} {mean}");
    }
    for site in solution["sites_in_all_of_them"].as_array().expect("a list") {
        assert!(
            layouts
                .iter()
                .all(|l| l["sites"].as_array().expect("ids").contains(site))
        );
    }
}

/// One minute puts nobody of most areas in reach: the areas are named and nothing is written.
#[test]
fn a_question_without_an_answer_ends_with_code_1_and_writes_nothing() {
    let folder = example();
    for question in [
        "--objective lscp --within 1",
        "--centres 6",
        "--centres 2 --floor local_authority:5:99",
        "--centres 5 --min-demand 100000",
    ] {
        let ended = optimise(folder.path(), question).assert().code(1);
        let ended = ended.stderr(predicate::str::contains("no answer"));
        let said: Value = serde_json::from_slice(&ended.get_output().stdout).expect("JSON");
        assert_eq!(said["status"], "infeasible", "{question}");
        assert_eq!(said["value"], Value::Null);
        let told = String::from_utf8_lossy(&ended.get_output().stderr).into_owned();
        let reason = said["reason"].as_str().expect("words");
        assert!(told.contains(reason), "{told} {reason}");
    }
    optimise(folder.path(), "--objective lscp --within 1")
        .assert()
        .stderr(predicate::str::contains("too far away"));
    optimise(folder.path(), "--centres 2 --floor local_authority:5:99")
        .assert()
        .stderr(predicate::str::contains("Cornwall"))
        .stderr(predicate::str::contains("2 centres can give every group"))
        .stderr(predicate::str::contains("every group can have its floor"));
    assert!(!folder.path().join("outputs").exists());
}

#[test]
fn a_question_that_names_what_is_not_there_ends_with_code_2() {
    let folder = example();
    optimise(folder.path(), "--centres 2 --keep plimouth")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("did you mean `plymouth`"));
    optimise(folder.path(), "--objective mclp --centres 2")
        .assert()
        .code(2)
        .stderr(predicate::str::contains("--within"));
    optimise(folder.path(), "--centres 2 --within 45")
        .assert()
        .code(2);
    optimise(folder.path(), "--centres 2 --name plymouth")
        .assert()
        .code(2);
    assert!(!folder.path().join("outputs").exists());
}

#[test]
fn more_centres_never_have_a_longer_mean() {
    let folder = example();
    let small = Small::read(folder.path());
    let curve = json(&mut catchment(
        folder.path(),
        &["curve", "study.toml", "--format", "json"],
    ));
    let rows = curve.as_array().expect("rows");
    assert_eq!(rows.len(), 5);
    for (row, centres) in rows.iter().zip(1..) {
        let best = small.mean(&small.best(centres, |_| true));
        assert!(
            (row["mean_minutes"].as_f64().expect("a mean") - best).abs() <= 0.001,
            "{row}"
        );
        assert_eq!(row["status"], "optimal");
    }
    let means: Vec<f64> = rows
        .iter()
        .filter_map(|row| row["mean_minutes"].as_f64())
        .collect();
    assert!(means.is_sorted_by(|a, b| a >= b), "{means:?}");
    for name in ["curve.csv", "curve.png", "curve.svg"] {
        assert!(
            folder
                .path()
                .join("outputs/cornwall/curve")
                .join(name)
                .exists(),
            "{name}"
        );
    }
}

#[test]
fn an_order_is_never_better_than_a_choice_and_keeping_never_than_freedom() {
    let folder = example();
    let expand = [
        "expand",
        "study.toml",
        "--keep",
        "TQ27AA",
        "--to",
        "4",
        "--format",
        "json",
    ];
    let steps = json(&mut catchment(folder.path(), &expand));
    let steps = steps.as_array().expect("rows");
    assert_eq!(steps.len(), 3);
    for step in steps {
        let mean = |way: &str| {
            step[format!("{way}_mean_minutes")]
                .as_f64()
                .expect("a mean")
        };
        assert!(mean("free") <= mean("together") + 1e-9, "{step}");
        assert!(mean("together") <= mean("one_by_one") + 1e-9, "{step}");
    }
    let sites = |row: &Value| -> Vec<String> {
        let ids = row["one_by_one_sites"].as_array().expect("ids");
        ids.iter()
            .map(|id| id.as_str().expect("an id").to_owned())
            .collect()
    };
    for pair in steps.windows(2) {
        let (before, after) = (sites(&pair[0]), sites(&pair[1]));
        assert!(before.iter().all(|site| after.contains(site)));
    }
}

/// The built-in study asks for it; an example that does gets it too.
#[test]
fn a_report_says_how_far_layouts_are_from_the_best() {
    let folder = example();
    let small = Small::read(folder.path());
    let study = folder.path().join("study.toml");
    let text = fs::read_to_string(&study).expect("there");
    let asked = text.replace(
        "base = \"plymouth\"",
        "base = \"plymouth\"\noptimum = \"ivt\"",
    );
    fs::write(study, asked).expect("writable");
    catchment(folder.path(), &["run", "study.toml", "--no-maps"])
        .assert()
        .success();
    let output = folder.path().join("outputs/cornwall");
    let report = fs::read_to_string(output.join("report.md")).expect("a report");
    assert!(report.contains("## How far from the best possible"));
    let mut optima = csv::Reader::from_path(output.join("optima.csv")).expect("a table");
    let rows: Vec<csv::StringRecord> = optima.records().map(|row| row.expect("a row")).collect();
    let row = rows
        .iter()
        .find(|row| &row[0] == "plymouth-and-truro")
        .expect("its row");
    let best: f64 = row[6].parse().expect("minutes");
    assert!(
        (best - small.mean(&small.best(2, |_| true))).abs() <= 0.001,
        "{best}"
    );
}

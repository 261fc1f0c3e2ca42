//! Demand without a route to some candidates: the rule, what the answer says of it, and brute
//! force.

use super::{catchment, json, sites};
use predicates::prelude::*;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A study with `demand` at every point and a row of minutes each; a dash is no route.
fn study(demand: &[f64], rows: &[&str], report: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sites = rows[0].split_whitespace().count();
    let ids: Vec<String> = (0..sites).map(|site| format!("s{site}")).collect();
    let write = |name: &str, text: String| {
        fs::write(folder.path().join(name), text).expect("writable");
    };
    let mut population = "id,population\n".to_owned();
    let mut times = format!("id,{}\n", ids.join(","));
    for (point, (demand, row)) in demand.iter().zip(rows).enumerate() {
        let _ = writeln!(population, "p{point},{demand}");
        let cells: Vec<&str> = row.split_whitespace().collect();
        let _ = writeln!(times, "p{point},{}", cells.join(",").replace('-', ""));
    }
    write("p.csv", population);
    write("t.csv", times);
    let hospitals: Vec<String> = ids.iter().map(|id| format!("{id},yes")).collect();
    write("h.csv", format!("id,any\n{}\n", hospitals.join("\n")));
    write(
        "study.toml",
        format!(
            "name = \"gaps\"\n[population]\nfile = \"p.csv\"\n[hospitals]\nfile = \"h.csv\"\n\
             capabilities = [\"any\"]\n[travel]\nmodel = \"table\"\nfile = \"t.csv\"\n\
             shape = \"wide\"\nunit = \"minutes\"\nmissing = \"unreachable\"\n\
             [[layouts]]\nname = \"first\"\nsites = [\"s0\"]\n\
             [[layouts]]\nname = \"second\"\nsites = [\"s1\"]\n[report]\n{report}\n"
        ),
    );
    folder
}

/// One area of one person has a time to the third site alone.
fn one_person() -> TempDir {
    study(&[100.0, 100.0, 1.0], &["30 10 60", "30 10 60", "- - 5"], "")
}

fn optimise(folder: &Path, question: &str) -> Value {
    let mut command = catchment(
        folder,
        &["optimise", "study.toml", "--no-maps", "--format", "json"],
    );
    command.args(question.split(' '));
    let output = command.assert().success();
    serde_json::from_slice(&output.get_output().stdout).expect("JSON and nothing else")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The choice of every other rule, by its name.
fn others(solution: &Value) -> Vec<(String, String)> {
    let others = solution["without_route"]["other_rules"].as_array();
    let text = |value: &Value| value.as_str().expect("a word").to_owned();
    let of = |other: &Value| (text(&other["rule"]), text(&other["choice"]));
    others.expect("a list").iter().map(of).collect()
}

#[test]
fn one_person_without_a_route_does_not_decide_for_two_hundred() {
    let folder = one_person();
    let best = optimise(folder.path(), "--centres 1 --best 3");
    assert_eq!(sites(&best), ["s1"]);
    assert_eq!(best["status"], "optimal");
    // 200 people at 10 min and one at twice 60 min.
    assert!(
        (number(&best["value"]) - 2_120.0 / 201.0).abs() < 1e-5,
        "{best}"
    );
    assert_eq!(best["mean_minutes"], 10.0);
    assert_eq!(best["unreachable"], 1.0);
    assert_eq!(best["without_route"]["rule"], "twice-longest");
    assert_eq!(best["without_route"]["minutes"], 120.0);
    assert_eq!(best["without_route"]["in_this_layout"]["ids"][0], "p2");
    let layouts = best["layouts"].as_array().expect("a list");
    let order: Vec<&str> = layouts.iter().map(|layout| sites(layout)[0]).collect();
    assert_eq!(order, ["s1", "s0", "s2"]);
    let values: Vec<f64> = layouts.iter().map(|l| number(&l["value"])).collect();
    assert!(values.is_sorted(), "{values:?}");
    assert!(others(&best).contains(&("strict".to_owned(), "other".to_owned())));
    assert!(others(&best).contains(&("exclude".to_owned(), "same".to_owned())));
}

#[test]
fn the_rule_that_is_asked_for_decides_and_says_what_others_would() {
    let folder = one_person();
    let strict = optimise(folder.path(), "--centres 1 --unreachable strict");
    assert_eq!(sites(&strict), ["s2"]);
    assert_eq!(strict["unreachable"], 0.0);
    assert!(others(&strict).contains(&("twice-longest".to_owned(), "other".to_owned())));

    let exclude = optimise(folder.path(), "--centres 1 --unreachable exclude --name e");
    assert_eq!(sites(&exclude), ["s1"]);
    assert_eq!(exclude["value"], 10.0);
    assert_eq!(exclude["without_route"]["left_out"]["demand"], 1.0);
    assert_eq!(exclude["without_route"]["left_out"]["ids"][0], "p2");

    // 200 people travel 50 min longer to serve the one, who then takes 5 min.
    let dear = optimise(folder.path(), "--centres 1 --unreachable 20000 --name d");
    assert_eq!(sites(&dear), ["s2"]);
}

#[test]
fn the_answer_says_it_on_the_screen_and_in_the_first_lines_of_the_report() {
    let folder = one_person();
    let text = "No route to a centre of the best layout: 1.0 people in 1 area (p2)";
    catchment(
        folder.path(),
        &["optimise", "study.toml", "--no-maps", "--centres", "1"],
    )
    .assert()
    .success()
    .stdout(predicate::str::contains(
        "with unreachable demand at 120 min",
    ))
    .stdout(predicate::str::contains(text))
    .stdout(predicate::str::contains(
        "`--unreachable strict` chooses other sites: s2",
    ));
    let output = folder.path().join("outputs/gaps/best-1");
    let report = fs::read_to_string(output.join("report.md")).expect("a report");
    let first: Vec<&str> = report.lines().take(4).collect();
    assert!(first.join("\n").contains(text), "{report}");
    let run = fs::read_to_string(output.join("run.json")).expect("a manifest");
    assert!(run.contains(text));
}

#[test]
fn a_cost_below_the_longest_journey_and_a_rule_without_effect_are_refused() {
    let folder = one_person();
    let refused = |arguments: &[&str], words: &str| {
        let start = ["optimise", "study.toml", "--no-maps", "--centres", "1"];
        catchment(folder.path(), &[&start, arguments].concat())
            .assert()
            .code(2)
            .stdout("")
            .stderr(predicate::str::contains(words));
    };
    refused(&["--unreachable", "59"], "give at least 60 min");
    refused(&["--unreachable", "never"], "`strict` or `exclude`");
    let mclp = ["--objective", "mclp", "--within", "30", "--unreachable"];
    refused(&[&mclp[..], &["strict"]].concat(), "has no effect");
    assert!(!folder.path().join("outputs").exists());
}

#[test]
fn a_study_without_a_gap_says_nothing_of_it() {
    let folder = study(&[1.0, 2.0], &["5 10", "20 5"], "");
    let best = optimise(folder.path(), "--centres 1");
    assert_eq!(best["without_route"], Value::Null);
    assert_eq!(best["mean_minutes"], best["value"]);
    catchment(
        folder.path(),
        &[
            "optimise",
            "study.toml",
            "--no-maps",
            "--centres",
            "1",
            "--name",
            "b",
        ],
    )
    .assert()
    .success()
    .stdout(predicate::str::contains("unreachable demand").not());
}

#[test]
fn points_that_no_candidate_reaches_are_outside_the_mean_and_named() {
    let folder = study(&[10.0, 10.0, 4.0], &["5 20", "20 5", "- -"], "");
    let best = optimise(folder.path(), "--centres 1");
    assert_eq!(best["value"], 12.5);
    assert_eq!(best["unreachable"], 0.0);
    assert_eq!(best["without_route"]["in_every_layout"]["demand"], 4.0);
    assert_eq!(best["without_route"]["in_every_layout"]["ids"][0], "p2");
}

/// The curve, the expansion and the report's best possible agree with the single answer.
#[test]
fn all_commands_agree_under_every_rule() {
    for rule in ["twice-longest", "strict", "exclude", "90"] {
        let written = rule
            .parse::<f64>()
            .map_or(format!("\"{rule}\""), |_| rule.to_owned());
        let report = format!("optimum = \"any\"\nunreachable = {written}");
        let folder = study(
            &[100.0, 80.0, 1.0, 30.0],
            &["30 10 60 25", "30 12 60 9", "- - 5 -", "40 - 20 -"],
            &report,
        );
        let path = folder.path();
        let mut values = Vec::new();
        for centres in 1..=3 {
            let question = format!("--centres {centres}");
            let best = optimise(path, &question);
            assert_eq!(best["status"], "optimal");
            assert_eq!(best["without_route"]["rule"], rule);
            values.push((number(&best["value"]), best["sites"].clone()));
        }
        let curve = [
            "curve",
            "study.toml",
            "--to",
            "3",
            "--no-maps",
            "--format",
            "json",
        ];
        let rows = json(&mut catchment(path, &curve));
        for (row, (value, sites)) in rows.as_array().expect("rows").iter().zip(&values) {
            assert!(
                (number(&row["objective_minutes"]) - value).abs() < 6e-4,
                "{row}"
            );
            assert_eq!(&row["sites"], sites);
            assert_eq!(row["status"], "optimal");
        }
        let expand = [
            "expand",
            "study.toml",
            "--keep",
            "s0",
            "--to",
            "3",
            "--format",
            "json",
        ];
        let rows = json(&mut catchment(path, &expand));
        for (row, (value, sites)) in rows.as_array().expect("rows").iter().zip(&values[1..]) {
            assert!(
                (number(&row["free_mean_minutes"]) - value).abs() < 6e-4,
                "{row}"
            );
            assert_eq!(&row["free_sites"], sites);
            assert!(
                number(&row["keeping_minutes"]) >= 0.0 || rule == "strict",
                "{row}"
            );
        }
        catchment(path, &["run", "study.toml", "--no-maps"])
            .assert()
            .success();
        let table = path.join("outputs/gaps/optima.csv");
        let mut table = csv::Reader::from_path(table).expect("a table");
        let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
        for row in rows.iter().filter(|row| &row[3] == "p-median") {
            let best: f64 = row[6].parse().expect("minutes");
            assert!((best - values[0].0).abs() < 6e-4, "{row:?}");
            let difference: f64 = row[7].parse().expect("minutes");
            assert!(difference <= 0.0 || rule == "strict", "{row:?}");
        }
    }
}

/// One answer from every command, and nothing written.
#[test]
fn a_study_whose_demand_is_all_zero_is_refused_alike_by_every_command() {
    for demand in [0.0, 1e-7] {
        let folder = study(&[demand; 2], &["5 10", "20 5"], "");
        for command in [
            &["run", "study.toml"][..],
            &["check", "study.toml"],
            &["optimise", "study.toml", "--centres", "1"],
            &["curve", "study.toml"],
            &["expand", "study.toml", "--keep", "s0", "--to", "2"],
        ] {
            catchment(folder.path(), command)
                .assert()
                .code(2)
                .stderr(predicate::str::contains(
                    "p.csv: all demand is zero (column `population`",
                ));
        }
        assert!(!folder.path().join("outputs").exists());
    }
}

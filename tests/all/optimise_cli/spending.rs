//! Budgets for sites, and the group that is worst served, against all layouts of the example.

use super::small::Small;
use super::{catchment, close, example, json, optimise, sites};
use predicates::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const COSTS: [f64; 5] = [4.5, 1.0, 3.25, 2.0, 2.5];

/// The example, whose sites cost something.
fn with_costs(costs: [&str; 5]) -> TempDir {
    let folder = example();
    let path = folder.path().join("hospitals.csv");
    let text = fs::read_to_string(&path).expect("an example file");
    let costs = ["running cost"].into_iter().chain(costs);
    let rows = text.lines().zip(costs);
    let rows: Vec<String> = rows.map(|(row, cost)| format!("{row},{cost}\n")).collect();
    fs::write(&path, rows.concat()).expect("writable");
    let path = folder.path().join("study.toml");
    let study = fs::read_to_string(&path).expect("an example file");
    let named = "[hospitals]\ncost_column = \"running cost\"\n";
    fs::write(&path, study.replace("[hospitals]\n", named)).expect("writable");
    folder
}

fn costs() -> [String; 5] {
    COSTS.map(|cost| cost.to_string())
}

fn example_with_costs() -> TempDir {
    let costs = costs();
    with_costs([&costs[0], &costs[1], &costs[2], &costs[3], &costs[4]])
}

#[test]
fn the_best_that_there_is_money_for_is_that_of_all_layouts() {
    let folder = example_with_costs();
    let small = Small::read(folder.path());
    for (asked, least, most) in [
        ("", 1, 5),
        (" --centres 2", 2, 2),
        (" --centres 2..3", 2, 3),
    ] {
        for budget in [3.5, 4.5, 5.75, 8.0, 20.0] {
            let affordable =
                |layout: &[usize]| layout.iter().map(|&site| COSTS[site]).sum::<f64>() <= budget;
            let all = (least..=most).flat_map(|centres| small.layouts(centres));
            let best = all
                .filter(|layout| affordable(layout))
                .min_by(|a, b| small.mean(a).total_cmp(&small.mean(b)))
                .expect("a layout");
            let question = format!("--budget {budget}{asked}");
            let solution = json(&mut optimise(folder.path(), &question));
            assert!(close(&solution["value"], small.mean(&best)), "{solution}");
            assert_eq!(solution["status"], "optimal");
            let found = sites(&solution);
            let places: Vec<usize> = (0..5)
                .filter(|&n| found.contains(&small.sites[n].as_str()))
                .collect();
            assert!(
                affordable(&places)
                    && (least..=most).contains(&places.len().try_into().expect("few"))
            );
            assert!((small.mean(&places) - small.mean(&best)).abs() < 1e-9);
            let said = format!("no more than {budget} to spend on sites");
            assert_eq!(solution["subject_to"], said.as_str());
        }
    }
}

#[test]
fn what_cannot_be_afforded_is_an_answer_and_what_is_wrong_an_error() {
    let folder = example_with_costs();
    let none = json_of_failure(folder.path(), "--budget 2.5 --centres 2");
    assert_eq!(none["status"], "infeasible");
    let reason = none["reason"].as_str().expect("a reason");
    assert!(
        reason.contains("the cheapest layout of 2 centres costs 3"),
        "{reason}"
    );
    let refused = |folder: &Path, question: &str, because: &str| {
        let mut command = optimise(folder, question);
        command
            .assert()
            .code(2)
            .stderr(predicate::str::contains(because));
    };
    refused(example().path(), "--budget 5", "`cost_column`");
    refused(
        folder.path(),
        "--budget 5 --objective mclp --within 45 --centres 2",
        "--budget has no effect",
    );
    refused(folder.path(), "--budget=-1", "a number from 0 to 1e12");
    refused(
        folder.path(),
        "--centres 2..3",
        "catchment curve --from 2 --to 3",
    );
    refused(folder.path(), "--budget 5 --best 3", "cannot be combined");
    for (cost, said) in [
        ("", "what the site costs"),
        ("much", "much"),
        ("-3", "0 to 1e12"),
    ] {
        let folder = with_costs(["1", "2", cost, "4", "5"]);
        let place = "hospitals.csv:4: column `running cost`";
        let both = predicate::str::contains(said).and(predicate::str::contains(place));
        optimise(folder.path(), "--budget 5")
            .assert()
            .code(2)
            .stderr(both);
    }
}

fn json_of_failure(folder: &Path, question: &str) -> serde_json::Value {
    let output = optimise(folder, question).assert().failure();
    serde_json::from_slice(&output.get_output().stdout).expect("JSON and nothing else")
}

/// The largest smallest share of any authority, and of the layouts that have it the least mean.
#[test]
fn the_worst_group_of_the_best_layout_is_better_served_than_in_any_other() {
    let folder = example();
    let small = Small::read(folder.path());
    let groups = groups(folder.path());
    for (centres, standard) in [(1, 60.0), (2, 45.0), (2, 30.0), (3, 30.0)] {
        let worst = |layout: &[usize]| {
            let mut within: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
            for ((demand, time), group) in small.soonest(layout).zip(&groups) {
                let sums = within.entry(group).or_default();
                sums[1] += demand;
                if time.is_some_and(|time| time <= standard) {
                    sums[0] += demand;
                }
            }
            let shares = within.values().filter(|sums| sums[1] > 0.0);
            shares
                .map(|sums| 100.0 * sums[0] / sums[1])
                .fold(100.0, f64::min)
        };
        let all = small.layouts(centres);
        let most = all.iter().map(|layout| worst(layout)).fold(0.0, f64::max);
        let best = small.best(centres, |layout| worst(layout) >= most - 1e-9);
        let question = format!(
            "--objective worst-group --group local_authority --centres {centres} --within {standard}"
        );
        let solution = json(&mut optimise(folder.path(), &question));
        assert_eq!(sites(&solution), small.ids(&best), "{question}");
        assert!(close(&solution["value"], most), "{solution}");
        assert_eq!(solution["unit"], "percent");
        assert_eq!(solution["status"], "optimal");
        assert!(
            close(&solution["then"][0]["value"], small.mean(&best)),
            "{solution}"
        );
    }
    let wrong = "--objective worst-group --group nowhere --centres 2 --within 45";
    let message = "the study does not group by `nowhere`";
    optimise(folder.path(), wrong)
        .assert()
        .code(2)
        .stderr(predicate::str::contains(message));
}

/// The authority of every area.
fn groups(folder: &Path) -> Vec<String> {
    let mut population = csv::Reader::from_path(folder.join("population.csv")).expect("a table");
    let rows = population.records();
    rows.map(|row| row.expect("a row")[6].to_owned()).collect()
}

/// The table for people says what was asked, in words.
#[test]
fn the_title_says_what_the_layout_is_best_at() {
    let folder = example_with_costs();
    let said = |question: &str| {
        let mut command = catchment(folder.path(), &["optimise", "study.toml", "--no-maps"]);
        let output = command.args(question.split(' ')).assert().success();
        String::from_utf8_lossy(&output.get_output().stdout).into_owned()
    };
    let budget = said("--budget 6");
    assert!(
        budget.contains("with no more than 6 to spend on sites"),
        "{budget}"
    );
    let group = said("--objective worst-group --group local_authority --within 45 --centres 2");
    let title = "the best 2 centres by the smallest share of any group within 45 min with every local_authority as a group";
    assert!(group.contains(title), "{group}");
}

/// Every pair of centres as a layout of a run: none gives patients more than the one that is found.
#[test]
fn no_layout_is_better_for_patients() {
    let folder = example();
    let small = Small::read(folder.path());
    let path = folder.path().join("study.toml");
    let study = fs::read_to_string(&path).expect("an example file");
    for routing in ["drip-and-ship", "mothership", "bypass", "best-outcome"] {
        let mut text = study.replace("\"drip-and-ship\"  ", &format!("\"{routing}\"  "));
        assert!(
            text.contains(&format!("routing = \"{routing}\"")),
            "{routing}"
        );
        let all = small.layouts(2);
        let tables = all.iter().enumerate().map(|(number, layout)| {
            let ids = small.ids(layout);
            format!("\n[[layouts]]\nname = \"pair-{number}\"\nsites = {ids:?}\n")
        });
        let (before, after) = text.split_once("\n[[layouts]]").expect("layouts");
        text = format!("{before}{}\n[[layouts]]{after}", tables.collect::<String>());
        fs::write(&path, &text).expect("writable");
        catchment(
            folder.path(),
            &["run", "study.toml", "--no-maps", "--quiet"],
        )
        .assert()
        .success();
        let results = folder.path().join("outputs/cornwall/pathways.csv");
        for (outcome, column) in [
            ("mrs-0-2", "good_outcomes_per_1000"),
            ("qalys", "qalys_per_1000"),
        ] {
            let mut table = csv::Reader::from_path(&results).expect("a table");
            let header = table.headers().expect("a header").clone();
            let place = header.iter().position(|name| name == column).expect(column);
            let most = table
                .records()
                .map(|row| row.expect("a row"))
                .filter(|row| row[0].starts_with("pair-") && &row[1] == routing)
                .map(|row| row[place].parse::<f64>().expect("a number"))
                .fold(0.0, f64::max);
            let question = format!("--objective outcome --outcome {outcome} --centres 2");
            let solution = json(&mut optimise(folder.path(), &question));
            let value = solution["value"].as_f64().expect("a number");
            assert!(
                (value - most).abs() < 0.001,
                "{routing} {outcome}: {value} {most}"
            );
            assert_eq!(solution["status"], "optimal", "{routing} {outcome}");
            assert_eq!(solution["unit"], column);
        }
    }
    let fire = study.split("[pathway]").next().expect("its beginning");
    fs::write(&path, fire).expect("writable");
    let refused = optimise(folder.path(), "--objective outcome --centres 2")
        .assert()
        .code(2);
    refused.stderr(predicate::str::contains("`[pathway]`"));
}

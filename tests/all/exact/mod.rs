//! Every column of the tables of a run against an implementation of its own, in whole numbers and exact
//! fractions, on random studies in which some points reach no centre and some have no row.

mod equity;
mod expected;
mod helicopter;
mod helicopter_tables;
mod outcomes;
mod pathway;
mod pathway_tables;
mod random_study;

use expected::Expected;
use random_study::RandomStudy;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A table by the cells of its first columns; each row by its columns.
type Rows = BTreeMap<Vec<String>, BTreeMap<String, String>>;

fn read(folder: &Path, name: &str, keys: usize) -> Rows {
    let path = folder.join("out").join(name);
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        // A table without rows is not written.
        return Rows::new();
    };
    let header = reader.headers().expect("a header").clone();
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        let key = row.iter().take(keys).map(str::to_owned).collect();
        let cells = header.iter().zip(&row).skip(keys);
        (
            key,
            cells
                .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
                .collect(),
        )
    });
    rows.collect()
}

/// A number of a table is the exact one, rounded to a thousandth; an empty cell is none.
fn assert_number(found: &str, exact: Option<f64>, context: &str) {
    assert_about(found, exact, 0.000_5, context);
}

/// A number of a table is as far from the exact one as is allowed, and no farther.
fn assert_about(found: &str, exact: Option<f64>, tolerance: f64, context: &str) {
    match (found.parse::<f64>(), exact) {
        (Ok(found), Some(exact)) => {
            let tolerance = tolerance + 1e-10 + exact.abs() * 1e-12;
            assert!(
                (found - exact).abs() <= tolerance,
                "{context}: {found} and not {exact}"
            );
        }
        (Err(_), None) => assert_eq!(found, "", "{context}"),
        (_, exact) => panic!("{context}: `{found}` and not {exact:?}"),
    }
}

fn compare(folder: &Path, table: &str, keys: usize, expected: &expected::Table, seed: u64) {
    let found = read(folder, table, keys);
    let names = |rows: Vec<&Vec<String>>| rows.into_iter().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(found.keys().collect()),
        names(expected.keys().collect()),
        "study {seed}: the rows of {table}"
    );
    for (key, cells) in expected {
        let row = &found[key];
        for (column, value) in cells {
            let context = format!("study {seed}: {table}, {key:?}, {column}");
            let cell = row
                .get(column)
                .unwrap_or_else(|| panic!("{context}: no such column"));
            match value {
                expected::Value::Number(exact) => assert_number(cell, *exact, &context),
                expected::Value::About(exact, tolerance) => {
                    assert_about(cell, *exact, *tolerance, &context);
                }
                expected::Value::Any => {}
                expected::Value::Text(text) => assert_eq!(cell, text, "{context}"),
            }
        }
        let unknown: Vec<&String> = row
            .keys()
            .filter(|name| !cells.contains_key(*name))
            .collect();
        assert!(
            unknown.is_empty(),
            "{table} has columns that are not checked: {unknown:?}"
        );
    }
}

#[test]
fn every_column_of_a_run_is_the_exact_number() {
    studies(0..60);
}

#[test]
#[ignore = "2,000 studies take some minutes"]
fn every_column_of_2000_runs_is_the_exact_number() {
    studies(1_000..3_000);
}

/// Runs the program on a study, and returns its folder.
fn run(study: &RandomStudy, seed: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in study.files() {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let ran = Command::new(assert_cmd::cargo::cargo_bin("catchment"))
        .current_dir(folder.path())
        .args(["run", "study.toml", "-o", "out", "--no-maps", "--quiet"])
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&ran.stderr);
    // 1: in a layout nobody reaches a centre, which is an answer.
    assert!(
        matches!(ran.status.code(), Some(0 | 1)),
        "study {seed}: {said}"
    );
    folder
}

fn studies(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let study = RandomStudy::new(seed);
        let run = run(&study, seed);
        let folder = run.path();
        let expected = Expected::new(&study);
        compare(folder, "summary.csv", 1, &expected.summary(), seed);
        compare(folder, "sites.csv", 2, &expected.sites(), seed);
        compare(folder, "areas.csv", 2, &expected.areas(), seed);
        compare(folder, "groups.csv", 3, &expected.groups(), seed);
        compare(folder, "comparison.csv", 4, &expected.comparison(), seed);
        compare(folder, "coverage.csv", 1, &expected.coverage(), seed);
        expected.check_gaps(&read(folder, "gaps.csv", 3), seed);
        expected.check_changes(&read(folder, "changes.csv", 4), seed);
    }
}

//! Every column of the tables of a run against an implementation of its own, in whole numbers and exact
//! fractions, on random studies in which some points reach no centre and some have no row.

mod base_siting;
mod cold_spots;
mod comparison;
mod equity;
mod expected;
mod helicopter;
mod helicopter_study;
mod helicopter_tables;
mod layers;
mod left_out;
mod measures;
mod optima;
mod outcomes;
mod pathway;
mod pathway_study;
mod pathway_tables;
mod places;
mod random_study;
mod repairs;
mod sensitivity;
mod sun;
mod value;

use comparison::{changes, check_gaps, comparison};
use expected::Expected;
use random_study::RandomStudy;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Index;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use tempfile::TempDir;

/// The rows of a table by the cells of their first columns.
type Rows = BTreeMap<Vec<String>, Row>;

/// Tables and their columns.
type Columns = BTreeSet<(String, String)>;

/// A row: its cells by their columns. Who looks at a cell has compared its column.
struct Row {
    table: String,
    cells: BTreeMap<String, String>,
    compared: Rc<RefCell<Columns>>,
}

impl Index<&str> for Row {
    type Output = str;

    fn index(&self, column: &str) -> &str {
        let of = (self.table.clone(), column.to_owned());
        self.compared.borrow_mut().insert(of);
        let cell = self.cells.get(column);
        cell.unwrap_or_else(|| panic!("{}: no column `{column}`", self.table))
    }
}

/// What a run wrote, and what of it has been compared.
struct Found {
    folder: TempDir,
    seed: u64,
    compared: Rc<RefCell<Columns>>,
}

impl Found {
    /// Runs the program on a study.
    fn new(study: &RandomStudy, seed: u64) -> Self {
        Self::with_options(study, seed, &[])
    }

    fn with_options(study: &RandomStudy, seed: u64, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in study.files() {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let ran = Command::new(assert_cmd::cargo::cargo_bin("catchment"))
            .current_dir(folder.path())
            .args(["run", "study.toml", "-o", "out", "--no-maps", "--quiet"])
            .args(options)
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&ran.stderr);
        // 1: in a layout nobody reaches a centre, which is an answer.
        assert!(
            matches!(ran.status.code(), Some(0 | 1)),
            "study {seed}: {said}"
        );
        Self {
            folder,
            seed,
            compared: Rc::default(),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// Every table that is written, with its columns.
    fn columns(&self) -> Columns {
        let mut columns = Columns::new();
        for entry in fs::read_dir(self.file("")).expect("a folder") {
            let name = entry.expect("readable").file_name();
            let name = name.into_string().expect("a name of ours");
            if is_csv(&name) {
                let mut reader = csv::Reader::from_path(self.file(&name)).expect("readable");
                let header = reader.headers().expect("a header").iter();
                columns.extend(header.map(|column| (name.clone(), column.to_owned())));
            }
        }
        columns
    }

    /// A table; a table without rows is not written.
    fn rows(&self, table: &str, keys: usize) -> Rows {
        let Ok(mut reader) = csv::Reader::from_path(self.file(table)) else {
            return Rows::new();
        };
        let header = reader.headers().expect("a header").clone();
        let of_keys = header.iter().take(keys);
        let of_keys = of_keys.map(|column| (table.to_owned(), column.to_owned()));
        self.compared.borrow_mut().extend(of_keys);
        let mut rows = Rows::new();
        for row in reader.records() {
            let row = row.expect("a row");
            let key: Vec<String> = row.iter().take(keys).map(str::to_owned).collect();
            let cells = header.iter().zip(&row).skip(keys);
            let cells = cells.map(|(name, cell)| (name.to_owned(), cell.to_owned()));
            let row = Row {
                table: table.to_owned(),
                cells: cells.collect(),
                compared: Rc::clone(&self.compared),
            };
            let before = rows.insert(key.clone(), row);
            assert!(before.is_none(), "{table}: two rows {key:?}");
        }
        rows
    }

    /// A table has these rows and columns, and no others, with these values.
    fn compare(&self, table: &str, keys: usize, expected: &value::Table) {
        let seed = self.seed;
        let found = self.rows(table, keys);
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
                value.check(row, column, &context);
            }
            let unknown: Vec<&String> = row
                .cells
                .keys()
                .filter(|name| !cells.contains_key(*name))
                .collect();
            assert!(
                unknown.is_empty(),
                "{table} has columns that are not checked: {unknown:?}"
            );
        }
    }
}

fn is_csv(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| ending == "csv")
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

#[test]
fn every_column_of_a_run_is_the_exact_number() {
    studies(0..60);
}

#[test]
#[ignore = "2,000 studies take some minutes"]
fn every_column_of_2000_runs_is_the_exact_number() {
    studies(1_000..3_000);
}

/// Compares one study.
fn compared(seed: u64) -> Found {
    let study = RandomStudy::new(seed);
    let found = Found::new(&study, seed);
    let expected = Expected::new(&study);
    found.compare("summary.csv", 1, &expected.summary());
    found.compare("sites.csv", 2, &expected.sites());
    found.compare("areas.csv", 2, &expected.areas());
    found.compare("groups.csv", 3, &expected.groups());
    found.compare("comparison.csv", 4, &comparison(&expected));
    found.compare("changes.csv", 4, &changes(&expected));
    found.compare("coverage.csv", 1, &expected.coverage());
    check_gaps(&expected, &found);
    found
}

fn studies(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        compared(seed);
    }
}

//! Equity of whole runs: against `PySAL` and `NumPy`, and the tables of a study with ordered groups.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The tables of a run, by name.
fn tables(study: &Path) -> impl Fn(&str) -> Vec<BTreeMap<String, String>> + use<> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Command::cargo_bin("catchment")
        .expect("the program is built with the tests")
        .args(["run", "--quiet", "--no-maps", "--output"])
        .arg(folder.path())
        .arg(study)
        .assert()
        .success();
    move |name| {
        let table = csv::Reader::from_path(folder.path().join(name)).expect("a table");
        let rows = table.into_deserialize();
        rows.map(|row| row.expect("readable")).collect()
    }
}

fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is not a number"))
}

/// The built-in study with regions in their order taken for one from the worst-off to the best-off, as
/// `tests/reference/equity.py` does.
#[cfg(feature = "england")]
#[test]
fn equity_is_what_pysal_and_numpy_find() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in fs::read_dir("data/england").expect("of the repository") {
        let from = entry.expect("readable").path();
        let name = from.file_name().expect("a name").to_owned();
        fs::copy(&from, folder.path().join(name)).expect("copied");
    }
    let study = folder.path().join("study.toml");
    let text = fs::read_to_string(&study).expect("a study");
    let ordered = "\n[[population.ordered_groups]]\ncolumn = \"region\"\n";
    fs::write(&study, text + ordered).expect("written");
    let table = tables(&study);
    let (inequality, equity, spots) = (
        table("inequality.csv"),
        table("equity.csv"),
        table("cold-spots.csv"),
    );
    let mut compared = 0;
    let reference = include_str!("../reference/equity.csv");
    for record in csv::Reader::from_reader(reference.as_bytes()).records() {
        let record = record.expect("of the script");
        let (layout, what) = (&record[0], &record[1]);
        let expected = number(&record[2]);
        let of_layout = |row: &&BTreeMap<String, String>| row["layout"] == layout;
        let rank = |prefix: &str| {
            let rank = what.strip_prefix(prefix)?;
            spots
                .iter()
                .filter(of_layout)
                .find(|row| row["rank"] == rank)
        };
        let (found, tolerance) = if ["gini", "theil"].contains(&what) {
            let row = inequality.iter().find(of_layout).expect("a row");
            (number(&row[what]), 1e-5)
        } else if what == "cold_spots" {
            (spots.iter().filter(of_layout).count() as f64, 0.0)
        } else if let Some(row) = rank("cold_spot_") {
            (number(&row["demand"]), 0.002)
        } else if let Some(row) = rank("points_") {
            (number(&row["points"]), 0.0)
        } else {
            let mut rows = equity.iter().filter(of_layout);
            let row = rows.find(|row| row["outcome"] == "mean_minutes");
            (number(&row.expect("a row")[what]), 6e-4)
        };
        assert!(
            (found - expected).abs() <= tolerance,
            "{layout} {what}: {found}, expected {expected}"
        );
        compared += 1;
    }
    assert_eq!(compared, 36);
}

/// Deciles 2 and 10 in this order, the worst-off at the end that the study says, and nobody without a
/// label among them.
#[test]
fn ordered_groups_are_in_natural_order_from_the_worst_off() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write(
        "population.csv",
        "id,lat,lon,population,decile\nA,50.0,-5.0,100,10\nB,50.1,-5.0,100,2\nC,50.3,-5.0,100,1\n\
         D,51.5,-5.0,100,\n",
    );
    write("hospitals.csv", "id,lat,lon\nH,50.0,-5.0\n");
    let study = |worst_off: &str| {
        format!(
            "name = \"small\"\n[population]\nfile = \"population.csv\"\ngroups = [\"decile\"]\n\
             [[population.ordered_groups]]\ncolumn = \"decile\"\n{worst_off}\n\
             [hospitals]\nfile = \"hospitals.csv\"\n[travel]\nmodel = \"straight-line\"\n\
             [[layouts]]\nname = \"one\"\nsites = [\"H\"]\n"
        )
    };
    let slope = |worst_off: &str, ends: [&str; 2]| {
        write("study.toml", &study(worst_off));
        let rows = tables(&folder.path().join("study.toml"))("equity.csv");
        let row = &rows[0];
        assert_eq!(row["outcome"], "mean_minutes");
        assert_eq!([&row["worst_off_group"], &row["best_off_group"]], ends);
        number(&row["slope_index"])
    };
    let first = slope("", ["1", "10"]);
    let last = slope("worst_off = \"last\"", ["10", "1"]);
    assert!(first > 0.0, "decile 1 is farthest");
    assert!((first + last).abs() < 1e-9);
}

/// Town and country from classes, in the order that the study says.
#[test]
fn merged_groups_are_groups_like_any_other() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write(
        "population.csv",
        "id,lat,lon,population,class\nA,50.0,-5.0,100,A1\nB,50.1,-5.0,200,C1\nC,50.3,-5.0,300,E1\n",
    );
    write("hospitals.csv", "id,lat,lon\nH,50.0,-5.0\n");
    write(
        "study.toml",
        "name = \"small\"\n[population]\nfile = \"population.csv\"\ngroups = [\"class\"]\n\
         [[population.merged_groups]]\nname = \"settlement\"\ncolumn = \"class\"\n\
         groups = [{ label = \"urban\", of = [\"A1\", \"C1\"] }, { label = \"rural\", of = [\"E1\"] }]\n\
         [[population.ordered_groups]]\ncolumn = \"settlement\"\n\
         [hospitals]\nfile = \"hospitals.csv\"\n[travel]\nmodel = \"straight-line\"\n\
         [[layouts]]\nname = \"one\"\nsites = [\"H\"]\n",
    );
    let table = tables(&folder.path().join("study.toml"));
    let groups = table("groups.csv");
    let of = |group: &str| {
        let mut rows = groups.iter();
        let row = rows.find(|row| row["group"] == group && row["grouping"] == "settlement");
        row.expect("a group")["demand"].clone()
    };
    assert_eq!([of("urban"), of("rural")], ["300", "300"]);
    let equity = &table("equity.csv")[0];
    assert_eq!(
        [&equity["worst_off_group"], &equity["best_off_group"]],
        ["rural", "urban"]
    );
}

/// In the example study's report: the section, its table and its cold spots.
#[test]
fn the_report_says_where_people_beyond_the_standard_live_together() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = || Command::cargo_bin("catchment").expect("the program is built with the tests");
    program().arg("init").arg(folder.path()).assert().success();
    let output = folder.path().join("results");
    program()
        .args(["run", "--output"])
        .arg(&output)
        .arg(folder.path())
        .assert()
        .success();
    let report = fs::read_to_string(output.join("report.md")).expect("there");
    for part in ["\n## Equity\n", "\n### Cold spots\n", "--floor "] {
        assert!(report.contains(part), "no `{part}`");
    }
    let maps = fs::read_dir(&output).expect("there").filter(|entry| {
        let name = entry.as_ref().expect("readable").file_name();
        name.to_string_lossy().starts_with("cold-spots-")
    });
    assert!(maps.count() >= 2, "an SVG and a PNG at least");
}

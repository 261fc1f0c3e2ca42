//! The program from outside: what it prints, what it leaves, how it ends.

use assert_cmd::Command;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::RowAccessor as _;
use predicates::prelude::*;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn catchment() -> Command {
    Command::cargo_bin("catchment").expect("the program is built with the tests")
}

/// A folder with the example study in it.
fn example() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    catchment()
        .arg("init")
        .arg(folder.path())
        .assert()
        .success();
    folder
}

fn run_in(folder: &Path) -> Command {
    let mut command = catchment();
    command.current_dir(folder).arg("run").arg("study.toml");
    command
}

/// Replaces a text of a file that must be there.
fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("an example file");
    assert!(text.contains(from), "{file} has no `{from}`");
    fs::write(path, text.replacen(from, to, 1)).expect("writable");
}

#[test]
fn the_example_study_runs_and_leaves_tables_report_and_maps() {
    let folder = example();
    run_in(folder.path())
        .assert()
        .success()
        .stdout(predicate::str::contains("plymouth-and-truro"));
    let output = folder.path().join("outputs/cornwall");
    for name in [
        "summary.csv",
        "sites.csv",
        "areas.csv",
        "groups.csv",
        "gaps.csv",
        "coverage.csv",
        "comparison.csv",
        "changes.csv",
        "areas.geojson",
        "report.md",
        "run.json",
    ] {
        let bytes = fs::read(output.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!bytes.is_empty(), "{name} is empty");
    }
    assert!(fs::read_dir(&output).expect("there").any(|entry| {
        entry
            .expect("readable")
            .path()
            .extension()
            .is_some_and(|extension| extension == "png")
    }));
}

#[test]
fn json_is_for_programs() {
    let folder = example();
    let output = run_in(folder.path())
        .args(["--format", "json", "--no-maps"])
        .assert()
        .success();
    let summary: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("JSON and nothing else");
    assert_eq!(summary.as_array().map(Vec::len), Some(3));
    assert!(
        summary[0]["mean_minutes"]
            .as_f64()
            .is_some_and(|minutes| minutes > 0.0)
    );
}

/// The same mistake that a person makes in a spreadsheet: the error says where, and no output is
/// left behind.
#[test]
fn a_mistake_in_a_csv_is_named_by_file_line_and_column_and_writes_nothing() {
    let folder = example();
    edit(folder.path(), "population.csv", "50.41554", "91");
    run_in(folder.path())
        .assert()
        .code(2)
        .stdout("")
        .stderr(predicate::str::contains("population.csv:2: column `lat`"))
        .stderr(predicate::str::contains("latitude must lie between -90 and 90 degrees").count(1));
    assert!(!folder.path().join("outputs").exists());
}

#[test]
fn an_unknown_key_of_a_study_suggests_the_nearest_known_one() {
    let folder = example();
    edit(folder.path(), "study.toml", "missing =", "mising =");
    run_in(folder.path())
        .assert()
        .code(2)
        .stderr(predicate::str::contains("`mising`"))
        .stderr(predicate::str::contains("`missing`"));
}

#[test]
fn a_study_that_is_not_there_is_an_error_that_says_what_to_do() {
    catchment()
        .args(["run", "no-such-study.toml"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("no-such-study.toml"))
        .stderr(predicate::str::contains("catchment init"));
}

#[test]
fn an_output_folder_that_cannot_be_written_is_an_error() {
    let folder = example();
    fs::write(folder.path().join("taken"), "a file").expect("writable");
    run_in(folder.path())
        .args(["--output", "taken/results"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("taken/results"))
        .stderr(predicate::str::contains("--output"));
}

/// Nobody in Cornwall reaches a centre that the table has no way to.
#[test]
fn a_study_without_an_answer_ends_with_code_1() {
    let folder = example();
    let table = fs::read_to_string(folder.path().join("travel_times.csv")).expect("there");
    let mut lines = table.lines();
    let mut no_way = lines.next().expect("a header").to_owned() + "\n";
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        // The column of Plymouth, the only centre of the base layout, keeps one way: from an area
        // without admissions.
        let keep = line.starts_with("E01015024");
        let plymouth = if keep { cells[3] } else { "" };
        let row = [cells[0], cells[1], cells[2], plymouth, cells[4], cells[5]];
        no_way = no_way + &row.join(",") + "\n";
    }
    fs::write(folder.path().join("travel_times.csv"), no_way).expect("writable");
    run_in(folder.path())
        .arg("--no-maps")
        .assert()
        .code(1)
        .stderr(predicate::str::contains("layout `plymouth`"));
}

#[test]
fn usage_that_is_wrong_ends_with_code_2_and_help_with_code_0() {
    catchment().arg("fly").assert().code(2);
    catchment()
        .arg("--help")
        .assert()
        .success()
        .stdout(predicate::str::contains("Exit codes"))
        .stdout(predicate::str::contains("init"));
    catchment().arg("--version").assert().success();
}

#[test]
fn init_never_overwrites_a_study() {
    let folder = example();
    catchment()
        .arg("init")
        .arg(folder.path())
        .assert()
        .code(2)
        .stderr(predicate::str::contains("is there already"));
}

#[test]
fn check_says_what_is_in_the_input_and_writes_nothing() {
    let folder = example();
    catchment()
        .current_dir(folder.path())
        .args(["check", "study.toml"])
        .assert()
        .success()
        .stdout(predicate::str::contains("488 demand points"))
        .stdout(predicate::str::contains("E01019077"));
    assert!(!folder.path().join("outputs").exists());
}

#[test]
fn a_folder_stands_for_the_study_in_it() {
    let folder = example();
    catchment()
        .arg("check")
        .arg(folder.path())
        .assert()
        .success();
}

#[test]
fn completions_are_printed_for_shells() {
    catchment()
        .args(["completions", "bash"])
        .assert()
        .success()
        .stdout(predicate::str::contains("catchment"));
}

/// Parquet and CSV are two forms of one table.
#[test]
fn areas_in_parquet_are_those_of_the_csv() {
    let folder = example();
    run_in(folder.path())
        .args(["--parquet", "--no-maps", "--quiet"])
        .assert()
        .success();
    let output = folder.path().join("outputs/cornwall");
    let mut csv = csv::Reader::from_path(output.join("areas.csv")).expect("there");
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("sound")).collect();
    let file = fs::File::open(output.join("areas.parquet")).expect("there");
    let parquet = SerializedFileReader::new(file).expect("Parquet");
    let groups = parquet.get_row_iter(None).expect("rows");
    let mut unreachable = 0;
    let mut found = 0;
    for (row, expected) in groups.zip(&rows) {
        let row = row.expect("sound");
        let text = |column| match row.get_string(column) {
            Ok(text) => text.as_str(),
            Err(_) => "",
        };
        assert_eq!(
            [text(0), text(1), text(2)],
            [&expected[0], &expected[1], &expected[2]]
        );
        if let Ok(minutes) = row.get_double(3) {
            let expected: f64 = expected[3].parse().expect("a number");
            assert!(
                (minutes - expected).abs() <= 0.000_5,
                "{minutes} {expected}"
            );
        } else {
            assert_eq!(&expected[3], "");
            unreachable += 1;
        }
        found += 1;
    }
    assert_eq!(found, rows.len());
    assert!(unreachable > 0, "the Isles of Scilly have no road");
}

/// Ctrl-C while results are being written ends with code 130, and what is there is whole.
#[cfg(all(unix, feature = "england"))]
#[test]
fn an_interrupted_run_leaves_whole_files_or_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("results");
    let program = assert_cmd::cargo::cargo_bin("catchment");
    let mut run = std::process::Command::new(program)
        .args(["run", "--threads", "1", "--output"])
        .arg(&output)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    while !output.exists() {
        assert!(
            run.try_wait().expect("a child").is_none(),
            "it ended too soon"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let interrupt = std::process::Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status()
        .expect("kill is there");
    assert!(interrupt.success());
    let ended = run.wait_with_output().expect("a child");
    assert_eq!(ended.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("interrupted"));
    assert!(!output.join("run.json").exists(), "the manifest comes last");
    for entry in fs::read_dir(&output).expect("there") {
        let path = entry.expect("readable").path();
        let bytes = fs::read(&path).expect("readable");
        let end: &[u8] = match path.extension().and_then(|ending| ending.to_str()) {
            Some("csv" | "md") => b"\n",
            Some("geojson") => b"}",
            Some("svg") => b"</svg>",
            Some("png") => b"IEND\xaeB`\x82",
            _ => panic!("{} should not be there", path.display()),
        };
        assert!(
            bytes.trim_ascii_end().ends_with(end.trim_ascii_end()),
            "{}",
            path.display()
        );
    }
}

/// The column as the page names it: `within_30_percent` is `within_45_percent` there.
#[cfg(feature = "england")]
fn as_documented(column: &str) -> String {
    let parts: Vec<&str> = column.split('_').collect();
    let standard = |part: &&str| ["30", "45", "60", "90"].contains(part);
    match parts.iter().position(standard) {
        Some(place) => [&parts[..place], &["45"], &parts[place + 1..]]
            .concat()
            .join("_"),
        None => column.to_owned(),
    }
}

/// Every column of every table of results is explained in `docs/outputs.md`.
#[cfg(feature = "england")]
#[test]
fn every_column_of_the_results_is_documented() {
    const COMMON: [&str; 9] = [
        "base", "layout", "id", "name", "demand", "grouping", "group", "measure", "centres",
    ];
    let page = fs::read_to_string("docs/outputs.md").expect("of the repository");
    let folder = tempfile::tempdir().expect("a temporary folder");
    catchment()
        .args(["run", "--quiet", "--no-maps", "--output"])
        .arg(folder.path())
        .assert()
        .success();
    let mut tables = 0;
    for entry in fs::read_dir(folder.path()).expect("there") {
        let path = entry.expect("readable").path();
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let section = page
            .split("\n## ")
            .find(|section| {
                section
                    .lines()
                    .next()
                    .is_some_and(|title| title.contains(name))
            })
            .unwrap_or_else(|| panic!("{name} has no section"));
        let mut csv = csv::Reader::from_path(&path).expect("readable");
        for column in csv.headers().expect("a header") {
            // The coverage curve has a column a layout.
            let documented = name == "coverage.csv"
                || COMMON.contains(&column)
                || section.contains(&format!("`{}`", as_documented(column)));
            assert!(documented, "{name}: `{column}` is not explained");
        }
        tables += 1;
    }
    assert!(tables >= 9, "only {tables} tables");
}

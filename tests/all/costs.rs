//! A study of costs gives the answers of the same study in minutes, and says its own unit everywhere.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn catchment(folder: &Path, command: &str) -> Command {
    let mut program = Command::cargo_bin("catchment").expect("the program is built with the tests");
    program.current_dir(folder).args(command.split(' '));
    program
}

/// The example study without its pathway, in minutes.
fn in_minutes() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    catchment(folder.path(), "init .").assert().success();
    edit(folder.path(), "study.toml", |study| {
        let (before, rest) = study.split_once("# From onset").expect("a pathway");
        let (_, after) = rest.split_once("[maps]").expect("maps");
        format!("{before}[maps]{after}")
    });
    folder
}

/// The same with a thousand metres for every minute.
fn in_kilometres() -> TempDir {
    let folder = in_minutes();
    edit(folder.path(), "study.toml", |study| {
        let unit = study
            .lines()
            .find(|line| line.starts_with("unit ="))
            .expect("a unit");
        let cost = "cost = { unit = \"km\", per_unit = 1000, standards = [30, 45, 60, 90] }";
        study
            .replace(unit, cost)
            .replace("standards_minutes = [30, 45, 60, 90]\n", "")
    });
    edit(folder.path(), "travel_times.csv", |times| {
        let metres = |cell: &str| match cell.parse::<f64>() {
            Ok(minutes) => (minutes * 1e3).round().to_string(),
            Err(_) => cell.to_owned(),
        };
        let line = |line: &str| line.split(',').map(metres).collect::<Vec<_>>().join(",");
        times.lines().map(|row| line(row) + "\n").collect()
    });
    folder
}

fn edit(folder: &Path, file: &str, change: impl Fn(&str) -> String) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("an example file");
    let changed = change(&text);
    assert_ne!(changed, text, "{file} was changed");
    fs::write(path, changed).expect("writable");
}

/// Names that say minutes, in kilometres.
fn renamed(text: &str) -> String {
    let text = text.replace("minutes", "km");
    [30, 45, 60, 90].iter().fold(text, |text, standard| {
        text.replace(
            &format!("within_{standard}_"),
            &format!("within_{standard}_km_"),
        )
    })
}

fn says_no_minutes(what: &str, text: &str) {
    assert!(
        !text.contains("minute") && !text.contains(" min"),
        "{what}: {text}"
    );
}

/// What a command says, on both channels.
fn said(folder: &Path, command: &str) -> String {
    let ended = catchment(folder, command).assert().success();
    let output = ended.get_output();
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{err}{out}")
}

/// Every table is that of the study in minutes, and only the names differ.
#[test]
fn every_table_is_that_of_minutes_in_the_unit_of_the_costs() {
    let (minutes, costs) = (in_minutes(), in_kilometres());
    for folder in [&minutes, &costs] {
        let heard = said(folder.path(), "run study.toml --xlsx");
        if folder.path() == costs.path() {
            says_no_minutes("run", &heard);
            assert!(heard.contains("answers are costs in km"), "{heard}");
            assert!(heard.contains("≤45 km"), "{heard}");
        }
    }
    let output = costs.path().join("outputs/cornwall");
    let mut tables = 0;
    for entry in fs::read_dir(&output).expect("results") {
        let path = entry.expect("readable").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if Path::new(&name)
            .extension()
            .is_some_and(|kind| kind == "csv")
        {
            let text = fs::read_to_string(&path).expect("text");
            let same = minutes.path().join("outputs/cornwall").join(&name);
            let same = fs::read_to_string(same).expect("the same table of minutes");
            assert_eq!(text, renamed(&same), "{name}");
            says_no_minutes(&name, &text);
            tables += 1;
        } else {
            assert!(
                ["run.json", "summary.xlsx"].contains(&name.as_str()),
                "{name} is not left out"
            );
        }
    }
    assert!(tables >= 10, "{tables} tables");
    let names = fs::read_to_string(output.join("summary.csv")).expect("text");
    assert!(names.contains("mean_km") && names.contains("within_45_km_percent"));
}

/// Every model, and limits beside it, answers in the unit.
#[test]
fn every_model_answers_in_the_unit_of_the_costs() {
    let (minutes, costs) = (in_minutes(), in_kilometres());
    for question in [
        "--centres 2",
        "--centres 2 --best 3",
        "--centres 2 --unreachable 500",
        "--centres 2 --objective mclp --within 45",
        "--objective lscp --within 90 --share 90",
        "--centres 3 --objective p-centre",
        "--centres 4 --floor local_authority:90:50",
        "--centres 2 --min-demand 100",
    ] {
        let json = |folder: &TempDir| -> Value {
            let command =
                format!("optimise study.toml --no-maps --quiet --format json {question} --name x");
            let ended = catchment(folder.path(), &command).assert().success();
            let text = String::from_utf8_lossy(&ended.get_output().stdout).into_owned();
            let mut json: Value = serde_json::from_str(&text).expect("JSON");
            json["seconds"] = Value::Null;
            json
        };
        let (of_minutes, of_costs) = (json(&minutes), json(&costs));
        let text = of_costs.to_string();
        says_no_minutes(question, &text);
        let expected: Value =
            serde_json::from_str(&renamed(&of_minutes.to_string())).expect("JSON");
        let mut expected = expected;
        // The words of what else had to hold.
        let subject = of_minutes["subject_to"]
            .as_str()
            .expect("text")
            .replace(" min", " km");
        expected["subject_to"] = subject.into();
        assert_eq!(of_costs, expected, "{question}");
        says_no_minutes(
            question,
            &said(
                costs.path(),
                &format!("optimise study.toml {question} --name x"),
            ),
        );
    }
}

#[test]
fn curves_and_expansions_are_in_the_unit_of_the_costs() {
    let (minutes, costs) = (in_minutes(), in_kilometres());
    for (command, file) in [
        ("curve study.toml", "curve/curve.csv"),
        (
            "curve study.toml --objective mclp --within 45",
            "curve/curve.csv",
        ),
        (
            "expand study.toml --keep plymouth --to 3",
            "expansion/expansion.csv",
        ),
    ] {
        let heard = said(costs.path(), command);
        says_no_minutes(command, &heard);
        assert!(
            heard.contains("km") && heard.contains("Candidates: all 5 sites."),
            "{heard}"
        );
        catchment(minutes.path(), command).assert().success();
        let read = |folder: &TempDir| {
            let file = folder.path().join("outputs/cornwall").join(file);
            let text = fs::read_to_string(file).expect("a table");
            let mut rows = csv::Reader::from_reader(text.as_bytes());
            let names = rows.headers().expect("a header").clone();
            let rows = rows.records().map(|row| {
                let row = row.expect("a row");
                let cells = names
                    .iter()
                    .zip(row.iter())
                    .filter(|(name, _)| *name != "seconds");
                cells.map(|(_, cell)| cell.to_owned()).collect::<Vec<_>>()
            });
            (
                names.iter().map(str::to_owned).collect::<Vec<_>>(),
                rows.collect::<Vec<_>>(),
            )
        };
        let ((names, rows), (names_of_minutes, same)) = (read(&costs), read(&minutes));
        assert_eq!(names.join(","), renamed(&names_of_minutes.join(",")));
        assert_eq!(rows, same, "{command}");
    }
    catchment(costs.path(), "curve study.toml")
        .assert()
        .success();
    let chart = costs.path().join("outputs/cornwall/curve/curve.svg");
    let chart = fs::read_to_string(chart).expect("a chart");
    assert!(
        chart.contains("Mean cost, in km") && chart.contains("Best mean cost in km"),
        "{chart}"
    );
    says_no_minutes("the chart", &chart);
}

/// What is about times is refused or says that it has no effect, and reasons are in the unit.
#[test]
fn what_is_about_times_is_refused() {
    let costs = in_kilometres();
    let refused = |command: &str, code: i32, words: &str| {
        let ended = catchment(costs.path(), command).assert().code(code);
        let said = String::from_utf8_lossy(&ended.get_output().stderr).into_owned();
        assert!(said.contains(words), "{command}: {said}");
        says_no_minutes(command, &said);
    };
    refused("run study.toml --gis gpkg", 2, "--gis has no effect");
    refused("maps study.toml", 2, "costs in km");
    refused("explain E01015023 study.toml", 2, "pathway");
    refused(
        "optimise study.toml --objective lscp --within 1",
        1,
        "within 1.0 km",
    );
    refused(
        "optimise study.toml --centres 1 --floor local_authority:20:90",
        1,
        "20 km",
    );
    refused(
        "optimise study.toml --centres 2 --name km",
        2,
        "name of the layout",
    );
    for (from, to, words) in [
        (
            "[maps]",
            "[pathway]\nivt = \"ivt\"\n[maps]",
            "`pathway` has no effect with `[travel.cost]`",
        ),
        (
            "[report]",
            "[report]\nstandards_minutes = [45]",
            "`standards_minutes` has no effect",
        ),
        (
            "missing = \"unreachable\"",
            "missing = \"straight-line\"",
            "`missing` has no effect",
        ),
        (
            "cost = {",
            "unit = \"minutes\"\ncost = {",
            "`unit` has no effect",
        ),
        ("unit = \"km\"", "unit = \"minutes\"", "no unit of time"),
        ("per_unit = 1000", "per_unit = 0", "at least 1"),
        (
            "per_unit = 1000",
            "per_unit = 1",
            "at most 30,000 of the unit",
        ),
        ("per_unit = 1000", "per_unit = 7", "at most four decimals"),
        (
            "name = \"plymouth\"",
            "name = \"KM\"",
            "has a column of this name",
        ),
    ] {
        let folder = in_kilometres();
        edit(folder.path(), "study.toml", |study| {
            study.replacen(from, to, 1)
        });
        if to.contains("KM") {
            edit(folder.path(), "study.toml", |study| {
                study.replace("base = \"plymouth\"", "")
            });
        }
        let ended = catchment(folder.path(), "check study.toml")
            .assert()
            .code(2);
        let said = String::from_utf8_lossy(&ended.get_output().stderr).into_owned();
        assert!(said.contains(words), "{to}: {said}");
    }
}

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
        "areas.geo.parquet",
        "sites.geo.parquet",
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
        .stderr(predicate::str::contains("choose another folder"));
}

/// It is not said of a demand point without a row in the table that it has no road, neither on maps
/// nor in the answer of a search.
#[test]
fn a_point_without_a_row_is_not_said_to_have_no_road() {
    let folder = example();
    edit(folder.path(), "population.csv", ",2226,0,", ",2226,3,");
    let said = |folder: &TempDir| {
        run_in(folder.path())
            .args(["-q", "-o", "out"])
            .assert()
            .success();
        let map = fs::read_to_string(folder.path().join("out/access-plymouth.svg")).expect("drawn");
        let mut optimise = catchment();
        optimise.current_dir(folder.path());
        optimise.args(["optimise", "study.toml", "-p", "1", "--no-maps"]);
        let output = optimise.assert().success().get_output().stdout.clone();
        map + &String::from_utf8(output).expect("text")
    };
    let unknown = said(&folder);
    assert!(unknown.contains("no travel time") && unknown.contains("No travel time to any"));
    assert!(!unknown.contains("no road access") && !unknown.contains("No route to any"));
    let path = folder.path().join("travel_times.csv");
    let table = fs::read_to_string(&path).expect("there");
    let sites = table.lines().next().expect("a header").matches(',').count();
    fs::write(&path, format!("{table}E01019077{}\n", ",".repeat(sites))).expect("writable");
    let islands = said(&folder);
    assert!(islands.contains("no road access") && islands.contains("No route to any"));
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
        .stderr(predicate::str::contains("already exists"));
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
    // A column a scenario.
    for saves in ["flying_saves_", "year_saves_"] {
        if column.starts_with(saves) {
            return format!("{saves}…");
        }
    }
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

/// By hand, E01018855 is 6.9 min from Truro, and Truro, which lies in it, 75.6 min from Plymouth:
/// 126 to departure + 6.9 + 30 = 162.9 to the needle; 126 + 6.9 + 90 + 75.6 + 30 = 328.5 to
/// puncture. Straight to Plymouth: 126 + 75.6 + 30 = 231.6, and + 60 = 261.6.
#[test]
fn explain_shows_every_leg_and_they_add_up() {
    let folder = example();
    let output = catchment()
        .current_dir(folder.path())
        .args(["explain", "E01018855", "study.toml", "--format", "json"])
        .assert()
        .success();
    let shown: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("JSON and nothing else");
    assert_eq!(shown["layout"], "plymouth");
    let pathway = |name: &str| {
        let all = shown["pathways"].as_array().expect("a list");
        let found = all.iter().find(|pathway| pathway["pathway"] == name);
        found.expect("one of each").clone()
    };
    let close = |value: &serde_json::Value, minutes: f64| {
        (value.as_f64().expect("a number") - minutes).abs() < 1e-9
    };
    let shipped = pathway("drip-and-ship");
    assert!(close(&shipped["ivt_minutes"], 162.9), "{shipped}");
    assert!(close(&shipped["mt_minutes"], 328.5), "{shipped}");
    let direct = pathway("mothership");
    assert!(close(&direct["ivt_minutes"], 231.6), "{direct}");
    assert!(close(&direct["mt_minutes"], 261.6), "{direct}");
    // Every leg has its source, and those to puncture follow each other to it.
    for pathway in [shipped, direct] {
        let legs = pathway["legs"].as_array().expect("a list");
        let mut end = 0.0;
        for leg in legs.iter().filter(|leg| leg["leg"] != "door to needle") {
            assert!(close(&leg["start"], end), "{leg}");
            assert!(
                leg["source"].as_str().is_some_and(|s| !s.is_empty()),
                "{leg}"
            );
            end = leg["end"].as_f64().expect("a number");
        }
        assert!(close(&pathway["mt_minutes"], end), "{pathway}");
    }
}

/// Without a table the way from hospital to hospital is that between their own coordinates, not that
/// from the nearest area.
#[test]
fn a_straight_line_study_goes_straight_from_hospital_to_hospital() {
    use catchment::model::LatLon;
    let folder = example();
    let study = fs::read_to_string(folder.path().join("study.toml")).expect("an example file");
    let (before, rest) = study.split_once("model = \"table\"").expect("a table");
    let (_, after) = rest.split_once("[[layouts]]").expect("layouts");
    let straight = format!("{before}model = \"straight-line\"\n\n[[layouts]]{after}");
    fs::write(folder.path().join("study.toml"), straight).expect("writable");
    let output = catchment()
        .current_dir(folder.path())
        .args(["explain", "E01018855", "study.toml", "--format", "json"])
        .assert()
        .success();
    let shown: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("JSON and nothing else");
    let truro = LatLon::try_new(50.26793, -5.09460).expect("a place");
    let plymouth = LatLon::try_new(50.41672, -4.11368).expect("a place");
    let way = catchment::travel::RoadCurve::default().travel_time(truro.distance_to(plymouth));
    let pathways = shown["pathways"].as_array().expect("a list");
    let shipped = pathways
        .iter()
        .find(|pathway| pathway["pathway"] == "drip-and-ship")
        .expect("one of each");
    let legs = shipped["legs"].as_array().expect("a list");
    let found = legs.iter().find(|leg| {
        let minutes = leg["minutes"].as_f64().expect("a number");
        (minutes - way.as_f64()).abs() < 1e-3 && leg["source"] == "straight-line model"
    });
    assert!(found.is_some(), "{way}: {shipped}");
}

/// One answer to demand that is all zero, or too small to be told from zero.
#[test]
fn nobody_to_plan_for_is_one_answer_of_every_command() {
    let folder = example();
    let path = folder.path().join("population.csv");
    let text = fs::read_to_string(&path).expect("an example file");
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    let column = header
        .split(',')
        .position(|name| name == "admissions")
        .expect("the demand");
    for nothing in ["0", "0.0000001"] {
        let row = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            let from_the_end = header.split(',').count() - column;
            let place = cells.len() - from_the_end;
            cells[place] = nothing;
            cells.join(",")
        };
        let rows: Vec<String> = text.lines().skip(1).map(row).collect();
        fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).expect("writable");
        for command in [
            vec!["check"],
            vec!["run"],
            vec!["optimise", "--centres", "2"],
            vec!["curve"],
            vec!["maps"],
        ] {
            catchment()
                .current_dir(folder.path())
                .arg(command[0])
                .arg("study.toml")
                .args(&command[1..])
                .assert()
                .code(2)
                .stderr(predicate::str::contains(
                    "population.csv: all demand is zero (column `admissions`",
                ));
        }
        assert!(!folder.path().join("outputs").exists());
    }
}

#[test]
fn explain_of_an_area_that_is_not_there_suggests_the_nearest() {
    let folder = example();
    let explain = |area: &str, layout: &str| {
        let mut command = catchment();
        command.current_dir(folder.path());
        command.args(["explain", area, "study.toml", "--layout", layout]);
        command.assert().code(2).stdout("")
    };
    explain("Cornwal 043C", "plymouth").stderr(predicate::str::contains("`Cornwall 043C`?"));
    explain("E01018855", "truro").stderr(predicate::str::contains(
        "no layout is named `truro`; the study has `plymouth`, `plymouth-and-truro`, `ivt`",
    ));
}

/// What a reader must know is on the screen, in the first lines of the report and in `run.json`, in
/// the same words; and nothing of the kind where there is nothing to say.
#[test]
fn warnings_are_said_where_the_answer_is_said() {
    let folder = example();
    let clean = run_in(folder.path()).arg("--no-maps").assert().success();
    assert!(!String::from_utf8_lossy(&clean.get_output().stderr).contains("warning"));
    let path = folder.path().join("population.csv");
    let text = fs::read_to_string(&path).expect("an example file");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let column = header.iter().position(|name| *name == "admissions");
    let mut spoilt = header.join(",") + "\n";
    for (number, line) in lines.enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        if number % 4 > 0 {
            cells[column.expect("there")] = "0";
        }
        spoilt += &(cells.join(",") + "\n");
    }
    fs::write(path, spoilt).expect("writable");

    let assert = run_in(folder.path()).arg("--no-maps").assert().success();
    let screen = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    let line = screen.lines().find(|line| line.starts_with("warning: "));
    let warning = line.expect("a warning").trim_start_matches("warning: ");
    assert!(warning.starts_with("population.csv: "), "{warning}");
    let output = folder.path().join("outputs/cornwall");
    let report = fs::read_to_string(output.join("report.md")).expect("there");
    let first = report.lines().nth(2).expect("more lines");
    assert_eq!(first, format!("> **Warning:** {warning}"));
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).expect("there")).expect("JSON");
    assert_eq!(run["warnings"][0]["text"], warning);
    for arguments in [
        ["check", "study.toml"].as_slice(),
        &["maps", "study.toml"],
        &["curve", "study.toml", "--no-maps"],
        &["expand", "study.toml", "--keep", "PL68DH", "--to", "2"],
        &["optimise", "study.toml", "--centres", "1", "--no-maps"],
        &["explain", "E01015023", "study.toml"],
    ] {
        let output = catchment()
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .expect("it runs");
        let said = [output.stdout, output.stderr].concat();
        assert!(
            String::from_utf8_lossy(&said).contains(&format!("warning: {warning}")),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&said)
        );
    }
}

/// The study's own title is in no picture, and the site of no layout neither.
#[test]
fn names_that_the_pictures_cannot_show_are_said_once_wherever_warnings_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write =
        |file: &str, text: &str| fs::write(folder.path().join(file), text).expect("written");
    write(
        "study.toml",
        "name = \"t\"\ntitle = \"ไทย\"\n[population]\nfile = \"p.csv\"\n[hospitals]\nfile = \"h.csv\"\n\
         [travel]\nmodel = \"straight-line\"\n[[layouts]]\nname = \"two\"\nsites = [\"H1\", \"H2\"]\n",
    );
    write(
        "p.csv",
        "id,name,lat,lon,population\nA1,हिन्दी,52.4,-1.0,1000\nA2,B,52.0,-1.1,2000\n",
    );
    write(
        "h.csv",
        "id,name,lat,lon\nH1,Ŵ Αθ Ки مس,52.4,-1.0\nH2,北京协和医院,52.0,-1.1\nH3,서울,52.2,-1.2\n",
    );
    let said = "the font of the pictures has no glyphs for 6 characters of 1 name (北, 京, 协, 和, 医, \
                …); the PNGs show boxes; the SVGs keep the characters";
    run_in(folder.path())
        .args(["-o", "out"])
        .assert()
        .success()
        .stderr(predicate::str::contains(said).count(1));
    let read =
        |file: &str| fs::read_to_string(folder.path().join("out").join(file)).expect("there");
    assert_eq!(read("report.md").matches(said).count(), 1);
    let manifest: serde_json::Value = serde_json::from_str(&read("run.json")).expect("JSON");
    let warnings = manifest["warnings"].as_array().expect("a list");
    let of_font = |warning: &&serde_json::Value| warning.to_string().contains("no glyphs");
    assert_eq!(warnings.iter().filter(of_font).count(), 1);
    let svg = read("access-two.svg");
    assert!(svg.contains("北京协和医院") && !svg.contains("ไทย"));

    let command = |name: &str| {
        let mut command = catchment();
        command
            .current_dir(folder.path())
            .args([name, "study.toml"]);
        command
    };
    let check = command("check").assert().success();
    check.stdout(predicate::str::contains(said).count(1));
    let maps = command("maps").args(["-o", "maps"]).assert().success();
    maps.stderr(predicate::str::contains(said).count(1));
    let silent = command("run").args(["-o", "bare", "--no-maps"]).assert();
    silent
        .success()
        .stderr(predicate::str::contains("glyphs").not());
    let report = fs::read_to_string(folder.path().join("bare/report.md")).expect("there");
    assert!(!report.contains("glyphs"));
}

/// Names of the files of a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("there");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    names.sort();
    names
}

fn manifest(output: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(output.join("run.json")).expect("there")).expect("JSON")
}

/// Adds names to the files that a folder's `run.json` says were written.
fn list_as_written(output: &Path, names: &[&str]) {
    let mut manifest = manifest(output);
    let files = manifest["files"].as_array_mut().expect("a list");
    files.extend(names.iter().map(|&name| name.into()));
    fs::write(output.join("run.json"), manifest.to_string()).expect("writable");
}

const SECOND_LAYOUT: &str = "[[layouts]]\n\
    name = \"plymouth-and-truro\"\n\
    title = \"Plymouth and Truro\"\n\
    sites = [\"PL68DH\", \"TR13LQ\"]\n";

#[test]
fn what_an_earlier_run_left_of_a_layout_that_is_no_more_is_removed_and_nothing_else() {
    let folder = example();
    let output = folder.path().join("outputs/cornwall");
    run_in(folder.path()).assert().success();
    assert_eq!(
        manifest(&output)["files"],
        serde_json::json!(names(&output)),
        "the manifest lists every file of the folder, sorted"
    );
    let stale = names(&output)
        .into_iter()
        .filter(|name| name.contains("plymouth-and-truro"));
    let stale: Vec<String> = stale.collect();
    assert!(stale.len() >= 6, "maps as SVG and PNG: {stale:?}");
    for own in ["notes.txt", "access-old.png"] {
        fs::write(output.join(own), "mine").expect("writable");
    }

    // Names that lead out of the folder are no names of results.
    list_as_written(&output, &["../../study.toml", "../../population.csv"]);
    edit(folder.path(), "study.toml", SECOND_LAYOUT, "");
    run_in(folder.path()).assert().success();
    let left = names(&output);
    for name in &stale {
        assert!(!left.contains(name), "{name}");
    }
    for own in ["notes.txt", "access-old.png"] {
        assert_eq!(fs::read(output.join(own)).expect("there"), b"mine");
    }
    let mut of_run = left;
    of_run.retain(|name| name != "notes.txt" && name != "access-old.png");
    assert_eq!(manifest(&output)["files"], serde_json::json!(of_run));

    // The same folder as that of a first run: the same files.
    let fresh = folder.path().join("fresh");
    run_in(folder.path())
        .arg("--output")
        .arg(&fresh)
        .assert()
        .success();
    assert_eq!(names(&fresh), of_run);

    // Without maps, those of the run before are of another state.
    run_in(folder.path()).arg("--no-maps").assert().success();
    let left = names(&output);
    let pictures = left
        .iter()
        .filter(|name| [".png", ".svg"].iter().any(|end| name.ends_with(end)));
    assert_eq!(pictures.collect::<Vec<_>>(), ["access-old.png"]);
    assert!(left.contains(&"summary.csv".to_owned()));
}

/// A run into the folder of its own study: whatever is listed there, what the study reads stays.
#[test]
fn no_input_of_the_study_is_removed_whatever_run_json_lists() {
    let folder = example();
    let here = |folder: &Path| {
        let mut command = run_in(folder);
        command.args(["--no-maps", "--output", "."]);
        command
    };
    here(folder.path()).assert().success();
    let inputs = [
        "study.toml",
        "population.csv",
        "hospitals.csv",
        "travel_times.csv",
    ];
    fs::write(folder.path().join("theirs.csv"), "x").expect("writable");
    list_as_written(folder.path(), &inputs);
    list_as_written(folder.path(), &["theirs.csv"]);
    here(folder.path()).assert().success();
    for input in inputs {
        assert!(folder.path().join(input).exists(), "{input}");
    }
    assert!(
        !folder.path().join("theirs.csv").exists(),
        "listed, and no input"
    );
}

/// A run that fails removes nothing; a folder is one run's, whichever command's; nothing goes beside a
/// damaged list.
#[test]
fn nothing_is_removed_by_a_run_that_fails_or_beside_a_damaged_manifest() {
    let folder = example();
    let output = folder.path().join("outputs/cornwall");
    run_in(folder.path()).assert().success();
    let before = names(&output);
    let map = "access-plymouth-and-truro.png".to_owned();
    assert!(before.contains(&map));

    edit(folder.path(), "study.toml", SECOND_LAYOUT, "");
    edit(folder.path(), "population.csv", "50.41554", "91");
    run_in(folder.path()).assert().code(2);
    assert_eq!(names(&output), before);
    edit(folder.path(), "population.csv", "91", "50.41554");

    catchment()
        .current_dir(folder.path())
        .args([
            "optimise",
            "study.toml",
            "--centres",
            "2",
            "--no-maps",
            "-o",
        ])
        .arg(&output)
        .assert()
        .success();
    assert_eq!(manifest(&output)["subcommand"], "optimise");
    assert_eq!(
        manifest(&output)["files"],
        serde_json::json!(names(&output)),
        "what only the run wrote has gone with it"
    );

    fs::write(output.join(&map), "x").expect("writable");
    let damaged =
        format!("{{\"program\": \"catchment 1\", \"subcommand\": \"run\", \"files\": [\"{map}\"");
    fs::write(output.join("run.json"), damaged).expect("writable");
    run_in(folder.path()).assert().success();
    assert!(names(&output).contains(&map));
}

/// The best layout under another name, in the same folder: the maps of the first go.
#[test]
fn a_best_layout_replaces_the_one_before_it() {
    let folder = example();
    let output = folder.path().join("best");
    let search = |name: &str| {
        catchment()
            .current_dir(folder.path())
            .args(["optimise", "study.toml", "--centres", "2", "-o", "best"])
            .args(["--name", name])
            .assert()
            .success();
        assert_eq!(
            manifest(&output)["files"],
            serde_json::json!(names(&output))
        );
        names(&output)
    };
    let first = search("first");
    assert!(first.contains(&"access-first.svg".to_owned()));
    let second: Vec<String> = first
        .iter()
        .map(|name| name.replace("first", "second"))
        .collect();
    let mut found = search("second");
    found.sort();
    let mut second = second;
    second.sort();
    assert_eq!(found, second);
}

//! `catchment simulate` on a small study.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Three services: never closed, in the hours of the hospitals' file, and in hours that a rota group
/// shares.
const SCENARIOS: &str = r#"
[simulation]
[[simulation.scenarios]]
name = "all-open"
[[simulation.scenarios]]
name = "listed"
hours = "listed"
elective_per_week = 10
[[simulation.scenarios]]
name = "networks"
hours = "08:00-20:00"
networks = true
"#;

/// The study that `catchment init` makes, with hours and rota groups, and `more` at its end.
fn study(more: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    program(&folder).args(["init", "."]).assert().success();
    edit(&folder, "hospitals.csv", |text| {
        let mut lines = text.lines();
        let header = format!("{},open,network\n", lines.next().expect("a header"));
        let rows = lines.map(|row| format!("{row},Mon-Fri 09:00-17:00,south-west\n"));
        header + &rows.collect::<String>()
    });
    edit(&folder, "study.toml", |text| text + more);
    if more.starts_with(SCENARIOS) {
        sites(
            &folder,
            "hours_column = \"open\"\nrota_group_column = \"network\"",
        );
    }
    folder
}

/// Adds keys to `[hospitals]`.
fn sites(folder: &TempDir, keys: &str) {
    edit(folder, "study.toml", |text| {
        text.replacen("[hospitals]\n", &format!("[hospitals]\n{keys}\n"), 1)
    });
}

fn edit(folder: &TempDir, file: &str, change: impl Fn(String) -> String) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).expect("readable");
    fs::write(path, change(text)).expect("writable");
}

fn program(folder: &TempDir) -> Command {
    let mut program = Command::cargo_bin("catchment").expect("built with the tests");
    program.current_dir(folder.path());
    program
}

/// Every table of a simulation with these arguments, by its name.
fn tables(folder: &TempDir, name: &str, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let simulate = ["simulate", "study.toml", "--quiet", "--output", name];
    program(folder)
        .args(simulate)
        .args(arguments)
        .assert()
        .success();
    let files = fs::read_dir(folder.path().join(name)).expect("the run made it");
    files
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|path| {
            let name = path.file_name().expect("a file").display().to_string();
            (name, fs::read(&path).expect("readable"))
        })
        .collect()
}

/// The rows of a CSV by their first two columns.
fn rows(csv: &[u8]) -> BTreeMap<(String, String), Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let records = reader.records().map(|record| record.expect("a row"));
    records
        .map(|record| {
            let key = (record[0].to_owned(), record[1].to_owned());
            (key, record.iter().map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn any_number_of_threads_leaves_the_same_tables() {
    let folder = study(SCENARIOS);
    let with = |threads| tables(&folder, threads, &["--threads", threads]);
    let one = with("1");
    assert_eq!(one.len(), 5, "{:?}", one.keys());
    for threads in ["2", "5"] {
        assert!(with(threads) == one, "{threads} threads");
    }
}

/// What a service does depends on no other: alone it has the same figures as among all.
#[test]
fn a_service_alone_has_the_same_figures_as_among_others() {
    let folder = study(SCENARIOS);
    let all = rows(&tables(&folder, "all", &["--replications", "5"])["simulation.csv"]);
    assert_eq!(all.len(), 9);
    for (layout, scenario) in [("ivt", "networks"), ("plymouth", "listed")] {
        let chosen = ["--layout", layout, "--scenario", scenario];
        let chosen = [&chosen[..], &["--replications", "5"]].concat();
        let alone =
            rows(&tables(&folder, &format!("{layout}-{scenario}"), &chosen)["simulation.csv"]);
        let key = (layout.to_owned(), scenario.to_owned());
        assert_eq!(alone, BTreeMap::from([(key.clone(), all[&key].clone())]));
    }
}

#[test]
fn another_seed_meets_other_patients() {
    let folder = study(SCENARIOS);
    let with = |seed| tables(&folder, seed, &["--replications", "3", "--seed", seed]);
    assert!(with("1") != with("2"));
}

/// Standard output has the first table: as CSV the bytes of its file, as JSON an object per row with
/// the columns as keys.
#[test]
fn formats_of_standard_output_are_the_table() {
    let folder = study(SCENARIOS);
    let printed = |format: &str| {
        let arguments = ["simulate", "study.toml", "--quiet", "--replications", "3"];
        let arguments = [&arguments[..], &["--output", "out", "--format", format]].concat();
        let done = program(&folder).args(arguments).assert().success();
        done.get_output().stdout.clone()
    };
    let csv = printed("csv");
    let file = fs::read(folder.path().join("out/simulation.csv")).expect("written");
    assert!(csv == file);
    let json: Vec<BTreeMap<String, serde_json::Value>> =
        serde_json::from_slice(&printed("json")).expect("an array of objects");
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let header = reader.headers().expect("a header").clone();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(json.len(), records.len());
    for (object, record) in json.iter().zip(&records) {
        assert_eq!(object.len(), header.len());
        for (column, cell) in header.iter().zip(record) {
            match &object[column] {
                serde_json::Value::Number(number) => {
                    let cell: f64 = cell.parse().expect("a number");
                    assert!((number.as_f64().unwrap() - cell).abs() < 1e-9, "{column}");
                }
                serde_json::Value::Null => assert_eq!(cell, ""),
                text => assert_eq!(text.as_str(), Some(cell)),
            }
        }
    }
}

/// The message of a simulation that is refused; nothing is written.
fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let before = names(folder.path());
    let simulate = ["simulate", "study.toml", "--output", "made/here"];
    let failed = program(folder)
        .args(simulate)
        .args(arguments)
        .assert()
        .failure()
        .code(2);
    assert_eq!(before, names(folder.path()));
    let text = String::from_utf8(failed.get_output().stderr.clone()).expect("text");
    text.lines().next().unwrap_or_default().to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("readable").file_name().display().to_string())
        .collect();
    names.sort();
    names
}

/// The message for a table `[simulation]` with this text. Its first line is line 75.
fn bad(text: &str) -> String {
    refused(&study(&format!("\n[simulation]\n{text}\n")), &[])
}

/// The message for `[hospitals]` with this key.
fn bad_sites(key: &str) -> String {
    let folder = study("");
    sites(&folder, key);
    refused(&folder, &[])
}

fn bad_scenario(text: &str) -> String {
    bad(&format!("[[simulation.scenarios]]\nname = \"day\"\n{text}"))
}

#[test]
fn hours_that_cannot_be_are_refused() {
    insta::assert_snapshot!(bad_scenario("hours = \"20:00-08:00\""), @"error: study.toml:77: key `hours`: opening hours `20:00-08:00`, character 1: `20:00-08:00` ends before it begins: for hours over midnight write `20:00-24:00` on the first day and `00:00-08:00` on the next");
    insta::assert_snapshot!(bad_scenario("hours = \"Mon-Fri 09:00-25:00\""), @"error: study.toml:77: key `hours`: opening hours `Mon-Fri 09:00-25:00`, character 9: `09:00-25:00` is not a range of times: expected HH:MM-HH:MM, from 00:00 to 24:00");
    insta::assert_snapshot!(bad_scenario("hours = \"08:00-08:00\""), @"error: study.toml:77: key `hours`: opening hours `08:00-08:00`, character 1: `08:00-08:00` opens and closes at the same time: for day and night write `00:00-24:00`");
    insta::assert_snapshot!(bad_scenario("hours = \"listed\""), @"error: study.toml:77: key `hours` has no effect without `hours_column`");
    insta::assert_snapshot!(bad_sites("hours_column = \"opened\""), @"error: hospitals.csv:1: no column for the opening hours (looked for `opened`; found `id`, `name`, `lat`, `lon`, `ivt`, `mt`, `open`, `network`); did you mean `open`?");
    let folder = study(SCENARIOS);
    edit(&folder, "hospitals.csv", |text| {
        text.replacen("09:00-17:00", "17:00-09:00", 1)
    });
    insta::assert_snapshot!(refused(&folder, &[]), @"error: hospitals.csv:2: column `open`: opening hours `Mon-Fri 17:00-09:00`, character 9: `17:00-09:00` ends before it begins: for hours over midnight write `17:00-24:00` on the first day and `00:00-09:00` on the next");
}

#[test]
fn rota_groups_need_their_column() {
    insta::assert_snapshot!(bad_scenario("networks = true"), @"error: study.toml:77: key `networks` has no effect without `rota_group_column` or `rota_groups`");
    insta::assert_snapshot!(bad_sites("rota_group_column = \"isdn\""), @"error: hospitals.csv:1: no column for the rota group (looked for `isdn`; found `id`, `name`, `lat`, `lon`, `ivt`, `mt`, `open`, `network`); did you mean `id`?");
}

#[test]
fn arrivals_that_cannot_be_are_refused() {
    let arrivals = |text: &str| bad(&format!("[simulation.arrivals]\n{text}"));
    insta::assert_snapshot!(arrivals("weekdays = [1, 1, 1, -1, 1, 1, 1]"), @"error: study.toml:76: `weekdays`: a weight must be at least 0 (got `-1` at place 4)");
    insta::assert_snapshot!(arrivals("months = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"), @"error: study.toml:76: `months`: at least one weight must be above 0");
    insta::assert_snapshot!(arrivals("hours = [1, 2]"), @"error: study.toml:76: key `hours`: expected 24 weights, one per hour (got `2 weights`)");
}

#[test]
fn distributions_that_cannot_be_are_refused() {
    let durations = |text: &str| bad(&format!("[simulation.durations]\n{text}"));
    insta::assert_snapshot!(durations("case = { least = 100, most = 50 }"), @"error: study.toml:76: `case`: `most` must be at least `least` (got `50`)");
    insta::assert_snapshot!(durations("case = { median = 90, sigma = -1 }"), @"error: study.toml:76: `case`: `sigma` must be from 0 to 5 (got `-1`)");
    insta::assert_snapshot!(durations("on_scene = { median = 0, sigma = 1 }"), @"error: study.toml:76: `on_scene`: `median` must be above 0 (got `0`)");
    insta::assert_snapshot!(durations("on_scene = -3"), @"error: study.toml:76: `on_scene`: `minutes` must be from 0 to 43,200 minutes (got `-3`)");
    insta::assert_snapshot!(durations("on_scene = { median = 9, most = 50 }"), @"error: study.toml:76: key `on_scene`: expected minutes, `{ median, sigma }`, `{ mean }`, `{ least, most }` or `{ least, likeliest, most }` (got `{\"median\":9.0,\"most\":50.0}`)");
    insta::assert_snapshot!(durations("cas = 3"), @"error: study.toml:76: unknown key `cas`; did you mean `case`?");
}

#[test]
fn services_that_cannot_be_are_refused() {
    insta::assert_snapshot!(bad_scenario("suites = 0"), @"error: study.toml:77: key `suites`: expected at least 1 (got `0`)");
    insta::assert_snapshot!(bad_scenario("elective_per_week = -1"), @"error: study.toml:77: key `elective_per_week`: expected from 0 to 500 (got `-1`)");
    insta::assert_snapshot!(bad_scenario("helicopters = \"daylight\""), @"error: study.toml:77: key `helicopters` has no effect without `[helicopter]`");
    insta::assert_snapshot!(bad_scenario("[[simulation.scenarios]]\nname = \"day\""), @"error: study.toml:77: scenario `day` appears twice (first in line 75)");
    insta::assert_snapshot!(bad("onset_known_share = 1.5"), @"error: study.toml:75: key `onset_known_share`: a share must be a number from 0 to 1 (got `1.5`)");
    insta::assert_snapshot!(bad("opening_wait_minutes = -1"), @"error: study.toml:75: key `opening_wait_minutes`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `-1`)");
    insta::assert_snapshot!(bad("min_replications = 20\nmax_replications = 10"), @"error: study.toml:76: key `max_replications`: expected at least `min_replications` (got `10`)");
    insta::assert_snapshot!(bad("warm_up_weeks = 53"), @"error: study.toml:75: key `warm_up_weeks`: expected at most 52 (got `53`)");
}

#[test]
fn questions_that_the_study_cannot_answer_are_refused() {
    let folder = study(SCENARIOS);
    insta::assert_snapshot!(refused(&folder, &["--scenario", "nights"]), @"error: no scenario is named `nights`; the study has `all-open`, `listed`, `networks`");
    insta::assert_snapshot!(refused(&folder, &["--layout", "plymuth"]), @"error: no layout is named `plymuth`; the study has `plymouth`, `plymouth-and-truro`, `ivt`; did you mean `plymouth`?");
    insta::assert_snapshot!(refused(&folder, &["--replications", "1"]), @"error: replications: expected at least 2, because one year has no interval (got 1)");
    edit(&folder, "study.toml", |text| {
        let before = text.split("[pathway]").next().unwrap_or_default();
        before.to_owned()
    });
    insta::assert_snapshot!(refused(&folder, &[]), @"error: `cornwall` has no `[pathway]`, so there are no patients to simulate");
}

/// Ctrl-C among the replications ends with code 130 and leaves no file and no folder.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_leaves_nothing() {
    let folder = study(SCENARIOS);
    let before = names(folder.path());
    let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin("catchment"))
        .current_dir(folder.path())
        .args(["simulate", "study.toml", "--output", "made/here"])
        .args(["--replications", "100000000"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    // From here on it listens for the signal, which is number 2.
    let listens = || {
        let status = fs::read_to_string(format!("/proc/{}/status", run.id())).expect("it runs");
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let caught = u64::from_str_radix(caught.expect("a mask").trim(), 16).expect("a mask");
        caught & 0b10 != 0
    };
    while !listens() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let interrupt = std::process::Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(interrupt.expect("kill is there").success());
    assert_eq!(run.wait().expect("a child").code(), Some(130));
    assert_eq!(before, names(folder.path()));
}

/// A sensitivity analysis so small that it takes a second.
const UNCERTAINTY: &str = "[simulation.uncertainty]\ndraws = 6\nreplications = 1\n\
    trajectories = 2\nbase_samples = 4\n";

/// The tables of a sensitivity analysis are the same for any number of threads, and all their columns
/// are explained.
#[test]
fn a_sensitivity_analysis_does_not_depend_on_threads_and_is_explained() {
    let folder = study(&format!("{SCENARIOS}{UNCERTAINTY}"));
    let with = |threads: &str| -> BTreeMap<String, Vec<u8>> {
        program(&folder)
            .args(["sensitivity", "study.toml", "--quiet", "--output", threads])
            .args(["--scenario", "all-open,networks", "--threads", threads])
            .assert()
            .success();
        let names = [
            "sensitivity-tornado",
            "sensitivity-morris",
            "sensitivity-sobol",
            "simulation-uncertainty",
        ];
        let read = |name: &str| fs::read(folder.path().join(threads).join(format!("{name}.csv")));
        names
            .iter()
            .map(|name| ((*name).to_owned(), read(name).expect("written")))
            .collect()
    };
    let one = with("1");
    assert!(one == with("3"));
    let page = fs::read_to_string("docs/outputs.md").expect("of the repository");
    for (name, table) in &one {
        let section = page
            .split("\n## ")
            .find(|section| section.starts_with(&format!("{name}.csv")));
        let section = section.expect("a section");
        let mut reader = csv::Reader::from_reader(table.as_slice());
        for column in reader.headers().expect("a header") {
            let common = ["layout", "scenario", "base_layout", "base_scenario", "unit"];
            let known = common.contains(&column)
                || section.contains(&format!("`{column}`"))
                || column.ends_with("_low")
                || column.ends_with("_high");
            assert!(known, "{name}: `{column}` is not explained");
        }
        assert!(reader.records().count() > 0, "{name}");
    }
    // Two layouts beside the base in two scenarios, and the base in the second beside the first.
    let mut reader = csv::Reader::from_reader(one["simulation-uncertainty"].as_slice());
    assert_eq!(reader.records().count(), 5);
}

#[test]
fn ranges_that_cannot_be_are_refused() {
    let ranges = |text: &str| bad(&format!("[simulation.uncertainty.ranges]\n{text}"));
    assert!(ranges("case = [150, 90]").contains("study.toml:76: key `case`: expected two numbers"));
    assert!(ranges("onset_known_share = [0.5, 1.5]").contains("from 0 to 1"));
    assert!(ranges("cas = [1, 2]").contains("did you mean `case`?"));
    let one = bad("[simulation.uncertainty]\ndraws = 1");
    assert!(
        one.contains("study.toml:76: key `draws`: expected 0 or at least 2 (got `1`)"),
        "{one}"
    );
}

/// The log of events has the patients that the tables count, and `explain` shows what it has of one.
#[test]
fn events_are_what_the_tables_count_and_explain_shows() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;
    let folder = study(SCENARIOS);
    let arguments = ["--replications", "2", "--events", "9", "--no-maps"];
    let counted = rows(&tables(&folder, "logged", &arguments)["simulation.csv"]);
    let header = fs::read_to_string(folder.path().join("logged/simulation.csv")).expect("there");
    let treated = header.lines().next().expect("a header").split(',');
    let treated = treated.into_iter().position(|name| name == "treated");
    let treated = treated.expect("a column");
    let file = fs::File::open(folder.path().join("logged/simulation-events.parquet"));
    let reader = SerializedFileReader::new(file.expect("written")).expect("Parquet");
    let mut punctures: BTreeMap<(String, String), f64> = BTreeMap::new();
    let mut of_one = Vec::new();
    let mut first = None;
    for row in reader.get_row_iter(None).expect("rows") {
        let row = row.expect("sound");
        let text = |column| row.get_string(column).cloned().unwrap_or_default();
        let key = (text(0), text(1));
        let is_counted = row.get_bool(5).expect("a flag");
        if text(6) == "puncture" && is_counted {
            // The mean of two years.
            *punctures.entry(key.clone()).or_default() += 0.5;
        }
        let patient = (text(3), row.get_int(4).expect("a number"));
        let replication = row.get_int(2).expect("a number");
        let who = first.get_or_insert_with(|| patient.clone());
        if replication == 1 && patient == *who {
            let minutes = row.get_double(7).expect("a number");
            of_one.push((key, text(6), (minutes * 1000.0).round() / 1000.0));
        }
    }
    assert_eq!(punctures.len(), 9);
    for (key, count) in punctures {
        let expected: f64 = counted[&key][treated].parse().expect("a number");
        assert!(
            (expected - count).abs() < 1e-9,
            "{key:?}: {expected}, {count}"
        );
    }

    let (area, number) = first.expect("somebody falls ill in two years");
    let number = number.to_string();
    let explain = [
        "explain",
        &area,
        "study.toml",
        "--patient",
        &number,
        "--format",
        "csv",
    ];
    let output = program(&folder).args(explain).assert().success();
    let mut shown = csv::Reader::from_reader(&output.get_output().stdout[..]);
    let shown: Vec<_> = shown
        .records()
        .map(|row| {
            let row = row.expect("a row");
            let key = (row[0].to_owned(), row[1].to_owned());
            (
                key,
                row[6].to_owned(),
                row[7].parse::<f64>().expect("a number"),
            )
        })
        .collect();
    assert_eq!(shown, of_one);
    people_read_a_row_for_each_event(&folder, &area, &number, of_one.len());

    for (wrong, message) in [
        (
            ["--patient", "100", "--replication", "1"],
            "numbered from 1|one patient",
        ),
        (
            ["--patient", "0", "--replication", "1"],
            "numbers begin with 1",
        ),
        (
            ["--patient", "1", "--replication", "0"],
            "numbers begin with 1",
        ),
    ] {
        let failed = program(&folder)
            .args(["explain", &area, "study.toml"])
            .args(wrong)
            .assert()
            .code(2);
        let told = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(
            message.split('|').any(|words| told.contains(words)),
            "{told}"
        );
    }
}

/// `run.json` has every value of a simulation with its source, in a study with the table and without.
#[test]
fn the_manifest_has_the_defaults_of_a_study_without_the_table() {
    let manifest = |more: &str| -> serde_json::Value {
        let folder = study(more);
        let few = ["--replications", "2", "--no-maps"];
        tables(&folder, "out", &few);
        let text = fs::read_to_string(folder.path().join("out/run.json")).expect("written");
        serde_json::from_str(&text).expect("JSON")
    };
    let source = |manifest: &serde_json::Value| {
        let all = manifest["assumptions"].as_array().expect("a list");
        let known = all
            .iter()
            .find(|one| one["what"] == "simulation.opening_wait_minutes");
        let known = known.expect("among the assumptions");
        (known["value"].clone(), known["source"].clone())
    };
    let without = manifest("");
    assert_eq!(without["study"]["simulation"]["opening_wait_minutes"], 60.0);
    assert_eq!(source(&without), (60.0.into(), "an assumption".into()));
    assert_eq!(without["counts"]["layouts"], 3);
    let with = manifest("\n[simulation]\nopening_wait_minutes = 45\n");
    assert_eq!(source(&with), (45.0.into(), "the study".into()));
}

/// Services with different hours are drawn over them; those with the same hours are not.
#[test]
fn treated_patients_are_drawn_over_opening_hours() {
    let chart = |more: &str| {
        let folder = study(more);
        tables(&folder, "out", &["--replications", "2"]);
        let path = folder.path().join("out/treated-by-open-hours.svg");
        fs::read_to_string(path).ok()
    };
    let svg = chart(SCENARIOS).expect("drawn");
    for name in ["all-open", "listed", "networks"] {
        assert!(svg.contains(name), "{name}");
    }
    assert_eq!(chart(""), None);
}

/// Rota groups are the same as a list of the study and as a column of the hospitals.
#[test]
fn a_list_of_rota_groups_is_as_good_as_a_column() {
    let column = study(SCENARIOS);
    let list = study("");
    edit(&list, "study.toml", |text| text + SCENARIOS);
    sites(
        &list,
        "hours_column = \"open\"\nrota_groups = [{ name = \"south-west\", sites = [\"EX25DW\", \"EX314JB\", \
         \"PL68DH\", \"TQ27AA\", \"TR13LQ\"] }]",
    );
    let few = ["--replications", "3", "--no-maps"];
    assert!(tables(&column, "out", &few) == tables(&list, "out", &few));
}

#[test]
fn rota_groups_that_cannot_be_are_refused() {
    let group = |name: &str, ids: &str| format!("{{ name = \"{name}\", sites = [{ids}] }}");
    let listed = |groups: &[String]| bad_sites(&format!("rota_groups = [{}]", groups.join(",\n")));
    for (groups, line, words) in [
        (
            vec![group("a", "\"PL68DX\"")],
            24,
            "names site `PL68DX`, which is not in hospitals.csv; did you mean `PL68DH`?",
        ),
        (
            vec![group("a", "\"PL68DH\", \"PL68DH\"")],
            24,
            "site of a rota group `PL68DH` appears twice",
        ),
        (
            vec![
                group("a", "\"PL68DH\""),
                group("b", "\"TR13LQ\", \"PL68DH\""),
            ],
            25,
            "site of a rota group `PL68DH` appears twice (first in line 24)",
        ),
        (
            vec![group("a", "\"PL68DH\""), group("a", "\"TR13LQ\"")],
            25,
            "rota group `a` appears twice",
        ),
        (
            vec![group("a", "")],
            24,
            "key `sites`: expected at least one",
        ),
        (
            vec![group(" ", "\"PL68DH\"")],
            24,
            "key `name`: expected a name",
        ),
    ] {
        let error = listed(&groups);
        assert!(
            error.starts_with(&format!("error: study.toml:{line}: ")),
            "{error}"
        );
        assert!(error.contains(words), "{error}");
    }
    let both = bad_sites(
        "rota_group_column = \"network\"\nrota_groups = [{ name = \"a\", sites = [\"PL68DH\"] }]",
    );
    assert!(
        both.starts_with("error: study.toml:25: key `rota_groups` has no effect beside"),
        "{both}"
    );
    // A site that is a centre of no layout.
    let folder = study("");
    sites(
        &folder,
        "rota_groups = [{ name = \"a\", sites = [\"TQ27AA\"] }]",
    );
    edit(&folder, "hospitals.csv", |text| {
        text.lines()
            .map(|line| {
                if line.starts_with("TQ27AA") {
                    line.replace(",yes,no", ",no,no") + "\n"
                } else {
                    line.to_owned() + "\n"
                }
            })
            .collect()
    });
    let error = refused(&folder, &[]);
    assert!(
        error.contains("study.toml:24: rota group `a` names site `TQ27AA`, which is in no layout"),
        "{error}"
    );
}

/// The weights of arrivals are the same in a file and in the study.
#[test]
fn weights_of_arrivals_can_be_files() {
    let few = ["--replications", "3", "--no-maps"];
    let with = |text: &str, files: &[(&str, &str)]| {
        let folder = study(&format!("\n[simulation.arrivals]\n{text}\n"));
        for (name, content) in files {
            fs::write(folder.path().join(name), content).expect("writable");
        }
        folder
    };
    let list = with(
        "weekdays = [1, 2, 3, 4, 5, 6, 0]\nmonths = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]",
        &[],
    );
    let months: Vec<String> = (1..=12)
        .map(|month| {
            format!(
                "{month},{}\n",
                match month {
                    1 => 1,
                    12 => 2,
                    _ => 0,
                }
            )
        })
        .collect();
    let months = months.concat();
    let files = with(
        "weekdays_file = \"days.csv\"\nmonths_file = \"months.csv\"",
        &[
            (
                "days.csv",
                "weekday,weight\nSunday,0\nmon,1\nTue,2\nWed,3\nThu,4\nFri,5\nSat,6\n",
            ),
            ("months.csv", &format!("month,weight\n{months}")),
        ],
    );
    let expected = tables(&list, "out", &few);
    assert!(tables(&files, "out", &few) == expected);
    assert!(expected != tables(&study(""), "out", &few));
    let manifest = fs::read_to_string(files.path().join("out/run.json")).expect("written");
    assert!(
        manifest.contains("\"weekdays_file\": \"days.csv\"")
            && manifest.contains("\"role\": \"arrivals\"")
    );
    let hours = |text: &str| {
        let all: Vec<String> = (1..24).map(|hour| format!("{hour},1\n")).collect();
        let all = all.concat();
        let folder = with(
            "hours_file = \"hours.csv\"",
            &[("hours.csv", &format!("hour,weight\n{text}{all}"))],
        );
        refused(&folder, &[])
    };
    insta::assert_snapshot!(hours(""), @"error: hours.csv: no row for hour 0: expected one row for each hour");
    insta::assert_snapshot!(hours("0,-1\n"), @"error: hours.csv:2: column `weight`: a weight must be a number of at least 0 (got `-1`)");
    insta::assert_snapshot!(hours("24,1\n"), @"error: hours.csv:2: column `hour`: expected an hour from 0 to 23 (got `24`)");
    insta::assert_snapshot!(hours("0,1\n0,1\n"), @"error: hours.csv:3: column `hour`: `0` appears twice (first in line 2)");
    insta::assert_snapshot!(hours("0,\n"), @"error: hours.csv:2: column `weight`: expected a weight (the cell is empty)");
    let nobody = with(
        "weekdays_file = \"d.csv\"",
        &[(
            "d.csv",
            "weekday,weight\nMon,0\nTue,0\nWed,0\nThu,0\nFri,0\nSat,0\nSun,0\n",
        )],
    );
    insta::assert_snapshot!(refused(&nobody, &[]), @"error: d.csv: all weights are 0: nobody would ever come");
    let both = with(
        "weekdays = [1, 1, 1, 1, 1, 1, 1]\nweekdays_file = \"d.csv\"",
        &[],
    );
    insta::assert_snapshot!(refused(&both, &[]), @"error: study.toml:76: key `weekdays_file` has no effect beside `weekdays`");
    let none = with("months_file = \"m.csv\"", &[]);
    assert!(
        refused(&none, &[]).contains("m.csv: no such file"),
        "{}",
        refused(&none, &[])
    );
}

fn people_read_a_row_for_each_event(folder: &TempDir, area: &str, patient: &str, events: usize) {
    let table = ["explain", area, "study.toml", "--patient", patient];
    let output = program(folder).args(table).assert().success();
    let said = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(said.contains("since onset"), "{said}");
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let is_event = |line: &&str| days.iter().any(|day| line.contains(&format!(", {day} ")));
    assert_eq!(said.lines().filter(is_event).count(), events, "{said}");
}

/// Where no helicopter can fly the years are those of the road; where all can, on the same patients, nobody is treated
/// later or lost for it, and everybody is counted once.
#[test]
fn helicopters_change_nothing_or_help() {
    const HELICOPTERS: &str = r#"
[helicopter]
bases = "bases.csv"
busy_share = BUSY
flyable_share = FLYABLE
unknown_pads = "pad"
[[helicopter.scenarios]]
name = "flying"
hours = "24/7"
[[helicopter.scenarios]]
name = "grounded"
hours = "never"
[simulation]
[[simulation.scenarios]]
name = "road"
suites = 255
teams = 255
[[simulation.scenarios]]
name = "flying"
helicopters = "flying"
suites = 255
teams = 255
"#;
    let run = |busy: &str, flyable: &str| {
        let more = HELICOPTERS
            .replace("BUSY", busy)
            .replace("FLYABLE", flyable);
        let folder = study(&more);
        let bases = "id,lat,lon,aircraft,hours\ntruro,50.27,-5.09,AW169,24/7\nexeter,50.73,-3.42,H145,24/7\n";
        fs::write(folder.path().join("bases.csv"), bases).expect("writable");
        let written = tables(&folder, "out", &["--replications", "20"]);
        let mut reader = csv::Reader::from_reader(&written["simulation.csv"][..]);
        let header = reader.headers().expect("a header").clone();
        let rows = rows(&written["simulation.csv"]);
        let of = |layout: &str, scenario: &str, column: &str| -> f64 {
            let place = header.iter().position(|name| name == column).expect(column);
            let row = &rows[&(layout.to_owned(), scenario.to_owned())];
            row[place]
                .parse()
                .unwrap_or_else(|_| panic!("{column}: {row:?}"))
        };
        let layouts: std::collections::BTreeSet<&String> = rows.keys().map(|key| &key.0).collect();
        let mut flown = 0.0;
        for layout in layouts {
            let pair = |column| [of(layout, "road", column), of(layout, "flying", column)];
            for scenario in ["road", "flying"] {
                let parts = [
                    "treated",
                    "lost_closed",
                    "lost_busy",
                    "lost_too_late",
                    "lost_unreachable",
                ];
                let all: f64 = parts.iter().map(|part| of(layout, scenario, part)).sum();
                let candidates = of(layout, scenario, "candidates");
                assert!(
                    (all - candidates).abs() < 1e-3,
                    "{layout}, {scenario}: {all} of {candidates}"
                );
            }
            let [road, flying] = pair("treated");
            assert!(flying >= road, "{layout}: {flying} after {road}");
            let [road, flying] = pair("lost_too_late");
            assert!(flying <= road, "{layout}: {flying} after {road}");
            assert!(of(layout, "road", "transfers_by_air") == 0.0);
            let here = of(layout, "flying", "transfers_by_air");
            if here == 0.0 {
                for column in header.iter().skip(2).filter(|name| *name != "scenario") {
                    let place = header.iter().position(|name| name == column).expect(column);
                    let row = |scenario: &str| &rows[&(layout.clone(), scenario.to_owned())][place];
                    assert_eq!(row("road"), row("flying"), "{layout}: {column}");
                }
            }
            flown += here;
        }
        flown
    };
    assert!(run("0", "1") > 10.0);
    assert!(run("1", "1") == 0.0);
    assert!(run("0", "0") == 0.0);
}

/// `rota` and `growth` print as CSV what they write, byte for byte, and a table for people.
#[test]
fn rota_and_growth_print_what_they_write() {
    let folder = study("[growth]\n");
    for name in ["rota", "growth"] {
        let csv = [name, ".", "--output", name, "--quiet", "--format", "csv"];
        let printed = program(&folder).args(csv).assert().success();
        let file = folder.path().join(name).join(format!("{name}.csv"));
        let written = fs::read(file).expect("written");
        assert!(printed.get_output().stdout == written, "{name}");
        assert!(
            String::from_utf8_lossy(&written).lines().count() > 5,
            "{name}"
        );
        let shown = program(&folder).args([name, "."]).assert().success();
        let shown = String::from_utf8_lossy(&shown.get_output().stdout).into_owned();
        assert!(
            shown.contains("per year") && shown.contains("Results: "),
            "{shown}"
        );
    }
}

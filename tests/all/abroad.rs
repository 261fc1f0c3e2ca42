//! A study of another country that is called `england` and compares 24 centres with 30: nothing that
//! was published of England, no pound and no British clock stands in its outputs.

use assert_cmd::Command;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Poland, roughly: 36 towns on a lattice, the first 30 with a hospital.
const STUDY: &str = r#"name = "england"
title = "Trombektomia: 24 albo 30"
currency = "PLN"
time_zone = "Europe/Warsaw"
[population]
file = "towns.csv"
[hospitals]
file = "hospitals.csv"
capabilities = ["ivt", "mt", "mt30"]
[travel]
model = "straight-line"
source = "GDDKiA"
straight_line = { fixed_minutes = 4, detour = 1.25, slow_kmh = 40, fast_kmh = 100, reach_km = 40 }
[[layouts]]
name = "current-24"
column = "mt"
[[layouts]]
name = "example-30"
column = "mt30"
[pathway]
ivt = "ivt"
[helicopter]
bases = "bases.csv"
unlisted_hours = "08:00-20:00"
mission_cost = 15000
delay_minutes = { lift_off = 3 }
[[helicopter.scenarios]]
name = "listed"
hours = "listed"
[[helicopter.scenarios]]
name = "sun"
hours = "daylight"
"#;

fn catchment(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::cargo_bin("catchment").expect("the program is built with the tests");
    let output = command
        .current_dir(folder)
        .args(arguments)
        .assert()
        .success();
    let output = output.get_output();
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn abroad(study: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut towns = "id,lat,lon,population\n".to_owned();
    let mut hospitals = "id,lat,lon,ivt,mt,mt30\n".to_owned();
    for number in 0..36_u32 {
        let lat = 50.0 + f64::from(number / 6) * 0.7;
        let lon = 16.0 + f64::from(number % 6) * 1.2;
        let people = 1_000 + 37 * number;
        let _ = writeln!(towns, "T{number},{lat},{lon},{people}");
        let yes = |yes| if yes { "yes" } else { "no" };
        let (in_24, in_30) = (yes(number < 24), yes(number < 30));
        let _ = writeln!(
            hospitals,
            "S{number},{},{},yes,{in_24},{in_30}",
            lat + 0.02,
            lon + 0.03
        );
    }
    let bases = "id,lat,lon,aircraft,hours\nB1,53.1,18.0,EC135,day\nB2,53.2,21.0,EC135,\n";
    for (file, text) in [
        ("towns.csv", towns.as_str()),
        ("hospitals.csv", &hospitals),
        ("bases.csv", bases),
        ("study.toml", study),
    ] {
        fs::write(folder.path().join(file), text).expect("writable");
    }
    folder
}

/// Every text of a folder with its name.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).expect("a folder of results");
    entries
        .filter_map(|entry| {
            let path = entry.expect("readable").path();
            let text = String::from_utf8(fs::read(&path).ok()?).ok()?;
            Some((path.file_name()?.to_string_lossy().into_owned(), text))
        })
        .collect()
}

const BRITISH: [&str; 14] = [
    "England",
    "English",
    "British",
    "UK",
    "London",
    "Scotland",
    "McMeekin",
    "Coughlan",
    "USA 2021, departure",
    "New South Wales",
    "Lumley",
    "£",
    "ound",
    "GBP",
];

/// A page without the program's own styles and scripts, and without what is packed.
fn without_code(page: &str) -> String {
    let mut text = page.to_owned();
    let packed = |id: &str| format!("<script type=\"text/plain\" id=\"{id}\">");
    let script = "</script>";
    for (start, end) in [
        ("<style>".to_owned(), "</style>"),
        ("<script>".to_owned(), script),
        (packed("map-shapes"), script),
        (packed("map-values"), script),
    ] {
        if let Some((before, rest)) = text.split_once(&start) {
            let after = rest.split_once(end).map_or("", |(_, after)| after);
            text = format!("{before}{after}");
        }
    }
    text
}

fn nothing_british(name: &str, text: &str) {
    // `found`, `around`, `rounded` are no pounds.
    let innocent = ["found", "Found", "round", "bound", "sound", "Sound"];
    let text = innocent
        .iter()
        .fold(text.to_owned(), |t, word| t.replace(word, ""));
    for word in BRITISH {
        if let Some(place) = text.find(word) {
            let around: String = text[place..].chars().take(80).collect();
            panic!("{name} has `{word}`: {around}");
        }
    }
    assert!(!text.to_lowercase().contains("gbp"), "{name}");
    // The sources of defaults are named, with their values, in the manifest alone.
    assert!(name == "run.json" || !text.contains("Allen"), "{name}");
}

#[test]
fn a_study_abroad_that_is_called_england_shows_nothing_of_england() {
    let folder = abroad(STUDY);
    let said = catchment(folder.path(), &["run", "study.toml"]);
    nothing_british("the terminal", &said);
    let curve = [
        "curve",
        "study.toml",
        "--from",
        "24",
        "--to",
        "30",
        "-o",
        "curve",
    ];
    nothing_british("the terminal", &catchment(folder.path(), &curve));
    let run = texts(&folder.path().join("outputs/england"));
    let all = run
        .iter()
        .chain(&texts(&folder.path().join("curve")))
        .cloned()
        .collect::<Vec<_>>();
    for name in [
        "report.md",
        "helicopter.csv",
        "run.json",
        "allowable-delay.svg",
        "break-even.svg",
        "curve.svg",
    ] {
        assert!(all.iter().any(|(file, _)| file == name), "{name}");
    }
    for (name, text) in &all {
        nothing_british(name, &without_code(text));
    }
    let of = |name: &str| {
        &run.iter()
            .find(|(file, _)| file == name)
            .expect("written")
            .1
    };
    assert!(
        of("helicopter.csv")
            .lines()
            .next()
            .unwrap()
            .ends_with("cost_pln,pln_per_minute,pln_per_qaly")
    );
    assert!(of("report.md").contains("The flights cost PLN "));
    assert!(!of("report.md").contains("Published:") && !of("break-even.svg").contains("published"));
    assert!(of("run.json").contains("Europe/Warsaw") && of("run.json").contains("GDDKiA"));
}

/// Without a currency there are no costs, and without a time zone the report says which clock tells
/// daylight.
#[test]
fn a_study_says_what_it_does_without_a_currency_and_a_time_zone() {
    let without = STUDY
        .replace("currency = \"PLN\"\ntime_zone = \"Europe/Warsaw\"\n", "")
        .replace("mission_cost = 15000\n", "");
    let folder = abroad(&without);
    catchment(folder.path(), &["run", "study.toml", "--no-maps"]);
    let output = folder.path().join("outputs/england");
    let read = |name: &str| fs::read_to_string(output.join(name)).expect("written");
    assert!(!read("helicopter.csv").contains("cost"));
    assert!(!read("report.md").contains("cost"));
    assert!(read("report.md").contains("the study names no `time_zone`"));
    let named = abroad(STUDY);
    catchment(named.path(), &["run", "study.toml", "--no-maps"]);
    let report = fs::read_to_string(named.path().join("outputs/england/report.md")).unwrap();
    assert!(!report.contains("time_zone"));
}

/// A hospital that no road joins to a centre is in no figure over the year, and the report says so.
#[test]
fn hospitals_that_only_helicopters_reach_are_reported() {
    let times = "[pathway.hospital_times]\nfile = \"between.csv\"\nshape = \"long\"\nunit = \"minutes\"\n\
                 missing = \"unreachable\"\n";
    let folder = abroad(&STUDY.replace("[helicopter]\n", &format!("{times}[helicopter]\n")));
    let mut between = "from_id,to_id,travel_time\n".to_owned();
    // S35 stands in no pair.
    let others = (24..35).filter(|&from| from != 30).map(|from| (from, 0));
    for (from, to) in (0..30).map(|to| (30, to)).chain(others) {
        let _ = writeln!(between, "S{from},S{to},60");
    }
    fs::write(folder.path().join("between.csv"), between).expect("writable");
    catchment(folder.path(), &["run", "study.toml", "--no-maps"]);
    let report = fs::read_to_string(folder.path().join("outputs/england/report.md")).unwrap();
    assert!(
        report.contains("no road leads from 1 hospital to an MT centre."),
        "{report}"
    );
    let without = abroad(STUDY);
    catchment(without.path(), &["run", "study.toml", "--no-maps"]);
    let report = fs::read_to_string(without.path().join("outputs/england/report.md")).unwrap();
    assert!(!report.contains("no road leads"));
}

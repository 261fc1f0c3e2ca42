//! How many clinicians a service needs: the commands on the built-in study and on small ones.

use catchment::load::{StudyFiles, Wanted};
use catchment::report::{DataCell, DataTable};
use catchment::run::{Session, Silent, StudySource};
use std::fs;

/// Two towns with a hospital each, and no word of what a centre needs.
pub(crate) const STUDY: &str = r#"name = "small"
population = { file = "towns.csv", groups = ["region"] }
hospitals = { file = "hospitals.csv", rota_group_column = "network" }
travel = { model = "straight-line" }

[[layouts]]
name = "both"
sites = ["E", "W"]
"#;

const TOWNS: &str = "id,lat,lon,population,region\nA,52.0,0.0,2000,East\nB,52.0,-3.0,1000,West\n";
const HOSPITALS: &str = "id,lat,lon,network\nE,52.0,0.1,both\nW,52.0,-3.1,both\n";

pub(crate) fn small(study: &str) -> Session {
    let files = StudyFiles::memory([
        ("towns.csv", TOWNS.as_bytes()),
        ("hospitals.csv", HOSPITALS.as_bytes()),
    ]);
    let source = StudySource::from_text("small.toml", study, files).expect("a study");
    Session::open(source, Wanted { drawing: false }, &mut Silent).expect("its data")
}

/// The cells of one column, as they are written.
pub(crate) fn column(table: &DataTable, name: &str) -> Vec<String> {
    let columns = table.columns();
    let place = columns.iter().position(|column| column == name);
    let place = place.unwrap_or_else(|| panic!("no column `{name}`"));
    let csv = table.to_csv();
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let rows = rows
        .records()
        .map(|row| row.expect("a row")[place].to_owned());
    rows.collect()
}

/// Columns of a table that its section of `docs/outputs.md` does not explain.
pub(crate) fn unexplained(name: &str, table: &DataTable) -> Vec<String> {
    let page = fs::read_to_string("docs/outputs.md").expect("of the repository");
    let title = format!("## {name}.csv");
    let section = page
        .split("\n## ")
        .find(|part| format!("## {part}").starts_with(&title));
    let section = section.unwrap_or_else(|| panic!("{name}.csv has no section"));
    let known = |column: &&String| {
        !["layout", "centres"].contains(&column.as_str())
            && !section.contains(&format!("`{column}`"))
    };
    table.columns().iter().filter(known).cloned().collect()
}

#[cfg(feature = "england")]
fn england() -> Session {
    let source = StudySource::built_in().expect("the built-in study");
    Session::open(source, Wanted { drawing: false }, &mut Silent).expect("its data")
}

/// A true 1 in 6 needs 192 and 240; networks of two bring 24 centres within 120 and 30 within 150.
#[cfg(feature = "england")]
#[test]
fn five_per_centre_are_enough_in_networks_and_not_alone() {
    let rotas = england()
        .rota(&mut Silent)
        .expect("the built-in study has centres");
    let table = rotas.table();
    assert!(
        unexplained("rota", &table).is_empty(),
        "{:?}",
        unexplained("rota", &table)
    );
    let of = |name| column(&table, name);
    let (layouts, hours, networks) = (of("layout"), of("hours"), of("network"));
    let (staffing, clinicians) = (of("staffing"), of("clinicians"));
    let (within, real) = (of("is_within_plan"), of("one_in_real"));
    let mut found = 0;
    for (layout, network, needed, planned, enough) in [
        ("current-24", "1", "192", "120", "no"),
        ("current-24", "2", "96", "120", "yes"),
        ("example-30", "1", "240", "150", "no"),
        ("example-30", "2", "120", "150", "yes"),
    ] {
        for row in 0..layouts.len() {
            if layouts[row] != layout || hours[row] != "24/7" || networks[row] != network {
                continue;
            }
            let expected = if staffing[row] == "needed" {
                needed
            } else {
                planned
            };
            assert_eq!(
                clinicians[row], expected,
                "{layout} in networks of {network}"
            );
            assert_eq!(within[row], enough);
            if network == "1" && staffing[row] == "planned" {
                assert_eq!(real[row], "4");
            }
            found += 1;
        }
    }
    assert_eq!(found, 8);
}

/// Without `[centres]` and `[pathway]`, MT per year must be in the study; then five is the plan.
#[test]
fn a_study_without_volumes_says_how_many_mt_there_are() {
    let error = small(STUDY).rota(&mut Silent).expect_err("no volume");
    assert!(error.to_string().contains("`mt_per_year`"), "{error}");
    let rotas = small(&format!(
        "{STUDY}[rota]\nmt_per_year = 400\nhours = [\"24/7\"]\n"
    ));
    let rotas = rotas.rota(&mut Silent).expect("a volume");
    let table = rotas.table();
    let planned = column(&table, "planned");
    assert!(planned.iter().all(|planned| planned == "10"), "{planned:?}");
    let mt: Vec<String> = column(&table, "mt_each");
    assert_eq!(mt[1], "40", "200 MT of one centre among five");
    assert!(
        table
            .rows()
            .iter()
            .flatten()
            .all(|cell| *cell != DataCell::Empty)
    );
}

const GROWTH: &str = "[rota]\nmt_per_year = 300\n[centres]\nmin_procedures = 1\nmin_demand = 1\n\
                      [growth]\nstock = 2\ntrainees = 1\nleaving = 0\nstandard_minutes = 45\n\
                      start_year = 2020\nlast_year = 2032\n";

/// The rows of a table whose columns have these values.
fn rows_of(table: &DataTable, wanted: &[(&str, &str)], value: &str) -> Vec<String> {
    let values = column(table, value);
    let columns: Vec<_> = wanted.iter().map(|(name, _)| column(table, name)).collect();
    let is_wanted = |row: &usize| {
        columns
            .iter()
            .zip(wanted)
            .all(|(column, (_, value))| column[*row] == *value)
    };
    (0..values.len())
        .filter(is_wanted)
        .map(|row| values[row].clone())
        .collect()
}

/// Two clinicians, and one more each year from 2022: 10 in 2029, who keep both centres open day and
/// night.
#[test]
fn a_small_workforce_grows_as_it_does_by_hand() {
    let growth = small(&format!("{STUDY}{GROWTH}"))
        .growth(None, &mut Silent)
        .expect("growth");
    let tables = growth.tables();
    for (name, table) in &tables {
        assert!(
            unexplained(name, table).is_empty(),
            "{name}: {:?}",
            unexplained(name, table)
        );
    }
    let table = &tables[0].1;
    let alone = [("support", "no support")];
    let clinicians = rows_of(table, &alone, "clinicians");
    let by_hand = [
        "2", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
    ];
    assert_eq!(clinicians, by_hand);
    let full = rows_of(
        table,
        &[("support", "no support"), ("year", "2029")],
        "covered_percent",
    );
    assert_eq!(full, ["100"]);
    let targets = &tables[1].1;
    assert_eq!(
        rows_of(
            targets,
            &[("support", "no support"), ("clinicians", "10")],
            "year"
        ),
        ["2029"]
    );
    // People are conserved: the regions' clinicians are all of them.
    let regions = &tables[2].1;
    for (year, all) in (2020..=2032).zip(clinicians) {
        let wanted = [("support", "no support"), ("year", &*year.to_string())];
        let of_regions = rows_of(regions, &wanted, "clinicians");
        let sum: u32 = of_regions
            .iter()
            .map(|n| n.parse::<u32>().expect("a number"))
            .sum();
        assert_eq!(sum.to_string(), all, "{year}");
    }
    let support = &tables[3].1;
    let year = |support_: &str, group: &str| {
        let wanted = [
            ("support", support_),
            ("group", group),
            ("standard_minutes", "45"),
        ];
        rows_of(support, &wanted, "year")
    };
    // Nobody flies in this study, so helicopters are no support.
    assert!(year("helicopters", "West").is_empty());
    for support in ["networking", "more training places", "all"] {
        assert!(
            year(support, "West") <= year("no support", "West"),
            "{support}"
        );
    }
}

#[test]
fn a_workforce_that_cannot_be_is_refused_where_it_is_written() {
    let read = |growth: &str| {
        let text = format!("{STUDY}[centres]\n[growth]\n{growth}");
        catchment::study::Study::parse(&text, "study.toml")
            .expect_err("refused")
            .to_string()
    };
    for (growth, error) in [
        ("stock = -1", "key `stock` must be a number from 0"),
        (
            "policies = [\"equals\"]",
            "unknown choice `equals`; did you mean `equal`?",
        ),
        ("layout = \"neither\"", "no layout is named `neither`"),
        ("stock = 5\nstock_range = [6, 7]", "key `stock_range`"),
        ("start_year = 2020\nlast_year = 2010", "key `last_year`"),
        (
            "centre_hours = [{ clinicians = 2, hours = \"24/7\" }, { clinicians = 1, hours = \"24/7\" }]",
            "key `centre_hours`",
        ),
        ("helicopters = \"day\"", "unknown choice `day`"),
        ("order = [\"E\", \"E\"]", "centre `E` appears twice"),
    ] {
        let found = read(growth);
        assert!(
            found.starts_with("study.toml:") && found.contains(error),
            "{found}"
        );
    }
    let order = |order: &str| {
        let study = format!("{STUDY}{GROWTH}order = {order}\n");
        small(&study)
            .growth(None, &mut Silent)
            .expect_err("refused")
            .to_string()
    };
    let line = STUDY.lines().count() + GROWTH.lines().count() + 1;
    assert_eq!(
        order("[\"E\", \"X\"]"),
        format!("small.toml:{line}: key `order`: `X` is not a centre of layout `both`")
    );
    assert_eq!(
        order("[\"E\"]"),
        format!("small.toml:{line}: key `order`: `W` is missing, a centre of layout `both`")
    );
}

/// 120 clinicians in 2025 and 150 in 2029 at 12 trainees a year; more training places are never later;
/// helicopters and networks need no more people.
#[cfg(feature = "england")]
#[test]
fn england_has_120_clinicians_in_2025() {
    let growth = england()
        .growth(None, &mut Silent)
        .expect("the built-in study has a workforce");
    let tables = growth.tables();
    let targets = &tables[1].1;
    let year = |support: &str, clinicians: &str| {
        rows_of(
            targets,
            &[("support", support), ("clinicians", clinicians)],
            "year",
        )
    };
    assert_eq!(year("no support", "120"), ["2025"]);
    assert_eq!(year("no support", "150"), ["2029"]);
    for support in ["networking", "helicopters"] {
        assert_eq!(year(support, "120"), ["2025"]);
    }
    assert!(year("more training places", "150") < year("no support", "150"));
    let stock = rows_of(
        &tables[0].1,
        &[
            ("policy", "equal"),
            ("support", "no support"),
            ("year", "2021"),
        ],
        "clinicians",
    );
    assert_eq!(stock, ["92"]);
    // More trainees and helicopters never delay a region.
    let support = &tables[3].1;
    for standard in ["30", "45", "60", "90"] {
        let of = |support_: &str| {
            let wanted = [("support", support_), ("standard_minutes", standard)];
            rows_of(support, &wanted, "year")
        };
        let late = |years: Vec<String>| -> Vec<u32> {
            years
                .iter()
                .map(|year| year.parse().unwrap_or(u32::MAX))
                .collect()
        };
        let nothing = late(of("no support"));
        assert_eq!(nothing.len(), 9);
        for support in ["helicopters", "more training places"] {
            for (with, without) in late(of(support)).iter().zip(&nothing) {
                assert!(with <= without, "{support}, {standard} min");
            }
        }
    }
}

/// The workforce and the regions are drawn, with draws of the uncertain numbers and without, over
/// many years and over one.
#[test]
fn growth_has_two_charts() {
    let growth = |more: &str| {
        let study = format!("{STUDY}{GROWTH}{more}");
        small(&study).growth(None, &mut Silent).expect("growth")
    };
    let charts = growth("").pictures();
    let names: Vec<&str> = charts.iter().map(|chart| chart.name.as_str()).collect();
    assert_eq!(names, ["growth-clinicians", "growth-regions"]);
    let [clinicians, regions] = &charts[..] else {
        panic!("two charts")
    };
    // The ten clinicians of both centres are there in 2029, as by hand.
    assert!(clinicians.svg.contains("10 clinicians: 2029;"));
    for text in ["East", "West", "More training places", "80%: the share"] {
        assert!(regions.svg.contains(text), "{text}");
    }
    // Nobody flies in this study.
    assert!(!regions.svg.contains("Helicopters"));
    let without = growth("draws = 0\n").pictures();
    assert!(!without[0].svg.contains("of the draws"), "no bands");
    let one_year = STUDY.to_owned() + &GROWTH.replace("last_year = 2032", "last_year = 2020");
    let one_year = small(&one_year).growth(None, &mut Silent).expect("growth");
    assert_eq!(one_year.pictures().len(), 2);
}

/// A study without the table is told what to add, and that is enough.
#[test]
fn a_study_without_a_workforce_is_told_what_to_add() {
    let study = format!("{STUDY}[rota]\nmt_per_year = 300\n");
    let error = small(&study)
        .growth(None, &mut Silent)
        .expect_err("no table");
    let error = error.to_string();
    let (_, example) = error.split_once("\n\n").expect("an example");
    assert!(example.starts_with("[growth]\n"), "{error}");
    let growth = small(&format!("{study}{example}\n")).growth(None, &mut Silent);
    assert!(growth.is_ok(), "{growth:?}");
}

fn counted(session: &Session) -> catchment::run::Results {
    let mut results = session.evaluate(&mut Silent);
    results.count_clinicians(&mut Silent).expect("counted");
    results
}

/// A report of layouts speaks of clinicians where the study does, and otherwise not.
#[test]
fn a_report_speaks_of_clinicians_only_where_the_study_does() {
    let of = |more: &str| counted(&small(&format!("{STUDY}{more}")));
    let silent = of("");
    assert!(silent.clinicians.is_none() && !silent.report().contains("linician"));
    let rota = of("[rota]\nmt_per_year = 300\n");
    assert!(rota.report().contains("\n## Clinicians\n"));
    assert!(rota.clinicians.expect("counted").growth.is_none());
    let growth = of(GROWTH);
    let report = growth.report();
    for part in [
        "### The same clinicians in every layout",
        "### Clinicians from year to year",
        "> **Assumed:** a centre is open Mon-Fri 09:00-17:00 from 1 clinician",
    ] {
        assert!(report.contains(part), "{part}");
    }
    // Ten clinicians keep both centres open day and night, as in the table of growth.
    let staffed = growth.clinicians.expect("counted").growth.expect("growth");
    let [same] = &staffed.same_staff[..] else {
        panic!("one number")
    };
    assert_eq!((same.clinicians, same.year), (10, Some(2029)));
    assert_eq!(same.layouts[0].centres, [2, 0, 0]);
    assert_eq!(same.layouts[0].covered, staffed.never_closed[0]);
}

/// The report says what the same clinicians do to the comparison before any table.
#[cfg(feature = "england")]
#[test]
fn the_report_of_england_begins_with_hours_and_staff() {
    let results = counted(&england());
    let report = results.report();
    let answer = report.find("**Hours and staff:**").expect("an answer");
    assert!(answer < report.find("\n| layout").expect("a table"));
    for words in [
        "with the same 120 clinicians in both layouts (reached in 2025)",
        "needs 240 clinicians instead of 192; in networks of 2 centres, 120 instead of 96.",
    ] {
        assert!(report.contains(words), "{words}");
    }
    let staffed = results.clinicians.expect("counted").growth.expect("growth");
    let of = |staff: usize, layout: usize| staffed.same_staff[staff].layouts[layout];
    // 120 are five for each of 24 centres and four for each of 30; 150 are enough for both.
    assert_eq!(of(0, 0).centres, [24, 0, 0]);
    assert_eq!(of(1, 1).centres, [30, 0, 0]);
    assert!(of(0, 1).centres[1] > 0 && of(0, 1).covered < of(1, 1).covered);
    // The growth of the layout is that of `catchment growth`.
    let growth = england().growth(None, &mut Silent).expect("growth");
    let (whole, part) = (growth.run().answer, &staffed.growth);
    assert_eq!(whole.cases[0].years, part.cases[0].years);
    assert_eq!(whole.cases[0].bands, part.cases[0].bands);
    let own = whole.reached.iter().find(|of| of.standard == part.standard);
    assert_eq!(own.expect("its own").regions, part.reached[0].regions);
}

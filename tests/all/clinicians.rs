//! How many clinicians a service needs: the commands on the built-in study and on small ones.

use catchment::load::{StudyFiles, Wanted};
use catchment::report::{Cell, Table};
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
pub(crate) fn column(table: &Table, name: &str) -> Vec<String> {
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
pub(crate) fn unexplained(name: &str, table: &Table) -> Vec<String> {
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
            .all(|cell| *cell != Cell::Empty)
    );
}

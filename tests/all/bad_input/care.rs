use super::small;
use crate::small_study::Small;
use catchment::load::{StudyFiles, Wanted};
use catchment::run::{Session, Silent, StudySource};

const BASES: &str = "id,lat,lon,aircraft,hours\nb1,53.9,-1.5,H145,24/7\n";

/// The small study with a first tier of both hospitals, times between them, and one base.
fn with_care() -> Small {
    let mut small = small()
        .with(
            "hospitals.csv",
            "id,name,lat,lon,mt,ivt\nLS1,Leeds General,53.8,-1.55,yes,yes\n\
             W1,Charing Cross,51.49,-0.22,no,yes\n",
        )
        .with("between.csv", "id,LS1,W1\nLS1,0,200\nW1,210,0\n")
        .with("bases.csv", BASES);
    small.study += "[pathway]\nivt = \"ivt\"\nhospital_times = { file = \"between.csv\", \
                    shape = \"wide\", unit = \"minutes\", missing = \"unreachable\" }\n\
                    [helicopter]\nbases = \"bases.csv\"\n";
    small
}

/// The message of the error that preparing the study ends in.
fn preparing(small: Small) -> String {
    let files = StudyFiles::memory(small.files);
    let source = StudySource::from_text("study.toml", &small.study, files).unwrap();
    Session::open(source, Wanted { drawing: false }, &mut Silent)
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

#[test]
fn the_study_with_pathway_and_helicopter_loads() {
    let data = with_care().load().unwrap();
    assert_eq!(data.fleet.bases().len(), 1);
    let roles: Vec<&str> = data
        .report
        .files
        .iter()
        .map(|file| file.role.as_str())
        .collect();
    assert!(
        roles.contains(&"transfer times") && roles.contains(&"bases"),
        "{roles:?}"
    );
}

#[test]
fn a_base_that_cannot_be_used() {
    let base = |row: &str| {
        with_care()
            .with("bases.csv", format!("id,lat,lon\n{row}\n"))
            .error()
    };
    insta::assert_snapshot!(base("b1,53.9,25"), @"bases.csv:2: column `lat`: base `b1` is 1711 km from the nearest hospital, outside the map (expected at most 200 km); check its coordinates");
    insta::assert_snapshot!(base("b1,,"), @"bases.csv:2: column `lat`: expected the coordinates of the base (the cell is empty)");
    insta::assert_snapshot!(base("b1,53.9,-1.5\nb1,53,-1"), @"bases.csv:3: column `id`: id `b1` appears twice (first in line 2)");
    insta::assert_snapshot!(base("b1,93.9,-1.5"), @"bases.csv:2: column `lat`: latitude must lie between -90 and 90 degrees (got `93.9`)");
    insta::assert_snapshot!(
        with_care().with("bases.csv", "id,name\nb1,Leeds\n").error(),
        @"bases.csv:1: no column for coordinates (looked for `lat`, `latitude`, `easting`, `eastings`, `bng_easting`, `oseast1m`; found `id`, `name`); name a column with another header with `columns` in a study or `--columns` for a grid"
    );
}

#[test]
fn a_centre_without_a_way_to_it() {
    let no_way = with_care().with("between.csv", "id,LS1,W1\nLS1,0,200\nW1,,0\n");
    insta::assert_snapshot!(preparing(no_way), @"between.csv: no route from any hospital with `ivt` to MT centre `LS1` of layout `mt`; add its times or its coordinates, or remove it from the layout");
}

#[test]
fn no_hospital_of_the_first_tier() {
    let none = with_care().replace("hospitals.csv", ",yes\n", ",no\n");
    insta::assert_snapshot!(preparing(none), @"hospitals.csv: no hospital has `yes` in column `ivt`; the pathway needs at least one");
}

#[test]
fn a_negative_time_between_hospitals() {
    let negative = with_care().with("between.csv", "id,LS1,W1\nLS1,0,-200\nW1,210,0\n");
    insta::assert_snapshot!(negative.error(), @"between.csv:2: column `W1`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `-200`); leave the cell empty where there is no route, or set `unreachable_value` in the study; check its `unit` too");
}

use super::small;
use crate::small_study::Small;

const FAR: &str = "model = \"straight-line\"";

fn straight_line() -> Small {
    small().replace(
        "study.toml",
        "model = \"table\"\nfile = \"times.csv\"\nshape = \"wide\"\nunit = \"minutes\"",
        FAR,
    )
}

#[test]
fn no_coordinates_where_distances_are_needed() {
    let bare = "id,admissions,region\nE1,1,L\nE2,1,N\n";
    insta::assert_snapshot!(
        straight_line().with("population.csv", bare).error(),
        @"population.csv:1: no column for coordinates (looked for `lat`, `latitude`, `easting`, `eastings`, `bng_easting`, `oseast1m`; found `id`, `admissions`, `region`); name a column with another header with `columns` in a study or `--columns` for a grid"
    );
    insta::assert_snapshot!(
        straight_line().replace("population.csv", "53.96,-1.08", ",").error(),
        @"population.csv: no coordinates for `E3`, and the straight-line model needs them; give every row lat and lon, or easting and northing"
    );
    assert!(
        small().with("population.csv", bare).load().is_ok(),
        "a table needs none"
    );
}

/// England the other way round lies in the Indian Ocean, off Somalia.
#[test]
fn both_files_swapped_lie_in_the_sea() {
    let swap = |file: &'static str| move |small: Small| small.replace(file, "lat,lon", "lon,lat");
    insta::assert_snapshot!(
        swap("hospitals.csv")(swap("population.csv")(small())).error(),
        @"population.csv: lat and lon look swapped: 100% of the places lie in the open sea, and 100% lie on land when exchanged; exchange them with `columns = { lat = \"lon\", lon = \"lat\" }`"
    );
}

#[test]
fn one_file_swapped_lies_far_from_the_other() {
    insta::assert_snapshot!(
        small().replace("hospitals.csv", "lat,lon", "lon,lat").error(),
        @"hospitals.csv: lat and lon look swapped: 100% of the places lie in the open sea, and 100% lie on land when exchanged; exchange them with `columns = { lat = \"lon\", lon = \"lat\" }`"
    );
}

#[test]
fn a_swapped_file_off_the_range() {
    let tasmania =
        "id,lat,lon,admissions,region\nE1,147.3,-42.9,1,L\nE2,147.1,-41.4,1,N\nE3,80,20,1,N\n";
    insta::assert_snapshot!(
        small().with("population.csv", tasmania).error(),
        @"population.csv: lat and lon look swapped: 2 of 3 latitudes are out of range; exchange them with `columns = { lat = \"lon\", lon = \"lat\" }`"
    );
}

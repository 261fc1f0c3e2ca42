//! Bad input gets one clear error and no data set: every kind of it, with the exact message.

mod small_study;

use small_study::{POPULATION, Small, TIMES};

fn small() -> Small {
    Small::default()
}

#[test]
fn the_small_study_itself_loads() {
    let data = small().load().unwrap();
    assert_eq!(data.points.len(), 3);
    assert_eq!(data.sites.len(), 2);
    assert_eq!(data.layouts.len(), 2);
}

mod files {
    use super::*;

    #[test]
    fn a_file_that_is_not_there() {
        insta::assert_snapshot!(
            small().without("times.csv").with("time.csv", "").error(),
            @"times.csv: no such file in the built-in study; did you mean `time.csv`?"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        use catchment::load::{LoadError, StudyFiles, Wanted, dataset};
        let folder = tempfile::tempdir().unwrap();
        let study = catchment::study::Study::parse(small_study::STUDY, "study.toml").unwrap();
        let error = dataset(
            &study,
            &StudyFiles::folder(folder.path()),
            Wanted { drawing: false },
        )
        .unwrap_err();
        let expected = format!(
            "population.csv: no such file in {}",
            folder.path().display()
        );
        assert_eq!(error.to_string(), expected);
        assert!(matches!(error, LoadError::NoFile { .. }));
    }

    #[test]
    fn a_file_without_a_byte() {
        insta::assert_snapshot!(
            small().with("population.csv", "").error(),
            @"population.csv: the file is empty (expected a header row and rows of data)"
        );
    }

    #[test]
    fn a_header_and_nothing_else() {
        insta::assert_snapshot!(
            small().with("hospitals.csv", "id,lat,lon,mt\n").error(),
            @"hospitals.csv: no rows after the header"
        );
        insta::assert_snapshot!(
            small().with("times.csv", "id,LS1,W1\n\n").error(),
            @"times.csv: no rows after the header"
        );
    }

    #[test]
    fn what_is_not_compressed_as_its_name_says() {
        let study = |name: &str| {
            small()
                .replace("study.toml", "times.csv", name)
                .with(name, TIMES)
        };
        insta::assert_snapshot!(
            study("times.csv.gz").error(),
            @"times.csv.gz: cannot be decompressed as gzip: invalid gzip header"
        );
        insta::assert_snapshot!(
            study("times.csv.zst").error(),
            @"times.csv.zst: cannot be decompressed as Zstandard: expected a frame (got the bytes 4c2c6469)"
        );
        insta::assert_snapshot!(
            study("times.parquet").error(),
            @"times.parquet: cannot be read as Parquet: Parquet error: Invalid Parquet file. Corrupt footer"
        );
    }

    #[test]
    fn parquet_where_only_csv_is_read() {
        insta::assert_snapshot!(
            small()
                .replace("study.toml", "population.csv", "population.parquet")
                .with("population.parquet", "PAR1")
                .error(),
            @"population.parquet: expected CSV (`.csv`, `.csv.gz` or `.csv.zst`); only travel times may be Parquet"
        );
    }
}

mod text {
    use super::*;

    /// The byte is named, the column too, and nothing is guessed.
    #[test]
    fn latin_1_bytes() {
        let latin_1: Vec<u8> = POPULATION
            .replace("Soho", "Ca\u{e9}")
            .chars()
            .map(|c| u8::try_from(c).unwrap())
            .collect();
        insta::assert_snapshot!(
            small().with("population.csv", latin_1).error(),
            @"population.csv:2: column `name`: byte 0xE9 is not UTF-8 (Latin-1 would read it as `é`); save the file as UTF-8, for example with `iconv -f LATIN1 -t UTF-8`"
        );
        insta::assert_snapshot!(
            small().with("times.csv", b"id,LS1,W\xE9\nE1,1,2\n").error(),
            @"times.csv:1: column `3`: byte 0xE9 is not UTF-8 (Latin-1 would read it as `é`); save the file as UTF-8, for example with `iconv -f LATIN1 -t UTF-8`"
        );
    }

    #[test]
    fn utf_16() {
        let utf_16: Vec<u8> = "\u{feff}id,lat"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        insta::assert_snapshot!(
            small().with("population.csv", utf_16).error(),
            @"population.csv: the file is UTF-16; save it as UTF-8"
        );
    }

    #[test]
    fn bare_carriage_returns() {
        insta::assert_snapshot!(
            small().with("population.csv", POPULATION.replace('\n', "\r")).error(),
            @"population.csv: lines end in a bare carriage return; save the file with LF or CRLF"
        );
    }

    #[test]
    fn another_delimiter() {
        insta::assert_snapshot!(
            small().with("population.csv", POPULATION.replace(',', ";")).error(),
            @"population.csv:1: looks like `;` is the delimiter; save the file with commas"
        );
        insta::assert_snapshot!(
            small().with("times.csv", TIMES.replace(',', "\t")).error(),
            @"times.csv:1: looks like a tab is the delimiter; save the file with commas"
        );
    }

    #[test]
    fn a_row_with_too_few_or_too_many_fields() {
        insta::assert_snapshot!(
            small().replace("population.csv", ",North\nE3", "\nE3").error(),
            @"population.csv:3: expected 7 fields, as in the header (found 6)"
        );
        insta::assert_snapshot!(
            small().replace("times.csv", "9.1,210", "9,1,210").error(),
            @"times.csv:3: expected 3 fields, as in the header (found 4)"
        );
    }

    /// Blank lines count as lines: the place is the one an editor shows.
    #[test]
    fn a_place_after_blank_lines() {
        insta::assert_snapshot!(
            small().replace("population.csv", "E2,Leeds,53.8", "\r\n\nE2,Leeds,x").error(),
            @"population.csv:5: column `lat`: expected a number (got `x`)"
        );
        insta::assert_snapshot!(
            small().replace("times.csv", "E2,9.1", "\n\nE2,x").error(),
            @"times.csv:5: column `LS1`: expected a number (got `x`)"
        );
    }

    #[test]
    fn a_place_after_quoted_line_breaks() {
        insta::assert_snapshot!(
            small()
                .replace("population.csv", "Soho", "\"So\nho\"")
                .replace("population.csv", "1000", "x")
                .error(),
            @"population.csv:5: column `population`: expected a number (got `x`)"
        );
        insta::assert_snapshot!(
            small().replace("times.csv", "E2,9.1", "\"E\n9\",9,9\nE2,x").error(),
            @"times.csv:5: column `LS1`: expected a number (got `x`)"
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed() {
        insta::assert_snapshot!(
            small().replace("population.csv", "Leeds", "\"Leeds").error(),
            @"population.csv:3: a quotation mark is opened and never closed"
        );
    }
}

mod columns {
    use super::*;

    #[test]
    fn a_column_that_is_missing() {
        insta::assert_snapshot!(
            small().replace("population.csv", "admissions", "admisions").error(),
            @"population.csv:1: no column for the demand (looked for `admissions`; found `id`, `name`, `lat`, `lon`, `population`, `admisions`, `region`); did you mean `admisions`?"
        );
        insta::assert_snapshot!(
            small().replace("hospitals.csv", "id,", "ident,").error(),
            @"hospitals.csv:1: no column for id (looked for `id`, `site_id`, `hospital_id`, `site_code`, `code`, `postcode`; found `ident`, `name`, `lat`, `lon`, `mt`); did you mean `ident`?"
        );
        insta::assert_snapshot!(
            small().replace("population.csv", "lon,", "x,").error(),
            @"population.csv:1: no column for lon (looked for `lon`, `long`, `longitude`, `lng`; found `id`, `name`, `lat`, `x`, `population`, `admissions`, `region`); a column of another name can be named in the study"
        );
        insta::assert_snapshot!(
            small().replace("study.toml", "groups = [\"region\"]", "groups = [\"county\"]").error(),
            @"population.csv:1: no column for the group county (looked for `county`; found `id`, `name`, `lat`, `lon`, `population`, `admissions`, `region`)"
        );
        insta::assert_snapshot!(
            small().replace("study.toml", "column = \"mt\"", "column = \"thrombectomy\"").error(),
            @"hospitals.csv:1: no column for the capability thrombectomy (looked for `thrombectomy`; found `id`, `name`, `lat`, `lon`, `mt`)"
        );
        insta::assert_snapshot!(
            small().replace("layouts.csv", "site_id", "who").error(),
            @"layouts.csv:1: no column for site_id (looked for `site_id`, `site`, `hospital_id`, `to_id`, `id`; found `layout`, `who`); a column of another name can be named in the study"
        );
    }

    #[test]
    fn two_columns_of_one_name_that_differ() {
        insta::assert_snapshot!(
            small().with("hospitals.csv", "id,id,mt\nLS1,LS1,yes\nW1,W2,no\n").error(),
            @"hospitals.csv:3: column `id`: the column stands twice in the header, with `W1` and `W2` here"
        );
    }

    #[test]
    fn two_columns_of_one_site() {
        insta::assert_snapshot!(
            small().replace("times.csv", "id,LS1,W1", "id,LS1,LS1").error(),
            @"times.csv:1: column `LS1`: id `LS1` stands twice (first in line 1)"
        );
    }
}

mod cells {
    use super::*;

    fn population(from: &str, to: &str) -> String {
        small().replace("population.csv", from, to).error()
    }

    fn times(from: &str, to: &str) -> String {
        small().replace("times.csv", from, to).error()
    }

    #[test]
    fn text_for_a_number() {
        insta::assert_snapshot!(
            population("1500", "many"),
            @"population.csv:2: column `population`: expected a number (got `many`)"
        );
        insta::assert_snapshot!(
            population("1500", "\"1,500\""),
            @"population.csv:2: column `population`: expected a number (got `1,500`); write it with a decimal point and without thousands separators"
        );
        insta::assert_snapshot!(
            times("210", "210 min"),
            @"times.csv:3: column `W1`: expected a number (got `210 min`)"
        );
    }

    #[test]
    fn nan_and_infinity() {
        insta::assert_snapshot!(
            population("2.5", "NaN"),
            @"population.csv:2: column `admissions`: expected a finite number (got `NaN`)"
        );
        insta::assert_snapshot!(
            population("51.51", "inf"),
            @"population.csv:2: column `lat`: expected a finite number (got `inf`)"
        );
        insta::assert_snapshot!(
            times("210", "NaN"),
            @"times.csv:3: column `W1`: expected a finite number (got `NaN`); leave the cell empty where there is no way"
        );
        insta::assert_snapshot!(
            times("200.5", "-Infinity"),
            @"times.csv:2: column `LS1`: expected a finite number (got `-Infinity`); leave the cell empty where there is no way"
        );
    }

    #[test]
    fn below_zero() {
        insta::assert_snapshot!(
            population("1500", "-3"),
            @"population.csv:2: column `population`: a count of people or events must be a number from 0 to 1e9 (got `-3`)"
        );
        insta::assert_snapshot!(
            times("9.1", "-9.1"),
            @"times.csv:3: column `LS1`: a time must be a number from 0 to 10 million minutes (got `-9.1`)"
        );
    }

    #[test]
    fn longer_than_any_journey() {
        insta::assert_snapshot!(
            times("9.1", "99999999"),
            @"times.csv:3: column `LS1`: a time must be a number from 0 to 10 million minutes (got `99999999`)"
        );
    }

    #[test]
    fn off_the_earth() {
        insta::assert_snapshot!(
            population("53.8", "91"),
            @"population.csv:3: column `lat`: latitude must lie between -90 and 90 degrees (got `91`)"
        );
        insta::assert_snapshot!(
            population("-1.08", "181"),
            @"population.csv:4: column `lon`: longitude must lie between -180 and 180 degrees (got `181`)"
        );
    }

    #[test]
    fn off_the_grid() {
        let grid =
            "id,easting,northing,admissions,region\nE1,530000,180000,1,L\nE2,430000,1.4e6,1,N\n";
        insta::assert_snapshot!(
            small().with("population.csv", grid).error(),
            @"population.csv:3: column `northing`: a northing of the British National Grid must lie between 0 and 1300000 m (got `1400000`)"
        );
    }

    #[test]
    fn nothing_where_something_is_needed() {
        insta::assert_snapshot!(
            population("E2,Leeds", ",Leeds"),
            @"population.csv:3: column `id`: expected an id (the cell is empty)"
        );
        insta::assert_snapshot!(
            population("2.5,", ","),
            @"population.csv:2: column `admissions`: expected the demand of this point (the cell is empty)"
        );
        insta::assert_snapshot!(
            population("51.51,-0.13", "51.51,"),
            @"population.csv:2: column `lon`: expected both coordinates or neither (the cell is empty)"
        );
        insta::assert_snapshot!(
            times("E2,", ","),
            @"times.csv:3: column `id`: expected an id (the cell is empty)"
        );
    }

    #[test]
    fn an_answer_that_is_none() {
        insta::assert_snapshot!(
            small().replace("hospitals.csv", "yes", "soon").error(),
            @"hospitals.csv:2: column `mt`: expected yes, no or unknown (got `soon`)"
        );
    }
}

mod ids {
    use super::*;

    #[test]
    fn an_id_that_stands_twice() {
        insta::assert_snapshot!(
            small().replace("population.csv", "E3,", "E1,").error(),
            @"population.csv:4: column `id`: id `E1` stands twice (first in line 2)"
        );
        insta::assert_snapshot!(
            small().replace("hospitals.csv", "W1,", "LS1,").error(),
            @"hospitals.csv:3: column `id`: id `LS1` stands twice (first in line 2)"
        );
        insta::assert_snapshot!(
            small().replace("times.csv", "E3,", "E2,").error(),
            @"times.csv:4: column `id`: id `E2` stands twice (first in line 3)"
        );
    }

    #[test]
    fn a_pair_that_stands_twice() {
        let long = "from_id,to_id,travel_time\nE1,W1,1\nE2,W1,2\nE1,LS1,3\nE1,W1,1\n";
        insta::assert_snapshot!(
            small().replace("study.toml", "wide", "long").with("times.csv", long).error(),
            @"times.csv:5: the time from `E1` to `W1` stands twice (first in line 2)"
        );
    }

    #[test]
    fn a_table_of_other_places() {
        insta::assert_snapshot!(
            small().with("times.csv", "id,LS1,W1\nF1,1,2\nF2,3,4\n").error(),
            @"times.csv: no origin id is in population.csv (here are `F1`, `F2`; there are `E1`, `E2`, `E3`)"
        );
        insta::assert_snapshot!(
            small().with("times.csv", "id,A,B,C,D\nE1,1,2,3,4\n").error(),
            @"times.csv: no site id is in hospitals.csv (here are `A`, `B`, `C`; there are `LS1`, `W1`)"
        );
        insta::assert_snapshot!(
            small()
                .replace("study.toml", "wide", "long")
                .with("times.csv", "from,to,time\nF1,W1,1\n")
                .error(),
            @"times.csv: no origin id is in population.csv (here are `F1`; there are `E1`, `E2`, `E3`)"
        );
    }
}

mod layouts {
    use super::*;

    #[test]
    fn a_site_that_no_file_has() {
        insta::assert_snapshot!(
            small().replace("layouts.csv", "LS1", "LS2").error(),
            @"layouts.csv:3: column `site_id`: layout `both` names site `LS2`, which hospitals.csv has not; did you mean `LS1`?"
        );
        insta::assert_snapshot!(
            small().replace("study.toml", "column = \"mt\"", "sites = [\"LS1\", \"Q\"]").error(),
            @"study.toml:17: layout `mt` names site `Q`, which hospitals.csv has not"
        );
    }

    #[test]
    fn a_layout_without_a_site() {
        insta::assert_snapshot!(
            small().replace("hospitals.csv", "yes", "unknown").error(),
            @"study.toml:17: layout `mt` has no site: no site has `yes` in column `mt`"
        );
        insta::assert_snapshot!(
            small().replace("study.toml", "name = \"both\"", "name = \"all\"").error(),
            @"study.toml:14: layout `all` has no site: no row of layouts.csv carries its name"
        );
        insta::assert_snapshot!(
            small().replace("study.toml", "column = \"mt\"", "sites = []").error(),
            @"study.toml:17: layout `mt` has no site: its list is empty"
        );
    }

    #[test]
    fn a_site_named_twice() {
        insta::assert_snapshot!(
            small().replace("layouts.csv", "LS1", "W1").error(),
            @"layouts.csv:3: column `site_id`: layout `both` names site `W1` twice"
        );
    }

    #[test]
    fn a_site_without_a_travel_time() {
        insta::assert_snapshot!(
            small().with("times.csv", "id,LS1\nE1,1\nE2,2\nE3,3\n").error(),
            @"times.csv: no travel time to site `W1` of layout `both`; add its column, take the site out of the layout, or set `missing = \"straight-line\"`"
        );
        let straight = small()
            .with("times.csv", "id,LS1\nE1,1\nE2,2\nE3,3\n")
            .replace(
                "study.toml",
                "unit = ",
                "missing = \"straight-line\"\nunit = ",
            );
        assert!(straight.load().is_ok());
    }
}

mod places {
    use super::*;

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
            @"population.csv:1: no column for coordinates (looked for `lat`, `latitude`, `easting`, `eastings`, `bng_easting`, `oseast1m`; found `id`, `admissions`, `region`); a column of another name can be named in the study"
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
        let swap =
            |file: &'static str| move |small: Small| small.replace(file, "lat,lon", "lon,lat");
        insta::assert_snapshot!(
            swap("hospitals.csv")(swap("population.csv")(small())).error(),
            @"population.csv: lat and lon look swapped: 100 % of the places lie in the open sea, and 100 % on land the other way round; name them the other way round with `columns = { lat = \"lon\", lon = \"lat\" }`"
        );
    }

    #[test]
    fn one_file_swapped_lies_far_from_the_other() {
        insta::assert_snapshot!(
            small().replace("hospitals.csv", "lat,lon", "lon,lat").error(),
            @"hospitals.csv: lat and lon look swapped: 100 % of the places lie in the open sea, and 100 % on land the other way round; name them the other way round with `columns = { lat = \"lon\", lon = \"lat\" }`"
        );
    }

    #[test]
    fn a_swapped_file_off_the_range() {
        let tasmania =
            "id,lat,lon,admissions,region\nE1,147.3,-42.9,1,L\nE2,147.1,-41.4,1,N\nE3,80,20,1,N\n";
        insta::assert_snapshot!(
            small().with("population.csv", tasmania).error(),
            @"population.csv: lat and lon look swapped: 2 of 3 latitudes are off the range; name them the other way round with `columns = { lat = \"lon\", lon = \"lat\" }`"
        );
    }
}

mod attributes {
    use super::*;

    fn with_attributes(csv: &str) -> Small {
        small()
            .replace(
                "study.toml",
                "groups = [\"region\"]",
                "groups = [\"region\", \"imd\"]\nattributes = [{ file = \"imd.csv\" }]",
            )
            .with("imd.csv", csv)
    }

    #[test]
    fn an_attribute_file_without_an_id() {
        insta::assert_snapshot!(
            with_attributes("who,imd\nE1,3\n").error(),
            @"imd.csv:1: no column for id (looked for `id`, `lsoa_code`, `lsoa11cd`, `lsoa21cd`, `lsoa`, `code`, `area_code`, `area_id`; found `who`, `imd`); a column of another name can be named in the study"
        );
    }

    #[test]
    fn an_attribute_row_that_stands_twice() {
        insta::assert_snapshot!(
            with_attributes("id,imd\nE1,3\nE2,4\nE1,5\n").error(),
            @"imd.csv:4: column `id`: id `E1` stands twice (first in line 2)"
        );
    }

    #[test]
    fn a_point_without_a_row_of_the_demand() {
        let small = with_attributes("id,imd,strokes\nE1,3,1\nE2,4,2\n");
        insta::assert_snapshot!(
            small.replace("study.toml", "\"admissions\"", "\"strokes\"").error(),
            @"imd.csv: no row for `E3`, which population.csv has; column `strokes` is needed for every demand point"
        );
    }
}

mod shapes {
    use super::*;

    fn with_areas(json: &str) -> String {
        let mut small = small().with("areas.geojson", json);
        small
            .study
            .push_str("[maps]\nareas = \"areas.geojson\"\nareas_id = \"code\"\n");
        small.error()
    }

    fn square(code: &str, x: f64) -> String {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"{code}"}},
            "geometry":{{"type":"Polygon","coordinates":[[[{x},51],[0,52],[1,51],[{x},51]]]}}}}]}}"#
        )
    }

    #[test]
    fn no_json() {
        insta::assert_snapshot!(with_areas("E1,51.5"), @"areas.geojson: cannot be read as GeoJSON: expected value at line 1 column 1");
        insta::assert_snapshot!(
            with_areas(&square("E1", 0.0).replace("[0,52]", "[0]")),
            @"areas.geojson: cannot be read as GeoJSON: a position needs two coordinates"
        );
    }

    #[test]
    fn metres_for_degrees() {
        insta::assert_snapshot!(with_areas(&square("E1", 530_000.0)), @"areas.geojson: shapes must be in degrees, WGS 84 (found the coordinates 530000, 51)");
    }

    #[test]
    fn areas_of_other_places() {
        insta::assert_snapshot!(with_areas(&square("X1", 0.0)), @"areas.geojson: no area id is in the population (here are `X1`; there are `E1`, `E2`, `E3`)");
    }
}

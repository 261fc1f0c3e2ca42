use super::small;

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
        @"times.csv:3: column `W1`: expected a number (got `210 min`); write the number without its unit"
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
        @"times.csv:3: column `W1`: expected a finite number (got `NaN`); leave the cell empty where there is no route"
    );
    insta::assert_snapshot!(
        times("200.5", "-Infinity"),
        @"times.csv:2: column `LS1`: expected a finite number (got `-Infinity`); leave the cell empty where there is no route"
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
        @"times.csv:3: column `LS1`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `-9.1`); leave the cell empty where there is no route, or set `unreachable_value` in the study; check its `unit` too"
    );
}

/// Sums are whole millionths in 64 bits: more people must not silently become fewer.
#[test]
fn more_people_than_sums_have_room_for() {
    let crowded = |points: usize| {
        let header = "id,name,lat,lon,population,admissions,region\n".to_owned();
        let rows = (0..points).map(|n| format!("E{n},a,51.5,-0.1,1,1e9,London\n"));
        let times = (0..points).map(|n| format!("E{n},20,12\n"));
        small()
            .with("population.csv", &(header + &rows.collect::<String>()))
            .with(
                "times.csv",
                &("id,LS1,W1\n".to_owned() + &times.collect::<String>()),
            )
    };
    let all = crowded(18_446).load().unwrap().demand().as_f64();
    assert!((all - 1.844_6e13).abs() < 1.0, "{all}");
    insta::assert_snapshot!(
        crowded(18_447).error(),
        @"population.csv:18448: column `admissions`: a sum of people or events must be no more than 1.84e13 (got `18447000000000`)"
    );
}

#[test]
fn longer_than_any_journey() {
    insta::assert_snapshot!(
        times("9.1", "99999999"),
        @"times.csv:3: column `LS1`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `99999999`); leave the cell empty where there is no route, or set `unreachable_value` in the study; check its `unit` too"
    );
}

/// Marks for "no route" that other programs write are no journeys.
#[test]
fn a_mark_for_no_route_is_not_a_journey() {
    for mark in [
        "32767",
        "65535",
        "99999",
        "999999",
        "4294967.295",
        "2147483647",
        "1e9",
        "-1",
    ] {
        let error = times("9.1", mark);
        assert!(
            error.ends_with(&format!(
                "(got `{}`); leave the cell empty where there is no route, or set `unreachable_value` in the study; check its `unit` too",
                mark.parse::<f64>().unwrap()
            )),
            "{error}"
        );
    }
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
    let grid = "id,easting,northing,admissions,region\nE1,530000,180000,1,L\nE2,430000,1.4e6,1,N\n";
    insta::assert_snapshot!(
        small().with("population.csv", grid).error(),
        @"population.csv:3: column `northing`: a northing of the British National Grid must lie between 0 and 1300000 m (got `1400000`); name another system with `crs = \"EPSG:…\"` in the study"
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

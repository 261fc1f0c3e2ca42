//! Nothing is dropped in silence: what is not used is counted, with the people it stands for.

use crate::small_study::{STUDY, Small};
use catchment::model::{PointIndex, SiteIndex};
use catchment::study::Study;
use catchment::units::{Demand, TravelTime};

fn demand(count: f64) -> Demand {
    Demand::try_new(count).unwrap()
}

/// Rows, columns and points without a counterpart are counted; the sums are those of the files.
#[test]
fn what_one_file_has_and_another_has_not_is_counted() {
    let data = Small::default()
        .with("times.csv", "id,LS1,W1,Q9\nE1,1,,5\nF7,1,2,3\nE2,NA,3,4\n")
        .replace("hospitals.csv", "W1,", "N1,Nowhere,52,0,no\nW1,")
        .replace(
            "study.toml",
            "unit = \"minutes\"",
            "unit = \"minutes\"\nmax_without_row = 0.2",
        )
        .load()
        .unwrap();
    let report = &data.report;
    let times = report
        .files
        .iter()
        .find(|file| file.role == "travel times")
        .unwrap();
    assert_eq!(times.rows_read, 3);
    assert_eq!(
        times.rows_rejected,
        [("id not in population.csv".to_owned(), 1)]
    );
    let seen: Vec<(&str, usize, &str, Option<Demand>)> = report
        .mismatches
        .iter()
        .map(|m| (m.what.as_str(), m.count, m.examples[0].as_str(), m.demand))
        .collect();
    assert_eq!(
        seen,
        [
            (
                "demand points without a row in times.csv",
                1,
                "E3",
                Some(demand(1.25))
            ),
            ("sites without times in times.csv", 1, "N1", None),
            (
                "sites of times.csv that are not in the hospitals file",
                1,
                "Q9",
                None
            ),
        ]
    );
    assert_eq!(report.pairs, 6, "three points, two sites of layouts");
    assert_eq!(report.pairs_without_time, 4);
    assert_eq!(report.points_without_time, 1);
    assert_eq!(report.demand_without_time, demand(1.25));
    assert_eq!(data.demand_without_row(), demand(1.25));
    let warnings: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "times.csv: 1 demand point has no row here, 1.2 of demand (E3); they are counted \
             separately from those who cannot reach a centre; if they have no route, give them a \
             row of empty cells"
        ]
    );
}

/// A row of empty cells says that there is no route; no row says nothing.
#[test]
fn no_route_is_told_apart_from_no_row() {
    let no_route = Small::default()
        .with("times.csv", "id,LS1,W1\nE1,1,\nE2,3,4\nE3,,\n")
        .load()
        .unwrap();
    assert_eq!(no_route.without_row, []);
    assert_eq!(no_route.report.points_without_time, 1);
    assert_eq!(no_route.report.warnings, []);
}

/// Ids that a spreadsheet, an editor or a file system has changed: the guess is named, and what is
/// said below the share that the study allows is an error above it.
#[test]
fn ids_that_almost_match_are_named() {
    for (id, found, guess) in [
        ("001", "1", "`1` may be `001`"),
        ("001", "1.0", "`1.0` may be `001`"),
        ("100000", "1E05", "`1E05` may be `100000`"),
        ("E3", "e3", "`e3` may be `E3`"),
        ("E3", "E 3", "`E 3` may be `E3`"),
        ("E3", "E3\u{200b}", "`E3<U+200B>` may be `E3`"),
        ("E 3", "E\u{a0}3", "`E<U+00A0>3` may be `E 3`"),
        ("E-3", "E\u{2013}3", "`E–3` may be `E-3`"),
        (
            "\u{c5}3",
            "A\u{30a}3",
            "`A\u{30a}3` may be `\u{c5}3` (the same letters, with accents composed and decomposed)",
        ),
    ] {
        let small = || {
            Small::default()
                .replace("population.csv", "E3,", &format!("{id},"))
                .replace("times.csv", "E3,", &format!("{found},"))
        };
        let wide = "unit = \"minutes\"";
        let told = small().error();
        assert!(
            told.contains("no row for 1 of the 3 demand points"),
            "{told}"
        );
        assert!(told.ends_with(&format!("; {guess}")), "{told}");
        let allowed = small()
            .replace(
                "study.toml",
                wide,
                &format!("{wide}\nmax_without_row = 1.0"),
            )
            .load()
            .unwrap();
        let warning = &allowed.report.warnings[0];
        assert_eq!(warning.advice.as_deref(), Some(guess));
        assert_eq!((warning.count, warning.demand), (1, Some(demand(1.25))));
        let filled = small()
            .replace(
                "study.toml",
                wide,
                &format!("{wide}\nmissing = \"straight-line\""),
            )
            .load()
            .unwrap();
        assert_eq!(filled.report.warnings[0].advice.as_deref(), Some(guess));
    }
}

#[test]
fn sites_and_hospitals_that_almost_match_are_named() {
    let column = Small::default()
        .with("times.csv", "id,LS1,w1\nE1,200,12\nE2,9,210\nE3,35,\n")
        .error();
    assert!(column.contains("`w1` may be `W1`"), "{column}");
    let layout = Small::default()
        .with("layouts.csv", "layout,site_id\nboth,LS-1\n")
        .error();
    assert!(layout.contains("did you mean `LS1`"), "{layout}");
    let none = Small::default()
        .with("times.csv", "id,LS1,W1\ne1,200,12\ne2,9,210\ne3,35,\n")
        .error();
    assert!(none.contains("`e1` may be `E1`"), "{none}");
}

/// A number that the study takes for a mark is no route, whatever the unit, the form and the size.
#[test]
fn a_value_of_the_study_means_no_route() {
    for (value, cell) in [
        ("99999", "99999"),
        ("99999", "99999.0"),
        ("[-1, 99999]", "-1"),
        ("4294967.295", "4294967.295"),
        ("2147483647", "2147483647"),
        ("9e9", "9000000000"),
    ] {
        for unit in ["minutes", "seconds"] {
            let key = format!("unit = \"{unit}\"\nunreachable_value = {value}");
            let wide = Small::default()
                .replace("study.toml", "unit = \"minutes\"", &key)
                .replace("times.csv", "200.5", cell);
            let long = format!(
                "from_id,to_id,travel_time\nE1,LS1,{cell}\nE1,W1,12\nE2,LS1,9\nE2,W1,21\nE3,LS1,35\n"
            );
            let long = wide
                .clone()
                .replace("study.toml", "wide", "long")
                .with("times.csv", &long);
            for small in [wide, long] {
                let data = small.load().unwrap();
                let table = data.table.unwrap();
                assert_eq!(table.get(PointIndex(0), SiteIndex(0)), None);
                assert!(table.get(PointIndex(0), SiteIndex(1)).is_some());
                let file = data
                    .report
                    .files
                    .iter()
                    .find(|file| file.role == "travel times");
                let notes = &file.unwrap().notes;
                assert!(notes.iter().any(|note| note.ends_with(": 1")), "{notes:?}");
            }
        }
    }
}

/// A demand that is not kept as it was given is never silent; one that is kept to 1 % is.
#[test]
fn demand_that_rounding_moves_is_named() {
    let said = |given: &str| -> Vec<String> {
        let data = Small::default().replace("population.csv", "2.5", given);
        let warnings = data.load().unwrap().report.warnings;
        warnings.iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        said("0.0000003"),
        [
            "population.csv: 1 demand is rounded by more than 1%, 1 of them to 0 (E1); demand is \
             stored in millionths; give it in a smaller unit"
        ]
    );
    assert_eq!(
        said("0.0000124"),
        [
            "population.csv: 1 demand is rounded by more than 1% (E1); demand is stored in \
             millionths; give it in a smaller unit"
        ]
    );
    for kept in ["0", "0.000012", "0.0123456789", "2.5"] {
        assert_eq!(said(kept), [""; 0], "{kept}");
    }
}

/// The report tells the files apart: their role, size and SHA-256.
#[test]
fn every_file_is_reported_as_stored() {
    let data = Small::default().load().unwrap();
    let files: Vec<(&str, &str, u64, usize)> = data
        .report
        .files
        .iter()
        .map(|file| {
            (
                file.role.as_str(),
                file.path.as_str(),
                file.bytes,
                file.rows_read,
            )
        })
        .collect();
    assert_eq!(
        files,
        [
            ("population", "population.csv", 150, 3),
            ("hospitals", "hospitals.csv", 84, 2),
            ("layouts", "layouts.csv", 32, 2),
            ("travel times", "times.csv", 40, 3),
        ]
    );
    // `sha256sum` of the same text.
    assert_eq!(
        data.report.files[2].sha256,
        "09f04d07e17f8d144fbf7c7a2a113224487a92ae923327423e456681d14a860f"
    );
}

/// Without coordinates there are no maps, and everything else works.
#[test]
fn with_a_table_coordinates_are_optional() {
    let bare = "id,admissions,region\nE1,2.5,L\nE2,3,N\nE3,1,N\n";
    let data = Small::default()
        .with("population.csv", bare)
        .with("hospitals.csv", "id,mt\nLS1,yes\nW1,0\n")
        .load()
        .unwrap();
    assert!(
        data.points
            .iter()
            .all(|point| point.position.is_none() && point.population.is_none())
    );
    assert_eq!(data.population(), None);
    assert_eq!(data.points[0].name, "E1");
    assert_eq!(data.sites[0].label, "LS1");
    assert_eq!(
        data.report.files[0].notes,
        [
            "3 of 3 demand points without coordinates",
            "3 of 3 demand points without population"
        ]
    );
}

/// Areas are matched by id, whatever their order; pieces of one area are one area.
#[test]
fn areas_stand_in_the_order_of_the_points() {
    let square = |id: &str, x: f64| {
        format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"kind":"land","name":"{id}"}},
            "geometry":{{"type":"Polygon","coordinates":[[[{x},51],[{x},52],[1,52],[{x},51]]]}}}}"#
        )
    };
    let all = [
        square("E3", 3.0),
        square("X", 9.0),
        square("E1", 1.5),
        square("E3", 3.5),
    ];
    let json = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        all.join(",")
    );
    let mut small = Small::default()
        .with("areas.geojson", &json)
        .with("land.geojson", &json);
    small.study =
        format!("{STUDY}[maps]\nareas = \"areas.geojson\"\noutlines = \"land.geojson\"\n");
    let undrawn = small
        .clone()
        .load_wanted(catchment::load::Wanted { drawing: false })
        .unwrap();
    assert!(undrawn.drawing.is_none());
    let data = small.load().unwrap();
    let drawing = data.drawing.unwrap();
    let west = |area: usize, piece: usize| {
        drawing.areas[area].as_ref().unwrap().0[piece].exterior().0[0].x
    };
    assert_eq!((west(0, 0), west(2, 0), west(2, 1)), (1.5, 3.0, 3.5));
    assert!(drawing.areas[1].is_none());
    assert_eq!(drawing.outlines.len(), 4);
    assert_eq!(drawing.outlines[1].kind, "land");
    let areas = data
        .report
        .files
        .iter()
        .find(|file| file.role == "areas")
        .unwrap();
    assert_eq!(
        areas.rows_rejected,
        [("id not in the population".to_owned(), 1)]
    );
    assert_eq!(
        data.report.mismatches[0].what,
        "demand points without an area in areas.geojson"
    );
    assert_eq!(data.report.mismatches[0].examples, ["E2"]);
}

/// Eastings and northings are turned into degrees: Caister water tower, of which Ordnance Survey
/// publishes both.
#[test]
fn the_national_grid_is_read() {
    let data = Small::default()
        .with(
            "population.csv",
            "lsoa_code,bng_easting,bng_northing,admissions,region\nE1,651409.903,313177.270,1,L\n",
        )
        .load()
        .unwrap();
    let tower = catchment::model::LatLon::try_new(52.658_008, 1.716_074).unwrap();
    let metres = data.points[0].position.unwrap().distance_to(tower).as_f64();
    assert!(metres < 5.0, "{metres} m");
    assert_eq!(
        data.report.files[0].columns.last().unwrap().header,
        "bng_easting"
    );
}

/// A table from site to site is read like one from point to site; its diagonal need not be zero.
#[test]
fn transfer_times_run_from_site_to_site() {
    use catchment::load::{StudyFiles, transfer_times};
    let data = Small::default().load().unwrap();
    let study = catchment::study::Study::parse(STUDY, "study.toml").unwrap();
    let catchment::study::TravelChoice::Table { mut file, .. } = study.travel else {
        panic!("the small study has a table");
    };
    file.file = "transfers.csv".to_owned();
    let text = "from_id,W1,LS1,Q\nLS1,190.5,0,1\nW1,0,,2\n";
    let files = StudyFiles::memory([("transfers.csv", text.as_bytes())]);
    let (matrix, report) = transfer_times(&file, &data.sites, "hospitals.csv", &files).unwrap();
    let (leeds, london) = (0, 1);
    let time = |from: u32, to: u16| {
        matrix
            .get(PointIndex(from), SiteIndex(to))
            .map(TravelTime::milliseconds)
    };
    assert_eq!(time(u32::from(leeds), london), Some(11_430_000));
    assert_eq!(time(u32::from(london), leeds), None);
    assert_eq!(
        (report.role.as_str(), report.rows_read),
        ("transfer times", 2)
    );
}

/// A study names the system of its eastings and northings: Belfast in the Irish Grid, Amsterdam in
/// RD, Zurich in the Swiss grid. Without a name they are British, which is said; what lies in the sea
/// then is a warning.
#[test]
fn the_system_of_eastings_and_northings_can_be_named() {
    for (code, easting, northing, lat, lon, at_sea) in [
        ("EPSG:29903", 333_800.0, 374_000.0, 54.597, -5.930, false),
        ("29903", 243_500.0, 417_000.0, 54.999, -7.320, true),
        ("EPSG:28992", 121_000.0, 487_000.0, 52.370, 4.890, true),
        ("EPSG:21781", 683_000.0, 248_000.0, 47.378, 8.540, true),
        ("EPSG:2157", 733_800.0, 874_000.0, 54.597, -5.930, true),
    ] {
        let grid = format!("id,easting,northing,admissions,region\nE1,{easting},{northing},1,L\n");
        let small = || {
            Small::default()
                .with("population.csv", &grid)
                .with("hospitals.csv", "id,mt\nLS1,yes\nW1,no\n")
                .with("times.csv", "id,LS1,W1\nE1,20,30\n")
        };
        let named = small()
            .replace(
                "study.toml",
                "demand =",
                &format!("crs = \"{code}\"\ndemand ="),
            )
            .load()
            .unwrap();
        let town = catchment::model::LatLon::try_new(lat, lon).unwrap();
        let metres = named.points[0].position.unwrap().distance_to(town).as_f64();
        assert!(metres < 1_000.0, "{code}: {metres} m");
        assert_eq!(named.report.warnings, []);
        if easting > 700_000.0 {
            assert!(small().error().contains("name another system"));
            continue;
        }
        let unnamed = small().load().unwrap();
        let notes = &unnamed.report.files[0].notes;
        assert!(
            notes.iter().any(|note| note.contains("EPSG:27700")),
            "{notes:?}"
        );
        let warnings = &unnamed.report.warnings;
        assert_eq!(warnings.len(), usize::from(at_sea), "{code}");
        if at_sea {
            assert!(
                warnings[0].to_string().contains("EPSG:28992"),
                "{}",
                warnings[0]
            );
        }
    }
    let unknown = Study::parse(
        &STUDY.replace("demand =", "crs = \"EPSG:1\"\ndemand ="),
        "study.toml",
    );
    let told = unknown.unwrap_err().to_string();
    assert!(
        told.contains("key `crs`: expected the code of a supported system"),
        "{told}"
    );
}

#[test]
fn easting_and_northing_exchanged_are_named() {
    let grid =
        "id,easting,northing,admissions,region\nE1,180000,530000,1,L\nE2,433000,430000,1,N\n";
    let data = Small::default()
        .with("population.csv", grid)
        .with("times.csv", "id,LS1,W1\nE1,20,30\nE2,20,30\n")
        .load()
        .unwrap();
    let said = data.report.warnings[0].to_string();
    assert!(said.contains("1 of 2") && said.contains("(E1)"), "{said}");
    assert!(
        said.contains("are easting and northing exchanged?"),
        "{said}"
    );
}

//! Nothing is dropped in silence: what is not used is counted, with the people it stands for.

mod small_study;

use catchment::units::{Demand, Minutes};
use small_study::{STUDY, Small};

fn demand(count: f64) -> Demand {
    Demand::try_new(count).unwrap()
}

/// Rows, columns and points without a counterpart are counted; the sums are those of the files.
#[test]
fn what_one_file_has_and_another_has_not_is_counted() {
    let data = Small::default()
        .with("times.csv", "id,LS1,W1,Q9\nE1,1,,5\nF7,1,2,3\nE2,NA,3,4\n")
        .replace("hospitals.csv", "W1,", "N1,Nowhere,52,0,no\nW1,")
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
        times.rows_refused,
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
                "sites of times.csv that are not in the hospitals",
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
        areas.rows_refused,
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
    use catchment::model::{PointIndex, SiteIndex};
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
            .map(Minutes::milliseconds)
    };
    assert_eq!(time(u32::from(leeds), london), Some(11_430_000));
    assert_eq!(time(u32::from(london), leeds), None);
    assert_eq!(
        (report.role.as_str(), report.rows_read),
        ("transfer times", 2)
    );
}

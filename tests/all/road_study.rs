//! Studies whose times are from roads: the direction, the cache, threads, and keys that make no sense.

use assert_cmd::Command;
use catchment::load::Wanted;
use catchment::run::{MatrixPlaces, Session, Silent, StudySource};
use catchment::study::Study;
use catchment::units::TravelTime;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

const TRAVEL: &str = "network = \"malta.osm.pbf\"";

/// A copy of the example study of Malta, its study file changed.
fn copied(folder: &Path, from: &str, to: &str) -> PathBuf {
    for entry in fs::read_dir("data/malta").expect("the study") {
        let file = entry.expect("a file").path();
        fs::copy(&file, folder.join(file.file_name().expect("a name"))).expect("copied");
    }
    let study = folder.join("study.toml");
    let text = fs::read_to_string(&study).expect("the study");
    assert!(text.contains(from), "{from}");
    fs::write(&study, text.replace(from, to)).expect("written");
    study
}

fn session(study: &Path) -> Session {
    let source = StudySource::open(study).expect("the study");
    Session::open(source, Wanted { drawing: false }, &mut Silent).expect("its data")
}

#[test]
fn times_from_the_site_are_those_of_the_matrix_from_sites_to_points() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = copied(
        folder.path(),
        TRAVEL,
        "direction = \"from-site\"\nnetwork = \"malta.osm.pbf\"",
    );
    let session = session(&study);
    let roads = session.roads().expect("roads");
    let [out, back] = [MatrixPlaces::SitesToPoints, MatrixPlaces::PointsToSites]
        .map(|places| roads.matrix(places));
    let (sites, points) = (out.from.len(), out.to.len());
    let mut differ = 0;
    for (column, site) in (0..sites).zip(0_u16..) {
        for (row, point) in (0..points).zip(0_u32..) {
            let time = session.prepared().matrix.get(
                catchment::model::PointIndex(point),
                catchment::model::SiteIndex(site),
            );
            assert_eq!(time, out.times[column * points + row]);
            differ += usize::from(time != back.times[row * sites + column]);
        }
    }
    assert!(differ > points / 2, "one-way streets: {differ}");
    let between = roads.matrix(MatrixPlaces::SitesToSites);
    for site in 0..sites {
        assert_eq!(
            between.times[site * sites + site].map(TravelTime::milliseconds),
            Some(0)
        );
    }
    let written = toml::to_string(&session.study().written_out()).expect("TOML");
    assert_eq!(
        Study::parse(&written, "study.toml")
            .expect("as written")
            .travel,
        session.study().travel
    );
}

fn matrix(folder: &Path, threads: &str) -> Vec<u8> {
    let mut program = Command::cargo_bin("catchment").expect("the program");
    let command = program.current_dir(folder);
    command.args([
        "network",
        "matrix",
        ".",
        "-o",
        "out.csv",
        "--threads",
        threads,
        "--quiet",
    ]);
    command.assert().success();
    fs::read(folder.join("out.csv")).expect("a matrix")
}

/// A cache never changes a time: one that is whole is used, one that is not is left alone.
#[test]
fn neither_threads_nor_a_damaged_cache_change_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    copied(folder.path(), TRAVEL, TRAVEL);
    let expected = matrix(folder.path(), "1");
    assert!(expected.len() > 1_000);
    assert_eq!(matrix(folder.path(), "7"), expected);
    let mut program = Command::cargo_bin("catchment").expect("the program");
    let build = program.current_dir(folder.path());
    build
        .args(["network", "build", ".", "--quiet"])
        .assert()
        .success();
    let file = folder.path().join("malta.osm.pbf.network");
    let whole = fs::read(&file).expect("the cache");
    assert_eq!(matrix(folder.path(), "2"), expected);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(12));
    let places = (0..whole.len(), 0_u8..8, prop::bool::ANY);
    let outcome = runner.run(&places, |(place, bit, is_cut)| {
        let mut bytes = whole.clone();
        if is_cut {
            bytes.truncate(place);
        } else {
            bytes[place] ^= 1 << bit;
        }
        fs::write(&file, bytes).expect("written");
        prop_assert_eq!(&matrix(folder.path(), "2"), &expected);
        Ok(())
    });
    outcome.expect("no cache changes a time");
}

fn error(travel: &str) -> String {
    let text = fs::read_to_string("data/malta/study.toml").expect("the study");
    let (before, rest) = text.split_once("[travel]\n").expect("a section");
    let (_, after) = rest.split_once("[[layouts]]").expect("a section");
    let study = format!("{before}[travel]\n{travel}\n[[layouts]]{after}");
    let line = before.lines().count();
    let error = Study::parse(&study, "study.toml")
        .expect_err("no study")
        .to_string();
    let (place, words) = error.split_once(": ").expect("a place");
    let at: usize = place
        .rsplit(':')
        .next()
        .expect("a line")
        .parse()
        .expect("a number");
    format!("+{} {words}", at - line)
}

#[test]
fn keys_of_roads_that_make_no_sense_are_refused_with_their_line() {
    let road = "model = \"road\"\nnetwork = \"malta.osm.pbf\"\n";
    let found = [
        "model = \"road\"",
        &format!("{road}profile = \"ambulance\""),
        &format!("{road}direction = \"from\""),
        &format!("{road}crs = \"EPSG:27700\""),
        &format!("{road}file = \"times.csv\""),
        &format!("{road}[travel.road]\nspeeds_kmh = {{ motorwy = 90 }}"),
        &format!("{road}[travel.road]\nspeeds_kmh = {{ motorway = 0 }}"),
        &format!("{road}[travel.road]\nferry_wait_minutes = -1"),
        &format!("{road}[travel.road]\nfactor = 0"),
        &format!("{road}[travel.road]\nsnap_limit_metres = -5"),
        &format!("{road}[travel.road]\noff_road_kmh = 0"),
        "model = \"straight-line\"\ndirection = \"from-site\"",
        "model = \"straight-line\"\nprofile = \"car\"",
        "model = \"friction\"",
        "model = \"friction\"\nsurface = \"f.tif\"\ncrs = \"EPSG:1\"",
        "model = \"friction\"\nsurface = \"f.tif\"\ndirection = \"to-site\"",
    ]
    .map(error);
    insta::assert_snapshot!(found.join("\n"), @r#"
    +2 key `travel.network` is missing
    +4 unknown choice `ambulance`; expected one of `car`, `blue-light`
    +4 unknown choice `from`; did you mean `from-site`?
    +4 key `crs` has no effect with `model = "road"`
    +4 key `file` has no effect with `model = "road"`
    +5 unknown key `motorwy`; did you mean `motorway`?
    +5 key `speeds_kmh`: a speed in km/h must be a number above 0 and at most 100,000 (got `0`)
    +5 key `ferry_wait_minutes`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `-1`)
    +5 key `factor`: a factor must be a finite number above 0 (got `0`)
    +5 key `snap_limit_metres`: a distance in metres must be a finite number of at least 0 (got `-5`)
    +5 key `off_road_kmh`: a speed in km/h must be a number above 0 and at most 100,000 (got `0`)
    +3 key `direction` has no effect with `model = "straight-line"`
    +3 key `profile` has no effect with `model = "straight-line"`
    +2 key `travel.surface` is missing
    +4 key `crs`: expected the code of a supported system, such as `EPSG:29903` (docs/reading.md lists them) (got `EPSG:1`)
    +4 key `direction` has no effect with `model = "friction"`
    "#);
}

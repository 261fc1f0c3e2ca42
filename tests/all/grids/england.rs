//! The grid of England from made-up postcodes, against the areas that it is made from.

use super::command::{catchment, json};
use super::fixture::write;
use catchment::crs::Crs;
use catchment::load::{self, StudyFiles, Wanted};
use catchment::study::Study;
use catchment::travel::RoadCurve;
use std::fmt::Write as _;
use tempfile::TempDir;

/// Three postcodes within 300 m of the middle of each area: the cells hold every resident of the
/// study, and coverage by cells is that by areas within a percentage point.
#[test]
fn cells_keep_the_people_and_the_coverage_of_their_areas() {
    let folder = TempDir::new().unwrap();
    let mut study = Study::parse(catchment::built_in::STUDY, "study.toml").unwrap();
    let files = StudyFiles::memory(catchment::built_in::FILES.iter().copied());
    study.travel = catchment::study::TravelChoice::StraightLine(RoadCurve::default());
    let data = load::dataset(&study, &files, Wanted { drawing: false }).unwrap();
    let grid = Crs::from_code("EPSG:27700").unwrap();
    let mut points = "easting,northing,postcode,authority\n".to_owned();
    let mut areas = "lon,lat,population\n".to_owned();
    for point in &data.points {
        let place = point.position.unwrap();
        let residents = point.population.unwrap();
        writeln!(areas, "{},{},{residents}", place.lon(), place.lat()).unwrap();
        let (x, y) = grid.coordinates(place).unwrap();
        for (dx, dy) in [(-150.0, -100.0), (200.0, 0.0), (-50.0, 220.0)] {
            writeln!(points, "{:.0},{:.0},X,E06000001", x + dx, y + dy).unwrap();
        }
    }
    // In the North Sea, and in Scotland.
    points.push_str("800000,500000,SEA,E06000001\n258000,665000,G1,S12000049\n");
    write(&folder, "points.csv", points);
    write(&folder, "areas.csv", areas);
    let mut command = catchment(&folder);
    command.args([
        "build",
        "points.csv",
        "-o",
        "cells.parquet",
        "--format",
        "json",
    ]);
    let built = json(command.assert().success().get_output());
    let residents = data.population().unwrap().as_f64();
    assert_eq!(built["population_of_the_study"].as_f64(), Some(residents));
    assert_eq!(built["population"].as_f64(), Some(residents));
    assert_eq!(built["points_outside"], 1);
    assert_eq!(built["points_of_other_authorities"], 1);

    let run = |input: &str| {
        let mut run = catchment(&folder);
        run.args([
            "run",
            input,
            "--layout",
            "current-24,example-30",
            "--format",
            "json",
        ]);
        json(run.assert().success().get_output())["summary"].clone()
    };
    let (cells, areas) = (run("cells.parquet"), run("areas.csv"));
    for layout in 0..2 {
        assert_eq!(areas[layout]["population"].as_f64(), Some(residents));
        for standard in [30, 45, 60, 90] {
            let column = format!("within_{standard}_percent");
            let share = |table: &serde_json::Value| table[layout][&column].as_f64().unwrap();
            let apart = (share(&cells) - share(&areas)).abs();
            assert!(apart < 1.0, "{column}: {apart} percentage points apart");
        }
    }
}

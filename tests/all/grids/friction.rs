//! Times over a friction surface, beside the surface asked cell by cell.

use super::command::{catchment, example, json};
use super::fixture::*;
use catchment::crs::Crs;
use catchment::grid::{FrictionFile, GridOptions, GridOutputs};
use catchment::network::friction::{PlacedSurface, allocate};
use catchment::units::{Demand, DemandMinutes, TravelTime};
use predicates::prelude::predicate;
use std::sync::Arc;
use tempfile::TempDir;

/// Friction on the cells of the raster: a slow country with a wall of cells without data that leaves the
/// north-east to nobody, and a quick road.
fn friction(wall: bool) -> Vec<f32> {
    (0..ROWS * COLUMNS)
        .map(|cell| {
            let (row, column) = (cell / COLUMNS, cell % COLUMNS);
            let is_wall = wall && (row + 60 == column || row + 61 == column) && row < 55;
            let is_wall = is_wall || wall && row == 55 && column > 110;
            match (is_wall, row % 20 == 7) {
                (true, _) => -99_999.0,
                (false, true) => 0.001,
                (false, false) => 0.012 + (cell % 7) as f32 * 0.001,
            }
        })
        .collect()
}

fn placed(cells: &[f32]) -> PlacedSurface {
    let cells = cells.iter().map(|&cell| (cell > 0.0).then_some(cell));
    let size = (ROWS, COLUMNS);
    PlacedSurface::new(Crs::wgs84(), (WEST, NORTH), (STEP, STEP), size, cells).unwrap()
}

/// Sums of the fixture's people over a surface, cell by cell: people, minutes, within the first standard,
/// and unreachable.
fn expected(surface: &PlacedSurface, layout: &[u16]) -> (Demand, DemandMinutes, Demand, Demand) {
    let centres: Vec<u32> = layout
        .iter()
        .map(|&n| surface.passable_cell_of(places()[usize::from(n)]).unwrap())
        .collect();
    let allocation = allocate(surface.surface(), &centres);
    let mut sums = (
        Demand::ZERO,
        DemandMinutes::default(),
        Demand::ZERO,
        Demand::ZERO,
    );
    for (cell, &people) in cells()
        .iter()
        .enumerate()
        .filter(|&(_, &people)| people > 0.0)
    {
        let people = Demand::try_new(f64::from(people)).unwrap();
        let on_surface = surface.cell_of(middle(cell));
        match on_surface.and_then(|cell| allocation.get(cell)) {
            Some((_, time)) => {
                sums.0 += people;
                sums.1 += people.times(time);
                if time <= TravelTime::from_whole(15) {
                    sums.2 += people;
                }
            }
            None => sums.3 += people,
        }
    }
    sums
}

fn with_surface(input: &std::path::Path, surface: &std::path::Path) -> GridOptions {
    GridOptions {
        surface: Some(Arc::new(FrictionFile::read(surface, None).unwrap())),
        ..options(input, GridOutputs::default())
    }
}

/// Sums are those of the surface asked cell by cell, nobody is lost, and who cannot reach a centre is
/// counted; in a raster, as points, and over a surface with cells of another size.
#[test]
fn sums_are_those_of_the_surface_asked_cell_by_cell() {
    let folder = example();
    let raster = folder.path().join("cells.tif");
    let points = folder.path().join("cells.csv");
    let fine = write(
        &folder,
        "fine.tif",
        geotiff(Packing::Deflate, 4326, &friction(true)),
    );
    let coarse = "ncols 44\nnrows 31\nxllcorner -2.01\nyllcorner 52.08\ncellsize 0.03\n\
                  NODATA_value -1\n"
        .to_owned()
        + &"0.002 0.02 ".repeat(22 * 31);
    let coarse = write(&folder, "coarse.asc", coarse);
    write(&folder, "coarse.prj", "GEOGCS[\"GCS_WGS_1984\"]");
    for surface in [&fine, &coarse] {
        let read = FrictionFile::read(surface, None).unwrap();
        let from_raster = go(&with_surface(&raster, surface)).unwrap();
        let from_points = go(&with_surface(&points, surface)).unwrap();
        for (number, layout) in [vec![0, 1, 2], vec![0, 2]].iter().enumerate() {
            let (people, minutes, within, unreachable) = expected(&read.surface, layout);
            for result in [&from_raster, &from_points] {
                let total = result.layouts[number].totals.total();
                assert_eq!((total.people, total.unreachable), (people, unreachable));
                assert_eq!((total.people_minutes, total.within[0]), (minutes, within));
                assert_eq!(total.everyone(), result.people, "nobody is lost");
            }
        }
        let unreachable = from_raster.layouts[0].totals.unreachable;
        assert_eq!(unreachable > Demand::ZERO, surface == &fine);
    }
}

/// The friction of a surface from a file is that of the file.
#[test]
fn a_surface_is_read_as_it_was_written() {
    let folder = TempDir::new().unwrap();
    let cells = friction(true);
    let file = write(&folder, "friction.tif", geotiff(Packing::Lzw, 4326, &cells));
    let read = FrictionFile::read(&file, None).unwrap();
    let expected = placed(&cells);
    assert_eq!(read.surface.surface(), expected.surface());
    assert!(
        read.notes[0].contains("90 rows of 130 cells"),
        "{:?}",
        read.notes
    );
    assert!(read.notes[1].contains("60.0 to"), "{:?}", read.notes);
    assert_eq!(read.warnings, []);
}

#[test]
fn the_command_takes_a_surface() {
    let folder = example();
    write(
        &folder,
        "friction.tif",
        geotiff(Packing::Lzw, 4326, &friction(true)),
    );
    let run = |more: &[&str]| {
        let mut command = catchment(&folder);
        command.args(["run", "cells.tif", "--hospitals", "hospitals.csv"]);
        command.args([
            "--within",
            "15,30",
            "--friction",
            "friction.tif",
            "--format",
            "json",
        ]);
        command.args(more);
        command
    };
    let more = [
        "--raster",
        "minutes.tif",
        "--map",
        "map.png",
        "--cells",
        "cells.parquet",
    ];
    let found = json(&run(&more).assert().success().get_output().clone());
    let (people, _, _, unreachable) = expected(&placed(&friction(true)), &[0, 1, 2]);
    let summary = &found["summary"][0];
    let number = |name: &str| summary[name].as_f64().unwrap();
    assert!((number("population") - (people + unreachable).as_f64()).abs() < 1e-6);
    assert!((number("population_unreachable") - unreachable.as_f64()).abs() < 1e-6);
    let outputs = folder.path().join("outputs/grid-cells");
    let manifest = std::fs::read_to_string(outputs.join("run.json")).unwrap();
    for words in [
        "friction surface",
        "friction.tif: 90 rows of 130 cells",
        "\"road_curve\": null",
    ] {
        assert!(manifest.contains(words), "{words}: {manifest}");
    }
    for more in [["--nearest", "2"].as_slice(), &["--backup"]] {
        let refused = run(more).assert().code(2);
        refused.stderr(predicate::str::contains("--friction"));
    }
}

/// What is wrong with a surface or a centre is said with its place.
#[test]
fn what_is_no_surface_is_refused() {
    let folder = example();
    let refused = |name: &str, bytes: Vec<u8>| {
        let file = write(&folder, name, bytes);
        FrictionFile::read(&file, None).unwrap_err().to_string()
    };
    let mut zero = friction(false);
    zero[COLUMNS + 3] = 0.0;
    let error = refused("zero.tif", geotiff(Packing::Plain, 4326, &zero));
    assert!(
        error.contains("row 1, column 3: friction must be above 0"),
        "{error}"
    );
    assert!(error.contains("gdal_edit.py -a_nodata"), "{error}");
    let mut negative = friction(false);
    negative[5] = -9_999.0;
    let error = refused("negative.tif", geotiff(Packing::Plain, 4326, &negative));
    assert!(
        error.contains("row 0, column 5: expected minutes per metre above 0"),
        "{error}"
    );
    let barriers = vec![-99_999.0; ROWS * COLUMNS];
    let error = refused("barriers.tif", geotiff(Packing::Plain, 4326, &barriers));
    assert!(error.contains("all cells are barriers"), "{error}");
    let error = refused("text.asc", ascii(&friction(false)).into_bytes());
    assert!(error.contains("`text.prj` beside it)"), "{error}");

    let mut cells = friction(false);
    let centre = placed(&cells).cell_of(places()[1]).unwrap() as usize;
    cells[centre] = -99_999.0;
    let surface = write(&folder, "hole.tif", geotiff(Packing::Plain, 4326, &cells));
    let raster = folder.path().join("cells.tif");
    let error = go(&with_surface(&raster, &surface))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("centre `b` is on a barrier (row 70, column 100)"),
        "{error}"
    );
    assert!(error.contains("nearest passable cell is"), "{error}");
}

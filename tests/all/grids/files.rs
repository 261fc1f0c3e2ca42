//! What is read, what is refused, and that an output is whole or not there.

use super::fixture::*;
use catchment::crs::Crs;
use catchment::grid::{GridError, GridOptions, GridOutputs, GridResult, run};
use catchment::units::{Demand, TravelTime};
use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use tempfile::TempDir;

/// Every cell's people, sent along the great circle to the nearest centre.
fn by_hand(layout: &[usize]) -> (Demand, f64, [Demand; 3]) {
    let (mut people, mut minutes, mut within) = (Demand::ZERO, 0.0, [Demand::ZERO; 3]);
    for (cell, &count) in cells()
        .iter()
        .enumerate()
        .filter(|&(_, &count)| count > 0.0)
    {
        let here = Demand::try_new(f64::from(count)).unwrap();
        let times = layout
            .iter()
            .map(|&n| curve().travel_time(places()[n].distance_to(middle(cell))));
        let time = times.min().unwrap();
        people += here;
        minutes += here.as_f64() * time.as_f64();
        for (sum, standard) in within.iter_mut().zip([15, 30, 45]) {
            if time <= TravelTime::from_whole(standard) {
                *sum += here;
            }
        }
    }
    (people, minutes / people.as_f64(), within)
}

fn assert_by_hand(result: &GridResult) {
    for (layout, sites) in [(0, &[0, 1, 2][..]), (1, &[0, 2])] {
        let total = result.layouts[layout].totals.total();
        let (people, mean, within) = by_hand(sites);
        assert_eq!(total.people, people);
        assert!((total.mean_minutes().unwrap() - mean).abs() < 1e-6);
        assert_eq!(total.within, within);
    }
}

#[test]
fn rasters_of_every_packing_hold_the_same_people() {
    let folder = TempDir::new().unwrap();
    let cells = cells();
    let files = [
        write(&folder, "plain.tif", geotiff(Packing::Plain, 4326, &cells)),
        write(&folder, "lzw.tif", geotiff(Packing::Lzw, 4326, &cells)),
        write(
            &folder,
            "deflate.tiff",
            geotiff(Packing::Deflate, 4326, &cells),
        ),
        write(&folder, "tiled.tif", tiled(&cells)),
        write(&folder, "text.asc", ascii(&cells)),
    ];
    write(&folder, "text.prj", "GEOGCS[\"GCS_WGS_1984\"]");
    for file in files {
        let result = go(&options(&file, GridOutputs::default())).unwrap();
        assert_by_hand(&result);
        let there = cells.iter().filter(|&&cell| cell >= 0.0).count();
        assert_eq!(result.cells, there as u64, "{}", file.display());
    }
}

#[test]
fn points_hold_the_same_people_as_the_raster() {
    let folder = TempDir::new().unwrap();
    let mut csv = "lon,lat,population\n".to_owned();
    for (cell, &people) in cells()
        .iter()
        .enumerate()
        .filter(|&(_, &people)| people > 0.0)
    {
        let place = middle(cell);
        writeln!(csv, "{},{},{}", place.lon(), place.lat(), f64::from(people)).unwrap();
    }
    let csv = write(&folder, "points.csv", csv);
    let outputs = GridOutputs {
        cells: Some(folder.path().join("cells.parquet")),
        ..GridOutputs::default()
    };
    assert_by_hand(&go(&options(&csv, outputs)).unwrap());
    // The cells that were written are an input in their turn.
    let again = options(&folder.path().join("cells.parquet"), GridOutputs::default());
    let result = go(&again).unwrap();
    assert_eq!(result.people, by_hand(&[0, 1, 2]).0);
    assert!(
        (result.layouts[0].totals.total().mean_minutes().unwrap() - by_hand(&[0, 1, 2]).1).abs()
            < 1e-6
    );
}

fn everything(folder: &TempDir) -> GridOutputs {
    let file = |name: &str| Some(folder.path().join("out").join(name));
    fs::create_dir_all(folder.path().join("out")).unwrap();
    GridOutputs {
        cells: file("cells.parquet"),
        raster: file("minutes.tif"),
        image: true,
    }
}

fn written(folder: &TempDir) -> Vec<String> {
    let files = fs::read_dir(folder.path().join("out")).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn all_outputs_are_written_and_can_be_read_again() {
    let folder = TempDir::new().unwrap();
    let input = write(&folder, "cells.tif", geotiff(Packing::Lzw, 4326, &cells()));
    let options = options(&input, everything(&folder));
    let done = run(&options, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(
        written(&folder).iter().all(|name| name.starts_with('.')),
        "not yet named"
    );
    let image = done.image.clone().unwrap();
    let result = done.finish().unwrap();
    assert_by_hand(&result);
    assert_eq!(written(&folder), ["cells.parquet", "minutes.tif"]);
    // A pixel a cell: the picture holds the minutes of every cell with people, and no others.
    let (north, west) = image.north_west();
    let cells = cells();
    let mut shown = 0;
    for cell in (0..ROWS * COLUMNS).filter(|&cell| cells[cell] > 0.0) {
        let place = middle(cell);
        let across = ((place.lon() - west) / STEP).floor() as usize;
        let down = ((north - place.lat()) / STEP).floor() as usize;
        let times = places()
            .into_iter()
            .map(|at| curve().travel_time(at.distance_to(place)));
        assert_eq!(image.time(across, down), times.min(), "cell {cell}");
        shown += 1;
    }
    let pixels = (0..image.height()).flat_map(|y| (0..image.width()).map(move |x| (x, y)));
    assert_eq!(
        pixels.filter(|&(x, y)| image.time(x, y).is_some()).count(),
        shown
    );
    // The raster of minutes lies where the raster of people lies: read as people, it has as many
    // cells, and the same centre is nearest to the first of them.
    let again = GridOptions {
        input: folder.path().join("out/minutes.tif"),
        outputs: GridOutputs::default(),
        ..options
    };
    let again = go(&again).unwrap();
    assert_eq!(again.cells, result.cells);
    let minutes: f64 = (0..ROWS * COLUMNS)
        .filter(|&cell| cells[cell] >= 0.0)
        .map(|cell| {
            let times = places()
                .into_iter()
                .map(|at| curve().travel_time(at.distance_to(middle(cell))));
            times.min().unwrap().as_f64()
        })
        .sum();
    assert!(
        (again.people.as_f64() - minutes).abs() < 1e-4 * minutes,
        "{minutes}"
    );
}

/// Cut anywhere, a raster is refused, and nothing is written.
#[test]
fn a_truncated_file_gives_an_error_and_no_output() {
    let folder = TempDir::new().unwrap();
    let outputs = everything(&folder);
    for packing in [Packing::Plain, Packing::Lzw, Packing::Deflate] {
        let whole = geotiff(packing, 4326, &cells());
        for kept in [
            0,
            3,
            8,
            100,
            whole.len() / 3,
            whole.len() / 2,
            whole.len() - 5,
        ] {
            let input = write(&folder, "cut.tif", &whole[..kept]);
            let refused = go(&options(&input, outputs.clone()))
                .unwrap_err()
                .to_string();
            assert!(refused.contains("cut.tif"), "{refused}");
            assert!(written(&folder).is_empty(), "{kept} bytes");
        }
    }
    write(&folder, "cut.prj", "GEOGCS[\"GCS_WGS_1984\"]");
    let text = ascii(&cells());
    let half = &text[..text[..text.len() / 2].rfind(' ').unwrap()];
    let input = write(&folder, "cut.asc", half);
    let refused = go(&options(&input, outputs.clone()))
        .unwrap_err()
        .to_string();
    assert!(refused.contains("the file ends after"), "{refused}");
    let input = write(&folder, "cut.asc", format!("{text} 1 2 3\n"));
    assert!(
        go(&options(&input, outputs)).is_err(),
        "more cells than the header says"
    );
    assert!(written(&folder).is_empty());
}

/// The Parquet of one run is the input of the next, and no part of it is.
#[test]
fn truncated_points_give_an_error_and_no_output() {
    let (before, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let raster = write(
        &before,
        "cells.tif",
        geotiff(Packing::Plain, 4326, &cells()),
    );
    let first = everything(&before);
    let found = go(&options(&raster, first.clone())).unwrap();
    let whole = fs::read(first.cells.unwrap()).unwrap();
    let input = write(&folder, "whole.parquet", &whole);
    let again = go(&options(&input, GridOutputs::default())).unwrap();
    assert_eq!(again.people, found.people);
    let outputs = everything(&folder);
    let points = GridOutputs {
        raster: None,
        ..outputs
    };
    let third = whole.len() / 3;
    let parquet = [0, 4, third, 2 * third, whole.len() - 1].map(|kept| &whole[..kept]);
    let csv = "lon,lat,population\n1.0,52.0,3\n1.0,52".as_bytes();
    let cut = parquet.map(|bytes| ("cut.parquet", bytes));
    for (name, bytes) in cut.into_iter().chain([("cut.csv", csv)]) {
        let input = write(&folder, name, bytes);
        let refused = go(&options(&input, points.clone()))
            .unwrap_err()
            .to_string();
        assert!(refused.contains("cut."), "{refused}");
        fs::remove_file(input).unwrap();
        assert!(written(&folder).is_empty(), "{name}: {} bytes", bytes.len());
    }
}

#[test]
fn a_corrupt_file_gives_an_error_and_no_output() {
    let folder = TempDir::new().unwrap();
    let outputs = everything(&folder);
    let mut packed = geotiff(Packing::Deflate, 4326, &cells());
    for byte in packed.iter_mut().skip(40).take(400) {
        *byte = 0xff;
    }
    let mut impossible = cells();
    impossible[77] = -3.0;
    for (name, bytes) in [
        ("packed.tif", packed),
        ("noise.tif", b"II*\0this is no raster at all".to_vec()),
        ("people.tif", geotiff(Packing::Plain, 4326, &impossible)),
        ("cells.parquet", b"PAR1 and nothing more".to_vec()),
        (
            "cells.csv",
            b"lon,lat,population\n1.0,52.0,3\n1.0,north,3\n".to_vec(),
        ),
        ("more.csv", b"lon,lat,population\n1.0,52.0,-3\n".to_vec()),
        ("off.csv", b"lon,lat,population\n1.0,152.0,3\n".to_vec()),
        ("columns.csv", b"a,b,population\n1.0,52.0,3\n".to_vec()),
        ("grid.xyz", b"1 2 3".to_vec()),
    ] {
        let input = write(&folder, name, bytes);
        let refused = go(&options(&input, outputs.clone()))
            .unwrap_err()
            .to_string();
        assert!(refused.contains(name) || name.ends_with("csv"), "{refused}");
        assert!(written(&folder).is_empty(), "{name}");
    }
    assert!(go(&options(&folder.path().join("none.tif"), outputs)).is_err());
}

#[test]
fn an_unknown_system_is_refused_by_name() {
    let folder = TempDir::new().unwrap();
    let input = write(
        &folder,
        "moon.tif",
        geotiff(Packing::Plain, 30_100, &cells()),
    );
    let refused = go(&options(&input, GridOutputs::default()))
        .unwrap_err()
        .to_string();
    assert!(refused.contains("EPSG:30100"), "{refused}");
    let input = write(&folder, "cells.asc", ascii(&cells()));
    let refused = go(&options(&input, GridOutputs::default()))
        .unwrap_err()
        .to_string();
    assert!(refused.contains("cells.prj"), "{refused}");
    let input = write(&folder, "cells.csv", "x,y,population\n400000,300000,3\n");
    assert!(go(&options(&input, GridOutputs::default())).is_err());
    let mut named = options(&input, GridOutputs::default());
    named.crs = Some(Crs::from_code("EPSG:27700").unwrap());
    assert_eq!(go(&named).unwrap().people, Demand::from_whole(3));
}

#[test]
fn a_run_that_is_stopped_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let input = write(&folder, "cells.tif", geotiff(Packing::Lzw, 4326, &cells()));
    let stopped = run(&options(&input, everything(&folder)), &mut |_| {
        ControlFlow::Break(())
    });
    assert!(matches!(stopped, Err(GridError::Cancelled)));
    assert!(written(&folder).is_empty());
}

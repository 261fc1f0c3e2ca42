//! `GeoTIFFs` as GDAL and others write them: read as GDAL reads them, or refused by name.

use super::command::{catchment, example, json, names};
use super::fixture::*;
use catchment::crs::Crs;
use catchment::grid::{GridOptions, GridOutputs};
use predicates::prelude::predicate;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tiff::tags::Tag;

/// Files that `benches/peers/grid_geotiff_gdal.py` wrote with GDAL, and what GDAL reads in them.
#[test]
fn files_of_gdal_hold_the_people_that_gdal_reads() {
    let folder = Path::new("tests/geotiff");
    let mut table = csv::Reader::from_path(folder.join("expected.csv")).unwrap();
    let mut read = 0;
    for row in table.records() {
        let row = row.unwrap();
        let mut options = options(&folder.join(&row[0]), GridOutputs::default());
        options.band = row[1].parse().ok();
        let found = go(&options);
        if !row[4].is_empty() {
            let refused = found.unwrap_err().to_string();
            let named = refused.contains(&row[0]) && refused.contains(&row[4]);
            assert!(named, "{}: {refused}", &row[0]);
            continue;
        }
        let found = found.unwrap();
        let people: f64 = row[2].parse().unwrap();
        let most_off = 1e-6 * found.cells as f64 + 1e-9 * people;
        assert_eq!(found.cells.to_string(), row[3], "{}", &row[0]);
        let off = (found.people.as_f64() - people).abs();
        assert!(
            off <= most_off,
            "{}: {} for {people}",
            &row[0],
            found.people.as_f64()
        );
        read += 1;
    }
    assert!(read > 25, "{read} files");
}

/// The same cells turned over, or mirrored, or cut into parts otherwise, have the same answer.
#[test]
fn rows_from_south_to_north_are_turned_over() {
    let folder = TempDir::new().unwrap();
    let cells = cells();
    let plain = write(&folder, "plain.tif", geotiff(Packing::Plain, 4326, &cells));
    let plain = go(&options(&plain, GridOutputs::default())).unwrap();
    let south = NORTH - STEP * ROWS as f64;
    let east = WEST + STEP * COLUMNS as f64;
    for (is_south_up, is_mirrored) in [(true, false), (false, true), (true, true)] {
        let turned: Vec<f32> = (0..ROWS * COLUMNS)
            .map(|cell| {
                let (row, column) = (cell / COLUMNS, cell % COLUMNS);
                let row = if is_south_up { ROWS - 1 - row } else { row };
                let column = if is_mirrored {
                    COLUMNS - 1 - column
                } else {
                    column
                };
                cells[row * COLUMNS + column]
            })
            .collect();
        let (x, step_x) = if is_mirrored {
            (east, -STEP)
        } else {
            (WEST, STEP)
        };
        let (y, step_y) = if is_south_up {
            (south, STEP)
        } else {
            (NORTH, -STEP)
        };
        let matrix = [
            step_x, 0.0, 0.0, x, 0.0, step_y, 0.0, y, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0,
        ];
        let file = write(&folder, "turned.tif", of_matrix(&turned, &matrix));
        let found = go(&options(&file, GridOutputs::default())).unwrap();
        assert_eq!(found.cells, plain.cells);
        for (turned, plain) in found.layouts.iter().zip(&plain.layouts) {
            assert_eq!(turned.totals, plain.totals, "{is_south_up} {is_mirrored}");
        }
    }
}

/// A raster of single precision, placed by a matrix.
fn of_matrix(cells: &[f32], matrix: &[f64]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut bytes).unwrap();
    let mut image = encoder
        .new_image::<tiff::encoder::colortype::Gray32Float>(COLUMNS as u32, ROWS as u32)
        .unwrap();
    image.rows_per_strip(7).unwrap();
    let tags = image.encoder();
    let keys = [
        1_u16, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326,
    ];
    tags.write_tag(Tag::GeoKeyDirectoryTag, &keys[..]).unwrap();
    tags.write_tag(Tag::ModelTransformationTag, matrix).unwrap();
    tags.write_tag(Tag::GdalNodata, "-99999").unwrap();
    image.write_data(cells).unwrap();
    bytes.into_inner()
}

/// A few kilobytes that say they are terabytes: refused by name, and no memory taken.
#[test]
fn files_that_declare_more_than_they_have_are_refused() {
    let folder = TempDir::new().unwrap();
    for (name, entries) in [
        // Width, length, rows of a strip, compression.
        ("wide.tif", [1 << 31, 1, 1, 1]),
        ("strip.tif", [30_000, 30_000, 30_000, 8]),
        ("packed.tif", [9_000, 9_000, 9_000, 8]),
        ("lzw.tif", [16_000, 16_000, 16_000, 5]),
        ("rows.tif", [1, u32::MAX, u32::MAX, 1]),
        ("long.tif", [20_000, 20_000, 1, 1]),
        ("all.tif", [1 << 24, 1 << 31, 1 << 31, 1]),
    ] {
        let [width, length, rows, compression] = entries;
        let file = write(
            &folder,
            name,
            strips(&[
                (256, 4, width),
                (257, 4, length),
                (258, 3, 32),
                (259, 3, compression),
                (273, 4, 8),
                (277, 3, 1),
                (278, 4, rows),
                (279, 4, 1_000),
                (339, 3, 3),
            ]),
        );
        let refused = go(&options(&file, GridOutputs::default()))
            .unwrap_err()
            .to_string();
        assert!(refused.contains(name), "{refused}");
    }
    for (name, side) in [("tile.tif", 1 << 20), ("tiles.tif", 0)] {
        let file = write(
            &folder,
            name,
            strips(&[
                (256, 4, 1_000),
                (257, 4, 1_000),
                (258, 3, 32),
                (259, 3, 8),
                (322, 4, side),
                (323, 4, side),
                (324, 4, 8),
                (325, 4, 1_000),
                (339, 3, 3),
            ]),
        );
        let refused = go(&options(&file, GridOutputs::default()))
            .unwrap_err()
            .to_string();
        assert!(refused.contains(name), "{refused}");
    }
    // A directory that is its own successor, and values beyond the end.
    let mut round = strips(&[(256, 4, 3)]);
    let end = round.len() - 4;
    let at: [u8; 4] = round[4..8].try_into().unwrap();
    round[end..].copy_from_slice(&at);
    let mut beyond = strips(&[(256, 4, 3)]);
    let count = beyond.len() - 4 - 8;
    beyond[count..count + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    for (name, bytes) in [("round.tif", round), ("beyond.tif", beyond)] {
        let file = write(&folder, name, bytes);
        let refused = go(&options(&file, GridOutputs::default()))
            .unwrap_err()
            .to_string();
        assert!(refused.contains(name), "{refused}");
    }
}

/// A TIFF of 1,000 bytes of anything and these tags: number, type, value.
fn strips(tags: &[(u16, u16, u32)]) -> Vec<u8> {
    let mut bytes = b"II*\0".to_vec();
    bytes.extend(1_008_u32.to_le_bytes());
    bytes.extend([7; 1_000]);
    bytes.extend((tags.len() as u16).to_le_bytes());
    for &(tag, kind, value) in tags {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

/// A system that contradicts the file is refused; one that says the same, or where the file says
/// none, is not.
#[test]
fn a_system_that_contradicts_the_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let plain = write(
        &folder,
        "plain.tif",
        geotiff(Packing::Plain, 4326, &cells()),
    );
    let text = write(&folder, "text.asc", ascii(&cells()));
    write(&folder, "text.prj", "GEOGCS[\"GCS_WGS_1984\"]");
    for file in [plain, text] {
        let with = |code: &str| GridOptions {
            crs: Some(Crs::from_code(code).unwrap()),
            ..options(&file, GridOutputs::default())
        };
        assert_eq!(
            go(&with("EPSG:4326")).unwrap().people,
            go(&with("EPSG:4258")).unwrap().people
        );
        let refused = go(&with("EPSG:27700")).unwrap_err().to_string();
        assert!(
            refused.contains("EPSG:27700") && refused.contains("EPSG:4326"),
            "{refused}"
        );
    }
}

/// What is read as it is and is probably nodata is said, with the count, on the screen and in
/// `run.json`; and nothing is said of a raster that is as it should be.
#[test]
fn undeclared_nodata_is_said_with_its_count() {
    let folder = example();
    for (file, said) in [
        (
            "undeclared-65535.tif",
            "90 cells hold 65535, the largest value of its type; is this undeclared nodata?",
        ),
        ("scale-offset.tif", "people are value × 0.5 + 10"),
        (
            "mask-external.tif",
            "cells hidden by mask-external.tif.msk are nodata",
        ),
    ] {
        for part in [file.to_owned(), format!("{file}.msk")] {
            let from = Path::new("tests/geotiff").join(&part);
            if from.exists() {
                fs::copy(from, folder.path().join(&part)).unwrap();
            }
        }
        let mut command = catchment(&folder);
        command.args([
            "run",
            file,
            "--hospitals",
            "hospitals.csv",
            "--format",
            "json",
            "-o",
            "out",
        ]);
        let done = command
            .assert()
            .success()
            .stderr(predicate::str::contains(said));
        assert!(json(done.get_output())["population"].as_f64().unwrap() > 0.0);
        let manifest = fs::read_to_string(folder.path().join("out/run.json")).unwrap();
        assert!(
            manifest.contains(said.split(';').next().unwrap()),
            "{manifest}"
        );
    }
    let mut command = catchment(&folder);
    command.args([
        "run",
        "cells.tif",
        "--hospitals",
        "hospitals.csv",
        "-o",
        "out",
    ]);
    command.assert().success().stderr("");
}

/// ESRI ASCII grids: nodata that is not declared, cells that are not square, and what is no grid.
#[test]
fn text_grids_are_read_by_the_rules_of_their_format() {
    let folder = TempDir::new().unwrap();
    let grid = |head: &str, cells: &str| {
        let file = write(
            &folder,
            "text.asc",
            format!("ncols 3\nNROWS 2\nxllcenter -1\nyllcenter 52\n{head}\n{cells}\n"),
        );
        let mut options = options(&file, GridOutputs::default());
        options.crs = Some(Crs::wgs84());
        go(&options)
    };
    let found = grid("cellsize 0.1", "1 2 -9999\n4 nan 5.5").unwrap();
    assert_eq!((found.cells, found.people.as_f64()), (4, 12.5));
    assert!(found.notes[0].contains("-9999"), "{:?}", found.notes);
    let found = grid("dx 0.1\ndy 0.2\nnodata_value -1", "1 2 -1\n4 -1 5.5").unwrap();
    assert_eq!((found.cells, found.people.as_f64()), (4, 12.5));
    let found = grid("cellsize 0.1\nnodata_value -1", "99999 2 -1\n99999 -1 5.5").unwrap();
    assert!(
        found.warnings[0].to_string().contains("2 cells hold 99999"),
        "{:?}",
        found.warnings
    );
    for (head, cells, said) in [
        (
            "cellsize 0.1\nnodata_value -1",
            "1 2 -9999\n4 5 6",
            "is this undeclared nodata",
        ),
        ("cellsize 0.1", "1,5 2 3\n4 5 6", "use a decimal point"),
        ("cellsize 0", "1 2 3\n4 5 6", "above 0"),
        (
            "cellsize 9e-10",
            "1 2 3\n4 5 6",
            "cells of 9e-10 by its coordinate system are too small",
        ),
        ("dx 0.1", "1 2 3\n4 5 6", "cellsize"),
    ] {
        let refused = grid(head, cells).unwrap_err().to_string();
        assert!(
            refused.contains("text.asc") && refused.contains(said),
            "{refused}"
        );
    }
}

/// Names that end otherwise, and files that are something else: what to do is said.
#[test]
fn what_is_not_a_raster_is_refused_with_advice() {
    let folder = example();
    write(&folder, "all.vrt", "<VRTDataset/>");
    write(&folder, "cells.tif.ovr", "II*\0");
    write(&folder, "picture.tif", b"\x89PNG\r\n\x1a\n0123456789");
    write(&folder, "empty.tif", "");
    let before = names(folder.path());
    for (arguments, said) in [
        (vec!["all.vrt"], "gdal_translate"),
        (vec!["cells.tif.ovr"], "name that one"),
        (vec!["picture.tif"], "a PNG"),
        (vec!["empty.tif"], "empty.tif: not a TIFF"),
        (vec!["cells.tif", "--band", "2"], "no band 2"),
        (vec!["cells.csv", "--band", "1"], "no bands"),
    ] {
        let mut command = catchment(&folder);
        command
            .args(["run", "--hospitals", "hospitals.csv"])
            .args(&arguments);
        command
            .assert()
            .code(2)
            .stdout("")
            .stderr(predicate::str::contains(said));
        assert_eq!(names(folder.path()), before, "{arguments:?}");
    }
}

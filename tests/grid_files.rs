//! Files of population grids, from input to output: what is read, what is refused, and that an
//! output is whole or not there.
#![allow(clippy::cast_possible_truncation)]

use catchment::grid::{
    Crs, GridError, GridOptions, GridOutputs, GridResult, PopulationGenerator, run,
};
use catchment::model::LatLon;
use catchment::study::RoadCurve;
use catchment::units::{Demand, KmPerHour, Metres, Minutes};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tiff::encoder::{Compression, DeflateLevel, TiffEncoder, colortype};
use tiff::tags::Tag;

const ROWS: usize = 90;
const COLUMNS: usize = 130;
const NORTH: f64 = 53.0;
const WEST: f64 = -2.0;
const STEP: f64 = 0.01;

fn curve() -> RoadCurve {
    RoadCurve {
        fixed: Minutes::from_whole(5),
        detour: 1.3,
        slow: KmPerHour::try_new(30.0).unwrap(),
        fast: KmPerHour::try_new(80.0).unwrap(),
        reach: Metres::try_new(30_000.0).unwrap(),
    }
}

fn places() -> Vec<LatLon> {
    [(52.9, -1.9), (52.3, -1.0), (52.6, -1.4)]
        .map(|(a, b)| LatLon::try_new(a, b).unwrap())
        .to_vec()
}

fn options(input: &Path, outputs: GridOutputs) -> GridOptions {
    GridOptions {
        input: input.to_owned(),
        crs: None,
        centres: ('a'..).map(String::from).zip(places()).collect(),
        layouts: vec![
            ("all".to_owned(), vec![0, 1, 2]),
            ("two".to_owned(), vec![0, 2]),
        ],
        curve: curve(),
        standards: [15, 30, 45].map(Minutes::from_whole).to_vec(),
        groups: None,
        outputs,
    }
}

fn go(options: &GridOptions) -> Result<GridResult, GridError> {
    run(options, &mut |_| ControlFlow::Continue(()))
}

/// Cells with people, cells without, and cells that are not there.
fn cells() -> Vec<f32> {
    let mut cells = PopulationGenerator::new(3, ROWS, COLUMNS).band(0, ROWS);
    for cell in cells.iter_mut().step_by(11) {
        *cell = -99_999.0;
    }
    cells
}

fn middle(cell: usize) -> LatLon {
    let (row, column) = (cell / COLUMNS, cell % COLUMNS);
    let lat = NORTH - STEP * (row as f64 + 0.5);
    LatLon::try_new(lat, WEST + STEP * (column as f64 + 0.5)).unwrap()
}

#[derive(Clone, Copy)]
enum Packing {
    Plain,
    Lzw,
    Deflate,
}

/// The cells as a `GeoTIFF` in strips, in degrees or with another code.
fn geotiff(packing: Packing, code: u16, cells: &[f32]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes)
        .unwrap()
        .with_compression(match packing {
            Packing::Plain => Compression::Uncompressed,
            Packing::Lzw => Compression::Lzw,
            Packing::Deflate => Compression::Deflate(DeflateLevel::Balanced),
        });
    let mut image = encoder
        .new_image::<colortype::Gray32Float>(COLUMNS as u32, ROWS as u32)
        .unwrap();
    image.rows_per_strip(7).unwrap();
    tags(image.encoder(), code);
    image.write_data(cells).unwrap();
    bytes.into_inner()
}

fn tags<W: Write + std::io::Seek, K: tiff::encoder::TiffKind>(
    tags: &mut tiff::encoder::DirectoryEncoder<'_, W, K>,
    code: u16,
) {
    let (model, key) = if code == 4326 { (2, 2048) } else { (1, 3072) };
    let keys = [
        1, 1, 0, 3, 1024, 0, 1, model, 1025, 0, 1, 1, key, 0, 1, code,
    ];
    tags.write_tag(Tag::ModelPixelScaleTag, &[STEP, STEP, 0.0][..])
        .unwrap();
    tags.write_tag(
        Tag::ModelTiepointTag,
        &[0.0, 0.0, 0.0, WEST, NORTH, 0.0][..],
    )
    .unwrap();
    tags.write_tag(Tag::GeoKeyDirectoryTag, &keys[..]).unwrap();
    tags.write_tag(Tag::GdalNodata, "-99999").unwrap();
}

/// The cells as a `GeoTIFF` in tiles of 64 × 32.
fn tiled(cells: &[f32]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut directory = encoder.image_directory().unwrap();
    let (mut offsets, mut counts) = (Vec::new(), Vec::new());
    for top in (0..ROWS).step_by(32) {
        for left in (0..COLUMNS).step_by(64) {
            let tile: Vec<f32> = (0..32 * 64)
                .map(|n| {
                    let (row, column) = (top + n / 64, left + n % 64);
                    if row < ROWS && column < COLUMNS {
                        cells[row * COLUMNS + column]
                    } else {
                        7.0
                    }
                })
                .collect();
            offsets.push(directory.write_data(&tile[..]).unwrap() as u32);
            counts.push(32 * 64 * 4_u32);
        }
    }
    for (tag, value) in [
        (Tag::ImageWidth, COLUMNS as u32),
        (Tag::ImageLength, ROWS as u32),
        (Tag::TileWidth, 64),
        (Tag::TileLength, 32),
    ] {
        directory.write_tag(tag, value).unwrap();
    }
    for (tag, value) in [
        (Tag::BitsPerSample, 32_u16),
        (Tag::Compression, 1),
        (Tag::PhotometricInterpretation, 1),
        (Tag::SamplesPerPixel, 1),
        (Tag::SampleFormat, 3),
    ] {
        directory.write_tag(tag, value).unwrap();
    }
    directory.write_tag(Tag::TileOffsets, &offsets[..]).unwrap();
    directory
        .write_tag(Tag::TileByteCounts, &counts[..])
        .unwrap();
    tags(&mut directory, 4326);
    directory.finish().unwrap();
    bytes.into_inner()
}

fn ascii(cells: &[f32]) -> String {
    let south = NORTH - STEP * ROWS as f64;
    let mut text = format!(
        "ncols {COLUMNS}\nnrows {ROWS}\nxllcorner {WEST}\nyllcorner {south}\ncellsize {STEP}\n\
         NODATA_value -99999\n"
    );
    for row in cells.chunks(COLUMNS) {
        let row: Vec<String> = row
            .iter()
            .map(|&cell| f64::from(cell).to_string())
            .collect();
        text.push_str(&row.join(" "));
        text.push('\n');
    }
    text
}

fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    file
}

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
            .map(|&n| curve().minutes(places()[n].distance_to(middle(cell))));
        let time = times.min().unwrap();
        people += here;
        minutes += here.as_f64() * time.as_f64();
        for (sum, standard) in within.iter_mut().zip([15, 30, 45]) {
            if time <= Minutes::from_whole(standard) {
                *sum += here;
            }
        }
    }
    (people, minutes / people.as_f64(), within)
}

fn assert_by_hand(result: &GridResult) {
    for (layout, sites) in [(0, &[0, 1, 2][..]), (1, &[0, 2])] {
        let total = result.layouts[layout].1.total();
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
        (result.layouts[0].1.total().mean_minutes().unwrap() - by_hand(&[0, 1, 2]).1).abs() < 1e-6
    );
}

fn everything(folder: &TempDir) -> GridOutputs {
    let file = |name: &str| Some(folder.path().join("out").join(name));
    fs::create_dir_all(folder.path().join("out")).unwrap();
    GridOutputs {
        summary: file("summary.csv"),
        centres: file("centres.csv"),
        groups: None,
        cells: file("cells.parquet"),
        raster: file("minutes.tif"),
        map: file("map.png"),
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
    let result = go(&options(&input, everything(&folder))).unwrap();
    assert_by_hand(&result);
    let names = [
        "cells.parquet",
        "centres.csv",
        "map.png",
        "minutes.tif",
        "summary.csv",
    ];
    assert_eq!(written(&folder), names);
    let summary = fs::read_to_string(folder.path().join("out/summary.csv")).unwrap();
    assert_eq!(summary.lines().count(), 3, "{summary}");
    let centres = fs::read_to_string(folder.path().join("out/centres.csv")).unwrap();
    assert_eq!(centres.lines().count(), 1 + 3 + 2, "{centres}");
    // The raster of minutes lies where the raster of people lies: read as people, it has as many
    // cells, and the same centre is nearest to the first of them.
    let again = go(&options(
        &folder.path().join("out/minutes.tif"),
        GridOutputs::default(),
    ))
    .unwrap();
    assert_eq!(again.cells, result.cells);
    let minutes: f64 = (0..ROWS * COLUMNS)
        .filter(|&cell| cells()[cell] >= 0.0)
        .map(|cell| {
            let times = places()
                .into_iter()
                .map(|at| curve().minutes(at.distance_to(middle(cell))));
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
        "cells more than the header says"
    );
    assert!(written(&folder).is_empty());
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

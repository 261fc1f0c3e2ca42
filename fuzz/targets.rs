//! What is attacked: every reader of the program, with the seeds that its inputs are made from.

use crate::mutation::Form;
use catchment::crs::Crs;
use catchment::grid::{FrictionFile, GridOptions, GridOutputs, GroupPolygons, run};
use catchment::load::{StudyFiles, Wanted, shapes};
use catchment::model::LatLon;
use catchment::network::{Profile, RoadNetwork};
use catchment::run::{Session, Silent, StudySource};
use catchment::study::ColumnNames;
use catchment::travel::RoadCurve;
use catchment::units::{KmPerHour, TravelTime};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A reader, and what is fed to it.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) seeds: Vec<Vec<u8>>,
    reader: Reader,
}

enum Reader {
    /// A file of a study, in the place of this one; all the files of the study.
    Study(&'static str, BTreeMap<String, Vec<u8>>),
    /// Polygons in a file of this name.
    Shapes(&'static str),
    /// A compressed file of this name.
    Packed(&'static str),
    /// Cells of a grid in a file of this name.
    Cells(&'static str),
    /// A friction surface in a file of this name.
    Friction(&'static str),
    /// An OpenStreetMap extract.
    Roads,
    /// A network that was kept.
    KeptRoads,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The files of a folder with these endings, none of them large.
fn seeds(of: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder(of)).expect("seeds are in the repository");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    let wanted = |path: &&PathBuf| {
        let name = path.to_string_lossy();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    let read = paths
        .iter()
        .filter(wanted)
        .map(|path| fs::read(path).expect("readable"));
    read.filter(|bytes| bytes.len() <= 1 << 15).collect()
}

fn study(of: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder(of)).expect("seeds are in the repository");
    let entries = entries.map(|entry| entry.expect("readable").path());
    let named = entries.map(|path| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read(path).expect("readable"))
    });
    named.collect()
}

/// Every target.
pub(crate) fn all() -> Vec<Target> {
    let mut all = of_studies();
    all.extend(of_files());
    all
}

fn is_csv(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "csv")
}

fn of_study(name: &'static str, of: &str, file: &'static str, form: Form) -> Target {
    let files = study(of);
    let mut seeds = vec![files[file].clone()];
    if is_csv(file) {
        let others = files.iter().filter(|(name, _)| is_csv(name));
        seeds.extend(others.map(|(_, bytes)| bytes.clone()));
    }
    Target {
        name,
        form,
        seeds,
        reader: Reader::Study(file, files),
    }
}

/// Files that are read as parts of a study.
fn of_studies() -> Vec<Target> {
    let (table, air) = ("fuzz/seeds/table", "fuzz/seeds/air");
    let (long, parquet) = ("fuzz/seeds/long", "fuzz/seeds/parquet");
    let mut parquet_times = of_study("parquet-times", parquet, "travel.parquet", Form::Binary);
    parquet_times
        .seeds
        .extend(seeds("tests/parquet", &[".parquet"]));
    vec![
        of_study("study", air, "study.toml", Form::Toml),
        of_study("study-table", table, "study.toml", Form::Toml),
        of_study("csv-population", air, "population.csv", Form::Csv),
        of_study("csv-hospitals", air, "hospitals.csv", Form::Csv),
        of_study("csv-layouts", air, "layouts.csv", Form::Csv),
        of_study("csv-bases", air, "bases.csv", Form::Csv),
        of_study("csv-hospital-times", air, "hospital_times.csv", Form::Csv),
        of_study("csv-travel-wide", table, "travel_times.csv", Form::Csv),
        of_study("csv-travel-long", long, "travel_times.csv", Form::Csv),
        parquet_times,
        of_study("areas-topojson", air, "areas.topojson", Form::Json),
        of_study("outlines-geojson", air, "outlines.geojson", Form::Json),
    ]
}

/// Files that are read alone.
fn of_files() -> Vec<Target> {
    let target = |name, form, reader, of: &[(&str, &str)]| Target {
        name,
        form,
        seeds: of
            .iter()
            .flat_map(|(folder, ending)| seeds(folder, &[ending]))
            .collect(),
        reader,
    };
    let (air, shapes) = ("fuzz/seeds/air", "fuzz/seeds/shapes");
    let (packed, grid, roads) = ("fuzz/seeds/packed", "fuzz/seeds/grid", "fuzz/seeds/roads");
    let (tiff, parquet) = (("tests/geotiff", ".tif"), ("tests/parquet", ".parquet"));
    let shape = |name| Reader::Shapes(name);
    vec![
        target(
            "topojson",
            Form::Json,
            shape("a.topojson"),
            &[(air, ".topojson")],
        ),
        target(
            "geojson",
            Form::Json,
            shape("a.geojson"),
            &[(air, ".geojson"), (shapes, ".geojson")],
        ),
        target(
            "gz",
            Form::Binary,
            Reader::Packed("a.csv.gz"),
            &[(packed, ".gz")],
        ),
        target(
            "zst",
            Form::Binary,
            Reader::Packed("a.csv.zst"),
            &[(packed, ".zst")],
        ),
        target(
            "grid-parquet",
            Form::Binary,
            Reader::Cells("a.parquet"),
            &[parquet, (grid, ".parquet")],
        ),
        target(
            "grid-csv",
            Form::Csv,
            Reader::Cells("a.csv"),
            &[(grid, ".csv")],
        ),
        target(
            "grid-geotiff",
            Form::Binary,
            Reader::Cells("a.tif"),
            &[tiff],
        ),
        target(
            "grid-ascii",
            Form::Csv,
            Reader::Cells("a.asc"),
            &[(grid, ".asc")],
        ),
        target(
            "friction",
            Form::Binary,
            Reader::Friction("a.tif"),
            &[("fuzz/seeds/friction", ".tif")],
        ),
        target("pbf", Form::Binary, Reader::Roads, &[(roads, ".pbf")]),
        target(
            "network",
            Form::Binary,
            Reader::KeptRoads,
            &[(roads, ".network")],
        ),
    ]
}

impl Target {
    /// Reads an input, and where it is read goes on with it; whether it was taken.
    pub(crate) fn read(&self, bytes: &[u8], scratch: &Path) -> bool {
        match &self.reader {
            Reader::Study(file, files) => read_study(file, files, bytes),
            Reader::Shapes(name) => {
                let files = StudyFiles::memory([(*name, bytes.to_vec())]);
                files
                    .read(name)
                    .and_then(|file| shapes::read(&file))
                    .is_ok()
            }
            Reader::Packed(name) => {
                let files = StudyFiles::memory([(*name, bytes.to_vec())]);
                files
                    .read(name)
                    .and_then(|file| file.content().map(|_| ()))
                    .is_ok()
            }
            Reader::Cells(name) => read_cells(&written(scratch, name, bytes), None),
            Reader::Friction(name) => {
                let surface = FrictionFile::read(&written(scratch, name, bytes), None);
                let cells = written(scratch, "cells.csv", CELLS.as_bytes());
                // The places may lie beside the surface.
                surface.is_ok_and(|surface| read_cells(&cells, Some(Arc::new(surface))))
            }
            Reader::Roads => {
                let network = RoadNetwork::read(&mut Cursor::new(bytes), &Profile::car());
                network.is_ok_and(|mut network| network.prepare().is_ok())
            }
            Reader::KeptRoads => RoadNetwork::from_bytes(bytes, "", &Profile::car()).is_ok(),
        }
    }
}

fn written(scratch: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = scratch.join(name);
    fs::write(&path, bytes).expect("there is room for an input");
    path
}

fn read_study(file: &str, files: &BTreeMap<String, Vec<u8>>, bytes: &[u8]) -> bool {
    let mut files = files.clone();
    files.insert(file.to_owned(), bytes.to_vec());
    let Ok(text) = String::from_utf8(files["study.toml"].clone()) else {
        return false;
    };
    let Ok(source) = StudySource::from_text("study.toml", &text, StudyFiles::memory(files)) else {
        return false;
    };
    let Ok(session) = Session::open(source, Wanted { drawing: true }, &mut Silent) else {
        return false;
    };
    let results = session.evaluate(&mut Silent);
    let tables = results.tables();
    let report = results.report();
    // Pictures take a hundred times as long as all the rest.
    if bytes.len().is_multiple_of(61) {
        let drawn = results.pictures();
        assert!(
            drawn.is_ok(),
            "a study that is read can be drawn: {:?}",
            drawn.err()
        );
    }
    !tables.is_empty() && !report.is_empty()
}

/// People on and around the rasters that friction is made from.
const CELLS: &str = "lon,lat,population\n-1.5,52.5,3\n-1.4,52.4,5\n-1.0,52.0,7\n0.0,51.0,2\n0.5,51.5,1\n\
    -2.0,53.0,4\n10.0,50.0,6\n0.0,0.0,1\n-8.0,53.0,2\n14.4,35.9,8\n";

fn read_cells(input: &Path, surface: Option<Arc<FrictionFile>>) -> bool {
    let place = |lat, lon| LatLon::try_new(lat, lon).expect("a place");
    let options = GridOptions {
        input: input.to_owned(),
        crs: input
            .extension()
            .is_some_and(|ending| ending == "asc")
            .then(Crs::wgs84),
        band: None,
        columns: ColumnNames::default(),
        centres: vec![
            ("a".to_owned(), place(52.5, -1.5)),
            ("b".to_owned(), place(51.925, -0.625)),
        ],
        layouts: vec![("both".to_owned(), vec![0, 1])],
        // Fast, because a table of its seconds is made for every input.
        curve: RoadCurve {
            slow: KmPerHour::try_new(900.0).expect("a speed"),
            fast: KmPerHour::try_new(1_000.0).expect("a speed"),
            ..RoadCurve::default()
        },
        standards: vec![TravelTime::from_whole(30)],
        groups: Some(GroupPolygons::new(Vec::new())),
        // Over a surface there is one centre for each cell.
        nearest: if surface.is_some() { 1 } else { 2 },
        backup: surface.is_none(),
        surface,
        outputs: GridOutputs {
            image: true,
            ..GridOutputs::default()
        },
    };
    run(&options, &mut |_| ControlFlow::Continue(())).is_ok()
}

//! A study whose travel times come from a friction surface, and the surface beside scikit-image.

use crate::small_study::{HOSPITALS, POPULATION};
use catchment::crs::Crs;
use catchment::load::{StudyFiles, Wanted};
use catchment::model::{LatLon, PointIndex, SiteIndex};
use catchment::network::friction::{CellSizes, FrictionSurface, PlacedSurface, times_between};
use catchment::run::{OpenError, Session, Silent, StudySource};
use catchment::units::TravelTime;
use std::fmt::Write as _;

const STUDY: &str = r#"name = "small"
[population]
file = "population.csv"
[hospitals]
file = "hospitals.csv"
capabilities = ["mt"]
[travel]
model = "friction"
surface = "friction.asc"
[[layouts]]
name = "both"
sites = ["LS1", "W1"]
"#;

const ROWS: usize = 40;
const COLUMNS: usize = 40;

/// A country of footpaths with a road from north to south, in minutes per metre.
fn cells() -> Vec<Option<f32>> {
    let cell = |cell: usize| {
        let (row, column) = (cell / COLUMNS, cell % COLUMNS);
        let is_sea = column > 36 || row < 2;
        (!is_sea).then_some(if column == 15 {
            0.001
        } else {
            0.012 + (row % 3) as f32 * 0.002
        })
    };
    (0..ROWS * COLUMNS).map(cell).collect()
}

fn ascii(cells: &[Option<f32>]) -> String {
    let mut text = format!(
        "ncols {COLUMNS}\nnrows {ROWS}\nxllcorner -3\nyllcorner 51\ncellsize 0.1\nNODATA_value -1\n"
    );
    for row in cells.chunks(COLUMNS) {
        for cell in row {
            write!(text, "{} ", cell.unwrap_or(-1.0)).unwrap();
        }
        text.push('\n');
    }
    text
}

fn open_with(
    study: &str,
    surface: &str,
    hospitals: &str,
    population: &str,
) -> Result<Session, OpenError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("friction.asc", surface),
        ("friction.prj", "GEOGCS[\"GCS_WGS_1984\"]"),
        ("population.csv", population),
        ("hospitals.csv", hospitals),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let files = StudyFiles::folder(folder.path());
    let source = StudySource::from_text("study.toml", study, files).unwrap();
    Session::open(source, Wanted { drawing: false }, &mut Silent)
}

fn refused(surface: &str, hospitals: &str, population: &str) -> String {
    let error = open_with(STUDY, surface, hospitals, population).unwrap_err();
    error.to_string()
}

/// Every time of the study is that of its surface between the cells of its places.
#[test]
fn a_study_has_the_times_of_its_surface() {
    let session = open_with(STUDY, &ascii(&cells()), HOSPITALS, POPULATION).unwrap();
    let size = (ROWS, COLUMNS);
    let placed = PlacedSurface::new(Crs::wgs84(), (-3.0, 55.0), (0.1, 0.1), size, cells()).unwrap();
    let dataset = session.dataset();
    let cell = |place: Option<LatLon>| placed.passable_cell_of(place.unwrap()).unwrap();
    let points: Vec<u32> = dataset
        .points
        .iter()
        .map(|point| cell(point.position))
        .collect();
    let sites: Vec<u32> = dataset
        .sites
        .iter()
        .map(|site| cell(site.position))
        .collect();
    let expected = times_between(placed.surface(), &sites, &points);
    assert_eq!(session.prepared().matrix, expected);
    assert_eq!(expected.unreachable_pairs(), 0);
    // Leeds lies in the cell of its hospital.
    assert_eq!(
        expected.get(PointIndex(1), SiteIndex(0)),
        Some(TravelTime::ZERO)
    );

    let report = &dataset.report;
    let file = report
        .files
        .iter()
        .find(|file| file.role == "friction surface")
        .unwrap();
    assert_eq!((file.path.as_str(), file.rows_read), ("friction.asc", ROWS));
    let notes = file.notes.join("\n");
    for words in [
        "40 rows of 40 cells",
        "12.1% of the cells are barriers",
        "60.0 to",
        "assumed: ",
    ] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    assert_eq!(report.warnings, []);
    let written = serde_json::to_string(&session.study().written_out()).unwrap();
    assert!(written.contains("friction.asc"), "{written}");
}

/// Speeds instead of minutes per metre give times that nobody would believe, and that is said.
#[test]
fn a_surface_in_other_units_is_noticed() {
    let speeds: Vec<_> = cells()
        .iter()
        .map(|cell| cell.map(|value| 0.06 / value))
        .collect();
    let session = open_with(STUDY, &ascii(&speeds), HOSPITALS, POPULATION).unwrap();
    let warnings = session.warnings().iter().map(ToString::to_string);
    let warnings: Vec<String> = warnings.collect();
    assert!(
        warnings.iter().any(|text| text.contains("are these km/h")),
        "{warnings:?}"
    );
}

#[test]
fn places_off_the_surface_are_named_with_the_nearest_passable_cell() {
    let surface = ascii(&cells());
    let at_sea = HOSPITALS.replace("51.49,-0.22", "51.49,0.95");
    assert_eq!(
        refused(&surface, &at_sea, POPULATION),
        "hospitals.csv: site `W1` is on a barrier (row 35, column 39); the nearest passable cell is \
         21.25 km away, at 51.45000, 0.65000; correct its coordinates, or give the cell of \
         friction.asc a value"
    );
    let outside = POPULATION
        .replace("53.8,-1.55", "57.1,-1.55")
        .replace("53.96", "57.2");
    let error = refused(&surface, HOSPITALS, &outside);
    assert!(
        error.starts_with("population.csv: demand point `E2` is outside the surface; the nearest"),
        "{error}"
    );
    assert!(error.contains(", and so is 1 other; correct"), "{error}");
    let nowhere = HOSPITALS.replace("51.49,-0.22", ",");
    assert!(refused(&surface, &nowhere, POPULATION).contains("W1"));
}

#[test]
fn what_is_no_surface_is_refused_by_the_name_that_the_study_gives_it() {
    let error = refused("ncols 2\nnrows 2\n", HOSPITALS, POPULATION);
    assert_eq!(error, "friction.asc: no `cellsize` in the header");
    let mut zero = cells();
    zero[200] = Some(0.0);
    let error = refused(&ascii(&zero), HOSPITALS, POPULATION);
    assert!(
        error.starts_with("friction.asc: row 5, column 0: friction must be above 0"),
        "{error}"
    );
    let files = [("population.csv", POPULATION), ("hospitals.csv", HOSPITALS)];
    let files = StudyFiles::memory(files.map(|(name, text)| (name, text.as_bytes())));
    let source = StudySource::from_text("study.toml", STUDY, files).unwrap();
    let error = Session::open(source, Wanted { drawing: false }, &mut Silent).unwrap_err();
    assert!(
        error.to_string().starts_with("friction.asc: no such file"),
        "{error}"
    );
}

#[test]
fn keys_of_other_models_have_no_effect_and_are_refused() {
    let refused = |study: &str| {
        StudySource::from_text("study.toml", study, StudyFiles::folder("."))
            .unwrap_err()
            .to_string()
    };
    let none = refused(&STUDY.replace("surface = \"friction.asc\"\n", ""));
    assert!(none.contains("travel.surface"), "{none}");
    let table = refused(&STUDY.replace("surface =", "shape = \"wide\"\nsurface ="));
    assert!(
        table.contains("`shape`") && table.contains("model = \"friction\""),
        "{table}"
    );
    let line = refused(&STUDY.replace("\"friction\"", "\"straight-line\""));
    assert!(
        line.contains("`surface`") && line.contains("straight-line"),
        "{line}"
    );
}

/// `MCP_Geometric` of scikit-image finds the same minutes, to 1e-4 (`benches/peers/friction_skimage.py`).
#[test]
fn times_are_those_of_scikit_image() {
    let mut rows = csv::Reader::from_path("tests/reference/friction.csv").unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let number = |row: &csv::StringRecord, column: usize| row[column].parse::<f64>().ok();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "written in single precision"
    )]
    let cells = rows
        .iter()
        .map(|row| number(row, 0).map(|value| value as f32));
    let surface = FrictionSurface::new(44, cells, CellSizes::metres(36, 250.0, 250.0)).unwrap();
    let sites = [2 * 44 + 3, 30 * 44 + 40, 18 * 44 + 20];
    let all: Vec<u32> = (0..36 * 44).collect();
    let times = times_between(&surface, &sites, &all);
    let mut reached = 0;
    for (cell, row) in (0..).zip(&rows) {
        for site in 0..3 {
            let found = times
                .get(PointIndex(cell), SiteIndex(site))
                .map(TravelTime::as_f64);
            let expected = number(row, usize::from(site) + 1);
            assert_eq!(
                found.is_some(),
                expected.is_some(),
                "cell {cell} from site {site}"
            );
            if let (Some(found), Some(expected)) = (found, expected) {
                assert!(
                    (found - expected).abs() < 1e-4,
                    "{cell}: {found}, not {expected}"
                );
                reached += 1;
            }
        }
    }
    assert!(reached > 4_000, "{reached}");
}

//! Points of many row groups, which threads read side by side.

use super::fixture::*;
use catchment::grid::{
    Centres, GridError, GridOutputs, GridQuery, GridResult, LayoutTotals, PointCells, PointSweep,
    TravelTimeLookup, run,
};
use catchment::model::LatLon;
use catchment::units::Demand;
use parquet::basic::Compression;
use parquet::data_type::{DoubleType, FloatType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

type Row = [f64; 3];

fn rows() -> Vec<Row> {
    let peopled = cells().into_iter().enumerate().filter(|&(_, n)| n > 0.0);
    peopled
        .map(|(cell, people)| {
            let place = middle(cell);
            [place.lon(), place.lat(), f64::from(people)]
        })
        .collect()
}

pub(crate) fn parquet(groups: &[&[Row]]) -> Vec<u8> {
    let schema = "message m { required double lon; required double lat; \
         required double population; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = Arc::new(properties.build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    for rows in groups {
        let mut group = writer.next_row_group().unwrap();
        for number in 0..3 {
            let values: Vec<f64> = rows.iter().map(|row| row[number]).collect();
            let mut column = group.next_column().unwrap().unwrap();
            let typed = column.typed::<DoubleType>();
            typed.write_batch(&values, None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// So many that every thread has some to itself.
fn enough() -> usize {
    4 * rayon::current_num_threads() + 1
}

fn in_groups(rows: &[Row], groups: usize) -> Vec<&[Row]> {
    rows.chunks(rows.len().div_ceil(groups)).collect()
}

fn summed(folder: &TempDir, bytes: Vec<u8>) -> Result<GridResult, GridError> {
    go(&options(
        &write(folder, "points.parquet", bytes),
        GridOutputs::default(),
    ))
}

#[test]
fn sums_do_not_depend_on_row_groups() {
    let folder = TempDir::new().unwrap();
    let rows = rows();
    let expected = summed(&folder, parquet(&[&rows])).unwrap();
    assert_eq!(expected.cells, rows.len() as u64);
    for groups in [2, enough(), rows.len().min(100)] {
        let mut groups = in_groups(&rows, groups);
        groups.insert(1, &[]);
        let found = summed(&folder, parquet(&groups)).unwrap();
        assert_eq!(found.cells, expected.cells);
        assert_eq!(found.people, expected.people);
        for (found, expected) in found.layouts.iter().zip(&expected.layouts) {
            assert_eq!(found.totals, expected.totals, "{} groups", groups.len());
        }
    }
}

/// Cells of rows are computed row by row where they can be; each by itself gives the same.
#[test]
fn sums_of_rows_are_those_of_their_cells() {
    let folder = TempDir::new().unwrap();
    let mut rows = Vec::new();
    for row in 0..40_u32 {
        let lat = 52.1 + 0.02 * f64::from(row);
        // Rows that begin and end within a run, and some so short that none is full.
        for column in 0..900 - 22 * row {
            let lon = -2.5 + 0.002 * f64::from(column * 7 % 1_000);
            rows.push([lon, lat, f64::from(column * row % 97) / 8.0]);
        }
    }
    rows.sort_by(|a: &Row, b: &Row| b[1].total_cmp(&a[1]).then(a[0].total_cmp(&b[0])));
    let found = summed(&folder, parquet(&in_groups(&rows, 3))).unwrap();
    for (found, expected) in found.layouts.iter().zip(of_cells(&rows)) {
        assert_eq!(found.totals, expected);
    }
}

/// The sums of rows as cells in memory.
fn of_cells(rows: &[Row]) -> Vec<LayoutTotals> {
    let mut cells = PointCells::default();
    for &[lon, lat, people] in rows {
        let place = LatLon::try_new(lat, lon).unwrap();
        cells.push(place, Demand::try_new(people).unwrap());
    }
    let options = options(Path::new("points.parquet"), GridOutputs::default());
    let layouts: Vec<Vec<u16>> = options.layouts.iter().map(|(_, l)| l.clone()).collect();
    let query = GridQuery {
        centres: &Centres::try_new(places()).unwrap(),
        layouts: &layouts,
        travel_times: &TravelTimeLookup::new(options.curve),
        standards: &options.standards,
    };
    PointSweep::new(&query, &cells).sum(&cells)
}

/// A file of one row group, in single precision and with room for empty values, whose pages are short
/// and have a dictionary.
fn optional(rows: &[Row], empty: Option<(usize, usize)>) -> Vec<u8> {
    let schema = "message m { optional float lon; optional float lat; \
         optional float population; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder()
        .set_data_page_row_count_limit(3_000)
        .set_write_batch_size(1_000);
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for number in 0..3 {
        let is_there = |row: &usize| empty != Some((number, *row));
        let values: Vec<f32> = (0..rows.len())
            .filter(is_there)
            .map(|row| rows[row][number] as f32)
            .collect();
        let levels: Vec<i16> = (0..rows.len())
            .map(|row| i16::from(is_there(&row)))
            .collect();
        let mut column = group.next_column().unwrap().unwrap();
        let typed = column.typed::<FloatType>();
        typed.write_batch(&values, Some(&levels), None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

/// So many rows of one row group that threads share it, each a part that it skips to; numbers that
/// single precision holds.
fn many() -> Vec<Row> {
    let row = |n: u32| {
        let (column, row) = (f64::from(n % 700), f64::from(n / 700));
        [
            column / 512.0 - 2.0,
            53.0 - row / 256.0,
            f64::from(n % 31) / 4.0,
        ]
    };
    (0..200_000).map(row).collect()
}

#[test]
fn a_great_row_group_is_shared() {
    let folder = TempDir::new().unwrap();
    let rows = many();
    let expected = of_cells(&rows);
    for bytes in [parquet(&[&rows]), optional(&rows, None)] {
        let found = summed(&folder, bytes).unwrap();
        assert_eq!(found.cells, rows.len() as u64);
        for (found, expected) in found.layouts.iter().zip(&expected) {
            assert_eq!(found.totals, *expected);
        }
    }
}

#[test]
fn a_wrong_row_of_a_great_row_group_is_told() {
    let folder = TempDir::new().unwrap();
    let told = |bytes: Vec<u8>| summed(&folder, bytes).unwrap_err().to_string();
    for wrong in [0, 70_001, 150_000, 199_999] {
        let mut rows = many();
        rows[wrong][1] = -90.5;
        let error = told(parquet(&[&rows]));
        assert!(
            error.contains(&format!("row group 0, row {wrong}: ")),
            "{error}"
        );
        for (column, name) in ["lon", "lat", "population"].into_iter().enumerate() {
            let error = told(optional(&many(), Some((column, wrong))));
            let expected = format!(
                "row group 0, row {wrong}: column `{name}`: expected a number (got an empty value)"
            );
            assert!(error.ends_with(&expected), "{error}");
        }
    }
}

#[test]
fn a_thread_of_a_pool_is_not_left_waiting() {
    let folder = TempDir::new().unwrap();
    let rows = rows();
    let expected = summed(&folder, parquet(&[&rows])).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
    let pool = pool.build().unwrap();
    let bytes = parquet(&in_groups(&rows, enough()));
    let found = pool.install(|| summed(&folder, bytes)).unwrap();
    assert_eq!(found.layouts[0].totals, expected.layouts[0].totals);
}

#[test]
fn the_first_of_several_wrong_rows_is_told() {
    let folder = TempDir::new().unwrap();
    let rows = rows();
    let groups = in_groups(&rows, enough());
    for (first, [at, wrong]) in [(3, [0.0, 500.0]), (0, [2.0, f64::NAN]), (4, [2.0, -1.0])] {
        for second in [first + 1, groups.len() - 1] {
            let mut changed: Vec<Vec<Row>> = groups.iter().map(|group| group.to_vec()).collect();
            changed[first][1][at as usize] = wrong;
            changed[second][0][1] = 91.0;
            let changed: Vec<&[Row]> = changed.iter().map(Vec::as_slice).collect();
            let bytes = parquet(&changed);
            for _ in 0..20 {
                let error = summed(&folder, bytes.clone()).unwrap_err().to_string();
                let place = format!("row group {first}, row 1");
                assert!(error.contains(&place), "{error}, not {place}");
            }
        }
    }
}

#[test]
fn a_stop_on_request_ends_all_threads() {
    let folder = TempDir::new().unwrap();
    let rows = rows();
    let input = write(
        &folder,
        "points.parquet",
        parquet(&in_groups(&rows, enough())),
    );
    let mut asked = 0;
    let stopped = run(&options(&input, GridOutputs::default()), &mut |_| {
        asked += 1;
        ControlFlow::Break(())
    });
    assert!(matches!(stopped, Err(GridError::Cancelled)));
    assert_eq!(asked, 1, "nobody is asked once more");
}

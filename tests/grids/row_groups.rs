//! Points of many row groups, which threads read side by side.

use super::fixture::*;
use catchment::grid::{GridError, GridOutputs, GridResult, run};
use parquet::basic::Compression;
use parquet::data_type::DoubleType;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::ops::ControlFlow;
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

fn parquet(groups: &[&[Row]]) -> Vec<u8> {
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
            assert_eq!(found.tally, expected.tally, "{} groups", groups.len());
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
    assert_eq!(found.layouts[0].tally, expected.layouts[0].tally);
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

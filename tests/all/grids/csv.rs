//! The CSV of a grid is read as the CSV of a study: what is said of one is said of the other.

use super::fixture::*;
use catchment::grid::{GridOptions, GridOutputs, GridResult};
use catchment::study::ColumnNames;
use tempfile::TempDir;

const CELLS: &str = "lon,lat,population\n-1.0,52.3,10\n-1.1,52.1,20\n-1.2,52.2,30.5\n";

fn result(name: &str, content: impl AsRef<[u8]>) -> Result<GridResult, String> {
    let folder = TempDir::new().unwrap();
    let file = write(&folder, name, content);
    let result = go(&options(&file, GridOutputs::default()));
    let folder = format!("{}/", folder.path().display());
    result.map_err(|error| error.to_string().replace(&folder, ""))
}

fn error(content: impl AsRef<[u8]>) -> String {
    result("p.csv", content).unwrap_err()
}

fn gzip(text: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn what_a_table_is_told_a_grid_is_told() {
    insta::assert_snapshot!(
        error(CELLS.replace(',', ";").replace('.', ",")),
        @"p.csv:1: `;` seems to be the delimiter; save the file with commas between columns and decimal points (`51.5`, not `51,5`)"
    );
    let utf_16: Vec<u8> = CELLS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    insta::assert_snapshot!(error(utf_16), @"p.csv: the file is UTF-16; save it as UTF-8");
    insta::assert_snapshot!(
        error(CELLS.replace('\n', "\r")),
        @"p.csv: lines end in a bare carriage return; save the file with LF or CRLF"
    );
    insta::assert_snapshot!(
        error(CELLS.replace("population", "adults")),
        @"p.csv:1: no column for population (looked for `population`, `pop`, `residents`, `all_ages`; found `lon`, `lat`, `adults`); name a column with another header with `columns` in a study or `--columns` for a grid"
    );
    insta::assert_snapshot!(
        error(CELLS.replace("lon", "W")),
        @"p.csv:1: no column for coordinates (looked for `lon`, `lat`, `x`, `y`, `easting`, `northing`; found `W`, `lat`, `population`); name a column with another header with `columns` in a study or `--columns` for a grid"
    );
    insta::assert_snapshot!(
        error(CELLS.replace("30.5", "\"1,030.5\"")),
        @"p.csv:4: column `population`: expected a number (got `1,030.5`); write it with a decimal point and without thousands separators"
    );
    insta::assert_snapshot!(
        error(CELLS.replace("-1.2,", "\n-1.2,").replace("52.2", "92.2")),
        @"p.csv:5: column `lat`: latitude must lie between -90 and 90 degrees (got `92.2`)"
    );
    insta::assert_snapshot!(
        error(CELLS.replace("30.5", "")),
        @"p.csv:4: column `population`: expected a number of people (the cell is empty)"
    );
    insta::assert_snapshot!(
        error(CELLS.replace(",20", ",2,0")),
        @"p.csv:3: expected 3 fields, as in the header (found 4)"
    );
    insta::assert_snapshot!(
        error(b"PK\x03\x04 xl/workbook.xml"),
        @"p.csv: this is an Excel workbook (.xlsx), which is not supported; save the sheet as CSV (UTF-8) and name that file"
    );
}

#[test]
fn latitude_and_longitude_in_each_others_column() {
    insta::assert_snapshot!(
        error(CELLS.replace("lon,lat", "lat,lon")),
        @"p.csv: lat and lon look swapped: 100% of the places lie in the open sea, and 100% lie on land when exchanged; exchange them with `--columns lat=lon,lon=lat`"
    );
    insta::assert_snapshot!(
        error("lat,lon,population\n151.2,-33.9,10\n151.1,-33.8,20\n"),
        @"p.csv: lat and lon look swapped: 2 of the first 2 latitudes are out of range; exchange them with `--columns lat=lon,lon=lat`"
    );
}

/// Marks, packing, blank rows, `sep=` and named columns leave the people as they are.
#[test]
fn the_same_cells_in_other_forms() {
    let plain = result("p.csv", CELLS).unwrap();
    let same = |found: GridResult, notes: usize| {
        assert_eq!(found.notes.len(), notes, "{:?}", found.notes);
        assert_eq!(
            (found.layouts, found.people),
            (plain.layouts.clone(), plain.people)
        );
    };
    same(
        result(
            "p.csv",
            format!("\u{feff}sep=,\r\n{}", CELLS.replace('\n', "\r\n")),
        )
        .unwrap(),
        3,
    );
    same(result("p.csv", format!("{CELLS},,\n,,\n")).unwrap(), 1);
    same(result("p.csv.gz", gzip(CELLS)).unwrap(), 0);
    same(result("p.csv", gzip(CELLS)).unwrap(), 1);
    same(result("p.csv.zst", zstd(CELLS)).unwrap(), 0);
    same(result("p.csv", zstd(CELLS)).unwrap(), 1);
    let folder = TempDir::new().unwrap();
    let file = write(
        &folder,
        "p.csv",
        CELLS.replace("lon,lat,population", "E,N,people in 2021"),
    );
    let named = [("lon", "E"), ("lat", "N"), ("population", "people in 2021")];
    let named = named.map(|(field, header)| (field.to_owned(), header.to_owned()));
    let options = GridOptions {
        columns: ColumnNames {
            named: named.into(),
        },
        ..options(&file, GridOutputs::default())
    };
    same(go(&options).unwrap(), 0);
}

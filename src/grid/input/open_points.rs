use super::point_stream::PointStream;
use super::points_csv::PointsCsv;
use super::points_parquet::PointsParquet;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::study::ColumnNames;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Opens a Parquet file, or a CSV; `crs` for one whose coordinates are not degrees.
pub(in crate::grid) fn open_points(
    file: &Path,
    crs: Option<&Crs>,
    columns: &ColumnNames,
) -> Result<Box<dyn PointStream>, GridError> {
    let named = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    Ok(if named || begins_as_parquet(file) {
        Box::new(PointsParquet::open(file, crs, columns)?)
    } else {
        Box::new(PointsCsv::open(file, crs, columns)?)
    })
}

/// Whether a file is Parquet whatever its name says; a pipe is not asked, as it gives its bytes once.
fn begins_as_parquet(file: &Path) -> bool {
    let mut magic = [0; 4];
    file.is_file()
        && File::open(file).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok())
        && magic == *b"PAR1"
}

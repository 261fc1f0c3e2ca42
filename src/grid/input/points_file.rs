use super::point_stream::PointStream;
use super::points_csv::PointsCsv;
use super::points_parquet::PointsParquet;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::load::open_input;
use crate::study::ColumnNames;
use std::io::Read as _;
use std::path::Path;

/// A file of cells as points.
pub(in crate::grid) enum PointsFile {
    Csv(Box<PointsCsv>),
    Parquet(Box<PointsParquet>),
}

impl PointsFile {
    /// Opens a Parquet file, or a CSV; `crs` for one whose coordinates are not degrees.
    pub(in crate::grid) fn open(
        file: &Path,
        crs: Option<&Crs>,
        columns: &ColumnNames,
    ) -> Result<Self, GridError> {
        let named = file
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
        Ok(if named || begins_as_parquet(file) {
            Self::Parquet(Box::new(PointsParquet::open(file, crs, columns)?))
        } else {
            Self::Csv(Box::new(PointsCsv::open(file, crs, columns)?))
        })
    }

    /// Its cells, one chunk after another.
    pub(in crate::grid) fn stream(&mut self) -> &mut dyn PointStream {
        match self {
            Self::Csv(file) => file.as_mut(),
            Self::Parquet(file) => file.as_mut(),
        }
    }

    /// The file, if partitions of it can be read side by side.
    pub(in crate::grid) fn partitioned(&self) -> Option<&PointsParquet> {
        match self {
            Self::Csv(_) => None,
            Self::Parquet(file) => Some(file),
        }
    }
}

/// Whether a file is Parquet whatever its name says. A pipe is not asked, as it gives its bytes once.
fn begins_as_parquet(file: &Path) -> bool {
    let mut magic = [0; 4];
    file.is_file()
        && open_input(file).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok())
        && magic == *b"PAR1"
}

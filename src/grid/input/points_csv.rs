use super::point_columns::PointColumns;
use super::point_stream::{CHUNK, PointStream};
use super::swapped;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::kernel::point_cells::PointCells;
use crate::load::LoadError;
use crate::load::csv_stream::CsvStream;
use crate::study::ColumnNames;
use crate::units::Demand;
use std::path::{Path, PathBuf};

/// A CSV of points with people: `lon, lat, population`, or `x, y, population` of a named system.
pub(in crate::grid) struct PointsCsv {
    file: PathBuf,
    rows: CsvStream,
    columns: PointColumns,
}

impl PointsCsv {
    pub(in crate::grid) fn open(
        file: &Path,
        crs: Option<&Crs>,
        named: &ColumnNames,
    ) -> Result<Self, GridError> {
        let rows = CsvStream::open(file)?;
        let columns = PointColumns::find(&rows.header, crs, named, file)?;
        let stream = Self {
            file: file.to_owned(),
            rows,
            columns,
        };
        stream.check_swapped()?;
        Ok(stream)
    }

    /// Looks at the first rows; errors in them are reported when they are read.
    fn check_swapped(&self) -> Result<(), GridError> {
        let PointColumns { x, y, .. } = self.columns;
        let mut first = self.rows.first_rows()?;
        let mut pairs = Vec::new();
        while let (Ok(Some(row)), true) = (first.next_row(), pairs.len() < swapped::SAMPLE) {
            if let (Ok(Some(x)), Ok(Some(y))) = (row.number(x), row.number(y)) {
                pairs.push((x, y));
            }
        }
        swapped::check(&self.columns, &self.rows.header, &pairs)
    }

    fn place_of(&self, x: f64, y: f64) -> Result<crate::model::LatLon, GridError> {
        let columns = &self.columns;
        columns.crs.place(x, y).ok_or_else(|| {
            if let (true, Err(source)) = (
                columns.crs.is_degrees(),
                crate::model::LatLon::try_new(y, x),
            ) {
                let column = match source {
                    crate::model::LatLonError::Latitude(_) => columns.y,
                    crate::model::LatLonError::Longitude(_) => columns.x,
                };
                let place = self.rows.place(column);
                return LoadError::OffTheEarth { place, source }.into();
            }
            let reason = format!("{x}, {y} is not a position in {}", columns.crs.code());
            GridError::at(&self.file, self.rows.line(), reason)
        })
    }
}

impl PointStream for PointsCsv {
    fn next_chunk(
        &mut self,
        cells: &mut PointCells,
        meanwhile: &mut (dyn FnMut() + Send),
    ) -> Result<(), GridError> {
        rayon::join(|| self.read(cells), meanwhile).0
    }

    fn progress(&self) -> f64 {
        self.rows.progress()
    }

    fn notes(&self) -> Vec<String> {
        self.rows.notes()
    }
}

impl PointsCsv {
    fn read(&mut self, cells: &mut PointCells) -> Result<(), GridError> {
        cells.clear();
        while cells.len() < CHUNK && self.rows.next_row()? {
            let PointColumns {
                x, y, population, ..
            } = self.columns;
            let (x, y) = (
                self.rows.number(x, "a coordinate")?,
                self.rows.number(y, "a coordinate")?,
            );
            let people = self.rows.number(population, "a number of people")?;
            let people = Demand::try_new(people).map_err(|source| LoadError::Quantity {
                place: self.rows.place(population),
                source,
            })?;
            cells.push(self.place_of(x, y)?, people);
        }
        Ok(())
    }
}

use super::{CHUNK, Columns, PointStream};
use crate::crs::Crs;
use crate::grid::{GridError, PointCells};
use crate::units::Demand;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A CSV of points with people: `lon, lat, population`, or `x, y, population` of a named system.
pub(in crate::grid) struct PointsCsv {
    file: PathBuf,
    reader: csv::Reader<File>,
    columns: Columns,
    names: Vec<String>,
    record: csv::StringRecord,
    bytes: u64,
}

impl PointsCsv {
    pub(in crate::grid) fn open(file: &Path, crs: Option<&Crs>) -> Result<Self, GridError> {
        let opened = File::open(file).map_err(|e| GridError::io(file, e))?;
        let bytes = opened.metadata().map_err(|e| GridError::io(file, e))?.len();
        let mut reader = csv::ReaderBuilder::new()
            .buffer_capacity(1 << 20)
            .trim(csv::Trim::All)
            .from_reader(opened);
        let names = reader.headers().map_err(|e| GridError::file(file, e))?;
        let names: Vec<String> = names.iter().map(str::to_owned).collect();
        Ok(Self {
            columns: Columns::find(&names, crs, file)?,
            names,
            file: file.to_owned(),
            reader,
            record: csv::StringRecord::new(),
            bytes,
        })
    }

    fn number(&self, column: usize) -> Result<f64, GridError> {
        let text = self.record.get(column).unwrap_or_default();
        text.parse().map_err(|_| {
            let name = &self.names[column];
            self.wrong(&format!(
                "column `{name}`: expected a number (got `{text}`)"
            ))
        })
    }

    fn wrong(&self, reason: &str) -> GridError {
        let line = self.record.position().map_or(0, csv::Position::line);
        GridError::at(&self.file, line, reason)
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
        self.reader.position().byte() as f64 / self.bytes.max(1) as f64
    }
}

impl PointsCsv {
    fn read(&mut self, cells: &mut PointCells) -> Result<(), GridError> {
        cells.clear();
        while cells.len() < CHUNK {
            let more = self.reader.read_record(&mut self.record);
            if !more.map_err(|e| GridError::file(&self.file, e))? {
                break;
            }
            let (x, y) = (self.number(self.columns.x)?, self.number(self.columns.y)?);
            let people = self.number(self.columns.population)?;
            let people = Demand::try_new(people)
                .map_err(|e| self.wrong(&format!("column `population`: {e}")))?;
            let place = self.columns.crs.place(x, y).ok_or_else(|| {
                self.wrong(&format!(
                    "{x}, {y} is no place of {}",
                    self.columns.crs.code()
                ))
            })?;
            cells.push(place, people);
        }
        Ok(())
    }
}

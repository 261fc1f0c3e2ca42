use super::output_file::OutputFile;
use super::result_table::{ResultColumns, ResultTable, TableContents};
use crate::grid::error::GridError;
use crate::model::LatLon;
use crate::units::Demand;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// A file of cells with people, to be read as an input: `lon, lat, population`, as Parquet or CSV
/// by the ending of its name.
pub(in crate::grid) struct PeopleFile {
    file: OutputFile,
    kind: Kind,
}

enum Kind {
    Parquet(Box<ResultTable>),
    Csv(BufWriter<File>),
}

impl PeopleFile {
    pub(in crate::grid) fn create(name: &Path) -> Result<Self, GridError> {
        let ending = name.extension().unwrap_or_default().to_ascii_lowercase();
        if ending != "parquet" && ending != "csv" {
            let reason = "expected a name ending in .parquet or .csv";
            return Err(GridError::file(name, reason));
        }
        let file = OutputFile::create(name)?;
        let kind = if ending == "parquet" {
            Kind::Parquet(Box::new(ResultTable::create(
                &file,
                TableContents::default(),
            )?))
        } else {
            let mut out = BufWriter::with_capacity(1 << 18, file.file()?);
            writeln!(out, "lon,lat,population").map_err(|e| GridError::io(name, e))?;
            Kind::Csv(out)
        };
        Ok(Self { file, kind })
    }

    pub(in crate::grid) fn write(
        &mut self,
        cells: impl Iterator<Item = (LatLon, Demand)>,
    ) -> Result<(), GridError> {
        let name = self.file.name();
        match &mut self.kind {
            Kind::Parquet(table) => {
                let mut columns = ResultColumns::with_ranks(0, 0);
                for (place, people) in cells {
                    columns.push(place, people, &[], &[]);
                }
                table.write(&columns).map_err(|e| GridError::file(name, e))
            }
            Kind::Csv(out) => {
                for (place, people) in cells {
                    // A hundred-millionth of a degree is a millimetre.
                    let (lon, lat) = (place.lon(), place.lat());
                    writeln!(out, "{lon:.8},{lat:.8},{people:.6}")
                        .map_err(|e| GridError::io(name, e))?;
                }
                Ok(())
            }
        }
    }

    /// Completes the file and gives it its name.
    pub(in crate::grid) fn finish(self) -> Result<(), GridError> {
        let name = self.file.name();
        match self.kind {
            Kind::Parquet(table) => table.finish().map_err(|e| GridError::file(name, e))?,
            Kind::Csv(mut out) => out.flush().map_err(|e| GridError::io(name, e))?,
        }
        self.file.finish()
    }
}

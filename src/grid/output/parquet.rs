use super::WholeFile;
use crate::grid::GridError;
use ::parquet::basic::Compression;
use ::parquet::column::writer::ColumnWriter;
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

/// The cells with people as a Parquet file: where they lie, how many live there, the number of
/// the nearest centre, and the minutes to it.
pub(in crate::grid) struct ResultTable {
    writer: SerializedFileWriter<BufWriter<File>>,
}

/// A chunk of cells, column by column.
#[derive(Debug, Default)]
pub(in crate::grid) struct ResultColumns {
    pub(in crate::grid) lon: Vec<f64>,
    pub(in crate::grid) lat: Vec<f64>,
    pub(in crate::grid) population: Vec<f64>,
    pub(in crate::grid) centre: Vec<i32>,
    pub(in crate::grid) minutes: Vec<f32>,
}

const SCHEMA: &str = "message grid { required double lon; required double lat; \
    required double population; required int32 centre; required float minutes; }";

impl ResultTable {
    pub(in crate::grid) fn create(file: &WholeFile) -> Result<Self, GridError> {
        let wrong = |e: ParquetError| GridError::file(file.name(), e);
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(wrong)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_dictionary_enabled(false)
            .set_created_by("catchment".to_owned())
            .build();
        let out = BufWriter::new(file.file()?);
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(wrong)?;
        Ok(Self { writer })
    }

    /// Writes a chunk as one row group.
    pub(in crate::grid) fn write(&mut self, chunk: &ResultColumns) -> Result<(), ParquetError> {
        if chunk.lon.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        let mut number = 0;
        while let Some(mut column) = group.next_column()? {
            match (number, column.untyped()) {
                (0, ColumnWriter::DoubleColumnWriter(out)) => {
                    out.write_batch(&chunk.lon, None, None)?
                }
                (1, ColumnWriter::DoubleColumnWriter(out)) => {
                    out.write_batch(&chunk.lat, None, None)?
                }
                (2, ColumnWriter::DoubleColumnWriter(out)) => {
                    out.write_batch(&chunk.population, None, None)?
                }
                (3, ColumnWriter::Int32ColumnWriter(out)) => {
                    out.write_batch(&chunk.centre, None, None)?
                }
                (_, ColumnWriter::FloatColumnWriter(out)) => {
                    out.write_batch(&chunk.minutes, None, None)?
                }
                _ => 0,
            };
            column.close()?;
            number += 1;
        }
        group.close()?;
        Ok(())
    }

    pub(in crate::grid) fn finish(self) -> Result<(), ParquetError> {
        self.writer.close().map(|_| ())
    }
}

use super::output_file::OutputFile;
use crate::grid::error::GridError;
use crate::grid::kernel::nearest_centre::NearestCentre;
use crate::model::LatLon;
use crate::units::{Demand, TravelTime};
use ::parquet::basic::Compression;
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;
use ::parquet::schema::types::ColumnPath;
use std::fmt::Write as _;
use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

type Writer = BufWriter<File>;

/// The cells with people as a Parquet file: where they lie, how many live there, the nearest
/// centres and the minutes to them, and how many centres lie within each standard.
pub(in crate::grid) struct ResultTable {
    writer: SerializedFileWriter<Writer>,
    ids: Vec<ByteArray>,
    ranks: usize,
    standards: usize,
}

/// What is written for each cell besides its place and its people; by default nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::grid) struct TableContents<'a> {
    /// Each centre's id and place.
    pub(in crate::grid) centres: &'a [(String, LatLon)],
    /// How many centres, nearest first.
    pub(in crate::grid) ranks: usize,
    /// Standards within which centres are counted.
    pub(in crate::grid) standards: &'a [TravelTime],
}

/// A chunk of cells, column by column.
#[derive(Debug)]
pub(in crate::grid) struct ResultColumns {
    lon: Vec<f64>,
    lat: Vec<f64>,
    population: Vec<f64>,
    /// By rank.
    centre: Vec<Vec<u16>>,
    minutes: Vec<Vec<f32>>,
    /// By standard.
    reached: Vec<Vec<i32>>,
}

impl ResultColumns {
    pub(in crate::grid) fn with_ranks(ranks: usize, standards: usize) -> Self {
        Self {
            lon: Vec::new(),
            lat: Vec::new(),
            population: Vec::new(),
            centre: vec![Vec::new(); ranks],
            minutes: vec![Vec::new(); ranks],
            reached: vec![Vec::new(); standards],
        }
    }

    pub(in crate::grid) fn push(
        &mut self,
        place: LatLon,
        people: Demand,
        nearest: &[NearestCentre],
        reached: &[u16],
    ) {
        self.lon.push(place.lon());
        self.lat.push(place.lat());
        self.population.push(people.as_f64());
        let columns = self.centre.iter_mut().zip(&mut self.minutes);
        for ((centres, minutes), nearest) in columns.zip(nearest) {
            centres.push(nearest.centre);
            minutes.push(single(nearest.time));
        }
        for (column, &count) in self.reached.iter_mut().zip(reached) {
            column.push(i32::from(count));
        }
    }
}

/// Minutes in single precision: a second is kept up to a month.
#[expect(
    clippy::cast_possible_truncation,
    reason = "single precision is wanted"
)]
pub(in crate::grid) fn single(time: TravelTime) -> f32 {
    time.as_f64() as f32
}

/// `""`, `"_2"`, `"_3"`, …
fn suffix(rank: usize) -> String {
    if rank == 0 {
        String::new()
    } else {
        format!("_{}", rank + 1)
    }
}

impl ResultTable {
    pub(in crate::grid) fn create(
        file: &OutputFile,
        contents: TableContents,
    ) -> Result<Self, GridError> {
        let TableContents {
            centres,
            ranks,
            standards,
        } = contents;
        let wrong = |e: ParquetError| GridError::file(file.name(), e);
        let mut schema = "message grid { required double lon; required double lat; \
             required double population;"
            .to_owned();
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_dictionary_enabled(false)
            .set_created_by("catchment".to_owned());
        for rank in 0..ranks {
            let suffix = suffix(rank);
            let _ = write!(
                schema,
                " required binary centre{suffix} (UTF8); required float minutes{suffix};"
            );
            let path = ColumnPath::from(format!("centre{suffix}"));
            properties = properties.set_column_dictionary_enabled(path, true);
        }
        for standard in standards {
            let minutes = standard.as_f64().to_string().replace('.', "_");
            let _ = write!(schema, " required int32 centres_within_{minutes}_min;");
        }
        schema.push_str(" }");
        let schema = Arc::new(parse_message_type(&schema).map_err(wrong)?);
        let out = BufWriter::new(file.file()?);
        let properties = Arc::new(properties.build());
        let writer = SerializedFileWriter::new(out, schema, properties).map_err(wrong)?;
        let ids = centres.iter().map(|(id, _)| ByteArray::from(id.as_str()));
        Ok(Self {
            writer,
            ids: ids.collect(),
            ranks,
            standards: standards.len(),
        })
    }

    /// How many centres each cell has in the file.
    pub(in crate::grid) const fn ranks(&self) -> usize {
        self.ranks
    }

    /// How many standards the centres within are counted for.
    pub(in crate::grid) const fn standards(&self) -> usize {
        self.standards
    }

    /// Writes a chunk as one row group.
    pub(in crate::grid) fn write(&mut self, chunk: &ResultColumns) -> Result<(), ParquetError> {
        if chunk.lon.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for numbers in [&chunk.lon, &chunk.lat, &chunk.population] {
            column::<DoubleType>(&mut group, numbers)?;
        }
        for (centres, minutes) in chunk.centre.iter().zip(&chunk.minutes) {
            let id = |&centre: &u16| self.ids[usize::from(centre)].clone();
            let ids: Vec<ByteArray> = centres.iter().map(id).collect();
            column::<ByteArrayType>(&mut group, &ids)?;
            column::<FloatType>(&mut group, minutes)?;
        }
        for counts in &chunk.reached {
            column::<Int32Type>(&mut group, counts)?;
        }
        group.close()?;
        Ok(())
    }

    pub(in crate::grid) fn finish(self) -> Result<(), ParquetError> {
        self.writer.close().map(|_| ())
    }
}

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Writer>,
    values: &[T::T],
) -> Result<(), ParquetError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, None, None)?;
        column.close()?;
    }
    Ok(())
}

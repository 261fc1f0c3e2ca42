//! Parquet: what the values of a column mean, and reading them; one place for studies and grids.

mod arrow_schema;
mod kind;
mod pages;
mod reason;
mod value;

pub(crate) use kind::Kind;
pub(crate) use value::{ColumnValues, Value};

use super::guard::guarded;
use parquet::column::reader::get_column_reader;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::reader::ChunkReader;
use reason::reason;
use std::sync::Arc;

/// A Parquet file, its columns leaf by leaf.
pub(crate) struct ParquetFile<R> {
    chunks: Arc<R>,
    metadata: Arc<ParquetMetaData>,
    /// The names of the columns; those in structures with the names of these before them.
    pub(crate) names: Vec<String>,
    /// What each of them holds.
    pub(crate) kinds: Vec<Kind>,
}

impl<R: ChunkReader + 'static> ParquetFile<R> {
    /// Reads what a file says of itself.
    pub(crate) fn open(chunks: R) -> Result<Self, String> {
        guarded(|| {
            let metadata = ParquetMetaDataReader::new()
                .parse_and_finish(&chunks)
                .map_err(reason)?;
            let schema = metadata.file_metadata().schema_descr();
            let names: Vec<String> = schema.columns().iter().map(|c| c.path().string()).collect();
            let durations = key_value(&metadata, "ARROW:schema")
                .and_then(arrow_schema::durations)
                .unwrap_or_default();
            let columns = schema.columns().iter().zip(&names);
            let kinds = columns
                .map(|(column, name)| Kind::of_column(column, durations.get(name).copied()))
                .collect();
            let mut rows = metadata.row_groups().iter().map(RowGroupMetaData::num_rows);
            let all = rows.try_fold(0_usize, |all, rows| all.checked_add(rows.try_into().ok()?));
            if all.is_none() || names.is_empty() {
                return Err(
                    "the file is damaged: its number of rows or columns is not valid".to_owned(),
                );
            }
            Ok(Self {
                chunks: Arc::new(chunks),
                metadata: Arc::new(metadata),
                names,
                kinds,
            })
        })
    }

    /// What the file says of itself.
    pub(crate) fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }

    /// A text that the writer left under a key.
    pub(crate) fn key_value(&self, key: &str) -> Option<&str> {
        key_value(&self.metadata, key)
    }

    /// Rows of each row group.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> {
        let groups = self.metadata.row_groups().iter();
        // They were numbers when the file was opened.
        groups.map(|group| usize::try_from(group.num_rows()).unwrap_or_default())
    }

    /// One column of one row group, from its front.
    pub(crate) fn column(&self, group: usize, column: usize) -> Result<ColumnValues, String> {
        guarded(|| {
            let descriptor = self.metadata.file_metadata().schema_descr().column(column);
            let full = descriptor.max_def_level();
            let pages = pages::pages(&self.chunks, self.metadata.row_group(group), column)?;
            let reader = get_column_reader(descriptor, pages);
            Ok(ColumnValues::new(reader, self.kinds[column].clone(), full))
        })
    }
}

fn key_value<'m>(metadata: &'m ParquetMetaData, key: &str) -> Option<&'m str> {
    let pairs = metadata.file_metadata().key_value_metadata()?;
    pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
}

use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::sync::Arc;

/// One column of a row group.
pub(super) struct ParquetColumn {
    pub(super) name: String,
    pub(super) values: ParquetValues,
}

/// What a column holds.
pub(super) enum ParquetValues {
    /// Never null.
    Key(Vec<ByteArray>),
    Text(Vec<Option<ByteArray>>),
    Number(Vec<Option<f64>>),
    /// Never null.
    Whole(Vec<i32>),
    /// Never null.
    Flag(Vec<bool>),
}

/// A Parquet file, compressed by Snappy, with the row groups of `groups`: each has the same columns. At
/// least one group is needed, as the columns are those of the first.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(super) fn parquet_table(
    name: &str,
    groups: impl Iterator<Item = Vec<ParquetColumn>>,
) -> Result<Vec<u8>, ParquetError> {
    let mut groups = groups.peekable();
    let columns = groups.peek().map_or(&[][..], Vec::as_slice);
    let fields = columns.iter().map(ParquetColumn::field);
    let fields: Vec<Arc<Type>> = fields.collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder(name).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let (schema, properties) = (Arc::new(schema), Arc::new(properties));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    for columns in groups {
        let mut group = writer.next_row_group()?;
        for column in columns {
            if let Some(mut written) = group.next_column()? {
                column.write(&mut written)?;
                written.close()?;
            }
        }
        group.close()?;
    }
    writer.into_inner()
}

impl ParquetColumn {
    pub(super) fn new(name: impl Into<String>, values: ParquetValues) -> Self {
        Self {
            name: name.into(),
            values,
        }
    }

    fn field(&self) -> Result<Arc<Type>, ParquetError> {
        let (kind, repetition) = match &self.values {
            ParquetValues::Key(_) => (PhysicalType::BYTE_ARRAY, Repetition::REQUIRED),
            ParquetValues::Text(_) => (PhysicalType::BYTE_ARRAY, Repetition::OPTIONAL),
            ParquetValues::Number(_) => (PhysicalType::DOUBLE, Repetition::OPTIONAL),
            ParquetValues::Whole(_) => (PhysicalType::INT32, Repetition::REQUIRED),
            ParquetValues::Flag(_) => (PhysicalType::BOOLEAN, Repetition::REQUIRED),
        };
        let field = Type::primitive_type_builder(&self.name, kind).with_repetition(repetition);
        let field = match kind {
            PhysicalType::BYTE_ARRAY => field.with_logical_type(Some(LogicalType::String)),
            _ => field,
        };
        Ok(Arc::new(field.build()?))
    }

    fn write(self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self.values {
            ParquetValues::Key(values) => {
                let column = column.typed::<ByteArrayType>();
                column.write_batch(&values, None, None)?;
            }
            ParquetValues::Text(values) => {
                let present = present(&values);
                let values: Vec<ByteArray> = values.into_iter().flatten().collect();
                let column = column.typed::<ByteArrayType>();
                column.write_batch(&values, Some(&present), None)?;
            }
            ParquetValues::Number(values) => {
                let present = present(&values);
                let values: Vec<f64> = values.into_iter().flatten().collect();
                let column = column.typed::<DoubleType>();
                column.write_batch(&values, Some(&present), None)?;
            }
            ParquetValues::Whole(values) => {
                let column = column.typed::<Int32Type>();
                column.write_batch(&values, None, None)?;
            }
            ParquetValues::Flag(values) => {
                column
                    .typed::<BoolType>()
                    .write_batch(&values, None, None)?;
            }
        }
        Ok(())
    }
}

fn present<T>(values: &[Option<T>]) -> Vec<i16> {
    let values = values.iter();
    values.map(|value| i16::from(value.is_some())).collect()
}

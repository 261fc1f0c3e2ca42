use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
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
    Count(Vec<Option<i64>>),
    /// Never null.
    Flag(Vec<bool>),
    Bytes(Vec<Option<ByteArray>>),
    /// A group of numbers with these names; the numbers of one row are there or not together.
    Box([&'static str; 4], Vec<Option<[f64; 4]>>),
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
    parquet_table_with(name, Vec::new(), groups)
}

/// The same with words about the whole table, each under its key.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(super) fn parquet_table_with(
    name: &str,
    about: Vec<KeyValue>,
    groups: impl Iterator<Item = Vec<ParquetColumn>>,
) -> Result<Vec<u8>, ParquetError> {
    let mut groups = groups.peekable();
    let columns = groups.peek().map_or(&[][..], Vec::as_slice);
    let fields = columns.iter().map(ParquetColumn::field);
    let fields: Vec<Arc<Type>> = fields.collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder(name).with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata((!about.is_empty()).then_some(about))
        .build();
    let (schema, properties) = (Arc::new(schema), Arc::new(properties));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    for columns in groups {
        let mut group = writer.next_row_group()?;
        for column in columns {
            column.write(&mut group)?;
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
            ParquetValues::Text(_) | ParquetValues::Bytes(_) => {
                (PhysicalType::BYTE_ARRAY, Repetition::OPTIONAL)
            }
            ParquetValues::Number(_) => (PhysicalType::DOUBLE, Repetition::OPTIONAL),
            ParquetValues::Whole(_) => (PhysicalType::INT32, Repetition::REQUIRED),
            ParquetValues::Count(_) => (PhysicalType::INT64, Repetition::OPTIONAL),
            ParquetValues::Flag(_) => (PhysicalType::BOOLEAN, Repetition::REQUIRED),
            ParquetValues::Box(names, _) => return self.group(names),
        };
        let field = Type::primitive_type_builder(&self.name, kind).with_repetition(repetition);
        let field = match &self.values {
            ParquetValues::Key(_) | ParquetValues::Text(_) => {
                field.with_logical_type(Some(LogicalType::String))
            }
            _ => field,
        };
        Ok(Arc::new(field.build()?))
    }

    fn group(&self, names: &[&str]) -> Result<Arc<Type>, ParquetError> {
        let number = |name: &&str| {
            let number = Type::primitive_type_builder(name, PhysicalType::DOUBLE);
            let number = number.with_repetition(Repetition::REQUIRED).build()?;
            Ok(Arc::new(number))
        };
        let numbers = names
            .iter()
            .map(number)
            .collect::<Result<_, ParquetError>>()?;
        let group = Type::group_type_builder(&self.name)
            .with_repetition(Repetition::OPTIONAL)
            .with_fields(numbers);
        Ok(Arc::new(group.build()?))
    }

    fn write<W>(self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), ParquetError>
    where
        W: std::io::Write + Send,
    {
        match self.values {
            ParquetValues::Key(values) => all::<ByteArrayType, W>(group, &values),
            ParquetValues::Text(values) | ParquetValues::Bytes(values) => {
                some::<ByteArrayType, W>(group, values)
            }
            ParquetValues::Number(values) => some::<DoubleType, W>(group, values),
            ParquetValues::Whole(values) => all::<Int32Type, W>(group, &values),
            ParquetValues::Count(values) => some::<Int64Type, W>(group, values),
            ParquetValues::Flag(values) => all::<BoolType, W>(group, &values),
            ParquetValues::Box(names, values) => (0..names.len()).try_for_each(|number| {
                let numbers = values.iter().map(|value| value.map(|of| of[number]));
                some::<DoubleType, W>(group, numbers.collect())
            }),
        }
    }
}

/// Writes the next column of a row group, without nulls.
fn all<T: DataType, W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
) -> Result<(), ParquetError> {
    write::<T, W>(group, values, None)
}

/// The same of values that may be null.
fn some<T: DataType, W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: Vec<Option<T::T>>,
) -> Result<(), ParquetError> {
    let present = values.iter().map(|value| i16::from(value.is_some()));
    let present: Vec<i16> = present.collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    write::<T, W>(group, &values, Some(&present))
}

fn write<T: DataType, W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    present: Option<&[i16]>,
) -> Result<(), ParquetError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, present, None)?;
        column.close()?;
    }
    Ok(())
}

use super::area_columns::{ColumnValues, area_columns};
use super::parquet_table::{ParquetColumn, ParquetValues, parquet_table};
use super::run::Run;
use crate::evaluation::Evaluation;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;

/// The first columns, which have a value in every row.
const KEYS: usize = 2;

/// `areas.parquet`: the rows of `areas.csv`; what is empty there is null here.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(crate) fn areas_parquet(run: &Run) -> Result<Vec<u8>, ParquetError> {
    let groups = run.evaluations.iter();
    parquet_table("areas", groups.map(|evaluation| columns(run, evaluation)))
}

fn columns(run: &Run, evaluation: &Evaluation) -> Vec<ParquetColumn> {
    let columns = area_columns(run, evaluation).into_iter().enumerate();
    let written = columns.map(|(number, column)| {
        let values = match column.values {
            ColumnValues::Text(texts) if number < KEYS => {
                ParquetValues::Key(texts.into_iter().flatten().map(ByteArray::from).collect())
            }
            ColumnValues::Text(texts) => {
                let texts = texts.into_iter();
                ParquetValues::Text(texts.map(|text| text.map(ByteArray::from)).collect())
            }
            ColumnValues::Number(numbers) => ParquetValues::Number(numbers),
        };
        ParquetColumn::new(column.name, values)
    });
    written.collect()
}

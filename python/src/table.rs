//! A result as an Arrow table.

use crate::error;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Decimal128Array, Float64Array, Int64Array, NullArray, RecordBatch,
    StringArray, StructArray, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::concat::concat_batches;
use arrow_select::take::take_record_batch;
use catchment::report::{ColumnValues, DataCell, DataColumn, DataTable};
use pyo3::basic::CompareOp;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyTuple};
use pyo3_arrow::ffi::{
    ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule,
};
use std::sync::Arc;

/// Named columns, handed to other libraries through the Arrow `PyCapsule` interface.
#[pyclass(frozen, module = "catchment._catchment")]
pub(crate) struct Table(RecordBatch);

impl Table {
    /// From columns of equal length.
    pub(crate) fn new(columns: Vec<(String, ArrayRef)>) -> PyResult<Self> {
        let field =
            |(name, array): &(String, ArrayRef)| Field::new(name, array.data_type().clone(), true);
        let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let batch = RecordBatch::try_new(Arc::new(schema), arrays);
        batch
            .map(Self)
            .map_err(|cause| error::internal(&cause.to_string()))
    }

    /// The same numbers as in its CSV file.
    pub(crate) fn from_data(table: &DataTable) -> PyResult<Self> {
        let columns = table.columns().iter().enumerate();
        let columns = columns.map(|(number, name)| {
            let cells = table.rows().iter().map(|row| &row[number]);
            (name.clone(), column(cells))
        });
        Self::new(columns.collect())
    }

    /// Columns of several layouts below one another.
    pub(crate) fn from_parts(parts: Vec<Vec<DataColumn<'_>>>) -> PyResult<Self> {
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        for part in parts {
            for (column, further) in all.iter_mut().zip(part) {
                match (&mut column.values, further.values) {
                    (ColumnValues::Text(all), ColumnValues::Text(more)) => all.extend(more),
                    (ColumnValues::Number(all), ColumnValues::Number(more)) => all.extend(more),
                    _ => return Err(error::internal("columns of different kinds")),
                }
            }
        }
        let columns = all.into_iter().map(|column| {
            let array: ArrayRef = match column.values {
                ColumnValues::Text(texts) => Arc::new(StringArray::from(texts)),
                ColumnValues::Number(numbers) => Arc::new(Float64Array::from(numbers)),
                _ => Arc::new(NullArray::new(0)),
            };
            (column.name, array)
        });
        Self::new(columns.collect())
    }

    fn as_struct(&self) -> StructArray {
        StructArray::from(self.0.clone())
    }

    fn field(&self) -> Field {
        let fields = self.0.schema_ref().fields().clone();
        Field::new("", DataType::Struct(fields), false)
    }
}

/// Cells as an array: whole numbers, numbers, words or lists of words, by what there is.
fn column<'a>(cells: impl Iterator<Item = &'a DataCell> + Clone) -> ArrayRef {
    let has = |kind: fn(&DataCell) -> bool| cells.clone().any(kind);
    if has(|cell| matches!(cell, DataCell::List(_))) {
        let mut lists = ListBuilder::new(StringBuilder::new());
        for cell in cells {
            match cell {
                DataCell::List(words) => lists.append_value(words.iter().map(Some)),
                DataCell::Text(word) => lists.append_value([Some(word)]),
                _ => lists.append_null(),
            }
        }
        Arc::new(lists.finish())
    } else if has(|cell| matches!(cell, DataCell::Text(_))) {
        let word = |cell: &DataCell| (*cell != DataCell::Empty).then(|| cell.to_string());
        Arc::new(cells.map(word).collect::<StringArray>())
    } else if has(|cell| matches!(cell, DataCell::Number(..))) {
        Arc::new(cells.map(DataCell::number).collect::<Float64Array>())
    } else if has(|cell| matches!(cell, DataCell::Whole(_))) {
        let whole = |cell: &DataCell| match cell {
            DataCell::Whole(count) => i64::try_from(*count).ok(),
            _ => None,
        };
        Arc::new(cells.map(whole).collect::<Int64Array>())
    } else {
        Arc::new(NullArray::new(cells.count()))
    }
}

/// The values of an array as Python has them.
fn values<'py>(py: Python<'py>, array: &dyn Array) -> PyResult<Bound<'py, PyList>> {
    match array.data_type() {
        DataType::Utf8 => PyList::new(py, array.as_string::<i32>().iter().collect::<Vec<_>>()),
        DataType::Float64 => PyList::new(
            py,
            array
                .as_primitive::<Float64Type>()
                .iter()
                .collect::<Vec<_>>(),
        ),
        DataType::Int64 => PyList::new(
            py,
            array.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(),
        ),
        DataType::Int32 => PyList::new(
            py,
            array.as_primitive::<Int32Type>().iter().collect::<Vec<_>>(),
        ),
        DataType::Decimal128(_, 0) => PyList::new(
            py,
            array
                .as_primitive::<Decimal128Type>()
                .iter()
                .collect::<Vec<_>>(),
        ),
        DataType::List(_) => {
            let lists = array.as_list::<i32>().iter();
            let lists = lists.map(|list| list.map(|list| values(py, list.as_ref())).transpose());
            PyList::new(py, lists.collect::<PyResult<Vec<_>>>()?)
        }
        DataType::Null => PyList::new(py, (0..array.len()).map(|_| py.None())),
        other => Err(error::internal(&format!("a column of {other}"))),
    }
}

#[pymethods]
impl Table {
    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    #[getter]
    fn column_names(&self) -> Vec<String> {
        let fields = self.0.schema_ref().fields();
        fields.iter().map(|field| field.name().clone()).collect()
    }

    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let column = self.0.column_by_name(name);
        let column = column.ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
        values(py, column.as_ref())
    }

    /// Tables of the same columns below one another.
    #[staticmethod]
    fn concat(tables: Vec<PyRef<'_, Self>>) -> PyResult<Self> {
        let first = tables.first();
        let first = first.ok_or_else(|| error::input("expected at least one table (got none)"))?;
        let schema = first.0.schema_ref();
        if tables.iter().any(|table| table.0.schema_ref() != schema) {
            return Err(error::input("the tables have different columns"));
        }
        let together = concat_batches(schema, tables.iter().map(|table| &table.0));
        together.map(Self).map_err(error::input)
    }

    /// The rows with these numbers, in this order.
    fn take(&self, rows: Vec<u64>) -> PyResult<Self> {
        let known = self.0.num_rows() as u64;
        if let Some(row) = rows.iter().find(|&&row| row >= known) {
            return Err(error::input(format!("no row {row}: there are {known}")));
        }
        let taken = take_record_batch(&self.0, &UInt64Array::from(rows));
        taken
            .map(Self)
            .map_err(|cause| error::internal(&cause.to_string()))
    }

    /// The kind of each column: what [`Table::from_columns`] needs beside its values.
    #[getter]
    fn kinds(&self) -> PyResult<Vec<&'static str>> {
        let fields = self.0.schema_ref().fields().iter();
        let kinds = fields.map(|field| match field.data_type() {
            DataType::Utf8 => Ok("text"),
            DataType::Float64 => Ok("number"),
            DataType::Int64 => Ok("whole"),
            DataType::Decimal128(38, 0) => Ok("decimal"),
            DataType::List(_) => Ok("list"),
            DataType::Null => Ok("null"),
            other => Err(error::internal(&format!("a column of {other}"))),
        });
        kinds.collect()
    }

    /// From names, kinds and values.
    #[staticmethod]
    fn from_columns(columns: Vec<(String, String, Bound<'_, PyAny>)>) -> PyResult<Self> {
        let columns = columns.into_iter().map(|(name, kind, values)| {
            let array: ArrayRef = match kind.as_str() {
                "text" => Arc::new(StringArray::from(values.extract::<Vec<Option<String>>>()?)),
                "number" => Arc::new(Float64Array::from(values.extract::<Vec<Option<f64>>>()?)),
                "whole" => Arc::new(Int64Array::from(values.extract::<Vec<Option<i64>>>()?)),
                "decimal" => {
                    let array = Decimal128Array::from(values.extract::<Vec<Option<i128>>>()?);
                    let array = array.with_precision_and_scale(38, 0);
                    Arc::new(array.map_err(error::input)?)
                }
                "list" => {
                    let mut lists = ListBuilder::new(StringBuilder::new());
                    for list in values.extract::<Vec<Option<Vec<String>>>>()? {
                        match list {
                            Some(words) => lists.append_value(words.iter().map(Some)),
                            None => lists.append_null(),
                        }
                    }
                    Arc::new(lists.finish())
                }
                "null" => Arc::new(NullArray::new(values.len()?)),
                _ => return Err(error::input(format!("no kind `{kind}` of column"))),
            };
            Ok((name, array))
        });
        Self::new(columns.collect::<PyResult<_>>()?)
    }

    fn __richcmp__(&self, other: &Self, operator: CompareOp) -> Option<bool> {
        match operator {
            CompareOp::Eq => Some(self.0 == other.0),
            CompareOp::Ne => Some(self.0 != other.0),
            _ => None,
        }
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.0.schema_ref().as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let field = Arc::new(self.field());
        Ok(to_array_pycapsules(
            py,
            field,
            &self.as_struct(),
            requested_schema,
        )?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let array: ArrayRef = Arc::new(self.as_struct());
        let reader = ArrayIterator::new([Ok(array)], Arc::new(self.field()));
        Ok(to_stream_pycapsule(py, Box::new(reader), requested_schema)?)
    }
}

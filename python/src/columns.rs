//! Numbers and names from Python: anything with a buffer, as `NumPy` arrays, or an Arrow interface.

use crate::error;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Float64Array, Int64Array, RecordBatch, RecordBatchReader as _, StringArray,
};
use arrow_cast::cast;
use arrow_schema::{DataType, Schema, SchemaRef};
use arrow_select::concat::concat;
use pyo3::buffer::{Element, ElementType, PyUntypedBuffer};
use pyo3::prelude::*;
use pyo3_arrow::input::{AnyArray, AnyRecordBatch};
use std::sync::Arc;

/// Numbers in a row; one without a value is not a number.
pub(crate) struct Numbers(pub(crate) Vec<f64>);

/// Whether an object is exchanged through Arrow.
pub(crate) fn is_arrow(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(object.hasattr("__arrow_c_array__")? || object.hasattr("__arrow_c_stream__")?)
}

/// A column of numbers. `name` is how errors call it.
pub(crate) fn numbers(name: &str, object: &Bound<'_, PyAny>) -> PyResult<Numbers> {
    if is_arrow(object)? {
        return Ok(Numbers(floats(name, &*array(name, object)?)?));
    }
    let buffer = buffer(name, object)?;
    if buffer.dimensions() != 1 {
        return Err(error::input(format!(
            "{name}: expected one dimension (got {})",
            buffer.dimensions()
        )));
    }
    Ok(Numbers(buffer_to_vec(name, object, &buffer, false)?))
}

/// Columns of a table by their names.
pub(crate) fn named_columns(
    what: &str,
    object: &Bound<'_, PyAny>,
    names: &[String],
) -> PyResult<Vec<Numbers>> {
    let (schema, batches) = batches(what, object)?;
    columns_of(what, &schema, &batches, names)
}

/// All columns of a table with their names.
pub(crate) fn all_columns(
    what: &str,
    object: &Bound<'_, PyAny>,
) -> PyResult<(Vec<String>, Vec<Numbers>)> {
    let (schema, batches) = batches(what, object)?;
    let names: Vec<String> = names_of(&schema).map(str::to_owned).collect();
    let columns = columns_of(what, &schema, &batches, &names)?;
    Ok((names, columns))
}

fn names_of(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.fields().iter().map(|field| field.name().as_str())
}

fn columns_of(
    what: &str,
    schema: &Schema,
    batches: &[RecordBatch],
    names: &[String],
) -> PyResult<Vec<Numbers>> {
    let column = |name: &String| {
        let number = schema.index_of(name).map_err(|_| {
            let known: Vec<&str> = names_of(schema).collect();
            error::input(format!(
                "{what}: no column `{name}`; there are {}",
                known.join(", ")
            ))
        })?;
        let mut column = Vec::new();
        for batch in batches {
            let values = batch.column(number);
            column.extend(floats(&format!("{what}: column `{name}`"), values)?);
        }
        Ok(Numbers(column))
    };
    names.iter().map(column).collect()
}

/// The batches of a table or stream, read once.
fn batches(what: &str, object: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let reader = object.extract::<AnyRecordBatch>()?.into_reader()?;
    let schema = reader.schema();
    let batches = reader.collect::<Result<Vec<_>, _>>();
    let batches = batches.map_err(|cause| error::input(format!("{what}: {cause}")))?;
    Ok((schema, batches))
}

/// An array or a chunked array as one array.
fn array(name: &str, object: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let wrong = |cause: &dyn std::fmt::Display| error::input(format!("{name}: {cause}"));
    let any: AnyArray = object.extract()?;
    let field = any.field()?;
    let chunks = any.into_reader()?.collect::<Result<Vec<_>, _>>();
    let chunks = chunks.map_err(|cause| wrong(&cause))?;
    match &chunks[..] {
        [] => Ok(arrow_array::new_empty_array(field.data_type())),
        [one] => Ok(Arc::clone(one)),
        many => {
            let many: Vec<&dyn Array> = many.iter().map(AsRef::as_ref).collect();
            concat(&many).map_err(|cause| wrong(&cause))
        }
    }
}

fn is_number(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_number(values),
        _ => kind.is_numeric(),
    }
}

fn floats(name: &str, array: &dyn Array) -> PyResult<Vec<f64>> {
    if !is_number(array.data_type()) && *array.data_type() != DataType::Null {
        return Err(error::input(format!(
            "{name}: expected numbers (got {})",
            array.data_type()
        )));
    }
    let numbers = cast(array, &DataType::Float64);
    let numbers = numbers.map_err(|cause| error::input(format!("{name}: {cause}")))?;
    let numbers: &Float64Array = numbers.as_primitive::<Float64Type>();
    if numbers.null_count() == 0 {
        return Ok(numbers.values().to_vec());
    }
    Ok(numbers
        .iter()
        .map(|number| number.unwrap_or(f64::NAN))
        .collect())
}

/// The buffer of an object that is not exchanged through Arrow. An array whose numbers lie at odd places of
/// the memory, as those do that came in a message, is copied.
pub(crate) fn buffer(name: &str, object: &Bound<'_, PyAny>) -> PyResult<PyUntypedBuffer> {
    let refused = |_| {
        error::input(format!(
            "{name}: expected numbers, as a NumPy array or an Arrow column (got {})",
            described(object)
        ))
    };
    let buffer = PyUntypedBuffer::get(object).map_err(refused)?;
    let lies_even = (buffer.buf_ptr() as usize).is_multiple_of(buffer.item_size().max(1));
    if lies_even || !object.hasattr("copy")? {
        return Ok(buffer);
    }
    PyUntypedBuffer::get(&object.call_method0("copy")?).map_err(refused)
}

/// The type of an object and, of arrays, of its values.
fn described(object: &Bound<'_, PyAny>) -> String {
    let kind = object.get_type();
    let kind = kind
        .name()
        .map_or_else(|_| "an object".to_owned(), |name| name.to_string());
    match object.getattr("dtype") {
        Ok(of) => format!("{kind} of {of}"),
        Err(_) => kind,
    }
}

/// The numbers of a buffer row by row or, if `fortran`, column by column.
pub(crate) fn buffer_to_vec(
    name: &str,
    object: &Bound<'_, PyAny>,
    buffer: &PyUntypedBuffer,
    fortran: bool,
) -> PyResult<Vec<f64>> {
    fn copied<T: Element>(
        py: Python<'_>,
        buffer: &PyUntypedBuffer,
        fortran: bool,
        to_float: impl Fn(T) -> f64,
    ) -> PyResult<Vec<f64>> {
        let typed = buffer.as_typed::<T>()?;
        let values = if fortran {
            typed.to_fortran_vec(py)?
        } else {
            typed.to_vec(py)?
        };
        Ok(values.into_iter().map(to_float).collect())
    }
    let refused = || {
        error::input(format!(
            "{name}: expected float32, float64 or integers in the byte order of this machine (got {}); \
             `astype(float)` converts",
            described(object)
        ))
    };
    let foreign: &[u8] = if cfg!(target_endian = "little") {
        b">!"
    } else {
        b"<"
    };
    let order = buffer.format().to_bytes().first();
    if order.is_some_and(|order| foreign.contains(order)) {
        return Err(refused());
    }
    let py = object.py();
    let numbers = match ElementType::from_format(buffer.format()) {
        ElementType::Float { bytes: 8 } => copied(py, buffer, fortran, |number: f64| number),
        ElementType::Float { bytes: 4 } => copied(py, buffer, fortran, |number: f32| number.into()),
        ElementType::SignedInteger { bytes: 1 } => {
            copied(py, buffer, fortran, |number: i8| number.into())
        }
        ElementType::SignedInteger { bytes: 2 } => {
            copied(py, buffer, fortran, |number: i16| number.into())
        }
        ElementType::SignedInteger { bytes: 4 } => {
            copied(py, buffer, fortran, |number: i32| number.into())
        }
        ElementType::SignedInteger { bytes: 8 } => {
            copied(py, buffer, fortran, |number: i64| number as f64)
        }
        ElementType::UnsignedInteger { bytes: 1 } => {
            copied(py, buffer, fortran, |number: u8| number.into())
        }
        ElementType::UnsignedInteger { bytes: 2 } => {
            copied(py, buffer, fortran, |number: u16| number.into())
        }
        ElementType::UnsignedInteger { bytes: 4 } => {
            copied(py, buffer, fortran, |number: u32| number.into())
        }
        ElementType::UnsignedInteger { bytes: 8 } => {
            copied(py, buffer, fortran, |number: u64| number as f64)
        }
        _ => return Err(refused()),
    };
    // Such as numbers that lie at odd places in the memory.
    numbers.map_err(|_| refused())
}

/// Ids of sites or points: words or whole numbers.
pub(crate) enum Ids {
    Words(Vec<String>),
    Numbers(Vec<i64>),
}

impl Ids {
    /// From a list of words or whole numbers, or an Arrow column of them; each may appear once.
    pub(crate) fn new(name: &str, object: &Bound<'_, PyAny>, expected: usize) -> PyResult<Self> {
        let ids = Self::read(name, object)?;
        let (found, twice) = match &ids {
            Self::Words(words) => (words.len(), first_twice(words)),
            Self::Numbers(numbers) => (numbers.len(), first_twice(numbers)),
        };
        if found != expected {
            return Err(error::input(format!(
                "{name}: expected {expected}, one each (got {found})"
            )));
        }
        match twice {
            None => Ok(ids),
            Some((first, second)) => Err(error::input(format!(
                "{name}: `{}` appears twice, at positions {first} and {second}; each must be unique",
                ids.get(first)
            ))),
        }
    }

    fn read(name: &str, object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if is_arrow(object)? {
            let array = array(name, object)?;
            if array.null_count() > 0 {
                return Err(error::input(format!(
                    "{name}: expected an id everywhere (got a null)"
                )));
            }
            let to = if array.data_type().is_integer() {
                DataType::Int64
            } else {
                DataType::Utf8
            };
            let cast =
                cast(&array, &to).map_err(|cause| error::input(format!("{name}: {cause}")))?;
            return Ok(if to == DataType::Int64 {
                Self::Numbers(cast.as_primitive::<Int64Type>().values().to_vec())
            } else {
                let words = cast.as_string::<i32>().iter().flatten();
                Self::Words(words.map(str::to_owned).collect())
            });
        }
        if let Ok(numbers) = object.extract::<Vec<i64>>() {
            return Ok(Self::Numbers(numbers));
        }
        object
            .extract::<Vec<String>>()
            .map(Self::Words)
            .map_err(|_| {
                error::input(format!(
                    "{name}: expected words or whole numbers, all of one kind (got {})",
                    described(object)
                ))
            })
    }

    /// `0`, `1`, `2`, ….
    pub(crate) fn counted(to: usize) -> Self {
        Self::Numbers((0..).take(to).collect())
    }

    pub(crate) fn get(&self, place: usize) -> String {
        match self {
            Self::Words(words) => words[place].clone(),
            Self::Numbers(numbers) => numbers[place].to_string(),
        }
    }

    pub(crate) fn all(&self) -> ArrayRef {
        match self {
            Self::Words(words) => Arc::new(StringArray::from_iter_values(words)),
            Self::Numbers(numbers) => Arc::new(Int64Array::from(numbers.clone())),
        }
    }

    /// The ids at these places, where there is one.
    pub(crate) fn at(&self, places: impl Iterator<Item = Option<usize>>) -> ArrayRef {
        match self {
            Self::Words(words) => {
                let words = places.map(|place| Some(words[place?].as_str()));
                Arc::new(words.collect::<StringArray>())
            }
            Self::Numbers(numbers) => {
                let numbers = places.map(|place| Some(numbers[place?]));
                Arc::new(numbers.collect::<Int64Array>())
            }
        }
    }
}

/// The places of the first value that was there before.
fn first_twice<T: std::hash::Hash + Eq>(values: &[T]) -> Option<(usize, usize)> {
    let mut seen = std::collections::HashMap::new();
    let mut places = values.iter().enumerate();
    places.find_map(|(place, value)| Some((seen.insert(value, place)?, place)))
}

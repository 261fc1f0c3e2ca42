//! Travel times and demand from Python.

use crate::columns::{self, Numbers, buffer, buffer_to_vec, is_arrow};
use crate::error;
use catchment::model::TravelTimeMatrix;
use catchment::units::{Demand, QuantityError, TravelTime};
use pyo3::prelude::*;
use rayon::prelude::*;

/// Numbers in rows and columns, column by column.
pub(crate) struct Matrix {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    cells: Vec<f64>,
    /// The names of the columns, where they have any.
    pub(crate) names: Option<Vec<String>>,
}

/// The unit of times.
#[derive(Clone, Copy)]
pub(crate) enum TimeUnit {
    Seconds,
    Minutes,
    Hours,
}

impl TimeUnit {
    pub(crate) fn from_word(word: &str) -> PyResult<Self> {
        match word {
            "seconds" => Ok(Self::Seconds),
            "minutes" => Ok(Self::Minutes),
            "hours" => Ok(Self::Hours),
            _ => Err(error::input(format!(
                "unit: expected `minutes`, `seconds` or `hours` (got `{word}`)"
            ))),
        }
    }

    fn time(self, number: f64) -> Result<TravelTime, QuantityError> {
        match self {
            Self::Seconds => TravelTime::try_from_seconds(number),
            Self::Minutes => TravelTime::try_from_minutes(number),
            Self::Hours => TravelTime::try_from_hours(number),
        }
    }
}

impl Matrix {
    /// A two-dimensional array, demand points by sites, or a table with a column for each site.
    pub(crate) fn read(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if is_arrow(object)? {
            let (names, columns) = columns::all_columns("times", object)?;
            let rows = columns.first().map_or(0, |column| column.0.len());
            return Ok(Self {
                rows,
                columns: columns.len(),
                cells: columns
                    .into_iter()
                    .flat_map(|Numbers(column)| column)
                    .collect(),
                names: Some(names),
            });
        }
        let buffer = buffer("times", object)?;
        let &[rows, columns] = buffer.shape() else {
            return Err(error::input(format!(
                "times: expected two dimensions, demand points × sites (got {})",
                buffer.dimensions()
            )));
        };
        Ok(Self {
            rows,
            columns,
            cells: buffer_to_vec("times", object, &buffer, true)?,
            names: None,
        })
    }

    /// The travel times. An infinite number means that there is no route; so does what is no number,
    /// where that is `missing_is_unreachable`.
    pub(crate) fn times(
        &self,
        unit: TimeUnit,
        missing_is_unreachable: bool,
    ) -> PyResult<TravelTimeMatrix> {
        let read = |(place, &number): (usize, &f64)| {
            if number == f64::INFINITY || (number.is_nan() && missing_is_unreachable) {
                Ok(None)
            } else {
                unit.time(number).map(Some).map_err(|cause| (place, cause))
            }
        };
        let times: Result<Vec<_>, _> = self.cells.par_iter().enumerate().map(read).collect();
        let times = times.map_err(|_| {
            // The first in the order of the columns, whatever the number of threads.
            let first = self
                .cells
                .iter()
                .enumerate()
                .find_map(|cell| read(cell).err());
            first.map_or_else(
                || error::internal("a time was refused"),
                |(place, cause)| self.wrong(place, &cause),
            )
        })?;
        let matrix = TravelTimeMatrix::from_columns(self.rows, self.columns, times);
        matrix.map_err(error::input)
    }

    fn wrong(&self, place: usize, cause: &QuantityError) -> PyErr {
        let (row, column) = (place % self.rows.max(1), place / self.rows.max(1));
        let cell = format!("times: row {row}, column {column}");
        if cause.found.is_nan() {
            return error::input(format!(
                "{cell}: expected a time (got no number: NaN or null); give inf where there is no route, or \
                 say missing=\"unreachable\""
            ));
        }
        error::input(format!("{cell}: {cause}"))
    }
}

/// The demand of every point.
pub(crate) fn demand(object: &Bound<'_, PyAny>, points: usize) -> PyResult<Vec<Demand>> {
    let Numbers(numbers) = columns::numbers("demand", object)?;
    if numbers.len() != points {
        return Err(error::input(format!(
            "demand: expected {points}, one for each row of times (got {})",
            numbers.len()
        )));
    }
    let demand = numbers.iter().enumerate().map(|(row, &number)| {
        Demand::try_new(number).map_err(|cause| error::input(format!("demand: row {row}: {cause}")))
    });
    let demand = demand.collect::<PyResult<Vec<Demand>>>()?;
    let mut all = Demand::ZERO;
    for &part in &demand {
        all = all
            .try_add(part)
            .map_err(|cause| error::input(format!("demand: {cause}")))?;
    }
    Ok(demand)
}

/// Time standards in minutes, ascending.
pub(crate) fn standards(minutes: &[f64]) -> PyResult<Vec<TravelTime>> {
    let standards = minutes
        .iter()
        .map(|&minutes| TravelTime::try_limit_from_minutes(minutes));
    let standards = standards.collect::<Result<Vec<_>, _>>();
    let standards = standards.map_err(|cause| error::input(format!("standards: {cause}")))?;
    if !standards.is_sorted_by(|one, other| one < other) {
        return Err(error::input(
            "standards: expected minutes in ascending order, each once",
        ));
    }
    Ok(standards)
}

/// A standard in the name of a column: `45` or `7.5`.
pub(crate) fn standard_in_words(standard: TravelTime) -> String {
    standard.as_f64().to_string()
}

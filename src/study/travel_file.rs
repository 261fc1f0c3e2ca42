//! What tables of travel times have in common, from area to hospital and between hospitals.

use super::columns::{self, ColumnNames, ColumnsToml, LONG_FIELDS, WIDE_FIELDS};
use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use crate::travel::{TableUnit, TimeUnit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of travel times.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TravelFile {
    /// Path, from the study's folder: `.csv`, `.csv.gz`, `.csv.zst` or `.parquet`.
    pub file: String,
    /// How it is laid out.
    pub shape: TableShape,
    /// The unit of its numbers.
    pub unit: TableUnit,
    /// Numbers, as the file gives them, that mean that there is no route.
    pub unreachable: Vec<f64>,
    /// Which columns hold what (`id`; or `from_id`, `to_id`, `travel_time`).
    pub columns: ColumnNames,
}

impl TravelFile {
    /// Whether a number of the file means that there is no route.
    #[must_use]
    pub fn means_unreachable(&self, given: f64) -> bool {
        self.unreachable
            .iter()
            .any(|mark| mark.total_cmp(&given).is_eq())
    }
}

/// How a table of travel times is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TableShape {
    /// One row per origin, one column per site.
    Wide,
    /// One row per pair: `from_id`, `to_id`, `travel_time`.
    Long,
}

/// The unit of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum UnitToml {
    Minutes,
    Seconds,
    Hours,
}

impl From<UnitToml> for TimeUnit {
    fn from(unit: UnitToml) -> Self {
        match unit {
            UnitToml::Minutes => Self::Minutes,
            UnitToml::Seconds => Self::Seconds,
            UnitToml::Hours => Self::Hours,
        }
    }
}

impl UnitToml {
    /// The unit of times; `None` of costs.
    pub(super) fn written(unit: &TableUnit) -> Option<Self> {
        match unit {
            TableUnit::Time(unit) => Some((*unit).into()),
            TableUnit::Cost(_) => None,
        }
    }
}

impl From<UnitToml> for TableUnit {
    fn from(unit: UnitToml) -> Self {
        Self::Time(unit.into())
    }
}

impl From<TimeUnit> for UnitToml {
    fn from(unit: TimeUnit) -> Self {
        match unit {
            TimeUnit::Minutes => Self::Minutes,
            TimeUnit::Seconds => Self::Seconds,
            TimeUnit::Hours => Self::Hours,
        }
    }
}

/// One number or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Numbers {
    One(f64),
    Many(Vec<f64>),
}

impl Numbers {
    fn as_slice(&self) -> &[f64] {
        match self {
            Self::One(number) => std::slice::from_ref(number),
            Self::Many(numbers) => numbers,
        }
    }

    /// The numbers that mean "no route", where there are any.
    pub(super) fn written(file: &TravelFile) -> Option<Spanned<Self>> {
        let marks = &file.unreachable;
        (!marks.is_empty()).then(|| Spanned::nowhere(Self::Many(marks.clone())))
    }
}

/// The keys that tables of travel times have in common.
pub(super) struct TravelFileKeys {
    pub(super) file: String,
    pub(super) shape: TableShape,
    pub(super) unit: TableUnit,
    pub(super) columns: ColumnsToml,
    pub(super) unreachable_value: Option<Spanned<Numbers>>,
}

impl TravelFileKeys {
    pub(super) fn read(self, source: &Source<'_>) -> Result<TravelFile, StudyError> {
        let fields: &[&str] = match self.shape {
            TableShape::Wide => &WIDE_FIELDS,
            TableShape::Long => &LONG_FIELDS,
        };
        Ok(TravelFile {
            file: self.file,
            shape: self.shape,
            unit: self.unit,
            unreachable: marks(self.unreachable_value.as_ref(), source)?,
            columns: columns::read(self.columns, fields, source)?,
        })
    }
}

/// Numbers of a table that mean that there is no route.
fn marks(form: Option<&Spanned<Numbers>>, source: &Source<'_>) -> Result<Vec<f64>, StudyError> {
    let Some(form) = form else {
        return Ok(Vec::new());
    };
    let numbers = form.as_ref().as_slice();
    match numbers.iter().find(|number| !number.is_finite()) {
        None => Ok(numbers.to_vec()),
        Some(number) => {
            let span = form.span();
            Err(source.value("unreachable_value", "finite numbers", number, &span))
        }
    }
}

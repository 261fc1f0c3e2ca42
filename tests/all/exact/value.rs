//! What cells of tables must be, from whole numbers.

use super::random_study::{MINUTE, ONE};
use super::{Row, assert_about, assert_number};
use std::collections::BTreeMap;

/// A table by its keys: what every cell must be.
pub(crate) type Table = BTreeMap<Vec<String>, BTreeMap<String, Value>>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A number, or an empty cell.
    Number(Option<f64>),
    /// The same, and how far the program may be from it.
    About(Option<f64>, f64),
    Text(String),
    /// Not known well enough.
    Any,
}

impl Value {
    /// Checks a cell of a row, unless it is not known well enough.
    pub(crate) fn check(&self, row: &Row, column: &str, context: &str) {
        match self {
            Self::Number(exact) => assert_number(&row[column], *exact, context),
            Self::About(exact, tolerance) => {
                assert_about(&row[column], *exact, *tolerance, context);
            }
            Self::Any => {}
            Self::Text(text) => assert_eq!(&row[column], text, "{context}"),
        }
    }

    /// Either, or a number between them.
    fn between(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let number = |value: &Self| match value {
            Self::Number(number) => Some((number.as_ref().copied()?, 0.000_5)),
            Self::About(number, tolerance) => Some((number.as_ref().copied()?, *tolerance)),
            _ => None,
        };
        let (Some((one, near)), Some((another, far))) = (number(self), number(other)) else {
            return Self::Any;
        };
        let half = (one - another).abs() / 2.0;
        Self::About(Some(f64::midpoint(one, another)), half + near.max(far))
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

#[expect(clippy::cast_precision_loss, reason = "the end of exact arithmetic")]
pub(crate) fn ratio(numerator: i128, denominator: i128) -> Option<f64> {
    (denominator != 0).then(|| numerator as f64 / denominator as f64)
}

pub(crate) fn whole(number: usize) -> Value {
    Value::Number(ratio(i128::try_from(number).expect("small"), 1))
}

pub(crate) fn demand(millionths: i128) -> Value {
    Value::Number(ratio(millionths, ONE))
}

pub(crate) fn percent(part: i128, all: i128) -> Value {
    Value::Number(ratio(100 * part, all))
}

pub(crate) fn minutes(milliseconds: Option<i128>) -> Value {
    Value::Number(milliseconds.and_then(|time| ratio(time, MINUTE)))
}

/// Σ weight × time ÷ Σ weight.
pub(crate) fn mean(sum: i128, weight: i128) -> Value {
    Value::Number(ratio(sum, weight * MINUTE))
}

pub(crate) fn cells<const N: usize>(cells: [(&str, Value); N]) -> BTreeMap<String, Value> {
    cells
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// What lies between two tables with the same rows.
pub(crate) fn between(one: &Table, other: &Table) -> Table {
    let rows = one.iter().zip(other).map(|((key, one), (_, other))| {
        let cells = one.iter().map(|(column, value)| {
            let between = value.between(&other[column]);
            (column.clone(), between)
        });
        (key.clone(), cells.collect())
    });
    rows.collect()
}

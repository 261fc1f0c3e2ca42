use crate::wording::decimal;
use serde_json::{Map, Number, Value};
use std::fmt::{self, Write as _};

/// One value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum DataCell {
    /// Words.
    Text(String),
    /// A count.
    Whole(u64),
    /// A number and its largest number of decimals; trailing zeros are left out.
    Number(f64, usize),
    /// A number that tables show with its largest number of decimals, and that is in full in JSON.
    Full {
        /// The number.
        number: f64,
        /// What is shown; of a bound, rounded so that it stays true.
        shown: f64,
        /// Its decimals.
        decimals: usize,
    },
    /// Words without spaces, such as ids: separated by spaces, in JSON an array.
    List(Vec<String>),
    /// There is no value.
    Empty,
}

impl DataCell {
    /// Minutes, to a thousandth.
    #[must_use]
    pub fn minutes(minutes: Option<f64>) -> Self {
        minutes.map_or(Self::Empty, |minutes| Self::Number(minutes, 3))
    }

    /// A number that is shown to a thousandth and is in full in JSON.
    #[must_use]
    pub fn full(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, |number| Self::Full {
            number,
            shown: number,
            decimals: 3,
        })
    }

    /// Per cent, to a thousandth.
    #[must_use]
    pub fn percent(percent: Option<f64>) -> Self {
        percent.map_or(Self::Empty, |percent| Self::Number(percent, 3))
    }

    /// Demand, to a thousandth.
    #[must_use]
    pub fn demand(demand: crate::units::Demand) -> Self {
        Self::Number(demand.as_f64(), 3)
    }

    /// Words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The number that tables show: a count, or a number rounded to its decimals; `None` of words and
    /// where there is no value.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(count) => Some(*count as f64),
            Self::Number(number, decimals)
            | Self::Full {
                shown: number,
                decimals,
                ..
            } => decimal(*number, *decimals).parse().ok(),
            Self::Text(_) | Self::List(_) | Self::Empty => None,
        }
    }

    fn csv(&self) -> String {
        self.to_string()
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.clone()),
            Self::Whole(count) => Value::Number((*count).into()),
            // Through its text, so that a program reads what the table shows.
            Self::Number(..) => self
                .number()
                .and_then(Number::from_f64)
                .map_or(Value::Null, Value::Number),
            Self::Full { number, .. } => {
                Number::from_f64(*number).map_or(Value::Null, Value::Number)
            }
            Self::List(words) => words.iter().map(String::as_str).collect(),
            Self::Empty => Value::Null,
        }
    }
}

/// As in CSV, without its quotes.
impl fmt::Display for DataCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Whole(count) => write!(f, "{count}"),
            Self::Number(number, decimals)
            | Self::Full {
                shown: number,
                decimals,
                ..
            } => f.write_str(&decimal(*number, *decimals)),
            Self::List(words) => f.write_str(&words.join(" ")),
            Self::Empty => Ok(()),
        }
    }
}

/// A result with named columns.
///
/// # Examples
///
/// ```
/// use catchment::report::{DataCell, DataTable};
/// let mut table = DataTable::new(vec!["layout".to_owned(), "mean_minutes".to_owned()]);
/// table.push(vec![DataCell::text("both"), DataCell::minutes(Some(25.0))]);
/// assert_eq!(table.to_csv(), "layout,mean_minutes\nboth,25\n");
/// assert_eq!(table.to_json()[0]["mean_minutes"], 25.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DataTable {
    columns: Vec<String>,
    rows: Vec<Vec<DataCell>>,
}

impl DataTable {
    /// An empty table.
    #[must_use]
    pub fn new(columns: Vec<String>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    ///
    /// # Panics
    ///
    /// Panics unless there is one cell per column.
    pub fn push(&mut self, row: Vec<DataCell>) {
        assert_eq!(row.len(), self.columns.len(), "one cell per column");
        self.rows.push(row);
    }

    /// The columns' names.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Vec<DataCell>] {
        &self.rows
    }

    /// As CSV: UTF-8, comma, LF, a header row; a missing value is an empty field.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut csv = String::new();
        csv_line(&mut csv, self.columns.iter().cloned());
        for row in &self.rows {
            csv_line(&mut csv, row.iter().map(DataCell::csv));
        }
        csv
    }

    /// As a JSON array of one object per row; a missing value is `null`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let object = |row: &Vec<DataCell>| -> Value {
            let pairs = self
                .columns
                .iter()
                .cloned()
                .zip(row.iter().map(DataCell::json));
            Value::Object(pairs.collect::<Map<_, _>>())
        };
        Value::Array(self.rows.iter().map(object).collect())
    }
}

/// Writes one line of CSV, quoting where RFC 4180 asks for it.
pub(super) fn csv_line(csv: &mut String, fields: impl Iterator<Item = String>) {
    for (number, field) in fields.enumerate() {
        if number > 0 {
            csv.push(',');
        }
        push_field(csv, &field);
    }
    csv.push('\n');
}

/// Writes one field of CSV, quoted where RFC 4180 asks for it.
pub(super) fn push_field(csv: &mut String, field: &str) {
    if field.contains([',', '"', '\n', '\r']) {
        let _ = write!(csv, "\"{}\"", field.replace('"', "\"\""));
    } else {
        csv.push_str(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a table holds, a reader of CSV gets it back.
        #[test]
        fn what_is_written_is_read(text in prop::collection::vec("[^\u{0}]{0,12}", 3)) {
            let mut table = DataTable::new(vec!["a".into(), "b".into(), "c".into()]);
            table.push(text.iter().map(DataCell::text).collect());
            let csv = table.to_csv();
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(record.iter().collect::<Vec<_>>(), text);
        }
    }
}

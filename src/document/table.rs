use super::cell::Cell;
use super::text::Text;

/// A table for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    caption: Text,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// What one column of a table has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    heading: String,
    unit: Option<String>,
    names_unit: bool,
    meaning: Option<String>,
}

impl Column {
    /// A column of words or counts, which have no unit.
    #[must_use]
    pub fn new(heading: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            unit: None,
            names_unit: false,
            meaning: None,
        }
    }

    /// A column of numbers in this unit: `min`, `%`.
    #[must_use]
    pub fn with_unit(heading: impl Into<String>, unit: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            unit: Some(unit.into()),
            names_unit: true,
            meaning: None,
        }
    }

    /// A column of numbers in this unit, which a reader knows from the heading itself or from the
    /// column to the left.
    #[must_use]
    pub fn with_known_unit(heading: impl Into<String>, unit: impl Into<String>) -> Self {
        Self {
            names_unit: false,
            ..Self::with_unit(heading, unit)
        }
    }

    /// The same, with a sentence that says what its values mean to a reader who points at one.
    #[must_use]
    pub fn meaning(mut self, sentence: impl Into<String>) -> Self {
        self.meaning = Some(sentence.into());
        self
    }

    /// What its values mean.
    #[must_use]
    pub fn meaning_sentence(&self) -> Option<&str> {
        self.meaning.as_deref()
    }

    /// The heading, without the unit.
    #[must_use]
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// The unit of the numbers.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// The heading and, unless a reader knows it, the unit: `mean, min`.
    #[must_use]
    pub fn heading_with_unit(&self) -> String {
        match &self.unit {
            Some(unit) if self.names_unit => format!("{}, {unit}", self.heading),
            _ => self.heading.clone(),
        }
    }
}

impl From<&str> for Column {
    fn from(heading: &str) -> Self {
        Self::new(heading)
    }
}

impl Table {
    /// A table without rows; the caption says what a row is.
    #[must_use]
    pub fn new(caption: impl Into<Text>, columns: Vec<Column>) -> Self {
        Self {
            caption: caption.into(),
            columns,
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    ///
    /// # Panics
    ///
    /// Panics unless there is one cell per column.
    pub fn push(&mut self, row: impl Into<Vec<Cell>>) {
        let row = row.into();
        assert_eq!(row.len(), self.columns.len(), "one cell per column");
        self.rows.push(row);
    }

    /// What a row is, and what a reader of the numbers must know.
    #[must_use]
    pub fn caption(&self) -> &Text {
        &self.caption
    }

    /// What the columns have, from left to right.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows, each with one cell per column.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Whether a column has numbers or missing values and no words.
    #[must_use]
    pub fn is_numeric(&self, column: usize) -> bool {
        let is_text = |row: &Vec<Cell>| matches!(row[column], Cell::Text(_));
        !self.rows.is_empty() && !self.rows.iter().any(is_text)
    }
}

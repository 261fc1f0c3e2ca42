use std::fmt;

/// Where in an input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as the study names it.
    pub file: String,
    /// The line or row.
    pub at: At,
    /// The header of the column; `None` where the whole row is meant.
    pub column: Option<String>,
}

/// A line of a text file or a row of a table that has no lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// Line of a text file, from 1, the header included.
    Line(usize),
    /// Row of a Parquet file, from 1.
    Row(usize),
    /// Feature of a file of shapes, from 1.
    Feature(usize),
}

impl Place {
    /// A whole line.
    #[must_use]
    pub fn line(file: &str, line: usize) -> Box<Self> {
        Box::new(Self {
            file: file.to_owned(),
            at: At::Line(line),
            column: None,
        })
    }

    /// A whole row of a table without lines.
    #[must_use]
    pub fn row(file: &str, row: usize) -> Box<Self> {
        Box::new(Self {
            file: file.to_owned(),
            at: At::Row(row),
            column: None,
        })
    }

    /// A whole feature.
    #[must_use]
    pub fn feature(file: &str, feature: usize) -> Box<Self> {
        Box::new(Self {
            file: file.to_owned(),
            at: At::Feature(feature),
            column: None,
        })
    }

    /// The same row, in one column.
    #[must_use]
    pub fn column(mut self: Box<Self>, header: &str) -> Box<Self> {
        self.column = Some(header.to_owned());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            At::Line(line) => write!(f, "{}:{line}", self.file)?,
            at => write!(f, "{}: {at}", self.file)?,
        }
        match &self.column {
            Some(column) => write!(f, ": column `{}`", super::wording::shown(column)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
            Self::Feature(feature) => write!(f, "feature {feature}"),
        }
    }
}

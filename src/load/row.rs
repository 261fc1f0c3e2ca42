//! One row of a table, and what its cells hold.

use super::cell;
use super::columns::Header;
use super::error::LoadError;
use super::place::{At, Place};
use super::table_error::TableError;
use super::text::Text;
use crate::units::{Demand, QuantityError};
use csv::StringRecord;

/// How the rows of a table are counted.
pub(super) enum Places<'a> {
    /// By the lines of a text.
    Lines(Text<'a>),
    /// By their number.
    Numbers(fn(usize) -> At),
}

impl Places<'_> {
    pub(super) fn at(&self, offset: usize) -> At {
        match self {
            Self::Lines(text) => At::Line(text.line(offset)),
            Self::Numbers(at) => at(offset),
        }
    }

    #[expect(clippy::unnecessary_box_returns, reason = "errors hold it in a box")]
    pub(super) fn place(&self, file: &str, offset: usize) -> Box<Place> {
        Box::new(Place {
            file: file.to_owned(),
            at: self.at(offset),
            column: None,
        })
    }
}

/// A count of people or events in a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    /// As it is in the file.
    pub(super) given: f64,
    /// In whole millionths.
    pub(super) kept: Demand,
}

/// One row of a [`super::row_table::RowTable`].
pub(crate) struct Row<'t> {
    pub(super) header: &'t Header,
    pub(super) places: &'t Places<'t>,
    pub(super) record: &'t StringRecord,
    /// Where the row stands: a byte of a text, or a number from 1.
    pub(super) offset: usize,
}

impl Row<'_> {
    /// The text of a cell, without blanks around it.
    pub(super) fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default().trim()
    }

    /// The text of a cell that must not be empty.
    pub(super) fn required(
        &self,
        column: usize,
        expected: &'static str,
    ) -> Result<&str, LoadError> {
        match self.text(column) {
            "" => Err(LoadError::EmptyCell {
                place: self.place(column),
                expected,
            }),
            text => Ok(text),
        }
    }

    /// The finite number of a cell; `None` for an empty one.
    pub(crate) fn number(&self, column: usize) -> Result<Option<f64>, LoadError> {
        let text = self.text(column);
        cell::number(text).map_err(|error| error.at(self.place(column), text))
    }

    /// The count of people or events of a cell, added to what the cells above it hold together: sums
    /// that the program has no room for are refused here. `None` for an empty cell.
    pub(super) fn count_into(
        &self,
        all: &mut Demand,
        column: usize,
    ) -> Result<Option<Count>, LoadError> {
        let Some(given) = self.number(column)? else {
            return Ok(None);
        };
        let refused = |source: QuantityError| LoadError::Quantity {
            place: self.place(column),
            source,
        };
        let kept = Demand::try_new(given).map_err(refused)?;
        *all = all.try_add(kept).map_err(refused)?;
        Ok(Some(Count { given, kept }))
    }

    /// Where a cell stands.
    #[expect(clippy::unnecessary_box_returns, reason = "errors hold it in a box")]
    pub(super) fn place(&self, column: usize) -> Box<Place> {
        let row = self.places.place(&self.header.file, self.offset);
        row.column(&self.header.names[column])
    }

    /// Whether the row has empty fields beyond those of the header; other shapes are refused.
    pub(super) fn check_shape(&self) -> Result<bool, LoadError> {
        let (expected, found) = (self.header.names.len(), self.record.len());
        let place = || self.places.place(&self.header.file, self.offset);
        if self.runs_to_the_end_in_quotes() {
            return Err(LoadError::Table(TableError::OpenQuote { place: place() }));
        }
        if expected == found {
            return Ok(false);
        }
        if self.header.fits(self.record.as_byte_record().iter()) {
            return Ok(true);
        }
        Err(LoadError::Table(TableError::Ragged {
            place: place(),
            expected,
            found,
        }))
    }

    /// Only the last field can hold all lines that an unclosed quotation mark swallows.
    fn runs_to_the_end_in_quotes(&self) -> bool {
        let Places::Lines(text) = self.places else {
            return false;
        };
        let last = self.record.iter().next_back().unwrap_or_default();
        last.contains('\n') && {
            let rest = &text.body[self.offset..];
            rest.trim_end().ends_with(last.trim_end())
                && rest.bytes().filter(|&byte| byte == b'"').count() % 2 == 1
        }
    }
}

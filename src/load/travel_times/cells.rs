//! What the cells of a table of times mean.

use super::super::columns::Header;
use super::super::error::LoadError;
use super::super::place::Place;
use super::super::table_error::TableError;
use super::super::text::Text;
use super::rows;
use super::time::{self, TimeError};
use crate::study::TravelFile;
use crate::travel::TableUnit;
use crate::units::TravelTime;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the cells of a table mean.
pub(super) struct Cells<'a> {
    pub(super) choice: &'a TravelFile,
    /// Cells with a number that means no route.
    pub(super) marks: AtomicUsize,
}

impl<'a> Cells<'a> {
    pub(super) const fn new(choice: &'a TravelFile) -> Self {
        Self {
            choice,
            marks: AtomicUsize::new(0),
        }
    }

    /// The time of a cell of text; `None` where there is no route.
    pub(super) fn time(&self, cell: &[u8]) -> Result<Option<TravelTime>, TimeError> {
        if !self.choice.unreachable.is_empty()
            && rows::text(cell)
                .parse()
                .is_ok_and(|given| self.is_mark(given))
        {
            return Ok(None);
        }
        time::parse(cell, &self.choice.unit)
    }

    /// The time of a cell that holds a number.
    pub(super) fn time_of_number(&self, given: f64) -> Result<Option<TravelTime>, TimeError> {
        if self.is_mark(given) {
            return Ok(None);
        }
        time::from_number(given, &self.choice.unit).map(Some)
    }

    /// Whether the numbers are costs, which a length of time is not.
    pub(super) const fn holds_costs(&self) -> bool {
        matches!(self.choice.unit, TableUnit::Cost(_))
    }

    pub(super) fn is_mark(&self, given: f64) -> bool {
        let is_mark = self.choice.means_unreachable(given);
        if is_mark {
            self.marks.fetch_add(1, Ordering::Relaxed);
        }
        is_mark
    }

    /// What is reported about the cells.
    pub(super) fn notes(&self) -> Option<String> {
        let marks = self.marks.load(Ordering::Relaxed);
        (marks > 0).then(|| {
            let values: Vec<String> = self
                .choice
                .unreachable
                .iter()
                .map(ToString::to_string)
                .collect();
            format!(
                "cells that mean “no route” (`unreachable_value` {}): {marks}",
                values.join(", ")
            )
        })
    }
}

/// A cell that is not a time, with its place.
pub(super) fn bad_cell(error: TimeError, cell: &[u8], place: Box<Place>) -> LoadError {
    let found = rows::text(cell).to_owned();
    match error {
        TimeError::Text => LoadError::NotANumber { place, found },
        TimeError::NotFinite => LoadError::NotATime { place, found },
        TimeError::OutOfRange(source) => LoadError::TravelTime { place, source },
    }
}

pub(super) fn ragged(text: &Text<'_>, header: &Header, offset: usize, found: usize) -> LoadError {
    LoadError::Table(TableError::Ragged {
        place: Place::line(text.file, text.line(offset)),
        expected: header.names.len(),
        found,
    })
}

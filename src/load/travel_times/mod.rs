//! Tables of travel times: wide or long, CSV or Parquet, in minutes or seconds.

mod long;
mod parquet;
mod rows;
mod time;
mod wide;

use super::columns::Header;
use super::error::LoadError;
use super::files::FileBytes;
use super::input_report::{ColumnUse, FileReport};
use super::near_ids::{self, NearIds};
use super::place::Place;
use super::recognised;
use super::sources;
use super::table_error::TableError;
use super::text::Text;
use crate::model::{Site, TravelTimeMatrix};
use crate::study::{TableShape, TravelFile};
use crate::units::Minutes;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use time::TimeError;

/// What the ids of a table can mean.
pub(super) struct Known<'a> {
    origins: &'a [&'a str],
    origin_of: HashMap<&'a str, u32>,
    origin_file: &'a str,
    sites: &'a [Site],
    site_of: HashMap<&'a str, u16>,
    site_file: &'a str,
}

/// A table that has been read.
pub(super) struct Table {
    pub(super) matrix: TravelTimeMatrix,
    /// Whether the table has a row of each origin.
    pub(super) has_origin: Vec<bool>,
    /// Whether the table has a column of each site.
    pub(super) has_site: Vec<bool>,
    /// Origins of the table that no other file knows.
    pub(super) unknown_origins: Vec<String>,
    /// Sites of the table that no other file knows.
    pub(super) unknown_sites: Vec<String>,
    rows: usize,
    refused: Vec<(String, usize)>,
    columns: Vec<ColumnUse>,
    notes: Vec<String>,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        origins: &'a [&'a str],
        origin_file: &'a str,
        sites: &'a [Site],
        site_file: &'a str,
    ) -> Self {
        Self {
            origin_of: origins.iter().copied().zip(0..).collect(),
            origins,
            origin_file,
            site_of: sites.iter().map(|site| site.id.as_str()).zip(0..).collect(),
            sites,
            site_file,
        }
    }

    /// The place of an origin among all; most tables have them in the same order.
    fn origin(&self, id: &str, expected: usize) -> Option<u32> {
        match self.origins.get(expected) {
            Some(&next) if next == id => u32::try_from(expected).ok(),
            _ => self.origin_of.get(id).copied(),
        }
    }

    fn no_overlap(&self, file: &str, what_side: Side, found: Vec<String>) -> LoadError {
        const SHOWN: usize = 3;
        let (what, other, expected): (_, _, Box<[String]>) = match what_side {
            Side::Origin => (
                "origin id",
                self.origin_file,
                self.origins
                    .iter()
                    .take(SHOWN)
                    .map(ToString::to_string)
                    .collect(),
            ),
            Side::Site => (
                "site id",
                self.site_file,
                self.sites
                    .iter()
                    .take(SHOWN)
                    .map(|site| site.id.clone())
                    .collect(),
            ),
        };
        let near = match what_side {
            Side::Origin => NearIds::new(self.origins.iter().copied()),
            Side::Site => NearIds::new(self.sites.iter().map(|site| site.id.as_str())),
        };
        let guesses: Vec<_> = found.iter().filter_map(|id| near.guess(id)).collect();
        LoadError::NoOverlap {
            file: file.to_owned(),
            what,
            other: other.to_owned(),
            guess: near_ids::in_words(&guesses),
            found: found.into_iter().take(SHOWN).collect(),
            expected,
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Origin,
    Site,
}

/// What the cells of a table mean.
struct Cells<'a> {
    choice: &'a TravelFile,
    /// Cells with a number that means no way.
    marks: AtomicUsize,
}

impl<'a> Cells<'a> {
    const fn new(choice: &'a TravelFile) -> Self {
        Self {
            choice,
            marks: AtomicUsize::new(0),
        }
    }

    /// The time of a cell of text; `None` where there is no way.
    fn time(&self, cell: &[u8]) -> Result<Option<Minutes>, TimeError> {
        if !self.choice.unreachable.is_empty()
            && rows::text(cell)
                .parse()
                .is_ok_and(|given| self.is_mark(given))
        {
            return Ok(None);
        }
        time::parse(cell, self.choice.unit)
    }

    /// The time of a cell that holds a number.
    fn time_of_number(&self, given: f64) -> Result<Option<Minutes>, TimeError> {
        if self.is_mark(given) {
            return Ok(None);
        }
        time::from_f64(given, self.choice.unit).map(Some)
    }

    fn is_mark(&self, given: f64) -> bool {
        let is_mark = self.choice.means_unreachable(given);
        if is_mark {
            self.marks.fetch_add(1, Ordering::Relaxed);
        }
        is_mark
    }

    /// What is said of the cells.
    fn notes(&self) -> Option<String> {
        let marks = self.marks.load(Ordering::Relaxed);
        (marks > 0).then(|| {
            let values: Vec<String> = self
                .choice
                .unreachable
                .iter()
                .map(ToString::to_string)
                .collect();
            format!(
                "cells that mean no route (`unreachable_value` {}): {marks}",
                values.join(", ")
            )
        })
    }
}

/// Reads a table from its bytes and their decompressed content.
pub(super) fn read(
    choice: &TravelFile,
    bytes: &FileBytes<'_>,
    content: &[u8],
    known: &Known<'_>,
) -> Result<Table, LoadError> {
    let cells = Cells::new(choice);
    let mut table = if bytes.has_extension("parquet") || recognised::is_parquet(content) {
        parquet::read(&cells, content, known)
    } else {
        let text = Text::csv(&bytes.name, content)?;
        let (header, start) = header(&text)?;
        match choice.shape {
            TableShape::Wide => wide::read(&cells, &text, &header, start, known),
            TableShape::Long => long::read(&cells, &text, &header, start, known),
        }
    }?;
    table.notes.extend(cells.notes());
    Ok(table)
}

impl Table {
    pub(super) fn report(&self, role: &str, bytes: &FileBytes<'_>) -> FileReport {
        let mut report = sources::stored_report(role, bytes);
        report.rows_read = self.rows;
        report.rows_refused.clone_from(&self.refused);
        report.columns.clone_from(&self.columns);
        report.notes.extend(self.notes.iter().cloned());
        report
    }
}

/// The header and the byte at which the first row starts.
fn header(text: &Text<'_>) -> Result<(Header, usize), LoadError> {
    let mut header = None;
    let start = text.start_of_row(0);
    let end = start + rows::length_of_first(&text.body[start..]);
    let first: Result<(), LoadError> = rows::for_each_row(text.body, start..end, |_, fields| {
        let names = fields.iter().map(|field| rows::text(field)).collect();
        header = Some(Header::new(text, &names, &text.body[end..])?);
        Ok(())
    });
    first?;
    match header {
        Some(header) if !text.body[end..].trim().is_empty() => Ok((header, end)),
        _ => Err(LoadError::NoRows {
            file: text.file.to_owned(),
        }),
    }
}

/// A cell that is no time, with its place.
fn bad_cell(error: TimeError, cell: &[u8], place: Box<Place>) -> LoadError {
    let found = rows::text(cell).to_owned();
    match error {
        TimeError::Text => LoadError::NotANumber { place, found },
        TimeError::NotFinite => LoadError::NotATime { place, found },
        TimeError::OutOfRange(source) => LoadError::TravelTime { place, source },
    }
}

fn ragged(text: &Text<'_>, header: &Header, offset: usize, found: usize) -> LoadError {
    LoadError::Table(TableError::Ragged {
        place: Place::line(text.file, text.line(offset)),
        expected: header.names.len(),
        found,
    })
}

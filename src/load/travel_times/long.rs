//! One row per pair: `from_id,to_id,travel_time`.

use super::super::columns::{FROM_ID, Header, TO_ID, TRAVEL_TIME};
use super::super::error::LoadError;
use super::super::place::{At, Place};
use super::super::text::Text;
use super::cells::{Cells, bad_cell, ragged};
use super::known::{Known, Side};
use super::rows;
use super::table::Table;
use crate::model::{TravelTimeMatrix, to_cell};
use std::ops::Range;

struct LongColumns {
    from: usize,
    to: usize,
    time: usize,
}

/// The time of one pair.
struct Entry {
    origin: u32,
    site: u16,
    cell: u32,
    offset: usize,
}

/// Some rows of the table.
#[derive(Default)]
struct Part {
    entries: Vec<Entry>,
    rows: usize,
    mended: rows::Mended,
    from_unknown: Unknown,
    to_unknown: Unknown,
}

/// Rows whose id no other file knows.
#[derive(Default)]
struct Unknown {
    rows: usize,
    /// The first of each run of one id.
    ids: Vec<String>,
}

impl Unknown {
    fn add(&mut self, id: &str) {
        self.rows += 1;
        if self.ids.last().is_none_or(|last| last != id) {
            self.ids.push(id.to_owned());
        }
    }
}

pub(super) fn read(
    cells: &Cells<'_>,
    text: &Text<'_>,
    header: &Header,
    start: usize,
    known: &Known<'_>,
) -> Result<Table, LoadError> {
    let choice = cells.choice;
    let columns = LongColumns {
        from: header.need(FROM_ID, &choice.columns)?,
        to: header.need(TO_ID, &choice.columns)?,
        time: header.need(TRAVEL_TIME, &choice.columns)?,
    };
    let parts = rows::read_parts(text.body, start, |range| {
        read_part(cells, text, header, &columns, known, range)
    })?;
    let mut tally = Tally::new(known);
    for part in &parts {
        for entry in &part.entries {
            if !tally.enter(entry.origin, entry.site, entry.cell) {
                return Err(twice(entry, &parts, text, known));
            }
        }
    }
    tally.rows = parts.iter().map(|part| part.rows).sum();
    let mended = parts
        .iter()
        .fold(rows::Mended::default(), |all, part| all.and(part.mended));
    for part in parts {
        tally.unknown_rows(Side::Origin, part.from_unknown.rows, part.from_unknown.ids);
        tally.unknown_rows(Side::Site, part.to_unknown.rows, part.to_unknown.ids);
    }
    let named = |field: &str| choice.columns.named.contains_key(field);
    let used = [
        (FROM_ID, columns.from),
        (TO_ID, columns.to),
        (TRAVEL_TIME, columns.time),
    ];
    let used = used.map(|(field, column)| header.usage(field.name, column, named(field.name)));
    let mut table = tally.finish(text.file)?;
    table.columns = used.to_vec();
    table.notes.clone_from(&text.notes);
    table.notes.extend(mended.notes());
    Ok(table)
}

fn read_part(
    cells: &Cells<'_>,
    text: &Text<'_>,
    header: &Header,
    columns: &LongColumns,
    known: &Known<'_>,
    range: Range<usize>,
) -> Result<Part, LoadError> {
    let mut part = Part::default();
    let mut last: Option<u32> = None;
    rows::for_each_row(text.body, range, |offset, fields| {
        let Some(fields) = part.mended.fields(fields, &header.names) else {
            return Ok(());
        };
        if !rows::is_whole(fields, &header.names) {
            return Err(ragged(text, header, offset, fields.len()));
        }
        let place =
            |column: usize| Place::line(text.file, text.line(offset)).column(&header.names[column]);
        part.rows += 1;
        let id = |column: usize| match rows::text(fields[column]) {
            "" => Err(LoadError::EmptyCell {
                place: place(column),
                expected: "an id",
            }),
            id => Ok(id),
        };
        let (from, to) = (id(columns.from)?, id(columns.to)?);
        let time = cells
            .time(fields[columns.time])
            .map_err(|error| bad_cell(error, fields[columns.time], place(columns.time)))?;
        let origin = last
            .filter(|&last| known.origins[last as usize] == from)
            .or_else(|| known.origin_of.get(from).copied());
        last = origin.or(last);
        match (origin, known.site_of.get(to)) {
            (Some(origin), Some(&site)) => {
                let cell = to_cell(time);
                part.entries.push(Entry {
                    origin,
                    site,
                    cell,
                    offset,
                });
            }
            (None, _) => part.from_unknown.add(from),
            (_, None) => part.to_unknown.add(to),
        }
        Ok(())
    })?;
    Ok(part)
}

/// The error of a pair that an earlier row already has.
fn twice(second: &Entry, parts: &[Part], text: &Text<'_>, known: &Known<'_>) -> LoadError {
    let same = |entry: &&Entry| entry.origin == second.origin && entry.site == second.site;
    let first = parts.iter().flat_map(|part| &part.entries).find(same);
    LoadError::DuplicatePair {
        place: Place::line(text.file, text.line(second.offset)),
        from: known.origins[second.origin as usize].to_owned(),
        to: known.sites[usize::from(second.site)].id.clone(),
        first: At::Line(text.line(first.unwrap_or(second).offset)),
    }
}

/// A matrix being filled pair by pair.
pub(super) struct Tally<'a> {
    known: &'a Known<'a>,
    cells: Vec<u32>,
    entered: Vec<bool>,
    pub(super) rows: usize,
    refused: [usize; 2],
    unknown: [Vec<String>; 2],
}

impl<'a> Tally<'a> {
    pub(super) fn new(known: &'a Known<'a>) -> Self {
        let cells = known.origins.len() * known.sites.len();
        Self {
            known,
            cells: vec![to_cell(None); cells],
            entered: vec![false; cells],
            rows: 0,
            refused: [0; 2],
            unknown: [Vec::new(), Vec::new()],
        }
    }

    /// `false` if the pair was entered before.
    pub(super) fn enter(&mut self, origin: u32, site: u16, time: u32) -> bool {
        let cell = usize::from(site) * self.known.origins.len() + origin as usize;
        self.cells[cell] = time;
        !std::mem::replace(&mut self.entered[cell], true)
    }

    pub(super) fn unknown_rows(&mut self, side: Side, rows: usize, ids: Vec<String>) {
        self.refused[side as usize] += rows;
        self.unknown[side as usize].extend(ids);
    }

    pub(super) fn finish(mut self, file: &str) -> Result<Table, LoadError> {
        let (origins, sites) = (self.known.origins.len(), self.known.sites.len());
        if !self.entered.contains(&true) {
            // Rows with an unknown origin are not asked for their site.
            let side = if self.refused[0] > 0 {
                Side::Origin
            } else {
                Side::Site
            };
            let found = std::mem::take(&mut self.unknown[side as usize]);
            return Err(self.known.no_overlap(file, side, found));
        }
        for ids in &mut self.unknown {
            ids.sort_unstable();
            ids.dedup();
        }
        let [unknown_origins, unknown_sites] = std::mem::take(&mut self.unknown);
        let columns = || self.entered.chunks(origins.max(1));
        let mut has_origin = vec![false; origins];
        for column in columns() {
            for (has, &entered) in has_origin.iter_mut().zip(column) {
                *has |= entered;
            }
        }
        let files = [self.known.origin_file, self.known.site_file];
        let reasons = ["from_id", "to_id"]
            .into_iter()
            .zip(files)
            .zip(self.refused);
        Ok(Table {
            has_origin,
            has_site: columns().map(|column| column.contains(&true)).collect(),
            matrix: TravelTimeMatrix::from_cells(origins, sites, self.cells),
            unknown_origins,
            unknown_sites,
            rows: self.rows,
            refused: reasons
                .filter(|&(_, rows)| rows > 0)
                .map(|((id, file), rows)| (format!("{id} not in {file}"), rows))
                .collect(),
            columns: Vec::new(),
            notes: Vec::new(),
        })
    }
}

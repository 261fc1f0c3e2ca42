//! One row per origin, one column per site.

use super::super::columns::{FROM_ID, Header, POINT_ID};
use super::super::error::LoadError;
use super::super::place::{At, Place};
use super::super::text::Text;
use super::cells::{Cells, bad_cell, ragged};
use super::known::{Known, Side};
use super::rows;
use super::table::Table;
use crate::model::{TravelTimeMatrix, to_cell};
use crate::study::TravelFile;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;

/// Which columns of the file are used.
pub(super) struct WideColumns {
    pub(super) id: usize,
    /// The column and the number of each site that is known.
    pub(super) sites: Vec<(usize, u16)>,
    pub(super) unknown: Vec<String>,
}

impl WideColumns {
    pub(super) fn find(
        choice: &TravelFile,
        header: &Header,
        known: &Known<'_>,
    ) -> Result<Self, LoadError> {
        let id = match header.find(POINT_ID, &choice.columns)? {
            Some(id) => id,
            None => match header.find(FROM_ID, &choice.columns)? {
                Some(id) => id,
                None => header.need(POINT_ID, &choice.columns)?,
            },
        };
        let mut sites: Vec<(usize, u16)> = Vec::new();
        let mut unknown = Vec::new();
        let mut seen: HashMap<u16, usize> = HashMap::new();
        for (column, name) in header
            .names
            .iter()
            .enumerate()
            .filter(|&(column, _)| column != id)
        {
            match known.site_of.get(name.as_str()) {
                None if name.is_empty() => {}
                None => unknown.push(name.clone()),
                Some(&site) if seen.insert(site, column).is_some() => {
                    return Err(LoadError::DuplicateId {
                        place: Place::line(&header.file, 1).column(name),
                        id: name.clone(),
                        first: At::Line(1),
                    });
                }
                Some(&site) => sites.push((column, site)),
            }
        }
        if sites.is_empty() {
            return Err(known.no_overlap(&header.file, Side::Site, unknown));
        }
        Ok(Self { id, sites, unknown })
    }

    pub(super) fn has_site(&self, sites: usize) -> Vec<bool> {
        let mut has = vec![false; sites];
        for &(_, site) in &self.sites {
            has[usize::from(site)] = true;
        }
        has
    }
}

/// Some rows of the table.
#[derive(Default)]
pub(super) struct Part {
    /// Origin of every row that is used.
    pub(super) origins: Vec<u32>,
    /// Where each of them stands.
    pub(super) offsets: Vec<usize>,
    /// Their times as cells of a matrix, site by site.
    pub(super) cells: Vec<u32>,
    /// Rows, used or not.
    pub(super) rows: usize,
    pub(super) mended: rows::Mended,
    /// Ids that are not known.
    pub(super) unknown: Vec<String>,
}

pub(super) fn read(
    cells: &Cells<'_>,
    text: &Text<'_>,
    header: &Header,
    start: usize,
    known: &Known<'_>,
) -> Result<Table, LoadError> {
    let choice = cells.choice;
    let columns = WideColumns::find(choice, header, known)?;
    let parts = rows::read_parts(text.body, start, |range| {
        read_part(cells, text, header, &columns, known, range)
    })?;

    let mended = parts
        .iter()
        .fold(rows::Mended::default(), |all, part| all.and(part.mended));
    let named = choice.columns.named.contains_key(POINT_ID.name);
    let at = |offset| At::Line(text.line(offset));
    let mut table = Wide {
        header,
        columns,
        known,
        at: &at,
    }
    .table(&parts, named)?;
    table.notes.clone_from(&text.notes);
    table.notes.extend(mended.notes());
    Ok(table)
}

/// What turns parts into a table.
pub(super) struct Wide<'a> {
    pub(super) header: &'a Header,
    pub(super) columns: WideColumns,
    pub(super) known: &'a Known<'a>,
    /// The line or row of an offset.
    pub(super) at: &'a dyn Fn(usize) -> At,
}

impl Wide<'_> {
    pub(super) fn table(self, parts: &[Part], id_named: bool) -> Result<Table, LoadError> {
        let has_origin = self.origins_seen(parts)?;
        let Self {
            header,
            columns,
            known,
            ..
        } = self;
        let rows = parts.iter().map(|part| part.rows).sum();
        let used: usize = parts.iter().map(|part| part.origins.len()).sum();
        let unknown = parts.iter().flat_map(|part| part.unknown.iter().cloned());
        let unknown_origins: Vec<String> = unknown.collect();
        if used == 0 {
            return Err(known.no_overlap(&header.file, Side::Origin, unknown_origins));
        }
        let mut refused = Vec::new();
        if rows > used {
            refused.push((format!("id not in {}", known.origin_file), rows - used));
        }
        Ok(Table {
            matrix: assemble(parts, &columns, known),
            has_origin,
            has_site: columns.has_site(known.sites.len()),
            rows,
            refused,
            columns: vec![header.usage(POINT_ID.name, columns.id, id_named)],
            unknown_origins,
            unknown_sites: columns.unknown,
            notes: Vec::new(),
        })
    }

    /// Which origins have a row; an error if one has two.
    fn origins_seen(&self, parts: &[Part]) -> Result<Vec<bool>, LoadError> {
        let mut seen: Vec<Option<usize>> = vec![None; self.known.origins.len()];
        for part in parts {
            for (&origin, &offset) in part.origins.iter().zip(&part.offsets) {
                if let Some(first) = seen[origin as usize].replace(offset) {
                    let place = Place {
                        file: self.header.file.clone(),
                        at: (self.at)(offset),
                        column: Some(self.header.names[self.columns.id].clone()),
                    };
                    return Err(LoadError::DuplicateId {
                        place: Box::new(place),
                        id: self.known.origins[origin as usize].to_owned(),
                        first: (self.at)(first),
                    });
                }
            }
        }
        Ok(seen.iter().map(Option::is_some).collect())
    }
}

fn read_part(
    cells: &Cells<'_>,
    text: &Text<'_>,
    header: &Header,
    columns: &WideColumns,
    known: &Known<'_>,
    range: Range<usize>,
) -> Result<Part, LoadError> {
    let mut part = Part::default();
    let mut row_by_row: Vec<u32> = Vec::new();
    let mut expected = usize::MAX;
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
        let id = rows::text(fields[columns.id]);
        if id.is_empty() {
            let place = place(columns.id);
            return Err(LoadError::EmptyCell {
                place,
                expected: "an id",
            });
        }
        let origin = known.origin(id, expected);
        if origin.is_none() {
            part.unknown.push(id.to_owned());
        }
        // A row that is refused must be sound all the same: nothing is let pass unread.
        for &(column, _) in &columns.sites {
            let time = cells
                .time(fields[column])
                .map_err(|error| bad_cell(error, fields[column], place(column)))?;
            if origin.is_some() {
                row_by_row.push(to_cell(time));
            }
        }
        if let Some(origin) = origin {
            part.origins.push(origin);
            part.offsets.push(offset);
            expected = origin as usize + 1;
        }
        Ok(())
    })?;
    part.cells = transposed(&row_by_row, columns.sites.len());
    Ok(part)
}

/// Column by column what is row by row.
fn transposed(row_by_row: &[u32], width: usize) -> Vec<u32> {
    let rows = row_by_row.len() / width;
    let mut columns = vec![0; row_by_row.len()];
    for (number, row) in row_by_row.chunks_exact(width).enumerate() {
        for (column, &cell) in row.iter().enumerate() {
            columns[column * rows + number] = cell;
        }
    }
    columns
}

fn assemble(parts: &[Part], columns: &WideColumns, known: &Known<'_>) -> TravelTimeMatrix {
    let (origins, sites) = (known.origins.len(), known.sites.len());
    let mut number = vec![None; sites];
    for (place, &(_, site)) in columns.sites.iter().enumerate() {
        number[usize::from(site)] = Some(place);
    }
    let mut cells = vec![to_cell(None); origins * sites];
    cells
        .par_chunks_mut(origins.max(1))
        .zip(&number)
        .for_each(|(to_site, number)| {
            let Some(number) = *number else {
                return;
            };
            for part in parts {
                let rows = part.origins.len();
                let times = &part.cells[number * rows..][..rows];
                for (&origin, &time) in part.origins.iter().zip(times) {
                    to_site[origin as usize] = time;
                }
            }
        });
    TravelTimeMatrix::from_cells(origins, sites, cells)
}

//! Tables of travel times as Parquet, wide or long.

use super::super::columns::{FROM_ID, Header, POINT_ID, TO_ID, TRAVEL_TIME};
use super::super::error::LoadError;
use super::super::parquet::{ColumnValues, Kind, ParquetFile, Value};
use super::super::place::{At, Place};
use super::super::table_error::TableError;
use super::cells::{Cells, bad_cell};
use super::known::{Known, Side};
use super::long::Tally;
use super::table::Table;
use super::time::{self, TimeError};
use super::wide::{Part, Wide, WideColumns};
use crate::model::to_cell;
use crate::study::{TableShape, TravelFile};
use crate::travel::TimeUnit;
use crate::units::TravelTime;
use bytes::Bytes;
use rayon::prelude::*;

pub(super) fn read(
    cells: &Cells<'_>,
    content: &[u8],
    known: &Known<'_>,
) -> Result<Table, LoadError> {
    let file = File::open(cells, content)?;
    match cells.choice.shape {
        TableShape::Wide => file.wide(known),
        TableShape::Long => file.long(known),
    }
}

struct File<'a> {
    cells: &'a Cells<'a>,
    choice: &'a TravelFile,
    parquet: ParquetFile<Bytes>,
    header: Header,
}

/// Rows of a long table that are held at a time: texts of ids take far more room than the file.
const BATCH: usize = 1 << 16;

impl<'a> File<'a> {
    fn open(cells: &'a Cells<'a>, content: &[u8]) -> Result<Self, LoadError> {
        let choice = cells.choice;
        let file = &choice.file;
        let parquet = ParquetFile::open(Bytes::copy_from_slice(content))
            .map_err(|reason| unreadable(file, &reason))?;
        let header = Header {
            file: file.clone(),
            line: None,
            names: parquet.names.clone(),
        };
        Ok(Self {
            cells,
            choice,
            parquet,
            header,
        })
    }

    fn wide(&self, known: &Known<'_>) -> Result<Table, LoadError> {
        let columns = WideColumns::find(self.choice, &self.header, known)?;
        self.check_ids(columns.id)?;
        for &(column, _) in &columns.sites {
            self.check_times(column)?;
        }
        let notes = self.notes(
            &[columns.id],
            columns.sites.iter().map(|&(column, _)| column),
        );
        let mut parts = Vec::new();
        let mut first_row = 1;
        for (group, rows) in self.parquet.rows().enumerate() {
            let ids = self.ids(
                &mut self.column(group, columns.id)?,
                columns.id,
                rows,
                first_row,
            )?;
            let mut part = Part {
                rows: ids.len(),
                ..Part::default()
            };
            let origins: Vec<Option<u32>> = ids
                .iter()
                .map(|id| known.origin_of.get(id.as_str()).copied())
                .collect();
            for (row, (origin, id)) in origins.iter().zip(&ids).enumerate() {
                match origin {
                    Some(origin) => {
                        part.origins.push(*origin);
                        part.offsets.push(first_row + row);
                    }
                    None => part.unknown.push(id.clone()),
                }
            }
            let by_site: Vec<Result<Vec<Option<TravelTime>>, LoadError>> = columns
                .sites
                .par_iter()
                .map(|&(column, _)| {
                    let values = &mut self.column(group, column)?;
                    self.times(values, column, rows, first_row)
                })
                .collect();
            for times in by_site {
                let used = times?
                    .into_iter()
                    .zip(&origins)
                    .filter(|(_, origin)| origin.is_some());
                part.cells.extend(used.map(|(time, _)| to_cell(time)));
            }
            parts.push(part);
            first_row += ids.len();
        }
        let wide = Wide {
            header: &self.header,
            columns,
            known,
            at: &At::Row,
        };
        let named = self.choice.columns.named.contains_key(POINT_ID.name);
        let mut table = wide.table(&parts, named)?;
        table.notes.extend(notes);
        Ok(table)
    }

    fn long(&self, known: &Known<'_>) -> Result<Table, LoadError> {
        let named = &self.choice.columns;
        let fields = [FROM_ID, TO_ID, TRAVEL_TIME];
        let [from, to, time] = [
            self.header.need(FROM_ID, named)?,
            self.header.need(TO_ID, named)?,
            self.header.need(TRAVEL_TIME, named)?,
        ];
        self.check_ids(from)?;
        self.check_ids(to)?;
        self.check_times(time)?;
        let notes = self.notes(&[from, to], [time]);
        let mut tally = Tally::new(known);
        let mut rows: Vec<Option<Pair>> = Vec::new();
        for (group, of_group) in self.parquet.rows().enumerate() {
            let [froms, tos, times] = [from, to, time].map(|column| self.column(group, column));
            let (mut froms, mut tos, mut times) = (froms?, tos?, times?);
            let end = rows.len() + of_group;
            while rows.len() < end {
                let (first, batch) = (rows.len() + 1, BATCH.min(end - rows.len()));
                let froms = self.ids(&mut froms, from, batch, first)?;
                let tos = self.ids(&mut tos, to, batch, first)?;
                let times = self.times(&mut times, time, batch, first)?;
                for ((from, to), time) in froms.into_iter().zip(tos).zip(times) {
                    let pair = enter(&mut tally, known, from, to, time);
                    let pair = pair.map_err(|(from, to, pair)| {
                        let first = rows.iter().position(|row| *row == Some(pair));
                        LoadError::DuplicatePair {
                            place: Place::row(&self.header.file, rows.len() + 1),
                            from,
                            to,
                            first: At::Row(first.unwrap_or(0) + 1),
                        }
                    })?;
                    rows.push(pair);
                }
            }
        }
        tally.rows = rows.len();
        let mut table = tally.finish(&self.header.file)?;
        let used = fields.into_iter().zip([from, to, time]);
        table.columns = used
            .map(|(field, column)| {
                let named = named.named.contains_key(field.name);
                self.header.usage(field.name, column, named)
            })
            .collect();
        table.notes.extend(notes);
        Ok(table)
    }

    fn ids(
        &self,
        values: &mut ColumnValues,
        column: usize,
        rows: usize,
        first: usize,
    ) -> Result<Vec<String>, LoadError> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method is of one lifetime, and the closure of all"
        )]
        let texts = values.read(rows, |value| value.text());
        let texts = texts.map_err(|reason| unreadable(&self.header.file, &reason))?;
        let ids = texts.into_iter().enumerate().map(|(row, id)| match id {
            Some(None) => Err(LoadError::Table(TableError::NotText {
                place: self.place(first + row, column),
            })),
            Some(Some(id)) if !id.trim().is_empty() => Ok(match id.trim() {
                trimmed if trimmed.len() < id.len() => trimmed.to_owned(),
                _ => id,
            }),
            _ => Err(LoadError::EmptyCell {
                place: self.place(first + row, column),
                expected: "an id",
            }),
        });
        ids.collect()
    }

    fn times(
        &self,
        values: &mut ColumnValues,
        column: usize,
        rows: usize,
        first: usize,
    ) -> Result<Vec<Option<TravelTime>>, LoadError> {
        let times = values.read(rows, |value| {
            self.time_of(value).map_err(|error| {
                let found = value.text().unwrap_or_default();
                (error, found)
            })
        });
        let times = times.map_err(|reason| unreadable(&self.header.file, &reason))?;
        let times = times.into_iter().enumerate().map(|(row, time)| {
            let time = time.transpose().map_err(|(error, found)| {
                bad_cell(error, found.as_bytes(), self.place(first + row, column))
            });
            time.map(Option::flatten)
        });
        times.collect()
    }

    /// The time of a cell: by the unit of the study, or by that of a length of time.
    fn time_of(&self, value: Value<'_>) -> Result<Option<TravelTime>, TimeError> {
        match value {
            Value::Span { parts, per_second } => {
                if self.cells.holds_costs() {
                    return Err(TimeError::Text);
                }
                let seconds = parts as f64 / f64::from(per_second);
                time::from_f64(seconds, TimeUnit::Seconds).map(Some)
            }
            Value::Text(text) => self.cells.time(text.as_bytes()),
            value => self
                .cells
                .time_of_number(value.number().ok_or(TimeError::Text)?),
        }
    }

    fn column(&self, group: usize, column: usize) -> Result<ColumnValues, LoadError> {
        self.parquet.column(group, column).map_err(|reason| {
            let name = &self.header.names[column];
            unreadable(&self.header.file, &format!("column `{name}`: {reason}"))
        })
    }

    /// Refuses ids that are none: dates, yes and no, lists.
    fn check_ids(&self, column: usize) -> Result<(), LoadError> {
        let kind = &self.parquet.kinds[column];
        if kind.is_number() || matches!(kind, Kind::Text | Kind::Uuid) {
            Ok(())
        } else {
            Err(self.wrong_type(column, "ids as text or whole numbers"))
        }
    }

    /// Refuses times that are none: dates, points in time, lists.
    fn check_times(&self, column: usize) -> Result<(), LoadError> {
        let kind = &self.parquet.kinds[column];
        if kind.is_number() || matches!(kind, Kind::Text | Kind::Span { .. }) {
            Ok(())
        } else {
            Err(self.wrong_type(column, "numbers, TIME or DURATION"))
        }
    }

    fn wrong_type(&self, column: usize, expected: &'static str) -> LoadError {
        LoadError::Table(TableError::ColumnType {
            file: self.header.file.clone(),
            column: self.header.names[column].clone(),
            expected,
            found: self.parquet.kinds[column].to_string(),
        })
    }

    /// What is reported about columns whose type has its own unit, or whose ids are fractions.
    fn notes(&self, ids: &[usize], times: impl IntoIterator<Item = usize>) -> Vec<String> {
        let kind = |column: usize| &self.parquet.kinds[column];
        let name = |column: usize| &self.header.names[column];
        let mut notes: Vec<String> = ids
            .iter()
            .filter(|&&column| kind(column).is_fraction())
            .map(|&column| {
                format!(
                    "column `{}`: ids are stored as {}; 1.0 is read as `1`",
                    name(column),
                    kind(column)
                )
            })
            .collect();
        let spans: Vec<usize> = times
            .into_iter()
            .filter(|&column| matches!(kind(column), Kind::Span { .. }))
            .collect();
        if let Some(&first) = spans.first() {
            let more = match spans.len() {
                1 => String::new(),
                columns => format!(" and {} more", columns - 1),
            };
            notes.push(format!(
                "column `{}`{more}: {} has its own unit; the study's `unit` was not used",
                name(first),
                kind(first)
            ));
        }
        notes
    }

    #[expect(clippy::unnecessary_box_returns, reason = "errors hold it in a box")]
    fn place(&self, row: usize, column: usize) -> Box<Place> {
        Place::row(&self.header.file, row).column(&self.header.names[column])
    }
}

/// An origin and a site.
type Pair = (u32, u16);

/// Enters a time; the ids and the pair where it was entered before.
fn enter(
    tally: &mut Tally<'_>,
    known: &Known<'_>,
    from: String,
    to: String,
    time: Option<TravelTime>,
) -> Result<Option<Pair>, (String, String, Pair)> {
    let origin = known.origin_of.get(from.as_str()).copied();
    let pair = origin.zip(known.site_of.get(to.as_str()).copied());
    match (pair, origin) {
        (Some((origin, site)), _) => {
            if !tally.enter(origin, site, to_cell(time)) {
                return Err((from, to, (origin, site)));
            }
        }
        (None, None) => tally.unknown_rows(Side::Origin, 1, vec![from]),
        (None, Some(_)) => tally.unknown_rows(Side::Site, 1, vec![to]),
    }
    Ok(pair)
}

fn unreadable(file: &str, reason: &str) -> LoadError {
    LoadError::Decode {
        file: file.to_owned(),
        format: "Parquet",
        reason: reason.to_owned(),
    }
}

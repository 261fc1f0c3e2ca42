//! Tables of travel times as Parquet, wide or long.

use super::super::columns::{FROM_ID, Header, POINT_ID, TO_ID, TRAVEL_TIME};
use super::super::error::LoadError;
use super::super::place::{At, Place};
use super::long::Tally;
use super::wide::{Columns, Part, Wide};
use super::{Cells, Known, Side, Table, bad_cell};
use crate::model::to_cell;
use crate::study::{TableShape, TravelFile};
use crate::units::Minutes;
use bytes::Bytes;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::file::reader::{FileReader, SerializedFileReader};
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
    reader: SerializedFileReader<Bytes>,
    header: Header,
}

/// One column of one row group; `None` where it has no value.
enum Values {
    Numbers(Vec<Option<f64>>),
    Texts(Vec<Option<String>>),
}

impl<'a> File<'a> {
    fn open(cells: &'a Cells<'a>, content: &[u8]) -> Result<Self, LoadError> {
        let choice = cells.choice;
        let file = &choice.file;
        let reader = SerializedFileReader::new(Bytes::copy_from_slice(content))
            .map_err(|error| unreadable(file, &error.to_string()))?;
        let schema = reader.metadata().file_metadata().schema_descr();
        if let Some(nested) = schema
            .columns()
            .iter()
            .find(|column| column.max_rep_level() > 0)
        {
            let reason = format!("column `{}` holds lists", nested.path().string());
            return Err(unreadable(file, &reason));
        }
        let names = schema
            .columns()
            .iter()
            .map(|column| column.path().string())
            .collect();
        let header = Header {
            file: file.clone(),
            line: None,
            names,
        };
        Ok(Self {
            cells,
            choice,
            reader,
            header,
        })
    }

    fn wide(&self, known: &Known<'_>) -> Result<Table, LoadError> {
        let columns = Columns::find(self.choice, &self.header, known)?;
        let mut parts = Vec::new();
        let mut first_row = 1;
        for group in 0..self.reader.num_row_groups() {
            let ids = self.ids(group, columns.id, first_row)?;
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
            let by_site: Vec<Result<Vec<Option<Minutes>>, LoadError>> = columns
                .sites
                .par_iter()
                .map(|&(column, _)| self.times(group, column, first_row))
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
        wide.table(&parts, named)
    }

    fn long(&self, known: &Known<'_>) -> Result<Table, LoadError> {
        let named = &self.choice.columns;
        let fields = [FROM_ID, TO_ID, TRAVEL_TIME];
        let [from, to, time] = [
            self.header.need(FROM_ID, named)?,
            self.header.need(TO_ID, named)?,
            self.header.need(TRAVEL_TIME, named)?,
        ];
        let mut tally = Tally::new(known);
        let mut rows: Vec<Option<(u32, u16)>> = Vec::new();
        for group in 0..self.reader.num_row_groups() {
            let first_row = rows.len() + 1;
            let froms = self.ids(group, from, first_row)?;
            let tos = self.ids(group, to, first_row)?;
            let times = self.times(group, time, first_row)?;
            for ((from, to), time) in froms.into_iter().zip(tos).zip(times) {
                let origin = known.origin_of.get(from.as_str()).copied();
                let pair = origin.zip(known.site_of.get(to.as_str()).copied());
                match (pair, origin) {
                    (Some((origin, site)), _) => {
                        if !tally.enter(origin, site, to_cell(time)) {
                            let first = rows.iter().position(|row| *row == pair).unwrap_or(0);
                            return Err(LoadError::DuplicatePair {
                                place: Place::row(&self.header.file, rows.len() + 1),
                                from,
                                to,
                                first: At::Row(first + 1),
                            });
                        }
                    }
                    (None, None) => tally.unknown_rows(Side::Origin, 1, vec![from]),
                    (None, Some(_)) => tally.unknown_rows(Side::Site, 1, vec![to]),
                }
                rows.push(pair);
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
        Ok(table)
    }

    fn ids(&self, group: usize, column: usize, first: usize) -> Result<Vec<String>, LoadError> {
        let texts: Vec<Option<String>> = match self.column(group, column)? {
            Values::Texts(texts) => texts,
            Values::Numbers(numbers) => numbers
                .into_iter()
                .map(|number| number.map(|number| number.to_string()))
                .collect(),
        };
        let ids = texts.into_iter().enumerate().map(|(row, id)| {
            let id = id
                .map(|id| id.trim().to_owned())
                .filter(|id| !id.is_empty());
            id.ok_or_else(|| LoadError::EmptyCell {
                place: self.place(first + row, column),
                expected: "an id",
            })
        });
        ids.collect()
    }

    fn times(
        &self,
        group: usize,
        column: usize,
        first: usize,
    ) -> Result<Vec<Option<Minutes>>, LoadError> {
        let numbers = match self.column(group, column)? {
            Values::Numbers(numbers) => numbers,
            Values::Texts(texts) => {
                let text = texts.into_iter().flatten().next().unwrap_or_default();
                let place = self.place(first, column);
                return Err(LoadError::NotANumber { place, found: text });
            }
        };
        let times = numbers.into_iter().enumerate().map(|(row, number)| {
            let time = number.map(|number| self.cells.time_of_number(number));
            time.transpose().map(Option::flatten).map_err(|error| {
                let text = number.unwrap_or_default().to_string();
                bad_cell(error, text.as_bytes(), self.place(first + row, column))
            })
        });
        times.collect()
    }

    #[expect(clippy::unnecessary_box_returns, reason = "errors hold it in a box")]
    fn place(&self, row: usize, column: usize) -> Box<Place> {
        Place::row(&self.header.file, row).column(&self.header.names[column])
    }

    fn column(&self, group: usize, column: usize) -> Result<Values, LoadError> {
        let fail = |error: parquet::errors::ParquetError| {
            unreadable(&self.header.file, &error.to_string())
        };
        let group = self.reader.get_row_group(group).map_err(fail)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let reader = group.get_column_reader(column).map_err(fail)?;
        let levels = group
            .metadata()
            .column(column)
            .column_descr()
            .max_def_level();
        match reader {
            ColumnReader::DoubleColumnReader(mut reader) => {
                values(&mut reader, rows, levels, |&number| number).map(Values::Numbers)
            }
            ColumnReader::FloatColumnReader(mut reader) => {
                // By way of its shortest decimal: 45.1 was meant, not 45.099998.
                values(&mut reader, rows, levels, |&number: &f32| {
                    number.to_string().parse().unwrap_or(f64::from(number))
                })
                .map(Values::Numbers)
            }
            ColumnReader::Int32ColumnReader(mut reader) => {
                values(&mut reader, rows, levels, |&number| f64::from(number)).map(Values::Numbers)
            }
            ColumnReader::Int64ColumnReader(mut reader) => {
                values(&mut reader, rows, levels, |&number| number as f64).map(Values::Numbers)
            }
            ColumnReader::ByteArrayColumnReader(mut reader) => {
                values(&mut reader, rows, levels, |text| {
                    String::from_utf8_lossy(text.data()).into_owned()
                })
                .map(Values::Texts)
            }
            _ => {
                let name = &self.header.names[column];
                let reason = format!("column `{name}` holds neither numbers nor text");
                return Err(unreadable(&self.header.file, &reason));
            }
        }
        .map_err(fail)
    }
}

fn unreadable(file: &str, reason: &str) -> LoadError {
    LoadError::Parquet {
        file: file.to_owned(),
        reason: reason.to_owned(),
    }
}

fn values<T: DataType, V>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    levels: i16,
    convert: impl Fn(&T::T) -> V,
) -> Result<Vec<Option<V>>, parquet::errors::ParquetError> {
    let (mut defined, mut found) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (records, _, _) =
            reader.read_records(rows - read, Some(&mut defined), None, &mut found)?;
        if records == 0 {
            return Err(parquet::errors::ParquetError::EOF(format!(
                "{read} of {rows} rows"
            )));
        }
        read += records;
    }
    let mut found = found.iter();
    if levels == 0 {
        return Ok(found.map(|value| Some(convert(value))).collect());
    }
    let value = |&level: &i16| {
        if level == levels {
            found.next().map(&convert)
        } else {
            None
        }
    };
    Ok(defined.iter().map(value).collect())
}

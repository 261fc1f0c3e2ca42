//! A table read row by row, each with its exact place: CSV, Parquet or points of `GeoJSON`.

use super::columns::Header;
use super::error::LoadError;
use super::geojson_points;
use super::place::{At, Place};
use super::recognised;
use super::records::{self, Records};
use super::row::{Places, Row};
use super::table_error::TableError;
use super::text::Text;
use crate::limits::TEXT_BYTES;
use crate::wording::is_unprintable;
use csv::StringRecord;

/// A table whose columns have names.
pub(crate) struct RowTable<'a> {
    pub(super) header: Header,
    places: Places<'a>,
    source: Source<'a>,
    record: StringRecord,
    pub(super) rows: usize,
    /// What columns hold that cannot be read.
    unusable: Vec<Option<String>>,
    /// Columns that are read, each once.
    used: Vec<usize>,
    /// Columns of one header, of which the first is used: they must agree.
    twins: Vec<(usize, usize)>,
    notes: Vec<String>,
    mended: Mended,
}

enum Source<'a> {
    Csv(csv::Reader<&'a [u8]>),
    /// Rows that were read at once, and how many of them were given.
    Records(std::vec::IntoIter<StringRecord>, usize),
}

/// What was mended in the rows so far.
#[derive(Default)]
struct Mended {
    blank_rows: usize,
    line_breaks: usize,
    formulas: usize,
    surplus: usize,
    /// Rows with a text that a spreadsheet takes for a formula.
    like_formulas: usize,
}

impl<'a> RowTable<'a> {
    pub(super) fn open(file: &'a str, content: &'a [u8]) -> Result<Self, LoadError> {
        if recognised::is_parquet(content) {
            Ok(Self::of_records(
                file,
                records::of_parquet(file, content)?,
                At::Row,
            ))
        } else if recognised::is_json(content) {
            Ok(Self::of_records(
                file,
                geojson_points::read(file, content)?,
                At::Feature,
            ))
        } else {
            Self::of_text(Text::csv(file, content)?)
        }
    }

    fn of_records(file: &str, records: Records, at: fn(usize) -> At) -> Self {
        Self {
            header: Header {
                file: file.to_owned(),
                line: None,
                names: records.names,
            },
            unusable: records.unusable,
            notes: records.notes,
            places: Places::Numbers(at),
            source: Source::Records(records.rows.into_iter(), 0),
            record: StringRecord::new(),
            rows: 0,
            used: Vec::new(),
            twins: Vec::new(),
            mended: Mended::default(),
        }
    }

    pub(super) fn of_text(text: Text<'a>) -> Result<Self, LoadError> {
        let mut reader = csv_reader(text.body.as_bytes());
        let mut record = StringRecord::new();
        read(&mut reader, &mut record, text.file)?;
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let rows = text.body.get(end..).unwrap_or_default();
        Ok(Self {
            header: Header::new(&text, &record, rows)?,
            notes: text.notes.clone(),
            unusable: Vec::new(),
            places: Places::Lines(text),
            source: Source::Csv(reader),
            record,
            rows: 0,
            used: Vec::new(),
            twins: Vec::new(),
            mended: Mended::default(),
        })
    }

    /// Makes sure that a column can be read, row by row, and that all of its header agree.
    pub(super) fn use_column(&mut self, column: usize) -> Result<(), LoadError> {
        if self.used.contains(&column) {
            return Ok(());
        }
        if let Some(found) = self.unusable.get(column).and_then(Option::as_ref) {
            return Err(LoadError::Table(TableError::ColumnType {
                file: self.header.file.clone(),
                column: self.header.names[column].clone(),
                expected: "numbers or text",
                found: found.clone(),
            }));
        }
        self.used.push(column);
        let twins = self.header.twins_of(column);
        self.twins
            .extend(twins.into_iter().map(|twin| (column, twin)));
        Ok(())
    }

    /// The header, the lines before it, and the text from it on.
    pub(super) fn into_head(self) -> (Header, usize, &'a str) {
        let Places::Lines(text) = self.places else {
            return (self.header, 0, "");
        };
        (self.header, text.line(0).saturating_sub(1), text.body)
    }

    /// The next row that is not blank; `None` after the last.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, LoadError> {
        let mut offset;
        loop {
            offset = match self.next_record()? {
                Some(offset) => offset,
                None if self.rows == 0 => {
                    return Err(LoadError::NoRows {
                        file: self.header.file.clone(),
                    });
                }
                None => return Ok(None),
            };
            if self.record.iter().any(|field| !field.trim().is_empty()) {
                break;
            }
            self.mended.blank_rows += 1;
        }
        self.rows += 1;
        self.mended.surplus += usize::from(self.row(offset).check_shape()?);
        self.mended.mend(&mut self.record);
        let row = self.row(offset);
        let like_formula = self.used.iter().any(|&c| is_like_formula(row.text(c)));
        self.mended.like_formulas += usize::from(like_formula);
        let row = self.row(offset);
        for &column in &self.used {
            let over = TEXT_BYTES.check(row.text(column).len() as u64);
            over.map_err(|limit| TableError::TooLong {
                place: row.place(column),
                limit,
            })?;
            if let Some(found) = row.text(column).chars().find(|&c| is_unprintable(c)) {
                let place = row.place(column);
                return Err(LoadError::Table(TableError::ControlCharacter {
                    place,
                    found,
                }));
            }
        }
        for &(first, second) in &self.twins {
            let (one, other) = (row.text(first), row.text(second));
            if one != other {
                return Err(LoadError::ColumnTwice {
                    place: row.place(first),
                    first: one.to_owned(),
                    second: other.to_owned(),
                });
            }
        }
        Ok(Some(row))
    }

    fn row(&self, offset: usize) -> Row<'_> {
        Row {
            header: &self.header,
            places: &self.places,
            record: &self.record,
            offset,
        }
    }

    /// Reads the next record; gives where it stands.
    fn next_record(&mut self) -> Result<Option<usize>, LoadError> {
        match &mut self.source {
            Source::Csv(reader) => {
                let more = read(reader, &mut self.record, &self.header.file)?;
                Ok(more.then(|| offset_of(&self.record)))
            }
            Source::Records(rows, given) => Ok(rows.next().map(|row| {
                self.record = row;
                *given += 1;
                *given
            })),
        }
    }

    /// The line or row that an offset of this table stands for.
    pub(super) fn at(&self, offset: usize) -> At {
        self.places.at(offset)
    }

    /// Where the row at an offset of this table stands, in one column.
    #[expect(clippy::unnecessary_box_returns, reason = "errors hold it in a box")]
    pub(super) fn place(&self, offset: usize, column: usize) -> Box<Place> {
        let row = self.places.place(&self.header.file, offset);
        row.column(&self.header.names[column])
    }

    /// What was accepted though it is unusual.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        let Mended {
            blank_rows,
            line_breaks,
            formulas,
            surplus,
            like_formulas,
        } = self.mended;
        if like_formulas > 0 {
            notes.push(format!(
                "{like_formulas} rows have ids or names beginning with =, +, - or @, which a \
                 spreadsheet takes for formulas; results keep them as they are"
            ));
        }
        notes.extend(mended_notes(blank_rows, line_breaks, formulas, surplus));
        notes
    }
}

/// How many rows were mended in which way.
pub(super) fn mended_notes(
    blank: usize,
    line_breaks: usize,
    formulas: usize,
    surplus: usize,
) -> impl Iterator<Item = String> {
    [
        (blank, "blank rows were skipped"),
        (
            line_breaks,
            "rows have line breaks or tabs in a field, read as spaces",
        ),
        (
            formulas,
            "rows have text written as a formula (`=\"001\"`), read as the text",
        ),
        (
            surplus,
            "rows have more or fewer delimiters at the end than the header",
        ),
    ]
    .into_iter()
    .filter(|&(rows, _)| rows > 0)
    .map(|(rows, what)| format!("{rows} {what}"))
}

impl Mended {
    /// Writes line breaks in fields as blanks and formulas of texts as the texts.
    fn mend(&mut self, record: &mut StringRecord) {
        let broken = |field: &str| field.trim().contains(['\n', '\r', '\t']);
        let breaks = record.as_slice().bytes().any(|byte| byte < b' ') && record.iter().any(broken);
        let formulas = record.iter().any(|field| formula_text(field).is_some());
        if !breaks && !formulas {
            return;
        }
        self.line_breaks += usize::from(breaks);
        self.formulas += usize::from(formulas);
        let position = record.position().cloned();
        *record = record
            .iter()
            .map(|field| {
                let field = formula_text(field).unwrap_or(field).trim();
                if broken(field) {
                    field.split_whitespace().collect::<Vec<_>>().join(" ")
                } else {
                    field.to_owned()
                }
            })
            .collect();
        record.set_position(position);
    }
}

/// Whether a spreadsheet takes a text for a formula when it opens a result.
///
/// # Source
///
/// OWASP, CSV Injection.
fn is_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@']) && text.len() > 1 && text.parse::<f64>().is_err()
}

/// The text in `="001"`, by which spreadsheets are kept from reading a number.
pub(super) fn formula_text(field: &str) -> Option<&str> {
    let text = field.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

/// A reader of fields as they stand; the shape of rows is checked with their place.
pub(super) fn csv_reader(body: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(body)
}

fn read(
    reader: &mut csv::Reader<&[u8]>,
    record: &mut StringRecord,
    file: &str,
) -> Result<bool, LoadError> {
    // In memory, valid UTF-8 and of any shape: nothing is left that the reader could refuse.
    reader.read_record(record).map_err(|error| LoadError::Read {
        file: file.to_owned(),
        source: std::sync::Arc::new(std::io::Error::other(error)),
    })
}

fn offset_of(record: &StringRecord) -> usize {
    let byte = record.position().map_or(0, csv::Position::byte);
    usize::try_from(byte).unwrap_or(usize::MAX)
}

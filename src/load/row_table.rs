//! A table read row by row, each with its exact place: CSV, Parquet or points of `GeoJSON`.

use super::columns::Header;
use super::error::LoadError;
use super::place::{At, Place};
use super::row::{Row, is_unprintable};
use super::text::Text;
use csv::StringRecord;

/// A table whose columns have names.
pub(super) struct RowTable<'a> {
    pub(super) header: Header,
    places: Places<'a>,
    source: Source<'a>,
    record: StringRecord,
    pub(super) rows: usize,
    /// Columns that are read, each once.
    used: Vec<usize>,
    /// Columns of one header, of which the first is used: they must agree.
    twins: Vec<(usize, usize)>,
    notes: Vec<String>,
    mended: Mended,
}

enum Source<'a> {
    Csv(csv::Reader<&'a [u8]>),
}

/// How the rows of a table are counted.
pub(super) enum Places<'a> {
    /// By the lines of a text.
    Lines(Text<'a>),
}

/// What was mended in the rows so far.
#[derive(Default)]
struct Mended {
    blank_rows: usize,
    line_breaks: usize,
    formulas: usize,
    surplus: usize,
}

impl<'a> RowTable<'a> {
    pub(super) fn open(file: &'a str, content: &'a [u8]) -> Result<Self, LoadError> {
        Self::of_csv(Text::csv(file, content)?)
    }

    fn of_csv(text: Text<'a>) -> Result<Self, LoadError> {
        let mut reader = csv_reader(text.body.as_bytes());
        let mut record = StringRecord::new();
        read(&mut reader, &mut record, text.file)?;
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let rows = text.body.get(end..).unwrap_or_default();
        Ok(Self {
            header: Header::new(&text, &record, rows)?,
            notes: text.notes.clone(),
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
    pub(super) fn use_column(&mut self, column: usize) {
        if self.used.contains(&column) {
            return;
        }
        self.used.push(column);
        let twins = self.header.twins_of(column);
        self.twins
            .extend(twins.into_iter().map(|twin| (column, twin)));
    }

    /// The next row that is not blank; `None` after the last.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>, LoadError> {
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
        for &column in &self.used {
            if let Some(found) = row.text(column).chars().find(|&c| is_unprintable(c)) {
                let place = row.place(column);
                return Err(LoadError::ControlCharacter { place, found });
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
        } = self.mended;
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
            "rows have line breaks or tabs in a field, read as blanks",
        ),
        (
            formulas,
            "rows have texts as formulas (`=\"001\"`), read as the text",
        ),
        (
            surplus,
            "rows have other delimiters at their end than the header",
        ),
    ]
    .into_iter()
    .filter(|&(rows, _)| rows > 0)
    .map(|(rows, what)| format!("{rows} {what}"))
}

impl Places<'_> {
    pub(super) fn at(&self, offset: usize) -> At {
        match self {
            Self::Lines(text) => At::Line(text.line(offset)),
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

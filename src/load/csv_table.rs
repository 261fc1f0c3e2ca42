use super::columns::Header;
use super::error::LoadError;
use super::place::Place;
use super::text::Text;
use crate::units::{Demand, QuantityError};
use csv::StringRecord;

/// A CSV file read row by row, each with its exact place.
pub(super) struct CsvTable<'a> {
    pub(super) text: Text<'a>,
    pub(super) header: Header,
    reader: csv::Reader<&'a [u8]>,
    record: StringRecord,
    pub(super) rows: usize,
    /// Columns of one header, of which the first is used: they must agree.
    twins: Vec<(usize, usize)>,
}

/// One row of a [`CsvTable`].
pub(super) struct Row<'t> {
    text: &'t Text<'t>,
    header: &'t Header,
    record: &'t StringRecord,
    /// Byte of the text at which it starts.
    pub(super) offset: usize,
}

impl<'a> CsvTable<'a> {
    pub(super) fn open(file: &'a str, content: &'a [u8]) -> Result<Self, LoadError> {
        let text = Text::new(file, content)?;
        let mut reader = csv_reader(text.body.as_bytes());
        let mut record = StringRecord::new();
        read(&mut reader, &mut record, file)?;
        let header = Header::new(file, &record)?;
        Ok(Self {
            text,
            header,
            reader,
            record,
            rows: 0,
            twins: Vec::new(),
        })
    }

    /// Makes sure that all columns of this header agree, row by row.
    pub(super) fn watch_twins_of(&mut self, column: usize) {
        let twins = self.header.twins_of(column);
        self.twins
            .extend(twins.into_iter().map(|twin| (column, twin)));
    }

    /// The next row; `None` after the last.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'_>>, LoadError> {
        if !read(&mut self.reader, &mut self.record, self.text.file)? {
            return if self.rows == 0 {
                Err(LoadError::NoRows {
                    file: self.text.file.to_owned(),
                })
            } else {
                Ok(None)
            };
        }
        self.rows += 1;
        let offset = offset_of(&self.record);
        let row = Row {
            text: &self.text,
            header: &self.header,
            record: &self.record,
            offset,
        };
        row.check_shape()?;
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

    /// The line of the row that starts at `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.text.line(offset)
    }
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

    /// The finite number of a cell; `None` of an empty one.
    pub(super) fn number(&self, column: usize) -> Result<Option<f64>, LoadError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Err(_) => {
                let (place, found) = (self.place(column), text.to_owned());
                Err(LoadError::NotANumber { place, found })
            }
            Ok(number) if !number.is_finite() => {
                let (place, found) = (self.place(column), text.to_owned());
                Err(LoadError::NotFinite { place, found })
            }
            Ok(number) => Ok(Some(number)),
        }
    }

    /// The count of people or events of a cell; `None` of an empty one.
    fn count(&self, column: usize) -> Result<Option<Demand>, LoadError> {
        let count = self.number(column)?.map(Demand::try_new).transpose();
        count.map_err(|source: QuantityError| LoadError::Quantity {
            place: self.place(column),
            source,
        })
    }

    /// The count of a cell, added to what the cells above it hold together: sums that the program
    /// has no room for are refused here.
    pub(super) fn count_into(
        &self,
        all: &mut Demand,
        column: usize,
    ) -> Result<Option<Demand>, LoadError> {
        let count = self.count(column)?;
        *all = all
            .try_add(count.unwrap_or_default())
            .map_err(|source| LoadError::Quantity {
                place: self.place(column),
                source,
            })?;
        Ok(count)
    }

    /// Where a cell stands.
    #[expect(clippy::unnecessary_box_returns, reason = "errors hold it in a box")]
    pub(super) fn place(&self, column: usize) -> Box<Place> {
        Place::line(self.text.file, self.line()).column(&self.header.names[column])
    }

    fn line(&self) -> usize {
        self.text.line(self.offset)
    }

    fn check_shape(&self) -> Result<(), LoadError> {
        let (expected, found) = (self.header.names.len(), self.record.len());
        let place = || Place::line(self.text.file, self.line());
        if self.runs_to_the_end_in_quotes() {
            return Err(LoadError::OpenQuote { place: place() });
        }
        if expected == found {
            Ok(())
        } else {
            Err(LoadError::Ragged {
                place: place(),
                expected,
                found,
            })
        }
    }

    /// Only the last field can hold all lines that an unclosed quotation mark swallows.
    fn runs_to_the_end_in_quotes(&self) -> bool {
        let last = self.record.iter().next_back().unwrap_or_default();
        last.contains('\n') && {
            let rest = &self.text.body[self.offset..];
            rest.trim_end().ends_with(last.trim_end())
                && rest.bytes().filter(|&byte| byte == b'"').count() % 2 == 1
        }
    }
}

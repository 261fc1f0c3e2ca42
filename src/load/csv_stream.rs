//! A CSV of any size, read row by row from a file: what is asked of it and what is reported about
//! it are the same as of a table in memory.

use super::cell::{self, CellError};
use super::columns::Header;
use super::error::LoadError;
use super::limit::open_input;
use super::place::Place;
use super::recognised;
use super::row_table::{RowTable, mended_notes};
use super::table_error::TableError;
use super::text::{Text, without_byte_order_mark};
use crate::limits;
use csv::ByteRecord;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A CSV whose rows are read one after the other.
pub(crate) struct CsvStream {
    pub(crate) header: Header,
    reader: csv::Reader<Box<dyn Read + Send>>,
    record: ByteRecord,
    /// Lines before those that the reader counts.
    lines_before: usize,
    notes: Vec<String>,
    blank: usize,
    surplus: usize,
    read: Arc<AtomicU64>,
    bytes: u64,
    /// The beginning of the text, whole lines.
    head: String,
}

/// Bytes of the beginning by which a file is recognised, as far as they are there at once.
const HEAD: usize = 1 << 16;

/// How many bytes were read of a file.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(room)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl CsvStream {
    /// Opens a file and reads its header.
    pub(crate) fn open(path: &Path) -> Result<Self, LoadError> {
        let file = path.display().to_string();
        let fail = |error| read_error(&file, error);
        let opened = open_input(path).map_err(fail)?;
        let bytes = opened.metadata().map_err(fail)?.len();
        let read = Arc::new(AtomicU64::new(0));
        let mut stored = Counted {
            inner: opened,
            read: Arc::clone(&read),
        };
        let first = head_of(&mut stored, |head| head.len() >= 4).map_err(fail)?;
        let (gzip, zstandard) = (
            recognised::is_gzip(&first),
            recognised::is_zstandard(&first),
        );
        let mut notes = Vec::new();
        let named = |ending: &str| {
            path.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case(ending))
        };
        let mut content: Box<dyn Read + Send> = if gzip {
            if !named("gz") {
                notes.push("is compressed with gzip but its name does not end in .gz".to_owned());
            }
            Box::new(flate2::read::MultiGzDecoder::new(
                Cursor::new(first).chain(stored),
            ))
        } else if zstandard {
            if !named("zst") {
                let note = "is compressed with Zstandard but its name does not end in .zst";
                notes.push(note.to_owned());
            }
            let mut packed = first;
            stored.read_to_end(&mut packed).map_err(fail)?;
            let (most, limit) = limits::unpacked(packed.len() as u64);
            let content = super::zstd::decompress(&packed, most, limit);
            let content = content.map_err(|reason| LoadError::Decode {
                file: file.clone(),
                format: "Zstandard",
                reason,
            })?;
            Box::new(Cursor::new(content))
        } else {
            Box::new(Cursor::new(first).chain(stored))
        };
        // A pipe may give its header first and its rows when it likes.
        let head = head_of(&mut content, |head| {
            let lines = line_ends(head);
            let text = without_byte_order_mark(head);
            let wanted = if text
                .get(..4)
                .is_some_and(|start| start.eq_ignore_ascii_case(b"sep="))
            {
                2
            } else {
                1
            };
            lines >= wanted
        })
        .map_err(fail)?;
        recognised::refuse_foreign(&file, &head)?;
        let whole = match head.iter().rposition(|&byte| byte == b'\n') {
            Some(end) => &head[..=end],
            None => &head[..],
        };
        let text = Text::csv(&file, whole)?;
        let table = RowTable::of_text(text)?;
        notes.extend(table.notes());
        let (header, lines_before, body) = table.into_head();
        let body = body.to_owned();
        let skipped = whole.len() - body.len();
        let rest: Box<dyn Read + Send> =
            Box::new(Cursor::new(head[skipped..].to_vec()).chain(content));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 20)
            .from_reader(rest);
        let mut record = ByteRecord::new();
        reader
            .read_byte_record(&mut record)
            .map_err(|e| read_error(&file, std::io::Error::other(e)))?;
        Ok(Self {
            header,
            reader,
            record,
            lines_before,
            notes,
            blank: 0,
            surplus: 0,
            read,
            bytes,
            head: body,
        })
    }

    /// The first rows, as far as they were there when the file was opened.
    pub(crate) fn first_rows(&self) -> Result<RowTable<'_>, LoadError> {
        RowTable::of_text(Text::new(&self.header.file, self.head.as_bytes())?)
    }

    /// Reads the next row that is not blank; `false` after the last.
    pub(crate) fn next_row(&mut self) -> Result<bool, LoadError> {
        loop {
            let more = self.reader.read_byte_record(&mut self.record);
            let more = more.map_err(|error| read_error(&self.header.file, error.into()))?;
            if !more {
                return Ok(false);
            }
            if self.record.len() == self.header.names.len() {
                if self
                    .record
                    .iter()
                    .any(|field| !field.trim_ascii().is_empty())
                {
                    return Ok(true);
                }
            } else if !self.check_shape()? {
                return Ok(true);
            }
            self.blank += 1;
        }
    }

    /// Whether a row of another length than the header's is blank; one that is not must have empty
    /// fields where the header has none.
    fn check_shape(&mut self) -> Result<bool, LoadError> {
        let (expected, found) = (self.header.names.len(), self.record.len());
        if self
            .record
            .iter()
            .all(|field| field.trim_ascii().is_empty())
        {
            return Ok(true);
        }
        if self.header.fits(self.record.iter()) {
            self.surplus += 1;
            return Ok(false);
        }
        Err(LoadError::Table(TableError::Ragged {
            place: Place::line(&self.header.file, self.line()),
            expected,
            found,
        }))
    }

    /// The text of a cell of the row that was read last, without blanks around it.
    pub(crate) fn text(&self, column: usize) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.bytes_of(column))
    }

    fn bytes_of(&self, column: usize) -> &[u8] {
        self.record.get(column).unwrap_or_default().trim_ascii()
    }

    /// The number in a cell of the row that was read last, which must have one.
    pub(crate) fn number(&self, column: usize, expected: &'static str) -> Result<f64, LoadError> {
        let text = std::str::from_utf8(self.bytes_of(column)).map_or(Err(CellError::Text), Ok);
        match text.and_then(cell::number) {
            Ok(Some(number)) => Ok(number),
            Ok(None) => Err(LoadError::EmptyCell {
                place: self.place(column),
                expected,
            }),
            Err(error) => Err(error.at(self.place(column), &self.text(column))),
        }
    }

    /// Where a cell of the row that was read last stands.
    #[expect(clippy::unnecessary_box_returns, reason = "errors hold it in a box")]
    pub(crate) fn place(&self, column: usize) -> Box<Place> {
        let line = Place::line(&self.header.file, self.line());
        line.column(&self.header.names[column])
    }

    /// The line in which the row that was read last begins, past blank ones.
    pub(crate) fn line(&self) -> usize {
        let number = |line: u64| usize::try_from(line).unwrap_or(usize::MAX);
        let begin = self
            .record
            .position()
            .map_or(1, |position| number(position.line()));
        let within = line_ends(self.record.as_slice());
        let end = number(self.reader.position().line());
        self.lines_before + begin.max(end.saturating_sub(1 + within))
    }

    /// The part of the file that has been read, from 0 to 1.
    pub(crate) fn progress(&self) -> f64 {
        (self.read.load(Ordering::Relaxed) as f64 / self.bytes.max(1) as f64).min(1.0)
    }

    /// What was accepted though it is unusual.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        notes.extend(mended_notes(self.blank, 0, 0, self.surplus));
        notes
    }
}

/// Reads what is there at once, until it is enough.
fn head_of(reader: &mut impl Read, enough: impl Fn(&[u8]) -> bool) -> std::io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut length = 0;
    while length < HEAD && !enough(&head[..length]) {
        match reader.read(&mut head[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    head.truncate(length);
    Ok(head)
}

fn line_ends(bytes: &[u8]) -> usize {
    bytes.split(|&byte| byte == b'\n').count() - 1
}

fn read_error(file: &str, error: std::io::Error) -> LoadError {
    LoadError::Read {
        file: file.to_owned(),
        source: Arc::new(error),
    }
}

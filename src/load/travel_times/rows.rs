//! The rows of a large CSV, in parts that can be read at the same time.

use super::super::error::LoadError;
use super::super::row_table::{csv_reader, formula_text};
use csv::ByteRecord;
use rayon::prelude::*;
use std::ops::Range;

/// Bytes of text in one part: some hundred rows of a wide table, small beside the second-level
/// cache.
const PART: usize = 1 << 18;

/// Reads `body` from byte `start` in parts side by side; the first error in it is told.
pub(super) fn read_parts<T: Send>(
    body: &str,
    start: usize,
    read: impl Fn(Range<usize>) -> Result<T, LoadError> + Sync + Send,
) -> Result<Vec<T>, LoadError> {
    let parts: Vec<Result<T, LoadError>> = parts(body, start).into_par_iter().map(read).collect();
    parts.into_iter().collect()
}

/// Cuts `body` from byte `start` into parts that begin and end with whole rows.
fn parts(body: &str, start: usize) -> Vec<Range<usize>> {
    let bytes = body.as_bytes();
    let mut parts = Vec::with_capacity(body.len() / PART + 1);
    let mut begin = start;
    if bytes[start..].contains(&b'"') {
        let mut quoted = false;
        for (at, &byte) in bytes.iter().enumerate().skip(start) {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted && at - begin >= PART => {
                    parts.push(begin..at + 1);
                    begin = at + 1;
                }
                _ => {}
            }
        }
    } else {
        while let Some(rest) = bytes.get(begin + PART..) {
            let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
                break;
            };
            let end = begin + PART + end + 1;
            parts.push(begin..end);
            begin = end;
        }
    }
    if begin < body.len() {
        parts.push(begin..body.len());
    }
    parts
}

/// The length of the first row, with the line breaks in its quotes and the one at its end.
pub(super) fn length_of_first(text: &str) -> usize {
    let mut quoted = false;
    let end = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'\n' && !quoted
    });
    end.map_or(text.len(), |end| end + 1)
}

/// Calls `sink` with the byte at which a row starts and its fields, row by row, until it fails.
pub(super) fn for_each_row<'a, E>(
    body: &'a str,
    part: Range<usize>,
    mut sink: impl FnMut(usize, &[&[u8]]) -> Result<(), E>,
) -> Result<(), E> {
    let text = &body.as_bytes()[part.clone()];
    if text.contains(&b'"') {
        return for_each_quoted_row(text, part.start, sink);
    }
    let mut fields: Vec<&'a [u8]> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = split(&text[start..], &mut fields);
        if fields.len() > 1 || !fields[0].is_empty() {
            sink(part.start + start, &fields)?;
        }
        start += end;
    }
    Ok(())
}

/// The fields up to the end of the line, and the length of the line.
fn split<'a>(text: &'a [u8], fields: &mut Vec<&'a [u8]>) -> usize {
    fields.clear();
    let mut start = 0;
    for (at, &byte) in text.iter().enumerate() {
        // One comparison for nearly all bytes: those of numbers and names lie above the comma.
        if byte > b',' {
            continue;
        }
        if byte == b',' {
            fields.push(&text[start..at]);
            start = at + 1;
        } else if byte == b'\n' {
            let last = &text[start..at];
            fields.push(last.strip_suffix(b"\r").unwrap_or(last));
            return at + 1;
        }
    }
    let last = &text[start..];
    fields.push(last.strip_suffix(b"\r").unwrap_or(last));
    text.len()
}

fn for_each_quoted_row<E>(
    text: &[u8],
    offset: usize,
    mut sink: impl FnMut(usize, &[&[u8]]) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = csv_reader(text);
    let mut record = ByteRecord::new();
    // In memory and of any shape: the reader cannot fail.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let fields: Vec<&[u8]> = record.iter().collect();
        sink(
            offset + usize::try_from(start).unwrap_or(usize::MAX),
            &fields,
        )?;
    }
    Ok(())
}

/// The text of a field; rows are cut from a string at commas, so it is one.
pub(super) fn text(field: &[u8]) -> &str {
    let text = std::str::from_utf8(field).unwrap_or_default().trim();
    match text.as_bytes().first() {
        Some(b'=') => formula_text(text).unwrap_or(text),
        _ => text,
    }
}

/// What was mended in the rows of a part.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mended {
    blank: usize,
    surplus: usize,
    formulas: usize,
}

impl Mended {
    /// The fields of a row that the header names; `None` for a blank row. A row of another shape is
    /// told as it is.
    pub(super) fn fields<'f, 'b>(
        &mut self,
        fields: &'f [&'b [u8]],
        names: &[String],
    ) -> Option<&'f [&'b [u8]]> {
        let blank = |field: &&[u8]| field.trim_ascii().is_empty();
        if fields.first().is_none_or(blank) && fields.iter().all(blank) {
            self.blank += 1;
            return None;
        }
        self.formulas += usize::from(fields[0].starts_with(b"=\""));
        match fields.split_at_checked(names.len()) {
            Some((whole, beyond)) if !beyond.is_empty() && beyond.iter().all(|f| f.is_empty()) => {
                self.surplus += 1;
                Some(whole)
            }
            _ => Some(fields),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            blank: self.blank + other.blank,
            surplus: self.surplus + other.surplus,
            formulas: self.formulas + other.formulas,
        }
    }

    pub(super) fn notes(self) -> impl Iterator<Item = String> {
        super::super::row_table::mended_notes(self.blank, 0, self.formulas, self.surplus)
    }
}

/// Whether a row has a field for every column that has a name.
pub(super) fn is_whole(fields: &[&[u8]], names: &[String]) -> bool {
    let rest = names.get(fields.len()..);
    rest.is_some_and(|rest| rest.iter().all(String::is_empty))
}

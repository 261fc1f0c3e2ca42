//! The rows of a large CSV, in parts that can be read at the same time.

use super::super::csv_table::csv_reader;
use csv::StringRecord;
use std::ops::Range;

/// Bytes of text in one part: some hundred rows of a wide table, small beside the second-level
/// cache.
const PART: usize = 1 << 18;

/// Cuts `body` from byte `start` into parts that begin and end with whole rows.
pub(super) fn parts(body: &str, start: usize) -> Vec<Range<usize>> {
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

/// Calls `sink` with the byte at which a row starts and its fields, row by row, until it fails.
pub(super) fn for_each_row<'a, E>(
    body: &'a str,
    part: Range<usize>,
    mut sink: impl FnMut(usize, &[&str]) -> Result<(), E>,
) -> Result<(), E> {
    let text = &body[part.clone()];
    if text.contains('"') {
        return for_each_quoted_row(text, part.start, sink);
    }
    let mut fields: Vec<&'a str> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let row = line.trim_end_matches(['\n', '\r']);
        if !row.is_empty() {
            split(row, &mut fields);
            sink(part.start + start, &fields)?;
        }
        start += line.len();
    }
    Ok(())
}

/// Fields at commas; by hand, for fields of a few bytes are below what a search pays for.
fn split<'a>(row: &'a str, fields: &mut Vec<&'a str>) {
    fields.clear();
    let mut start = 0;
    for (at, &byte) in row.as_bytes().iter().enumerate() {
        if byte == b',' {
            fields.push(&row[start..at]);
            start = at + 1;
        }
    }
    fields.push(&row[start..]);
}

fn for_each_quoted_row<E>(
    text: &str,
    offset: usize,
    mut sink: impl FnMut(usize, &[&str]) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = csv_reader(text);
    let mut record = StringRecord::new();
    // In memory and valid UTF-8: the reader cannot fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let fields: Vec<&str> = record.iter().collect();
        sink(
            offset + usize::try_from(start).unwrap_or(usize::MAX),
            &fields,
        )?;
    }
    Ok(())
}

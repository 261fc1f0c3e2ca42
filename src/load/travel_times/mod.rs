//! Tables of travel times: wide or long, CSV or Parquet, in minutes or seconds.

mod cells;
mod known;
mod long;
mod parquet;
mod rows;
mod table;
mod time;
mod wide;

use super::columns::Header;
use super::error::LoadError;
use super::files::FileBytes;
use super::recognised;
use super::text::Text;
use crate::study::{TableShape, TravelFile};
use cells::Cells;
pub(super) use known::Known;
pub(super) use table::Table;

/// Reads a table from its bytes and their decompressed content.
pub(super) fn read(
    choice: &TravelFile,
    bytes: &FileBytes<'_>,
    content: &[u8],
    known: &Known<'_>,
) -> Result<Table, LoadError> {
    let cells = Cells::new(choice);
    let mut table = if bytes.has_extension("parquet") || recognised::is_parquet(content) {
        parquet::read(&cells, content, known)
    } else {
        let text = Text::csv(&bytes.name, content)?;
        let (header, start) = header(&text)?;
        match choice.shape {
            TableShape::Wide => wide::read(&cells, &text, &header, start, known),
            TableShape::Long => long::read(&cells, &text, &header, start, known),
        }
    }?;
    table.notes.extend(cells.notes());
    Ok(table)
}

/// The header and the byte at which the first row starts.
fn header(text: &Text<'_>) -> Result<(Header, usize), LoadError> {
    let mut header = None;
    let start = text.start_of_row(0);
    let end = start + rows::length_of_first(&text.body[start..]);
    let first: Result<(), LoadError> = rows::for_each_row(text.body, start..end, |_, fields| {
        let names = fields.iter().map(|field| rows::text(field)).collect();
        header = Some(Header::new(text, &names, &text.body[end..])?);
        Ok(())
    });
    first?;
    match header {
        Some(header) if !text.body[end..].trim().is_empty() => Ok((header, end)),
        _ => Err(LoadError::NoRows {
            file: text.file.to_owned(),
        }),
    }
}

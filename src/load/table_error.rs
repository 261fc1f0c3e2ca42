use super::place::Place;
use crate::limits::OverLimit;

/// Why a file is not a table, or a part of it cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A file of a format that is not read anywhere: a workbook, an archive, a web page.
    #[error("{file}: this is {what}, which is not supported; {advice}")]
    Foreign {
        /// The file.
        file: String,
        /// What it is.
        what: &'static str,
        /// What to do about it.
        advice: &'static str,
    },
    /// A text that is longer than an id or a name may be.
    #[error("{place}: {limit}")]
    TooLong {
        /// Where.
        place: Box<Place>,
        /// Which limit, and how long the text is.
        limit: OverLimit,
    },
    /// A character in an id or a name that is not to be seen: a vertical tab, a NUL.
    #[error("{place}: the text contains the control character U+{:04X}; remove it", u32::from(*found))]
    ControlCharacter {
        /// Where.
        place: Box<Place>,
        /// The character.
        found: char,
    },
    /// A column whose type is not that of its values.
    #[error("{file}: column `{column}`: expected {expected} (found {found})")]
    ColumnType {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// What is read there.
        expected: &'static str,
        /// The type of the column.
        found: String,
    },
    /// Bytes where a text is expected.
    #[error("{place}: expected text (the bytes are not UTF-8)")]
    NotText {
        /// Where.
        place: Box<Place>,
    },
    /// A shape where a point is expected.
    #[error("{place}: expected a point (found {found}); make points, for example the centroids")]
    NotAPoint {
        /// Where.
        place: Box<Place>,
        /// What it is.
        found: String,
    },
    /// A delimiter other than the comma.
    #[error(
        "{file}:{line}: {delimiter} seems to be the delimiter; save the file with commas{}",
        if *decimal_commas { " between columns and decimal points (`51.5`, not `51,5`)" } else { "" }
    )]
    Delimiter {
        /// The file.
        file: String,
        /// The line of the header.
        line: usize,
        /// The delimiter, in words or backticks.
        delimiter: &'static str,
        /// Whether numbers have decimal commas.
        decimal_commas: bool,
    },
    /// A row with too few or too many fields.
    #[error("{place}: expected {expected} fields, as in the header (found {found})")]
    Ragged {
        /// Where.
        place: Box<Place>,
        /// Fields of the header.
        expected: usize,
        /// Fields of the row.
        found: usize,
    },
    /// A quotation mark that is never closed.
    #[error("{place}: a quotation mark is never closed")]
    OpenQuote {
        /// Where it is opened.
        place: Box<Place>,
    },
    /// UTF-16.
    #[error("{file}: the file is UTF-16; save it as UTF-8")]
    Utf16 {
        /// The file.
        file: String,
    },
    /// Lines that end in a bare carriage return.
    #[error("{file}: lines end in a bare carriage return; save the file with LF or CRLF")]
    CarriageReturns {
        /// The file.
        file: String,
    },
}

use super::error::LoadError;
use super::place::Place;
use super::table_error::TableError;

/// The text of a CSV file: UTF-8, without its byte order mark.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) file: &'a str,
    pub(super) body: &'a str,
    /// What was accepted though it is unusual.
    pub(super) notes: Vec<String>,
    /// Lines of the file before the body: that of `sep=,`.
    lines_before: usize,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The content without the mark that some programs set before UTF-8.
pub(super) fn without_byte_order_mark(content: &[u8]) -> &[u8] {
    content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content)
}

impl<'a> Text<'a> {
    pub(super) fn new(file: &'a str, content: &'a [u8]) -> Result<Self, LoadError> {
        let owned = || file.to_owned();
        if is_utf_16(content) {
            return Err(LoadError::Table(TableError::Utf16 { file: owned() }));
        }
        let mut notes = Vec::new();
        let content = match content.strip_prefix(BYTE_ORDER_MARK) {
            None => content,
            Some(rest) => {
                notes.push("starts with a byte order mark".to_owned());
                rest
            }
        };
        let body = std::str::from_utf8(content)
            .map_err(|error| not_utf8(file, content, error.valid_up_to()))?;
        if body.trim().is_empty() {
            return Err(LoadError::EmptyFile { file: owned() });
        }
        match body.trim_end().find('\n') {
            None if body.trim_end().contains('\r') => {
                return Err(LoadError::Table(TableError::CarriageReturns {
                    file: owned(),
                }));
            }
            Some(end) if body[..end].ends_with('\r') => {
                notes.push("lines end in CRLF".to_owned());
            }
            _ => {}
        }
        Ok(Self {
            file,
            body,
            notes,
            lines_before: 0,
        })
    }

    /// The text of a CSV file; a first line `sep=,`, by which Excel knows the delimiter, is passed
    /// over.
    pub(super) fn csv(file: &'a str, content: &'a [u8]) -> Result<Self, LoadError> {
        let mut text = Self::new(file, content)?;
        let (first, rest) = text.body.split_once('\n').unwrap_or((text.body, ""));
        let first = first.trim_end_matches('\r').trim_matches('"');
        let Some(delimiter) = first
            .get(..4)
            .filter(|start| start.eq_ignore_ascii_case("sep="))
        else {
            return Ok(text);
        };
        let delimiter = &first[delimiter.len()..];
        if let Some(found) = delimiter_in_words(delimiter.chars().next()) {
            return Err(text.other_delimiter(found, rest));
        }
        if rest.trim().is_empty() {
            return Err(LoadError::EmptyFile {
                file: file.to_owned(),
            });
        }
        text.notes.push("starts with a line `sep=,`".to_owned());
        (text.body, text.lines_before) = (rest, 1);
        Ok(text)
    }

    /// The error of a file that is delimited by something else than the comma.
    pub(super) fn other_delimiter(&self, delimiter: &'static str, rows: &str) -> LoadError {
        LoadError::Table(TableError::Delimiter {
            file: self.file.to_owned(),
            line: self.line(0),
            delimiter,
            decimal_commas: rows.lines().take(20).any(has_decimal_comma),
        })
    }

    /// The line that the row at a byte of the body starts in; blank lines before it do not count
    /// as its own.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines_before + line_at(self.body.as_bytes(), self.start_of_row(offset))
    }

    /// The byte where the row at `offset` starts, past blank lines.
    pub(super) fn start_of_row(&self, offset: usize) -> usize {
        let blank = self.body[offset..].bytes();
        offset
            + blank
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count()
    }
}

/// How a message calls a delimiter; `None` for the comma.
pub(super) fn delimiter_in_words(delimiter: Option<char>) -> Option<&'static str> {
    match delimiter {
        Some(';') => Some("`;`"),
        Some('\t') => Some("a tab"),
        Some('|') => Some("`|`"),
        _ => None,
    }
}

/// Whether a line has a number such as `51,5` between other delimiters than the comma.
fn has_decimal_comma(line: &str) -> bool {
    line.split([';', '\t', '|']).any(|field| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let field = field.trim().trim_matches('"').trim_start_matches('-');
        field
            .split_once(',')
            .is_some_and(|(whole, part)| digits(whole) && digits(part))
    })
}

fn line_at(text: &[u8], offset: usize) -> usize {
    text[..offset]
        .iter()
        .fold(1, |line, &byte| line + usize::from(byte == b'\n'))
}

/// By its mark, or by the zero bytes that half of most letters are.
fn is_utf_16(content: &[u8]) -> bool {
    if content.starts_with(b"\xFF\xFE") || content.starts_with(b"\xFE\xFF") {
        return true;
    }
    let head = &content[..content.len().min(400) & !1];
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (first, second) = (zeros(0), zeros(1));
    first.abs_diff(second) * 4 > head.len()
}

/// Names the column too: of the text before the byte all is valid, so it can be split.
fn not_utf8(file: &str, content: &[u8], offset: usize) -> LoadError {
    let start_of_line = |before: &[u8]| {
        let end = before.iter().rposition(|&byte| byte == b'\n');
        end.map_or(0, |end| end + 1)
    };
    let line = line_at(content, offset);
    let place = Place::line(file, line);
    let header = content.split(|&byte| byte == b'\n').next();
    let before = &content[start_of_line(&content[..offset])..offset];
    let number = fields_begun(before).max(1);
    let named = header
        .filter(|_| line > 1)
        .and_then(|header| std::str::from_utf8(header).ok())
        .and_then(|header| header.trim_end().split(',').nth(number - 1));
    LoadError::NotUtf8 {
        place: match named {
            Some(header) => place.column(header),
            None => place.column(&number.to_string()),
        },
        byte: content[offset],
    }
}

/// How many fields of a row have begun after its first bytes.
fn fields_begun(before: &[u8]) -> usize {
    let mut quoted = false;
    let mut fields = 1;
    for &byte in before {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => fields += 1,
            _ => {}
        }
    }
    fields
}

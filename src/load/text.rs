use super::error::LoadError;
use super::place::Place;

/// The text of a CSV file: UTF-8, without its byte order mark.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) file: &'a str,
    pub(super) body: &'a str,
    /// What was accepted though it is unusual.
    pub(super) notes: Vec<String>,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<'a> Text<'a> {
    pub(super) fn new(file: &'a str, content: &'a [u8]) -> Result<Self, LoadError> {
        let owned = || file.to_owned();
        if content.starts_with(b"\xFF\xFE") || content.starts_with(b"\xFE\xFF") {
            return Err(LoadError::Utf16 { file: owned() });
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
        match body.find('\n') {
            None if body.trim_end().contains('\r') => {
                return Err(LoadError::CarriageReturns { file: owned() });
            }
            Some(end) if body[..end].ends_with('\r') => {
                notes.push("lines end in CRLF".to_owned());
            }
            _ => {}
        }
        Ok(Self { file, body, notes })
    }

    /// The line that the row at a byte of the body starts in; blank lines before it do not count
    /// as its own.
    pub(super) fn line(&self, offset: usize) -> usize {
        line_at(self.body.as_bytes(), self.start_of_row(offset))
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

fn line_at(text: &[u8], offset: usize) -> usize {
    text[..offset]
        .iter()
        .fold(1, |line, &byte| line + usize::from(byte == b'\n'))
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

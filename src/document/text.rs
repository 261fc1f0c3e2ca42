/// Text with some of it strong and some of it code.
///
/// Text between two backticks in a string is code: messages throughout the crate mark names
/// of columns, keys and files in this way.
///
/// ```
/// use catchment::document::{Span, Text};
///
/// let text = Text::strong("Warning:").then(" no column `lat`");
/// assert_eq!(text.spans().last(), Some(&Span::Code("lat".into())));
/// assert_eq!(text.to_plain(), "Warning: no column lat");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    spans: Vec<Span>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Span {
    /// Ordinary words.
    Plain(String),
    /// What a reader should see first.
    Strong(String),
    /// The name of a column, a key or a file, or what is typed.
    Code(String),
}

impl Text {
    /// A text that begins with strong words.
    #[must_use]
    pub fn strong(words: impl Into<String>) -> Self {
        Self {
            spans: vec![Span::Strong(words.into())],
        }
    }

    /// The text with these words after it; what is between two backticks is code.
    #[must_use]
    pub fn then(mut self, words: &str) -> Self {
        let mut rest = words;
        while let Some((before, code, after)) = first_code(rest) {
            self.push_plain(before);
            self.spans.push(Span::Code(code.to_owned()));
            rest = after;
        }
        self.push_plain(rest);
        self
    }

    fn push_plain(&mut self, words: &str) {
        if !words.is_empty() {
            self.spans.push(Span::Plain(words.to_owned()));
        }
    }

    /// The parts in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The words alone, without marks.
    #[must_use]
    pub fn to_plain(&self) -> String {
        let words = self.spans.iter().map(|span| match span {
            Span::Plain(words) | Span::Strong(words) | Span::Code(words) => words.as_str(),
        });
        words.collect()
    }
}

/// What is before, in and after the first pair of backticks with something between them.
fn first_code(words: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = words.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    (!code.is_empty()).then_some((before, code, after))
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::default().then(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::from(words.as_str())
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Self {
        Self::from(words.as_str())
    }
}

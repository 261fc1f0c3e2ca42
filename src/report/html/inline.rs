use super::escape::text;
use crate::document::{Span, Text};

/// Words with their marks.
pub(super) fn inline(words: &Text) -> String {
    let spans = words.spans().iter().map(|span| match span {
        Span::Plain(words) => text(words),
        Span::Strong(words) => format!("<strong>{}</strong>", text(words)),
        Span::Code(words) => format!("<code>{}</code>", text(words)),
    });
    spans.collect()
}

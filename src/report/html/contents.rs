use super::escape::text;
use super::inline::inline;
use crate::document::{Document, Heading};
use std::fmt::Write as _;

/// The table of contents: the sections, and below each its own.
pub(super) fn contents(document: &Document, first: &[(&str, &str)]) -> String {
    let mut html = String::from("<ol>\n");
    for (anchor, words) in first {
        let _ = writeln!(html, "<li><a href=\"#{anchor}\">{words}</a></li>");
    }
    let headings: Vec<&Heading> = document.headings().filter(|h| h.level() > 1).collect();
    let is_section = |heading: &&Heading| heading.level() == 2;
    for section in headings.chunk_by(|_, next| !is_section(next)) {
        let (above, below) = section.split_at(usize::from(is_section(&section[0])));
        let link = |heading: &&Heading| {
            let anchor = text(heading.anchor());
            format!("<a href=\"#{anchor}\">{}</a>", inline(heading.text()))
        };
        let above: String = above.iter().map(link).collect();
        let below: Vec<String> = below
            .iter()
            .map(|heading| format!("<li>{}</li>\n", link(heading)))
            .collect();
        let below = below.concat();
        let below = if below.is_empty() {
            below
        } else {
            format!("\n<ol>\n{below}</ol>\n")
        };
        let _ = writeln!(html, "<li>{above}{below}</li>");
    }
    html + "</ol>\n"
}

use super::escape::text;
use super::figure::{PlacedPicture, figure};
use super::inline::inline;
use super::table::table;
use crate::document::{Block, Document};
use std::fmt::Write as _;

/// The blocks of a document as elements, every section of level 2 in one of its own.
pub(super) struct Blocks {
    /// What comes before the first section: the answer.
    pub(super) lead: String,
    /// The sections.
    pub(super) sections: String,
}

impl Blocks {
    pub(super) fn new(document: &Document, pictures: &[PlacedPicture]) -> Self {
        let (mut lead, mut sections) = (String::new(), String::new());
        let (mut in_section, mut number) = (false, 0);
        for block in document.blocks() {
            if let Block::Heading(heading) = block {
                let level = heading.level();
                if level <= 1 {
                    continue;
                }
                let anchor = text(heading.anchor());
                if level == 2 {
                    let end = if in_section { "</section>\n" } else { "" };
                    let _ = writeln!(sections, "{end}<section aria-labelledby=\"{anchor}\">");
                    in_section = true;
                }
                let words = inline(heading.text());
                let _ = writeln!(sections, "<h{level} id=\"{anchor}\">{words}</h{level}>");
                continue;
            }
            number += 1;
            let html = element(block, number, pictures);
            if in_section {
                sections.push_str(&html);
            } else {
                lead.push_str(&html);
            }
        }
        if in_section {
            sections.push_str("</section>\n");
        }
        Self { lead, sections }
    }
}

/// Any block but a heading.
fn element(block: &Block, number: usize, pictures: &[PlacedPicture]) -> String {
    match block {
        Block::Heading(_) => String::new(),
        Block::Paragraph(words) => format!("<p>{}</p>\n", inline(words)),
        Block::Remark(words) => {
            format!("<p class=\"remark\" role=\"note\">{}</p>\n", inline(words))
        }
        Block::List(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| format!("<li>{}</li>\n", inline(item)))
                .collect();
            format!("<ul>\n{}</ul>\n", items.concat())
        }
        Block::Table(rows) => table(rows, number),
        Block::Figure(place) => pictures
            .iter()
            .find(|picture| picture.picture.name == place.picture())
            .map_or_else(String::new, |picture| figure(place, picture, number)),
    }
}

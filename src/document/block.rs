use super::table::Table;
use super::text::Text;

/// A report from top to bottom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Block {
    /// The title of the document or of a section.
    Heading(Heading),
    /// Sentences.
    Paragraph(Text),
    /// What a reader must know before the answer.
    Remark(Text),
    /// One or more items.
    List(Vec<Text>),
    /// Figures in rows.
    Table(Table),
    /// A picture of the run.
    Figure(Figure),
}

/// Where a picture of a run belongs in its report. It is named, not held: a report is written with
/// its pictures or without them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    picture: String,
    table: Option<String>,
    caption: Text,
}

impl Figure {
    /// A place for the picture of this name; the caption says what it shows.
    #[must_use]
    pub fn new(picture: impl Into<String>, caption: impl Into<Text>) -> Self {
        Self {
            picture: picture.into(),
            table: None,
            caption: caption.into(),
        }
    }

    /// The same, with the name of the table that has its numbers.
    #[must_use]
    pub fn with_table(mut self, table: impl Into<String>) -> Self {
        self.table = Some(table.into());
        self
    }

    /// The name of the picture: a file name without its extension.
    #[must_use]
    pub fn picture(&self) -> &str {
        &self.picture
    }

    /// The name of the table that has its numbers.
    #[must_use]
    pub fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// What it shows.
    #[must_use]
    pub const fn caption(&self) -> &Text {
        &self.caption
    }
}

/// The title of a document or of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    level: u8,
    text: Text,
    anchor: String,
}

impl Heading {
    /// From 1, the title of the document.
    #[must_use]
    pub const fn level(&self) -> u8 {
        self.level
    }

    /// Its words.
    #[must_use]
    pub const fn text(&self) -> &Text {
        &self.text
    }

    /// A name for links, in small letters and hyphens, which no other heading of the document has.
    #[must_use]
    pub fn anchor(&self) -> &str {
        &self.anchor
    }
}

impl Document {
    /// A document with this title.
    #[must_use]
    pub fn new(title: impl Into<Text>) -> Self {
        let mut document = Self::default();
        document.heading(1, title);
        document
    }

    /// Adds a heading; level 2 is a section.
    pub fn heading(&mut self, level: u8, text: impl Into<Text>) {
        let text = text.into();
        let anchor = self.free_anchor(&text.to_plain());
        self.blocks.push(Block::Heading(Heading {
            level,
            text,
            anchor,
        }));
    }

    fn free_anchor(&self, words: &str) -> String {
        let lower = words.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphanumeric());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let name = parts.join("-");
        let is_free = |anchor: &String| {
            !anchor.is_empty() && self.headings().all(|heading| heading.anchor != *anchor)
        };
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        std::iter::once(name.clone())
            .chain(numbered)
            .find(is_free)
            .unwrap_or_default()
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds what a reader must know before the answer.
    pub fn remark(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Remark(text.into()));
    }

    /// Adds a list, unless it has no items.
    pub fn list(&mut self, items: Vec<Text>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Adds a place for a picture.
    pub fn figure(&mut self, figure: Figure) {
        self.blocks.push(Block::Figure(figure));
    }

    /// The parts in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The headings in order.
    pub fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some(heading),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link goes to one heading, whatever the headings say.
    #[test]
    fn no_two_headings_have_the_same_anchor() {
        let mut document = Document::new("Fire stations: 2 or 3?");
        for title in ["Groups", "groups!", "Groups 2", "Україна", "—", "…"] {
            document.heading(2, title);
        }
        let anchors: Vec<&str> = document.headings().map(Heading::anchor).collect();
        let expected = [
            "fire-stations-2-or-3",
            "groups",
            "groups-2",
            "groups-2-2",
            "україна",
            "-2",
            "-3",
        ];
        assert_eq!(anchors, expected);
    }
}

use crate::document::{Block, Cell, Document, Span, Table, Text};

/// A document as Markdown.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let blocks: Vec<String> = document.blocks().iter().filter_map(block).collect();
    blocks.join("\n\n") + "\n"
}

/// A block; nothing of a picture, which is a file beside the report.
fn block(block: &Block) -> Option<String> {
    Some(match block {
        Block::Figure(_) => return None,
        Block::Heading(heading) => {
            let marks = "#".repeat(heading.level().into());
            format!("{marks} {}", inline(heading.text()))
        }
        Block::Paragraph(text) => block_start(inline(text)),
        Block::Remark(text) => format!("> {}", block_start(inline(text))),
        Block::List(items) => {
            let item = |item: &Text| format!("- {}", block_start(inline(item)));
            let items: Vec<String> = items.iter().map(item).collect();
            items.join("\n")
        }
        Block::Table(table) => {
            let caption = block_start(inline(table.caption()));
            format!("{caption}\n\n{}", grid(table))
        }
    })
}

fn inline(text: &Text) -> String {
    let spans = text.spans().iter().map(|span| match span {
        Span::Plain(words) => escaped(words),
        Span::Strong(words) => format!("**{}**", escaped(words)),
        Span::Code(words) => format!("`{}`", in_one_line(words)),
    });
    spans.collect()
}

/// Words that are read as they are: no HTML, link, picture or emphasis, and no end of the line, which would
/// end a table or begin a heading.
fn escaped(words: &str) -> String {
    let words = in_one_line(words);
    let mut escaped = String::with_capacity(words.len());
    let mut before = ' ';
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let is_mark = match c {
            '<' | '[' | ']' | '*' | '\\' => true,
            // Within a word it is a letter like any other.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '~' => before == '~' || after == '~',
            // The start of a character by its name or number.
            '&' => after == '#' || after.is_alphabetic(),
            _ => false,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

fn in_one_line(words: &str) -> String {
    words.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

/// A paragraph that does not begin as a heading, a quotation or a list.
fn block_start(text: String) -> String {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = rest.len() < text.len() && rest.starts_with(['.', ')']);
    if text.starts_with(['#', '>', '+', '-', '=']) {
        format!("\\{text}")
    } else if is_number && rest[1..].starts_with(' ') {
        let digits = &text[..text.len() - rest.len()];
        format!("{digits}\\{rest}")
    } else {
        text
    }
}

/// Columns of numbers to the right, the first column and columns of words to the left.
fn grid(table: &Table) -> String {
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let columns = table.columns();
    let headings = columns
        .iter()
        .map(|column| escaped(&column.heading_with_unit()));
    let alignment: String = (0..columns.len())
        .map(|column| {
            if column > 0 && table.is_numeric(column) {
                "---:|"
            } else {
                "---|"
            }
        })
        .collect();
    let mut lines = vec![line(headings.collect()), format!("|{alignment}")];
    lines.extend((table.rows().iter()).map(|row| line(row.iter().map(cell).collect())));
    lines.join("\n")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => inline(text),
        Cell::Number(number) => number.to_string(),
        Cell::Missing => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Column;
    use proptest::prelude::*;

    proptest! {
        /// Marks in a message are found, and nothing of it is lost.
        #[test]
        fn a_message_is_written_as_it_was(words in "[a`]{0,12}") {
            prop_assert_eq!(inline(&Text::from(&words)), words);
        }
    }

    /// Words of a study are words: nothing in them is a mark of the report.
    #[test]
    fn words_of_a_study_are_read_as_they_are() {
        for (words, expected) in [
            ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
            ("![x](http://a/b.png)", r"!\[x\](http://a/b.png)"),
            ("[x](javascript:y)", r"\[x\](javascript:y)"),
            ("two\nlines", "two lines"),
            ("**x** _y_ a_b", r"\*\*x\*\* \_y\_ a_b"),
            ("&lt;b&#62;", r"\&lt;b\&#62;"),
            ("A & B", "A & B"),
        ] {
            assert_eq!(inline(&Text::from(words)), expected);
        }
        let mut document = Document::new("# not a heading");
        document.paragraph("> not a quotation");
        document.paragraph("1. not a list");
        let written = markdown(&document);
        assert_eq!(
            written,
            "# # not a heading\n\n\\> not a quotation\n\n1\\. not a list\n"
        );
    }

    #[test]
    fn every_kind_of_block_has_its_form() {
        let mut document = Document::new("A study");
        document.remark(Text::strong("Warning:").then(" no column `lat`"));
        document.heading(2, "Layouts");
        let columns = vec![
            Column::new("layout"),
            Column::with_unit("mean", "min"),
            Column::with_known_unit("longest", "min"),
            Column::with_unit("change", "%"),
        ];
        let mut table = Table::new("One row per layout.", columns);
        let proven = Cell::decimal(35.94, 1).estimate_unless(true);
        table.push([
            "a|b".into(),
            proven,
            Cell::Missing,
            Cell::difference(-2.0, 1),
        ]);
        let found = Cell::decimal(1.0, 1).estimate_unless(false);
        table.push([
            "c".into(),
            found,
            Cell::thousands(1234.0),
            Cell::difference(0.0, 1),
        ]);
        document.table(table);
        document.list(vec!["one".into(), "two".into()]);
        document.list(Vec::new());
        let expected = "\
# A study

> **Warning:** no column `lat`

## Layouts

One row per layout.

| layout | mean, min | longest | change, % |
|---|---:|---:|---:|
| a\\|b | 35.9 | – | -2.0 |
| c | ~1.0 | 1,234 | 0.0 |

- one
- two
";
        assert_eq!(markdown(&document), expected);
    }
}

use crate::document::{Block, Cell, Column, Document, Span, Table, Text};

/// A document as Markdown.
#[must_use]
pub(crate) fn markdown(document: &Document) -> String {
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
        Block::Paragraph(text) => inline(text),
        Block::Remark(text) => format!("> {}", inline(text)),
        Block::List(items) => {
            let items: Vec<String> = items.iter().map(|i| format!("- {}", inline(i))).collect();
            items.join("\n")
        }
        Block::Table(table) => format!("{}\n\n{}", inline(table.caption()), grid(table)),
    })
}

fn inline(text: &Text) -> String {
    let spans = text.spans().iter().map(|span| match span {
        Span::Plain(words) => words.clone(),
        Span::Strong(words) => format!("**{words}**"),
        Span::Code(words) => format!("`{words}`"),
    });
    spans.collect()
}

/// Columns of numbers to the right, the first column and columns of words to the left.
fn grid(table: &Table) -> String {
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let columns = table.columns();
    let headings = columns.iter().map(Column::heading_with_unit);
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
    use proptest::prelude::*;

    proptest! {
        /// Marks in a message are found, and nothing of it is lost.
        #[test]
        fn a_message_is_written_as_it_was(words in "[a`]{0,12}") {
            prop_assert_eq!(inline(&Text::from(&words)), words);
        }
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

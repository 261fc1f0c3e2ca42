use crate::report::table::{DataCell, DataTable};
use crate::wording::decimal;
use std::fmt::Write as _;

/// A table as a sheet: names of columns in bold in the first row, which stays in sight, then the rows.
pub(super) fn sheet(table: &DataTable) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews>\
         <sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
         state=\"frozen\"/></sheetView></sheetViews><sheetData><row r=\"1\">",
    );
    for (column, name) in table.columns().iter().enumerate() {
        text(&mut xml, column, 1, name, " s=\"1\"");
    }
    xml.push_str("</row>");
    for (row, cells) in (2..).zip(table.rows()) {
        let _ = write!(xml, "<row r=\"{row}\">");
        for (column, cell) in cells.iter().enumerate() {
            match cell {
                DataCell::Text(words) => text(&mut xml, column, row, words, ""),
                DataCell::List(_) => text(&mut xml, column, row, &cell.to_string(), ""),
                DataCell::Whole(count) => number(&mut xml, column, row, &count.to_string()),
                DataCell::Number(value, decimals)
                | DataCell::Full {
                    shown: value,
                    decimals,
                    ..
                } => {
                    number(&mut xml, column, row, &decimal(*value, *decimals));
                }
                DataCell::Empty => {}
            }
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn number(xml: &mut String, column: usize, row: usize, number: &str) {
    let _ = write!(xml, "<c r=\"{}{row}\"><v>{number}</v></c>", letters(column));
}

fn text(xml: &mut String, column: usize, row: usize, words: &str, style: &str) {
    if words.is_empty() {
        return;
    }
    let _ = write!(
        xml,
        "<c r=\"{}{row}\" t=\"inlineStr\"{style}><is><t xml:space=\"preserve\">{}</t></is></c>",
        letters(column),
        escape(words)
    );
}

/// What a spreadsheet calls a column: A to Z, AA, AB, …
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default());
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    String::from_utf8_lossy(&letters).into_owned()
}

/// Text in XML, without the characters that XML does not have.
pub(super) fn escape(words: &str) -> String {
    let mut xml = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => xml.push('\u{fffd}'),
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let found = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(found, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    /// A text that looks like a formula stays a text, and no text is markup.
    #[test]
    fn texts_are_texts() {
        let mut table = DataTable::new(vec!["a".to_owned(), "b".to_owned()]);
        table.push(vec![DataCell::text("=1+1"), DataCell::text("<&>\u{1}")]);
        table.push(vec![DataCell::Number(2.5, 3), DataCell::Empty]);
        let xml = sheet(&table);
        assert!(xml.contains(
            "<c r=\"A2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1</t></is></c>"
        ));
        assert!(xml.contains("&lt;&amp;&gt;\u{fffd}"));
        assert!(xml.contains("<row r=\"3\"><c r=\"A3\"><v>2.5</v></c></row>"));
        assert!(roxmltree::Document::parse(&xml).is_ok());
    }
}

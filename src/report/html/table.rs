use super::escape::text;
use super::inline::inline;
use crate::document::{Cell, Column, NumberStyle, Table};
use crate::wording::decimal;
use std::fmt::Write as _;

/// Digits after the point of a value that a reader sorts by, copies or points at.
const DIGITS: usize = 6;

/// Longer tables are closed until a reader opens them.
const OPEN: usize = 60;

/// A table: the first column names the rows, numbers are aligned to the right and carry their value
/// unrounded.
pub(super) fn table(table: &Table, number: usize) -> String {
    let mut html = format!(
        "<div class=\"tabled\">\n<p class=\"caption\" id=\"table-{number}\">{}</p>\n\
         <div class=\"table\" tabindex=\"0\" role=\"group\" aria-labelledby=\"table-{number}\">\n\
         <table aria-labelledby=\"table-{number}\">\n<thead>\n<tr>",
        inline(table.caption())
    );
    let numeric: Vec<bool> = (0..table.columns().len())
        .map(|column| table.is_numeric(column))
        .collect();
    for (column, &numeric) in table.columns().iter().zip(&numeric) {
        html.push_str(&heading(column, numeric));
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in table.rows() {
        html.push_str("<tr>");
        for (place, value) in row.iter().enumerate() {
            html.push_str(&cell(value, place == 0, numeric[place]));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n</div>\n");
    if table.rows().len() > OPEN {
        let rows = table.rows().len();
        let caption = text(&table.caption().to_plain());
        return format!(
            "<details>\n<summary>{caption} ({rows} rows)</summary>\n{html}</details>\n"
        );
    }
    html
}

fn heading(column: &Column, numeric: bool) -> String {
    let class = if numeric { " class=\"number\"" } else { "" };
    let meaning = column
        .meaning_sentence()
        .map_or_else(String::new, |words| format!(" title=\"{}\"", text(words)));
    let words = text(&column.heading_with_unit());
    format!("<th scope=\"col\"{class}{meaning}>{words}</th>")
}

fn cell(value: &Cell, is_first: bool, numeric: bool) -> String {
    let class = if numeric { " class=\"number\"" } else { "" };
    let (attributes, words) = match value {
        Cell::Text(words) => (String::new(), inline(words)),
        Cell::Missing => (String::new(), "–".to_owned()),
        Cell::Number(number) => {
            let shown = number.to_string();
            let value = decimal(number.value(), DIGITS);
            let is_whole = matches!(number.style(), NumberStyle::Thousands);
            let mut attributes = String::new();
            if shown != value || is_whole {
                let _ = write!(attributes, " data-value=\"{value}\"");
            }
            (attributes, text(&shown))
        }
    };
    if is_first {
        format!("<th scope=\"row\"{class}{attributes}>{words}</th>")
    } else {
        format!("<td{class}{attributes}>{words}</td>")
    }
}

use super::cell::{Cell, Number};
use super::table::{Column, Table};
use std::fmt::Write as _;

/// A table for a terminal, without its caption: columns as wide as their widest cell, words to the
/// left and numbers to the right.
///
/// # Examples
///
/// ```
/// use catchment::document::{Cell, Column, Table, aligned};
/// let columns = vec![Column::new("layout"), Column::with_unit("mean", "min")];
/// let mut table = Table::new("One row per layout.", columns);
/// table.push(vec!["both".into(), Cell::decimal(9.0, 1)]);
/// assert_eq!(aligned(&table), "layout  mean, min\nboth          9.0\n");
/// ```
#[must_use]
pub fn aligned(table: &Table) -> String {
    let columns = table.columns();
    let mut rows: Vec<Vec<String>> = vec![columns.iter().map(heading).collect()];
    rows.extend(table.rows().iter().map(|row| {
        let cells = row.iter().zip(columns);
        cells.map(|(cell, column)| written(cell, column)).collect()
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..columns.len()).filter_map(width).collect();
    let last = columns.len().saturating_sub(1);
    let mut text = String::new();
    for row in &rows {
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            text.push_str(if column > 0 { "  " } else { "" });
            let _ = if column > 0 && table.is_numeric(column) {
                write!(text, "{cell:>width$}")
            } else if column > 0 && column == last {
                write!(text, "{cell}")
            } else {
                write!(text, "{cell:width$}")
            };
        }
        text.push('\n');
    }
    text
}

/// Percentages have their sign in every cell, and a standard is written closely: a terminal is
/// narrow.
fn heading(column: &Column) -> String {
    match column.unit() {
        Some("%") => column.heading().replace("≤ ", "≤"),
        _ => column.heading_with_unit(),
    }
}

fn written(cell: &Cell, column: &Column) -> String {
    match cell {
        Cell::Text(text) => text.to_plain(),
        Cell::Number(number) => with_percent_sign(*number, column),
        _ => "–".to_owned(),
    }
}

fn with_percent_sign(number: Number, column: &Column) -> String {
    let sign = if column.unit() == Some("%") { "%" } else { "" };
    format!("{number}{sign}")
}

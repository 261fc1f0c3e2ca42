use std::fmt::Write as _;

/// A table of Markdown: the first column words, the others numbers.
pub(super) struct MarkdownTable {
    text: String,
    columns: usize,
}

impl MarkdownTable {
    pub(super) fn new(columns: &[&str]) -> Self {
        let mut text = format!("| {} |\n|---|", columns.join(" | "));
        text.push_str(&"---:|".repeat(columns.len() - 1));
        text.push('\n');
        Self {
            text,
            columns: columns.len(),
        }
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        debug_assert_eq!(cells.len(), self.columns, "one cell a column");
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(self.text, "| {} |", cells.join(" | "));
    }

    pub(super) fn finish(self) -> String {
        self.text + "\n"
    }
}

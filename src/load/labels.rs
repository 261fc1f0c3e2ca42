use crate::model::Grouping;
use std::collections::HashMap;

/// A text column with few different texts, each kept once.
#[derive(Debug, Default)]
pub(super) struct Labels {
    number: HashMap<String, u32>,
    texts: Vec<String>,
    /// For every row the number of its text; `None` where there is none.
    rows: Vec<Option<u32>>,
}

impl Labels {
    pub(super) fn push_nothing(&mut self) {
        self.rows.push(None);
    }

    pub(super) fn set(&mut self, row: usize, text: &str) {
        let known = match row.checked_sub(1).and_then(|before| self.rows[before]) {
            // Neighbouring rows mostly have the same text.
            Some(before) if self.texts[before as usize] == text => Some(before),
            _ => self.number.get(text).copied(),
        };
        self.rows[row] = known.or_else(|| {
            let next = u32::try_from(self.texts.len()).ok()?;
            self.number.insert(text.to_owned(), next);
            self.texts.push(text.to_owned());
            Some(next)
        });
    }

    pub(super) fn grouping(&self, name: &str) -> Grouping {
        let label = |row: &Option<u32>| row.map_or("", |number| &self.texts[number as usize]);
        Grouping::new(name, &self.rows.iter().map(label).collect::<Vec<&str>>())
    }
}

use super::Source;
use crate::study::error::{StudyCause, StudyError};
use crate::wording::is_unprintable;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

impl Source<'_> {
    /// Refuses a control character in any text of a study: it would reach terminals, tables and
    /// pictures.
    pub(super) fn no_control_characters(&self, text: &str) -> Result<(), StudyError> {
        let table = DeTable::parse(text).map_err(|error| self.toml_error(&error))?;
        self.of_table(table.get_ref())
    }

    fn of_table(&self, table: &DeTable<'_>) -> Result<(), StudyError> {
        let mut entries = table.iter();
        entries.try_for_each(|(key, value)| self.of_value(key.get_ref(), value))
    }

    fn of_value(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), StudyError> {
        match value.get_ref() {
            DeValue::String(text) => match text.chars().find(|&c| is_refused(key, c)) {
                None => Ok(()),
                Some(found) => {
                    let key = key.to_owned();
                    Err(self.error(&value.span(), StudyCause::ControlCharacter { key, found }))
                }
            },
            DeValue::Array(values) => {
                let mut values = values.iter();
                values.try_for_each(|value| self.of_value(key, value))
            }
            DeValue::Table(table) => self.of_table(table),
            _ => Ok(()),
        }
    }
}

/// Notes may go over several lines.
fn is_refused(key: &str, c: char) -> bool {
    is_unprintable(c) && !(key == "notes" && c.is_whitespace())
}

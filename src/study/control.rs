use super::error::{StudyCause, StudyError};
use super::source::Source;
use crate::wording::is_unprintable;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Refuses a control character in any text of a study, which would reach terminals, tables and
/// pictures, and files without a name.
pub(super) fn no_control_characters(
    table: &DeTable<'_>,
    source: &Source<'_>,
) -> Result<(), StudyError> {
    let mut entries = table.iter();
    entries.try_for_each(|(key, value)| no_control_character(key.get_ref(), value, source))
}

fn no_control_character(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    source: &Source<'_>,
) -> Result<(), StudyError> {
    match value.get_ref() {
        DeValue::String(text) if text.is_empty() && names_a_file(key) => {
            let key = key.to_owned();
            Err(source.error(&value.span(), StudyCause::NoFileName { key }))
        }
        DeValue::String(text) => match text.chars().find(|&c| is_refused(key, c)) {
            None => Ok(()),
            Some(found) => {
                let key = key.to_owned();
                Err(source.error(&value.span(), StudyCause::ControlCharacter { key, found }))
            }
        },
        DeValue::Array(values) => {
            let mut values = values.iter();
            values.try_for_each(|value| no_control_character(key, value, source))
        }
        DeValue::Table(table) => no_control_characters(table, source),
        _ => Ok(()),
    }
}

/// Whether the text of a key is the name of a file.
fn names_a_file(key: &str) -> bool {
    key == "file" || key.ends_with("_file") || FILES.contains(&key)
}

/// Keys of files that do not say so.
const FILES: [&str; 5] = ["areas", "bases", "network", "outlines", "surface"];

/// Notes may go over several lines.
fn is_refused(key: &str, c: char) -> bool {
    is_unprintable(c) && !(key == "notes" && c.is_whitespace())
}

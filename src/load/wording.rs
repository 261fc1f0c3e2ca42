//! How errors suggest what to do instead.

use crate::wording::{counted, is_unprintable};
use std::borrow::Cow;
use std::path::PathBuf;

pub(super) fn looked_in(folder: Option<&PathBuf>) -> String {
    folder.map_or_else(
        || " in the built-in study".to_owned(),
        |folder| {
            if folder.as_os_str().is_empty() {
                " in the current folder".to_owned()
            } else {
                format!(" in {}", folder.display())
            }
        },
    )
}

pub(super) fn did_you_mean(nearest: Option<&String>) -> String {
    nearest.map_or_else(String::new, |nearest| {
        format!("; did you mean `{}`?", shown(nearest))
    })
}

/// How many demand points lack a row.
pub(super) fn no_row(count: usize) -> String {
    let have = if count == 1 { "has" } else { "have" };
    format!("{} {have} no row here", counted(count, "demand point"))
}

/// A guess at what was meant.
pub(super) fn perhaps(guess: Option<&str>) -> String {
    guess.map_or_else(String::new, |guess| format!("; {guess}"))
}

/// A field with several usual names is one whose column the study can name.
pub(super) fn or_name_it(nearest: Option<&String>, looked_for: &[String]) -> String {
    match nearest {
        None if looked_for.len() > 1 => {
            "; name a column with another header with `columns` in a study or `--columns` for a \
             grid"
                .to_owned()
        }
        _ => did_you_mean(nearest),
    }
}

/// What to do about a text that was meant as a number.
pub(super) fn number_hint(found: &str) -> &'static str {
    let digit = |c: char| c.is_ascii_digit();
    let inner = |c: char| c.is_whitespace() || c == '\'' || c == '\u{2019}';
    let unit = found.trim_end_matches(|c: char| !digit(c) && c != '.');
    let has_unit = unit.len() < found.len() && unit.trim().parse::<f64>().is_ok();
    if found.contains(',') {
        "; write it with a decimal point and without thousands separators"
    } else if has_unit {
        "; write the number without its unit"
    } else if found.contains(inner) && found.chars().all(|c| digit(c) || inner(c) || c == '.') {
        "; write it without thousands separators"
    } else {
        ""
    }
}

/// A text of a file as messages show it: no control characters, and not too long.
pub(super) fn shown(text: &str) -> String {
    beginning(text, 80)
}

fn beginning(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).map(escaped).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

fn escaped(c: char) -> String {
    if is_unprintable(c) {
        c.escape_default().to_string()
    } else {
        c.to_string()
    }
}

/// A text for a terminal, which obeys control characters: those but line ends are written out.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| c != '\n' && is_unprintable(c);
    if text.contains(obeyed) {
        let write = |c: char| if c == '\n' { c.to_string() } else { escaped(c) };
        Cow::Owned(text.chars().map(write).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The first few of a list, in backticks.
pub(super) fn list(words: &[String]) -> String {
    const SHOWN: usize = 12;
    // What is no table may hold anything: its first line is not for every screen.
    const LETTERS: usize = 30;
    let mut text: Vec<String> = words
        .iter()
        .take(SHOWN)
        .map(|word| format!("`{}`", beginning(word, LETTERS)))
        .collect();
    if words.len() > SHOWN {
        text.push(format!("… {} more", words.len() - SHOWN));
    }
    text.join(", ")
}

/// How to bring shapes into degrees; a first coordinate that could be a latitude is perhaps one.
pub(super) fn in_degrees(x: f64, y: f64) -> &'static str {
    if x.abs() <= 90.0 && y.abs() > 90.0 && y.abs() <= 180.0 {
        "positions are longitude, then latitude: are they exchanged?"
    } else {
        "convert them, for example with `ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson`"
    }
}

/// The id that no shape has, and where it may be.
pub(super) fn no_id(property: Option<&String>, there: &[String]) -> String {
    let looked_for = match property {
        Some(property) => format!("the property `{property}`"),
        None => "an `id` of its own".to_owned(),
    };
    if there.is_empty() {
        return format!("{looked_for} or any property");
    }
    if let Some(property) = property.filter(|&property| there.contains(property)) {
        return format!("text or a number in its property `{property}`");
    }
    let nearest = property.and_then(|property| crate::study::nearest_word(property, there));
    format!(
        "{looked_for} (found {}){}",
        list(there),
        match property {
            Some(_) => did_you_mean(nearest.as_ref()),
            None => "; name the property that holds it with `areas_id`".to_owned(),
        }
    )
}

/// What is done to a file of a format.
pub(super) fn decoded(format: &str) -> &'static str {
    if format == "Parquet" {
        "read"
    } else {
        "decompressed"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_fit_what_was_written() {
        for (found, part) in [
            ("1,234", "thousands separators"),
            ("51,5", "decimal point"),
            ("1 234", "thousands separators"),
            ("1\u{a0}234.5", "thousands separators"),
            ("1'234", "thousands separators"),
            ("12 km", "without its unit"),
            ("40min", "without its unit"),
            ("51.5\u{b0}", "without its unit"),
        ] {
            assert!(number_hint(found).contains(part), "{found}");
        }
        for found in ["many", "N/A", "x1", "-", "1-2", ""] {
            assert_eq!(number_hint(found), "", "{found}");
        }
    }

    #[test]
    fn no_control_character_reaches_a_terminal() {
        let text = "a\u{1b}[31mb\r\u{0}\u{9b}c\td\n";
        assert!(
            !printable(text)
                .trim_end_matches('\n')
                .contains(char::is_control)
        );
        assert!(!shown(text).contains(char::is_control));
        assert_eq!(printable("Café – plain\n"), "Café – plain\n");
        assert!(shown(&"x".repeat(1_000)).chars().count() < 100);
    }
}

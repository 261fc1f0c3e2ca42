//! Text from the input is never markup.

use serde::Serialize;

/// Words between tags or in a quoted attribute.
pub(super) fn text(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A value for a script to read: JSON in which nothing can end the element that holds it.
pub(super) fn json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    // Only strings of JSON can have these letters.
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a name is, it opens and closes nothing, and a reader gets it back.
        #[test]
        fn no_text_is_markup(words in "[a-z<>&\"'/!-]{0,20}") {
            let written = text(&words);
            prop_assert!(!written.contains(['<', '>', '"', '\'']));
            let read = written.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            prop_assert_eq!(read.replace("&#39;", "'").replace("&amp;", "&"), words);
        }

        #[test]
        fn no_value_ends_its_script(words in "[a-z<>&\"'/!-]{0,20}") {
            let written = json(&words);
            prop_assert!(!written.contains('<') && !written.contains("-->"));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), words);
        }
    }
}

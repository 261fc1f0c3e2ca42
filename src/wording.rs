//! How numbers and texts are written, wherever people read them.

/// A number with at most this many decimals, trailing zeros left out, never `-0`.
#[must_use]
pub(crate) fn decimal(number: f64, decimals: usize) -> String {
    let mut text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// A whole number with commas.
pub(crate) fn thousands(count: f64) -> String {
    let digits = format!("{count:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text that begins with a capital; Georgian, which capitalises whole words or nothing, as it is.
pub(crate) fn capitalised(text: &str) -> String {
    if text.starts_with(|first| matches!(first, '\u{10d0}'..='\u{10ff}')) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Whether a character has no place in an id or a name: a terminal would obey it, and neither SVG
/// nor XML can hold it.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailing_zeros_and_the_sign_of_nothing_are_left_out() {
        assert_eq!(decimal(80_958.0, 3), "80958");
        assert_eq!(decimal(-0.000_1, 3), "0");
        assert_eq!(decimal(35.889_4, 3), "35.889");
        assert_eq!(decimal(100.0, 0), "100");
    }

    #[test]
    fn thousands_have_commas() {
        let numbers = [0.0, 999.0, 1_000.0, 1_234_567.0].map(thousands);
        assert_eq!(numbers, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn titles_begin_with_a_capital_where_their_script_has_them() {
        let titles = ["new", "ŵy", "київ", "თბილისი", "北京", ""].map(capitalised);
        assert_eq!(titles, ["New", "Ŵy", "Київ", "თბილისი", "北京", ""]);
    }
}

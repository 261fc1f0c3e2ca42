//! How numbers and texts are written, wherever people read them.

use std::fmt::{Display, Write as _};

/// A number with at most this many decimals, trailing zeros left out, never `-0`.
#[must_use]
pub(crate) fn decimal(number: f64, decimals: usize) -> String {
    let mut text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// The number that [`decimal`] writes with three decimals.
pub(crate) fn thousandths(number: f64) -> f64 {
    /// What multiplying can move, in thousandths, up to the number of them for which that holds.
    const ERROR: f64 = 1e-6;
    const MOST: f64 = 1e9;
    let all = 1_000.0 * number;
    let from_half = (all.fract().abs() - 0.5).abs();
    if from_half > ERROR && all.abs() < MOST {
        // Nothing has no sign.
        all.round() / 1_000.0 + 0.0
    } else {
        // Text is slow, and right on which side of half-way the number is.
        decimal(number, 3).parse().unwrap_or(number)
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = String::with_capacity(2 * bytes.len());
    bytes.iter().fold(digits, |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A whole number with commas.
pub(crate) fn thousands(count: f64) -> String {
    grouped(&format!("{count:.0}"))
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with these decimals, or a dash where there is none.
pub(crate) fn or_dash(number: Option<f64>, decimals: usize) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.decimals$}"))
}

/// A difference with its sign: `+1.2`, `-0.4`; no difference has none: `0.0`.
pub(crate) fn signed(number: f64, decimals: usize) -> String {
    let text = format!("{number:+.decimals$}");
    if text[1..].contains(|c: char| !matches!(c, '0' | '.')) {
        text
    } else {
        text[1..].to_owned()
    }
}

/// How many of something: `1 node`, `12 nodes`.
pub(crate) fn counted<N: Display + PartialEq + From<u8> + Copy>(count: N, noun: &str) -> String {
    format!("{} {}", grouped(&count.to_string()), plural(count, noun))
}

/// How many of something there are: `1 point is`, `12 points are`.
pub(crate) fn counted_are<N: Display + PartialEq + From<u8> + Copy>(
    count: N,
    noun: &str,
) -> String {
    let are = if count == N::from(1) { "is" } else { "are" };
    format!("{} {are}", counted(count, noun))
}

/// A noun for so many things: `node`, `nodes`.
pub(crate) fn plural<N: PartialEq + From<u8> + Copy>(count: N, noun: &str) -> String {
    if count == N::from(1) {
        noun.to_owned()
    } else {
        format!("{noun}s")
    }
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let joined = |names: &[S]| names.iter().map(S::as_ref).collect::<Vec<_>>().join(", ");
    match names {
        [first @ .., last] if !first.is_empty() => {
            format!("{} and {}", joined(first), last.as_ref())
        }
        _ => joined(names),
    }
}

/// The first names, with a mark where there are more: `a, b, …`.
pub(crate) fn first_of<S: AsRef<str>>(names: impl IntoIterator<Item = S>, most: usize) -> String {
    let mut names = names.into_iter();
    let mut text = String::new();
    for name in names.by_ref().take(most) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name.as_ref());
    }
    if names.next().is_some() {
        text.push_str(", …");
    }
    text
}

/// A text that begins with a capital; as it is where it begins with a word that has a capital of its
/// own, such as eVTOL, and in Georgian, which capitalises whole words or nothing.
pub(crate) fn capitalised(text: &str) -> String {
    let mut first_word = text.chars().take_while(|c| !c.is_whitespace());
    if first_word.any(char::is_uppercase) {
        return text.to_owned();
    }
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
    let turns_or_ends_lines = matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns_or_ends_lines || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::TravelTime;
    use proptest::prelude::*;

    fn assert_as_written(number: f64) {
        let written: f64 = decimal(number, 3).parse().unwrap();
        let found = thousandths(number);
        assert_eq!(found.to_bits(), written.to_bits(), "{number}: {found}");
    }

    /// A file of numbers and a table of texts say the same, half-way times too.
    #[test]
    fn thousandths_of_times_are_those_that_are_written() {
        for milliseconds in (0..200_000).chain(1_799_900_000..1_800_000_000) {
            assert_as_written(TravelTime::from_milliseconds(milliseconds).as_f64());
        }
    }

    proptest! {
        #[test]
        fn thousandths_of_any_number_are_those_that_are_written(
            milliseconds in any::<u32>(), millionths in any::<u64>(), number in -1e15..1e15_f64,
            half in -1_000_000_000_i64..1_000_000_000,
        ) {
            assert_as_written(TravelTime::from_milliseconds(milliseconds).as_f64());
            assert_as_written(millionths as f64 / 1e6);
            assert_as_written(number);
            assert_as_written(number / 1e12);
            for beside in [half as f64 / 2e3, (half as f64 / 2e3).next_up(), (half as f64 / 2e3).next_down()] {
                assert_as_written(beside);
            }
        }
    }

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
    fn no_difference_has_no_sign() {
        assert_eq!(signed(-0.04, 1), "0.0");
        assert_eq!(signed(0.0, 2), "0.00");
        assert_eq!(signed(-1.25, 1), "-1.2");
        assert_eq!(signed(2.0, 1), "+2.0");
        assert_eq!(signed(0.4, 0), "0");
    }

    #[test]
    fn counts_and_lists_follow_grammar() {
        assert_eq!(
            [0, 1, 2].map(|n| counted(n, "node")),
            ["0 nodes", "1 node", "2 nodes"]
        );
        let names = ["a", "b", "c"];
        assert_eq!(
            [0, 1, 2, 3].map(|n| listed(&names[..n])),
            ["", "a", "a and b", "a, b and c"]
        );
        assert_eq!(
            [1, 2, 3].map(|n| first_of(names, n)),
            ["a, …", "a, b, …", "a, b, c"]
        );
    }

    #[test]
    fn titles_begin_with_a_capital_where_their_script_has_them() {
        let titles = ["new", "ŵy", "київ", "თბილისი", "北京", ""].map(capitalised);
        assert_eq!(titles, ["New", "Ŵy", "Київ", "თბილისი", "北京", ""]);
        assert_eq!(capitalised("eVTOL bases"), "eVTOL bases");
        assert_eq!(capitalised("plan of MT"), "Plan of MT");
    }
}

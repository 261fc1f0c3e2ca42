//! Ids that are not equal and were perhaps meant to be.
//!
//! Spreadsheets drop leading zeros, append `.0`, write 100000 as `1E05`; editors leave blanks,
//! zero-width spaces and other hyphens; file systems decompose accents. Two ids that differ in
//! nothing else have one key here. A key never matches anything: it only makes a guess.

use std::collections::HashMap;
use std::fmt;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What an id is without all that spreadsheets, editors and file systems change.
pub(super) fn key(id: &str) -> String {
    let plain: String = id
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .collect();
    let written = plain.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(digits) = whole_number(written) {
        return digits;
    }
    if written.parse::<f64>().is_ok() && written.contains('.') {
        return written.to_owned();
    }
    let letters: String = written.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.bytes().all(|byte| byte.is_ascii_digit()) {
        without_zeros(&letters).to_owned()
    } else {
        letters
    }
}

/// The digits of `0012`, `12.0`, `1.2e1`: a whole number of at most 15 digits.
fn whole_number(text: &str) -> Option<String> {
    const MOST: f64 = 1e15;
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | '+' | '-');
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.contains(['.', 'e'])
        || !text.chars().all(numeric)
    {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && (0.0..MOST).contains(&number)).then(|| format!("{number:.0}"))
}

fn without_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" if !digits.is_empty() => "0",
        rest => rest,
    }
}

/// Which of the ids on one side was perhaps meant by one on the other.
pub(super) struct NearIds<'a> {
    /// `None` where several ids have one key: nothing is guessed then.
    by_key: HashMap<String, Option<&'a str>>,
}

/// Two ids of which one was perhaps meant by the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess<'a> {
    /// As the one file has it.
    found: &'a str,
    /// As the other file has it.
    meant: &'a str,
}

impl<'a> NearIds<'a> {
    /// From all ids of one side.
    pub(super) fn new(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_key: HashMap<String, Option<&'a str>> = HashMap::new();
        for id in ids {
            by_key
                .entry(key(id))
                .and_modify(|known| {
                    if *known != Some(id) {
                        *known = None;
                    }
                })
                .or_insert(Some(id));
        }
        Self { by_key }
    }

    /// The one id that `found` was perhaps meant to be.
    pub(super) fn guess(&self, found: &'a str) -> Option<Guess<'a>> {
        let meant = (*self.by_key.get(&key(found))?)?;
        (meant != found).then_some(Guess { found, meant })
    }

    /// As [`Self::guess`], the id alone.
    pub(super) fn meant(&self, found: &str) -> Option<&'a str> {
        (*self.by_key.get(&key(found))?)?.into()
    }
}

/// The first few guesses and how many there are, `None` without any: `` `1` is perhaps `001` (3 ids
/// like this) ``.
pub(super) fn in_words(guesses: &[Guess<'_>]) -> Option<Box<str>> {
    const SHOWN: usize = 3;
    if guesses.is_empty() {
        return None;
    }
    let shown: Vec<String> = guesses
        .iter()
        .take(SHOWN)
        .map(ToString::to_string)
        .collect();
    let more = if guesses.len() > SHOWN {
        format!(", and {} more", guesses.len() - SHOWN)
    } else {
        String::new()
    };
    Some(format!("{}{more}", shown.join(", ")).into())
}

impl fmt::Display for Guess<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` may be `{}`", shown(self.found), shown(self.meant))?;
        if self.found.nfc().eq(self.meant.nfc()) {
            f.write_str(" (the same letters, with accents composed and decomposed)")?;
        }
        Ok(())
    }
}

/// With what cannot be seen written out.
fn shown(id: &str) -> String {
    id.chars()
        .map(|c| match c {
            '\u{20}'..='\u{7e}' => c.to_string(),
            c if c.is_control() || (c.is_whitespace()) || is_unseen(c) => {
                format!("<U+{:04X}>", u32::from(c))
            }
            c => c.to_string(),
        })
        .collect()
}

/// Characters without a width: zero-width spaces and joiners, the soft hyphen, marks of direction
/// and the byte order mark.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_spreadsheets_editors_and_file_systems_do_to_an_id_keeps_its_key() {
        for (meant, found) in [
            ("001", "1"),
            ("001", "1.0"),
            ("100", "100.0"),
            ("100000", "1E05"),
            ("100000", "1e+05"),
            ("0100000", "1.0E5"),
            ("E01", "e01"),
            ("A 1", "A1"),
            ("A1", " A1 "),
            ("A1", "A1\u{200b}"),
            ("A1", "\u{feff}A1"),
            ("A 1", "A\u{a0}1"),
            ("A-1", "A\u{2013}1"),
            ("A-1", "A\u{2011}1"),
            ("A_1", "A-1"),
            ("Malmö", "Malmo\u{308}"),
            ("Åre", "A\u{30a}re"),
            ("A1", "Ａ１"),
            ("A1", "'A1"),
            ("PL6 8DH", "PL68DH"),
            ("007", "'007"),
        ] {
            assert_eq!(key(meant), key(found), "{meant:?} {found:?}");
        }
    }

    #[test]
    fn other_ids_have_other_keys() {
        for (one, other) in [
            ("A1", "A2"),
            ("001", "010"),
            ("1.5", "15"),
            ("E01000001", "E01000010"),
            ("1e5", "15"),
            ("", "0"),
            ("A01", "A1"),
        ] {
            assert_ne!(key(one), key(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_guess_is_made_only_where_one_id_can_be_meant() {
        let near = NearIds::new(["001", "1.0", "002"]);
        assert_eq!(near.guess("1"), None, "001 and 1.0");
        assert_eq!(near.guess("2").unwrap().to_string(), "`2` may be `002`");
        assert_eq!(near.guess("002"), None, "it is there");
        assert_eq!(near.guess("003"), None);
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let near = NearIds::new(["A1", "Malmö"]);
        assert_eq!(
            near.guess("A1\u{200b}").unwrap().to_string(),
            "`A1<U+200B>` may be `A1`"
        );
        let told = near.guess("Malmo\u{308}").unwrap().to_string();
        assert!(told.starts_with("`Malmo\u{308}` may be `Malmö`"), "{told}");
    }

    proptest! {
        /// Whatever the id, blanks, case and unseen characters do not change its key, and a key is
        /// its own key.
        #[test]
        fn a_key_knows_nothing_of_blanks_and_case(id in "[A-Za-z][A-Za-z0-9]{0,8}", at in 0_usize..9) {
            let at = at.min(id.len());
            let spoilt = format!("{}\u{200b} {}", &id[..at], &id[at..]).to_uppercase();
            prop_assert_eq!(key(&spoilt), key(&id));
            prop_assert_eq!(key(&key(&id)), key(&id));
        }
    }
}

/// The longest name of a layout, scenario or study, in bytes: two of them and the name of a picture
/// are within the 255 bytes of a file's name.
const LONGEST_NAME: usize = 100;

/// Whether folders and files may carry a name on every system: letters, digits, `-`, `_` and `.`, at most
/// 100 of them.
///
/// ```
/// use catchment::study::names_files;
///
/// assert!(names_files("cornwall-2.1"));
/// assert!(!names_files("../cornwall"));
/// ```
#[must_use]
pub fn names_files(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(plain)
}

/// Whether a layout of this name would share a column with another result: `coverage.csv` has a column
/// for every layout beside its `minutes`.
pub(crate) fn is_reserved_for_columns(layout: &str) -> bool {
    layout.eq_ignore_ascii_case("minutes")
}

/// The word that is spelt most like `word`, if any is spelt much like it.
pub(crate) fn nearest_word<S: AsRef<str>>(word: &str, known: &[S]) -> Option<String> {
    const ALIKE: f64 = 0.7;
    let word = word.to_lowercase();
    let likeness = |other: &S| strsim::jaro_winkler(&word, &other.as_ref().to_lowercase());
    let (best, nearest) = known
        .iter()
        .map(|other| (likeness(other), other))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best >= ALIKE).then(|| nearest.as_ref().to_owned())
}

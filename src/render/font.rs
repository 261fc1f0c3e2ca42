use resvg::usvg::fontdb;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::sync::Arc;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// `DejaVu` Sans 2.37, so that no picture depends on the fonts of a machine.
///
/// # Source
///
/// Debian package `fonts-dejavu-core` 2.37-6; SHA-256
/// `abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322`; licence beside the file.
const DEJAVU_SANS: &[u8] = include_bytes!("../../data/fonts/DejaVuSans.ttf");

/// What SVG files ask for: our font, or others about as wide where it is not installed.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, Arial, sans-serif";

/// The fonts that pictures are rasterised with; made once.
#[derive(Debug, Clone)]
pub struct Fonts(pub(super) Arc<fontdb::Database>);

impl Fonts {
    /// The font that travels with the crate, and no other.
    #[must_use]
    pub fn embedded() -> Self {
        let mut database = fontdb::Database::new();
        database.load_font_source(fontdb::Source::Binary(Arc::new(DEJAVU_SANS)));
        Self(Arc::new(database))
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self::embedded()
    }
}

/// How wide a text is, in the unit of its font size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let Ok(font) = FontRef::new(DEJAVU_SANS) else {
        return 0.6 * size * text.chars().count() as f64;
    };
    let glyphs = font.charmap();
    let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
    let thousandths: f32 = text
        .chars()
        .map(|c| {
            let glyph = glyphs.map(c).unwrap_or_default();
            metrics.advance_width(glyph).unwrap_or(600.0)
        })
        .sum();
    f64::from(thousandths) / 1000.0 * size
}

/// Whether the font draws a character as itself; so it does where it has the parts that the
/// character is canonically composed of, and where there is nothing to draw.
pub(super) fn glyphs() -> impl Fn(char) -> bool {
    let charmap = FontRef::new(DEJAVU_SANS).map(|font| font.charmap());
    move |c| {
        let has = |c: char| {
            let there = |map: &skrifa::charmap::Charmap<'_>| map.map(c).is_some();
            is_shapeless(c) || charmap.as_ref().is_ok_and(there)
        };
        let mut parts = true;
        decompose_canonical(c, |part| parts &= has(part));
        has(c) || parts
    }
}

/// Whether a character has no shape: control characters, blanks, marks that combine
/// with a letter, and those of Unicode's `Default_Ignorable_Code_Point`.
///
/// # Source
///
/// Unicode 16.0, `DerivedCoreProperties.txt`.
fn is_shapeless(c: char) -> bool {
    let is_ignorable = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}');
    c.is_control() || c.is_whitespace() || is_ignorable || is_combining_mark(c)
}

/// The size, at most `size`, at which a text is no wider than `limit`.
pub(super) fn fit(text: &str, size: f64, limit: f64) -> f64 {
    size * (limit / width(text, size).max(1.0)).min(1.0)
}

/// Breaks a text into lines no wider than `limit`; a word that is wider has its own line.
pub(super) fn wrap(text: &str, size: f64, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Advance widths of the font's own tables are 1,298 and 1,767 of 2,048 units for `n` and `M`:
    /// labels are measured with the font that draws them.
    #[test]
    fn widths_are_those_of_the_font() {
        assert!((width("n", 2048.0) - 1298.0).abs() < 1.0);
        assert!((width("M", 2048.0) - 1767.0).abs() < 1.0);
        assert!((width("nM", 10.0) - width("n", 10.0) - width("M", 10.0)).abs() < 1e-6);
    }

    #[test]
    fn wrapping_keeps_every_word_and_no_line_is_too_wide() {
        let text = "Contains National Statistics data © Crown copyright and database right 2021";
        let lines = wrap(text, 17.0, 220.0);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| width(line, 17.0) <= 220.0));
        assert!(lines.len() > 2);
    }
}

//! What of a study's own words the font of the pictures cannot draw.

use super::{font, words};
use crate::load::{Dataset, Warning};
use crate::model::SiteIndex;
use crate::study::Study;
use crate::wording::{counted, plural};
use std::collections::BTreeSet;

/// What to do about boxes in pictures that are there as SVG, too.
const BESIDE_SVG: &str = "the PNGs show boxes; the SVGs keep the characters";

/// What of the words that the pictures of a study show its PNGs cannot draw.
#[must_use]
pub(crate) fn without_glyphs(study: &Study, data: &Dataset) -> Option<Warning> {
    let titles = data
        .layouts
        .iter()
        .map(|layout| study.layout_title(layout.name()));
    let sites = labelled(study, data);
    let labels = sites.iter().map(|&site| data.site(site).label.as_str());
    let texts = titles.chain(labels).chain(of_every_picture(study));
    let maps = data.points.iter().any(|point| point.position.is_some());
    let inset = study.drawing.inset.as_ref().filter(|_| maps);
    let flown = study.helicopter.as_ref().filter(|_| maps);
    let texts = texts
        .chain(inset.map(|inset| inset.title.as_str()))
        .chain(flown.iter().flat_map(|choice| {
            let scenarios = choice.service.scenarios.iter();
            scenarios.map(|scenario| scenario.title.as_str())
        }));
    missing_glyphs(texts, BESIDE_SVG)
}

/// The same of a chart, which names layouts and no sites.
#[must_use]
pub(crate) fn chart_without_glyphs(study: &Study, data: &Dataset) -> Option<Warning> {
    let layouts = data.layouts.iter();
    let titles = layouts.map(|layout| study.layout_title(layout.name()));
    missing_glyphs(titles.chain(of_every_picture(study)), BESIDE_SVG)
}

/// The same of charts that name regions.
#[must_use]
pub(crate) fn regions_without_glyphs(study: &Study, data: &Dataset) -> Option<Warning> {
    let regions = data.groupings.first();
    let regions = regions.map_or(&[][..], |grouping| grouping.labels());
    let texts = regions.iter().map(String::as_str);
    missing_glyphs(texts.chain(of_every_picture(study)), BESIDE_SVG)
}

/// A warning of the characters in these texts, each text and each character counted once, that are
/// boxes in a PNG; `advice` says what is so then.
#[must_use]
pub(crate) fn missing_glyphs<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    advice: &str,
) -> Option<Warning> {
    let has_glyph = font::glyphs();
    let mut characters: Vec<char> = Vec::new();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for text in texts {
        for c in text.chars().filter(|&c| !has_glyph(c)) {
            names.insert(text);
            if !characters.contains(&c) {
                characters.push(c);
            }
        }
    }
    let count = characters.len();
    (count > 0).then(|| {
        let what = format!(
            "the font of the pictures has no {} for {} of {}",
            plural(count, "glyph"),
            counted(count, "character"),
            counted(names.len(), "name")
        );
        Warning::of_study(count, what)
            .examples(characters)
            .advice(advice)
    })
}

fn of_every_picture(study: &Study) -> impl Iterator<Item = &str> {
    let sources = study.attribution();
    let sources = sources.chain(study.published.sources_of_pictures());
    std::iter::once(study.population.demand_unit.as_str()).chain(sources)
}

/// The sites that some picture names: all of small layouts, and the few in which a large layout
/// differs from the base.
fn labelled(study: &Study, data: &Dataset) -> BTreeSet<SiteIndex> {
    let base = data.layout(&study.base_layout);
    let mut labelled = BTreeSet::new();
    for layout in &data.layouts {
        if layout.centres() <= words::MOST_NAMES {
            labelled.extend(layout.sites());
        }
        let Some(base) = base else { continue };
        let has: BTreeSet<_> = layout.sites().iter().collect();
        let had: BTreeSet<_> = base.sites().iter().collect();
        let moved: Vec<SiteIndex> = has.symmetric_difference(&had).map(|&&site| site).collect();
        if moved.len() <= words::MOST_NAMES {
            labelled.extend(moved);
        }
    }
    labelled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(texts: &[&str]) -> Option<String> {
        missing_glyphs(texts.iter().copied(), "boxes").map(|warning| warning.to_string())
    }

    #[test]
    fn scripts_that_the_font_has_are_silent() {
        let names = [
            "Ysbyty Ŵyddgrug",
            "Ełk – Tórshavn",
            "Αθήνα",
            "Київ",
            "مستشفى الثورة",
            "Bệnh viện",
            "თბილისი",
            "Երևան",
            "ירושלים",
        ];
        assert_eq!(said(&names), None);
    }

    #[test]
    fn each_character_and_each_name_without_a_glyph_counts_once() {
        assert_eq!(
            said(&["北京协和医院", "Leeds", "北京协和医院"]).as_deref(),
            Some(
                "the font of the pictures has no glyphs for 6 characters of 1 name (北, 京, 协, 和, \
                 医, …); boxes"
            )
        );
        assert_eq!(
            said(&["北京 京", "北"]).as_deref(),
            Some(
                "the font of the pictures has no glyphs for 2 characters of 2 names (北, 京); boxes"
            )
        );
        assert_eq!(
            said(&["Leeds 🏥"]).as_deref(),
            Some("the font of the pictures has no glyph for 1 character of 1 name (🏥); boxes")
        );
        for name in ["ไทย", "हिन्दी", "서울", "とうきょう", "አዲስ", "தமிழ்"]
        {
            assert!(said(&[name]).is_some(), "{name}");
        }
    }

    /// U+20F0 and U+1AB0 combine, U+E0067 is a tag; the font has none of the three.
    #[test]
    fn what_has_no_shape_of_its_own_does_not_count() {
        let shapeless =
            "a\u{20f0}b\u{1ab0}c\u{e0067}d\u{fe0f}\u{200d}\u{feff}\u{2003}\u{3000}\u{85}\t";
        assert_eq!(said(&[shapeless]), None);
        // हिन्दी: three letters, and signs that combine with them.
        let hindi = missing_glyphs(["हिन्दी"], "").unwrap();
        assert_eq!(hindi.examples, ["ह", "न", "द"]);
    }

    #[test]
    fn a_letter_that_the_font_composes_is_no_box() {
        // U+06C0 is canonically U+06D5 U+0654, U+AC00 two letters of Hangul; the font has neither
        // of the two, and the parts of the first.
        assert_eq!(said(&["\u{6c0}"]), None);
        assert!(said(&["\u{ac00}"]).is_some());
    }
}

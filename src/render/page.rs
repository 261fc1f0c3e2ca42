use super::font;
use super::pen::{Anchor, Pen};
use crate::study::{Figures, Study};

pub(super) const MARGIN: f64 = 30.0;
/// Title and subtitle, in pixels from the top of a page.
pub(super) const HEAD: f64 = 114.0;
const TITLE: f64 = 40.0;
const SUBTITLE: f64 = 25.0;
const SOURCE: f64 = 17.0;
const SOURCE_ROW: f64 = 24.0;

/// Title and subtitle at the top of a page of this width, made smaller where they are too long; nothing
/// where pictures have none.
pub(super) fn head(pen: &mut Pen, [title, subtitle]: [&str; 2], page: f64, figures: &Figures) {
    if !figures.has_head() {
        return;
    }
    let fitted = |text: &str, size: f64| font::fit(text, size, page - 2.0 * MARGIN);
    pen.text(
        [MARGIN, 62.0],
        Anchor::Start,
        fitted(title, TITLE),
        "#111111",
        title,
    );
    pen.text(
        [MARGIN, 104.0],
        Anchor::Start,
        fitted(subtitle, SUBTITLE),
        "#444444",
        subtitle,
    );
}

/// What is cut off at the top of a page whose pictures have no head, in pixels.
pub(super) fn cut_off(figures: &Figures) -> f64 {
    if figures.has_head() { 0.0 } else { HEAD }
}

/// Whether a subtitle needs to be made little smaller, or not at all, on a page of this width.
pub(super) fn is_legible_subtitle(subtitle: &str, page: f64) -> bool {
    font::fit(subtitle, SUBTITLE, page - 2.0 * MARGIN) >= 0.9 * SUBTITLE
}

/// Height of a plot on a page of this width.
pub(super) fn plot_height(page: f64) -> f64 {
    (0.53 * page).max(450.0)
}

/// The sources at the bottom of a page.
#[derive(Debug, Clone)]
pub(super) struct Foot {
    lines: Vec<String>,
}

impl Foot {
    /// Where the study's times come from, if not from a road table, and its attribution, broken into lines for a page of this width.
    pub(super) fn new(study: &Study, page: f64) -> Self {
        Self::of_map(study, None, page)
    }

    /// The same of a map whose land is owed to somebody.
    pub(super) fn of_map(study: &Study, land: Option<&str>, page: f64) -> Self {
        let times = study.travel.caption();
        let times = times.map(|caption| format!("Travel times: {caption}"));
        let sources: Vec<String> = times
            .into_iter()
            .chain(study.attribution().map(str::to_owned))
            .chain(land.map(str::to_owned))
            .collect();
        let sources = sources.join(" · ");
        Self {
            lines: font::wrap(&sources, SOURCE, page - 2.0 * MARGIN),
        }
    }

    /// How much room it takes, in pixels.
    pub(super) fn height(&self) -> f64 {
        12.0 + SOURCE_ROW * self.lines.len() as f64 + 10.0
    }

    /// Draws it below `top`.
    pub(super) fn draw(&self, pen: &mut Pen, top: f64) {
        let mut baseline = top + 12.0 + SOURCE;
        for line in &self.lines {
            pen.text([MARGIN, baseline], Anchor::Start, SOURCE, "#666666", line);
            baseline += SOURCE_ROW;
        }
    }
}

use resvg::tiny_skia::{ColorU8, PremultipliedColorU8};

/// What areas are filled with that have no colour: grey with lines across.
pub(super) const DEFINITION: &str = "<defs><pattern id=\"hatched\" width=\"70\" \
    height=\"70\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <rect width=\"70\" height=\"70\" fill=\"#d9d9d9\"/>\
    <rect width=\"25\" height=\"70\" fill=\"#8c8c8c\"/></pattern></defs>";

const BETWEEN: f64 = 217.0;
const LINE: f64 = 140.0;
/// From line to line, and how wide lines are, in pixels of the page.
const STEP: f64 = 7.0;
const WIDTH: f64 = 2.5;

/// The same on a pixel so wide, in pixels of the page, around a place.
pub(super) fn colour(x: f64, y: f64, width: f64) -> PremultipliedColorU8 {
    let across = (x + y) * std::f64::consts::FRAC_1_SQRT_2;
    // What lines cover up to a place.
    let covered = |at: f64| (at / STEP).floor() * WIDTH + at.rem_euclid(STEP).min(WIDTH);
    let half = 0.6 * width;
    let part = (covered(across + half) - covered(across - half)) / (2.0 * half);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between the two"
    )]
    let grey = (BETWEEN + part * (LINE - BETWEEN)).round() as u8;
    ColorU8::from_rgba(grey, grey, grey, u8::MAX).premultiply()
}

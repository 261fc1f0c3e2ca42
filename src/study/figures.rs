//! Which pictures are written, and for what paper.

use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which pictures are written, and for what paper.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figures {
    /// All where `None`.
    pub(crate) pictures: Option<Vec<PictureKind>>,
    pub(crate) style: FigureStyle,
    /// Width on paper, in millimetres.
    pub(crate) width_mm: f64,
    /// Pixels of a PNG to the inch.
    pub(crate) dpi: u32,
}

/// A kind of picture of `catchment run` and `catchment maps`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PictureKind {
    /// Time to the nearest centre, a map of each layout.
    Access,
    /// The catchments of each layout.
    Catchments,
    /// What changes from the base to each other layout.
    Difference,
    /// Where people beyond the headline standard live together.
    ColdSpots,
    /// Coverage by time, all layouts in one chart.
    CoverageCurves,
    /// How evenly groups are served.
    Equity,
    /// Demand of each centre.
    CentreSizes,
    /// Time from onset to MT.
    OnsetToMt,
    /// Mothership or drip and ship.
    BestPathway,
    /// What helicopters save.
    Helicopter,
    /// What the bases of helicopters reach.
    HelicopterBases,
    /// Mean times by allowable delay.
    AllowableDelay,
    /// From what distance a helicopter is faster.
    BreakEven,
}

/// What pictures are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FigureStyle {
    /// With title and figures above.
    Report,
    /// For a journal: as wide as one column, without title, which the caption has.
    OneColumn,
    /// For a journal: as wide as two columns, without title.
    TwoColumns,
}

/// Widths of columns.
///
/// # Source
///
/// Nature, Formatting guide (2024): figures are 89 mm wide (one column) or 183 mm (two).
const COLUMNS_MM: [f64; 2] = [89.0, 183.0];
/// A page of A4 with margins of 25 mm.
const REPORT_MM: f64 = 160.0;
pub(super) const WIDTHS_MM: std::ops::RangeInclusive<f64> = 80.0..=420.0;
/// Ten pixels to the millimetre.
pub(super) const DPI: u32 = 254;
pub(super) const RESOLUTIONS: std::ops::RangeInclusive<u32> = 72..=1_200;

impl FigureStyle {
    const fn width_mm(self) -> f64 {
        match self {
            Self::Report => REPORT_MM,
            Self::OneColumn => COLUMNS_MM[0],
            Self::TwoColumns => COLUMNS_MM[1],
        }
    }
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            pictures: None,
            style: FigureStyle::Report,
            width_mm: REPORT_MM,
            dpi: DPI,
        }
    }
}

impl Figures {
    /// Whether a kind is wanted.
    pub(crate) fn has(&self, kind: PictureKind) -> bool {
        self.pictures
            .as_ref()
            .is_none_or(|kinds| kinds.contains(&kind))
    }

    /// Whether pictures say above what they show.
    pub(crate) fn has_head(&self) -> bool {
        self.style == FigureStyle::Report
    }

    /// The width in tenths of a millimetre, in which pictures are laid out.
    pub(crate) fn width(&self) -> f64 {
        10.0 * self.width_mm
    }
}

/// The keys of `[maps]` that say which pictures are written, and for what paper.
pub(super) struct FigureKeys {
    pub(super) pictures: Option<Spanned<Vec<PictureKind>>>,
    pub(super) style: Option<FigureStyle>,
    pub(super) width_mm: Option<Spanned<f64>>,
    pub(super) dpi: Option<Spanned<u32>>,
}

impl FigureKeys {
    pub(super) fn read(self, source: &Source<'_>) -> Result<Figures, StudyError> {
        if let Some(kinds) = &self.pictures
            && kinds.as_ref().is_empty()
        {
            let expected = "at least one kind (`--no-maps` writes none)";
            return Err(source.value("pictures", expected, "[]", &kinds.span()));
        }
        let style = self.style.unwrap_or(FigureStyle::Report);
        if let Some(width) = &self.width_mm
            && !WIDTHS_MM.contains(width.as_ref())
        {
            let expected = "a number of millimetres from 80 to 420";
            return Err(source.value("width_mm", expected, width.as_ref(), &width.span()));
        }
        if let Some(dpi) = &self.dpi
            && !RESOLUTIONS.contains(dpi.as_ref())
        {
            let expected = "a whole number from 72 to 1200";
            return Err(source.value("dpi", expected, dpi.as_ref(), &dpi.span()));
        }
        Ok(Figures {
            pictures: self.pictures.map(Spanned::into_inner),
            style,
            width_mm: self.width_mm.map_or(style.width_mm(), Spanned::into_inner),
            dpi: self.dpi.map_or(DPI, Spanned::into_inner),
        })
    }
}

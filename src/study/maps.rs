//! `[maps]`: what the maps are drawn from.

use super::error::{StudyCause, StudyError};
use super::figures::{DPI, FigureKeys, FigureStyle, Figures, PictureKind, RESOLUTIONS, WIDTHS_MM};
use super::source::Source;
use super::spanned::Spanned;
use crate::model::LatLon;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the maps are drawn from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DrawingFiles {
    /// Polygons of the demand points (`GeoJSON` or `TopoJSON`, WGS 84), keyed by id.
    pub(crate) areas: Option<String>,
    /// Property that holds the id in `areas`; the feature's own `id` where `None`.
    pub(crate) areas_id: Option<String>,
    /// Land and borders around them (`GeoJSON`, WGS 84).
    pub(crate) outlines: Option<String>,
    /// Whether maps without land of their own show that of Natural Earth.
    pub(crate) coastline: bool,
    /// Further sources to name on every map and in the manifest.
    pub(crate) attribution: Vec<String>,
    /// A part of the map to show larger.
    pub(crate) inset: Option<Inset>,
    /// Which pictures are written, and for what paper.
    pub(crate) figures: Figures,
}

/// A part of a map that is shown larger.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Inset {
    /// Its caption.
    pub(crate) title: String,
    /// Its lower left corner.
    pub(crate) south_west: LatLon,
    /// Its upper right corner.
    pub(crate) north_east: LatLon,
}

/// What the maps are drawn from. Without it, maps show points on the land of Natural Earth.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MapsToml {
    /// Polygons of the demand points: GeoJSON or TopoJSON in degrees (WGS 84).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "each demand point is a dot", "examples" = ["areas.geojson"]))]
    areas: Option<String>,
    /// The property that holds the id of a polygon.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the feature's own `id`", "examples" = ["LSOA21CD"]))]
    areas_id: Option<String>,
    /// Land, and regions whose borders are drawn: GeoJSON or TopoJSON in degrees (WGS 84). A shape
    /// whose property `kind` is `region` is a region, one with `land` or without a `kind` is land.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "see `coastline`", "examples" = ["outlines.geojson"]))]
    outlines: Option<String>,
    /// Whether maps show the land of Natural Earth (1:10 million, simplified to about 1 km) where
    /// `outlines` brings no land.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = true))]
    coastline: Option<bool>,
    /// Sources to name on every map and in `run.json`, after that of the travel times.
    #[serde(default)]
    #[schemars(extend("examples" = [["Land: Natural Earth (public domain)"]]))]
    attribution: Vec<String>,
    /// A part of the map to show larger.
    #[serde(skip_serializing_if = "Option::is_none")]
    inset: Option<Spanned<InsetToml>>,
    /// The kinds of pictures to write, of the commands `run` and `maps`. `report.html` has its charts
    /// all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "all", "minItems" = 1, "examples" = [["access", "difference"]]))]
    pictures: Option<Spanned<Vec<PictureKind>>>,
    /// What pictures are made for. Those for journals have no title, as captions have it. Text has the
    /// same size at any width, except that charts of `simulate`, `sensitivity`, `growth` and `rota` with several
    /// panels are laid out for 160 mm: they are never narrower, and where they are wider their text is larger.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "report"))]
    style: Option<FigureStyle>,
    /// Width of pictures on paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "minimum" = WIDTHS_MM.start(), "maximum" = WIDTHS_MM.end(), "x-unit" = "mm",
        "x-default" = "160 (`report`), 89 (`one-column`) or 183 (`two-columns`)",
        "x-source" = "A4 with margins of 25 mm; Nature, Formatting guide (2024)", "examples" = [140]
    ))]
    width_mm: Option<Spanned<f64>>,
    /// Resolution of PNG files.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "minimum" = RESOLUTIONS.start(), "maximum" = RESOLUTIONS.end(), "x-unit" = "pixels per inch",
        "default" = DPI, "x-source" = "a choice: 10 pixels to the millimetre", "examples" = [600]
    ))]
    dpi: Option<Spanned<u32>>,
}

impl MapsToml {
    pub(super) fn read(self, source: &Source<'_>) -> Result<DrawingFiles, StudyError> {
        let inset = self.inset.map(|inset| InsetToml::read(inset, source));
        Ok(DrawingFiles {
            areas: self.areas,
            areas_id: self.areas_id,
            outlines: self.outlines,
            coastline: self.coastline.unwrap_or(true),
            attribution: self.attribution,
            inset: inset.transpose()?,
            figures: FigureKeys {
                pictures: self.pictures,
                style: self.style,
                width_mm: self.width_mm,
                dpi: self.dpi,
            }
            .read(source)?,
        })
    }

    pub(super) fn written(choice: &DrawingFiles) -> Self {
        Self {
            areas: choice.areas.clone(),
            areas_id: choice.areas_id.clone(),
            outlines: choice.outlines.clone(),
            coastline: Some(choice.coastline),
            attribution: choice.attribution.clone(),
            inset: choice.inset.as_ref().map(InsetToml::written),
            pictures: choice.figures.pictures.clone().map(Spanned::nowhere),
            style: Some(choice.figures.style),
            width_mm: Some(Spanned::nowhere(choice.figures.width_mm)),
            dpi: Some(Spanned::nowhere(choice.figures.dpi)),
        }
    }
}

/// A part of the map that is shown larger.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct InsetToml {
    /// Its caption.
    #[schemars(extend("examples" = ["London"]))]
    title: String,
    /// Its western edge.
    #[schemars(extend("minimum" = -180, "maximum" = 180, "x-unit" = "° longitude", "examples" = [-0.55]))]
    west: f64,
    /// Its southern edge.
    #[schemars(extend("minimum" = -90, "maximum" = 90, "x-unit" = "° latitude", "examples" = [51.27]))]
    south: f64,
    /// Its eastern edge.
    #[schemars(extend("minimum" = -180, "maximum" = 180, "x-unit" = "° longitude", "examples" = [0.35]))]
    east: f64,
    /// Its northern edge.
    #[schemars(extend("minimum" = -90, "maximum" = 90, "x-unit" = "° latitude", "examples" = [51.7]))]
    north: f64,
}

impl InsetToml {
    fn read(form: Spanned<Self>, source: &Source<'_>) -> Result<Inset, StudyError> {
        let (key, span, form) = ("inset", form.span(), form.into_inner());
        let corner = |lat, lon| {
            LatLon::try_new(lat, lon)
                .map_err(|cause| source.error(&span, StudyCause::LatLon { key, source: cause }))
        };
        let south_west = corner(form.south, form.west)?;
        let north_east = corner(form.north, form.east)?;
        if form.south < form.north && form.west < form.east {
            return Ok(Inset {
                title: form.title,
                south_west,
                north_east,
            });
        }
        let found = format!(
            "west {}, south {}, east {}, north {}",
            form.west, form.south, form.east, form.north
        );
        let expected = "west below east and south below north";
        Err(source.value(key, expected, &found, &span))
    }

    fn written(choice: &Inset) -> Spanned<Self> {
        Spanned::nowhere(Self {
            title: choice.title.clone(),
            west: choice.south_west.lon(),
            south: choice.south_west.lat(),
            east: choice.north_east.lon(),
            north: choice.north_east.lat(),
        })
    }
}

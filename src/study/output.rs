//! `[output]`: which files a run leaves beside its tables, report and pictures.

use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which files a run leaves beside its tables, report and pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputChoice {
    /// Formats of the layers for programs of geographic information, each once.
    pub gis: Vec<GisFormat>,
    /// Whether `areas-wide.csv` is written.
    pub wide_areas: bool,
    /// Whether `summary.xlsx` is written.
    pub workbook: bool,
}

impl Default for OutputChoice {
    fn default() -> Self {
        Self {
            gis: GIS.to_vec(),
            wide_areas: false,
            workbook: false,
        }
    }
}

/// A format of layers for programs of geographic information.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[non_exhaustive]
pub enum GisFormat {
    /// `GeoParquet` 1.1.
    #[serde(rename = "geoparquet")]
    GeoParquet,
    /// `GeoPackage` 1.2, all layers in one file.
    #[serde(rename = "gpkg")]
    GeoPackage,
    /// `FlatGeobuf` 3.
    #[serde(rename = "fgb")]
    FlatGeobuf,
    /// `GeoJSON`, RFC 7946.
    #[serde(rename = "geojson")]
    GeoJson,
}

impl GisFormat {
    /// Every format.
    pub const ALL: [Self; 4] = [
        Self::GeoParquet,
        Self::GeoPackage,
        Self::FlatGeobuf,
        Self::GeoJson,
    ];

    /// As a study and the program name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GeoParquet => "geoparquet",
            Self::GeoPackage => "gpkg",
            Self::FlatGeobuf => "fgb",
            Self::GeoJson => "geojson",
        }
    }
}

impl fmt::Display for GisFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The smallest format, which keeps every digit.
const GIS: [GisFormat; 1] = [GisFormat::GeoParquet];

/// Which files a run leaves beside its tables, report and pictures.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OutputToml {
    /// Formats of areas, sites, catchments and cold spots for programs of geographic information: `gpkg` is
    /// `GeoPackage`, `fgb` is `FlatGeobuf`. None with `[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ["geoparquet"],
        "examples" = [["gpkg", "geojson"]]
    ))]
    gis: Option<Spanned<Vec<GisFormat>>>,
    /// Whether to write `areas-wide.csv`: one row per demand point, with names, groups and columns for each
    /// layout.
    #[serde(default)]
    #[schemars(extend("examples" = [true]))]
    wide_areas: bool,
    /// Whether to write `summary.xlsx`: one sheet for each table.
    #[serde(default)]
    #[schemars(extend("examples" = [true]))]
    workbook: bool,
}

impl OutputToml {
    pub(super) fn read(self, source: &Source<'_>) -> Result<OutputChoice, StudyError> {
        let default = OutputChoice::default();
        let gis = match self.gis {
            None => default.gis,
            Some(formats) => {
                let (span, formats) = (formats.span(), formats.into_inner());
                for (number, format) in formats.iter().enumerate() {
                    if formats[..number].contains(format) {
                        let expected = "each format once";
                        return Err(source.value("gis", expected, format, &span));
                    }
                }
                formats
            }
        };
        Ok(OutputChoice {
            gis,
            wide_areas: self.wide_areas,
            workbook: self.workbook,
        })
    }

    pub(super) fn written(choice: &OutputChoice) -> Self {
        Self {
            gis: Some(Spanned::nowhere(choice.gis.clone())),
            wide_areas: choice.wide_areas,
            workbook: choice.workbook,
        }
    }
}

//! `[hospitals]`: the sites.

use super::columns::{self, ColumnNames, ColumnsToml, HOSPITAL_FIELDS, of_hospitals};
use super::crs_code;
use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The file of sites.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HospitalFile {
    /// Path, from the study's folder.
    pub file: String,
    /// Coordinate reference system of easting and northing, by its code; the British National Grid
    /// where `None`.
    pub crs: Option<String>,
    /// Which columns hold what (also `label`).
    pub columns: ColumnNames,
    /// Columns that say what a site has: `yes`, `no`, `unknown`.
    pub capabilities: Vec<String>,
}

/// The sites: hospitals, or whatever people need to reach; one row per site.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HospitalsToml {
    /// CSV (also `.gz` or `.zst`), Parquet or GeoJSON points, relative to the study file.
    #[schemars(extend("examples" = ["hospitals.csv"]))]
    file: String,
    /// Coordinate reference system of eastings and northings, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the British National Grid, and a warning",
        "examples" = ["EPSG:2157"]
    ))]
    crs: Option<Spanned<String>>,
    /// Headers of columns that are not recognised by their usual names.
    #[serde(default)]
    #[schemars(schema_with = "of_hospitals", extend("examples" = [{ "label": "short_name" }]))]
    columns: ColumnsToml,
    /// Columns with `yes`, `no` or `unknown` for what a site offers.
    #[serde(default)]
    #[schemars(extend("examples" = [["ivt", "mt"]]))]
    capabilities: Vec<Spanned<String>>,
}

impl HospitalsToml {
    pub(super) fn read(self, source: &Source<'_>) -> Result<HospitalFile, StudyError> {
        Ok(HospitalFile {
            file: self.file,
            crs: crs_code::read(self.crs, source)?,
            columns: columns::read(self.columns, &HOSPITAL_FIELDS, source)?,
            capabilities: source.distinct("capability", self.capabilities)?,
        })
    }

    pub(super) fn written(choice: &HospitalFile) -> Self {
        let capabilities = choice.capabilities.iter().cloned();
        Self {
            file: choice.file.clone(),
            crs: crs_code::written(choice.crs.as_ref()),
            columns: columns::written(&choice.columns),
            capabilities: capabilities.map(Spanned::nowhere).collect(),
        }
    }
}

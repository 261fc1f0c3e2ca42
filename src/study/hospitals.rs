//! `[hospitals]`: the sites.

use super::columns::{ColumnsToml, of_hospitals};
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The sites: hospitals, or whatever people need to reach; one row per site.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HospitalsToml {
    /// CSV (also `.gz` or `.zst`), Parquet or GeoJSON points, relative to the study file.
    #[schemars(extend("examples" = ["hospitals.csv"]))]
    pub(super) file: String,
    /// Coordinate reference system of eastings and northings, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the British National Grid, and a warning",
        "examples" = ["EPSG:2157"]
    ))]
    pub(super) crs: Option<Spanned<String>>,
    /// Headers of columns that are not recognised by their usual names.
    #[serde(default)]
    #[schemars(schema_with = "of_hospitals", extend("examples" = [{ "label": "short_name" }]))]
    pub(super) columns: ColumnsToml,
    /// Columns with `yes`, `no` or `unknown` for what a site offers.
    #[serde(default)]
    #[schemars(extend("examples" = [["ivt", "mt"]]))]
    pub(super) capabilities: Vec<Spanned<String>>,
}

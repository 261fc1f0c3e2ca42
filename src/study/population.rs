//! `[population]`: the demand points.

use super::columns::{ColumnsToml, of_population};
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The demand points: one row per area, grid cell or town.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PopulationToml {
    /// CSV (also `.gz` or `.zst`), Parquet or GeoJSON points, relative to the study file.
    #[schemars(extend("examples" = ["population.csv"]))]
    pub(super) file: String,
    /// The column of numbers that weighs each demand point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "population", "examples" = ["admissions"]))]
    pub(super) demand: Option<String>,
    /// What one unit of demand is, for captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "`people`, or the name of the column in `demand`",
        "examples" = ["stroke admissions per year"]
    ))]
    pub(super) demand_unit: Option<String>,
    /// Coordinate reference system of eastings and northings, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the British National Grid, and a warning",
        "examples" = ["EPSG:2157"]
    ))]
    pub(super) crs: Option<Spanned<String>>,
    /// Columns of text that group the demand points: results are also given per group.
    #[serde(default)]
    #[schemars(extend("examples" = [["region"]]))]
    pub(super) groups: Vec<Spanned<String>>,
    /// Headers of columns that are not recognised by their usual names.
    #[serde(default)]
    #[schemars(schema_with = "of_population", extend("examples" = [{ "id": "lsoa_code" }]))]
    pub(super) columns: ColumnsToml,
    /// Further files that add columns to the demand points.
    #[serde(default)]
    pub(super) attributes: Vec<AttributesToml>,
}

/// A file that adds columns to the demand points: one row per demand point.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributesToml {
    /// Relative to the study file.
    #[schemars(extend("examples" = ["deprivation.csv"]))]
    pub(super) file: String,
    /// The column of ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "recognised by its usual names",
        "examples" = ["lsoa_code"]
    ))]
    pub(super) id: Option<String>,
}

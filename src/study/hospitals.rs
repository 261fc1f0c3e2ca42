//! `[hospitals]`: the sites.

use super::columns::{self, ColumnNames, ColumnsToml, HOSPITAL_FIELDS, of_hospitals};
use super::crs_code;
use super::error::StudyError;
use super::rota_groups::{ListedRotaGroup, RotaGroupToml};
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
    /// The column of opening hours.
    pub hours_column: Option<String>,
    /// The column of what a site costs while it is open.
    pub cost_column: Option<String>,
    /// The column of the rota group.
    pub rota_group_column: Option<String>,
    /// The rota groups that the study lists; empty with a column of them, or without any.
    pub rota_groups: Vec<ListedRotaGroup>,
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
    /// The column with opening hours, such as `Mon-Fri 09:00-17:00`, for scenarios of a simulation with
    /// `hours = "listed"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["hours"]))]
    hours_column: Option<String>,
    /// The column with what a site costs while it is open, in any one unit, such as a year's cost in the study's
    /// currency: for layouts within a budget (`catchment optimise --budget`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["annual_cost"]))]
    cost_column: Option<String>,
    /// The column with the name of the rota group: centres of one group may share nights and weekends,
    /// in scenarios of a simulation with `networks = true` and in `[growth]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["network"]))]
    rota_group_column: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-default" = "none"))]
    rota_groups: Vec<Spanned<RotaGroupToml>>,
}

impl HospitalFile {
    /// Whether sites have rota groups, by a column or by a list.
    #[must_use]
    pub fn has_rota_groups(&self) -> bool {
        self.rota_group_column.is_some() || !self.rota_groups.is_empty()
    }
}

impl HospitalsToml {
    pub(super) fn read(self, source: &Source<'_>) -> Result<HospitalFile, StudyError> {
        if let Some(first) = self.rota_groups.first()
            && self.rota_group_column.is_some()
        {
            let because = "beside `rota_group_column`; remove one of them";
            return Err(source.no_effect("rota_groups", because, &first.span()));
        }
        let rota_groups = self.rota_groups.into_iter().map(Spanned::into_inner);
        Ok(HospitalFile {
            rota_groups: RotaGroupToml::read_all(rota_groups.collect(), source)?,
            file: self.file,
            crs: crs_code::read(self.crs, source)?,
            columns: columns::read(self.columns, &HOSPITAL_FIELDS, source)?,
            capabilities: source.distinct("capability", self.capabilities)?,
            hours_column: self.hours_column,
            cost_column: self.cost_column,
            rota_group_column: self.rota_group_column,
        })
    }

    pub(super) fn written(choice: &HospitalFile) -> Self {
        let capabilities = choice.capabilities.iter().cloned();
        Self {
            file: choice.file.clone(),
            crs: crs_code::written(choice.crs.as_ref()),
            columns: columns::written(&choice.columns),
            capabilities: capabilities.map(Spanned::nowhere).collect(),
            hours_column: choice.hours_column.clone(),
            cost_column: choice.cost_column.clone(),
            rota_group_column: choice.rota_group_column.clone(),
            rota_groups: choice
                .rota_groups
                .iter()
                .map(|group| Spanned::nowhere(RotaGroupToml::written(group)))
                .collect(),
        }
    }
}

#[cfg(test)]
impl HospitalFile {
    /// A file without choices.
    pub(super) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            crs: None,
            columns: ColumnNames::default(),
            capabilities: Vec::new(),
            hours_column: None,
            cost_column: None,
            rota_group_column: None,
            rota_groups: Vec::new(),
        }
    }
}

//! `[population]`: the demand points.

use super::columns::{self, ColumnNames, ColumnsToml, POPULATION_FIELDS, of_population};
use super::crs_code;
use super::error::{StudyCause, StudyError};
use super::merged_groups::{MergedGroups, MergedToml};
use super::source::Source;
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The population file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PopulationFile {
    /// Path, from the study's folder.
    pub file: String,
    /// Column that is the demand.
    pub demand: String,
    /// What one unit of demand is, for captions: `admissions per year`.
    pub demand_unit: String,
    /// Coordinate reference system of easting and northing, by its code; the British National Grid
    /// where `None`.
    pub crs: Option<String>,
    /// Columns that group the points.
    pub groups: GroupColumns,
    /// Groupings of groups that are taken together.
    pub merged_groups: Vec<MergedGroups>,
    /// From the name of a grouping to what readers are told that one of its groups is.
    pub group_titles: BTreeMap<String, String>,
    /// Those of them all whose groups have an order, from the worst-off to the best-off.
    pub ordered_groups: Vec<OrderedColumn>,
    /// Which columns hold what.
    pub columns: ColumnNames,
    /// Further files that add columns.
    pub attributes: Vec<AttributeFile>,
}

/// Columns that group the demand points, in the order of the reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupColumns(pub Vec<String>);

/// A column whose groups have an order, by natural order of their labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderedColumn {
    /// One of the columns that group the points, or one of the merged groupings.
    pub column: String,
    /// At which end the worst-off are.
    pub worst_off: WorstOff,
}

/// At which end of an order the worst-off are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WorstOff {
    /// The first label: decile 1 of the English index of multiple deprivation is the most deprived.
    #[default]
    First,
    /// The last label.
    Last,
}

/// A file keyed by the demand points' id that adds columns to them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttributeFile {
    /// Path, from the study's folder.
    pub file: String,
    /// Column that holds the id; recognised by its usual names where `None`.
    pub id: Option<String>,
}

/// The demand points: one row per area, grid cell or town.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PopulationToml {
    /// CSV (also `.gz` or `.zst`), Parquet or GeoJSON points, relative to the study file.
    #[schemars(extend("examples" = ["population.csv"]))]
    file: String,
    /// The column of numbers that weighs each demand point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "population", "examples" = ["admissions"]))]
    demand: Option<String>,
    /// What one unit of demand is, for captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "`people`, or the name of the column in `demand`",
        "examples" = ["stroke admissions per year"]
    ))]
    demand_unit: Option<String>,
    /// Coordinate reference system of eastings and northings, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the British National Grid, and a warning",
        "examples" = ["EPSG:2157"]
    ))]
    crs: Option<Spanned<String>>,
    /// Columns of text that group the demand points: results are also given per group.
    #[serde(default)]
    #[schemars(extend("examples" = [["region"]]))]
    groups: Vec<Spanned<String>>,
    /// Groupings of groups that are taken together: classes from town to country as urban and rural.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    merged_groups: Vec<MergedToml>,
    /// What the report, maps and charts call one group; otherwise they use the name of the column, with spaces instead of
    /// underscores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    group_titles: Vec<GroupTitleToml>,
    /// Those of `groups` and `merged_groups` whose values have an order, such as deciles of deprivation: results also say how
    /// travel times change from the worst-off to the best-off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ordered_groups: Vec<OrderedToml>,
    /// Headers of columns that are not recognised by their usual names.
    #[serde(default)]
    #[schemars(schema_with = "of_population", extend("examples" = [{ "id": "lsoa_code" }]))]
    columns: ColumnsToml,
    /// Further files that add columns to the demand points.
    #[serde(default)]
    attributes: Vec<AttributesToml>,
}

impl PopulationToml {
    pub(super) fn read(self, source: &Source<'_>) -> Result<PopulationFile, StudyError> {
        let demand = self.demand.unwrap_or_else(|| "population".to_owned());
        let demand_unit = self.demand_unit.unwrap_or_else(|| {
            if demand == "population" {
                "people".to_owned()
            } else {
                demand.replace('_', " ")
            }
        });
        let attributes = self.attributes.into_iter();
        if let Some(all) = self.groups.iter().find(|column| column.as_ref() == "all") {
            return Err(source.error(&all.span(), StudyCause::GroupAll));
        }
        let groups = source.distinct("group", self.groups)?;
        let merged_groups = MergedToml::read_all(self.merged_groups, &groups, source)?;
        let merged = merged_groups.iter().map(|merged| merged.name.as_str());
        let known: Vec<&str> = groups.iter().map(String::as_str).chain(merged).collect();
        let named = self.group_titles.iter().map(|form| form.column.clone());
        source.distinct("group", named.collect())?;
        let titles = self.group_titles.into_iter();
        let titles = titles.map(|form| form.read(&known, source));
        let group_titles = titles.collect::<Result<_, _>>()?;
        let ordered = self.ordered_groups.into_iter();
        let ordered_groups = ordered.map(|form| form.read(&known, source));
        let ordered_groups = ordered_groups.collect::<Result<Vec<_>, _>>()?;
        Ok(PopulationFile {
            file: self.file,
            demand,
            demand_unit,
            crs: crs_code::read(self.crs, source)?,
            groups: GroupColumns(groups),
            group_titles,
            merged_groups,
            ordered_groups,
            columns: columns::read(self.columns, &POPULATION_FIELDS, source)?,
            attributes: attributes.map(AttributesToml::read).collect(),
        })
    }

    pub(super) fn written(choice: &PopulationFile) -> Self {
        let groups = choice.groups.0.iter().cloned();
        let titles = choice.group_titles.iter();
        Self {
            file: choice.file.clone(),
            demand: Some(choice.demand.clone()),
            demand_unit: Some(choice.demand_unit.clone()),
            crs: crs_code::written(choice.crs.as_ref()),
            groups: groups.map(Spanned::nowhere).collect(),
            merged_groups: choice
                .merged_groups
                .iter()
                .map(MergedToml::written)
                .collect(),
            group_titles: titles.map(GroupTitleToml::written).collect(),
            ordered_groups: choice
                .ordered_groups
                .iter()
                .map(OrderedToml::written)
                .collect(),
            columns: columns::written(&choice.columns),
            attributes: choice
                .attributes
                .iter()
                .map(AttributesToml::written)
                .collect(),
        }
    }
}

/// What readers are told that a group of a column is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GroupTitleToml {
    /// One of the columns in `groups`, or the name of one of `merged_groups`.
    #[schemars(extend("examples" = ["icb"]))]
    column: Spanned<String>,
    /// What one group is, in the singular.
    #[schemars(extend("examples" = ["integrated care board"]))]
    title: String,
}

impl GroupTitleToml {
    fn read(self, known: &[&str], source: &Source<'_>) -> Result<(String, String), StudyError> {
        source.check_choice(&self.column, known)?;
        Ok((self.column.into_inner(), self.title))
    }

    fn written((column, title): (&String, &String)) -> Self {
        Self {
            column: Spanned::nowhere(column.clone()),
            title: title.clone(),
        }
    }
}

/// A column of `groups`, or one of `merged_groups`, with an order: the natural order of its values, in which 2 comes before 10.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OrderedToml {
    /// One of the columns in `groups`, or the name of one of `merged_groups`.
    #[schemars(extend("examples" = ["imd_decile"]))]
    column: Spanned<String>,
    /// At which end the worst-off are: decile 1 of the English index of multiple deprivation is the most
    /// deprived.
    #[serde(default)]
    worst_off: WorstOff,
}

impl OrderedToml {
    fn read(self, known: &[&str], source: &Source<'_>) -> Result<OrderedColumn, StudyError> {
        source.check_choice(&self.column, known)?;
        Ok(OrderedColumn {
            column: self.column.into_inner(),
            worst_off: self.worst_off,
        })
    }

    fn written(choice: &OrderedColumn) -> Self {
        Self {
            column: Spanned::nowhere(choice.column.clone()),
            worst_off: choice.worst_off,
        }
    }
}

/// A file that adds columns to the demand points: one row per demand point.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AttributesToml {
    /// Relative to the study file.
    #[schemars(extend("examples" = ["deprivation.csv"]))]
    file: String,
    /// The column of ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "recognised by its usual names",
        "examples" = ["lsoa_code"]
    ))]
    id: Option<String>,
}

impl AttributesToml {
    fn read(self) -> AttributeFile {
        AttributeFile {
            file: self.file,
            id: self.id,
        }
    }

    fn written(choice: &AttributeFile) -> Self {
        Self {
            file: choice.file.clone(),
            id: choice.id.clone(),
        }
    }
}

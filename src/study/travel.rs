//! `[travel]`: how travel times are known.

use super::columns::{ColumnsToml, of_times};
use super::spanned::Spanned;
use super::travel_file::{Numbers, ShapeToml, UnitToml};
use crate::travel::ENGLAND_ROAD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Share of the demand that may lie at demand points without a row in the table of travel times.
///
/// An assumption: ids of one area in twenty may be new or old; if more are missing, the two files
/// are probably of different years, or their ids are written differently.
pub(super) const MAX_WITHOUT_ROW: f64 = 0.05;

/// Where travel times come from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TravelToml {
    /// Where the times come from.
    pub(super) model: Spanned<ModelToml>,
    /// The source of the times and its licence, named on every map and in `run.json`. A grid does
    /// not use the table and does not name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["Travel times © OpenStreetMap contributors (ODbL)"]))]
    pub(super) source: Option<String>,
    /// The table: `.csv`, `.csv.gz`, `.csv.zst` or `.parquet`, relative to the study file. Needed with
    /// `model = "table"`, as are `shape` and `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["travel_times.csv"]))]
    pub(super) file: Option<Spanned<String>>,
    /// The shape of the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) shape: Option<Spanned<ShapeToml>>,
    /// The unit of its numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<Spanned<UnitToml>>,
    /// What an empty cell means.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = "unreachable"))]
    pub(super) missing: Option<Spanned<MissingToml>>,
    /// A number of the table that means "no route", or several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [9999, [-1, 9999]]))]
    pub(super) unreachable_value: Option<Spanned<Numbers>>,
    /// Share of the demand that may lie at demand points without a row in the table; above it the
    /// table is rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = MAX_WITHOUT_ROW,
        "minimum" = 0, "maximum" = 1,
        "x-unit" = "share",
        "x-source" = "an assumption: if more than one id in twenty is new or old, the files are \
                      probably of different years"
    ))]
    pub(super) max_without_row: Option<Spanned<f64>>,
    /// Headers of columns that are not recognised by their usual names: `id` of a wide table, the
    /// others of a long one.
    #[serde(default, skip_serializing_if = "ColumnsToml::is_empty")]
    #[schemars(schema_with = "of_times", extend("examples" = [{ "id": "origin" }]))]
    pub(super) columns: ColumnsToml,
    /// Repair of cells that their neighbours contradict: a cell that differs by more than the threshold
    /// from the median of the same column at the nearest demand points is replaced by that median.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repair: Option<Spanned<RepairToml>>,
    /// The curve of the straight-line model, from great-circle distance to road time: `fixed_minutes +
    /// 60 × detour × km / speed`, where the speed rises with distance from `slow_kmh` towards
    /// `fast_kmh`. Only with `model = "straight-line"` or `missing = "straight-line"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) straight_line: Option<Spanned<StraightLineToml>>,
}

/// Where travel times come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ModelToml {
    /// A table of the study.
    Table,
    /// The distance, with a curve.
    StraightLine,
}

/// What an empty cell of a table means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MissingToml {
    /// There is no route.
    Unreachable,
    /// The straight-line model fills it in.
    StraightLine,
}

/// Repair of the table.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RepairToml {
    /// Number of nearest demand points used.
    #[schemars(extend("minimum" = 1, "examples" = [8]))]
    pub(super) neighbours: usize,
    /// How far a cell may differ from their median.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [40]))]
    pub(super) threshold_minutes: f64,
}

const FITTED: &str = "fitted to England's road times, journeys of at most 100 km";

/// The curve of the straight-line model.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StraightLineToml {
    /// Time in every journey, regardless of its length.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ENGLAND_ROAD.fixed_minutes, "minimum" = 0, "x-unit" = "min", "x-source" = FITTED
    ))]
    pub(super) fixed_minutes: Option<f64>,
    /// Road distance over great-circle distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = ENGLAND_ROAD.detour, "minimum" = 1, "x-source" = "given, not fitted"))]
    pub(super) detour: Option<f64>,
    /// Speed of the shortest journeys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ENGLAND_ROAD.slow_kmh, "exclusiveMinimum" = 0, "x-unit" = "km/h", "x-source" = FITTED
    ))]
    pub(super) slow_kmh: Option<f64>,
    /// Speed that long journeys tend to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ENGLAND_ROAD.fast_kmh, "exclusiveMinimum" = 0, "x-unit" = "km/h", "x-source" = FITTED
    ))]
    pub(super) fast_kmh: Option<f64>,
    /// Distance over which the speed rises.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ENGLAND_ROAD.reach_km, "exclusiveMinimum" = 0, "x-unit" = "km", "x-source" = FITTED
    ))]
    pub(super) reach_km: Option<f64>,
}

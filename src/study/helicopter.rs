//! `[helicopter]`: a service that flies transfers.

use super::columns::{ColumnsToml, of_bases};
use super::delays::{DelayMinutes, of_helicopter};
use super::spanned::Spanned;
use crate::flight::{Availability, MissionCost, PadPolicy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A transfer flies if it saves at least this, in minutes: anything at all.
///
/// An assumption; Coughlan et al. 2021 (abstract) find flying cost-effective from about 60 min.
pub const MINIMUM_SAVING_MINUTES: f64 = 0.0;

/// From the notification of a crew to its landing at a patient, for the map of bases, in minutes.
///
/// A choice of the map; no result depends on it.
pub(super) const REACH_MINUTES: f64 = 20.0;

const FINLAND: &str = "inferred from Finland 2024: 34 of 51 transfers flew";

/// A helicopter service that flies transfers. Only with `[pathway]`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HelicopterToml {
    /// The bases: CSV (also `.gz` or `.zst`), relative to the study file; one row per base.
    #[schemars(extend("examples" = ["bases.csv"]))]
    pub(super) bases: String,
    /// Coordinate reference system of eastings and northings, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the British National Grid, and a warning",
        "examples" = ["EPSG:2157"]
    ))]
    pub(super) crs: Option<Spanned<String>>,
    /// Headers of columns that are not recognised by their usual names.
    #[serde(default, skip_serializing_if = "ColumnsToml::is_empty")]
    #[schemars(schema_with = "of_bases", extend("examples" = [{ "aircraft": "type" }]))]
    pub(super) columns: ColumnsToml,
    /// The capability that says whether a hospital has a landing pad.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "no pad is known", "examples" = ["helipad"]))]
    pub(super) pads: Option<String>,
    /// How a hospital counts whose pad is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = PadPolicy::default()))]
    pub(super) unknown_pads: Option<Spanned<PadPolicy>>,
    /// Single delays of a mission.
    #[serde(default)]
    #[schemars(schema_with = "of_helicopter", extend("examples" = [{ "loading": 12 }]))]
    pub(super) delay_minutes: DelayMinutes,
    /// Cruise speed of every aircraft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "by type: 225 (H145, and types not known), 254 (EC135, H135), 269 (AW169)",
        "x-source" = "published cruise speeds",
        "exclusiveMinimum" = 0, "x-unit" = "km/h", "examples" = [240]
    ))]
    pub(super) cruise_kmh: Option<Spanned<f64>>,
    /// When a base flies if the file does not give its hours: `24/7`, `daylight`, `never`, or
    /// hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = "07:00-21:30",
        "x-source" = "survey of English air ambulances (Lumley et al., abstract)",
        "examples" = ["08:00-20:00"]
    ))]
    pub(super) unlisted_hours: Option<Spanned<String>>,
    /// Share of missions that the weather allows, the same in every month.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = Availability::default().flyable.in_month(0).as_f64(),
        "minimum" = 0, "maximum" = 1, "x-unit" = "share",
        "x-source" = "Finnish Lapland 2019: 20% of missions unflyable"
    ))]
    pub(super) flyable_share: Option<Spanned<f64>>,
    /// The same, one share per month from January. Instead of `flyable_share`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "`flyable_share`", "minItems" = 12, "maxItems" = 12, "x-unit" = "share",
        "examples" = [[0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 0.9, 0.8, 0.7, 0.6]]
    ))]
    pub(super) flyable_share_by_month: Option<Spanned<Vec<f64>>>,
    /// Chance that an aircraft is out on another mission.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = Availability::default().busy.as_f64(),
        "minimum" = 0, "maximum" = 1, "x-unit" = "share", "x-source" = FINLAND
    ))]
    pub(super) busy_share: Option<Spanned<f64>>,
    /// When transfers are wanted: one weight per hour from midnight, by the clock of `time_zone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "the same number in every hour", "x-source" = "an assumption",
        "minItems" = 24, "maxItems" = 24,
        "examples" = [[1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1]]
    ))]
    pub(super) arrivals_by_hour: Option<Spanned<Vec<f64>>>,
    /// A transfer flies only if it saves at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = MINIMUM_SAVING_MINUTES, "minimum" = 0, "x-unit" = "min",
        "x-source" = "an assumption: any saving", "examples" = [60]
    ))]
    pub(super) minimum_saving_minutes: Option<Spanned<f64>>,
    /// Cost of one mission. Needs `currency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = format!("{} in pounds; otherwise there are no costs", MissionCost::SURVEYED.amount()),
        "x-source" = "survey of English air ambulances (Lumley et al., abstract)",
        "minimum" = 0, "x-unit" = "`currency`", "examples" = [3100]
    ))]
    pub(super) mission_cost: Option<Spanned<f64>>,
    /// For the map of bases: how far an aircraft gets within this time of its notification. No result
    /// depends on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = REACH_MINUTES, "minimum" = 0, "x-unit" = "min", "x-source" = "a choice of the map"))]
    pub(super) reach_minutes: Option<Spanned<f64>>,
    /// When helicopters fly, one table per choice of hours that is compared.
    #[serde(default)]
    #[schemars(extend("x-default" = "one, `listed-hours`: each base by its own hours"))]
    pub(super) scenarios: Vec<Spanned<ScenarioToml>>,
}

/// A choice of flying hours.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioToml {
    /// Unique; letters, digits, `-`, `_` and `.`, because it names files.
    #[schemars(extend("examples" = ["daylight"]))]
    pub(super) name: String,
    /// For captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the name", "examples" = ["helicopters in daylight"]))]
    pub(super) title: Option<String>,
    /// `listed` (each base by its own hours), `24/7`, `daylight`, `never`, or hours for all bases.
    #[schemars(extend("examples" = ["07:00-21:30"]))]
    pub(super) hours: Spanned<String>,
}

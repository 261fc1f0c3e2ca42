//! `[pathway]`: from onset to treatment.

use super::UtilityScale;
use super::columns::{ColumnsToml, of_times};
use super::delays::{DelayMinutes, of_pathway};
use super::spanned::Spanned;
use super::travel_file::{Numbers, ShapeToml, UnitToml};
use crate::care::DelaysPreset;
use crate::outcome::{OutcomeModel, PatientMix, TreatedShares};
use crate::pathway::{HospitalGaps, Pathway};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much farther than the nearest unit a centre may be for a bypass, in minutes.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal, whose text works out 15 min.
pub const ALLOWABLE_DELAY_MINUTES: f64 = 15.0;

/// From onset to treatment. Without this table the study covers travel times only.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PathwayToml {
    /// The capability of the hospitals of the first tier; those of the second are the sites of each
    /// layout.
    #[schemars(extend("examples" = ["ivt"]))]
    pub(super) ivt: String,
    /// Which hospital an ambulance goes to, in the tables of areas, sites and groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = Pathway::default()))]
    pub(super) routing: Option<Spanned<Pathway>>,
    /// How much farther than the nearest unit a centre may be for a bypass.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ALLOWABLE_DELAY_MINUTES, "minimum" = 0, "x-unit" = "min",
        "x-source" = "Allen et al. 2019, European Stroke Journal"
    ))]
    pub(super) allowable_delay_minutes: Option<Spanned<f64>>,
    /// The published set of delays to start from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = DelaysPreset::default()))]
    pub(super) delays: Option<Spanned<DelaysPreset>>,
    /// Single delays that override those of the set. The defaults here are those of the default
    /// set.
    #[serde(default)]
    #[schemars(schema_with = "of_pathway", extend("examples" = [{ "on_scene": 20 }]))]
    pub(super) delay_minutes: DelayMinutes,
    /// Times between hospitals. Without them, they come from the travel times of the demand point
    /// nearest to the hospital.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hospital_times: Option<HospitalTimesToml>,
    /// A pre-hospital test for large-vessel occlusion: adds the pathway of best outcome with the
    /// test. It has `scale`, or both `sensitivity` and `specificity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) test: Option<Spanned<TestToml>>,
    /// Who the patients are, and what treatment does for them. `lvo_share` may be set alone, or with
    /// `nlvo_share` and `haemorrhage_share`, which then add up to 1.
    #[serde(default)]
    pub(super) patients: PatientsToml,
}

/// A table of travel times from hospital to hospital.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HospitalTimesToml {
    /// The table: `.csv`, `.csv.gz`, `.csv.zst` or `.parquet`, relative to the study file.
    #[schemars(extend("examples" = ["hospital_times.csv"]))]
    pub(super) file: String,
    /// The shape of the table.
    pub(super) shape: ShapeToml,
    /// The unit of its numbers.
    pub(super) unit: UnitToml,
    /// What an empty cell means.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = HospitalGaps::default()))]
    pub(super) missing: Option<Spanned<HospitalGaps>>,
    /// A number of the table that means "no route", or several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [9999]))]
    pub(super) unreachable_value: Option<Spanned<Numbers>>,
    /// Headers of columns that are not recognised by their usual names: `id` of a wide table, the
    /// others of a long one.
    #[serde(default, skip_serializing_if = "ColumnsToml::is_empty")]
    #[schemars(schema_with = "of_times", extend("examples" = [{ "id": "from_id" }]))]
    pub(super) columns: ColumnsToml,
}

/// A published test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(super) enum TestScaleToml {
    /// RACE of 5 or more (Allen et al. 2021, European Stroke Journal).
    #[serde(rename = "race-5")]
    Race5,
}

/// A test of the ambulance crew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TestToml {
    /// A published test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scale: Option<Spanned<TestScaleToml>>,
    /// Share of large-vessel occlusions that it finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share", "examples" = [0.85]))]
    pub(super) sensitivity: Option<Spanned<f64>>,
    /// Share of all others that it finds negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share", "examples" = [0.68]))]
    pub(super) specificity: Option<Spanned<f64>>,
}

const ALLEN_2021: &str = "Allen et al. 2021, European Stroke Journal";
const ASSUMED: &str = "an assumption: no published figure was found";
const EXETER: &str = "stroke-outcome 0.1.8";

/// Who the patients are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PatientsToml {
    /// Admissions with large-vessel occlusion.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = round(PatientMix::ALLEN_2021.lvo()), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2021
    ))]
    pub(super) lvo_share: Option<Spanned<f64>>,
    /// Admissions with another ischaemic stroke.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = round(PatientMix::ALLEN_2021.nlvo()), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2021
    ))]
    pub(super) nlvo_share: Option<Spanned<f64>>,
    /// Admissions with haemorrhage.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = round(PatientMix::ALLEN_2021.haemorrhage()), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2021
    ))]
    pub(super) haemorrhage_share: Option<Spanned<f64>>,
    /// Large-vessel occlusions that are given MT where it is in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "as many patients as the `eligible_share` of the centres, or its default", "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "examples" = [0.3]
    ))]
    pub(super) mt_of_lvo: Option<Spanned<f64>>,
    /// Those given MT who are given IVT too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = TreatedShares::default().ivt_with_mt.as_f64(), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ASSUMED
    ))]
    pub(super) ivt_with_mt: Option<Spanned<f64>>,
    /// Large-vessel occlusions without MT that are given IVT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = TreatedShares::default().ivt_of_other_lvo.as_f64(), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ASSUMED
    ))]
    pub(super) ivt_of_other_lvo: Option<Spanned<f64>>,
    /// Other ischaemic strokes that are given IVT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = TreatedShares::default().ivt_of_nlvo.as_f64(), "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2021
    ))]
    pub(super) ivt_of_nlvo: Option<Spanned<f64>>,
    /// Time from onset after which IVT is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = OutcomeModel::EXETER.nlvo_ivt.cut_off().as_f64(), "minimum" = 0,
        "maximum" = OutcomeModel::EXETER.nlvo_ivt.no_effect().as_f64(),
        "x-unit" = "min", "x-source" = EXETER
    ))]
    pub(super) ivt_cut_off_minutes: Option<Spanned<f64>>,
    /// Time from onset after which MT is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = OutcomeModel::EXETER.lvo_mt.cut_off().as_f64(), "minimum" = 0,
        "maximum" = OutcomeModel::EXETER.lvo_mt.no_effect().as_f64(),
        "x-unit" = "min", "x-source" = EXETER
    ))]
    pub(super) mt_cut_off_minutes: Option<Spanned<f64>>,
    /// Utilities of the grades of the mRS.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = UtilityScale::default()))]
    pub(super) utility: Option<Spanned<UtilityScale>>,
}

/// A share as published, without the last bits of its arithmetic.
fn round(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

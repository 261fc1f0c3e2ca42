//! Pathways and helicopters as they stand in the study file.

use super::toml_form::{Columns, Numbers, ShapeToml, UnitToml};
use super::{HospitalGaps, Routing, UtilityScale};
use crate::care::DelaysPreset;
use crate::flight::PadPolicy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

pub(super) type DelayMinutes = BTreeMap<Spanned<String>, Spanned<f64>>;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PathwayToml {
    pub(super) ivt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) routing: Option<Spanned<Routing>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) allowable_delay_minutes: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delays: Option<Spanned<DelaysPreset>>,
    #[serde(default)]
    pub(super) delay_minutes: DelayMinutes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hospital_times: Option<HospitalTimesToml>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) test: Option<Spanned<TestToml>>,
    #[serde(default)]
    pub(super) patients: PatientsToml,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HospitalTimesToml {
    pub(super) file: String,
    pub(super) shape: ShapeToml,
    pub(super) unit: UnitToml,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<Spanned<HospitalGaps>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unreachable_value: Option<Spanned<Numbers>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) columns: Columns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum TestScaleToml {
    #[serde(rename = "race-5")]
    Race5,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TestToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scale: Option<Spanned<TestScaleToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sensitivity: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) specificity: Option<Spanned<f64>>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PatientsToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lvo_share: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nlvo_share: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) haemorrhage_share: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mt_of_lvo: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ivt_with_mt: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ivt_of_other_lvo: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ivt_of_nlvo: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ivt_cut_off_minutes: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mt_cut_off_minutes: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) utility: Option<Spanned<UtilityScale>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HelicopterToml {
    pub(super) bases: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) crs: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) columns: Columns,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pads: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unknown_pads: Option<Spanned<PadPolicy>>,
    #[serde(default)]
    pub(super) delay_minutes: DelayMinutes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cruise_kmh: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unlisted_hours: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flyable_share: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flyable_share_by_month: Option<Spanned<Vec<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) busy_share: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arrivals_by_hour: Option<Spanned<Vec<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) minimum_saving_minutes: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mission_cost: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reach_minutes: Option<Spanned<f64>>,
    #[serde(default)]
    pub(super) scenarios: Vec<Spanned<ScenarioToml>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioToml {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    pub(super) hours: Spanned<String>,
}

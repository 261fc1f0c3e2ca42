//! The study as it stands in its file: what is written and read, before anything is checked.

use super::care_form::{HelicopterToml, PathwayToml};
use super::published::PublishedToml;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// All choices of a run in the form of a study file, defaults filled in.
///
/// Written as TOML it is a study that gives the same run again; the manifest of a run holds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyToml {
    pub(super) name: Spanned<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seed: Option<Spanned<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) currency: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) time_zone: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) notes: Vec<String>,
    pub(super) population: PopulationToml,
    pub(super) hospitals: HospitalsToml,
    pub(super) travel: TravelToml,
    #[serde(default)]
    pub(super) layouts: Vec<Spanned<LayoutToml>>,
    #[serde(default)]
    pub(super) report: ReportToml,
    #[serde(default)]
    pub(super) centres: CentresToml,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pathway: Option<Spanned<PathwayToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) helicopter: Option<Spanned<HelicopterToml>>,
    #[serde(default)]
    pub(super) maps: MapsToml,
    #[serde(default, skip_serializing_if = "PublishedToml::is_empty")]
    pub(super) published: PublishedToml,
}

pub(super) type Columns = BTreeMap<Spanned<String>, String>;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PopulationToml {
    pub(super) file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) demand: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) demand_unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) crs: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) groups: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) columns: Columns,
    #[serde(default)]
    pub(super) attributes: Vec<AttributesToml>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributesToml {
    pub(super) file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HospitalsToml {
    pub(super) file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) crs: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) columns: Columns,
    #[serde(default)]
    pub(super) capabilities: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ModelToml {
    Table,
    StraightLine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ShapeToml {
    Wide,
    Long,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum UnitToml {
    Minutes,
    Seconds,
    Hours,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MissingToml {
    Unreachable,
    StraightLine,
}

/// One number or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Numbers {
    One(f64),
    Many(Vec<f64>),
}

impl Numbers {
    pub(super) fn as_slice(&self) -> &[f64] {
        match self {
            Self::One(number) => std::slice::from_ref(number),
            Self::Many(numbers) => numbers,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TravelToml {
    pub(super) model: Spanned<ModelToml>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) shape: Option<Spanned<ShapeToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<Spanned<UnitToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<Spanned<MissingToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unreachable_value: Option<Spanned<Numbers>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_without_row: Option<Spanned<f64>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) columns: Columns,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repair: Option<Spanned<RepairToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) straight_line: Option<Spanned<StraightLineToml>>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepairToml {
    pub(super) neighbours: usize,
    pub(super) threshold_minutes: f64,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StraightLineToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fixed_minutes: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) detour: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slow_kmh: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fast_kmh: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reach_km: Option<f64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutToml {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sites: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) standards_minutes: Option<Spanned<Vec<f64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) optimum: Option<Spanned<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unreachable: Option<Spanned<toml::Value>>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CentresToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) eligible_share: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_procedures: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_demand: Option<Spanned<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clinicians: Option<u32>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MapsToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) areas: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) areas_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) outlines: Option<String>,
    #[serde(default)]
    pub(super) attribution: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inset: Option<Spanned<InsetToml>>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InsetToml {
    pub(super) title: String,
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) east: f64,
    pub(super) north: f64,
}

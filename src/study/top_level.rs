//! The keys and tables of a study, in the order of the file.

use super::centres::CentresToml;
use super::helicopter::HelicopterToml;
use super::hospitals::HospitalsToml;
use super::layouts::LayoutToml;
use super::maps::MapsToml;
use super::pathway::PathwayToml;
use super::population::PopulationToml;
use super::published::PublishedToml;
use super::report::ReportToml;
use super::spanned::Spanned;
use super::travel::TravelToml;
use crate::units::Currency;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Seed of everything random.
pub(super) const SEED: u64 = 1;

/// All choices of a run in the form of a study file, defaults filled in.
///
/// Written as TOML it is a study that gives the same run again; the manifest of a run holds it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    description = "A study of `catchment`: all choices of a run.",
    title = "catchment study"
)]
pub struct StudyToml {
    /// Short name; letters, digits, `-`, `_` and `.`, because it names the folder of results.
    #[schemars(extend("examples" = ["cornwall"]))]
    pub(super) name: Spanned<String>,
    /// Title of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the name", "examples" = ["A second centre for Cornwall?"]))]
    pub(super) title: Option<String>,
    /// Seed of everything random.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = SEED, "minimum" = 0, "examples" = [42]))]
    pub(super) seed: Option<Spanned<i64>>,
    /// The currency of costs, by its ISO 4217 code. Without it there are no costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = Currency::codes().collect::<Vec<_>>(), "examples" = ["EUR"]))]
    pub(super) currency: Option<Spanned<String>>,
    /// Time zone of flying hours and daylight, by its IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "x-default" = "UTC plus the whole hours nearest to each base's longitude",
        "examples" = ["Europe/London"]
    ))]
    pub(super) time_zone: Option<Spanned<String>>,
    /// What a reader should know about the data, one sentence each.
    #[serde(default)]
    #[schemars(extend("examples" = [["Times are for ordinary midday driving."]]))]
    pub(super) notes: Vec<String>,
    pub(super) population: PopulationToml,
    pub(super) hospitals: HospitalsToml,
    pub(super) travel: TravelToml,
    #[serde(default)]
    #[schemars(extend("x-default" = "at least one is needed"))]
    pub(super) layouts: Vec<Spanned<LayoutToml>>,
    #[serde(default)]
    pub(super) report: ReportToml,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) centres: Option<CentresToml>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pathway: Option<Spanned<PathwayToml>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) helicopter: Option<Spanned<HelicopterToml>>,
    #[serde(default)]
    pub(super) maps: MapsToml,
    #[serde(default, skip_serializing_if = "PublishedToml::is_empty")]
    pub(super) published: PublishedToml,
}

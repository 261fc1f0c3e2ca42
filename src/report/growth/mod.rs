//! The tables of a growing workforce.

mod answer;
mod remarks;
mod supports;
mod words;
mod years;

pub use answer::{growth_answer, growth_support_answer};
pub(crate) use supports::{growth_support, growth_targets};
pub use words::growth_document;
pub(super) use words::growth_section;
pub(crate) use years::{centres_by_hours, growth_regions, growth_table};

use crate::growth::{
    AssignmentPolicy, GrowthBands, GrowthPlan, GrowthYear, RegionYears, StaffRota, Support,
};
use crate::load::Dataset;
use crate::study::Study;
use crate::units::{Share, TravelTime};

/// What the tables of a growing workforce are made of.
#[derive(Debug, Clone, Copy)]
pub struct GrowthRun<'a> {
    /// The choices.
    pub study: &'a Study,
    /// What they were applied to.
    pub dataset: &'a Dataset,
    /// The results.
    pub answer: &'a GrowthAnswer,
}

/// The growth of a workforce, and what its hours cover in a layout.
#[derive(Debug, Clone)]
pub struct GrowthAnswer {
    /// The layout.
    pub layout: String,
    /// What the regions are.
    pub grouping: String,
    /// What readers are told that a region is, in the singular.
    pub grouping_title: String,
    /// The regions.
    pub regions: Vec<String>,
    /// The time standard of the cases.
    pub standard: TravelTime,
    /// The share of a region's demand that must be covered.
    pub required: Share,
    /// The supports that the study can give.
    pub supports: Vec<Support>,
    /// Policy by policy, in each support by support.
    pub cases: Vec<GrowthCase>,
    /// When each region reaches each standard, under the first policy.
    pub reached: Vec<StandardYears>,
}

/// A workforce under one policy and one support.
#[derive(Debug, Clone)]
pub struct GrowthCase {
    /// Where the next clinician works.
    pub policy: AssignmentPolicy,
    /// What is done beside.
    pub support: Support,
    /// The centres.
    pub plan: GrowthPlan,
    /// Year by year.
    pub years: Vec<GrowthYear>,
    /// The rotas of each year.
    pub rotas: Vec<Vec<StaffRota>>,
    /// What is known of the years.
    pub bands: GrowthBands,
}

/// When each region reaches a standard.
#[derive(Debug, Clone)]
pub struct StandardYears {
    /// The time standard.
    pub standard: TravelTime,
    /// Region by region.
    pub regions: Vec<RegionYears>,
}

/// The quantiles of a band as they end the names of columns.
const QUANTILES: [&str; 5] = ["p5", "p25", "p50", "p75", "p95"];

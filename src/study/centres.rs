//! `[centres]`: what a centre needs.

use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const ALLEN_2019: &str = "Allen et al. 2019, European Stroke Journal";

/// Share of stroke admissions that is eligible for thrombectomy.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 10 %.
pub(super) const ELIGIBLE_SHARE: f64 = 0.10;

/// Thrombectomies a year that a centre should give at least.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 150.
pub(super) const MIN_PROCEDURES: f64 = 150.0;

/// Stroke admissions a year that a centre should see at least.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 600.
pub(super) const MIN_DEMAND: f64 = 600.0;

/// Specialists a centre needs to stay open day and night.
///
/// # Source
///
/// House of Commons written question 118946, answered 20 December 2017: 5.
pub(super) const CLINICIANS: u32 = 5;

/// What a centre needs. Without this table the study asks for coverage alone; an empty table takes
/// all defaults.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CentresToml {
    /// Share of the demand that is eligible for the treatment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ELIGIBLE_SHARE,
        "minimum" = 0, "maximum" = 1,
        "x-unit" = "share", "x-source" = ALLEN_2019
    ))]
    pub(super) eligible_share: Option<Spanned<f64>>,
    /// Minimum number of treatments of a centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = MIN_PROCEDURES, "minimum" = 0, "x-unit" = "per year", "x-source" = ALLEN_2019
    ))]
    pub(super) min_procedures: Option<Spanned<f64>>,
    /// Minimum demand of a centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = MIN_DEMAND, "minimum" = 0, "x-unit" = "per year", "x-source" = ALLEN_2019
    ))]
    pub(super) min_demand: Option<Spanned<f64>>,
    /// Specialists that a centre needs to be open day and night.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = CLINICIANS, "x-unit" = "people",
        "x-source" = "House of Commons written question 118946 (2017)"
    ))]
    pub(super) clinicians: Option<u32>,
}

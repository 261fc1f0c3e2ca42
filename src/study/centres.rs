//! `[centres]`: what a centre needs.

use super::error::StudyError;
use super::setting::{Setting, written};
use super::source::Source;
use super::spanned::Spanned;
use crate::units::{Demand, Share};
use crate::volume::CentrePolicy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const ALLEN_2019: &str = "Allen et al. 2019, European Stroke Journal";

pub(super) const ELIGIBLE_SHARE: Setting<Share> = Setting::new("eligible_share", 0.10, ALLEN_2019);
const MIN_PROCEDURES: Setting<Demand> =
    Setting::new("min_procedures", 150.0, ALLEN_2019).unit("per year");
const MIN_DEMAND: Setting<Demand> = Setting::new("min_demand", 600.0, ALLEN_2019).unit("per year");

/// Specialists that a centre needs to be open day and night.
///
/// # Source
///
/// House of Commons written question 118946, answered 20 December 2017: 5.
const CLINICIANS: u32 = 5;

/// What a centre needs. Without this table the study asks for coverage alone; an empty table takes
/// all defaults.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CentresToml {
    /// Share of the demand that is eligible for the treatment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = ELIGIBLE_SHARE.in_schema())]
    eligible_share: Option<Spanned<f64>>,
    /// Minimum number of treatments of a centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = MIN_PROCEDURES.in_schema())]
    min_procedures: Option<Spanned<f64>>,
    /// Minimum demand of a centre.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = MIN_DEMAND.in_schema())]
    min_demand: Option<Spanned<f64>>,
    /// Specialists that a centre needs to be open day and night.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = CLINICIANS, "x-unit" = "people",
        "x-source" = "House of Commons written question 118946 (2017)"
    ))]
    clinicians: Option<u32>,
}

impl CentresToml {
    pub(super) fn read(&self, source: &Source<'_>) -> Result<CentrePolicy, StudyError> {
        Ok(CentrePolicy {
            eligible: ELIGIBLE_SHARE.read(self.eligible_share.as_ref(), source)?,
            min_procedures: MIN_PROCEDURES.read(self.min_procedures.as_ref(), source)?,
            min_demand: MIN_DEMAND.read(self.min_demand.as_ref(), source)?,
            clinicians: self.clinicians.unwrap_or(CLINICIANS),
        })
    }

    pub(super) fn written(choice: &CentrePolicy) -> Self {
        Self {
            eligible_share: written(choice.eligible),
            min_procedures: written(choice.min_procedures),
            min_demand: written(choice.min_demand),
            clinicians: Some(choice.clinicians),
        }
    }
}

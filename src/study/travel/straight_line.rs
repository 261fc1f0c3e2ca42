//! `[travel.straight_line]`: road time from distance.

use crate::study::error::StudyError;
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::travel::{ENGLAND_ROAD, RoadCurve, RoadNumbers};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    fixed_minutes: Option<f64>,
    /// Road distance over great-circle distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = ENGLAND_ROAD.detour, "minimum" = 1, "x-source" = "given, not fitted"))]
    detour: Option<f64>,
    /// Speed of the shortest journeys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ENGLAND_ROAD.slow_kmh, "exclusiveMinimum" = 0, "x-unit" = "km/h", "x-source" = FITTED
    ))]
    slow_kmh: Option<f64>,
    /// Speed that long journeys tend to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ENGLAND_ROAD.fast_kmh, "exclusiveMinimum" = 0, "x-unit" = "km/h", "x-source" = FITTED
    ))]
    fast_kmh: Option<f64>,
    /// Distance over which the speed rises.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend(
        "default" = ENGLAND_ROAD.reach_km, "exclusiveMinimum" = 0, "x-unit" = "km", "x-source" = FITTED
    ))]
    reach_km: Option<f64>,
}

impl StraightLineToml {
    pub(super) fn read(form: &Spanned<Self>, source: &Source<'_>) -> Result<RoadCurve, StudyError> {
        let (span, form) = (form.span(), form.as_ref());
        let default = ENGLAND_ROAD;
        let numbers = RoadNumbers {
            fixed_minutes: form.fixed_minutes.unwrap_or(default.fixed_minutes),
            detour: form.detour.unwrap_or(default.detour),
            slow_kmh: form.slow_kmh.unwrap_or(default.slow_kmh),
            fast_kmh: form.fast_kmh.unwrap_or(default.fast_kmh),
            reach_km: form.reach_km.unwrap_or(default.reach_km),
        };
        source.quantity("straight_line", &span, numbers.curve())
    }

    pub(super) fn written(choice: &RoadCurve) -> Spanned<Self> {
        Spanned::nowhere(Self {
            fixed_minutes: Some(choice.fixed.as_f64()),
            detour: Some(choice.detour),
            slow_kmh: Some(choice.slow.as_f64()),
            fast_kmh: Some(choice.fast.as_f64()),
            reach_km: Some(choice.reach.kilometres()),
        })
    }
}

//! What tables of travel times have in common, from area to hospital and between hospitals.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ShapeToml {
    /// One row per origin, one column per site.
    Wide,
    /// One row per pair: `from_id`, `to_id`, `travel_time`.
    Long,
}

/// The unit of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum UnitToml {
    Minutes,
    Seconds,
    Hours,
}

/// One number or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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

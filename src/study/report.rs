//! `[report]`: what the report compares and with what.

use super::spanned::Spanned;
use schemars::{JsonSchema, Schema, json_schema};
use serde::{Deserialize, Serialize};

/// Time standards, in minutes.
pub(super) const STANDARDS_MINUTES: [f64; 4] = [30.0, 45.0, 60.0, 90.0];

/// What the report compares, and with what.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportToml {
    /// Time standards, ascending; each is inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = STANDARDS_MINUTES, "minItems" = 1, "x-unit" = "min"))]
    pub(super) standards_minutes: Option<Spanned<Vec<f64>>>,
    /// The layout that the others are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the first layout", "examples" = ["current"]))]
    pub(super) base: Option<Spanned<String>>,
    /// A capability: the report says how far each layout is from the best possible choice of the
    /// same number of sites that have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "none", "examples" = ["ivt"]))]
    pub(super) optimum: Option<Spanned<String>>,
    /// What demand without a route costs in the search for the best layouts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "of_unreachable", extend(
        "default" = "twice-longest",
        "x-source" = "a choice: it keeps the cost of a missing route comparable to a journey",
        "examples" = [180, "strict"]
    ))]
    pub(super) unreachable: Option<Spanned<toml::Value>>,
}

fn of_unreachable(_: &mut schemars::SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [
        { "type": "number", "minimum": 0, "description": "Each unit counts as a journey of this \
            many minutes." },
        { "const": "twice-longest", "description": "Each unit counts as twice the longest journey." },
        { "const": "strict", "description": "Unreachable demand is minimised before time." },
        { "const": "exclude", "description": "Demand points from which few sites can be reached \
            are left out." },
    ] })
}

//! `[maps]`: what the maps are drawn from.

use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the maps are drawn from. Without it, maps show points on the land of the world.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MapsToml {
    /// Polygons of the demand points: GeoJSON or TopoJSON in degrees (WGS 84).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "each demand point is a dot", "examples" = ["areas.geojson"]))]
    pub(super) areas: Option<String>,
    /// The property that holds the id of a polygon.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the feature's own `id`", "examples" = ["LSOA21CD"]))]
    pub(super) areas_id: Option<String>,
    /// Land and borders: GeoJSON in degrees (WGS 84).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["outlines.geojson"]))]
    pub(super) outlines: Option<String>,
    /// Sources to name on every map and in `run.json`, after that of the travel times.
    #[serde(default)]
    #[schemars(extend("examples" = [["Land: Natural Earth (public domain)"]]))]
    pub(super) attribution: Vec<String>,
    /// A part of the map to show larger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inset: Option<Spanned<InsetToml>>,
}

/// A part of the map that is shown larger.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InsetToml {
    /// Its caption.
    #[schemars(extend("examples" = ["London"]))]
    pub(super) title: String,
    /// Its western edge.
    #[schemars(extend("minimum" = -180, "maximum" = 180, "x-unit" = "° longitude", "examples" = [-0.55]))]
    pub(super) west: f64,
    /// Its southern edge.
    #[schemars(extend("minimum" = -90, "maximum" = 90, "x-unit" = "° latitude", "examples" = [51.27]))]
    pub(super) south: f64,
    /// Its eastern edge.
    #[schemars(extend("minimum" = -180, "maximum" = 180, "x-unit" = "° longitude", "examples" = [0.35]))]
    pub(super) east: f64,
    /// Its northern edge.
    #[schemars(extend("minimum" = -90, "maximum" = 90, "x-unit" = "° latitude", "examples" = [51.7]))]
    pub(super) north: f64,
}

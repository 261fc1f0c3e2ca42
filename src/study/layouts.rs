//! `[[layouts]]`: the sites in use, one table per choice.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A choice of sites to evaluate. Each has exactly one of `column`, `sites` and `file`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutToml {
    /// Unique; letters, digits, `-`, `_` and `.`, because it names files.
    #[schemars(extend("examples" = ["current"]))]
    pub(super) name: String,
    /// For captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the name", "examples" = ["the centres in use"]))]
    pub(super) title: Option<String>,
    /// Every site with `yes` in this column of the hospitals.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["mt"]))]
    pub(super) column: Option<String>,
    /// The ids of the sites.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [["PL68DH", "TR13LQ"]]))]
    pub(super) sites: Option<Vec<String>>,
    /// A CSV with one row per `layout` and `site_id`: those of this layout's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["layouts.csv"]))]
    pub(super) file: Option<String>,
}

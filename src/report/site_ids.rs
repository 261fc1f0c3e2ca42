use crate::load::Dataset;
use crate::model::SiteIndex;
use serde_json::Value;

/// Ids as a list.
pub(super) fn ids(data: &Dataset, sites: &[SiteIndex]) -> Value {
    sites
        .iter()
        .map(|&site| data.site(site).id.as_str())
        .collect()
}

/// Ids separated by spaces.
pub(super) fn site_ids(data: &Dataset, sites: &[SiteIndex]) -> String {
    let ids: Vec<&str> = sites
        .iter()
        .map(|&site| data.site(site).id.as_str())
        .collect();
    ids.join(" ")
}

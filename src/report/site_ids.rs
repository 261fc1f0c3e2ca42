use super::table::DataCell;
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

/// Ids in a cell.
pub(super) fn site_ids(data: &Dataset, sites: &[SiteIndex]) -> DataCell {
    let ids = sites.iter().map(|&site| data.site(site).id.clone());
    DataCell::List(ids.collect())
}

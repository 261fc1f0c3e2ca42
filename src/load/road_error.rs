use crate::network::RoadNetworkError;
use std::sync::Arc;

/// Why a study has no travel times from its road network.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum RoadInputError {
    /// An extract that makes no network.
    #[error("{file}: {source}")]
    Network {
        /// The file.
        file: String,
        /// Why.
        source: Arc<RoadNetworkError>,
    },
    /// A site of a layout that no road reaches.
    #[error(
        "{file}: site `{id}` of layout `{layout}` {why} in {network}; correct its coordinates, remove \
         it from the layout, use a larger extract, or raise `snap_limit_metres` in `[travel.road]`"
    )]
    SiteOffRoad {
        /// The file of the sites.
        file: String,
        /// The site.
        id: String,
        /// The layout.
        layout: String,
        /// How it lies to the roads.
        why: String,
        /// The extract.
        network: String,
    },
}

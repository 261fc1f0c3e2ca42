use super::place::Place;
use super::wording::did_you_mean;

/// Why a layout cannot be made of the sites there are.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// A layout that names a site no file has.
    #[error("{place}: layout `{layout}` names site `{id}`, which is not in {hospitals}{}", did_you_mean(nearest.as_ref()))]
    UnknownSite {
        /// Where.
        place: Box<Place>,
        /// The layout.
        layout: String,
        /// The site.
        id: String,
        /// The file of sites.
        hospitals: String,
        /// The site that is spelt most like it.
        nearest: Option<String>,
    },
    /// A layout that names a site twice.
    #[error("{place}: layout `{layout}` names site `{id}` twice")]
    SiteTwice {
        /// Where.
        place: Box<Place>,
        /// The layout.
        layout: String,
        /// The site.
        id: String,
    },
    /// A layout without a site.
    #[error("{place}: layout `{layout}` has no site: {reason}")]
    EmptyLayout {
        /// Where.
        place: Box<Place>,
        /// The layout.
        layout: String,
        /// Why.
        reason: String,
    },
}

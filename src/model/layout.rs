use super::SiteIndex;

/// A set of sites that are open together.
///
/// # Examples
///
/// ```
/// use catchment::model::{Layout, SiteIndex};
/// let layout = Layout::try_new("two", vec![SiteIndex(4), SiteIndex(1)])?;
/// assert_eq!(layout.sites(), [SiteIndex(1), SiteIndex(4)]);
/// assert!(Layout::try_new("twice", vec![SiteIndex(1), SiteIndex(1)]).is_err());
/// # Ok::<(), catchment::model::LayoutError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    name: String,
    sites: Vec<SiteIndex>,
}

/// Why a list of sites is not a layout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// It names no site.
    #[error("layout `{0}` has no site")]
    Empty(String),
    /// It names a site twice.
    #[error("layout `{layout}` names site number {} twice", site.0)]
    Duplicate {
        /// The layout.
        layout: String,
        /// The site.
        site: SiteIndex,
    },
}

impl Layout {
    /// A layout of at least one site, without duplicates, in ascending order.
    ///
    /// # Errors
    ///
    /// No site, or one named twice.
    pub fn try_new(name: &str, mut sites: Vec<SiteIndex>) -> Result<Self, LayoutError> {
        if sites.is_empty() {
            return Err(LayoutError::Empty(name.to_owned()));
        }
        sites.sort_unstable();
        if let Some(pair) = sites.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(LayoutError::Duplicate {
                layout: name.to_owned(),
                site: pair[0],
            });
        }
        Ok(Self {
            name: name.to_owned(),
            sites,
        })
    }

    /// The layout's name, unique in a study.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its sites, ascending.
    #[must_use]
    pub fn sites(&self) -> &[SiteIndex] {
        &self.sites
    }

    /// Number of centres.
    #[must_use]
    pub fn centres(&self) -> usize {
        self.sites.len()
    }
}

use super::place::Place;
use super::wording::did_you_mean;

/// Why the rota groups that a study lists cannot be.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum RotaGroupError {
    /// A site that no file has.
    #[error("{place}: rota group `{group}` names site `{id}`, which is not in {hospitals}{}", did_you_mean(nearest.as_ref()))]
    UnknownSite {
        /// Where.
        place: Box<Place>,
        /// The group.
        group: String,
        /// The site.
        id: String,
        /// The file of sites.
        hospitals: String,
        /// The site that is spelt most like it.
        nearest: Option<String>,
    },
    /// A site that is a centre of no layout.
    #[error(
        "{place}: rota group `{group}` names site `{id}`, which is in no layout of the study and so \
         shares nothing"
    )]
    InNoLayout {
        /// Where.
        place: Box<Place>,
        /// The group.
        group: String,
        /// The site.
        id: String,
    },
}

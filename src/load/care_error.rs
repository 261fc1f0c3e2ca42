use super::place::Place;

/// Why the input of a pathway or of helicopters cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum CareInputError {
    /// A base that is not where the study is.
    #[error(
        "{place}: base `{id}` is {distance:.0} km from the nearest hospital, outside the map \
         (expected at most {limit:.0} km); check its coordinates"
    )]
    BaseOffTheMap {
        /// Where.
        place: Box<Place>,
        /// The base.
        id: String,
        /// Kilometres to the nearest hospital.
        distance: f64,
        /// Kilometres within which it was expected.
        limit: f64,
    },
    /// A centre that no hospital of the first tier can reach.
    #[error(
        "{file}: no route from any hospital with `{capability}` to MT centre `{id}` of layout \
         `{layout}`; add its times or its coordinates, or remove it from the layout"
    )]
    CentreWithoutRoute {
        /// The file of times between hospitals, or of hospitals where there is none.
        file: String,
        /// The capability of the first tier.
        capability: String,
        /// The centre.
        id: String,
        /// The layout.
        layout: String,
    },
    /// No hospital of the first tier.
    #[error(
        "{file}: no hospital has `yes` in column `{capability}`; the pathway needs at least one"
    )]
    NoUnit {
        /// The file of hospitals.
        file: String,
        /// The capability of the first tier.
        capability: String,
    },
}

use crate::model::SiteIndex;
use crate::units::TravelTime;

/// A problem that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemError {
    /// The demand is not that of the matrix's origins.
    #[error("{demand} demands for {origins} origins")]
    Demand {
        /// Origins of the matrix.
        origins: usize,
        /// Demands that were given.
        demand: usize,
    },
    /// The costs are not those of the matrix's sites.
    #[error("{costs} costs for {sites} sites")]
    SiteCosts {
        /// Sites of the matrix.
        sites: usize,
        /// Costs that were given.
        costs: usize,
    },
    /// A site that the matrix does not have.
    #[error("site number {} of {sites}", site.0)]
    UnknownSite {
        /// The site.
        site: SiteIndex,
        /// Sites of the matrix.
        sites: usize,
    },
    /// A site that must be both open and closed.
    #[error("site number {} is both kept and excluded", .0.0)]
    KeptAndExcluded(SiteIndex),
    /// Demand without a route would cost less than the longest journey.
    #[error(
        "a cost of {} min for demand without a route is less than the longest time to a candidate, \
         so a layout would gain by leaving people out; give at least {} min",
        cost.as_f64(),
        // Rounded up, so that what is named is enough.
        (longest.as_f64() * 100.0).ceil() / 100.0
    )]
    UnreachableCost {
        /// The cost that was given.
        cost: TravelTime,
        /// The longest time from demand to a candidate.
        longest: TravelTime,
    },
}

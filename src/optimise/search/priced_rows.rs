use super::cover_tree::CoverTree;
use super::tree_builder::TreeBuilder;
use crate::optimise::budget::Watch;

/// Rows of the p-median, with something else at a price that every feasible layout misses no more of than is
/// allowed.
///
/// A feasible layout pays no more for what it misses than [`Self::excess`], others pay more, which cuts off
/// their branches. Any price leaves the answer as it is.
pub(crate) struct PricedRows {
    pub(crate) tree: CoverTree,
    /// Costs of rows are at most the p-median's and this.
    pub(crate) excess: u128,
}

impl PricedRows {
    /// The p-median's rows alone.
    pub(crate) const fn of_journeys(tree: CoverTree) -> Self {
        Self { tree, excess: 0 }
    }

    /// With rows that miss no more than `allowed` in a feasible layout, at a price for each unit. Rows for which there
    /// is no time are left out: layouts cost less then, and none costs more.
    pub(crate) fn new(
        journeys: &CoverTree,
        missed: &CoverTree,
        sites: usize,
        allowed: u128,
        price: u128,
        watch: Watch,
    ) -> Self {
        let mut rows = TreeBuilder::new(sites);
        rows.absorb_times(journeys, 1, watch);
        rows.absorb_times(missed, price, watch);
        Self {
            tree: rows.finish(),
            excess: price * allowed,
        }
    }
}

use super::constraint_handler::ConstraintHandler;
use super::cover_tree::CoverTree;
use super::gap::SearchObjective;

/// Where the rows say all: what they miss.
pub(crate) struct CoverHandler<'a> {
    tree: &'a CoverTree,
    granularity: u128,
    /// None where any layout that misses little enough is a solution.
    objective: Option<SearchObjective>,
}

impl<'a> CoverHandler<'a> {
    pub(crate) fn new(tree: &'a CoverTree, granularity: u128) -> Self {
        Self {
            tree,
            granularity,
            objective: None,
        }
    }

    pub(crate) const fn with_objective(self, objective: SearchObjective) -> Self {
        Self {
            objective: Some(objective),
            ..self
        }
    }
}

impl ConstraintHandler for CoverHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        Some(self.tree.cost(open))
    }

    fn granularity(&self) -> u128 {
        self.granularity
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.objective
    }

    fn relaxation_is_exact(&self) -> bool {
        true
    }
}

use super::constraint_handler::ConstraintHandler;
use super::cover_tree::CoverTree;
use super::gap::SearchObjective;

/// Where the rows say all: what they miss.
pub(crate) struct CoverHandler<'a> {
    tree: &'a CoverTree,
    granularity: u128,
    /// None where any layout that misses little enough is a solution.
    objective: Option<SearchObjective>,
    /// What layouts miss, where rows are lacking.
    missed: Option<&'a Missed<'a>>,
}

/// What a layout misses.
pub(crate) type Missed<'a> = dyn Fn(&[bool]) -> u128 + Sync + 'a;

impl<'a> CoverHandler<'a> {
    pub(crate) fn new(tree: &'a CoverTree, granularity: u128) -> Self {
        Self {
            tree,
            granularity,
            objective: None,
            missed: None,
        }
    }

    /// Where rows are lacking, this is what layouts miss.
    pub(crate) fn with_missed(self, missed: &'a Missed<'a>) -> Self {
        Self {
            missed: Some(missed),
            ..self
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
        let of_rows = || self.tree.cost(open);
        Some(self.missed.map_or_else(of_rows, |missed| missed(open)))
    }

    fn granularity(&self) -> u128 {
        self.granularity
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.objective
    }

    fn relaxation_is_exact(&self) -> bool {
        self.missed.is_none()
    }
}

use super::constraint_handler::Judge;
use super::cover_tree::CoverTree;
use super::gap::SearchObjective;

/// Where the rows say all: what they miss.
pub(crate) struct TreeJudge<'a> {
    tree: &'a CoverTree,
    grain: u128,
    /// None where any layout that misses little enough will do.
    objective: Option<SearchObjective>,
}

impl<'a> TreeJudge<'a> {
    pub(crate) fn new(tree: &'a CoverTree, grain: u128) -> Self {
        Self {
            tree,
            grain,
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

impl Judge for TreeJudge<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        Some(self.tree.cost(open))
    }

    fn grain(&self) -> u128 {
        self.grain
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.objective
    }

    fn rows_say_all(&self) -> bool {
        true
    }
}

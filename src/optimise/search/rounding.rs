use super::cover_tree::CoverTree;
use super::depth_first::DepthFirst;
use super::site_state::State;
use super::swaps::Swaps;
use crate::optimise::budget::Watch;

/// Layouts from fractional ones: the sites that a relaxation opens most, and what interchange makes of them.
///
/// Fractional layouts that follow each other are much alike; what swaps save is kept from one to the next.
#[derive(Debug)]
pub(crate) struct Rounding<'a> {
    tree: &'a CoverTree,
    rows: &'a DepthFirst,
    states: &'a [State],
    free: Vec<bool>,
    centres: usize,
    swaps: Option<Swaps<'a>>,
    watch: Watch<'a>,
}

impl<'a> Rounding<'a> {
    /// For so many of the free sites; `rows` are those of the tree.
    pub(crate) fn new(
        tree: &'a CoverTree,
        rows: &'a DepthFirst,
        states: &'a [State],
        centres: usize,
        watch: Watch<'a>,
    ) -> Self {
        Self {
            tree,
            rows,
            states,
            free: states.iter().map(|&state| state == State::Free).collect(),
            centres,
            swaps: None,
            watch,
        }
    }

    /// What sites were when the rounding began.
    pub(crate) const fn states(&self) -> &'a [State] {
        self.states
    }

    /// The free sites that the relaxation opens most.
    pub(crate) fn layout(&self, y: &[f64]) -> Vec<bool> {
        let mut order: Vec<usize> = (0..y.len()).filter(|&site| self.free[site]).collect();
        order.sort_by(|&a, &b| y[b].total_cmp(&y[a]));
        let mut open = vec![false; y.len()];
        for &site in order.iter().take(self.centres) {
            open[site] = true;
        }
        open
    }

    /// How many rows and sites interchange has looked at.
    pub(crate) fn work(&self) -> u64 {
        self.swaps.as_ref().map_or(0, Swaps::work)
    }

    /// What a layout costs.
    pub(crate) fn cost(&self, open: &[bool]) -> u128 {
        self.tree.cost(open)
    }

    /// What interchange makes of a layout with this cost, and what that costs.
    pub(crate) fn improved(&mut self, open: &[bool], cost: u128) -> (u128, Vec<bool>) {
        let rows = self.rows;
        let swaps = self.swaps.get_or_insert_with(|| Swaps::new(rows, open));
        swaps.move_to(open);
        let saved = swaps.improve(&self.free, &self.free, self.watch);
        (cost - saved, swaps.open().to_vec())
    }
}

use super::backup_node::{BackupStart, solve};
use super::backup_rows::BackupRows;
use super::backup_swaps::{add_greedily, interchange};
use crate::optimise::budget::Watch;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cover_handler::Missed;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::incumbents::Incumbents;
use crate::optimise::search::layout_search::{FoundLayouts, LayoutSearch};
use crate::optimise::search::open_node::OpenNode;
use crate::optimise::search::rounds::{Beginning, Further, NextNode, rounds};
use crate::optimise::search::site_state::State;
use std::sync::Arc;

/// What layouts miss of [`BackupRows`].
pub(crate) struct BackupHandler<'a> {
    pub(crate) rows: &'a BackupRows,
    pub(crate) granularity: u128,
    pub(crate) objective: SearchObjective,
    /// What layouts miss, where there was no time for the rows.
    pub(crate) missed: Option<&'a Missed<'a>>,
}

impl ConstraintHandler for BackupHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        let of_rows = || self.rows.cost(open);
        Some(self.missed.map_or_else(of_rows, |missed| missed(open)))
    }

    fn granularity(&self) -> u128 {
        self.granularity
    }

    fn objective(&self) -> Option<SearchObjective> {
        Some(self.objective)
    }
}

/// The layout with `centres` sites that misses least, from these layouts.
pub(crate) fn search_backup(
    handler: &BackupHandler,
    states: Vec<State>,
    centres: usize,
    known: Vec<Vec<bool>>,
    watch: Watch,
) -> FoundLayouts {
    let rows = handler.rows;
    let nothing = CoverTree {
        base: rows.base,
        ..CoverTree::default()
    };
    let free: Vec<bool> = states.iter().map(|&s| s == State::Free).collect();
    let mut greedy: Vec<bool> = states.iter().map(|&s| s == State::Open).collect();
    add_greedily(rows, &free, &mut greedy, centres, watch);
    let mut incumbents = Incumbents::new(1);
    for mut open in known.into_iter().chain([greedy]) {
        interchange(rows, &free, &mut open, watch);
        incumbents.offer_all(handler, vec![open]);
    }
    let y = incumbents.layouts.first().map_or_else(
        || vec![0.0; states.len()],
        |(_, open)| open.iter().map(|&open| f64::from(u8::from(open))).collect(),
    );
    let beginning = Beginning {
        incumbents,
        root: OpenNode {
            states: states.clone(),
            start: Arc::new(BackupStart {
                rows: rows.clone(),
                y,
                balance: 1.0,
            }),
        },
        next: NextNode::LEAST_BOUND,
    };
    let search = LayoutSearch::new(&nothing, states, centres, handler, watch);
    let solved = |node, limits| solve(node, &search, limits);
    rounds(&search, beginning, solved, |_| Further::Layouts(Vec::new()))
}

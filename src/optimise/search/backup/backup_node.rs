use super::backup_bound::BackupBound;
use super::backup_relaxation::{self, BackupRelaxation};
use super::backup_rows::BackupRows;
use super::backup_swaps::interchange;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::open_node::{
    NodeLimits, NodeOutcome, NodeStart, OpenNode, SolvedNode,
};
use crate::optimise::search::relaxation::{LARGE, Progress};
use crate::optimise::search::site_state::{State, count};
use std::sync::Arc;

/// Where the relaxation of a node begins: where that of its parent ended.
pub(super) struct BackupStart {
    /// With what was decided in the parent, and with its multipliers.
    pub(super) rows: BackupRows,
    pub(super) y: Vec<f64>,
    pub(super) balance: f64,
}

impl NodeStart for BackupStart {
    fn bytes(&self) -> u64 {
        (size_of::<Self>() + self.rows.bytes() + size_of_val(self.y.as_slice())) as u64
    }
}

/// A node is divided when its relaxation is known to this part of what it lacks to the cutoff.
const CONVERGED: f64 = 16.0;

/// Iterations after which a node is divided in any case.
const PATIENCE: u64 = 600;

/// Bounds a node from below, finds layouts in it, and divides it if need be.
pub(super) fn solve(
    node: OpenNode<BackupStart>,
    search: &LayoutSearch,
    limits: NodeLimits,
) -> SolvedNode<BackupStart> {
    let mut start = node.start;
    let mut node = NodeSearch {
        search,
        is_root: node.states == search.states,
        states: node.states,
        limits,
        solved: SolvedNode::nothing(),
        tried: Vec::new(),
    };
    while let Some(next) = node.advance(&start) {
        start = Arc::new(next);
    }
    node.solved
}

struct NodeSearch<'a> {
    search: &'a LayoutSearch<'a>,
    is_root: bool,
    states: Vec<State>,
    limits: NodeLimits,
    solved: SolvedNode<BackupStart>,
    /// The last layout that was rounded from the relaxation, of the undecided sites.
    tried: Vec<bool>,
}

impl NodeSearch<'_> {
    fn count(&self, state: State) -> usize {
        count(&self.states, state)
    }

    /// Relaxes what is undecided; a smaller start if much was decided, `None` when the node is solved, or when there is
    /// no time to divide a node of so many rows.
    fn advance(&mut self, start: &Arc<BackupStart>) -> Option<BackupStart> {
        let (open, free) = (self.count(State::Open), self.count(State::Free));
        let centres = self.search.centres.checked_sub(open)?;
        if free < centres {
            return None;
        }
        if centres == 0 || free == centres {
            let is_open = |&s: &State| s == State::Open || (s == State::Free && centres > 0);
            self.consider(self.states.iter().map(is_open).collect());
            return None;
        }
        let base = start.rows.base;
        let ceiling = self.limits.cutoff.saturating_sub_unsigned(base).max(0);
        let rows = start.rows.reduced(&self.states, ceiling.unsigned_abs());
        let (watch, is_large) = (self.search.watch, rows.size() >= LARGE);
        if is_large && watch.is_over() {
            return self.interrupted(start);
        }
        // What is decided on the way is still undecided for the relaxation.
        let states = self.states.clone();
        let mut relaxation =
            BackupRelaxation::new(&rows, &states, centres, &start.y, start.balance);
        let mut best = rows.clone();
        let mut highest = i128::MIN;
        let mut fixed = 0;
        loop {
            let progress = relaxation.round(watch);
            self.solved.iterations += backup_relaxation::ROUND;
            let now = relaxation.rows();
            let bound = BackupBound::new(&now, &states, centres);
            if bound.value() > highest {
                highest = bound.value();
                best = now;
            }
            self.limits.bound = self.limits.bound.max(bound.value());
            if self.is_pruned() {
                return None;
            }
            if is_large && watch.is_over() {
                return self.interrupted(start);
            }
            self.round_off(&rows, &states, relaxation.y(), centres, self.is_root);
            if self.is_pruned() {
                return None;
            }
            fixed += bound.fix(&mut self.states, self.limits.cutoff);
            let next = |rows| BackupStart {
                rows,
                y: relaxation.y().to_vec(),
                balance: relaxation.balance(),
            };
            let (open, left) = (self.count(State::Open), self.count(State::Free));
            let decided = open >= self.search.centres || open + left <= self.search.centres;
            if decided || fixed * 8 > free {
                return Some(next(best));
            }
            if self.is_relaxed(progress.with_base(rows.base)) {
                self.round_off(&rows, &states, relaxation.y(), centres, true);
                let site = self.branching_site(relaxation.y(), &bound);
                let (start, bound) = (next(best), self.limits.bound);
                self.solved.outcome = NodeOutcome::divided(&self.states, site, start, bound);
                return None;
            }
        }
    }

    fn interrupted(&mut self, start: &Arc<BackupStart>) -> Option<BackupStart> {
        let (states, start) = (self.states.clone(), Arc::clone(start));
        let node = OpenNode { states, start };
        self.solved.outcome = NodeOutcome::Unsolved(self.limits.bound, node);
        None
    }

    fn is_pruned(&mut self) -> bool {
        let pruned = self.limits.bound >= self.limits.target;
        if pruned {
            self.solved.outcome = NodeOutcome::Pruned(self.limits.bound);
        }
        pruned
    }

    /// Whether more iterations are not worth their time.
    fn is_relaxed(&self, progress: Progress) -> bool {
        let Progress { primal, dual } = progress;
        let cutoff = self.limits.cutoff as f64;
        let converged = primal - dual < CONVERGED * (cutoff - primal)
            || cutoff - dual < 1e-10 * primal
            || primal - dual < 1e-7 * primal;
        let patient = self.solved.iterations < PATIENCE;
        converged || !patient || self.search.watch.is_over()
    }

    fn consider(&mut self, layout: Vec<bool>) {
        self.solved.offer(layout, self.search, &mut self.limits);
    }

    /// Tries the layout of the sites that the relaxation opens most.
    fn round_off(
        &mut self,
        rows: &BackupRows,
        states: &[State],
        y: &[f64],
        centres: usize,
        improve: bool,
    ) {
        let free: Vec<bool> = states.iter().map(|&s| s == State::Free).collect();
        let mut order: Vec<usize> = (0..free.len()).filter(|&site| free[site]).collect();
        order.sort_by(|&a, &b| y[b].total_cmp(&y[a]));
        let mut open = vec![false; free.len()];
        for &site in order.iter().take(centres) {
            open[site] = true;
        }
        if self.tried == open && !improve {
            return;
        }
        self.tried.clone_from(&open);
        let cutoff = self.limits.cutoff;
        let is_better = |cost: u128| i128::try_from(cost).is_ok_and(|cost| cost < cutoff);
        if (improve || is_better(rows.cost(&open)))
            && is_better(interchange(rows, &free, &mut open, self.search.watch))
        {
            for (open, &state) in open.iter_mut().zip(states) {
                *open |= state == State::Open;
            }
            self.consider(open);
        }
    }

    /// The free site that the relaxation is least sure of; of equals the first.
    fn branching_site(&self, y: &[f64], bound: &BackupBound) -> usize {
        let free = (0..self.states.len()).filter(|&site| self.states[site] == State::Free);
        let doubt = |site: usize| bound.saved(site) * y[site].min(1.0 - y[site]).max(1e-6);
        let most = free.max_by(|&a, &b| doubt(a).total_cmp(&doubt(b)).then(b.cmp(&a)));
        most.unwrap_or(0)
    }
}

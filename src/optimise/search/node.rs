use super::bound::Bound;
use super::cover_tree::{CoverTree, MUST};
use super::cut::Cut;
use super::depth_first::DepthFirst;
use super::dominated_columns::close_dominated;
use super::layout_search::LayoutSearch;
use super::open_node::{NodeOutcome, OpenNode, SolvedNode};
use super::reduction::reduced;
use super::relaxation::{self, Relaxation};
use super::rounds::NodeLimits;
use super::site_state::State;
use super::swaps::Swaps;
use super::warm_start::WarmStart;
use std::cmp::Ordering;
use std::sync::Arc;

/// A node is divided when its relaxation is known to this part of what it lacks to the cutoff.
const CONVERGED: f64 = 16.0;

/// Iterations after which a node is divided in any case.
const PATIENCE: u64 = 400;

/// Times that the root is relaxed again with further rows.
const AGAIN_AT_ROOT: u32 = 40;

/// The same of any other node.
const AGAIN: u32 = 6;

/// Bounds a node from below, finds layouts in it, and divides it if need be.
///
/// Layouts that cost the cutoff or more are of no interest; a bound of the target is enough.
pub(super) fn solve(
    node: OpenNode<WarmStart>,
    search: &LayoutSearch,
    limits: NodeLimits,
) -> SolvedNode<WarmStart> {
    let mut start = node.start;
    let mut node = NodeSearch {
        search,
        states: node.states,
        bound: limits.bound,
        cutoff: limits.cutoff,
        target: limits.target,
        solved: SolvedNode::nothing(),
        tried: Vec::new(),
        improved: Vec::new(),
        patience: PATIENCE,
        relaxed_again: 0,
    };
    loop {
        if node.is_decided() {
            break;
        }
        match node.relax(&start) {
            Step::Reduced(next) => start = Arc::new(next),
            Step::Divide(site, next) => {
                node.divide(site, &Arc::new(next));
                break;
            }
            Step::Pruned => {
                node.solved.outcome = NodeOutcome::Pruned(node.bound);
                break;
            }
        }
    }
    node.solved
}

/// A node while it is being solved.
struct NodeSearch<'a> {
    search: &'a LayoutSearch<'a>,
    states: Vec<State>,
    bound: i128,
    cutoff: i128,
    target: i128,
    solved: SolvedNode<WarmStart>,
    /// The last layout that was rounded from the relaxation.
    tried: Vec<bool>,
    /// The last one that interchange has improved.
    improved: Vec<bool>,
    /// Iterations after which the node is divided.
    patience: u64,
    relaxed_again: u32,
}

enum Step {
    /// Sites were fixed: go on with the smaller tree.
    Reduced(WarmStart),
    Divide(usize, WarmStart),
    Pruned,
}

/// What a fractional layout is rounded for.
#[derive(Clone, Copy)]
struct Rounding<'a> {
    tree: &'a CoverTree,
    states: &'a [State],
    centres: usize,
}

impl NodeSearch<'_> {
    /// Whether nothing is left to decide, or nothing of interest.
    fn is_decided(&mut self) -> bool {
        self.search.handler.propagate(&mut self.states);
        let count = |state| self.states.iter().filter(|&&s| s == state).count();
        let (open, free) = (count(State::Open), count(State::Free));
        if open > self.search.centres || open + free < self.search.centres {
            return true;
        }
        if self.search.handler.is_infeasible(&self.states) {
            return true;
        }
        let rest = if open == self.search.centres {
            State::Closed
        } else if open + free == self.search.centres {
            State::Open
        } else {
            return false;
        };
        let layout = self
            .states
            .iter()
            .map(|&state| state == State::Open || (state == State::Free && rest == State::Open))
            .collect();
        self.consider(layout);
        true
    }

    fn consider(&mut self, layout: Vec<bool>) {
        debug_assert_eq!(
            layout.iter().filter(|&&open| open).count(),
            self.search.centres
        );
        let Some(cost) = self.search.handler.cost(&layout) else {
            return;
        };
        if self.search.wanted == 1 {
            let (cutoff, target) = self.search.limits(cost);
            if cutoff < self.cutoff {
                (self.cutoff, self.target) = (cutoff, target);
            }
        }
        self.solved.layouts.push((cost, layout));
    }

    fn relax(&mut self, start: &WarmStart) -> Step {
        let ceiling = if self.search.capped {
            u128::try_from(self.cutoff.saturating_sub_unsigned(start.tree.base)).unwrap_or(0)
        } else {
            u128::MAX
        };
        let is_root = self.states == self.search.states;
        let opened = self.states.iter().filter(|&&s| s == State::Open).count();
        let centres = self.search.centres - opened;
        if self.search.handler.relaxation_is_exact() && self.search.wanted == 1 {
            // The start's tree is not enough: it has lost rows that a good layout hits often.
            close_dominated(self.search.tree, &mut self.states, centres);
        }
        let (tree, mut multipliers) = reduced(
            &start.tree,
            &self.states,
            |_| true,
            ceiling,
            &start.multipliers,
        );
        // Sites that are fixed on the way stay free for this tree, which has them in its rows.
        let states = self.states.clone();
        let free = states.iter().filter(|&&s| s == State::Free).count();
        let mut relaxation = Relaxation::new(
            &tree,
            &states,
            centres,
            &start.y,
            &multipliers,
            start.balance,
        );
        let rows = DepthFirst::new(&tree, states.len());
        let mut swaps = None;
        let whole: f64 = tree.weights().map(|weight| weight as f64).sum();
        let mut highest = i128::MIN;
        let mut fixed = 0;
        loop {
            let progress = relaxation.round();
            self.solved.iterations += relaxation::ROUND;
            let now = relaxation.multipliers();
            let bound = Bound::new(&tree, &states, centres, &now);
            if bound.value > highest {
                highest = bound.value;
                multipliers = now;
            }
            self.bound = self.bound.max(bound.value);
            if self.bound >= self.target {
                return Step::Pruned;
            }
            let rounding = Rounding {
                tree: &tree,
                states: &states,
                centres,
            };
            let y = relaxation.y();
            self.round_off(rounding, y, (&rows, &mut swaps), is_root);
            if self.bound >= self.target {
                return Step::Pruned;
            }
            fixed += self.fix(&bound);
            let start = |tree: &CoverTree, relaxation: &Relaxation, multipliers| WarmStart {
                tree: tree.clone(),
                y: relaxation.y().to_vec(),
                multipliers,
                balance: relaxation.balance(),
            };
            let open = self.states.iter().filter(|&&s| s == State::Open).count();
            let left = self.states.iter().filter(|&&s| s == State::Free).count();
            let decided = open == self.search.centres || open + left == self.search.centres;
            if decided || open > self.search.centres || fixed * 8 > free {
                return Step::Reduced(start(&tree, &relaxation, multipliers));
            }
            let primal = progress.primal + tree.base as f64;
            let dual = progress.dual + tree.base as f64;
            let room = self.cutoff as f64 - dual;
            let converged = if self.cutoff == i128::MAX {
                primal - dual < 1e-4 * primal
            } else {
                primal - dual < CONVERGED * (self.cutoff as f64 - primal) || room < 1e-10 * primal
            };
            // Nothing is missed by half a site here and half a site there.
            let feasible = progress.primal < 1e-7 * whole;
            let nearly = !self.search.capped && progress.primal < 1e-2 * whole;
            let interrupted = self.search.watch.interruption().is_some();
            let patient = self.solved.iterations < self.patience;
            let ready = converged || feasible || !patient || interrupted;
            if ready {
                self.round_off(rounding, relaxation.y(), (&rows, &mut swaps), true);
            }
            if (ready || nearly) && !interrupted {
                let start = start(&tree, &relaxation, multipliers.clone());
                if let Some(start) = self.with_separated_rows(start, &states) {
                    return Step::Reduced(start);
                }
            }
            if ready {
                let saved: Vec<f64> = bound.saved.iter().map(|&s| s as f64).collect();
                let site = self
                    .branching_candidate(&states)
                    .unwrap_or_else(|| self.branching_site(relaxation.y(), &saved));
                return Step::Divide(site, start(&tree, &relaxation, multipliers));
            }
        }
    }

    /// Tries the layout of the sites that the relaxation opens most.
    fn round_off<'a>(
        &mut self,
        rounding: Rounding,
        y: &[f64],
        (rows, swaps): (&'a DepthFirst, &mut Option<Swaps<'a>>),
        improve: bool,
    ) {
        let Rounding {
            tree,
            states,
            centres,
        } = rounding;
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
        let cost = |cost: u128| i128::try_from(cost).unwrap_or(i128::MAX);
        let rounded = tree.cost(&open);
        if !improve && cost(rounded) >= self.cutoff {
            return;
        }
        let swaps = swaps.get_or_insert_with(|| Swaps::new(rows, &open));
        swaps.move_to(&open);
        let saved = swaps.improve(&free, &free);
        if cost(rounded - saved) < self.cutoff {
            open.copy_from_slice(swaps.open());
            for (open, &state) in open.iter_mut().zip(states) {
                *open |= state == State::Open;
            }
            self.improved.clone_from(&open);
            self.consider(open);
        }
    }

    /// With rows that the relaxation, or the last layout from it, breaks; none if there are none, or
    /// the node was relaxed often enough.
    fn with_separated_rows(&mut self, start: WarmStart, states: &[State]) -> Option<WarmStart> {
        let is_root = self.states == self.search.states;
        if self.relaxed_again >= if is_root { AGAIN_AT_ROOT } else { AGAIN } {
            return None;
        }
        let is_open = |site: usize| f64::from(u8::from(states[site] == State::Open));
        let y: Vec<f64> = (0..states.len())
            .map(|site| start.y[site].max(is_open(site)))
            .collect();
        let mut sets = self.search.handler.separate(&y);
        let cuts = self.search.handler.separate_cuts(&y);
        let cuts = cuts.iter().filter_map(|cut| cut.reduced(states));
        let cuts: Vec<Cut> = cuts.filter(|cut| !cut.parts.is_empty()).collect();
        if !self.improved.is_empty() {
            let improved = self.improved.iter().map(|&open| f64::from(u8::from(open)));
            sets.extend(self.search.handler.separate(&improved.collect::<Vec<_>>()));
        }
        // The last layout may be older than the last sites that were opened.
        sets.retain(|set| {
            let mut states = set.iter().map(|&site| states[usize::from(site)]);
            states.all(|state| state != State::Open)
        });
        for set in &mut sets {
            set.retain(|&site| states[usize::from(site)] == State::Free);
        }
        sets.retain(|set| !set.is_empty());
        sets.sort();
        sets.dedup();
        if sets.is_empty() && cuts.is_empty() {
            return None;
        }
        self.relaxed_again += 1;
        self.patience = self.solved.iterations + PATIENCE;
        let weight = if self.search.capped {
            let most = self
                .cutoff
                .saturating_sub(self.bound)
                .max(1)
                .cast_unsigned();
            let whole: u128 = start.tree.weights().sum();
            (4 * most.min(whole / 16)).max(1)
        } else {
            MUST
        };
        Some(start.with_rows(&sets, cuts, weight))
    }

    /// Fixes what any layout of interest must have; says how many sites.
    fn fix(&mut self, bound: &Bound) -> usize {
        let mut fixed = 0;
        for site in 0..self.states.len() {
            if self.states[site] == State::Free {
                self.states[site] = bound.implied(site, self.cutoff);
                fixed += usize::from(self.states[site] != State::Free);
            }
        }
        fixed
    }

    /// A site to decide because the last layout from the relaxation breaks a constraint.
    fn branching_candidate(&self, states: &[State]) -> Option<usize> {
        let open = self.tried.iter().zip(states);
        let open: Vec<bool> = open
            .map(|(&tried, &state)| tried || state == State::Open)
            .collect();
        let site = self
            .search
            .handler
            .branching_candidate(&open, &self.states)?;
        (self.states[site] == State::Free).then_some(site)
    }

    /// The free site that the relaxation is least sure of; of equals the first.
    fn branching_site(&self, y: &[f64], saved: &[f64]) -> usize {
        (0..self.states.len())
            .filter(|&site| self.states[site] == State::Free)
            .max_by(|&a, &b| {
                // Where any feasible layout is enough, what a site saves says nothing.
                let weight = |site: usize| if self.search.capped { saved[site] } else { 1.0 };
                let doubt = |site: usize| weight(site) * y[site].min(1.0 - y[site]);
                match doubt(a).total_cmp(&doubt(b)) {
                    Ordering::Equal => b.cmp(&a),
                    order => order,
                }
            })
            .unwrap_or(0)
    }

    fn divide(&mut self, site: usize, start: &Arc<WarmStart>) {
        let part = |state| {
            let mut states = self.states.clone();
            states[site] = state;
            let start = Arc::clone(start);
            (self.bound, OpenNode { states, start })
        };
        let parts = vec![part(State::Open), part(State::Closed)];
        self.solved.outcome = NodeOutcome::Branched(parts);
    }
}

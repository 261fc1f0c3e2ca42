use super::bound::Bound;
use super::cover_tree::{CoverTree, MUST};
use super::cut::Cut;
use super::depth_first::DepthFirst;
use super::dominated_columns::close_dominated;
use super::free_sets::among_free;
use super::iterated_search::{PART, better_layout};
use super::layout_search::{LayoutSearch, floor};
use super::least_sure::least_sure;
use super::open_node::{NodeLimits, NodeOutcome, OpenNode, SolvedNode};
use super::patience::Patience;
use super::reduction::reduced;
use super::relaxation::{self, LARGE, Progress, Relaxation};
use super::rounding::Rounding;
use super::site_state::{State, count, with_open};
use super::strong_branching::BranchingPoint;
use super::warm_start::WarmStart;
use std::sync::Arc;

/// Iterations of the root after which a better layout is looked for.
const EARLY: u64 = 100;

/// Of what the root's relaxation has walked over, the part that interchange may look at before it is divided.
const PART_OF_ROUNDING: u64 = 64;

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
    let is_root = node.states == search.states;
    let mut node = NodeSearch {
        search,
        is_root,
        looked_around: 0,
        states: node.states,
        limits,
        solved: SolvedNode::nothing(),
        tried: Vec::new(),
        improved: Vec::new(),
        patience: Patience::new(is_root),
        relaxed_again: 0,
    };
    loop {
        if node.is_decided() {
            break;
        }
        match node.relax(&start) {
            Step::Reduced(next) => start = Arc::new(next),
            Step::Divide(site, next) => {
                let bound = node.limits.bound;
                node.solved.outcome = NodeOutcome::divided(&node.states, site, next, bound);
                break;
            }
            Step::Pruned => {
                node.solved.outcome = NodeOutcome::Pruned(node.limits.bound);
                break;
            }
            Step::Interrupted => {
                let (bound, states) = (node.limits.bound, node.states);
                node.solved.outcome = NodeOutcome::Unsolved(bound, OpenNode { states, start });
                break;
            }
        }
    }
    node.solved
}

/// A node while it is being solved.
struct NodeSearch<'a> {
    search: &'a LayoutSearch<'a>,
    /// Whether nothing was decided before it.
    is_root: bool,
    /// How often a better layout was looked for.
    looked_around: u32,
    states: Vec<State>,
    limits: NodeLimits,
    solved: SolvedNode<WarmStart>,
    /// The last layout that was rounded from the relaxation.
    tried: Vec<bool>,
    /// The last one that interchange has improved.
    improved: Vec<bool>,
    patience: Patience,
    relaxed_again: u32,
}

enum Step {
    /// Sites were fixed: go on with the smaller tree.
    Reduced(WarmStart),
    Divide(usize, WarmStart),
    Pruned,
    /// There is no time to divide a node of so many rows.
    Interrupted,
}

impl NodeSearch<'_> {
    /// Whether nothing is left to decide, or nothing of interest.
    fn is_decided(&mut self) -> bool {
        self.search.handler.propagate(&mut self.states);
        let (open, free) = (self.count(State::Open), self.count(State::Free));
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

    fn count(&self, state: State) -> usize {
        count(&self.states, state)
    }

    fn consider(&mut self, layout: Vec<bool>) {
        self.solved.offer(layout, self.search, &mut self.limits);
    }

    /// The rows and multipliers of what is undecided; `None` if the time is over.
    fn undecided(&mut self, start: &WarmStart, centres: usize) -> Option<(CoverTree, Vec<f64>)> {
        let room = self.limits.cutoff.saturating_sub_unsigned(start.tree.base);
        let ceiling = if self.search.capped {
            u128::try_from(room).unwrap_or(0)
        } else {
            u128::MAX
        };
        if self.search.handler.relaxation_is_exact() && self.search.wanted == 1 {
            // The start's tree is not enough: it has lost rows that a good layout hits often.
            close_dominated(self.search.tree, &mut self.states, centres);
        }
        reduced(
            &start.tree,
            &self.states,
            |_| true,
            ceiling,
            &start.multipliers,
            self.search.watch,
        )
    }

    fn relax(&mut self, start: &WarmStart) -> Step {
        let centres = self.search.centres - self.count(State::Open);
        let Some((tree, mut multipliers)) = self.undecided(start, centres) else {
            return Step::Interrupted;
        };
        // Sites that are fixed on the way stay free for this tree, which has them in its rows.
        let states = self.states.clone();
        let free = self.count(State::Free);
        let mut relaxation = start.relaxation(&tree, &states, centres, &multipliers, self.is_root);
        let watch = self.search.watch;
        let in_hurry = || tree.len() >= LARGE && watch.is_over();
        if in_hurry() {
            return Step::Interrupted;
        }
        let rows = DepthFirst::new(&tree, states.len());
        let mut rounding = Rounding::new(&tree, &rows, &states, centres, watch);
        let whole: f64 = tree.weights().map(|weight| weight as f64).sum();
        let mut best = Bound::new(&tree, &states, centres, &multipliers);
        let known_gains = &start.gains;
        let mut fixed = 0;
        loop {
            let progress = relaxation.round(watch);
            self.solved.iterations += relaxation::ROUND;
            self.solved.walked += relaxation::ROUND * tree.len() as u64;
            // What is summed exactly is what the relaxation says, but for its rounding.
            if progress.with_base(tree.base).dual > best.value as f64 {
                let now = relaxation.multipliers();
                let bound = Bound::new(&tree, &states, centres, &now);
                if bound.value > best.value {
                    best = bound;
                    multipliers = now;
                }
            }
            self.limits.bound = self.limits.bound.max(best.value);
            if self.limits.bound >= self.limits.target {
                return Step::Pruned;
            }
            if in_hurry() {
                return Step::Interrupted;
            }
            let improve = self.is_root && rounding.work() <= self.solved.walked / PART_OF_ROUNDING;
            self.round_off(&mut rounding, relaxation.y(), improve);
            if self.limits.bound >= self.limits.target {
                return Step::Pruned;
            }
            fixed += self.fix(&best);
            let start = |tree: &CoverTree, relaxation: &Relaxation, multipliers| WarmStart {
                tree: tree.clone(),
                y: relaxation.y().to_vec(),
                multipliers,
                balance: relaxation.balance(),
                gains: known_gains.clone(),
            };
            let (open, left) = (self.count(State::Open), self.count(State::Free));
            if open >= self.search.centres || open + left == self.search.centres || fixed * 8 > free
            {
                return Step::Reduced(start(&tree, &relaxation, multipliers));
            }
            // Nothing is missed by half a site here and half a site there.
            let feasible = progress.primal < 1e-7 * whole;
            let nearly = !self.search.capped && progress.primal < 1e-2 * whole;
            if in_hurry() {
                return Step::Interrupted;
            }
            let interrupted = watch.is_over();
            let spent = self.solved.iterations;
            let progress = progress.with_base(tree.base);
            let over =
                self.patience
                    .is_over(spent, progress, self.limits.bound, self.limits.cutoff);
            let ready = over || feasible || interrupted;
            if ready {
                self.round_off(&mut rounding, relaxation.y(), true);
            }
            let early = spent >= EARLY && self.looked_around == 0;
            if !interrupted
                && (ready || early)
                && self.look_around(&with_open(&self.tried, &states))
            {
                fixed += self.fix(&best);
                if fixed * 8 > free {
                    return Step::Reduced(start(&tree, &relaxation, multipliers));
                }
                continue;
            }
            if (ready || nearly) && !interrupted {
                let start = start(&tree, &relaxation, multipliers.clone());
                if let Some(start) = self.with_separated_rows(start, &states) {
                    return Step::Reduced(start);
                }
            }
            if ready {
                let mut next = start(&tree, &relaxation, multipliers);
                let site = self.site_to_divide(&mut next, &states, progress, &best.saved);
                return Step::Divide(site, next);
            }
        }
    }

    /// Tries the layout of the sites that the relaxation opens most.
    fn round_off(&mut self, rounding: &mut Rounding, y: &[f64], improve: bool) {
        let rounded = rounding.layout(y);
        if self.tried == rounded && !improve {
            return;
        }
        let cost = rounding.cost(&rounded);
        self.tried.clone_from(&rounded);
        if !improve && floor(cost) >= self.limits.cutoff {
            return;
        }
        let (cost, mut open) = rounding.improved(&rounded, cost);
        if floor(cost) < self.limits.cutoff {
            // With what was open when the rounding began; sites that were closed since may be open.
            open = with_open(&open, rounding.states());
            self.improved.clone_from(&open);
            self.consider(open);
        }
    }

    /// At the root, twice, looks for a better layout around the best one of it, or a known one; whether it found
    /// one.
    fn look_around(&mut self, known: &[bool]) -> bool {
        if !self.is_root || self.looked_around == 2 || self.search.wanted > 1 {
            return false;
        }
        self.looked_around += 1;
        let best = self.solved.layouts.iter().min_by_key(|(cost, _)| *cost);
        let best = best.map_or(known, |(_, open)| open);
        let spent = self.solved.iterations;
        let Some(better) = better_layout(self.search, best, self.solved.walked / PART, spent)
        else {
            return false;
        };
        let before = self.limits.cutoff;
        self.consider(better);
        self.limits.cutoff < before
    }

    /// With rows that the relaxation, or the last layout from it, breaks; none if there are none, or
    /// the node was relaxed often enough.
    fn with_separated_rows(&mut self, start: WarmStart, states: &[State]) -> Option<WarmStart> {
        if self.relaxed_again >= if self.is_root { AGAIN_AT_ROOT } else { AGAIN } {
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
        let sets = among_free(sets, states);
        if sets.is_empty() && cuts.is_empty() {
            return None;
        }
        self.relaxed_again += 1;
        self.patience.renew(self.solved.iterations);
        let weight = if self.search.capped {
            let most = self
                .limits
                .cutoff
                .saturating_sub(self.limits.bound)
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
        bound.fix(&mut self.states, self.limits.cutoff)
    }

    /// The site to divide by; `states` are those that the relaxation began with.
    fn site_to_divide(
        &self,
        next: &mut WarmStart,
        states: &[State],
        progress: Progress,
        saved: &[i128],
    ) -> usize {
        if let Some(site) = self.branching_candidate(states) {
            return site;
        }
        let search = self.search;
        // Where any feasible layout is enough, what a site saves says nothing.
        let saved = search.capped.then_some(saved);
        let centres = search.centres - count(states, State::Open);
        let is_cheap = search.handler.relaxation_is_exact();
        if let Some(saved) = saved.filter(|_| !is_cheap && centres > 1) {
            let mut gains = std::mem::take(&mut next.gains);
            let point = BranchingPoint {
                start: next,
                states,
                centres,
                progress,
                is_root: self.is_root,
                watch: search.watch,
            };
            let doubt = |site: usize| match self.states[site] {
                State::Free => saved[site] as f64 * next.y[site].min(1.0 - next.y[site]),
                _ => 0.0,
            };
            let room = self.limits.cutoff.saturating_sub(self.limits.bound).max(1);
            let site = point.best_site(doubt, room as f64, &mut gains);
            next.gains = gains;
            return site.unwrap_or_else(|| least_sure(&self.states, &next.y, Some(saved)));
        }
        least_sure(&self.states, &next.y, saved)
    }

    /// A site to decide because the last layout from the relaxation breaks a constraint.
    fn branching_candidate(&self, states: &[State]) -> Option<usize> {
        let open = with_open(&self.tried, states);
        let site = self
            .search
            .handler
            .branching_candidate(&open, &self.states)?;
        (self.states[site] == State::Free).then_some(site)
    }
}

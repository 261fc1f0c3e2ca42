use super::effort::{EARLY, Effort};
use super::if_decided::IfDecided;
use super::joining::Joining;
use super::merged_points::MergedPoints;
use super::multipliers::{Highest, Limits, Multipliers};
use super::region::Region;
use super::regional_search::RegionalSearch;
use super::regrouping::{Links, Regrouped};
use super::relaxation::{Evaluation, Relaxation};
use super::volume_filter::VolumeFilter;
use crate::optimise::search::open_node::{
    NodeLimits, NodeOutcome, NodeStart, OpenNode, SolvedNode,
};
use crate::optimise::search::site_state::{State, count};
use std::sync::Arc;

/// What a node takes over from its parent.
pub(crate) struct RegionalStart {
    pub(crate) merged: MergedPoints,
    /// None at the root.
    pub(crate) regions: Vec<Region>,
    pub(crate) multipliers: Multipliers,
    /// By candidate, how often it was chosen.
    pub(crate) likely: Vec<f64>,
    /// How often regions were bounded on the way from the root.
    pub(crate) rounds: u32,
}

impl NodeStart for RegionalStart {
    fn bytes(&self) -> u64 {
        let regions: usize = self.regions.iter().map(Region::bytes).sum();
        let likely = size_of_val(self.likely.as_slice());
        (size_of::<Self>() + self.merged.bytes() + self.multipliers.bytes() + regions + likely)
            as u64
    }
}

/// Milliseconds that multipliers may rise at a node: what is beyond their reach is left out.
const REACH: f64 = 180_000.0;

/// The weight of the last iteration in how likely a candidate is.
const LATEST: f64 = 0.08;

/// With so few sets of a single region, each is looked at.
const FEW_SETS: usize = 64;

/// Bounds a node, finds layouts in it, and divides it if need be. Layouts that cost the cutoff or more are of no
/// interest; a bound of the target is enough.
pub(crate) fn solve(
    node: OpenNode<RegionalStart>,
    search: &RegionalSearch,
    limits: NodeLimits,
) -> SolvedNode<RegionalStart> {
    let mut start = node.start;
    let mut node = NodeSearch {
        search,
        states: node.states,
        limits,
        solved: SolvedNode::nothing(),
    };
    while let Some(next) = node.advance(&start) {
        start = Arc::new(next);
    }
    node.solved
}

struct NodeSearch<'a> {
    search: &'a RegionalSearch<'a>,
    states: Vec<State>,
    limits: NodeLimits,
    solved: SolvedNode<RegionalStart>,
}

impl NodeSearch<'_> {
    /// One round: from the start, with what is decided, to a smaller start; `None` when the node is solved.
    fn advance(&mut self, start: &RegionalStart) -> Option<RegionalStart> {
        let next = self.with_decisions(start)?;
        if self.decide(&next.regions)? > 0 {
            return Some(next);
        }
        self.bounded(next)
    }

    /// The start without what is decided, and without sets that break the limits.
    fn with_decisions(&mut self, start: &RegionalStart) -> Option<RegionalStart> {
        let mut touched = vec![false; self.states.len()];
        let group = &start.multipliers.group;
        let (merged, group) = start.merged.reduced(&self.states, group, &mut touched);
        let centres = self.left_to_open()?;
        let free = self.free();
        if free < centres {
            return None;
        }
        if centres == 0 || free == centres {
            let is_open = |&s: &State| s == State::Open || (s == State::Free && centres > 0);
            self.consider(&self.states.iter().map(is_open).collect::<Vec<_>>());
            return None;
        }
        let sizes = self.search.sizes;
        let Regrouped {
            mut regions,
            is_new,
        } = if start.regions.is_empty() {
            Regrouped::at_root(&self.states, &merged, sizes)
        } else {
            Regrouped::after(&start.regions, &self.states, &merged, sizes)
        };
        let is_touched = |region: &Region| region.sites.iter().any(|&s| touched[usize::from(s)]);
        let check: Vec<bool> = (regions.iter().zip(&is_new))
            .map(|(region, &is_new)| is_new || is_touched(region))
            .collect();
        let filter = VolumeFilter {
            order: &self.search.order,
            merged: &merged,
            states: &self.states,
            nearest: self.search.nearest,
            limits: self.search.volumes,
        };
        if !filter.apply(&mut regions, &check) {
            return None;
        }
        let multipliers = Multipliers {
            group,
            price: start.multipliers.price.clone(),
            pull: regions.iter().map(|region| region.pull.clone()).collect(),
        };
        Some(RegionalStart {
            merged,
            regions,
            multipliers,
            likely: start.likely.clone(),
            rounds: start.rounds,
        })
    }

    /// Bounds what the start leaves; then as [`Self::advance`].
    fn bounded(&mut self, mut start: RegionalStart) -> Option<RegionalStart> {
        let (centres, free) = (self.left_to_open()?, self.free());
        let limits = Limits::new(self.search.volumes);
        let reach = if start.rounds == 0 {
            f64::INFINITY
        } else {
            REACH
        };
        let highest = Highest::new(&start.multipliers, &self.search.caps, reach);
        // What is decided on the way is still undecided for the relaxation.
        let states = self.states.clone();
        let RegionalStart {
            merged,
            regions,
            multipliers,
            likely,
            rounds,
        } = &mut start;
        let mut relaxation = Relaxation::new(merged, regions, &states, centres, limits, &highest);
        self.climb(&mut relaxation, multipliers, likely, Effort::after(*rounds))?;
        *rounds += 1;
        let proven = relaxation.evaluate::<true>(multipliers);
        if proven.value == f64::INFINITY {
            return None;
        }
        self.limits.bound = self.limits.bound.max(floor(proven.value - proven.rounding));
        if self.limits.bound >= self.limits.target {
            self.solved.outcome = NodeOutcome::Pruned(self.limits.bound);
            return None;
        }
        self.consider_chosen(&relaxation, &proven);
        let of_sets: Vec<Vec<(u32, f64)>> = (0..regions.len())
            .map(|number| relaxation.with_sets(&proven, number).collect())
            .collect();
        let if_decided = IfDecided::new(self.states.len(), regions, &of_sets);
        let is_of_interest = |cost: f64| floor(cost - proven.rounding) < self.limits.cutoff;
        let mut own = Vec::with_capacity(regions.len());
        for (number, of_sets) in of_sets.iter().enumerate() {
            let alone = relaxation.of_sets(number).zip(of_sets);
            let of_interest = alone.filter(|&(_, &(_, cost))| is_of_interest(cost));
            own.push(of_interest.map(|(alone, _)| alone).collect::<Vec<_>>());
        }
        for ((region, own), pull) in regions.iter_mut().zip(&own).zip(&multipliers.pull) {
            region.sets = own.iter().map(|&(set, _)| set).collect();
            region.pull.clone_from(pull);
        }
        if let [region] = regions.as_slice()
            && self.try_all(region, &of_sets[0], centres)
        {
            return None;
        }
        if self.decide(regions)? * 8 > free {
            return Some(start);
        }
        if self.limits.cutoff < i128::MAX {
            let joining = Joining {
                of_sets: &own,
                least: &proven.least,
                centres,
                constant: proven.constant,
                limit: self.limits.cutoff as f64 + 2.0 * proven.rounding,
                most: self.search.sizes.sets,
            };
            let joined = joining.join(regions, &Links::new(self.states.len(), merged));
            if joined > 0 && *rounds <= EARLY {
                // Again, after a look for better layouts.
                let (states, start) = (self.states.clone(), Arc::new(start));
                let same = vec![(self.limits.bound, OpenNode { states, start })];
                self.solved.outcome = NodeOutcome::Branched(same);
                return None;
            }
        }
        self.divide(start, &proven, &if_decided);
        None
    }

    /// Centres that are not decided yet; `None` if there are too many.
    fn left_to_open(&self) -> Option<usize> {
        let open = count(&self.states, State::Open);
        self.search.search.centres.checked_sub(open)
    }

    fn free(&self) -> usize {
        count(&self.states, State::Free)
    }

    /// Better multipliers, one step after another; `None` if a bound proves the node.
    fn climb(
        &mut self,
        relaxation: &mut Relaxation,
        best: &mut Multipliers,
        likely: &mut [f64],
        effort: Effort,
    ) -> Option<()> {
        let Effort {
            iterations,
            patience,
            first_step: mut length,
        } = effort;
        let (mut highest, mut stalled) = (f64::NEG_INFINITY, 0);
        let mut at = best.clone();
        for iteration in 1..=iterations {
            let now = relaxation.evaluate::<false>(&at);
            self.solved.iterations += 1;
            if now.value == f64::INFINITY {
                return None;
            }
            stalled += 1;
            if now.value > highest {
                if now.value > highest + 1e-5 * highest.abs() {
                    stalled = 0;
                }
                highest = now.value;
                best.clone_from(&at);
            }
            for (site, likely) in likely.iter_mut().enumerate() {
                let chosen = f64::from(u8::from(relaxation.is_chosen(&now, site)));
                *likely += LATEST * (chosen - *likely);
            }
            if floor(highest) >= self.limits.target || self.search.search.watch.is_over() {
                break;
            }
            if iteration % 25 == 0 {
                self.consider_chosen(relaxation, &now);
            }
            if stalled >= patience {
                (length, stalled) = (length * Effort::SHORTER, 0);
            }
            let goal = if self.limits.cutoff == i128::MAX {
                highest + 0.02 * highest.abs()
            } else {
                self.limits.cutoff as f64
            };
            if iteration == iterations
                || length < Effort::LAST_STEP
                || !relaxation.step(&mut at, &now, length * (goal - now.value))
            {
                break;
            }
        }
        Some(())
    }

    /// Decides the candidates that all sets of a region agree about, and says how many; `None` if there is no
    /// set or regions contradict each other.
    fn decide(&mut self, regions: &[Region]) -> Option<usize> {
        let mut decided = 0;
        for region in regions {
            if region.sets.is_empty() {
                return None;
            }
            let (open, closed) = region.decided();
            for (bit, &site) in region.sites.iter().enumerate() {
                let state = match (open >> bit & 1, closed >> bit & 1) {
                    (1, _) => State::Open,
                    (_, 1) => State::Closed,
                    _ => continue,
                };
                let known = &mut self.states[usize::from(site)];
                if *known == State::Free {
                    *known = state;
                    decided += 1;
                } else if *known != state {
                    return None;
                }
            }
        }
        Some(decided)
    }

    /// Looks at every set of the only region, if there are few; says whether that was done.
    fn try_all(&mut self, region: &Region, of_sets: &[(u32, f64)], centres: usize) -> bool {
        let of_interest = of_sets.iter().filter(|&&(set, _)| {
            set.count_ones() as usize == centres && region.sets.binary_search(&set).is_ok()
        });
        let mut sets: Vec<(f64, u32)> = of_interest.map(|&(set, cost)| (cost, set)).collect();
        if sets.len() > FEW_SETS {
            return false;
        }
        sets.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, set) in sets {
            let mut open: Vec<bool> = self.states.iter().map(|&s| s == State::Open).collect();
            for (bit, &site) in region.sites.iter().enumerate() {
                open[usize::from(site)] |= set >> bit & 1 == 1;
            }
            self.consider(&open);
        }
        true
    }

    fn consider_chosen(&mut self, relaxation: &Relaxation, now: &Evaluation) {
        let open: Vec<bool> = (self.states.iter().enumerate())
            .map(|(site, &state)| state == State::Open || relaxation.is_chosen(now, site))
            .collect();
        self.consider(&open);
    }

    fn consider(&mut self, candidates: &[bool]) {
        let open = self.search.layout(candidates);
        self.solved
            .offer(open, self.search.search, &mut self.limits);
    }

    /// Divides the node by the candidate that both parts gain most from.
    fn divide(&mut self, start: RegionalStart, proven: &Evaluation, if_decided: &IfDecided) {
        let room = if self.limits.cutoff == i128::MAX {
            0.05 * proven.value.abs()
        } else {
            self.limits.cutoff as f64 - proven.value
        };
        let free = (0..self.states.len()).filter(|&site| self.states[site] == State::Free);
        let score = |site: usize| if_decided.score(site, proven.value, room, start.likely[site]);
        let best = free.max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a)));
        let start = Arc::new(start);
        let part = |state: State| {
            let mut states = self.states.clone();
            let mut bound = self.limits.bound;
            if let Some(site) = best {
                states[site] = state;
                bound = bound.max(floor(if_decided.cost(site, state) - proven.rounding));
            }
            let start = Arc::clone(&start);
            (bound, OpenNode { states, start })
        };
        let mut parts = vec![part(State::Closed)];
        if best.is_some() {
            parts.insert(0, part(State::Open));
        }
        self.solved.outcome = NodeOutcome::Branched(parts);
    }
}

/// Bounds are far below 2¹²⁷.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the greatest number is as good as infinity"
)]
fn floor(bound: f64) -> i128 {
    bound.floor() as i128
}

use super::budget::{Interruption, Watch};
use super::cover_tree::{CoverTree, State};
use super::cut::Cut;
use super::gap::{Proof, SearchObjective};
use super::interchange::{add_greedily, interchange};
use super::node::{Node, Outcome};
use super::start::Start;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Nodes that are solved side by side. A fixed number, so that the tree does not depend on how
/// many threads there are.
const ROUND: usize = 8;

/// What a layout really costs, and which layouts will do.
///
/// The tree may leave out weights (far sites of a point), so that its cost is a lower bound; the
/// judge has the last word on every layout.
pub(super) trait Judge: Sync {
    /// The cost of a layout; `None` if it breaks a constraint.
    fn cost(&self, open: &[bool]) -> Option<u128>;

    /// A number that divides the difference of any two costs.
    fn grain(&self) -> u128 {
        1
    }

    /// What costs are in the unit that is printed, which a gap is a part of; none where the
    /// question is whether any layout will do, which is decided exactly.
    fn objective(&self) -> Option<SearchObjective> {
        None
    }

    /// Whether the rows are all that there is: a layout costs what the rows say, and any will do.
    fn rows_say_all(&self) -> bool {
        false
    }

    /// Fixes sites that no layout which will do could have otherwise.
    fn tighten(&self, _states: &mut [State]) {}

    /// Sets of sites of which every layout that will do has one, and this fractional layout less.
    fn missed_sets(&self, _y: &[f64]) -> Vec<Vec<u16>> {
        Vec::new()
    }

    /// Other rows that every layout that will do keeps to, and this fractional layout does not.
    fn missed_cuts(&self, _y: &[f64]) -> Vec<Cut> {
        Vec::new()
    }

    /// A free site to decide next so that this layout, which breaks a constraint, is ruled out or
    /// mended.
    fn culprit(&self, _open: &[bool], _states: &[State]) -> Option<usize> {
        None
    }

    /// Whether no layout with these sites open and those closed will do.
    fn hopeless(&self, _states: &[State]) -> bool {
        false
    }
}

/// Branch and bound over the layouts of so many centres.
///
/// Best bound first, in rounds of a fixed number of nodes: every node of a round sees the best
/// layouts as they were when the round began, and its findings are taken in order.
pub(super) struct Search<'a> {
    pub(super) tree: &'a CoverTree,
    pub(super) states: Vec<State>,
    pub(super) centres: usize,
    /// How many of the best layouts are wanted.
    pub(super) wanted: usize,
    pub(super) judge: &'a dyn Judge,
    /// Only layouts that cost less are of interest.
    pub(super) below: u128,
    /// A layout that costs no more ends the search.
    pub(super) enough: Option<u128>,
    /// Whether weights may be lowered to what a layout of interest can pay at most. Not where all
    /// that matters is whether anything is missed: a large weight then proves more.
    pub(super) capped: bool,
    /// Nodes after which the search ends without a proof.
    pub(super) most_nodes: u64,
    pub(super) watch: Watch<'a>,
}

/// What a search found.
#[derive(Debug)]
pub(super) struct Found {
    /// The best layouts, best first, with their cost.
    pub(super) layouts: Vec<(u128, Vec<bool>)>,
    /// No layout that is not in `layouts` costs less; with one layout wanted, none at all.
    pub(super) bound: u128,
    pub(super) nodes: u64,
    pub(super) iterations: u64,
    pub(super) interrupted: Option<Interruption>,
}

impl Found {
    /// Without what the search adds to every cost.
    pub(super) fn without(self, excess: u128) -> Self {
        let layouts = self.layouts.into_iter();
        Self {
            layouts: layouts.map(|(cost, open)| (cost - excess, open)).collect(),
            bound: self.bound.saturating_sub(excess),
            ..self
        }
    }

    /// What is proven of a layout that costs so much: of the best, or of the last of several.
    pub(super) fn proof(&self, cost: u128, objective: SearchObjective, watch: Watch) -> Proof {
        objective.proof(cost, self.bound, watch.gap(), self.interrupted)
    }
}

impl<'a> Search<'a> {
    /// For the best layout of so many centres, whatever it costs.
    pub(super) fn new(
        tree: &'a CoverTree,
        states: Vec<State>,
        centres: usize,
        judge: &'a dyn Judge,
        watch: Watch<'a>,
    ) -> Self {
        Self {
            tree,
            states,
            centres,
            wanted: 1,
            judge,
            below: u128::MAX,
            enough: None,
            capped: true,
            most_nodes: u64::MAX,
            watch,
        }
    }

    /// Layouts, and what interchange makes of them.
    fn improved(&self, known: Vec<Vec<bool>>) -> Vec<Vec<bool>> {
        let free: Vec<bool> = self.states.iter().map(|&s| s == State::Free).collect();
        let mut all = Vec::with_capacity(2 * known.len() + 1);
        for layout in known {
            let mut open = layout.clone();
            interchange(self.tree, &free, &free, &mut open);
            all.push(layout);
            all.push(open);
        }
        all
    }

    /// Searches, from these layouts as the best so far.
    pub(super) fn run(&self, known: Vec<Vec<bool>>) -> Found {
        let mut best = Best::new(self.wanted);
        let greedy = self.greedy();
        for open in self.improved(known).into_iter().chain([greedy]) {
            if let Some(cost) = self.judge.cost(&open) {
                best.offer(cost, open);
            }
        }
        let mut search = Tally {
            nodes: 0,
            iterations: 0,
            given_up: i128::MAX,
        };
        let mut open_nodes = BinaryHeap::new();
        let mut sequence = 0_u64;
        open_nodes.push(Waiting {
            bound: floor(self.tree.base),
            sequence,
            node: self.root(&best),
        });
        let mut interrupted = None;
        while !open_nodes.is_empty() {
            let least = best.layouts.first().map(|&(cost, _)| cost);
            if least
                .zip(self.enough)
                .is_some_and(|(least, enough)| least <= enough)
            {
                break;
            }
            interrupted = self.watch.interruption();
            if interrupted.is_some() || search.nodes >= self.most_nodes {
                break;
            }
            let cutoff = best.cutoff();
            let (cutoff, target) = cutoff.map_or_else(
                || (floor(self.below), floor(self.below)),
                |cost| self.limits(cost),
            );
            let mut batch = Vec::with_capacity(ROUND);
            while batch.len() < ROUND
                && let Some(Waiting { bound, node, .. }) = open_nodes.pop()
            {
                if bound >= target {
                    search.given_up = search.given_up.min(bound);
                } else {
                    batch.push((bound, node));
                }
            }
            let solved: Vec<_> = batch
                .into_par_iter()
                .map(|(bound, node)| node.solve(self, bound, cutoff, target))
                .collect();
            for report in solved {
                search.nodes += 1;
                search.iterations += report.iterations;
                for (cost, open) in report.layouts {
                    best.offer(cost, open);
                }
                match report.outcome {
                    Outcome::Done => {}
                    Outcome::Pruned(bound) => search.given_up = search.given_up.min(bound),
                    Outcome::Branched(bound, children) => {
                        for child in children {
                            sequence += 1;
                            open_nodes.push(Waiting {
                                bound,
                                sequence,
                                node: child,
                            });
                        }
                    }
                }
            }
        }
        let unsolved = open_nodes
            .iter()
            .map(|waiting| waiting.bound)
            .min()
            .unwrap_or(i128::MAX);
        let mut bound = unsolved.min(search.given_up);
        if let Some(worst) = best.cutoff().map(floor) {
            // No cost lies between this one and one that is less by a whole grain.
            let grain = floor(self.judge.grain());
            bound = worst - worst.saturating_sub(bound).max(0) / grain * grain;
        }
        Found {
            bound: ceil(bound),
            layouts: best.layouts,
            nodes: search.nodes,
            iterations: search.iterations,
            interrupted,
        }
    }

    /// Costs that are of no interest once there are layouts of this one, and bounds that are good
    /// enough to go no further.
    pub(super) fn limits(&self, cost: u128) -> (i128, i128) {
        // A better layout is better by a whole grain.
        let grain = self.judge.grain();
        let objective = self.judge.objective();
        let slack = objective.map_or(0, |o| o.slack(cost, self.watch.gap(), grain));
        let cutoff = (floor(cost) + 1 - floor(grain)).min(floor(self.below));
        (cutoff, cutoff.saturating_sub(floor(slack)))
    }

    /// The greedy layout, improved by interchange.
    pub(super) fn greedy(&self) -> Vec<bool> {
        let free: Vec<bool> = self.states.iter().map(|&s| s == State::Free).collect();
        let mut open: Vec<bool> = self.states.iter().map(|&s| s == State::Open).collect();
        add_greedily(self.tree, &free, &mut open, self.centres);
        interchange(self.tree, &free, &free, &mut open);
        open
    }

    fn root(&self, best: &Best) -> Node {
        let open = best.layouts.first().map(|(_, open)| open.clone());
        let open = open.unwrap_or_else(|| self.greedy());
        Node {
            states: self.states.clone(),
            start: Arc::new(Start::from_layout(self.tree, &self.states, &open)),
        }
    }
}

/// A node that is not solved yet; the greatest is the one with the least bound, of equals the
/// oldest.
struct Waiting {
    bound: i128,
    sequence: u64,
    node: Node,
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.bound, other.sequence).cmp(&(self.bound, self.sequence))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence
    }
}

impl Eq for Waiting {}

/// Counts of a search.
struct Tally {
    nodes: u64,
    iterations: u64,
    /// The least bound of a node that was good enough to go no further.
    given_up: i128,
}

/// The best layouts so far, in order of cost, equal costs in order of their sites.
struct Best {
    wanted: usize,
    layouts: Vec<(u128, Vec<bool>)>,
}

impl Best {
    fn new(wanted: usize) -> Self {
        Self {
            wanted,
            layouts: Vec::new(),
        }
    }

    fn offer(&mut self, cost: u128, open: Vec<bool>) {
        // Open before closed: of two layouts, the one with the lower first site comes first.
        let place = self.layouts.binary_search_by(|(other_cost, other)| {
            other_cost
                .cmp(&cost)
                .then_with(|| open.as_slice().cmp(other.as_slice()))
        });
        if let Err(place) = place {
            self.layouts.insert(place, (cost, open));
            self.layouts.truncate(self.wanted);
        }
    }

    /// Only layouts that cost less are of interest; `None` while any is.
    fn cutoff(&self) -> Option<u128> {
        self.layouts.get(self.wanted - 1).map(|&(cost, _)| cost)
    }
}

/// Costs are far below 2¹²⁷.
fn floor(cost: u128) -> i128 {
    i128::try_from(cost).unwrap_or(i128::MAX)
}

fn ceil(bound: i128) -> u128 {
    u128::try_from(bound.max(0)).unwrap_or(0)
}

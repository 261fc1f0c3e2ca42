use super::exact_costs::ExactCosts;
use super::feasible_layout::DiagramSizes;
use super::growing::{Growing, LeastVolume};
use super::layout_graph::{LayoutGraph, NO_WAY, Walk};
use super::nearer_sites::MOST_CANDIDATES;
use super::point_prices::{PriceAscent, PricedSites};
use super::sweep::SweepEnd;
use crate::optimise::budget::{Interruption, Watch};
use rayon::prelude::*;

/// The best layout with so many centres where hardly more are possible, so that there are few layouts.
pub(crate) struct FewLayouts<'a> {
    pub(crate) least: LeastVolume<'a>,
    pub(crate) centres: usize,
    /// What a millionth of demand pays that no centre reaches.
    pub(crate) price: u128,
    /// The most that a centre may have, in millionths.
    pub(crate) max: u64,
    /// The candidates of the best layout that is known, and what it costs.
    pub(crate) known: Option<(Vec<bool>, u128)>,
    pub(crate) sizes: DiagramSizes,
    pub(crate) watch: Watch<'a>,
}

/// The best of few layouts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BestOfFew {
    /// It costs less than the one that is known.
    Better(Vec<bool>),
    /// None costs less.
    None,
    /// There are too many to look at.
    Undecided,
}

/// The most labels of a graph.
const MOST_LABELS: usize = 1 << 26;

/// Layouts that are looked at, each of them.
const MOST_LOOKED_AT: usize = 1 << 23;

/// Layouts that are looked at side by side.
const TOGETHER: usize = 1 << 12;

/// With so few layouts none is left out by prices first.
const FEW: f64 = if cfg!(test) { 4.0 } else { 65_536.0 };

/// Sweeps for this number of centres before the graph is made.
const SWEEPS: usize = 3;

impl FewLayouts<'_> {
    pub(crate) fn best(&self) -> Result<BestOfFew, Interruption> {
        if self.least.order.candidates() > MOST_CANDIDATES {
            return Ok(BestOfFew::Undecided);
        }
        let ended = |end| match end {
            SweepEnd::Impossible => Ok(BestOfFew::None),
            SweepEnd::TooLarge => Ok(BestOfFew::Undecided),
            SweepEnd::Interrupted(interruption) => Err(interruption),
        };
        let mut growing = match self.grown() {
            Ok(Some(growing)) => growing.reordered(),
            Ok(None) => return Ok(BestOfFew::Undecided),
            Err(end) => return ended(end),
        };
        for turn in 0..SWEEPS {
            let is_backward = turn.is_multiple_of(2);
            let swept = growing.sweep(
                self.centres,
                is_backward,
                self.sizes.most_labels,
                self.watch,
            );
            if let Err(end) = swept {
                return ended(end);
            }
        }
        let graph = growing.graph(self.centres, MOST_LABELS, self.watch)?;
        let Some(graph) = graph else {
            return Ok(BestOfFew::Undecided);
        };
        Search::new(self, &growing.number, graph).best()
    }

    /// Scopes with which it is proven that two centres more are impossible; `None` if they are possible, or it is
    /// not proven.
    fn grown(&self) -> Result<Option<Growing<'_>>, SweepEnd> {
        let mut growing = Growing::new(self.least, self.sizes.scope);
        let goal = self.centres + 2;
        for turn in 0..self.sizes.most_sweeps {
            if goal > self.least.order.candidates() {
                break;
            }
            if turn == self.sizes.first_sweeps {
                growing = growing.reordered();
            }
            let is_backward = !turn.is_multiple_of(2);
            match growing.sweep(goal, is_backward, self.sizes.most_labels, self.watch) {
                Err(SweepEnd::Impossible) => break,
                Err(end) => return Err(end),
                Ok(judged) => {
                    let found = judged.most.map_or(0, u128::count_ones) as usize;
                    if found >= goal || !judged.is_grown || turn + 1 == self.sizes.most_sweeps {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(growing))
    }
}

/// The ways through a graph, at prices that leave few of them.
struct Search<'a> {
    question: &'a FewLayouts<'a>,
    /// By candidate of the order, its number in layouts.
    number: &'a [usize],
    graph: LayoutGraph,
    exact: ExactCosts<'a>,
    best: Option<u128>,
    /// Only layouts that cost less are of interest.
    below: u128,
}

/// Costs of candidates by step, and what does not depend on the layout.
struct StepCosts {
    constant: i64,
    steps: Vec<i64>,
}

impl<'a> Search<'a> {
    fn new(question: &'a FewLayouts<'a>, number: &'a [usize], graph: LayoutGraph) -> Self {
        let LeastVolume { order, min, .. } = question.least;
        Self {
            question,
            number,
            graph,
            exact: ExactCosts::new(order, number, min..=question.max, question.price),
            best: None,
            below: question.known.as_ref().map_or(u128::MAX, |&(_, cost)| cost),
        }
    }

    fn best(mut self) -> Result<BestOfFew, Interruption> {
        if self.graph.is_empty() {
            return Ok(BestOfFew::None);
        }
        let costs = self.priced()?;
        if !self.graph.is_empty() && !self.look_at_all(&costs)? {
            return Ok(BestOfFew::Undecided);
        }
        Ok(self.best.map_or(BestOfFew::None, |open| {
            let number = self.number.iter();
            BestOfFew::Better(number.map(|&n| open >> n & 1 == 1).collect())
        }))
    }

    /// Looks for prices that leave out many layouts: those that cost too much at any of them are gone.
    fn priced(&mut self) -> Result<StepCosts, Interruption> {
        let order = self.question.least.order;
        let mut best = StepCosts {
            constant: 0,
            steps: vec![0; self.number.len()],
        };
        let known = self.question.known.as_ref();
        let first = known.map_or_else(
            || {
                let beyond = self.graph.least_beyond(&best.steps);
                self.candidates(self.graph.least(&beyond, &best.steps))
            },
            |(open, _)| open.clone(),
        );
        let mut ascent = PriceAscent::new(order, &first);
        for iteration in 1..=ITERATIONS {
            if self.graph.is_empty() || self.graph.layouts() <= FEW {
                break;
            }
            self.question.watch.interruption().map_or(Ok(()), Err)?;
            let Some(now) = ascent.prices.sites(order) else {
                break;
            };
            let now = self.by_step(&now);
            let beyond = self.graph.least_beyond(&now.steps);
            let bound = now.constant + beyond[0][0];
            let open = self.graph.least(&beyond, &now.steps);
            self.look_at(&[open]);
            if ascent.is_higher(bound) {
                best = now;
            }
            if iteration % EVERY == 0 {
                self.graph.keep_below(&best.steps, self.limit(&best));
            }
            let goal = if self.below == u128::MAX {
                bound as f64 * UNKNOWN_GOAL
            } else {
                self.below as f64
            };
            ascent.step(order, &self.candidates(open), goal - bound as f64);
        }
        if !self.graph.is_empty() {
            self.graph.keep_below(&best.steps, self.limit(&best));
        }
        Ok(best)
    }

    fn by_step(&self, priced: &PricedSites) -> StepCosts {
        let mut steps = vec![0; self.number.len()];
        for (&number, &cost) in self.number.iter().zip(&priced.sites) {
            steps[number] = cost;
        }
        StepCosts {
            constant: priced.constant,
            steps,
        }
    }

    /// What centres may cost at most, without what does not depend on the layout.
    fn limit(&self, costs: &StepCosts) -> i64 {
        let below = i64::try_from(self.below).ok();
        below.map_or(NO_WAY, |below| below - costs.constant)
    }

    /// By candidate of the order, whether it is open.
    fn candidates(&self, open: u128) -> Vec<bool> {
        self.number.iter().map(|&n| open >> n & 1 == 1).collect()
    }

    /// `false` if there are too many layouts.
    fn look_at_all(&mut self, costs: &StepCosts) -> Result<bool, Interruption> {
        let graph = std::mem::take(&mut self.graph);
        let beyond = graph.least_beyond(&costs.steps);
        let mut walk = Walk::new(&graph, &costs.steps, &beyond);
        for _ in 0..MOST_LOOKED_AT / TOGETHER {
            self.question.watch.interruption().map_or(Ok(()), Err)?;
            let limit = self.limit(costs);
            let layouts = std::iter::from_fn(|| walk.next_below(limit));
            let layouts: Vec<u128> = layouts.take(TOGETHER).collect();
            if layouts.is_empty() {
                return Ok(true);
            }
            self.look_at(&layouts);
        }
        Ok(false)
    }

    fn look_at(&mut self, layouts: &[u128]) {
        let costs = layouts
            .par_iter()
            .filter_map(|&open| Some((self.exact.of(open)?, open)));
        if let Some((cost, open)) = costs.min()
            && cost < self.below
        {
            (self.below, self.best) = (cost, Some(open));
        }
    }
}

/// Prices are changed so often at most,
const ITERATIONS: usize = 300;

/// and the graph made smaller after so many changes.
const EVERY: usize = 10;

/// What is aimed at where no layout is known, in relation to the bound.
const UNKNOWN_GOAL: f64 = 1.05;

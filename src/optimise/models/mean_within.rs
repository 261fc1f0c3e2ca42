use crate::optimise::budget::Watch;
use crate::optimise::problem::costs::prohibitive_price;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cover_rows::least_cover_rows;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows};
use crate::optimise::search::site_state::{State, root_states, to_sites};
use crate::optimise::search::tree_builder::TreeBuilder;
use crate::optimise::solution::Solution;
use crate::units::{DemandMinutes, TravelTime};

/// Layouts in which no point that counts is farther away than a standard.
#[derive(Clone, Copy)]
pub(crate) struct WithinStandard<'a> {
    pub(crate) problem: &'a LocationProblem<'a>,
    /// Points whose time counts.
    pub(crate) counts: &'a [bool],
    pub(crate) standard: TravelTime,
}

impl WithinStandard<'_> {
    /// The p-median of these layouts, from one of them.
    pub(crate) fn least_mean(self, open: Vec<bool>, watch: Watch) -> Solution<DemandMinutes> {
        let problem = self.problem;
        let centres = open.iter().filter(|&&is_open| is_open).count();
        let mut rows = TreeBuilder::new(problem.matrix().sites());
        rows.absorb(&nearest_rows(problem, nearest_for(problem, centres)));
        let mut must = least_cover_rows(problem, self.standard, |point| self.counts[point]);
        for weight in &mut must.weight {
            *weight = if *weight > 0 {
                prohibitive_price(problem)
            } else {
                0
            };
        }
        rows.absorb(&must);
        let tree = rows.finish();
        let handler = WithinHandler {
            median: MedianHandler::new(problem),
            within: self,
        };
        let objective = handler.median.search_objective();
        let search = LayoutSearch::new(&tree, root_states(problem), centres, &handler, watch);
        let found = branch_and_bound(&search, vec![open]);
        Solution::from_median_search(problem, &found, objective, watch)
    }

    fn is_kept_by(&self, counts: impl Fn(usize) -> bool) -> bool {
        let open: Vec<bool> = (0..self.problem.matrix().sites()).map(counts).collect();
        let nearest = self.problem.nearest_times(&to_sites(&open));
        let mut counted = nearest
            .iter()
            .zip(self.counts)
            .filter(|&(_, &counts)| counts);
        counted.all(|(&time, _)| time <= self.standard.milliseconds())
    }
}

/// Demand × time of layouts that leave nobody farther away than the standard.
struct WithinHandler<'a> {
    median: MedianHandler<'a>,
    within: WithinStandard<'a>,
}

impl ConstraintHandler for WithinHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        let within = self.within.is_kept_by(|site| open[site]);
        within.then(|| self.median.cost(open)).flatten()
    }

    fn granularity(&self) -> u128 {
        self.median.granularity()
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.median.objective()
    }

    fn is_infeasible(&self, states: &[State]) -> bool {
        !self.within.is_kept_by(|site| states[site] != State::Closed)
    }
}

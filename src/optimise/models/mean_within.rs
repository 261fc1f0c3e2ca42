use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cover_rows::{SetsToCover, cover_sets};
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::layout_search::{FoundLayouts, LayoutSearch};
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::nearest_rows::{Standard, rows_within};
use crate::optimise::search::site_state::{State, root_states, to_sites};
use crate::optimise::solution::Solution;
use crate::units::{DemandMinutes, TravelTime};

/// Layouts in which no point that counts is farther away than a standard.
#[derive(Clone, Copy)]
pub(crate) struct WithinStandard<'a> {
    pub(crate) problem: &'a LocationProblem<'a>,
    /// Points that must be: all with demand that some candidate reaches within the standard.
    pub(crate) counts: &'a [bool],
    pub(crate) standard: TravelTime,
}

/// What a point beyond the standard pays, in the mean cost of one centre's points.
const CENTRES_WORTH: u128 = 8;

impl WithinStandard<'_> {
    /// The p-median of these layouts, from one of them.
    pub(crate) fn least_mean(self, open: Vec<bool>, watch: Watch) -> Solution<DemandMinutes> {
        let problem = self.problem;
        let centres = open.iter().filter(|&&is_open| is_open).count();
        // Whatever it is, a layout that pays it is not taken; more makes the relaxation slow, less makes it weak.
        let (cost, _) = problem.demand_minutes(&to_sites(&open));
        let beyond = CENTRES_WORTH * cost.raw() / centres as u128 + 1;
        let rule = Standard {
            time: self.standard,
            counts: self.counts,
            beyond,
        };
        let tree = rows_within(problem, usize::MAX - 1, &rule, watch);
        let counts = |point: usize| self.counts[point];
        let Some(SetsToCover { sets, .. }) = cover_sets(problem, self.standard, counts, watch)
        else {
            return unproven(problem, &open, tree.base, watch);
        };
        let handler = WithinHandler {
            median: MedianHandler::new(problem),
            sets,
        };
        let objective = handler.median.search_objective();
        let search = LayoutSearch::new(&tree, root_states(problem), centres, &handler, watch);
        let found = branch_and_bound(&search, vec![open]);
        Solution::from_median_search(problem, &found, objective, watch)
    }
}

/// A layout that was known before, where there is no time to look for others; none costs less than the bound.
pub(crate) fn unproven(
    problem: &LocationProblem,
    open: &[bool],
    bound: u128,
    watch: Watch,
) -> Solution<DemandMinutes> {
    let handler = MedianHandler::new(problem);
    let cost = handler.cost(open).unwrap_or(u128::MAX);
    let found = FoundLayouts {
        layouts: vec![(cost, open.to_vec())],
        bound: bound.min(cost),
        nodes: 0,
        iterations: 0,
        interrupted: watch.interruption(),
    };
    Solution::from_median_search(problem, &found, handler.search_objective(), watch)
}

/// Demand × time of layouts that leave nobody farther away than the standard.
struct WithinHandler<'a> {
    median: MedianHandler<'a>,
    /// Of every point that no kept site is near enough to, the sites that are.
    sets: Vec<Vec<u16>>,
}

impl ConstraintHandler for WithinHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        let mut sets = self.sets.iter();
        let within = sets.all(|set| set.iter().any(|&site| open[usize::from(site)]));
        within.then(|| self.median.cost(open)).flatten()
    }

    fn granularity(&self) -> u128 {
        self.median.granularity()
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.median.objective()
    }

    /// Opens the only site that is left to a point.
    fn propagate(&self, states: &mut [State]) {
        for set in &self.sets {
            let mut left = set.iter().map(|&site| usize::from(site));
            let mut left = left.by_ref().filter(|&site| states[site] != State::Closed);
            if let (Some(site), None) = (left.next(), left.next()) {
                states[site] = State::Open;
            }
        }
    }

    fn is_infeasible(&self, states: &[State]) -> bool {
        let is_left = |&site: &u16| states[usize::from(site)] != State::Closed;
        self.sets.iter().any(|set| !set.iter().any(is_left))
    }
}

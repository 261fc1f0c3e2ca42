use super::constraint_handler::ConstraintHandler;
use super::gap::SearchObjective;
use super::site_state::to_sites;
use crate::optimise::problem::costs::{granularity, unreachable_price};
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::Demand;

/// Demand × time from the problem's own matrix, and the price of demand that is left without
/// a route.
#[derive(Clone)]
pub(crate) struct MedianHandler<'a> {
    problem: &'a LocationProblem<'a>,
    price: u128,
    /// Demand that no layout can serve.
    lost: Demand,
    granularity: u128,
    /// What rows at prices add to the cost of every layout that is feasible.
    excess: u128,
}

impl<'a> MedianHandler<'a> {
    pub(crate) fn new(problem: &'a LocationProblem<'a>) -> Self {
        Self {
            problem,
            price: unreachable_price(problem),
            lost: problem.without_route().demand,
            granularity: granularity(problem),
            excess: 0,
        }
    }

    /// The same, with this much added to every cost.
    pub(crate) const fn with_excess(self, excess: u128) -> Self {
        Self { excess, ..self }
    }

    /// What costs are: the objective and the excess, or under the strict rule what is left of it after the
    /// price of demand without a route.
    pub(crate) fn search_objective(&self) -> SearchObjective {
        match self.problem.unreachable_cost() {
            Some(_) => SearchObjective::Least {
                constant: self.excess,
            },
            None => SearchObjective::LeastRest {
                price: self.price,
                constant: self.excess,
            },
        }
    }
}

impl ConstraintHandler for MedianHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        let (time, unreachable) = self.problem.demand_minutes(&to_sites(open));
        let left_out = u128::from((unreachable - self.lost).millionths());
        Some(time.raw() + self.price * left_out + self.excess)
    }

    fn granularity(&self) -> u128 {
        self.granularity
    }

    fn objective(&self) -> Option<SearchObjective> {
        Some(self.search_objective())
    }
}

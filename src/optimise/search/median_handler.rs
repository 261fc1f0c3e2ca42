use super::constraint_handler::Judge;
use super::gap::SearchObjective;
use super::site_state::to_sites;
use crate::optimise::problem::costs::{granularity, unreachable_price};
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::Demand;

/// Demand × time from the problem's own matrix, and the price of demand that is left without
/// a way.
pub(crate) struct MedianJudge<'a> {
    problem: &'a LocationProblem<'a>,
    price: u128,
    /// Demand that no layout can serve.
    lost: Demand,
    grain: u128,
}

impl<'a> MedianJudge<'a> {
    pub(crate) fn new(problem: &'a LocationProblem<'a>) -> Self {
        Self {
            problem,
            price: unreachable_price(problem),
            lost: problem.demand_minutes(&problem.open_sites()).1,
            grain: granularity(problem),
        }
    }

    /// What costs are: the objective, or under the strict rule what is left of it after the price of
    /// demand without a route.
    pub(crate) fn of_costs(&self) -> SearchObjective {
        match self.problem.unreachable_cost() {
            Some(_) => SearchObjective::Least { constant: 0 },
            None => SearchObjective::LeastRest {
                price: self.price,
                constant: 0,
            },
        }
    }
}

impl Judge for MedianJudge<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        let (time, unreachable) = self.problem.demand_minutes(&to_sites(open));
        let left_out = u128::from((unreachable - self.lost).millionths());
        Some(time.raw() + self.price * left_out)
    }

    fn grain(&self) -> u128 {
        self.grain
    }

    fn objective(&self) -> Option<SearchObjective> {
        Some(self.of_costs())
    }
}

use super::feasibility::FloorGroups;
use super::p_median_with_floors::{found_least_mean, least_mean_of};
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::cover_rows::cover_rows;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::layout_search::floor;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::optimise::search::priced_rows::PricedRows;
use crate::optimise::solution::Solution;
use crate::units::{Demand, DemandMinutes, TravelTime};

/// Layouts that put at least so much of all demand within a standard; demand beyond it has a price in the rows.
pub(crate) struct PricedCoverage<'a> {
    problem: &'a LocationProblem<'a>,
    centres: usize,
    groups: FloorGroups<'a>,
    journeys: CoverTree,
    missed: CoverTree,
    /// The price that was best for the last question, in milliseconds.
    price: u128,
}

impl<'a> PricedCoverage<'a> {
    /// `everybody` puts every demand point in group 0. Rows for which there is no time are left out: bounds are lower
    /// then, and true. `None` where there is not even the time to look at all points once.
    pub(crate) fn new(
        problem: &'a LocationProblem<'a>,
        everybody: &'a [u32],
        centres: usize,
        standard: TravelTime,
        watch: Watch,
    ) -> Option<Self> {
        let nothing = [Demand::ZERO];
        Some(Self {
            problem,
            centres,
            groups: FloorGroups::requiring(problem, everybody, standard, &nothing, watch)?,
            journeys: nearest_rows_within(problem, nearest_for(problem, centres), watch),
            missed: cover_rows(problem, standard, watch).0,
            price: problem.longest_time().milliseconds().into(),
        })
    }

    /// The least mean of layouts that cover `required`, from one of them.
    pub(crate) fn least_mean(
        &mut self,
        required: Demand,
        open: Vec<bool>,
        watch: Watch,
    ) -> Solution<DemandMinutes> {
        if required == Demand::ZERO {
            return self.at_price(required, 0, &[open], watch);
        }
        self.groups.required = vec![required.millionths()];
        let mut root = Root {
            coverage: self,
            required,
            watch,
            known: vec![open],
        };
        let price = root.best_price(self.price);
        let known = root.known;
        self.price = price;
        self.at_price(required, price, &known, watch)
    }

    /// The least mean of the layouts that cover most, from one of them.
    pub(crate) fn least_mean_of_most(
        &mut self,
        most: Demand,
        open: Vec<bool>,
        watch: Watch,
    ) -> Solution<DemandMinutes> {
        self.at_price(most, self.high_price(), &[open], watch)
    }

    fn at_price(
        &mut self,
        required: Demand,
        price: u128,
        known: &[Vec<bool>],
        watch: Watch,
    ) -> Solution<DemandMinutes> {
        self.groups.required = vec![required.millionths()];
        let rows = self.rows(required, price, watch);
        least_mean_of(&self.groups, self.centres, &rows, known, watch)
    }

    /// Rows of journeys, and of demand beyond the standard at a price in milliseconds, for layouts that cover
    /// `required`.
    fn rows(&self, required: Demand, price: u128, watch: Watch) -> PricedRows {
        let allowed = u128::from((self.problem.total_demand() - required).millionths());
        let sites = self.problem.matrix().sites();
        PricedRows::new(&self.journeys, &self.missed, sites, allowed, price, watch)
    }

    /// A price at which no journey makes up for demand beyond the standard, near enough.
    fn high_price(&self) -> u128 {
        LONGEST_TIMES * u128::from(self.problem.longest_time().milliseconds())
    }
}

/// From about 20 on, searches among England's layouts of most coverage are short.
const LONGEST_TIMES: u128 = 100;

/// The first node of a search, at one price after another.
struct Root<'a, 'b> {
    coverage: &'b PricedCoverage<'a>,
    required: Demand,
    watch: Watch<'b>,
    /// Layouts that cover enough.
    known: Vec<Vec<bool>>,
}

impl Root<'_, '_> {
    /// The price with about the best bound, which rises and then falls with the price.
    fn best_price(&mut self, from: u128) -> u128 {
        let mut best = (self.bound(from), from);
        let mut steps = [(2, 1), (1, 2), (4, 3), (3, 4)].into_iter().peekable();
        while let Some(&(more, less)) = steps.peek().filter(|_| !self.watch.is_over()) {
            let price = (best.1 * more / less).max(1);
            let bound = self.bound(price);
            if bound > best.0 {
                best = (bound, price);
            } else {
                steps.next();
            }
        }
        best.1
    }

    fn bound(&mut self, price: u128) -> i128 {
        let coverage = self.coverage;
        let (groups, rows) = (
            &coverage.groups,
            coverage.rows(self.required, price, self.watch),
        );
        let found = found_least_mean(groups, coverage.centres, &rows, &self.known, 1, self.watch);
        let layouts = found.layouts.into_iter().map(|(_, open)| open);
        self.known = layouts.collect();
        floor(found.bound) - floor(rows.excess)
    }
}

use super::equity_costs::EquityCosts;
use crate::model::{SiteIndex, TravelTimeMatrix, UnreachableRule};
use crate::optimise::budget::Watch;
use crate::optimise::equity_measure::EquityMeasure;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::units::{Demand, TravelTime};

/// Rows that cost no layout within the limit of the mean more than its cost by a measure: those of a p-median.
///
/// ```text
/// mean absolute deviation:   D Σ_i d_i max(0, t_i − ⌈L ÷ D⌉),              as T ≤ L
/// Gini:                      K Σ_i d_i (2 below_i + d_i) t_i               for the ranks of any one layout
/// ```
///
/// The second holds because the sum of all differences is the largest of `Σ_i d_i (2 below_i + d_i − D) t_i` over
/// all orders of people, and because `L ÷ T` is no less than 1. Rows for which there is no time are left out, which
/// makes costs lower.
pub(super) fn measure_rows(
    problem: &LocationProblem,
    centres: usize,
    costs: &EquityCosts,
    measure: EquityMeasure,
    layout: &[SiteIndex],
    watch: Watch,
) -> CoverTree {
    match measure {
        EquityMeasure::MeanAbsoluteDeviation => truncated_rows(problem, centres, costs, watch),
        EquityMeasure::Gini => ranked_rows(problem, centres, costs, layout, watch),
    }
}

/// Rows of demand × time, in units of people and milliseconds.
pub(super) fn mean_rows(
    problem: &LocationProblem,
    centres: usize,
    costs: &EquityCosts,
    watch: Watch,
) -> CoverTree {
    let cost = problem.unreachable_cost().unwrap_or_default();
    let demand = costs.people.as_demand();
    let all = Journeys {
        matrix: problem.matrix(),
        demand: &demand,
        unreachable: cost,
    };
    all.rows(problem, centres, costs, 1, watch)
}

/// People beyond the longest mean that is allowed.
fn truncated_rows(
    problem: &LocationProblem,
    centres: usize,
    costs: &EquityCosts,
    watch: Watch,
) -> CoverTree {
    let mean = costs.limit.div_ceil(costs.people.all.max(1));
    let mean = u32::try_from(mean).unwrap_or(u32::MAX);
    let beyond =
        |time: TravelTime| TravelTime::from_milliseconds(time.milliseconds().saturating_sub(mean));
    let matrix = problem.matrix();
    let open = problem.open_sites();
    let mut times = Vec::with_capacity(matrix.origins() * matrix.sites());
    for site in (0..).map(SiteIndex).take(matrix.sites()) {
        if watch.is_over() {
            return CoverTree::default();
        }
        // What other sites take does not matter, and may not be known.
        if open.binary_search(&site).is_ok() {
            times.extend(matrix.times_to(site).map(|time| time.map(beyond)));
        } else {
            times.extend(std::iter::repeat_n(None, matrix.origins()));
        }
    }
    let truncated = TravelTimeMatrix::from_columns(matrix.origins(), matrix.sites(), times);
    let truncated = truncated.expect("as many times as before");
    let cost = beyond(problem.unreachable_cost().unwrap_or_default());
    let demand = costs.people.as_demand();
    let all = Journeys {
        matrix: &truncated,
        demand: &demand,
        unreachable: cost,
    };
    all.rows(problem, centres, costs, costs.people.all, watch)
}

/// People by their rank in a layout: those with long times count more.
fn ranked_rows(
    problem: &LocationProblem,
    centres: usize,
    costs: &EquityCosts,
    layout: &[SiteIndex],
    watch: Watch,
) -> CoverTree {
    let people = &costs.people;
    let ranks = people.ranks(&people.times(layout));
    // In parts of all demand: up to 2, in so many steps that weights stay demand.
    let steps = (1 << 62) / people.all.max(1);
    let weight = |(&demand, below): (&u64, u128)| {
        let demand = u128::from(demand);
        let weight = demand * (2 * below + demand) * steps / (2 * people.all.max(1));
        Demand::from_millionths(u64::try_from(weight).unwrap_or(0))
    };
    let weights: Vec<Demand> = people.demand.iter().zip(ranks).map(weight).collect();
    let cost = problem.unreachable_cost().unwrap_or_default();
    let all = Journeys {
        matrix: problem.matrix(),
        demand: &weights,
        unreachable: cost,
    };
    let tree = all.rows(problem, centres, costs, 1, watch);
    // Down to whole numbers of the unit of costs.
    let rescaled = |weight: u128| {
        let (whole, rest) = (weight / steps, weight % steps);
        let factor = 2 * people.all * costs.scale;
        whole * factor + rest * (factor / steps)
    };
    CoverTree {
        weight: tree.weight.iter().map(|&weight| rescaled(weight)).collect(),
        base: rescaled(tree.base),
        ..tree
    }
}

/// Times and weights of a p-median.
struct Journeys<'a> {
    matrix: &'a TravelTimeMatrix,
    demand: &'a [Demand],
    /// What a time that is missing counts as.
    unreachable: TravelTime,
}

impl Journeys<'_> {
    /// The p-median's rows, times a factor.
    fn rows(
        &self,
        problem: &LocationProblem,
        centres: usize,
        costs: &EquityCosts,
        factor: u128,
        watch: Watch,
    ) -> CoverTree {
        if watch.is_over() {
            return CoverTree::default();
        }
        let other = LocationProblem::try_among(self.matrix, self.demand, &problem.open_sites())
            .and_then(|other| other.keep(&problem.kept_sites()))
            .and_then(|other| {
                // Where all have a route to every candidate no cost is needed, and none is too low.
                let cost = self.unreachable.max(other.longest_time());
                other.with_unreachable(UnreachableRule::Cost(cost))
            });
        let other = other.expect("the sites and people of a problem are those of another");
        let mut tree = nearest_rows_within(&other, nearest_for(problem, centres), watch);
        // What is paid where nobody at all is near is more than any layout pays.
        let millionths = self.demand.iter().map(|d| u128::from(d.millionths()));
        let most = millionths.sum::<u128>() * costs.people.longest();
        for weight in &mut tree.weight {
            *weight = (*weight).min(most) * factor;
        }
        tree.base *= factor;
        tree
    }
}

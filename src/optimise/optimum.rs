use super::answer::Answer;
use super::budget::Budget;
use super::location_model::LocationModel;
use super::side_constraint_choice::SideConstraints;
use crate::model::Layout;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::{Demand, TravelTime};

/// The best that a layout's number of centres could do.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// Name of the layout.
    pub layout: String,
    /// Sites that the best are chosen from.
    pub candidates: usize,
    /// The layout's own mean, with what unreachable demand counts as.
    pub own_mean: Option<f64>,
    /// The layout's own share of the demand within the standard, in per cent.
    pub own_within_percent: Option<f64>,
    /// Demand that the layout leaves without a route and another would not.
    pub own_unreachable: Demand,
    /// The least mean time.
    pub mean: Answer,
    /// The most demand within the standard.
    pub within: Answer,
}

impl Optimum {
    /// For a layout of the problem's candidates; `None` if there is no best layout.
    #[must_use]
    pub fn for_layout(
        problem: &LocationProblem,
        layout: &Layout,
        standard: TravelTime,
        budget: Budget,
    ) -> Option<Self> {
        let centres = layout.centres();
        let least_mean = LocationModel::PMedian {
            centres,
            side_constraints: SideConstraints::None,
        };
        let most_within = LocationModel::Mclp { centres, standard };
        let (mean, within) = rayon::join(
            || least_mean.answer(problem, budget).ok(),
            || most_within.answer(problem, budget).ok(),
        );
        let sites = layout.sites();
        let own_mean = problem.objective(sites);
        let own_within = problem.covered(sites, standard);
        Some(Self {
            layout: layout.name().to_owned(),
            candidates: problem.open_sites().len(),
            own_mean: own_mean.mean_over(problem.objective_demand(sites)),
            own_within_percent: own_within.percent_of(problem.total_demand()),
            own_unreachable: problem.unreachable_from(sites).demand,
            mean: mean?,
            within: within?,
        })
    }
}

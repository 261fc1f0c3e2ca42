use crate::model::SiteIndex;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::{Demand, DemandMinutes, TravelTime};

/// Longest time first, mean time second: what the p-centre has least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LongestThenMean {
    /// The longest time of any demand that a candidate can reach.
    pub longest: TravelTime,
    /// Demand × time.
    pub demand_minutes: DemandMinutes,
}

impl LongestThenMean {
    /// Of a layout: of demand that it leaves without a route but another would not, the longest
    /// time is what the problem's rule makes it count as.
    #[must_use]
    pub fn from_layout(problem: &LocationProblem, sites: &[SiteIndex]) -> Self {
        let reached = problem
            .nearest_times(sites)
            .into_iter()
            .zip(problem.demand());
        let times = reached.filter(|&(time, &demand)| demand > Demand::ZERO && time != u32::MAX);
        let longest = times.map(|(time, _)| time).max().unwrap_or(0);
        let longest = if problem.unreachable_from(sites).is_empty() {
            TravelTime::from_milliseconds(longest)
        } else {
            let never = TravelTime::from_milliseconds(u32::MAX);
            problem.unreachable_cost().unwrap_or(never)
        };
        Self {
            longest,
            demand_minutes: problem.objective(sites),
        }
    }
}

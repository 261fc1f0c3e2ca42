use crate::model::SiteIndex;
use crate::optimise::problem::common_divisor::common_divisor;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::Demand;

/// Everybody whose time counts, with the time to the nearest site of a layout.
///
/// Demand is counted in the largest unit that divides all of it. Demand that the layout leaves without a route
/// has the time that the problem's rule makes it count as; what no candidate reaches is outside.
pub(crate) struct People<'a> {
    problem: &'a LocationProblem<'a>,
    /// Of every point; none of a point that no candidate reaches.
    pub(crate) demand: Vec<u64>,
    /// The sum of it.
    pub(crate) all: u128,
    /// Milliseconds of demand without a route.
    unreachable: u32,
}

impl<'a> People<'a> {
    pub(crate) fn new(problem: &'a LocationProblem<'a>) -> Self {
        let nearest = problem.nearest_times(&problem.open_sites());
        let of_point = problem.demand().iter().zip(nearest);
        let counted: Vec<u64> = of_point
            .map(|(demand, time)| {
                if time == u32::MAX {
                    0
                } else {
                    demand.millionths()
                }
            })
            .collect();
        let unit = counted.iter().fold(0, |unit, &d| common_divisor(unit, d));
        let unit = unit.max(1);
        let demand: Vec<u64> = counted.into_iter().map(|demand| demand / unit).collect();
        let cost = problem.unreachable_cost().unwrap_or_default();
        Self {
            all: demand.iter().map(|&demand| u128::from(demand)).sum(),
            demand,
            unreachable: cost.milliseconds(),
            problem,
        }
    }

    /// The same demand, a millionth for each of its units.
    pub(crate) fn as_demand(&self) -> Vec<Demand> {
        let units = self.demand.iter();
        units.map(|&units| Demand::from_millionths(units)).collect()
    }

    /// The longest that anybody's time can be, in milliseconds.
    pub(crate) fn longest(&self) -> u128 {
        let longest = self.problem.longest_time().milliseconds();
        u128::from(longest.max(self.unreachable)).max(1)
    }

    /// The time of every point to a layout, in milliseconds.
    pub(crate) fn times(&self, sites: &[SiteIndex]) -> Vec<u32> {
        let mut times = self.problem.nearest_times(sites);
        for time in &mut times {
            if *time == u32::MAX {
                *time = self.unreachable;
            }
        }
        times
    }

    /// Demand × time.
    pub(crate) fn sum(&self, times: &[u32]) -> u128 {
        let each = self.demand.iter().zip(times);
        each.map(|(&demand, &time)| u128::from(demand) * u128::from(time))
            .sum()
    }

    /// By point, the demand of those with a shorter time, of equal times those of points before.
    pub(crate) fn ranks(&self, times: &[u32]) -> Vec<u128> {
        let mut order: Vec<usize> = (0..times.len()).collect();
        order.sort_by_key(|&point| times[point]);
        let mut ranks = vec![0; times.len()];
        let mut below = 0;
        for point in order {
            ranks[point] = below;
            below += u128::from(self.demand[point]);
        }
        ranks
    }
}

use super::common_divisor::common_divisor;
use super::location_problem::LocationProblem;
use crate::units::DemandMinutes;

/// What every cost is a multiple of, in millionths × milliseconds: the largest number of
/// millionths that divides every demand, times the largest number of milliseconds that divides
/// every time and the cost of demand without a route.
pub(crate) fn granularity(problem: &LocationProblem) -> u128 {
    let cost = problem.unreachable_cost().unwrap_or_default();
    let time = common_divisor(problem.time_granularity(), cost.milliseconds());
    demand_granularity(problem) * u128::from(time)
}

/// The largest number of millionths that divides every demand; 1 of no demand.
pub(crate) fn demand_granularity(problem: &LocationProblem) -> u128 {
    let mut divisor = 0;
    for demand in problem.demand() {
        divisor = common_divisor(divisor, demand.millionths());
        if divisor == 1 {
            break;
        }
    }
    u128::from(divisor.max(1))
}

/// No layout's mean is less than this, in minutes: that of all candidates together, or one that
/// is proven of the objective where it is higher. `None` under the strict rule, where a layout may
/// have a lower mean because it leaves demand out.
pub(crate) fn least_mean(problem: &LocationProblem, proven: DemandMinutes) -> Option<f64> {
    problem.unreachable_cost()?;
    let least = problem.objective(&problem.open_sites()).max(proven);
    least.mean_over(problem.reachable_demand())
}

/// What a millionth of demand pays where its layout leaves it without a route, in milliseconds.
pub(crate) fn unreachable_price(problem: &LocationProblem) -> u128 {
    problem.unreachable_cost().map_or_else(
        || prohibitive_price(problem),
        |cost| cost.milliseconds().into(),
    )
}

/// What a millionth of demand pays where nothing makes up for it: more than all journeys of
/// all demand could.
///
/// A multiple of the granularity of the times, so that costs are multiples of the problem's. Capped so
/// that sums stay within 126 bits, which no study of people and hours comes near.
pub(crate) fn prohibitive_price(problem: &LocationProblem) -> u128 {
    let total = u128::from(problem.total_demand().millionths()).max(1);
    let tick = u128::from(problem.time_granularity());
    let most = (1 << 126) / total;
    let longest = u128::from(problem.longest_time().milliseconds());
    (total * longest + tick).min(most - most % tick)
}

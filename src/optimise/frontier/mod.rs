//! Compromises between mean time and something else.

mod by_coverage;

use super::budget::{Budget, Watch};
use super::no_solution::NoSolution;
use super::status::Status;
use crate::model::SiteIndex;
use crate::optimise::models::worst_share::GroupShares;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::optimise::search::priced_rows::PricedRows;
use crate::optimise::search::site_state::from_sites;
use crate::optimise::side_constraints::floors::feasibility::Feasibility;
use crate::optimise::side_constraints::floors::p_median_with_floors::least_mean_of;
use crate::optimise::side_constraints::volume::handler::VolumeHandler;
use crate::optimise::side_constraints::volume::limited_median::LimitedMedian;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::optimise::solution::Solution;
use crate::units::{Demand, DemandMinutes, TravelTime};

/// What a mean time is weighed against; more of it is better.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Against<'a> {
    /// The share of all demand within a standard.
    Within(TravelTime),
    /// The smallest share of any group within a standard.
    WorstGroup(GroupShares<'a>),
    /// The demand of the smallest centre.
    SmallestCentre,
}

/// What a mean time is weighed against, by the names of a study.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TradeOff {
    /// The share of all demand within a standard.
    Within(TravelTime),
    /// The smallest share of any group of a column within a standard.
    WorstGroup {
        /// The column.
        grouping: String,
        /// The standard.
        standard: TravelTime,
    },
    /// The demand of the smallest centre.
    SmallestCentre,
}

/// Layouts of which none is at least as good as another in both, and better in one.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier<P = FrontierPoint> {
    /// From the least mean to the most of what it is weighed against.
    pub points: Vec<P>,
    /// Whether these are all: [`Status::Optimal`] where every point is proven and there is no other.
    pub status: Status,
}

/// One layout of a frontier.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontierPoint {
    /// Its sites, ascending.
    pub sites: Vec<SiteIndex>,
    /// Demand × time, with what unreachable demand counts as.
    pub demand_minutes: DemandMinutes,
    /// No layout with as much of the other has a lower sum.
    pub bound: DemandMinutes,
    /// Mean minutes over what the objective counts.
    pub mean_minutes: Option<f64>,
    /// What it is weighed against: per cent, or demand.
    pub other: f64,
    /// The number of the group with the smallest share, where groups are compared.
    pub worst_group: Option<usize>,
    /// Gap of the mean, in per cent of it.
    pub gap_percent: f64,
}

/// All layouts of `centres` sites that are not dominated in mean time and in something else, from one end
/// to the other; `progress` hears each as it is found.
///
/// ```text
/// min_S  Σ_i demand_i · min_{j ∈ S} time_ij     s.t.  other(S) > other of the layout before
/// ```
///
/// The ε-constraint method with exact steps: every search asks for more than the layout before has, by the
/// smallest amount that there is, so that no layout between them is left out. Of layouts that are equal in
/// both one is named.
///
/// # Errors
///
/// If no layout has this many centres, or the budget ended before the first.
///
/// # References
///
/// Haimes, Lasdon, Wismer 1971 (ε-constraint); Chankong, Haimes 1983.
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Against, Budget, LocationProblem, frontier};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [50, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
/// let against = Against::Within(TravelTime::from_whole(10));
/// let found = frontier(&problem, 1, against, Budget::default(), &mut |_| ())?;
/// let both: Vec<_> = found.points.iter().map(|p| (p.demand_minutes.as_f64(), p.other)).collect();
/// // All at the first village, or everybody within 10 min of the second.
/// assert_eq!(both[0].0, 90.0);
/// assert_eq!(both[1], (540.0, 100.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn frontier(
    problem: &LocationProblem,
    centres: usize,
    against: Against,
    budget: Budget,
    progress: &mut dyn FnMut(&FrontierPoint),
) -> Result<Frontier, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let mut found = Found {
        points: Vec::new(),
        status: Status::Optimal,
        problem,
        progress,
    };
    match against {
        Against::Within(standard) => found.by_coverage(centres, standard, watch),
        Against::WorstGroup(shares) => found.by_shares(centres, shares, watch),
        Against::SmallestCentre => found.by_volume(centres, watch),
    }
    if found.points.is_empty() {
        return Err(NoSolution::Undecided { lower_bound: None });
    }
    Ok(Frontier {
        points: found.points,
        status: found.status,
    })
}

impl Against<'_> {
    /// What a layout has of it: per cent, or demand; nothing where no group has demand.
    #[must_use]
    pub fn value(self, problem: &LocationProblem, sites: &[SiteIndex]) -> Option<f64> {
        match self {
            Self::Within(standard) => {
                let covered = problem.covered(sites, standard);
                covered.percent_of(problem.total_demand())
            }
            Self::WorstGroup(shares) => Some(shares.rows(problem).worst(sites)?.percent()),
            Self::SmallestCentre => Some(smallest_volume(problem, sites).as_f64()),
        }
    }
}

fn smallest_volume(problem: &LocationProblem, sites: &[SiteIndex]) -> Demand {
    let open = from_sites(sites, problem.matrix().sites());
    let volumes = VolumeHandler::new(problem, VolumeLimits::default()).volumes(&open);
    let smallest = volumes.into_iter().map(|(_, volume)| volume).min();
    smallest.unwrap_or(Demand::ZERO)
}

/// A frontier while it is being found.
struct Found<'a> {
    points: Vec<FrontierPoint>,
    status: Status,
    problem: &'a LocationProblem<'a>,
    progress: &'a mut dyn FnMut(&FrontierPoint),
}

impl Found<'_> {
    fn by_shares(&mut self, centres: usize, shares: GroupShares, watch: Watch) {
        let problem = self.problem;
        let Some(mut groups) = shares.rows_within(problem, watch) else {
            return self.end(watch);
        };
        let rows = PricedRows::of_journeys(nearest_rows_within(
            problem,
            nearest_for(problem, centres),
            watch,
        ));
        let Some(most) = groups.worst(&problem.open_sites()) else {
            return;
        };
        loop {
            let open = match groups.layout(centres, u64::MAX, watch).0 {
                Feasibility::Feasible(open) => open,
                Feasibility::Infeasible => return,
                Feasibility::Undecided => return self.end(watch),
            };
            let best = least_mean_of(&groups, centres, &rows, &[open], watch);
            let share = groups.worst(&best.sites).unwrap_or(most);
            let group = groups
                .worst_group(&best.sites)
                .filter(|_| shares.groups > 1);
            if !self.add(&best, share.percent(), group) || share == most {
                return;
            }
            groups.require_more_than(share);
        }
    }

    fn by_volume(&mut self, centres: usize, watch: Watch) {
        let problem = self.problem;
        let nearest = nearest_for(problem, centres);
        let mut volumes = VolumeLimits::default();
        loop {
            let median = LimitedMedian::new(problem, volumes, nearest, watch);
            let best = match median.solve(centres, watch) {
                Ok(best) => best,
                Err(NoSolution::Undecided { .. }) => return self.end(watch),
                Err(_) => return,
            };
            let smallest = smallest_volume(problem, &best.sites);
            if !self.add(&best, smallest.as_f64(), None) {
                return;
            }
            volumes.min = Some(Demand::from_millionths(smallest.millionths() + 1));
        }
    }

    /// Adds the layout with the least mean of those with more of the other than the one before, which
    /// goes if its mean is no lower. Whether there is time for more.
    fn add(
        &mut self,
        best: &Solution<DemandMinutes>,
        other: f64,
        worst_group: Option<usize>,
    ) -> bool {
        match best.status {
            Status::Optimal => {}
            Status::WithinGap => self.status = Status::WithinGap,
            ended => {
                self.status = ended;
                return false;
            }
        }
        while let Some(last) = self.points.last()
            && self.problem.rank(&last.sites) >= self.problem.rank(&best.sites)
        {
            self.points.pop();
        }
        let demand = self.problem.objective_demand(&best.sites);
        let point = FrontierPoint {
            sites: best.sites.clone(),
            demand_minutes: best.value,
            bound: best.bound,
            mean_minutes: best.value.mean_over(demand),
            other,
            worst_group,
            gap_percent: best.gap_percent,
        };
        (self.progress)(&point);
        self.points.push(point);
        true
    }

    fn end(&mut self, watch: Watch) {
        self.status = watch
            .interruption()
            .map_or(Status::MemoryLimit, Status::from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts, rank};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// The layouts that no other dominates, found by looking at all.
        #[test]
        fn nothing_dominates_and_nothing_is_missing(
            small in SmallProblem::any(),
            centres in 1_usize..5,
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
            draw in prop::collection::vec(0_u32..3, 14),
            which in 0..3,
        ) {
            let problem = small.problem();
            let members = &draw[..problem.demand().len()];
            let everybody = vec![0; members.len()];
            let groups = |members| GroupShares { members, groups: 3, standard };
            let (against, of) = match which {
                0 => (Against::Within(standard), groups(&everybody)),
                1 => (Against::WorstGroup(groups(members)), groups(members)),
                _ => (Against::SmallestCentre, groups(&everybody)),
            };
            let rows = of.rows(&problem);
            let other = |sites: &[SiteIndex]| -> Option<u128> {
                if which == 2 {
                    let handler = VolumeHandler::new(&problem, VolumeLimits::default());
                    let open = from_sites(sites, problem.matrix().sites());
                    let volumes = handler.volumes(&open).into_iter();
                    volumes.map(|(_, volume)| u128::from(volume.millionths())).min()
                } else {
                    // Demands are below 10^8 millionths: no two shares differ by less than 10^-16.
                    rows.worst(sites).map(|share| {
                        let covered = u128::from(share.covered.millionths());
                        covered * 10_u128.pow(20) / u128::from(share.demand.millionths())
                    })
                }
            };
            let all = layouts(&problem, centres);
            let both: Vec<_> = all.iter().filter_map(|s| Some((rank(&problem, s), other(s)?))).collect();
            let dominated = |a: &(_, u128)| {
                both.iter().any(|b| b.0 <= a.0 && b.1 >= a.1 && (b.0 < a.0 || b.1 > a.1))
            };
            let mut expected: Vec<_> = both.iter().filter(|a| !dominated(a)).copied().collect();
            expected.sort();
            expected.dedup();
            let mut heard = 0;
            let found = frontier(&problem, centres, against, Budget::default(), &mut |_| heard += 1);
            match found {
                Ok(found) => {
                    let points = found.points.iter();
                    let said: Vec<_> = points
                        .map(|point| (rank(&problem, &point.sites), other(&point.sites).unwrap()))
                        .collect();
                    prop_assert_eq!(said, expected);
                    prop_assert_eq!(found.status, Status::Optimal);
                    prop_assert!(heard >= found.points.len());
                    for point in &found.points {
                        prop_assert_eq!(point.demand_minutes, problem.objective(&point.sites));
                        prop_assert_eq!(point.demand_minutes, point.bound);
                    }
                }
                Err(_) => prop_assert!(expected.is_empty()),
            }
        }
    }
}

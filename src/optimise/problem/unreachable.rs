use super::error::ProblemError;
use super::site_roles::SiteRoles;
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix, UnreachableRule};
use crate::optimise::work::walks_over;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;
use std::borrow::Cow;

/// What the rule for unreachable demand means for one problem.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unreachable {
    pub(crate) rule: UnreachableRule,
    /// The longest time from demand that the question is about to a candidate.
    pub(crate) longest: TravelTime,
    /// Points with demand that the question is not about.
    pub(crate) left_out: Vec<PointIndex>,
    /// Points with demand that no candidate reaches, ascending.
    pub(crate) without_route: Vec<PointIndex>,
    /// Whether layouts may differ in which demand they reach.
    pub(crate) matters: bool,
}

/// Demand without a route and the points where it lives, in the order of the data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PointDemand {
    /// The points, each with demand.
    pub points: Vec<PointIndex>,
    /// All their demand.
    pub demand: Demand,
}

impl Unreachable {
    /// The rule, applied to candidates, and the demand that the question is about.
    pub(crate) fn new<'a>(
        rule: UnreachableRule,
        matrix: &TravelTimeMatrix,
        given: &'a [Demand],
        roles: &SiteRoles,
    ) -> Result<(Self, Cow<'a, [Demand]>), ProblemError> {
        let sites = roles.open();
        let routes = routes(matrix, &sites);
        let mut demand = Cow::Borrowed(given);
        let mut left_out = Vec::new();
        if rule == UnreachableRule::Exclude {
            let lacks_most = |routes: u32| 2 * (sites.len() - routes as usize) > sites.len();
            let with_demand = (0..).zip(given).zip(&routes);
            left_out = with_demand
                .filter(|&((_, &demand), &routes)| demand > Demand::ZERO && lacks_most(routes))
                .map(|((point, _), _)| PointIndex(point))
                .collect();
            if !left_out.is_empty() {
                let demand = demand.to_mut();
                for point in &left_out {
                    demand[point.get()] = Demand::ZERO;
                }
            }
        }
        let longest = longest_journey(matrix, &sites, &demand);
        if let UnreachableRule::Cost(cost) = rule
            && cost < longest
        {
            return Err(ProblemError::UnreachableCost { cost, longest });
        }
        let without_route = (0..).map(PointIndex).zip(demand.iter().zip(&routes));
        let without_route = without_route
            .filter(|&(_, (&demand, &routes))| demand > Demand::ZERO && routes == 0)
            .map(|(point, _)| point)
            .collect();
        let always_served = nearest_times(matrix, &roles.kept());
        let matters =
            (demand.iter().zip(&routes).zip(&always_served)).any(|((&demand, &routes), &kept)| {
                let of_some = routes > 0 && (routes as usize) < sites.len();
                demand > Demand::ZERO && of_some && kept == u32::MAX
            });
        let unreachable = Self {
            rule,
            longest,
            left_out,
            without_route,
            matters,
        };
        Ok((unreachable, demand))
    }

    /// What each unit counts as; `None` under the strict rule.
    pub(crate) fn cost(&self) -> Option<TravelTime> {
        match self.rule {
            UnreachableRule::TwiceLongest | UnreachableRule::Exclude => {
                let longest = self.longest.milliseconds();
                let cost = longest.saturating_mul(UnreachableRule::MULTIPLE);
                Some(TravelTime::from_milliseconds(cost))
            }
            UnreachableRule::Cost(cost) => Some(cost),
            UnreachableRule::Strict => None,
        }
    }
}

/// How many of these sites every point has a route to.
fn routes(matrix: &TravelTimeMatrix, sites: &[SiteIndex]) -> Vec<u32> {
    let mut routes = vec![0; matrix.origins()];
    for &site in sites {
        for (routes, &time) in routes.iter_mut().zip(matrix.column(site)) {
            *routes += u32::from(time != u32::MAX);
        }
    }
    routes
}

fn longest_journey(
    matrix: &TravelTimeMatrix,
    sites: &[SiteIndex],
    demand: &[Demand],
) -> TravelTime {
    // As wide as times, so that several are compared at once.
    let counted = demand
        .iter()
        .map(|&demand| if demand > Demand::ZERO { u32::MAX } else { 0 });
    let counted: Vec<u32> = counted.collect();
    let of_site = |&site: &SiteIndex| {
        let cells = matrix.column(site).iter().zip(&counted);
        cells.fold(0, |longest: u32, (&time, &counted)| {
            let time = if time == u32::MAX { 0 } else { time };
            longest.max(time & counted)
        })
    };
    let longest = sites.par_iter().map(of_site).max();
    TravelTime::from_milliseconds(longest.unwrap_or(0))
}

/// Points that one task looks at: their answers stay in the first-level cache.
const BLOCK: usize = 4_096;

/// The time of every point to the nearest of these sites, in milliseconds.
pub(crate) fn nearest_times(matrix: &TravelTimeMatrix, sites: &[SiteIndex]) -> Vec<u32> {
    walks_over(matrix.origins() * sites.len());
    let mut nearest = vec![u32::MAX; matrix.origins()];
    let blocks = nearest.par_chunks_mut(BLOCK).enumerate();
    blocks.for_each(|(number, block)| {
        for &site in sites {
            let times = &matrix.column(site)[number * BLOCK..];
            for (best, &time) in block.iter_mut().zip(times) {
                *best = (*best).min(time);
            }
        }
    });
    nearest
}

impl PointDemand {
    pub(crate) fn new(demand: &[Demand], points: impl IntoIterator<Item = PointIndex>) -> Self {
        let points: Vec<PointIndex> = points.into_iter().collect();
        Self {
            demand: points.iter().map(|point| demand[point.get()]).sum(),
            points,
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

use super::no_solution::NoSolution;
use super::problem::{LocationProblem, ProblemError};
use crate::model::{PointIndex, SiteIndex, UnreachableRule};
use crate::units::{Demand, DemandMinutes, Minutes};
use std::borrow::Cow;

/// What the rule for unreachable demand means for one problem.
#[derive(Debug, Clone, Default)]
pub(super) struct Unreachable {
    rule: UnreachableRule,
    /// The longest time from demand that the question is about to a candidate.
    longest: Minutes,
    /// Points with demand that the question is not about.
    left_out: Vec<PointIndex>,
    /// Whether layouts may differ in whom they reach.
    matters: bool,
}

/// Demand without a route and the points where it lives, in the order of the data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PointDemand {
    /// The points, each with demand.
    pub points: Vec<PointIndex>,
    /// All their demand.
    pub demand: Demand,
}

impl LocationProblem<'_> {
    /// What demand costs that a layout leaves without a route.
    ///
    /// # Errors
    ///
    /// A cost below the longest time from demand to a candidate.
    pub fn with_unreachable(mut self, rule: UnreachableRule) -> Result<Self, ProblemError> {
        self.unreachable.rule = rule;
        self.with_rule_applied()
    }

    /// The rule, applied to the candidates as they are now.
    pub(super) fn with_rule_applied(mut self) -> Result<Self, ProblemError> {
        let rule = self.unreachable.rule;
        let sites = self.open_sites();
        let routes = self.routes(&sites);
        self.demand = Cow::Borrowed(self.given);
        let mut left_out = Vec::new();
        if rule == UnreachableRule::Exclude {
            let lacks_most = |routes: u32| 2 * (sites.len() - routes as usize) > sites.len();
            let with_demand = (0..).zip(self.given).zip(&routes);
            left_out = with_demand
                .filter(|&((_, &demand), &routes)| demand > Demand::ZERO && lacks_most(routes))
                .map(|((point, _), _)| PointIndex(point))
                .collect();
            if !left_out.is_empty() {
                let demand = self.demand.to_mut();
                for point in &left_out {
                    demand[point.get()] = Demand::ZERO;
                }
            }
        }
        let longest = self.longest_journey();
        if let UnreachableRule::Cost(cost) = rule
            && cost < longest
        {
            return Err(ProblemError::UnreachableCost { cost, longest });
        }
        let always_served = self.soonest(&self.kept_sites());
        let matters = (self.demand.iter().zip(&routes).zip(&always_served)).any(
            |((&demand, &routes), &kept)| {
                let of_some = routes > 0 && (routes as usize) < sites.len();
                demand > Demand::ZERO && of_some && kept == u32::MAX
            },
        );
        self.unreachable = Unreachable {
            rule,
            longest,
            left_out,
            matters,
        };
        Ok(self)
    }

    /// How many of these sites every point has a route to.
    fn routes(&self, sites: &[SiteIndex]) -> Vec<u32> {
        let mut routes = vec![0; self.matrix().origins()];
        for &site in sites {
            for (routes, &time) in routes.iter_mut().zip(self.matrix().column(site)) {
                *routes += u32::from(time != u32::MAX);
            }
        }
        routes
    }

    /// The rule for demand that a layout leaves without a route.
    #[must_use]
    pub const fn unreachable_rule(&self) -> UnreachableRule {
        self.unreachable.rule
    }

    /// What each unit of demand counts as that a layout leaves without a route but another would
    /// not; `None` under [`UnreachableRule::Strict`], where no time makes up for it.
    #[must_use]
    pub fn unreachable_cost(&self) -> Option<Minutes> {
        match self.unreachable.rule {
            UnreachableRule::TwiceLongest | UnreachableRule::Exclude => {
                let longest = self.unreachable.longest.milliseconds();
                let cost = longest.saturating_mul(UnreachableRule::MULTIPLE);
                Some(Minutes::from_milliseconds(cost))
            }
            UnreachableRule::Cost(cost) => Some(cost),
            UnreachableRule::Strict => None,
        }
    }

    /// The longest time from demand to a candidate that it has a route to; zero where there is no
    /// route.
    #[must_use]
    pub const fn longest_time(&self) -> Minutes {
        self.unreachable.longest
    }

    /// Whether layouts may differ in whom they reach: some demand has a route to some candidate,
    /// lacks one to another, and has none to a kept site.
    #[must_use]
    pub const fn unreachable_matters(&self) -> bool {
        self.unreachable.matters
    }

    /// What [`UnreachableRule::Exclude`] leaves out of the question.
    #[must_use]
    pub fn left_out(&self) -> PointDemand {
        PointDemand::new(self.given, self.unreachable.left_out.iter().copied())
    }

    /// Demand of the question that has no route to any candidate: the same in every layout.
    #[must_use]
    pub fn without_route(&self) -> PointDemand {
        PointDemand::new(&self.demand, self.out_of_reach())
    }

    /// Demand that has a route to a candidate, but to none of these sites.
    #[must_use]
    pub fn unreachable_from(&self, sites: &[SiteIndex]) -> PointDemand {
        let by_any = self.soonest(&self.open_sites());
        let by_these = self.soonest(sites);
        let points = (0..).zip(self.demand.iter().zip(by_any.iter().zip(&by_these)));
        let left = points.filter(|(_, (demand, (any, these)))| {
            **demand > Demand::ZERO && **any != u32::MAX && **these == u32::MAX
        });
        PointDemand::new(&self.demand, left.map(|(point, _)| PointIndex(point)))
    }

    /// Demand of the question that some candidate reaches: what means are over.
    #[must_use]
    pub fn reachable_demand(&self) -> Demand {
        self.total_demand() - self.without_route().demand
    }

    /// What the p-median minimises: demand × time to the soonest site of a layout, where demand
    /// without a route counts as [`Self::unreachable_cost`]; under [`UnreachableRule::Strict`] it
    /// adds nothing here, for it is compared first.
    #[must_use]
    pub fn objective(&self, sites: &[SiteIndex]) -> DemandMinutes {
        let (time, _) = self.demand_minutes(sites);
        match self.unreachable_cost() {
            Some(cost) => time + self.unreachable_from(sites).demand.times(cost),
            None => time,
        }
    }

    /// How good a layout is for the p-median, the lower the better: unreachable demand where the
    /// rule is strict, then [`Self::objective`].
    #[must_use]
    pub fn rank(&self, sites: &[SiteIndex]) -> (Demand, DemandMinutes) {
        let unreachable = match self.unreachable_cost() {
            Some(_) => Demand::ZERO,
            None => self.unreachable_from(sites).demand,
        };
        (unreachable, self.objective(sites))
    }

    /// Mean minutes of the demand of the question that has a route to a site of a layout; `None`
    /// where none has.
    #[must_use]
    pub fn mean_minutes(&self, sites: &[SiteIndex]) -> Option<f64> {
        let (sum, unreachable) = self.demand_minutes(sites);
        sum.mean_over(self.total_demand() - unreachable)
    }

    /// The demand that [`Self::objective`] of a layout is a sum over: all that some candidate
    /// reaches, under [`UnreachableRule::Strict`] without what the layout leaves unreachable.
    #[must_use]
    pub fn objective_demand(&self, sites: &[SiteIndex]) -> Demand {
        match self.unreachable_cost() {
            Some(_) => self.reachable_demand(),
            None => self.total_demand() - self.demand_minutes(sites).1,
        }
    }

    /// Whether the question is about any demand, and any of it can be served.
    pub(super) fn check_demand(&self) -> Result<(), NoSolution> {
        if self.total_demand() > Demand::ZERO {
            let sites = self.open_sites();
            if !sites.is_empty() && self.reachable_demand() == Demand::ZERO {
                return Err(NoSolution::NoRoute);
            }
            return Ok(());
        }
        Err(match self.left_out().demand {
            Demand::ZERO => NoSolution::NoDemand,
            left_out => NoSolution::AllLeftOut { left_out },
        })
    }

    /// What a millionth of demand pays where its layout leaves it without a route, in milliseconds.
    pub(super) fn unreachable_price(&self) -> u128 {
        self.unreachable_cost().map_or_else(
            || self.prohibitive_price(),
            |cost| cost.milliseconds().into(),
        )
    }

    /// What a millionth of demand pays where nothing makes up for it: more than all journeys of
    /// all demand could.
    ///
    /// A multiple of the times' tick, so that costs are multiples of the problem's grain. Capped so
    /// that sums stay within 126 bits, which no study of people and hours comes near.
    pub(super) fn prohibitive_price(&self) -> u128 {
        let total = u128::from(self.total_demand().millionths()).max(1);
        let tick = u128::from(self.tick());
        let most = (1 << 126) / total;
        let longest = u128::from(self.unreachable.longest.milliseconds());
        (total * longest + tick).min(most - most % tick)
    }

    fn longest_journey(&self) -> Minutes {
        let of_site = |&site: &SiteIndex| {
            let cells = self.matrix().column(site).iter().zip(&*self.demand);
            let times = cells.filter(|&(&time, &d)| time != u32::MAX && d > Demand::ZERO);
            times.map(|(&time, _)| time).max()
        };
        let longest = self.open_sites().iter().filter_map(of_site).max();
        Minutes::from_milliseconds(longest.unwrap_or(0))
    }
}

impl PointDemand {
    fn new(demand: &[Demand], points: impl IntoIterator<Item = PointIndex>) -> Self {
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

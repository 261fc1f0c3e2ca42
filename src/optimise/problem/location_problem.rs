use super::common_divisor::common_divisor;
use super::error::ProblemError;
use super::site_roles::SiteRoles;
use super::unreachable::{PointDemand, Unreachable, nearest_times};
use crate::memo::Memo;
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix, UnreachableRule};
use crate::units::{Demand, DemandMinutes, SiteCost, TravelTime};
use rayon::prelude::*;
use std::borrow::Cow;

/// Demand points and their demand, travel times to sites, and which sites may, must and must not be open.
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, p_median};
/// use catchment::units::{Demand, TravelTime};
///
/// // Three places in a row, 10 min apart, each a candidate.
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0];
/// let times = times.map(|minutes| Some(TravelTime::from_whole(minutes)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?.keep(&[SiteIndex(1)])?;
/// let best = p_median(&problem, 2, Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(0), SiteIndex(1)]);
/// assert_eq!(best.value.as_f64(), 40.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct LocationProblem<'a> {
    matrix: &'a TravelTimeMatrix,
    /// For every point; zero if the rule leaves the point out.
    demand: Cow<'a, [Demand]>,
    /// Of every point, as given.
    pub(crate) given: &'a [Demand],
    roles: SiteRoles,
    unreachable: Unreachable,
    time_granularity: Memo<u32>,
    /// What every site costs while it is open.
    site_costs: Option<&'a [SiteCost]>,
}

impl<'a> LocationProblem<'a> {
    /// All sites of the matrix are candidates, and demand that a layout leaves without a route
    /// costs what the default rule says.
    ///
    /// # Errors
    ///
    /// Not one demand for every origin.
    pub fn try_new(
        matrix: &'a TravelTimeMatrix,
        demand: &'a [Demand],
    ) -> Result<Self, ProblemError> {
        Self::with_roles(matrix, demand, SiteRoles::new(matrix.sites()))
    }

    /// As [`Self::try_new`] with these candidates; the times to other sites are not looked at.
    ///
    /// # Errors
    ///
    /// Not one demand for every origin, or a site that the matrix does not have.
    pub fn try_among(
        matrix: &'a TravelTimeMatrix,
        demand: &'a [Demand],
        candidates: &[SiteIndex],
    ) -> Result<Self, ProblemError> {
        let mut roles = SiteRoles::new(matrix.sites());
        roles.restrict(candidates)?;
        Self::with_roles(matrix, demand, roles)
    }

    fn with_roles(
        matrix: &'a TravelTimeMatrix,
        demand: &'a [Demand],
        roles: SiteRoles,
    ) -> Result<Self, ProblemError> {
        if demand.len() != matrix.origins() {
            return Err(ProblemError::Demand {
                origins: matrix.origins(),
                demand: demand.len(),
            });
        }
        let problem = Self {
            matrix,
            demand: Cow::Borrowed(demand),
            given: demand,
            roles,
            unreachable: Unreachable::default(),
            time_granularity: Memo::new(),
            site_costs: None,
        };
        problem.with_rule_applied()
    }

    /// Only these sites, and those that are kept, may be open.
    ///
    /// # Errors
    ///
    /// A site that the matrix does not have.
    pub fn candidates(mut self, sites: &[SiteIndex]) -> Result<Self, ProblemError> {
        self.roles.restrict(sites)?;
        self.time_granularity = Memo::new();
        self.with_rule_applied()
    }

    /// These sites are open in every layout, candidates or not.
    ///
    /// # Errors
    ///
    /// A site that the matrix does not have.
    pub fn keep(mut self, sites: &[SiteIndex]) -> Result<Self, ProblemError> {
        self.roles.keep(sites)?;
        self.time_granularity = Memo::new();
        self.with_rule_applied()
    }

    /// These sites are open in no layout.
    ///
    /// # Errors
    ///
    /// A site that the matrix does not have, or that is kept.
    pub fn exclude(mut self, sites: &[SiteIndex]) -> Result<Self, ProblemError> {
        self.roles.exclude(sites)?;
        self.time_granularity = Memo::new();
        self.with_rule_applied()
    }

    /// With what every site costs while it is open.
    ///
    /// # Errors
    ///
    /// Not one cost for every site of the matrix.
    pub fn with_site_costs(mut self, costs: &'a [SiteCost]) -> Result<Self, ProblemError> {
        if costs.len() != self.matrix.sites() {
            return Err(ProblemError::SiteCosts {
                sites: self.matrix.sites(),
                costs: costs.len(),
            });
        }
        self.site_costs = Some(costs);
        Ok(self)
    }

    /// What every site costs while it is open, where that is known.
    #[must_use]
    pub const fn site_costs(&self) -> Option<&'a [SiteCost]> {
        self.site_costs
    }

    /// The same candidates, none of them kept.
    pub(crate) fn without_kept(&self) -> Self {
        let mut free = self.clone();
        free.roles.free();
        free.with_same_candidates()
    }

    /// The same candidates, these of them kept.
    pub(crate) fn with_kept(&self, sites: &[SiteIndex]) -> Self {
        let mut kept = self.clone();
        let known = kept.roles.keep(sites);
        known.expect("candidates are sites");
        kept.with_same_candidates()
    }

    fn with_same_candidates(self) -> Self {
        let applied = self.with_rule_applied();
        applied.expect("a rule that holds for candidates holds whichever of them are kept")
    }

    /// Travel time from every demand point to every site.
    #[must_use]
    pub const fn matrix(&self) -> &'a TravelTimeMatrix {
        self.matrix
    }

    /// The demand of every point; zero if the rule for unreachable demand leaves the point
    /// out of the question.
    #[must_use]
    pub fn demand(&self) -> &[Demand] {
        &self.demand
    }

    /// All demand that the question is about.
    #[must_use]
    pub fn total_demand(&self) -> Demand {
        self.demand.iter().copied().sum()
    }

    /// The largest number of milliseconds that divides every time to a candidate, 6,000 of a table in
    /// tenths of a minute; 1 of no time.
    pub(crate) fn time_granularity(&self) -> u32 {
        let of_column = |column: &[u32]| {
            let times = column.iter().filter(|&&time| time != u32::MAX);
            times.fold(0, |tick: u32, &time| match time {
                _ if tick > 0 && time.is_multiple_of(tick) => tick,
                _ => common_divisor(tick, time),
            })
        };
        let found = || {
            let sites = self.open_sites();
            let ticks = sites
                .par_iter()
                .map(|&site| of_column(self.matrix.column(site)));
            ticks.reduce(|| 0, common_divisor).max(1)
        };
        *self.time_granularity.get_or_find(found)
    }

    /// Sites that may be open, kept ones included, ascending.
    #[must_use]
    pub fn open_sites(&self) -> Vec<SiteIndex> {
        self.roles.open()
    }

    /// Sites that must be open, ascending.
    #[must_use]
    pub fn kept_sites(&self) -> Vec<SiteIndex> {
        self.roles.kept()
    }

    /// The time of every point to the nearest site of a layout, in milliseconds.
    pub(crate) fn nearest_times(&self, sites: &[SiteIndex]) -> Vec<u32> {
        nearest_times(self.matrix, sites)
    }

    /// Demand × time to the nearest site of a layout, and the demand that can reach none.
    #[must_use]
    pub fn demand_minutes(&self, sites: &[SiteIndex]) -> (DemandMinutes, Demand) {
        let mut sum = DemandMinutes::ZERO;
        let mut unreachable = Demand::ZERO;
        for (&demand, milliseconds) in self.demand.iter().zip(self.nearest_times(sites)) {
            match crate::model::to_time(milliseconds) {
                Some(time) => sum += demand.times(time),
                None => unreachable += demand,
            }
        }
        (sum, unreachable)
    }

    /// Demand within a standard of the nearest site of a layout.
    #[must_use]
    pub fn covered(&self, sites: &[SiteIndex], standard: TravelTime) -> Demand {
        self.demand
            .iter()
            .zip(self.nearest_times(sites))
            .filter(|&(_, milliseconds)| milliseconds <= standard.milliseconds())
            .map(|(&demand, _)| demand)
            .sum()
    }

    /// The longest time of any demand to its nearest site of a layout; `None` if some cannot
    /// reach any, or there is no demand.
    #[must_use]
    pub fn longest(&self, sites: &[SiteIndex]) -> Option<TravelTime> {
        let longest = self
            .demand
            .iter()
            .zip(self.nearest_times(sites))
            .filter(|&(&demand, _)| demand > Demand::ZERO)
            .map(|(_, milliseconds)| milliseconds)
            .max()?;
        crate::model::to_time(longest)
    }

    /// Points with demand that can reach no candidate, in the order of the data.
    #[must_use]
    pub fn out_of_reach(&self) -> &[PointIndex] {
        &self.unreachable.without_route
    }

    /// What demand costs that a layout leaves without a route.
    ///
    /// # Errors
    ///
    /// A cost below the longest time from demand to a candidate.
    pub fn with_unreachable(mut self, rule: UnreachableRule) -> Result<Self, ProblemError> {
        self.unreachable.rule = rule;
        self.with_rule_applied()
    }

    /// With the rule applied to the candidates as they are now.
    fn with_rule_applied(mut self) -> Result<Self, ProblemError> {
        let rule = self.unreachable.rule;
        let (unreachable, demand) = Unreachable::new(rule, self.matrix, self.given, &self.roles)?;
        (self.unreachable, self.demand) = (unreachable, demand);
        Ok(self)
    }

    /// The rule for demand that a layout leaves without a route.
    #[must_use]
    pub const fn unreachable_rule(&self) -> UnreachableRule {
        self.unreachable.rule
    }

    /// What each unit of demand counts as that a layout leaves without a route but another would
    /// not; `None` under [`UnreachableRule::Strict`], where no time makes up for it.
    #[must_use]
    pub fn unreachable_cost(&self) -> Option<TravelTime> {
        self.unreachable.cost()
    }

    /// The longest time from demand to a candidate that it has a route to; zero where there is no
    /// route.
    #[must_use]
    pub const fn longest_time(&self) -> TravelTime {
        self.unreachable.longest
    }

    /// Whether layouts may differ in which demand they reach: some demand has a route to some candidate,
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
        PointDemand::new(&self.demand, self.out_of_reach().iter().copied())
    }

    /// Demand that has a route to a candidate, but to none of these sites.
    #[must_use]
    pub fn unreachable_from(&self, sites: &[SiteIndex]) -> PointDemand {
        let points = (0..).map(PointIndex).zip(&self.demand[..]);
        let left = points
            .zip(self.nearest_times(sites))
            .filter(|&((_, &demand), time)| demand > Demand::ZERO && time == u32::MAX)
            .map(|((point, _), _)| point)
            .filter(|point| self.out_of_reach().binary_search(point).is_err());
        PointDemand::new(&self.demand, left)
    }

    /// Demand of the question that some candidate reaches: what means are over.
    #[must_use]
    pub fn reachable_demand(&self) -> Demand {
        self.total_demand() - self.without_route().demand
    }

    /// What the p-median minimises: demand × time to the nearest site of a layout, where demand
    /// without a route counts as [`Self::unreachable_cost`]; under [`UnreachableRule::Strict`] it
    /// adds nothing here, for it is compared first.
    #[must_use]
    pub fn objective(&self, sites: &[SiteIndex]) -> DemandMinutes {
        let (time, unreachable) = self.demand_minutes(sites);
        match self.unreachable_cost() {
            Some(cost) => time + (unreachable - self.without_route().demand).times(cost),
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
}

use super::limits::VolumeLimits;
use crate::model::SiteIndex;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::site_state::{State, to_sites};
use crate::optimise::work::walks_over;
use crate::units::Demand;

/// Demand × time of layouts whose volumes are within the limits.
pub(crate) struct VolumeHandler<'a> {
    median: MedianHandler<'a>,
    problem: &'a LocationProblem<'a>,
    volumes: VolumeLimits,
}

impl<'a> VolumeHandler<'a> {
    pub(crate) fn new(problem: &'a LocationProblem<'a>, volumes: VolumeLimits) -> Self {
        Self {
            median: MedianHandler::new(problem),
            problem,
            volumes,
        }
    }

    /// The same, with this much added to every cost.
    pub(crate) fn with_excess(&self, excess: u128) -> Self {
        Self {
            median: self.median.clone().with_excess(excess),
            ..*self
        }
    }

    /// What costs are: those of the p-median and the excess.
    pub(crate) fn search_objective(&self) -> SearchObjective {
        self.median.search_objective()
    }

    /// The demand that every layout serves: what every site can reach.
    pub(crate) fn served_by_every(&self) -> Demand {
        let problem = self.problem;
        let mut by_every = vec![true; problem.demand().len()];
        for site in problem.open_sites() {
            walks_over(by_every.len());
            for (by_every, &milliseconds) in by_every.iter_mut().zip(problem.matrix().column(site))
            {
                *by_every &= milliseconds != u32::MAX;
            }
        }
        let of_every = problem.demand().iter().zip(by_every);
        of_every
            .filter(|&(_, by_every)| by_every)
            .map(|(&demand, _)| demand)
            .sum()
    }

    /// Whether every centre's volume is within the limits.
    pub(crate) fn fits(&self, open: &[bool]) -> bool {
        self.keeps_to(self.volumes, open)
    }

    /// Whether every centre's volume is within these limits.
    pub(crate) fn keeps_to(&self, limits: VolumeLimits, open: &[bool]) -> bool {
        let volumes = self.volumes(open).into_iter();
        limits.violation(volumes.map(|(_, volume)| volume.millionths())) == 0
    }

    /// Every centre's volume, in the order of the sites.
    pub(crate) fn volumes(&self, open: &[bool]) -> Vec<(SiteIndex, Demand)> {
        let sites = to_sites(open);
        let volumes = NearestSites::new(self.problem, &sites).volumes(self.problem);
        let volume = |site: SiteIndex| Demand::from_millionths(volumes[site.get()]);
        sites.into_iter().map(|site| (site, volume(site))).collect()
    }
}

impl ConstraintHandler for VolumeHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        self.fits(open).then(|| self.median.cost(open)).flatten()
    }

    fn granularity(&self) -> u128 {
        self.median.granularity()
    }

    fn objective(&self) -> Option<SearchObjective> {
        Some(self.search_objective())
    }

    /// Closes sites that, if opened, would leave themselves or an open centre too little.
    fn propagate(&self, states: &mut [State]) {
        let Some(min) = self.volumes.min.map(Demand::millionths) else {
            return;
        };
        let open: Vec<bool> = states.iter().map(|&state| state == State::Open).collect();
        let nearest = NearestSites::new(self.problem, &to_sites(&open));
        let volumes = nearest.volumes(self.problem);
        for (site, state) in (0..).map(SiteIndex).zip(states.iter_mut()) {
            if *state == State::Free {
                let (own, lost) = nearest.after_opening(self.problem, site);
                let short =
                    own < min || (0..volumes.len()).any(|j| open[j] && volumes[j] - lost[j] < min);
                if short {
                    *state = State::Closed;
                }
            }
        }
    }

    /// The centre whose volume is farthest outside the limits; if it is decided already, the free
    /// site that takes most from it, or could.
    fn branching_candidate(&self, open: &[bool], states: &[State]) -> Option<usize> {
        let sites = to_sites(open);
        let nearest = NearestSites::new(self.problem, &sites);
        let volumes = nearest.volumes(self.problem);
        let violation = |site: usize| self.volumes.violation([volumes[site]].into_iter());
        let worst = sites
            .iter()
            .map(|site| site.get())
            .max_by_key(|&site| (violation(site), std::cmp::Reverse(site)))
            .filter(|&site| violation(site) > 0)?;
        if states[worst] == State::Free {
            return Some(worst);
        }
        let min = self.volumes.min.unwrap_or_default().millionths();
        let too_small = volumes[worst] < min;
        let given_back = if too_small {
            nearest.given_back(self.problem, &sites, worst)
        } else {
            Vec::new()
        };
        let from_worst = |site: &SiteIndex| match given_back.get(site.get()) {
            Some(&demand) => demand,
            None => nearest.after_opening(self.problem, *site).1[worst],
        };
        (0..)
            .map(SiteIndex)
            .zip(states)
            .filter(|&(site, &state)| state == State::Free && open[site.get()] == too_small)
            .map(|(site, _)| (from_worst(&site), std::cmp::Reverse(site)))
            .max()
            .filter(|&(taken, _)| taken > 0)
            .map(|(_, site)| site.0.get())
    }

    fn is_infeasible(&self, states: &[State]) -> bool {
        let volumes_of = |wanted: &dyn Fn(State) -> bool| {
            let open: Vec<bool> = states.iter().map(|&state| wanted(state)).collect();
            NearestSites::new(self.problem, &to_sites(&open)).volumes(self.problem)
        };
        let min = self.volumes.min.unwrap_or_default().millionths();
        let max = self.volumes.max.map_or(u64::MAX, Demand::millionths);
        let is_open = |&(state, _): &(&State, u64)| *state == State::Open;
        let most = volumes_of(&|state| state == State::Open);
        if states
            .iter()
            .zip(most)
            .filter(is_open)
            .any(|(_, volume)| volume < min)
        {
            return true;
        }
        if max == u64::MAX {
            return false;
        }
        let least = volumes_of(&|state| state != State::Closed);
        states
            .iter()
            .zip(least)
            .filter(is_open)
            .any(|(_, volume)| volume > max)
    }
}

/// Every point's nearest site of a layout, ties to the lower site.
struct NearestSites {
    milliseconds: Vec<u32>,
    site: Vec<u16>,
}

impl NearestSites {
    fn new(problem: &LocationProblem, sites: &[SiteIndex]) -> Self {
        let origins = problem.matrix().origins();
        walks_over(origins * sites.len());
        let mut milliseconds = vec![u32::MAX; origins];
        let mut site = vec![u16::MAX; origins];
        for &next in sites {
            let column = problem.matrix().column(next);
            for ((best, site), &time) in milliseconds.iter_mut().zip(&mut site).zip(column) {
                *site = if time < *best { next.0 } else { *site };
                *best = (*best).min(time);
            }
        }
        Self { milliseconds, site }
    }

    /// Demand of every site, in millionths; none for sites that are not open.
    fn volumes(&self, problem: &LocationProblem) -> Vec<u64> {
        let mut volumes = vec![0; problem.matrix().sites()];
        for (&site, demand) in self.site.iter().zip(problem.demand()) {
            if let Some(volume) = volumes.get_mut(usize::from(site)) {
                *volume += demand.millionths();
            }
        }
        volumes
    }

    /// By site of the layout, what one of them would have more if that site were closed.
    fn given_back(&self, problem: &LocationProblem, sites: &[SiteIndex], to: usize) -> Vec<u64> {
        walks_over(self.site.len() * sites.len());
        let mut next = vec![(u32::MAX, u16::MAX); self.site.len()];
        for &site in sites {
            let column = problem.matrix().column(site);
            for ((next, &time), &own) in next.iter_mut().zip(column).zip(&self.site) {
                if own != site.0 {
                    *next = (*next).min((time, site.0));
                }
            }
        }
        let mut given_back = vec![0; problem.matrix().sites()];
        for ((&own, &(milliseconds, next)), demand) in
            self.site.iter().zip(&next).zip(problem.demand())
        {
            if milliseconds != u32::MAX && usize::from(next) == to {
                given_back[usize::from(own)] += demand.millionths();
            }
        }
        given_back
    }

    /// What one site more would have, and what every other would lose to it.
    fn after_opening(&self, problem: &LocationProblem, next: SiteIndex) -> (u64, Vec<u64>) {
        walks_over(self.site.len());
        let mut own = 0;
        let mut lost = vec![0; problem.matrix().sites()];
        let points = problem.matrix().column(next).iter().zip(problem.demand());
        for ((&milliseconds, &site), (&time, demand)) in
            self.milliseconds.iter().zip(&self.site).zip(points)
        {
            if (time, next.0) < (milliseconds, site) && time != u32::MAX {
                own += demand.millionths();
                if let Some(lost) = lost.get_mut(usize::from(site)) {
                    *lost += demand.millionths();
                }
            }
        }
        (own, lost)
    }
}

use super::fewest::fewest_centres;
use super::longest_then_mean::LongestThenMean;
use crate::model::SiteIndex;
use crate::optimise::budget::{Interruption, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::cover_rows::cover_sets;
use crate::optimise::search::gap::{Proof, is_within};
use crate::optimise::search::set_cover::{Enough, least_cover};
use crate::optimise::search::site_state::to_sites;
use crate::optimise::solution::Solution;
use crate::optimise::status::Status;
use crate::optimise::work::walks_over;
use crate::units::{DemandMinutes, TravelTime};
use rayon::prelude::*;

/// The bisection of the longest time.
pub(crate) struct Bisection<'a> {
    pub(crate) problem: &'a LocationProblem<'a>,
    pub(crate) centres: usize,
    /// Points whose time counts: with demand, and within reach of some candidate.
    pub(crate) counts: &'a [bool],
    pub(crate) watch: Watch<'a>,
    /// The longest time is proven to be no less.
    pub(crate) low: TravelTime,
    pub(crate) nodes: u64,
    pub(crate) iterations: u64,
    interrupted: Option<Interruption>,
}

impl<'a> Bisection<'a> {
    pub(crate) fn new(
        problem: &'a LocationProblem<'a>,
        centres: usize,
        counts: &'a [bool],
        watch: Watch<'a>,
    ) -> Self {
        Self {
            problem,
            centres,
            counts,
            watch,
            low: TravelTime::ZERO,
            nodes: 0,
            iterations: 0,
            interrupted: None,
        }
    }

    /// The longest time in a layout.
    pub(crate) fn longest_time(&self, sites: &[SiteIndex]) -> TravelTime {
        let nearest = self.problem.nearest_times(sites);
        let counted = nearest
            .iter()
            .zip(self.counts)
            .filter(|&(_, &counts)| counts);
        TravelTime::from_milliseconds(
            counted
                .map(|(&milliseconds, _)| milliseconds)
                .max()
                .unwrap_or(0),
        )
    }

    fn covers(&mut self, standard: TravelTime) -> Option<Vec<bool>> {
        let counts = |point: usize| self.counts[point];
        let Some(found) = cover_sets(self.problem, standard, counts, self.watch) else {
            self.interrupted = self.watch.interruption();
            return None;
        };
        if found.misses {
            return None;
        }
        let mut sites = self.problem.kept_sites();
        let left = self.centres - sites.len();
        let found = least_cover(found.sets, Enough::decision(left), self.watch);
        self.nodes += found.nodes;
        self.iterations += found.iterations;
        self.interrupted = found.interrupted;
        if found.sites.len() > left {
            return None;
        }
        self.interrupted = None;
        sites.extend(found.sites.into_iter().map(SiteIndex));
        Some(self.filled(&sites))
    }

    /// With more sites, up to the number of centres: each time the one nearest to the farthest point.
    fn filled(&self, sites: &[SiteIndex]) -> Vec<bool> {
        let matrix = self.problem.matrix();
        let mut open = vec![false; matrix.sites()];
        let mut nearest = self.problem.nearest_times(sites);
        for site in sites {
            open[site.get()] = true;
        }
        let candidates = self.problem.open_sites();
        for _ in sites.len()..self.centres {
            let counted = (0..nearest.len()).filter(|&point| self.counts[point]);
            let farthest = counted.max_by_key(|&point| nearest[point]).unwrap_or(0);
            let closed = candidates.iter().filter(|site| !open[site.get()]);
            let time = |site: &&SiteIndex| matrix.column(**site).get(farthest).copied();
            let Some(&site) = closed.min_by_key(time) else {
                break;
            };
            open[site.get()] = true;
            walks_over(nearest.len());
            for (nearest, &time) in nearest.iter_mut().zip(matrix.column(site)) {
                *nearest = (*nearest).min(time);
            }
        }
        open
    }

    /// A layout with the least longest time, or the best one when the budget ended.
    pub(crate) fn search(&mut self, all: &[u32]) -> Result<Vec<bool>, NoSolution> {
        let counted = all.iter().zip(self.counts).filter(|&(_, &counts)| counts);
        let least = counted
            .map(|(&milliseconds, _)| milliseconds)
            .max()
            .unwrap_or(0);
        self.low = TravelTime::from_milliseconds(least);
        let mut best = self.first_layout(least)?;
        let most = self.longest_time(&to_sites(&best)).milliseconds();
        let Some(times) = self.distinct_times(least, most) else {
            self.interrupted = self.watch.interruption();
            return Ok(best);
        };
        let place = |milliseconds: u32| times.partition_point(|&time| time < milliseconds);
        let (mut low, mut high) = (0, place(self.longest_time(&to_sites(&best)).milliseconds()));
        let time_of = |place: usize| u128::from(times[place]);
        while !is_within(time_of(high), time_of(low), self.watch.gap()) {
            let middle = usize::midpoint(low, high);
            match self.covers(TravelTime::from_milliseconds(times[middle])) {
                Some(layout) => {
                    high = place(self.longest_time(&to_sites(&layout)).milliseconds());
                    best = layout;
                }
                None if self.interrupted.is_some() => break,
                None => low = middle + 1,
            }
        }
        self.low = TravelTime::from_milliseconds(times[low.min(times.len() - 1)]);
        Ok(best)
    }

    /// A layout that leaves no demand without a route, if there is one; `least` is the least longest time of all.
    fn first_layout(&mut self, least: u32) -> Result<Vec<bool>, NoSolution> {
        let far = self.filled(&self.problem.kept_sites());
        let nearest = self.problem.nearest_times(&to_sites(&far));
        let mut counted = nearest.iter().zip(self.counts);
        if counted.all(|(&time, &counts)| !counts || time != u32::MAX) {
            return Ok(far);
        }
        let longest = self.problem.longest_time();
        self.covers(longest).ok_or_else(|| match self.interrupted {
            Some(_) => NoSolution::Undecided {
                lower_bound: Some(TravelTime::from_milliseconds(least).as_f64()),
            },
            None => self.unreached(longest, None),
        })
    }

    /// All times to candidates from the first to the last of these, ascending, each once, and the first in any case;
    /// `None` if the time is over.
    fn distinct_times(&self, first: u32, last: u32) -> Option<Vec<u32>> {
        let points = self.problem.demand().len();
        let sites = self.problem.open_sites();
        let watch = self.watch.where_many(points * sites.len());
        let columns: Option<Vec<Vec<u32>>> = sites
            .into_par_iter()
            .map(|site| {
                if watch.is_over() {
                    return None;
                }
                walks_over(points);
                let column = self.problem.matrix().column(site).iter();
                let within = column.filter(|&&time| first < time && time <= last);
                let mut times: Vec<u32> = within.copied().collect();
                times.sort_unstable();
                times.dedup();
                Some(times)
            })
            .collect();
        let mut times = columns?.concat();
        times.push(first);
        times.sort_unstable();
        times.dedup();
        Some(times)
    }

    /// The fewest centres that reach all demand within a standard, if the budget lasts.
    pub(crate) fn fewest(&self, standard: TravelTime) -> Option<usize> {
        let all = self.problem.covered(&self.problem.open_sites(), standard);
        let found = fewest_centres(self.problem, standard, all, self.watch);
        (found.status == Status::Optimal).then_some(found.value)
    }

    /// So few centres cannot reach all demand.
    pub(crate) fn unreached(&self, standard: TravelTime, fewest: Option<usize>) -> NoSolution {
        let unreachable = self.problem.without_route().demand;
        let demand = self.problem.total_demand();
        NoSolution::Unreached {
            centres: self.centres,
            reachable: demand - unreachable,
            standard,
            fewest,
        }
    }

    pub(crate) fn stopped(
        &self,
        open: &[bool],
        longest: TravelTime,
        proven: TravelTime,
    ) -> Solution<LongestThenMean> {
        let sites = to_sites(open);
        let (demand_minutes, _) = self.problem.demand_minutes(&sites);
        let proof = Proof::new(
            u128::from(longest.milliseconds()),
            u128::from(proven.milliseconds()),
            self.watch.gap(),
            self.interrupted,
        );
        let value = LongestThenMean {
            longest,
            demand_minutes,
        };
        let bound = LongestThenMean {
            longest: proven,
            demand_minutes: DemandMinutes::ZERO,
        };
        let spent = (self.nodes, self.iterations);
        Solution::from_proof(proof, sites, [value, bound], spent, self.watch)
    }
}

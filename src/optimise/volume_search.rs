use super::budget::Watch;
use super::p_median::root_states;
use super::problem::LocationProblem;
use super::volume::VolumeLimits;
use crate::optimise::cover_tree::State;
use crate::units::Demand;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Points with the same few nearest sites, taken together: near enough to look for layouts whose
/// volumes are within limits, which are then judged on all points.
pub(super) struct Coarse {
    states: Vec<State>,
    sites: Vec<usize>,
    demand: Vec<u64>,
    /// Mean seconds of every group to every site, site by site, in the order of `sites`.
    seconds: Vec<Vec<u32>>,
}

/// How many nearest sites the points of a group share.
const SHARED: usize = 4;

/// With fewer points than this every point is a group.
const FEW: usize = 2_000;

/// A layout's violation and cost, and the swap that leads there.
type Swap = ((u64, u128), usize, usize);

impl Coarse {
    pub(super) fn new(problem: &LocationProblem) -> Self {
        let sites: Vec<usize> = problem.open_sites().iter().map(|site| site.get()).collect();
        let columns: Vec<&[u32]> = problem
            .open_sites()
            .iter()
            .map(|&site| problem.matrix().column(site))
            .collect();
        let demand = problem.demand();
        let few = demand.len() < FEW;
        let keys: Vec<(Vec<usize>, usize)> = (0..demand.len())
            .into_par_iter()
            .filter(|&point| demand[point] > Demand::ZERO)
            .map(|point| {
                if few {
                    return (vec![point], point);
                }
                let mut order: Vec<usize> = (0..columns.len()).collect();
                let near = SHARED.min(order.len() - 1);
                order.select_nth_unstable_by_key(near, |&n| (columns[n][point], n));
                order.truncate(near);
                order.sort_by_key(|&n| (columns[n][point], n));
                (order, point)
            })
            .collect();
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (key, point) in keys {
            groups.entry(key).or_default().push(point);
        }
        let groups: Vec<Vec<usize>> = groups.into_values().collect();
        let mean = |column: &[u32], points: &[usize]| -> u32 {
            let (mut sum, mut weight) = (0_u128, 0_u128);
            for &point in points {
                if column[point] == u32::MAX {
                    return u32::MAX;
                }
                sum += u128::from(column[point]) * u128::from(demand[point].millionths());
                weight += u128::from(demand[point].millionths());
            }
            u32::try_from(sum / weight.max(1)).unwrap_or(u32::MAX)
        };
        Self {
            states: root_states(problem),
            sites,
            demand: groups
                .iter()
                .map(|points| points.iter().map(|&p| demand[p].millionths()).sum())
                .collect(),
            seconds: columns
                .par_iter()
                .map(|column| groups.iter().map(|points| mean(column, points)).collect())
                .collect(),
        }
    }

    /// Swaps from a layout, each time the one that leaves the least violation and then the least
    /// cost, until none helps.
    pub(super) fn layout(&self, open: &[bool], volumes: VolumeLimits, watch: Watch) -> Vec<bool> {
        let mut open = open.to_vec();
        let mut now = (u64::MAX, u128::MAX);
        while watch.interruption().is_none() {
            match self.best_swap(&open, volumes) {
                Some((then, out, into)) if then < now => {
                    let stay = self.rated(&open, None, volumes);
                    if then >= stay {
                        break;
                    }
                    open[out] = false;
                    open[into] = true;
                    now = then;
                }
                _ => break,
            }
        }
        open
    }

    /// A layout of one centre more, from this one.
    pub(super) fn grown(&self, open: &[bool], volumes: VolumeLimits, watch: Watch) -> Vec<bool> {
        let best = self
            .sites
            .par_iter()
            .filter(|&&site| !open[site] && self.states[site] == State::Free)
            .map(|&site| {
                let mut larger = open.to_vec();
                larger[site] = true;
                (self.rated(&larger, None, volumes), site)
            })
            .min();
        let mut larger = open.to_vec();
        if let Some((_, site)) = best {
            larger[site] = true;
        }
        self.layout(&larger, volumes, watch)
    }

    fn best_swap(&self, open: &[bool], volumes: VolumeLimits) -> Option<Swap> {
        self.sites
            .par_iter()
            .filter(|&&out| open[out] && self.states[out] == State::Free)
            .filter_map(|&out| {
                let mut others = open.to_vec();
                others[out] = false;
                let soonest = self.soonest(&others);
                (0..self.sites.len())
                    .filter(|&n| !open[self.sites[n]] && self.states[self.sites[n]] == State::Free)
                    .map(|n| {
                        let rate = self.rate(&soonest, &others, Some(n), volumes);
                        (rate, out, self.sites[n])
                    })
                    .min()
            })
            .min()
    }

    fn rated(&self, open: &[bool], more: Option<usize>, volumes: VolumeLimits) -> (u64, u128) {
        self.rate(&self.soonest(open), open, more, volumes)
    }

    /// Every group's soonest open site, as its place in `sites`.
    fn soonest(&self, open: &[bool]) -> Vec<(u32, usize)> {
        let mut soonest = vec![(u32::MAX, usize::MAX); self.demand.len()];
        for (n, column) in self.seconds.iter().enumerate() {
            if open[self.sites[n]] {
                for (best, &seconds) in soonest.iter_mut().zip(column) {
                    if seconds < best.0 {
                        *best = (seconds, n);
                    }
                }
            }
        }
        soonest
    }

    /// Violation and cost with one site more.
    fn rate(
        &self,
        soonest: &[(u32, usize)],
        open: &[bool],
        more: Option<usize>,
        volumes: VolumeLimits,
    ) -> (u64, u128) {
        let mut of_site = vec![0_u64; self.sites.len()];
        let mut cost = 0_u128;
        for (group, &best) in soonest.iter().enumerate() {
            let best = match more {
                Some(n) => best.min((self.seconds[n][group], n)),
                None => best,
            };
            if best.0 != u32::MAX {
                of_site[best.1] += self.demand[group];
            }
            cost += u128::from(self.demand[group]) * u128::from(best.0);
        }
        let is_open = |n: usize| open[self.sites[n]] || more == Some(n);
        let of_open = (0..self.sites.len())
            .filter(|&n| is_open(n))
            .map(|n| of_site[n]);
        (volumes.violation(of_open), cost)
    }
}

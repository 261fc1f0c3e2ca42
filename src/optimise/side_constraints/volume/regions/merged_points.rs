use super::nearest_order::NearestOrder;
use crate::optimise::search::site_state::State;
use crate::optimise::search::tree_builder::{Mixer, splitmix};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Who serves a group if none of its undecided sites is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Otherwise {
    /// This centre.
    Centre(u16),
    /// Nobody: the demand pays the price.
    Nobody,
    /// A site beyond those that the group knows: a lower bound of the cost is known.
    Beyond,
}

/// Points that pass the same undecided sites, in the same order, on the way to the same centre.
///
/// Costs are sums of demand × time, in millionths and milliseconds: as the order is that of every point of a
/// group, what a layout costs is exact whichever of the group's sites is its first open one.
#[derive(Debug, Clone, Default)]
pub(crate) struct MergedPoints {
    /// Where the sites of every group begin, and the end of the last.
    pub(crate) start: Vec<u32>,
    pub(crate) site: Vec<u16>,
    /// Demand × time to the site.
    pub(crate) cost: Vec<f64>,
    pub(crate) demand: Vec<u64>,
    pub(crate) otherwise: Vec<Otherwise>,
    /// Demand × time of [`Self::otherwise`].
    pub(crate) last: Vec<f64>,
    /// By candidate, the demand that it serves in every layout of the node.
    pub(crate) settled: Vec<u64>,
    /// What that demand costs.
    pub(crate) settled_cost: f64,
    /// How many points there are in all.
    pub(crate) points: usize,
}

impl MergedPoints {
    /// All points, with the `nearest` candidates of each; beyond them, times are bounded from below
    /// after `caps`, the most milliseconds that a price takes off the way to a candidate.
    pub(crate) fn new(order: &NearestOrder, nearest: usize, caps: &[f64]) -> Self {
        let mut all = Self {
            start: vec![0],
            settled: vec![0; order.candidates()],
            points: order.points.len(),
            ..Self::default()
        };
        let nobody_lacks = |count: usize| count == order.candidates();
        for point in &order.points {
            let demand = point.demand as f64;
            let (near, far) = point.near.split_at(point.near.len().min(nearest));
            for &(time, candidate) in near {
                all.site.push(candidate);
                all.cost.push(demand * f64::from(time));
            }
            let beyond = far
                .iter()
                .map(|&(time, candidate)| f64::from(time) - caps[usize::from(candidate)]);
            let beyond = beyond.fold(f64::INFINITY, f64::min);
            let (otherwise, time) = if far.is_empty() && !nobody_lacks(near.len()) {
                (Otherwise::Nobody, order.price)
            } else if far.is_empty() {
                // One of all candidates is open: this is never paid.
                let longest = near.last().map_or(0.0, |&(time, _)| f64::from(time));
                (Otherwise::Nobody, 2.0 * longest)
            } else if nobody_lacks(point.near.len()) {
                (Otherwise::Beyond, beyond)
            } else {
                (Otherwise::Beyond, beyond.min(order.price))
            };
            all.push_end(point.demand, otherwise, demand * time);
        }
        all
    }

    fn push_end(&mut self, demand: u64, otherwise: Otherwise, last: f64) {
        let end = u32::try_from(self.site.len()).unwrap_or(u32::MAX);
        self.start.push(end);
        self.demand.push(demand);
        self.otherwise.push(otherwise);
        self.last.push(last);
    }

    /// The memory that its groups take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.start.as_slice())
            + size_of_val(self.site.as_slice())
            + size_of_val(self.cost.as_slice())
            + size_of_val(self.demand.as_slice())
            + size_of_val(self.otherwise.as_slice())
            + size_of_val(self.last.as_slice())
            + size_of_val(self.settled.as_slice())
    }

    pub(crate) fn len(&self) -> usize {
        self.demand.len()
    }

    pub(crate) fn range(&self, group: usize) -> std::ops::Range<usize> {
        self.start[group] as usize..self.start[group + 1] as usize
    }

    pub(crate) fn sites_of(&self, group: usize) -> &[u16] {
        &self.site[self.range(group)]
    }

    /// The same with these candidates open and those closed. `multipliers` of the groups are averaged where
    /// groups become one. `touched` are marked: candidates in groups that a centre cuts short.
    pub(crate) fn reduced(
        &self,
        states: &[State],
        multipliers: &[f64],
        touched: &mut [bool],
    ) -> (Self, Vec<f64>) {
        let mut new = Self {
            start: vec![0],
            settled: self.settled.clone(),
            settled_cost: self.settled_cost,
            points: self.points,
            ..Self::default()
        };
        let mut sums: Vec<f64> = Vec::new();
        let mut by_mark: HashMap<u64, u32, BuildHasherDefault<Mixer>> = HashMap::default();
        let mut same_mark: Vec<u32> = Vec::new();
        let (mut sites, mut costs) = (Vec::new(), Vec::new());
        for (group, multiplier) in multipliers.iter().enumerate() {
            sites.clear();
            costs.clear();
            let (mut otherwise, mut last) = (self.otherwise[group], self.last[group]);
            let mut mark = 0_u64;
            for place in self.range(group) {
                let site = self.site[place];
                match states[usize::from(site)] {
                    State::Closed => {}
                    State::Free => {
                        mark = splitmix(mark ^ (u64::from(site) + 1));
                        sites.push(site);
                        costs.push(self.cost[place]);
                    }
                    State::Open => {
                        (otherwise, last) = (Otherwise::Centre(site), self.cost[place]);
                        for &cut in self.sites_of(group) {
                            touched[usize::from(cut)] = true;
                        }
                        break;
                    }
                }
            }
            let demand = self.demand[group];
            match otherwise {
                Otherwise::Centre(centre) if sites.is_empty() => {
                    new.settled[usize::from(centre)] += demand;
                    new.settled_cost += last;
                    continue;
                }
                Otherwise::Nobody if sites.is_empty() => {
                    new.settled_cost += last;
                    continue;
                }
                Otherwise::Centre(centre) => mark = splitmix(mark ^ (u64::from(centre) << 32)),
                Otherwise::Nobody | Otherwise::Beyond => {}
            }
            let first = by_mark.get(&mark).copied().unwrap_or(u32::MAX);
            let mut known = first;
            while let Some(&next) = same_mark.get(known as usize) {
                let other = known as usize;
                if new.otherwise[other] == otherwise && new.sites_of(other) == sites {
                    break;
                }
                known = next;
            }
            let weighted = multiplier * demand as f64;
            let known = known as usize;
            if known < new.len() {
                new.demand[known] += demand;
                new.last[known] += last;
                sums[known] += weighted;
                let range = new.range(known);
                for (sum, cost) in new.cost[range].iter_mut().zip(&costs) {
                    *sum += cost;
                }
            } else {
                let place = u32::try_from(new.len()).unwrap_or(u32::MAX);
                by_mark.insert(mark, place);
                same_mark.push(first);
                new.site.extend(&sites);
                new.cost.extend(&costs);
                new.push_end(demand, otherwise, last);
                sums.push(weighted);
            }
        }
        let of_all = sums.iter().zip(&new.demand);
        let means = of_all.map(|(sum, &demand)| sum / demand as f64).collect();
        (new, means)
    }
}

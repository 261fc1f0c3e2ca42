use super::merged_points::MergedPoints;
use super::region::{MOST_SITES, Region, RegionSizes};
use crate::optimise::search::site_state::State;

/// Regions of a node, and which of them have sites that none had together before.
pub(crate) struct Regrouped {
    pub(crate) regions: Vec<Region>,
    pub(crate) is_new: Vec<bool>,
}

/// A region takes in further neighbours when it can have this many.
const FURTHER: usize = 3;

/// The first sites of a group that are counted as neighbours of one another.
const NEIGHBOURS: usize = 5;

impl Regrouped {
    /// Clusters of candidates that serve the same demand, each with its neighbours.
    pub(crate) fn at_root(states: &[State], merged: &MergedPoints, sizes: RegionSizes) -> Self {
        let free = free_of(states);
        if free.len() <= sizes.sites {
            return Self::whole(&[], free);
        }
        let links = Links::new(states.len(), merged);
        let regions: Vec<Region> = clusters(states, &links, sizes.cores)
            .into_iter()
            .map(|core| {
                let halo = links.neighbours(&core, &free);
                let (cores, room) = (core.len(), sizes.sites - core.len());
                Region::new(
                    core.into_iter()
                        .chain(halo.into_iter().take(room))
                        .collect(),
                    cores,
                )
            })
            .collect();
        Self {
            is_new: vec![true; regions.len()],
            regions,
        }
    }

    /// From the regions of the parent node, without what has been decided since.
    pub(crate) fn after(
        parents: &[Region],
        states: &[State],
        merged: &MergedPoints,
        sizes: RegionSizes,
    ) -> Self {
        let mut regions: Vec<Region> = parents
            .iter()
            .map(|parent| parent.restricted(states))
            .collect();
        let free = free_of(states);
        if free.len() <= sizes.sites {
            let is_same = regions.len() == 1 && regions[0].cores == free.len();
            if is_same {
                return Self {
                    regions,
                    is_new: vec![false],
                };
            }
            return Self::whole(&regions, free);
        }
        // A region that lost its core still knows which sets are impossible.
        let without_core: Vec<Region> =
            (regions.extract_if(.., |region| region.cores == 0)).collect();
        for region in &mut regions {
            for old in &without_core {
                region.agree_with(old);
            }
        }
        let room = |region: &Region| {
            let growth = (sizes.sets / region.sets.len().max(1)).max(1).ilog2() as usize;
            growth.min(MOST_SITES - region.sites.len())
        };
        let mut is_new = vec![false; regions.len()];
        if regions.iter().any(|region| room(region) >= FURTHER) {
            let links = Links::new(states.len(), merged);
            for (region, is_new) in regions.iter_mut().zip(&mut is_new) {
                let room = room(region);
                let mut halo = links.neighbours(&region.sites[..region.cores], &free);
                halo.retain(|site| !region.sites.contains(site));
                halo.truncate(room);
                if room >= FURTHER && !halo.is_empty() {
                    *region = region.clone().extended(&halo);
                    *is_new = true;
                }
            }
        }
        Self { regions, is_new }
    }

    /// A single region of all that is free.
    fn whole(parents: &[Region], free: Vec<u16>) -> Self {
        let count = free.len();
        let mut whole = Region::new(free, count);
        for parent in parents {
            whole.agree_with(parent);
        }
        Self {
            regions: vec![whole],
            is_new: vec![true],
        }
    }
}

fn free_of(states: &[State]) -> Vec<u16> {
    let free = (0_u16..).zip(states);
    let free = free.filter(|&(_, &state)| state == State::Free);
    free.map(|(site, _)| site).collect()
}

/// How much demand two candidates are both near.
pub(crate) struct Links {
    candidates: usize,
    shared: Vec<u64>,
}

impl Links {
    pub(crate) fn new(candidates: usize, merged: &MergedPoints) -> Self {
        let mut shared = vec![0; candidates * candidates];
        for (group, &demand) in merged.demand.iter().enumerate() {
            let sites = merged.sites_of(group);
            let first = &sites[..sites.len().min(NEIGHBOURS)];
            for &a in first {
                for &b in first {
                    shared[usize::from(a) * candidates + usize::from(b)] += demand;
                }
            }
        }
        Self { candidates, shared }
    }

    fn of(&self, a: u16, b: u16) -> u64 {
        self.shared[usize::from(a) * self.candidates + usize::from(b)]
    }

    pub(crate) fn between(&self, some: &[u16], others: &[u16]) -> u64 {
        let of_one = |&a: &u16| others.iter().map(|&b| self.of(a, b)).sum::<u64>();
        some.iter().map(of_one).sum()
    }

    /// Free candidates that share demand with a core, most first.
    fn neighbours(&self, core: &[u16], free: &[u16]) -> Vec<u16> {
        let others = free.iter().filter(|site| !core.contains(site));
        let mut linked: Vec<(u64, u16)> = others
            .map(|&site| (self.between(core, &[site]), site))
            .filter(|&(link, _)| link > 0)
            .collect();
        linked.sort_by_key(|&(link, site)| (std::cmp::Reverse(link), site));
        linked.into_iter().map(|(_, site)| site).collect()
    }
}

/// Divides the free candidates into cores that share as little demand as possible: grown one by one from the
/// one that is least connected, then improved by moves and exchanges.
fn clusters(states: &[State], links: &Links, most: usize) -> Vec<Vec<u16>> {
    let mut rest: Vec<u16> = (0_u16..)
        .zip(states)
        .filter(|&(_, &state)| state == State::Free)
        .map(|(site, _)| site)
        .collect();
    let count = rest.len().div_ceil(most);
    let mut cores: Vec<Vec<u16>> = Vec::new();
    while !rest.is_empty() {
        let alone = rest
            .iter()
            .min_by_key(|&&site| (links.between(&[site], &rest), site));
        let mut core: Vec<u16> = alone.into_iter().copied().collect();
        rest.retain(|site| !core.contains(site));
        let target = (rest.len() + 1).div_ceil((count - cores.len()).max(1));
        while core.len() < target.min(most) {
            let drawn = |site: u16| {
                let (here, there) = (links.between(&[site], &core), links.between(&[site], &rest));
                i128::from(2 * here) - i128::from(there)
            };
            let next = rest
                .iter()
                .max_by_key(|&&site| (drawn(site), std::cmp::Reverse(site)));
            let Some(&next) = next else { break };
            core.push(next);
            rest.retain(|&site| site != next);
        }
        cores.push(core);
    }
    while improve(&mut cores, links, most) {}
    for core in &mut cores {
        core.sort_unstable();
    }
    cores
}

/// The move or exchange between cores that joins most demand; `false` if none joins any.
fn improve(cores: &mut [Vec<u16>], links: &Links, most: usize) -> bool {
    let all: Vec<(usize, u16)> = (cores.iter().enumerate())
        .flat_map(|(core, sites)| sites.iter().map(move |&site| (core, site)))
        .collect();
    let link = |site: u16, core: usize| {
        let others = cores[core].iter().filter(|&&other| other != site);
        others
            .map(|&other| i128::from(links.of(site, other)))
            .sum::<i128>()
    };
    let of_all: Vec<Vec<i128>> = (all.iter())
        .map(|&(_, site)| (0..cores.len()).map(|core| link(site, core)).collect())
        .collect();
    let mut best = (0, None);
    for (place, &(from, site)) in all.iter().enumerate() {
        for to in (0..cores.len()).filter(|&to| to != from) {
            let gain = of_all[place][to] - of_all[place][from];
            if cores[to].len() < most && gain > best.0 {
                best = (gain, Some((from, site, to, None)));
            }
        }
        for (other_place, &(to, other)) in all[..place].iter().enumerate() {
            if to != from {
                let gain = of_all[place][to] - of_all[place][from] + of_all[other_place][from]
                    - of_all[other_place][to]
                    - 2 * i128::from(links.of(site, other));
                if gain > best.0 {
                    best = (gain, Some((from, site, to, Some(other))));
                }
            }
        }
    }
    let Some((from, site, to, other)) = best.1 else {
        return false;
    };
    cores[from].retain(|&own| own != site);
    cores[to].push(site);
    if let Some(other) = other {
        cores[to].retain(|&own| own != other);
        cores[from].push(other);
    }
    true
}

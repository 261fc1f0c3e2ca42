use super::merged_points::MergedPoints;
use super::region::{Region, RegionSizes};
use crate::optimise::search::site_state::State;

/// Regions of a node, and which of them have sites that none had together before.
pub(crate) struct Regrouped {
    pub(crate) regions: Vec<Region>,
    pub(crate) is_new: Vec<bool>,
}

/// A region takes in further neighbours when this many of its places are empty.
const EMPTY: usize = 3;

/// The first sites of a group that are counted as neighbours of one another.
const NEIGHBOURS: usize = 5;

impl Regrouped {
    /// From regions without halo around clusters of candidates that serve the same demand.
    pub(crate) fn at_root(states: &[State], merged: &MergedPoints, sizes: RegionSizes) -> Self {
        let links = Links::new(states.len(), merged);
        let cores = clusters(states, &links, sizes.cores);
        let cores = cores.into_iter().map(|sites| {
            let count = sites.len();
            Region::new(sites, count)
        });
        let mut all = Self::with_links(cores.collect(), states, merged, sizes, Some(links));
        all.is_new.fill(true);
        all
    }

    /// From the regions of the parent node, without what has been decided since.
    pub(crate) fn after(
        parents: &[Region],
        states: &[State],
        merged: &MergedPoints,
        sizes: RegionSizes,
    ) -> Self {
        let restricted = parents.iter().map(|parent| parent.restricted(states));
        Self::with_links(restricted.collect(), states, merged, sizes, None)
    }

    fn with_links(
        mut regions: Vec<Region>,
        states: &[State],
        merged: &MergedPoints,
        sizes: RegionSizes,
        links: Option<Links>,
    ) -> Self {
        let free: Vec<u16> = (0_u16..)
            .zip(states)
            .filter(|&(_, &state)| state == State::Free)
            .map(|(site, _)| site)
            .collect();
        if free.len() <= sizes.sites {
            let is_same = regions.len() == 1 && regions[0].cores == free.len();
            if is_same {
                return Self {
                    regions,
                    is_new: vec![false],
                };
            }
            let count = free.len();
            let mut whole = Region::new(free, count);
            for region in &regions {
                whole.inherit(region);
            }
            return Self {
                regions: vec![whole],
                is_new: vec![true],
            };
        }
        // A region that lost its core still knows which sets are impossible.
        let without_core: Vec<Region> =
            (regions.extract_if(.., |region| region.cores == 0)).collect();
        let can_merge = |a: &Region, b: &Region| a.cores + b.cores <= sizes.cores;
        let can_join =
            (0..regions.len()).any(|a| (0..a).any(|b| can_merge(&regions[a], &regions[b])));
        let grows = (regions.iter()).any(|region| region.sites.len() + EMPTY <= sizes.sites);
        if !can_join && !grows {
            let count = regions.len();
            return Self {
                regions,
                is_new: vec![false; count],
            };
        }
        let links = links.unwrap_or_else(|| Links::new(states.len(), merged));
        // Cores that become one, with the regions that they were.
        let mut groups: Vec<Vec<Region>> = regions.into_iter().map(|region| vec![region]).collect();
        let size = |group: &Vec<Region>| group.iter().map(|region| region.cores).sum::<usize>();
        loop {
            let mut best: Option<(u64, usize, usize)> = None;
            for a in 0..groups.len() {
                for b in 0..a {
                    if size(&groups[a]) + size(&groups[b]) <= sizes.cores {
                        let link = links.between(&cores_of(&groups[a]), &cores_of(&groups[b]));
                        if best.is_none_or(|(most, ..)| link > most) {
                            best = Some((link, a, b));
                        }
                    }
                }
            }
            let Some((_, a, b)) = best else { break };
            let other = groups.remove(a);
            groups[b].extend(other);
        }
        let (mut regrouped, mut is_new) = (Vec::new(), Vec::new());
        for group in groups {
            let core = cores_of(&group);
            let halo = links.neighbours(&core, &free);
            let room = sizes.sites - core.len();
            let first = &group[0];
            let could_grow = core.len() + halo.len().min(room) > first.sites.len();
            let is_full = first.sites.len() + EMPTY > sizes.sites;
            if group.len() == 1 && (is_full || !could_grow) {
                regrouped.extend(group);
                is_new.push(false);
                continue;
            }
            let cores = core.len();
            let all = core
                .into_iter()
                .chain(halo.into_iter().take(room))
                .collect();
            let mut region = Region::new(all, cores);
            for old in group.iter().chain(&without_core) {
                region.inherit(old);
            }
            for old in &group {
                for bit in old.cores..old.sites.len() {
                    let place = region.sites.iter().position(|&site| site == old.sites[bit]);
                    if let Some(place) = place.filter(|&place| place >= cores) {
                        region.pull[place] += old.pull[bit];
                    }
                }
            }
            regrouped.push(region);
            is_new.push(true);
        }
        Self {
            regions: regrouped,
            is_new,
        }
    }
}

fn cores_of(group: &[Region]) -> Vec<u16> {
    let cores = group
        .iter()
        .flat_map(|region| &region.sites[..region.cores]);
    cores.copied().collect()
}

/// How much demand two candidates are both near.
struct Links {
    candidates: usize,
    shared: Vec<u64>,
}

impl Links {
    fn new(candidates: usize, merged: &MergedPoints) -> Self {
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

    fn between(&self, some: &[u16], others: &[u16]) -> u64 {
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

use super::merged_points::{MergedPoints, Otherwise};
use super::nearest_order::NearestOrder;
use super::region::Region;
use super::set_map::SetMap;
use crate::optimise::search::site_state::State;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::units::Demand;
use rayon::prelude::*;

/// Strikes out sets of a region with which no layout is within the limits of volume.
///
/// With all other free sites closed, every open site has the most that it can have together with a set; with
/// all others open, the least.
pub(crate) struct VolumeFilter<'a> {
    pub(crate) order: &'a NearestOrder,
    pub(crate) merged: &'a MergedPoints,
    pub(crate) states: &'a [State],
    /// Sites that the points of groups know; beyond, the order of the points is looked at.
    pub(crate) nearest: usize,
    pub(crate) limits: VolumeLimits,
}

impl VolumeFilter<'_> {
    /// Strikes out sets of the regions that are to be checked; `false` if a centre breaks the limits in every
    /// layout.
    pub(crate) fn apply(&self, regions: &mut [Region], check: &[bool]) -> bool {
        let min = self.limits.min.unwrap_or_default().millionths();
        let max = self.limits.max.map_or(u64::MAX, Demand::millionths);
        let far = if min > 0 {
            self.far_points()
        } else {
            Vec::new()
        };
        let mut reach = self.merged.settled.clone();
        let known = (0..self.merged.len()).filter(|&group| min == 0 || self.is_known(group));
        for group in known {
            if let Otherwise::Centre(centre) = self.merged.otherwise[group] {
                reach[usize::from(centre)] += self.merged.demand[group];
            }
        }
        for point in &far {
            if let Otherwise::Centre(centre) = point.otherwise {
                reach[usize::from(centre)] += point.demand;
            }
        }
        let is_open = |&centre: &usize| self.states[centre] == State::Open;
        let open: Vec<usize> = (0..self.states.len()).filter(is_open).collect();
        let settled = &self.merged.settled;
        if open
            .iter()
            .any(|&centre| reach[centre] < min || settled[centre] > max)
        {
            return false;
        }
        let checked = regions
            .par_iter_mut()
            .zip(check)
            .filter(|&(_, &check)| check);
        checked.for_each(|(region, _)| {
            if min > 0 {
                self.strike_out_small(region, &far, &reach, min);
            }
            if max < u64::MAX {
                self.strike_out_large(region, max);
            }
        });
        true
    }

    fn is_known(&self, group: usize) -> bool {
        self.merged.otherwise[group] != Otherwise::Beyond
    }

    /// Points whose groups do not know a centre, with all undecided sites on the way to it.
    fn far_points(&self) -> Vec<FarPoint> {
        let mut far = Vec::new();
        for point in &self.order.points {
            let is_open = |&(_, site): &(u32, u16)| self.states[usize::from(site)] == State::Open;
            if point.near.len() <= self.nearest || point.near[..self.nearest].iter().any(is_open) {
                continue;
            }
            let centre = point.near.iter().position(is_open);
            let before = &point.near[..centre.unwrap_or(point.near.len())];
            let sites = before.iter().map(|&(_, site)| site);
            far.push(FarPoint {
                demand: point.demand,
                sites: sites
                    .filter(|&s| self.states[usize::from(s)] == State::Free)
                    .collect(),
                otherwise: centre.map_or(Otherwise::Nobody, |place| {
                    Otherwise::Centre(point.near[place].1)
                }),
            });
        }
        far
    }

    /// Strikes out sets with which one of their sites, or a centre, has too little even if every other site is
    /// closed: a group goes to the first site of the set that it passes.
    fn strike_out_small(&self, region: &mut Region, far: &[FarPoint], reach: &[u64], min: u64) {
        let bits = region.bits(self.states.len());
        let mut own = vec![Vec::new(); region.sites.len()];
        let mut could_lose: Vec<Vec<(u32, u64)>> = vec![Vec::new(); self.states.len()];
        let mut add = |sites: &[u16], demand: u64, otherwise: Otherwise| {
            let mut passed = 0_u32;
            for &site in sites {
                let bit = bits[usize::from(site)];
                if bit < u16::MAX {
                    own[usize::from(bit)].push((passed, demand));
                    passed |= 1 << bit;
                }
            }
            if let Otherwise::Centre(centre) = otherwise
                && passed != 0
            {
                could_lose[usize::from(centre)].push((passed, demand));
            }
        };
        for group in (0..self.merged.len()).filter(|&group| self.is_known(group)) {
            let sites = self.merged.sites_of(group);
            add(
                sites,
                self.merged.demand[group],
                self.merged.otherwise[group],
            );
        }
        for point in far {
            add(&point.sites, point.demand, point.otherwise);
        }
        for (bit, served) in own.into_iter().enumerate() {
            strike_out(region, 1 << bit, served, |volume| volume >= min);
        }
        let could_lose = could_lose.into_iter().zip(reach);
        for (lost, &reach) in could_lose.filter(|(lost, _)| !lost.is_empty()) {
            let sum: u64 = lost.iter().map(|&(_, demand)| demand).sum();
            strike_out(region, 0, lost, |volume| reach - sum + volume >= min);
        }
    }

    /// Strikes out sets with which one of their sites, or a centre, has too much even if every other site is
    /// open: a group goes to the first site of the set as long as all sites before are of the region.
    fn strike_out_large(&self, region: &mut Region, max: u64) {
        let bits = region.bits(self.states.len());
        let mut own = vec![Vec::new(); region.sites.len()];
        let mut only_here: Vec<Vec<(u32, u64)>> = vec![Vec::new(); self.states.len()];
        for group in 0..self.merged.len() {
            let (mut passed, mut is_whole) = (0_u32, true);
            for &site in self.merged.sites_of(group) {
                let bit = bits[usize::from(site)];
                if bit == u16::MAX {
                    is_whole = false;
                    break;
                }
                own[usize::from(bit)].push((passed, self.merged.demand[group]));
                passed |= 1 << bit;
            }
            if let Otherwise::Centre(centre) = self.merged.otherwise[group]
                && is_whole
            {
                only_here[usize::from(centre)].push((passed, self.merged.demand[group]));
            }
        }
        for (bit, served) in own.into_iter().enumerate() {
            strike_out(region, 1 << bit, served, |volume| volume <= max);
        }
        let only_here = only_here.into_iter().zip(&self.merged.settled);
        for (served, &settled) in only_here.filter(|(served, _)| !served.is_empty()) {
            strike_out(region, 0, served, |volume| settled + volume <= max);
        }
    }
}

/// A point whose nearest sites are not open.
struct FarPoint {
    demand: u64,
    sites: Vec<u16>,
    otherwise: Otherwise,
}

/// Keeps the sets with which a volume, the demand of all contributions that no site of the set takes, is as it
/// should be. Only sets with all sites of `concerned` are looked at.
fn strike_out(
    region: &mut Region,
    concerned: u32,
    mut contributions: Vec<(u32, u64)>,
    keeps: impl Fn(u64) -> bool,
) {
    contributions.sort_unstable();
    contributions.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        kept.1 += if is_same { next.1 } else { 0 };
        is_same
    });
    let most: u64 = contributions.iter().map(|&(_, demand)| demand).sum();
    let never_lost = contributions.iter().filter(|&&(passed, _)| passed == 0);
    let least: u64 = never_lost.map(|&(_, demand)| demand).sum();
    if keeps(least) && keeps(most) {
        return;
    }
    let support = contributions
        .iter()
        .fold(0, |any, &(passed, _)| any | passed);
    let is_of_interest = |set: u32| set & concerned == concerned;
    let bits = support.count_ones();
    let sets = region.sets.len();
    if bits <= MOST_BITS && (bits as usize) << bits < sets * contributions.len() {
        let map = SetMap::squeezed(support);
        let mut volume = vec![0_u64; 1 << bits];
        for &(passed, demand) in &contributions {
            volume[map.image(passed) as usize] += demand;
        }
        sum_over_parts(&mut volume);
        (region.sets)
            .retain(|&set| !is_of_interest(set) || keeps(volume[map.image(!set) as usize]));
    } else {
        let volume = |set: u32| {
            let all = contributions.iter();
            all.map(|&(passed, demand)| if passed & set == 0 { demand } else { 0 })
                .sum::<u64>()
        };
        (region.sets).retain(|&set| !is_of_interest(set) || keeps(volume(set)));
    }
}

/// The most sites of a table of volumes by set.
const MOST_BITS: u32 = 16;

/// Replaces what every set has by what all its parts have together.
pub(crate) fn sum_over_parts<T: Copy + std::ops::AddAssign>(table: &mut [T]) {
    // Three sites at once where what is added lies close together.
    let (eights, rest) = table.as_chunks_mut::<8>();
    for eight in eights {
        for [without, with] in STEPS {
            eight[with] += eight[without];
        }
    }
    let mut half = if rest.is_empty() { 8 } else { 1 };
    while half < table.len() {
        for pair in table.chunks_exact_mut(2 * half) {
            let (without, with) = pair.split_at_mut(half);
            for (with, without) in with.iter_mut().zip(without) {
                *with += *without;
            }
        }
        half *= 2;
    }
}

/// The additions of three sites.
const STEPS: [[usize; 2]; 12] = [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
    [0, 2],
    [1, 3],
    [4, 6],
    [5, 7],
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_are_added_up(sites in 0_usize..7, values in prop::collection::vec(0_u64..100, 64)) {
            let mut table = values[..1 << sites].to_vec();
            sum_over_parts(&mut table);
            for (set, &sum) in table.iter().enumerate() {
                let parts = (0..=set).filter(|part| part & !set == 0);
                prop_assert_eq!(sum, parts.map(|part| values[part]).sum::<u64>());
            }
        }
    }
}

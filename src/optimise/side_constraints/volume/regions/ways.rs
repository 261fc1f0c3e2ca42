use super::merged_points::{MergedPoints, Otherwise};
use super::multipliers::Highest;
use super::parts::Parts;
use super::region::Region;

/// How the sites of regions can serve the groups of a node.
pub(crate) struct Ways {
    /// The region of which a site is in the core, and its bit there.
    pub(crate) core_of: Vec<(u16, u16)>,
    /// Whether one region decides all of a group.
    pub(crate) is_inside: Vec<bool>,
    list: Vec<Way>,
    segments: Vec<Segment>,
    /// Where the segments of every group begin, and the end of the last.
    first_segment: Vec<u32>,
    /// By region, the tables of what its sets are worth.
    pub(crate) parts: Vec<Parts>,
}

/// How a group can be served by a site of a region.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) time: f64,
    pub(crate) site: u16,
    /// Where the tables of the region have what counts while no site that comes before is open.
    pub(crate) entry: u32,
    /// The site's own bit in the region.
    pub(crate) bit: u8,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All sites before are of the region, so that the group is served here if none of them is open.
    Certain,
    /// Another region may have an open site before.
    Possible,
    /// Another region counts what this site serves.
    Halo,
}

/// The sites of one region that a group passes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) region: u16,
    /// Where the tables of the region have what counts while no site of its ways is open.
    pub(crate) entry: u32,
    first: u32,
    end: u32,
}

impl Ways {
    /// Ways that are of no use at multipliers up to the highest are left out.
    pub(crate) fn new(
        merged: &MergedPoints,
        regions: &[Region],
        candidates: usize,
        highest: &Highest,
    ) -> Self {
        let bits: Vec<Vec<u16>> = regions
            .iter()
            .map(|region| region.bits(candidates))
            .collect();
        let mut core_of = vec![(u16::MAX, 0); candidates];
        for (number, region) in (0_u16..).zip(regions) {
            for (bit, &site) in (0_u16..).zip(&region.sites[..region.cores]) {
                core_of[usize::from(site)] = (number, bit);
            }
        }
        let mut ways = Self {
            core_of,
            is_inside: Vec::with_capacity(merged.len()),
            list: Vec::new(),
            segments: Vec::new(),
            first_segment: vec![0],
            parts: Vec::new(),
        };
        for group in 0..merged.len() {
            ways.add_group(merged, group, &bits, highest);
        }
        ways.set_entries(regions);
        ways
    }

    /// Entries are sets of sites until the tables of the regions are known.
    fn set_entries(&mut self, regions: &[Region]) {
        let mut supports = vec![Vec::new(); regions.len()];
        for segment in &self.segments {
            supports[usize::from(segment.region)].push(segment.entry);
        }
        let of_region = regions.iter().zip(supports);
        self.parts = of_region
            .map(|(region, supports)| Parts::new(supports, region.sets.len()))
            .collect();
        for segment in &mut self.segments {
            let parts = &self.parts[usize::from(segment.region)];
            let part = parts.with(segment.entry);
            for way in &mut self.list[segment.first as usize..segment.end as usize] {
                way.entry = parts.entry(part, way.entry);
            }
            segment.entry = parts.entry(part, segment.entry);
        }
    }

    pub(crate) fn of_group(&self, group: usize) -> &[Segment] {
        let (start, end) = (self.first_segment[group], self.first_segment[group + 1]);
        &self.segments[start as usize..end as usize]
    }

    pub(crate) fn of_segment(&self, segment: &Segment) -> &[Way] {
        &self.list[segment.first as usize..segment.end as usize]
    }

    fn add_group(
        &mut self,
        merged: &MergedPoints,
        group: usize,
        bits: &[Vec<u16>],
        highest: &Highest,
    ) {
        let sites = merged.sites_of(group);
        let costs = &merged.cost[merged.range(group)];
        let region_of = |core_of: &[(u16, u16)], site: u16| core_of[usize::from(site)].0;
        let home = sites.first().map(|&site| region_of(&self.core_of, site));
        let is_inside = (sites.iter()).all(|&site| Some(region_of(&self.core_of, site)) == home)
            && home.is_some()
            && merged.otherwise[group] != Otherwise::Beyond;
        self.is_inside.push(is_inside);
        let demand = merged.demand[group] as f64;
        for (place, &site) in sites.iter().enumerate() {
            let region = region_of(&self.core_of, site);
            let mut before = sites[..place].iter();
            if before.any(|&before| region_of(&self.core_of, before) == region) {
                continue;
            }
            let first = self.list.len();
            let (mut before, mut is_certain) = (0_u32, true);
            let mut useful = first;
            for (&site, cost) in sites.iter().zip(costs) {
                let bit = bits[usize::from(region)][usize::from(site)];
                if bit == u16::MAX {
                    is_certain = false;
                    continue;
                }
                let time = cost / demand;
                let kind = if region_of(&self.core_of, site) != region {
                    Kind::Halo
                } else if is_certain {
                    Kind::Certain
                } else {
                    Kind::Possible
                };
                self.list.push(Way {
                    time,
                    site,
                    entry: before,
                    bit: bit.to_le_bytes()[0],
                    kind,
                });
                before |= 1 << bit;
                let reached = highest.price[usize::from(site)] + highest.group[group];
                if kind == Kind::Certain || (kind == Kind::Possible && time < reached) {
                    useful = self.list.len();
                }
            }
            let all = self.list.get(useful).map_or(before, |way| way.entry);
            self.list.truncate(useful);
            if useful > first {
                self.segments.push(Segment {
                    region,
                    entry: all,
                    first: index(first),
                    end: index(useful),
                });
            }
        }
        self.first_segment.push(index(self.segments.len()));
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

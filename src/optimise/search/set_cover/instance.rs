use crate::optimise::work::walks_over;

/// Sets to be hit and the sites that hit them, both numbered from 0.
#[derive(Debug, Clone, Default)]
pub(super) struct Instance {
    /// The places of the sites of every set, ascending.
    pub(super) sets: Vec<Vec<u32>>,
    /// The sets that every place hits, ascending.
    pub(super) hit_by: Vec<Vec<u32>>,
    /// The site at every place.
    pub(super) site: Vec<u16>,
}

impl Instance {
    pub(super) fn new(sets: Vec<Vec<u16>>) -> Self {
        let sites = sets
            .iter()
            .flatten()
            .max()
            .map_or(0, |&site| usize::from(site) + 1);
        let mut is_there = vec![false; sites];
        for &site in sets.iter().flatten() {
            is_there[usize::from(site)] = true;
        }
        let site: Vec<u16> = (0..)
            .zip(&is_there)
            .filter(|&(_, &is)| is)
            .map(|(site, _)| site)
            .collect();
        let mut place = vec![0; sites];
        for (number, &site) in (0..).zip(&site) {
            place[usize::from(site)] = number;
        }
        let to_places = |set: Vec<u16>| {
            let mut places: Vec<u32> = set.iter().map(|&site| place[usize::from(site)]).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        Self::from_sets(sets.into_iter().map(to_places).collect(), site)
    }

    pub(super) fn from_sets(sets: Vec<Vec<u32>>, site: Vec<u16>) -> Self {
        walks_over(sets.iter().map(Vec::len).sum());
        let mut hit_by = vec![Vec::new(); site.len()];
        for (set, places) in (0..).zip(&sets) {
            for &place in places {
                hit_by[place as usize].push(set);
            }
        }
        Self { sets, hit_by, site }
    }

    /// Only these places and the sets for which `stays` says so; sites that hit nothing go.
    pub(super) fn restricted(&self, is_free: &[bool], stays: impl Fn(usize) -> bool) -> Self {
        let mut hits = vec![false; self.site.len()];
        for (_, set) in (self.sets.iter().enumerate()).filter(|&(set, _)| stays(set)) {
            for &place in set {
                hits[place as usize] = true;
            }
        }
        let mut image = vec![u32::MAX; self.site.len()];
        let mut site = Vec::new();
        for place in 0..self.site.len() {
            if is_free[place] && hits[place] {
                image[place] = u32::try_from(site.len()).unwrap_or(u32::MAX);
                site.push(self.site[place]);
            }
        }
        let moved = |set: &Vec<u32>| {
            let images = set.iter().map(|&place| image[place as usize]);
            images.filter(|&place| place != u32::MAX).collect()
        };
        let sets = self.sets.iter().enumerate();
        let sets = sets
            .filter(|&(set, _)| stays(set))
            .map(|(_, set)| moved(set));
        Self::from_sets(sets.collect(), site)
    }

    /// What remains to be hit when a place is open.
    pub(super) fn with_open(&self, place: usize) -> Self {
        let mut is_hit = vec![false; self.sets.len()];
        for &set in &self.hit_by[place] {
            is_hit[set as usize] = true;
        }
        self.restricted(&vec![true; self.site.len()], |set| !is_hit[set])
    }

    /// Without a place.
    pub(super) fn without(&self, place: usize) -> Self {
        let mut is_free = vec![true; self.site.len()];
        is_free[place] = false;
        self.restricted(&is_free, |_| true)
    }
}

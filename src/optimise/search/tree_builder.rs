use super::cover_tree::{CoverTree, ROOT};
use super::relaxation::LARGE;
use crate::optimise::budget::Watch;
use crate::optimise::work::walks_over;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Builds a [`CoverTree`], one set at a time, equal sets once.
#[derive(Debug)]
pub(crate) struct TreeBuilder {
    tree: CoverTree,
    depth: Vec<u16>,
    /// From a set and one site more to the set of both.
    steps: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    /// From the mark of a set to the sets that carry it: marks can collide, sets are compared.
    by_mark: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    mark: Vec<u64>,
    /// Another set with the same mark, or [`ROOT`].
    same_mark: Vec<u32>,
    /// Scratch: the row that last saw a site.
    seen: Vec<u32>,
    stamp: u32,
}

impl TreeBuilder {
    pub(crate) fn new(sites: usize) -> Self {
        Self {
            tree: CoverTree::default(),
            depth: Vec::new(),
            steps: HashMap::default(),
            by_mark: HashMap::default(),
            mark: Vec::new(),
            same_mark: Vec::new(),
            seen: vec![0; sites],
            stamp: 0,
        }
    }

    /// Of so many sets, or fewer.
    pub(crate) fn with_capacity(sites: usize, sets: usize) -> Self {
        let mut builder = Self::new(sites);
        builder.tree.site.reserve(sets);
        builder.tree.parent.reserve(sets);
        builder.tree.weight.reserve(sets);
        builder.depth.reserve(sets);
        builder.steps.reserve(sets);
        builder.by_mark.reserve(sets);
        builder.mark.reserve(sets);
        builder.same_mark.reserve(sets);
        builder
    }

    /// The set of `parent` and `site`, which is not in it; made if it is new.
    pub(crate) fn child(&mut self, parent: u32, site: u16) -> u32 {
        walks_over(1);
        let step = (u64::from(parent) << 16) | u64::from(site);
        if let Some(&row) = self.steps.get(&step) {
            return row;
        }
        let (mark, depth) = match self.mark.get(parent as usize) {
            Some(&mark) => (mark, self.depth[parent as usize] + 1),
            None => (0, 1),
        };
        // The order of the sites in a set does not change the sum of their marks.
        let mark = mark.wrapping_add(splitmix(u64::from(site) + 1));
        let first = self.by_mark.get(&mark).copied().unwrap_or(ROOT);
        let mut row = first;
        while row != ROOT && !self.is_set(row, parent, site, depth) {
            row = self.same_mark[row as usize];
        }
        if row == ROOT {
            row = u32::try_from(self.tree.len()).unwrap_or(ROOT - 1);
            self.tree.site.push(site);
            self.tree.parent.push(parent);
            self.tree.weight.push(0);
            self.depth.push(depth);
            self.mark.push(mark);
            self.same_mark.push(first);
            self.by_mark.insert(mark, row);
        }
        self.steps.insert(step, row);
        row
    }

    /// The set of these sites, none twice; made if it is new, from a set of one site fewer that is
    /// there already, if there is one, and else by way of the set without the last site.
    pub(crate) fn set(&mut self, sites: &[u16]) -> u32 {
        let of_site = |site: u16| splitmix(u64::from(site) + 1);
        let mut rest = sites.to_vec();
        let mut mark = rest
            .iter()
            .fold(0, |mark: u64, &site| mark.wrapping_add(of_site(site)));
        let mut missing = Vec::new();
        let mut row = loop {
            if rest.is_empty() {
                break ROOT;
            }
            if let Some(row) = self.find(mark, &rest) {
                break row;
            }
            let known = |&place: &usize| {
                let fewer = mark.wrapping_sub(of_site(rest[place]));
                self.by_mark.contains_key(&fewer)
            };
            let last = rest.len() - 1;
            let site = rest.remove((0..=last).rev().find(known).unwrap_or(last));
            mark = mark.wrapping_sub(of_site(site));
            missing.push(site);
        };
        for site in missing.into_iter().rev() {
            row = self.child(row, site);
        }
        row
    }

    /// The row of a set that is there.
    fn find(&mut self, mark: u64, sites: &[u16]) -> Option<u32> {
        let mut row = self.by_mark.get(&mark).copied()?;
        self.stamp += 1;
        for &site in sites {
            self.seen[usize::from(site)] = self.stamp;
        }
        while row != ROOT {
            if usize::from(self.depth[row as usize]) == sites.len() && self.is_seen(row) {
                return Some(row);
            }
            row = self.same_mark[row as usize];
        }
        None
    }

    /// Whether all sites of a set carry the last stamp.
    fn is_seen(&self, mut row: u32) -> bool {
        while row != ROOT {
            if self.seen[usize::from(self.tree.site[row as usize])] != self.stamp {
                return false;
            }
            row = self.tree.parent[row as usize];
        }
        true
    }

    /// How many sets there are.
    pub(crate) fn len(&self) -> usize {
        self.tree.len()
    }

    pub(crate) fn add_weight(&mut self, row: u32, weight: u128) {
        match self.tree.weight.get_mut(row as usize) {
            Some(of_row) => *of_row += weight,
            None => self.tree.base += weight,
        }
    }

    pub(crate) fn add_base(&mut self, weight: u128) {
        self.tree.base += weight;
    }

    /// Adds all sets of another tree.
    pub(crate) fn absorb(&mut self, other: &CoverTree) {
        self.absorb_times(other, 1, Watch::unlimited());
    }

    /// Adds the sets of at most so many sites of another tree, small sets first, until the time is over.
    pub(crate) fn absorb_near(&mut self, other: &CoverTree, most_sites: usize, watch: Watch) {
        let depths = other.depths();
        let is_near = |&depth: &u16| usize::from(depth) <= most_sites;
        self.absorb_first(other, depths.partition_point(is_near), 1, watch);
    }

    /// Leaves out all larger sets, if there are more than so many; how many sites the largest that stay have.
    ///
    /// Layouts that miss what is left out cost less then, none costs more.
    pub(crate) fn keep_near(&mut self, most_sets: usize, watch: Watch) -> usize {
        let (tree, _) = std::mem::replace(self, Self::new(self.seen.len())).finish_with(&[]);
        let depths = tree.depths();
        let last = depths.get(most_sets).map_or(u16::MAX, |&depth| depth - 1);
        let most_sites = usize::from(last.max(1));
        self.absorb_near(&tree, most_sites, watch);
        most_sites
    }

    /// Adds the sets of another tree, small sets first, with so many times their weights, until the time is over.
    pub(crate) fn absorb_times(&mut self, other: &CoverTree, factor: u128, watch: Watch) {
        self.absorb_first(other, other.len(), factor, watch);
    }

    fn absorb_first(&mut self, other: &CoverTree, rows: usize, factor: u128, watch: Watch) {
        let mut image = vec![ROOT; rows];
        for row in 0..rows {
            if row % LARGE == LARGE - 1 && watch.is_over() {
                break;
            }
            let parent = other.parent[row];
            let above = if parent == ROOT {
                ROOT
            } else {
                image[parent as usize]
            };
            let set = self.child(above, other.site[row]);
            image[row] = set;
            self.tree.weight[set as usize] += factor * other.weight[row];
        }
        self.tree.base += factor * other.base;
    }

    pub(crate) fn finish(self) -> CoverTree {
        self.finish_with(&[]).0
    }

    /// The tree, small sets first, and with it a number of every set.
    ///
    /// In this order no sum waits for the one before it: a walk over the tree is as fast as the
    /// machine adds.
    pub(crate) fn finish_with(self, numbers: &[f64]) -> (CoverTree, Vec<f64>) {
        let deepest = self.depth.iter().copied().max().unwrap_or(0);
        let mut next = vec![0_u32; usize::from(deepest) + 2];
        for &depth in &self.depth {
            next[usize::from(depth) + 1] += 1;
        }
        for depth in 1..next.len() {
            next[depth] += next[depth - 1];
        }
        let mut place_of = vec![0_u32; self.depth.len()];
        for (place, &depth) in place_of.iter_mut().zip(&self.depth) {
            *place = next[usize::from(depth)];
            next[usize::from(depth)] += 1;
        }
        let mut tree = CoverTree {
            site: vec![0; place_of.len()],
            parent: vec![ROOT; place_of.len()],
            weight: vec![0; place_of.len()],
            base: self.tree.base,
            cuts: Vec::new(),
        };
        let mut moved = vec![0.0; numbers.len()];
        for (row, &to) in place_of.iter().enumerate() {
            let to = to as usize;
            tree.site[to] = self.tree.site[row];
            tree.weight[to] = self.tree.weight[row];
            if let Some(&parent) = place_of.get(self.tree.parent[row] as usize) {
                tree.parent[to] = parent;
            }
            if let Some(&number) = numbers.get(row) {
                moved[to] = number;
            }
        }
        (tree, moved)
    }

    /// Whether `row` is the set of `parent` and `site`.
    fn is_set(&mut self, row: u32, parent: u32, site: u16, depth: u16) -> bool {
        if self.depth[row as usize] != depth {
            return false;
        }
        self.stamp += 1;
        let stamp = self.stamp;
        self.seen[usize::from(site)] = stamp;
        let mut above = parent;
        while above != ROOT {
            self.seen[usize::from(self.tree.site[above as usize])] = stamp;
            above = self.tree.parent[above as usize];
        }
        self.is_seen(row)
    }
}

/// Spreads a number over 64 bits (Steele, Lea, Flood 2014).
pub(crate) fn splitmix(number: u64) -> u64 {
    let z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A quick hash of one number; nothing depends on the order of these maps.
#[derive(Debug, Default)]
pub(crate) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = splitmix(self.0 ^ u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = z ^ (z >> 32);
    }
}

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The parent of a set of one site.
pub(super) const ROOT: u32 = u32::MAX;

/// What a layout misses: every location model of this module in one form.
///
/// ```text
/// cost(S) = base + Σ_A weight_A · [S ∩ A = ∅]
/// ```
///
/// over sets A of sites: who is served by any site of A saves `weight_A`. For the MCLP, A is what
/// covers a point and `weight_A` the demand that only A covers. For the p-median, A is the k
/// nearest sites of a point and `weight_A` its demand times the step in time from the k-th to the
/// next: the radius formulation. Points share a row when they share the *set*, whatever the order
/// in which its sites come near, which for 32,843 areas and 113 sites leaves about 500 rows at
/// every k.
///
/// The sets are kept as a tree: every set is its parent and one site more, and stands after its
/// parent. A sum over a set is one addition to the sum of its parent's.
///
/// # References
///
/// Cornuéjols, Nemhauser, Wolsey 1980, "A canonical representation of simple plant location
/// problems"; Elloumi 2010, "A tighter formulation of the p-median problem".
#[derive(Debug, Clone, Default)]
pub(super) struct CoverTree {
    pub(super) site: Vec<u16>,
    pub(super) parent: Vec<u32>,
    pub(super) weight: Vec<u128>,
    /// What every layout costs.
    pub(super) base: u128,
}

/// What is known of a site at a node of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Free,
    Open,
    Closed,
}

impl CoverTree {
    pub(super) fn len(&self) -> usize {
        self.site.len()
    }

    /// The cost of the layout whose sites are marked, exactly.
    pub(super) fn cost(&self, open: &[bool]) -> u128 {
        let mut hit = vec![false; self.len()];
        let mut cost = self.base;
        for row in 0..self.len() {
            let parent = self.parent[row];
            let is_hit =
                open[usize::from(self.site[row])] || (parent != ROOT && hit[parent as usize]);
            hit[row] = is_hit;
            if !is_hit {
                cost += self.weight[row];
            }
        }
        cost
    }

    /// How many sites of each set are open.
    pub(super) fn hits(&self, open: &[bool]) -> Vec<u16> {
        let mut hits = vec![0_u16; self.len()];
        for row in 0..self.len() {
            let own = u16::from(open[usize::from(self.site[row])]);
            let parent = self.parent[row];
            hits[row] = own + hits.get(parent as usize).copied().unwrap_or(0);
        }
        hits
    }

    /// How many sites each set has.
    pub(super) fn depths(&self) -> Vec<u16> {
        let mut depth = vec![1_u16; self.len()];
        for row in 0..self.len() {
            if let Some(&above) = depth.get(self.parent[row] as usize) {
                depth[row] = above + 1;
            }
        }
        depth
    }

    /// The same cost for the layouts in which the open sites are open and the closed ones are not.
    ///
    /// Sets with an open site go, sets that are equal without the closed sites become one. A
    /// weight above `ceiling` is lowered to it. `carried`, a number for every row, is added up
    /// like the weights.
    pub(super) fn reduced(
        &self,
        states: &[State],
        keep: impl Fn(usize) -> bool,
        ceiling: u128,
        carried: &[f64],
    ) -> (Self, Vec<f64>) {
        const GONE: u32 = u32::MAX - 1;
        let mut builder = TreeBuilder::new(states.len());
        let mut image = vec![ROOT; self.len()];
        let mut sums: Vec<f64> = Vec::new();
        builder.tree.base = self.base;
        for row in 0..self.len() {
            let parent = self.parent[row];
            let above = if parent == ROOT {
                ROOT
            } else {
                image[parent as usize]
            };
            image[row] = match states[usize::from(self.site[row])] {
                _ if above == GONE => GONE,
                State::Open => GONE,
                State::Closed => above,
                State::Free if !keep(row) => GONE,
                State::Free => builder.child(above, self.site[row]),
            };
            match image[row] {
                GONE => {}
                ROOT => builder.tree.base += self.weight[row],
                set => {
                    sums.resize(builder.tree.len(), 0.0);
                    builder.tree.weight[set as usize] += self.weight[row];
                    sums[set as usize] += carried[row];
                }
            }
        }
        let mut tree = builder.finish();
        for weight in &mut tree.weight {
            *weight = (*weight).min(ceiling);
        }
        (tree, sums)
    }
}

/// Builds a [`CoverTree`], one set at a time, equal sets once.
#[derive(Debug)]
pub(super) struct TreeBuilder {
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
    pub(super) fn new(sites: usize) -> Self {
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

    /// The set of `parent` and `site`, which is not in it; made if it is new.
    pub(super) fn child(&mut self, parent: u32, site: u16) -> u32 {
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

    pub(super) fn add_weight(&mut self, row: u32, weight: u128) {
        match self.tree.weight.get_mut(row as usize) {
            Some(of_row) => *of_row += weight,
            None => self.tree.base += weight,
        }
    }

    pub(super) fn add_base(&mut self, weight: u128) {
        self.tree.base += weight;
    }

    /// Adds all sets of another tree.
    pub(super) fn absorb(&mut self, other: &CoverTree) {
        let mut image = vec![ROOT; other.len()];
        for row in 0..other.len() {
            let parent = other.parent[row];
            let above = if parent == ROOT {
                ROOT
            } else {
                image[parent as usize]
            };
            let set = self.child(above, other.site[row]);
            image[row] = set;
            self.tree.weight[set as usize] += other.weight[row];
        }
        self.tree.base += other.base;
    }

    pub(super) fn finish(self) -> CoverTree {
        self.tree
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
        let mut below = row;
        while below != ROOT {
            if self.seen[usize::from(self.tree.site[below as usize])] != stamp {
                return false;
            }
            below = self.tree.parent[below as usize];
        }
        true
    }
}

/// Spreads a number over 64 bits (Steele, Lea, Flood 2014).
fn splitmix(number: u64) -> u64 {
    let z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A quick hash of one number; nothing depends on the order of these maps.
#[derive(Debug, Default)]
pub(super) struct Mixer(u64);

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::cover_rows::{cover_rows, least_cover_rows};
    use crate::optimise::nearest_rows::nearest_rows;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::units::{Demand, Minutes};
    use proptest::prelude::*;

    fn marked(sites: &[crate::model::SiteIndex], all: usize) -> Vec<bool> {
        let mut open = vec![false; all];
        sites.iter().for_each(|site| open[site.get()] = true);
        open
    }

    proptest! {
        /// Rows of all distances cost what the layout's journeys take; rows of fewer, no more.
        #[test]
        fn nearest_rows_cost_the_journeys(
            small in SmallProblem::reachable(),
            centres in 1_usize..6,
            nearest in 1_usize..12,
        ) {
            let problem = small.problem();
            let (all, few) = (nearest_rows(&problem, 99), nearest_rows(&problem, nearest));
            for sites in layouts(&problem, centres) {
                let open = marked(&sites, problem.matrix().sites());
                let journeys = problem.demand_minutes(&sites).0.raw();
                prop_assert_eq!(all.cost(&open), journeys);
                prop_assert!(few.cost(&open) <= journeys);
            }
        }

        /// Rows of a standard cost the demand outside it; the least rows are missed by the same
        /// layouts.
        #[test]
        fn cover_rows_cost_the_uncovered(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..10).prop_map(Minutes::from_whole),
        ) {
            let problem = small.problem();
            let rows = cover_rows(&problem, standard, |_| true);
            let least = least_cover_rows(&problem, standard, |_| true);
            prop_assert_eq!(rows.base, least.base);
            for sites in layouts(&problem, centres) {
                let open = marked(&sites, problem.matrix().sites());
                let uncovered: Demand = problem.total_demand() - problem.covered(&sites, standard);
                prop_assert_eq!(rows.cost(&open), u128::from(uncovered.millionths()));
                prop_assert_eq!(rows.cost(&open) == rows.base, least.cost(&open) == least.base);
            }
        }

        /// With sites opened and closed, the reduced tree costs the same for every layout that
        /// has them so; no set stands in it twice.
        #[test]
        fn a_reduced_tree_costs_the_same(
            small in SmallProblem::reachable(),
            centres in 1_usize..6,
            drawn in prop::collection::vec(0_u8..4, 10),
        ) {
            let problem = crate::optimise::LocationProblem::try_new(&small.matrix, &small.demand).unwrap();
            let tree = nearest_rows(&problem, 99);
            let sites = problem.matrix().sites();
            let states: Vec<State> = drawn[..sites]
                .iter()
                .map(|n| match n {
                    0 => State::Open,
                    1 => State::Closed,
                    _ => State::Free,
                })
                .collect();
            let ones = vec![1.0; tree.len()];
            let (reduced, carried) = tree.reduced(&states, |_| true, u128::MAX, &ones);
            prop_assert_eq!(carried.len(), reduced.len());
            for layout in layouts(&problem, centres) {
                let open = marked(&layout, sites);
                let belongs = states.iter().zip(&open).all(|(state, &open)| match state {
                    State::Open => open,
                    State::Closed => !open,
                    State::Free => true,
                });
                if belongs {
                    prop_assert_eq!(reduced.cost(&open), tree.cost(&open));
                }
            }
            let mut sets: Vec<Vec<u16>> = (0..reduced.len())
                .map(|row| {
                    let mut set = vec![reduced.site[row]];
                    let mut above = reduced.parent[row];
                    while above != ROOT {
                        set.push(reduced.site[above as usize]);
                        above = reduced.parent[above as usize];
                    }
                    set.sort_unstable();
                    set
                })
                .collect();
            let all = sets.len();
            sets.sort();
            sets.dedup();
            prop_assert_eq!(sets.len(), all);
        }
    }
}

use super::cut::Cut;
use super::tree_builder::TreeBuilder;

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
/// Hammer 1968 and Beresnev 1973 (a polynomial in which equal terms become one); Cornuéjols,
/// Nemhauser, Wolsey 1980, "A canonical representation of simple plant location problems"; Elloumi
/// 2010, "A tighter formulation of the p-median problem".
#[derive(Debug, Clone, Default)]
pub(super) struct CoverTree {
    pub(super) site: Vec<u16>,
    pub(super) parent: Vec<u32>,
    pub(super) weight: Vec<u128>,
    /// What every layout costs.
    pub(super) base: u128,
    /// Rows that layouts which will do keep to: no part of [`CoverTree::cost`].
    pub(super) cuts: Vec<Cut>,
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

    /// All weights: those of the rows, then those of the cuts.
    pub(super) fn weights(&self) -> impl Iterator<Item = u128> {
        let of_cuts = self.cuts.iter().map(|cut| cut.weight);
        self.weight.iter().copied().chain(of_cuts)
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
    /// weight above `ceiling` is lowered to it. `carried`, a number for every row and then for every
    /// cut, is added up like the weights.
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
        builder.add_base(self.base);
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
                ROOT => builder.add_base(self.weight[row]),
                set => {
                    sums.resize(builder.len(), 0.0);
                    builder.add_weight(set, self.weight[row]);
                    sums[set as usize] += carried[row];
                }
            }
        }
        sums.resize(builder.len(), 0.0);
        let (mut tree, mut sums) = builder.finish_with(&sums);
        for (cut, &carried) in self.cuts.iter().zip(&carried[self.len()..]) {
            match cut.reduced(states) {
                Some(cut) if cut.parts.is_empty() => tree.base += cut.weight,
                Some(cut) => {
                    tree.cuts.push(cut);
                    sums.push(carried);
                }
                None => {}
            }
        }
        let of_cuts = tree.cuts.iter_mut().map(|cut| &mut cut.weight);
        for weight in tree.weight.iter_mut().chain(of_cuts) {
            *weight = (*weight).min(ceiling);
        }
        (tree, sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::branch::Judge as _;
    use crate::optimise::cover_rows::{cover_rows, least_cover_rows};
    use crate::optimise::nearest_rows::nearest_rows;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::p_median::MedianJudge;
    use crate::units::{Demand, Minutes};
    use proptest::prelude::*;

    fn marked(sites: &[crate::model::SiteIndex], all: usize) -> Vec<bool> {
        let mut open = vec![false; all];
        for site in sites {
            open[site.get()] = true;
        }
        open
    }

    proptest! {
        /// Rows of all distances cost what the layout's journeys take, and the price of whom it
        /// leaves without a way; rows of fewer, no more.
        #[test]
        fn nearest_rows_cost_the_journeys(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            nearest in 1_usize..12,
        ) {
            let problem = small.problem();
            let judge = MedianJudge::new(&problem);
            let (all, few) = (nearest_rows(&problem, 99), nearest_rows(&problem, nearest));
            for sites in layouts(&problem, centres) {
                let open = marked(&sites, problem.matrix().sites());
                let cost = judge.cost(&open).unwrap();
                prop_assert_eq!(all.cost(&open), cost);
                prop_assert!(few.cost(&open) <= cost);
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

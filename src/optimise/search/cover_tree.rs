use super::cut::Cut;

/// Weight of a row that must be hit: any weight works; this one leaves room for exact multipliers.
pub(crate) const MUST: u128 = 1 << 40;

/// The parent of a set of one site.
pub(crate) const ROOT: u32 = u32::MAX;

/// A weight, rounded; most are small.
pub(crate) fn rounded(weight: u128) -> f64 {
    match u64::try_from(weight) {
        Ok(weight) => weight as f64,
        Err(_) => weight as f64,
    }
}

/// What a layout misses: every location model of this module in one form.
///
/// ```text
/// cost(S) = base + Σ_A weight_A · [S ∩ A = ∅]
/// ```
///
/// over sets A of sites: what any site of A serves saves `weight_A`. For the MCLP, A is what
/// covers a point and `weight_A` the demand that only A covers. For the p-median, A is the k
/// nearest sites of a point and `weight_A` its demand times the step in time from the k-th to the
/// next: the radius formulation. Points share a row when they share the *set*, whatever the order
/// in which its sites come near, which for 32,843 areas and 113 sites leaves about 500 rows at
/// every k.
///
/// The sets are kept as a tree: every set is its parent and one site more, and comes after its
/// parent. A sum over a set is one addition to the sum of its parent's.
///
/// # References
///
/// Hammer 1968 and Beresnev 1973 (a polynomial in which equal terms become one); Cornuéjols,
/// Nemhauser, Wolsey 1980, "A canonical representation of simple plant location problems"; Elloumi
/// 2010, "A tighter formulation of the p-median problem".
#[derive(Debug, Clone, Default)]
pub(crate) struct CoverTree {
    pub(crate) site: Vec<u16>,
    pub(crate) parent: Vec<u32>,
    pub(crate) weight: Vec<u128>,
    /// What every layout costs.
    pub(crate) base: u128,
    /// Rows that feasible layouts satisfy: no part of [`CoverTree::cost`].
    pub(crate) cuts: Vec<Cut>,
}

impl CoverTree {
    pub(crate) fn len(&self) -> usize {
        self.site.len()
    }

    /// The memory that its rows and cuts take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        const ROW: usize = size_of::<u16>() + size_of::<u32>() + size_of::<u128>();
        let of_cut = |cut: &Cut| size_of::<Cut>() + cut.parts.len() * size_of::<(u16, u64)>();
        self.len() * ROW + self.cuts.iter().map(of_cut).sum::<usize>()
    }

    /// All weights: those of the rows, then those of the cuts.
    pub(crate) fn weights(&self) -> impl Iterator<Item = u128> {
        let of_cuts = self.cuts.iter().map(|cut| cut.weight);
        self.weight.iter().copied().chain(of_cuts)
    }

    /// The cost of the layout whose sites are marked, exactly.
    pub(crate) fn cost(&self, open: &[bool]) -> u128 {
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
    pub(crate) fn hits(&self, open: &[bool]) -> Vec<u16> {
        let mut hits = vec![0_u16; self.len()];
        for row in 0..self.len() {
            let own = u16::from(open[usize::from(self.site[row])]);
            let parent = self.parent[row];
            hits[row] = own + hits.get(parent as usize).copied().unwrap_or(0);
        }
        hits
    }

    /// How many sites each set has.
    pub(crate) fn depths(&self) -> Vec<u16> {
        let mut depth = vec![1_u16; self.len()];
        for row in 0..self.len() {
            if let Some(&above) = depth.get(self.parent[row] as usize) {
                depth[row] = above + 1;
            }
        }
        depth
    }
}

#[cfg(test)]
mod tests {
    use crate::optimise::budget::Watch;
    use crate::optimise::oracle::{SmallProblem, layouts, marked};
    use crate::optimise::search::constraint_handler::ConstraintHandler;
    use crate::optimise::search::cover_rows::cover_rows;
    use crate::optimise::search::median_handler::MedianHandler;
    use crate::optimise::search::nearest_rows::nearest_rows;
    use crate::units::{Demand, TravelTime};
    use proptest::prelude::*;

    proptest! {
        /// Rows of all distances cost what the layout's journeys take, and the price of demand that it
        /// leaves without a route; rows of fewer, no more.
        #[test]
        fn nearest_rows_cost_the_journeys(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            nearest in 1_usize..12,
        ) {
            let problem = small.problem();
            let handler = MedianHandler::new(&problem);
            let (all, few) = (nearest_rows(&problem, 99), nearest_rows(&problem, nearest));
            for sites in layouts(&problem, centres) {
                let open = marked(&sites, problem.matrix().sites());
                let cost = handler.cost(&open).unwrap();
                prop_assert_eq!(all.cost(&open), cost);
                prop_assert!(few.cost(&open) <= cost);
            }
        }

        /// Rows of a standard cost the demand outside it.
        #[test]
        fn cover_rows_cost_the_uncovered(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
        ) {
            let problem = small.problem();
            let rows = cover_rows(&problem, standard, Watch::unlimited()).0;
            for sites in layouts(&problem, centres) {
                let open = marked(&sites, problem.matrix().sites());
                let uncovered: Demand = problem.total_demand() - problem.covered(&sites, standard);
                prop_assert_eq!(rows.cost(&open), u128::from(uncovered.millionths()));
            }
        }
    }
}

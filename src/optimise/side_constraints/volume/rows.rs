use super::limits::VolumeLimits;
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::cover_tree::{CoverTree, ROOT};
use crate::optimise::search::nearest_rows::{Surcharge, surcharged_rows};
use crate::optimise::search::tree_builder::TreeBuilder;
use crate::units::Demand;

/// The p-median's rows at prices on volumes, and what they add to every layout's cost.
///
/// With a price `λ_j` of every site,
///
/// ```text
/// Σ_i d_i min_{j ∈ S} (t_ij − λ_j) + Σ_{j ∈ S} f_j  ≤  Σ_i d_i t_i,nearest(i)
/// ```
///
/// for every layout S whose volumes are within the limits, because `λ_j · volume_j ≥ f_j` at each
/// of its sites: `f_j` is `min · λ_j` where the price is above zero and `max · λ_j` where it is
/// below. As all layouts have as many centres, what a site costs when it is open is a row that is
/// missed when it is closed.
pub(crate) struct VolumeRows {
    pub(crate) tree: CoverTree,
    /// Costs of rows are at most the p-median's and this.
    pub(crate) excess: u128,
}

impl VolumeRows {
    /// `prices` in whole seconds; the rows of the `nearest` sites, for layouts with `centres` centres. Rows for which
    /// there is no time are left out: layouts cost less then, and none costs more.
    pub(crate) fn new(
        problem: &LocationProblem,
        nearest: usize,
        centres: usize,
        volumes: VolumeLimits,
        prices: &[i64],
        watch: Watch,
    ) -> Self {
        let price = |site: usize| prices[site].saturating_mul(1_000).clamp(-DEAREST, DEAREST);
        let all = prices.len();
        let highest = (0..all).map(price).max().unwrap_or(0).max(0);
        let surcharge = Surcharge {
            of_site: (0..all)
                .map(|site| (highest - price(site)).unsigned_abs())
                .collect(),
            unreachable: highest.unsigned_abs(),
        };
        let rows = surcharged_rows(problem, nearest, &surcharge, watch);
        let limit = |demand: Option<Demand>| i128::from(demand.map_or(0, Demand::millionths));
        let of_open = |site: usize| {
            let price = i128::from(price(site));
            price * limit(if price > 0 { volumes.min } else { volumes.max })
        };
        let sites = problem.open_sites();
        let dearest = sites.iter().map(|site| of_open(site.get())).max();
        let dearest = dearest.unwrap_or(0);
        let mut builder = TreeBuilder::new(all);
        builder.absorb_times(&rows, 1, watch);
        let reachable = i128::from(problem.reachable_demand().millionths());
        let mut excess = i128::from(highest) * reachable - dearest * centres as i128;
        for site in sites {
            let weight = dearest - of_open(site.get());
            excess += weight;
            let row = builder.child(ROOT, site.0);
            builder.add_weight(row, weight.unsigned_abs());
        }
        if excess < 0 {
            builder.add_base(excess.unsigned_abs());
            excess = 0;
        }
        Self {
            tree: builder.finish(),
            excess: excess.unsigned_abs(),
        }
    }
}

/// Prices are no higher, up or down, in milliseconds: twelve days, and sums stay in range.
const DEAREST: i64 = 1 << 30;

use super::nearest_order::NearestOrder;
use super::parts::MOST_OF_PART;
use super::region::RegionSizes;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::side_constraints::volume::limits::VolumeLimits;

/// A branch and bound with the bound of regions, for layouts whose volumes are within limits.
pub(crate) struct RegionalSearch<'a> {
    pub(crate) search: &'a LayoutSearch<'a>,
    pub(crate) order: NearestOrder,
    /// Sites that the points of groups know.
    pub(crate) nearest: usize,
    pub(crate) volumes: VolumeLimits,
    pub(crate) sizes: RegionSizes,
    /// The most that the price of a candidate may be.
    pub(crate) caps: Vec<f64>,
    /// Prices to begin with, by candidate, in milliseconds.
    pub(crate) prices: Vec<f64>,
    sites: usize,
}

/// More candidates than this are left to the search over rows.
const MOST_CANDIDATES: usize = 200;

/// The most times that are kept in order.
const MOST_TIMES: usize = 16_000_000;

/// Larger regions have better bounds and take longer: what they are to begin with, and how they grow.
const SIZES: RegionSizes = RegionSizes {
    sites: 16,
    cores: 7,
    sets: 16_384,
};

/// How much prices may grow in the search, beyond which part.
const CAP: (f64, f64) = (1.3, 240_000.0);

impl<'a> RegionalSearch<'a> {
    /// `None` where the search over rows is the better one: many candidates, or costs that floating point
    /// does not hold. Or when the time is over.
    pub(crate) fn new(
        search: &'a LayoutSearch<'a>,
        problem: &LocationProblem,
        volumes: VolumeLimits,
        prices: &[i64],
    ) -> Option<Self> {
        let candidates = problem.open_sites();
        let times = candidates.len() * problem.demand().len();
        let is_priced = problem.unreachable_cost().is_some() || !problem.unreachable_matters();
        if candidates.len() > MOST_CANDIDATES || times > MOST_TIMES || !is_priced {
            return None;
        }
        let of_candidate = candidates.iter().map(|site| prices[site.get()]);
        let prices: Vec<f64> = of_candidate
            .map(|seconds| 1_000.0 * seconds as f64)
            .collect();
        let cap = |&price: &f64| CAP.0 * price.max(0.0) + CAP.1;
        Some(Self {
            order: NearestOrder::new(problem, search.watch)?,
            nearest: (2 * candidates.len() / search.centres.max(1) + 7).min(MOST_OF_PART),
            caps: prices.iter().map(cap).collect(),
            search,
            volumes,
            sizes: SIZES,
            prices,
            sites: problem.matrix().sites(),
        })
    }

    /// The sites of open candidates.
    pub(crate) fn layout(&self, candidates: &[bool]) -> Vec<bool> {
        let mut open = vec![false; self.sites];
        for (&site, &is_open) in self.order.sites.iter().zip(candidates) {
            open[site] = is_open;
        }
        open
    }
}

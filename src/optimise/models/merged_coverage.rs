use crate::model::SiteIndex;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::common_divisor::common_divisor;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::cover_handler::CoverHandler;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::site_state::State;
use crate::optimise::search::tree_builder::TreeBuilder;
use crate::optimise::solution::Solution;
use crate::units::Demand;
use rayon::prelude::*;
use std::collections::HashMap;

/// Demand points that one task works on; fixed, as everything that order depends on.
const CHUNK: usize = 1 << 16;

/// Coverage without a matrix: demand by the set of sites that are near enough, for as many demand points as there
/// are. Points with the same set are one.
///
/// # References
///
/// Cordeau, Furini, Ljubić 2019, "Benders decomposition for very large scale partial set covering and maximal
/// covering location problems": forty million points and a hundred sites.
///
/// # Examples
///
/// ```
/// use catchment::model::SiteIndex;
/// use catchment::optimise::{Budget, MergedCoverage};
/// use catchment::units::Demand;
///
/// // A thousand points in a row and a site at every hundredth, which covers 60 to either side.
/// let near = |point: usize, site: SiteIndex| point.abs_diff(100 * site.get() + 50) <= 60;
/// let coverage = MergedCoverage::new(1_000, 10, near, |_| Demand::from_whole(1));
/// assert_eq!(coverage.distinct_sets(), 19);
/// let best = coverage.mclp(5, Budget::default())?;
/// assert_eq!(best.value, Demand::from_whole(595), "the ends cover less");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedCoverage {
    sites: usize,
    /// As bits by site, with the demand; in the order in which they are first met.
    sets: Vec<(Box<[u64]>, Demand)>,
    total: Demand,
}

impl MergedCoverage {
    /// From whether a site is near enough to a demand point, and the demand of a point; each is asked once, in any
    /// order, by several threads.
    pub fn new(
        points: usize,
        sites: u16,
        is_near: impl Fn(usize, SiteIndex) -> bool + Sync,
        demand: impl Fn(usize) -> Demand + Sync,
    ) -> Self {
        let words = usize::from(sites).div_ceil(64).max(1);
        let chunk = |number: usize| {
            let mut merged = Merged::default();
            let mut set = vec![0_u64; words];
            for point in (number * CHUNK..points).take(CHUNK) {
                set.fill(0);
                for site in 0..sites {
                    let place = usize::from(site);
                    set[place / 64] |= u64::from(is_near(point, SiteIndex(site))) << (place % 64);
                }
                merged.add(&set, demand(point));
            }
            merged
        };
        let chunks: Vec<Merged> = (0..points.div_ceil(CHUNK))
            .into_par_iter()
            .map(chunk)
            .collect();
        let mut all = Merged::default();
        for chunk in chunks {
            for (set, demand) in chunk.sets {
                all.add(&set, demand);
            }
        }
        Self {
            sites: sites.into(),
            total: all.sets.iter().map(|&(_, demand)| demand).sum(),
            sets: all.sets,
        }
    }

    /// How many points are left after those with the same sites are one.
    #[must_use]
    pub fn distinct_sets(&self) -> usize {
        self.sets.len()
    }

    /// All demand.
    #[must_use]
    pub const fn total_demand(&self) -> Demand {
        self.total
    }

    /// Demand that some site of a layout is near enough to.
    #[must_use]
    pub fn covered(&self, sites: &[SiteIndex]) -> Demand {
        let has =
            |set: &[u64], site: &SiteIndex| set[site.get() / 64] >> (site.get() % 64) & 1 == 1;
        let covered = self
            .sets
            .iter()
            .filter(|(set, _)| sites.iter().any(|site| has(set, site)));
        covered.map(|&(_, demand)| demand).sum()
    }

    /// The layout of `centres` sites that covers most, as [`crate::optimise::mclp`].
    ///
    /// # Errors
    ///
    /// There are not so many sites, or no demand.
    pub fn mclp(&self, centres: usize, budget: Budget) -> Result<Solution<Demand>, NoSolution> {
        if centres == 0 {
            return Err(NoSolution::NoCentre);
        }
        if centres > self.sites {
            return Err(NoSolution::TooFewCandidates {
                asked: centres,
                candidates: self.sites,
            });
        }
        if self.total == Demand::ZERO {
            return Err(NoSolution::NoDemand);
        }
        let watch = Watch::start(budget);
        let tree = self.tree();
        let objective = SearchObjective::most_of(self.total);
        let step = self.sets.iter().fold(0, |step, (_, demand)| {
            common_divisor(step, demand.millionths())
        });
        let handler = CoverHandler::new(&tree, u128::from(step.max(1))).with_objective(objective);
        let states = vec![State::Free; self.sites];
        let search = LayoutSearch::new(&tree, states, centres, &handler, watch);
        let found = branch_and_bound(&search, Vec::new());
        let value = |sites: &[SiteIndex]| self.covered(sites);
        Ok(Solution::from_demand_search(
            &found, self.total, watch, value,
        ))
    }

    /// Each set of sites, ascending, with the demand that they are near enough to.
    pub(crate) fn sets(&self) -> impl Iterator<Item = (Vec<u16>, Demand)> {
        let listed = |set: &[u64]| -> Vec<u16> {
            let has = |&site: &u16| set[usize::from(site) / 64] >> (site % 64) & 1 == 1;
            (0..).take(self.sites).filter(has).collect()
        };
        self.sets
            .iter()
            .map(move |(set, demand)| (listed(set), *demand))
    }

    /// Sites that cover most points first, small sets first: large ones then need few rows more.
    fn tree(&self) -> CoverTree {
        let mut frequency = vec![0_u32; self.sites];
        let mut sets: Vec<(Vec<u16>, Demand)> = self.sets().collect();
        for site in sets.iter().flat_map(|(sites, _)| sites) {
            frequency[usize::from(*site)] += 1;
        }
        for (sites, _) in &mut sets {
            sites.sort_by_key(|&site| (std::cmp::Reverse(frequency[usize::from(site)]), site));
        }
        sets.sort_by_key(|(sites, _)| sites.len());
        let mut builder = TreeBuilder::new(self.sites);
        for (sites, demand) in sets {
            let row = builder.set(&sites);
            builder.add_weight(row, demand.millionths().into());
        }
        builder.finish()
    }
}

/// Sets of sites, each once.
#[derive(Default)]
struct Merged {
    place: HashMap<Box<[u64]>, usize>,
    sets: Vec<(Box<[u64]>, Demand)>,
}

impl Merged {
    fn add(&mut self, set: &[u64], demand: Demand) {
        if demand == Demand::ZERO {
            return;
        }
        let place = self.place.get(set).copied().unwrap_or_else(|| {
            let place = self.sets.len();
            self.place.insert(set.into(), place);
            self.sets.push((set.into(), Demand::ZERO));
            place
        });
        self.sets[place].1 += demand;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::models::mclp::mclp;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::status::Status;
    use crate::units::TravelTime;
    use proptest::prelude::*;

    fn merged(small: &SmallProblem, standard: TravelTime) -> MergedCoverage {
        let sites = u16::try_from(small.matrix.sites()).unwrap();
        let near = |point: usize, site| small.matrix.column(site)[point] <= standard.milliseconds();
        MergedCoverage::new(small.demand.len(), sites, near, |point| small.demand[point])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// What is merged has the same best coverage as all layouts of the problem.
        #[test]
        fn merging_changes_nothing(
            mut small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
        ) {
            (small.kept, small.excluded) = (Vec::new(), Vec::new());
            let problem = LocationProblem::try_new(&small.matrix, &small.demand).unwrap();
            let coverage = merged(&small, standard);
            let all = layouts(&problem, centres);
            for sites in &all {
                prop_assert_eq!(coverage.covered(sites), problem.covered(sites, standard));
            }
            let best = all.iter().map(|sites| coverage.covered(sites)).max();
            let found = coverage.mclp(centres, Budget::default());
            match found {
                Ok(found) => {
                    prop_assert!(best.is_none_or(|best| best == found.value));
                    prop_assert_eq!((found.status, found.bound), (Status::Optimal, found.value));
                }
                Err(_) => prop_assert!(best.is_none() || coverage.total_demand() == Demand::ZERO),
            }
        }
    }

    use crate::optimise::problem::location_problem::LocationProblem;

    /// More points than one task takes, on one thread and two, and by the matrix.
    #[test]
    fn many_points_are_those_of_the_matrix() {
        let small = SmallProblem::plane(150_000, 20, 3);
        let standard = TravelTime::from_whole(30);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| merged(&small, standard))
        };
        let coverage = on(1);
        assert_eq!(coverage, on(2));
        assert!(coverage.distinct_sets() < 1_000);
        let problem = LocationProblem::try_new(&small.matrix, &small.demand).unwrap();
        let by_matrix = mclp(&problem, 6, standard, Budget::default()).unwrap();
        assert_eq!(
            coverage.mclp(6, Budget::default()).unwrap().value,
            by_matrix.value
        );
    }
}

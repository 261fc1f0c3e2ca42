use super::cover_tree::CoverTree;
use super::pace::Pace;
use super::tree_builder::TreeBuilder;
use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::work::walks_over;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;
use std::collections::HashMap;

/// Demand points that one task turns into rows; fixed, as everything that order depends on.
const CHUNK: usize = if cfg!(test) { 32 } else { 4_096 };

/// Coverage as what a layout misses: the demand that no open site is near enough to.
///
/// Points with the same sites within the standard are one row; what no candidate covers is in the
/// base, what a kept site covers in no row. Also whether there was time for all points: if there was not, layouts cost
/// less than they miss, and none costs more.
pub(crate) fn cover_rows(
    problem: &LocationProblem,
    standard: TravelTime,
    watch: Watch,
) -> (CoverTree, bool) {
    let kept = problem.kept_sites();
    CoverSets::new(problem, standard, &kept, |_| true, watch).tree(watch)
}

/// The sets of free sites that are near enough to points that no kept site covers.
pub(crate) struct SetsToCover {
    /// Each once, none empty.
    pub(crate) sets: Vec<Vec<u16>>,
    /// Whether no site at all is near enough to some point.
    pub(crate) misses: bool,
}

/// The sets of the points with demand that counts; `None` if the time is over.
pub(crate) fn cover_sets(
    problem: &LocationProblem,
    standard: TravelTime,
    counts: impl Fn(usize) -> bool + Sync,
    watch: Watch,
) -> Option<SetsToCover> {
    let kept = problem.kept_sites();
    let (sets, is_whole) = CoverSets::new(problem, standard, &kept, counts, watch).listed(watch);
    let mut sets: Vec<Vec<u16>> = sets.into_iter().map(|(sites, _)| sites).collect();
    let before = sets.len();
    sets.retain(|sites| !sites.is_empty());
    let misses = sets.len() < before;
    is_whole.then_some(SetsToCover { sets, misses })
}

/// The distinct sets of sites, kept or not, that are near enough to points with demand, each ascending with the
/// demand of its points; `None` if the time is over.
pub(crate) fn weighted_sets(
    problem: &LocationProblem,
    standard: TravelTime,
    watch: Watch,
) -> Option<Vec<(Vec<u16>, u128)>> {
    let all = CoverSets::new(problem, standard, &[], |_| true, watch);
    let (mut sets, is_whole) = all.listed(watch);
    for (sites, _) in &mut sets {
        sites.sort_unstable();
    }
    is_whole.then_some(sets)
}

/// A set of sites as bits by place, with its demand.
type WeightedSet = (Box<[u64]>, u128);

/// The distinct sets of sites that are near enough to some point that none of the kept sites is near enough to, with
/// the demand of such points.
struct CoverSets {
    sites: Vec<SiteIndex>,
    all_sites: usize,
    /// As bits by place in `sites`.
    sets: Vec<WeightedSet>,
    /// Whether there was time to look at all points.
    is_whole: bool,
}

impl CoverSets {
    fn new(
        problem: &LocationProblem,
        standard: TravelTime,
        kept: &[SiteIndex],
        counts: impl Fn(usize) -> bool + Sync,
        watch: Watch,
    ) -> Self {
        let sites = frequent_first(problem, standard, watch);
        // In small problems there is time for everything.
        let watch = watch.where_many(problem.demand().len() * sites.len());
        let chunks: Vec<Option<Vec<WeightedSet>>> = problem
            .demand()
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(chunk, demand)| {
                if watch.is_over() {
                    return None;
                }
                let first = chunk * CHUNK;
                let demand: Vec<Demand> = (first..)
                    .zip(demand)
                    .map(|(point, &demand)| if counts(point) { demand } else { Demand::ZERO })
                    .collect();
                let sets = distinct_sets(problem, &sites, kept, standard, first, &demand);
                Some(sets)
            })
            .collect();
        let is_whole = chunks.iter().all(Option::is_some);
        let mut number: HashMap<Box<[u64]>, usize> = HashMap::new();
        let mut sets: Vec<WeightedSet> = Vec::new();
        for (set, weight) in chunks.into_iter().flatten().flatten() {
            let place = *number.entry(set).or_insert_with_key(|set| {
                sets.push((set.clone(), 0));
                sets.len() - 1
            });
            sets[place].1 += weight;
        }
        Self {
            sites,
            all_sites: problem.matrix().sites(),
            sets,
            is_whole,
        }
    }

    /// Every set as a list of sites, with its demand; whether there was time for all.
    fn listed(&self, watch: Watch) -> (Vec<(Vec<u16>, u128)>, bool) {
        let mut listed = Vec::with_capacity(self.sets.len());
        let mut pace = Pace::new(watch);
        for (set, weight) in &self.sets {
            let mut sites = Vec::new();
            for (word, &bits) in set.iter().enumerate() {
                let mut left = bits;
                while left != 0 {
                    sites.push(self.sites[64 * word + left.trailing_zeros() as usize].0);
                    left &= left - 1;
                }
            }
            let is_over = pace.is_over_after(sites.len());
            listed.push((sites, *weight));
            if is_over {
                break;
            }
        }
        let is_whole = self.is_whole && listed.len() == self.sets.len();
        (listed, is_whole)
    }

    fn tree(&self, watch: Watch) -> (CoverTree, bool) {
        let mut builder = TreeBuilder::new(self.all_sites);
        let (mut sets, mut is_whole) = self.listed(watch);
        // Small sets first: a large one is then made of one that is there, and needs no row more.
        sets.sort_by_key(|(sites, _)| sites.len());
        let mut pace = Pace::new(watch);
        for (sites, weight) in &sets {
            if pace.is_over_after(sites.len()) {
                is_whole = false;
                break;
            }
            let row = builder.set(sites);
            builder.add_weight(row, *weight);
        }
        (builder.finish(), is_whole)
    }
}

/// The candidates, those that cover most points first: sets that begin alike share rows.
///
/// When the time is over, the others come last.
fn frequent_first(problem: &LocationProblem, standard: TravelTime, watch: Watch) -> Vec<SiteIndex> {
    let watch = watch.where_many(problem.demand().len() * problem.matrix().sites());
    let mut counted: Vec<(usize, SiteIndex)> = problem
        .open_sites()
        .into_par_iter()
        .map(|site| {
            if watch.is_over() {
                return (0, site);
            }
            walks_over(problem.demand().len());
            let column = problem.matrix().column(site);
            let near = column.iter().filter(|&&s| s <= standard.milliseconds());
            (near.count(), site)
        })
        .collect();
    counted.sort_by_key(|&(count, site)| (std::cmp::Reverse(count), site));
    counted.into_iter().map(|(_, site)| site).collect()
}

/// The distinct cover sets of a run of points, as bits by place in `sites`, with their demand, in
/// the order in which they are first met.
fn distinct_sets(
    problem: &LocationProblem,
    sites: &[SiteIndex],
    kept: &[SiteIndex],
    standard: TravelTime,
    first: usize,
    demand: &[Demand],
) -> Vec<WeightedSet> {
    walks_over(sites.len() * demand.len());
    let words = sites.len().div_ceil(64).max(1);
    let mut bits = vec![0_u64; words * demand.len()];
    for (place, &site) in sites.iter().enumerate() {
        let column = &problem.matrix().column(site)[first..][..demand.len()];
        for (set, &milliseconds) in bits.chunks_exact_mut(words).zip(column) {
            set[place / 64] |= u64::from(milliseconds <= standard.milliseconds()) << (place % 64);
        }
    }
    let mut served = vec![false; demand.len()];
    for &site in kept {
        let column = &problem.matrix().column(site)[first..][..demand.len()];
        for (served, &milliseconds) in served.iter_mut().zip(column) {
            *served |= milliseconds <= standard.milliseconds();
        }
    }
    let mut number: HashMap<&[u64], usize> = HashMap::new();
    let mut sets: Vec<WeightedSet> = Vec::new();
    for ((set, demand), served) in bits.chunks_exact(words).zip(demand).zip(served) {
        if *demand > Demand::ZERO && !served {
            let place = *number.entry(set).or_insert_with(|| {
                sets.push((set.into(), 0));
                sets.len() - 1
            });
            sets[place].1 += u128::from(demand.millionths());
        }
    }
    sets
}

use super::cover_tree::CoverTree;
use super::tree_builder::TreeBuilder;
use crate::model::SiteIndex;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;
use std::collections::HashMap;

/// Demand points that one task turns into rows; fixed, as everything that order depends on.
const CHUNK: usize = 4_096;

/// Coverage as what a layout misses: the demand that no open site is near enough to.
///
/// Points with the same sites within the standard are one row; what no candidate covers is in the
/// base, what a kept site covers in no row. Only points for which `counts` says so are looked at.
pub(crate) fn cover_rows(
    problem: &LocationProblem,
    standard: TravelTime,
    counts: impl Fn(usize) -> bool + Sync,
) -> CoverTree {
    CoverSets::new(problem, standard, counts).tree()
}

/// The distinct sets of free sites that are near enough to some point with demand that counts and that
/// no kept site covers; whether there are such points that no site covers at all.
pub(crate) fn cover_sets(
    problem: &LocationProblem,
    standard: TravelTime,
    counts: impl Fn(usize) -> bool + Sync,
) -> (Vec<Vec<u16>>, bool) {
    let mut sets = CoverSets::new(problem, standard, counts).listed();
    let before = sets.len();
    sets.retain(|(sites, _)| !sites.is_empty());
    let misses = sets.len() < before;
    (sets.into_iter().map(|(sites, _)| sites).collect(), misses)
}

/// The distinct sets of sites that are near enough to some point, with the demand of such points.
struct CoverSets {
    sites: Vec<SiteIndex>,
    all_sites: usize,
    /// As bits by place in `sites`.
    sets: Vec<(Box<[u64]>, u128)>,
}

impl CoverSets {
    fn new(
        problem: &LocationProblem,
        standard: TravelTime,
        counts: impl Fn(usize) -> bool + Sync,
    ) -> Self {
        let sites = frequent_first(problem, standard);
        let kept = problem.kept_sites();
        let chunks: Vec<Vec<(Box<[u64]>, u128)>> = problem
            .demand()
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(chunk, demand)| {
                let first = chunk * CHUNK;
                let demand: Vec<Demand> = (first..)
                    .zip(demand)
                    .map(|(point, &demand)| if counts(point) { demand } else { Demand::ZERO })
                    .collect();
                distinct_sets(problem, &sites, &kept, standard, first, &demand)
            })
            .collect();
        let mut number: HashMap<Box<[u64]>, usize> = HashMap::new();
        let mut sets: Vec<(Box<[u64]>, u128)> = Vec::new();
        for (set, weight) in chunks.into_iter().flatten() {
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
        }
    }

    /// Every set as a list of sites, with its demand.
    fn listed(&self) -> Vec<(Vec<u16>, u128)> {
        let sites_of = |set: &[u64]| {
            let near = |&(place, _): &(usize, &SiteIndex)| set[place / 64] >> (place % 64) & 1 == 1;
            let sites = self.sites.iter().enumerate().filter(near);
            sites.map(|(_, site)| site.0).collect()
        };
        let sets = self.sets.iter();
        sets.map(|(set, weight)| (sites_of(set), *weight)).collect()
    }

    fn tree(&self) -> CoverTree {
        let mut builder = TreeBuilder::new(self.all_sites);
        let mut sets = self.listed();
        // Small sets first: a large one is then made of one that is there, and needs no row more.
        sets.sort_by_key(|(sites, _)| sites.len());
        for (sites, weight) in &sets {
            let row = builder.set(sites);
            builder.add_weight(row, *weight);
        }
        builder.finish()
    }
}

/// The candidates, those that cover most points first: sets that begin alike share rows.
fn frequent_first(problem: &LocationProblem, standard: TravelTime) -> Vec<SiteIndex> {
    let mut counted: Vec<(usize, SiteIndex)> = problem
        .open_sites()
        .into_par_iter()
        .map(|site| {
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
) -> Vec<(Box<[u64]>, u128)> {
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
    let mut sets: Vec<(Box<[u64]>, u128)> = Vec::new();
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

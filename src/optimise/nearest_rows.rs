use super::cover_tree::{CoverTree, ROOT};
use super::problem::LocationProblem;
use super::tree_builder::TreeBuilder;
use crate::model::SiteIndex;
use crate::units::Demand;
use rayon::prelude::*;

/// Demand points that one task turns into rows. Fixed, so that the rows do not depend on how many
/// threads there are.
const CHUNK: usize = 2_048;

/// Demand points whose times are gathered together: a run of every column.
const BLOCK: usize = 32;

/// The p-median as what a layout misses.
///
/// A point whose k nearest sites are closed pays the step in time from the k-th to the next, so
/// that the steps it pays add up to its time to the nearest open site.
///
/// Where a layout leaves a point without a way that another layout would serve, the point pays
/// [`unreachable_price`] instead. Points that no site can serve are in no row.
///
/// `nearest` sites of every point are looked at; steps beyond cost nothing, which makes the cost
/// of a layout that opens none of them too low, never too high.
pub(super) fn nearest_rows(problem: &LocationProblem, nearest: usize) -> CoverTree {
    let none = Surcharge {
        of_site: vec![0; problem.matrix().sites()],
        unreachable: 0,
    };
    surcharged_rows(problem, nearest, &none)
}

/// Seconds that a journey costs beside its time.
pub(super) struct Surcharge {
    /// To each site.
    pub(super) of_site: Vec<u64>,
    /// Of demand that is left without a way.
    pub(super) unreachable: u64,
}

/// As [`nearest_rows`], for everybody the open site that is cheapest with its surcharge. A journey
/// must not cost more than to be without a way does.
pub(super) fn surcharged_rows(
    problem: &LocationProblem,
    nearest: usize,
    surcharge: &Surcharge,
) -> CoverTree {
    let sites = problem.open_sites();
    let kept: Vec<bool> = {
        let mut kept = vec![false; problem.matrix().sites()];
        for site in problem.kept_sites() {
            kept[site.get()] = true;
        }
        kept
    };
    let price = unreachable_price(problem) + u128::from(surcharge.unreachable);
    let chunks: Vec<CoverTree> = problem
        .demand()
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, demand)| {
            let mut rows = ChunkRows {
                builder: TreeBuilder::new(problem.matrix().sites()),
                kept: &kept,
                surcharge: &surcharge.of_site,
                price,
                nearest: nearest.max(1),
            };
            rows.add(problem, &sites, chunk * CHUNK, demand);
            rows.builder.finish()
        })
        .collect();
    let mut all = TreeBuilder::new(problem.matrix().sites());
    for chunk in &chunks {
        all.absorb(chunk);
    }
    all.finish()
}

/// What a unit (a millionth) of demand pays where its layout leaves it without a way: more than
/// all journeys of all demand could, so that least demand without a way comes first and least
/// time second.
///
/// Capped so that sums stay within 126 bits, which no study of people and hours comes near.
pub(super) fn unreachable_price(problem: &LocationProblem) -> u128 {
    let total = u128::from(problem.total_demand().millionths()).max(1);
    (total * u128::from(problem.longest_journey()) + 1).min((1 << 126) / total)
}

/// Seconds to a site that cannot be reached: more than any that can.
const NO_WAY: u64 = u64::MAX >> 16;

struct ChunkRows<'a> {
    builder: TreeBuilder,
    kept: &'a [bool],
    surcharge: &'a [u64],
    price: u128,
    nearest: usize,
}

impl ChunkRows<'_> {
    fn add(
        &mut self,
        problem: &LocationProblem,
        sites: &[SiteIndex],
        first: usize,
        demand: &[Demand],
    ) {
        let mut times = vec![0_u64; BLOCK * sites.len()];
        for (block, demand) in demand.chunks(BLOCK).enumerate() {
            let start = first + block * BLOCK;
            for (place, &site) in sites.iter().enumerate() {
                let column = &problem.matrix().column(site)[start..][..demand.len()];
                let more = self.surcharge[site.get()];
                for (point, &seconds) in column.iter().enumerate() {
                    let cost = match seconds {
                        u32::MAX => NO_WAY,
                        _ => u64::from(seconds) + more,
                    };
                    times[point * sites.len() + place] = (cost << 16) | u64::from(site.0);
                }
            }
            for (point, &demand) in demand.iter().enumerate() {
                if demand > Demand::ZERO {
                    let times = &mut times[point * sites.len()..][..sites.len()];
                    self.add_point(times, u128::from(demand.millionths()));
                }
            }
        }
    }

    /// `times`: the seconds to every site, and below them the site.
    fn add_point(&mut self, times: &mut [u64], demand: u128) {
        let seen = if times.len() > self.nearest + 1 {
            times.select_nth_unstable(self.nearest);
            &mut times[..=self.nearest]
        } else {
            times
        };
        seen.sort_unstable();
        let seconds = |place: usize| seen.get(place).map(|&time| time >> 16);
        let Some(first) = seconds(0).filter(|&time| time != NO_WAY) else {
            return;
        };
        self.builder.add_base(demand * u128::from(first));
        let mut set = ROOT;
        for (place, &cell) in seen.iter().enumerate().take(self.nearest) {
            #[expect(clippy::cast_possible_truncation, reason = "the lower 16 bits")]
            let site = cell as u16;
            if self.kept[usize::from(site)] {
                return;
            }
            set = self.builder.child(set, site);
            let time = cell >> 16;
            match seconds(place + 1) {
                Some(next) if next != NO_WAY => {
                    self.builder
                        .add_weight(set, demand * u128::from(next - time));
                }
                // No other site can serve the point: it pays the price, and no time.
                _ => {
                    let rest = self.price - u128::from(time);
                    self.builder.add_weight(set, demand * rest);
                    return;
                }
            }
        }
    }
}

use super::cover_tree::{CoverTree, ROOT};
use super::tree_builder::TreeBuilder;
use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::problem::costs::{prohibitive_price, unreachable_price};
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::{Demand, TravelTime};
use rayon::prelude::*;

/// Demand points that one task turns into rows. Fixed, so that the rows do not depend on how many
/// threads there are.
const CHUNK: usize = 2_048;

/// Demand points whose times are gathered together: a run of every column.
const BLOCK: usize = 32;

/// Rows of points that are made before they are put together with the others.
const AT_ONCE: usize = 1 << 23;

/// As many rows are made whatever memory there is.
const ALWAYS: usize = 1 << 16;

/// Sites of every point that matter when this many are open: several times as many as lie between
/// open ones.
pub(crate) fn nearest_for(problem: &LocationProblem, centres: usize) -> usize {
    4 * problem.open_sites().len() / centres + 8
}

/// The p-median as what a layout misses.
///
/// A point whose k nearest sites are closed pays the step in time from the k-th to the next, so
/// that the steps it pays add up to its time to the nearest open site.
///
/// Where a layout leaves a point without a route that another layout would serve, the point pays
/// the price of the problem's rule instead. Points that no site can serve are in no row.
///
/// `nearest` sites of every point are looked at; steps beyond cost nothing, which makes the cost
/// of a layout that opens none of them too low, never too high.
#[cfg(test)]
pub(crate) fn nearest_rows(problem: &LocationProblem, nearest: usize) -> CoverTree {
    nearest_rows_within(problem, nearest, Watch::unlimited())
}

/// As [`nearest_rows`], in so much time and memory: points that come after the time look at one site, and rows
/// of the farthest sites are left out where all would be too many.
pub(crate) fn nearest_rows_within(
    problem: &LocationProblem,
    nearest: usize,
    watch: Watch,
) -> CoverTree {
    let none = Surcharge::none(problem);
    rows_by(problem, &Rules::surcharged(problem, nearest, &none), watch)
}

/// Milliseconds that a journey costs beside its time.
pub(crate) struct Surcharge {
    /// To each site.
    pub(crate) of_site: Vec<u64>,
    /// Of demand that is left without a route.
    pub(crate) unreachable: u64,
}

impl Surcharge {
    fn none(problem: &LocationProblem) -> Self {
        Self {
            of_site: vec![0; problem.matrix().sites()],
            unreachable: 0,
        }
    }
}

/// As [`nearest_rows`], for every point the open site that is cheapest with its surcharge. Where that
/// is dearer than to be without a route, for a point that may be, the point pays no more than that:
/// the rows then cost too little, never too much. In so much time and memory, as [`nearest_rows_within`].
pub(crate) fn surcharged_rows(
    problem: &LocationProblem,
    nearest: usize,
    surcharge: &Surcharge,
    watch: Watch,
) -> CoverTree {
    let rules = Rules::surcharged(problem, nearest, surcharge);
    rows_by(problem, &rules, watch)
}

/// What layouts keep to that leave nobody farther away than a standard.
pub(crate) struct Standard<'a> {
    pub(crate) time: TravelTime,
    /// The points that it holds for: some site is near enough to each.
    pub(crate) counts: &'a [bool],
    /// What a point pays whose sites within the standard are all closed, instead of any step beyond it.
    pub(crate) beyond: u128,
}

/// As [`nearest_rows`], for layouts that keep to a standard. In so much time and memory, as
/// [`nearest_rows_within`].
pub(crate) fn rows_within(
    problem: &LocationProblem,
    nearest: usize,
    standard: &Standard,
    watch: Watch,
) -> CoverTree {
    let none = Surcharge::none(problem);
    let rules = Rules {
        standard: Some(standard),
        ..Rules::surcharged(problem, nearest, &none)
    };
    rows_by(problem, &rules, watch)
}

fn rows_by(problem: &LocationProblem, rules: &Rules, watch: Watch) -> CoverTree {
    let sites = problem.open_sites();
    let kept: Vec<bool> = {
        let mut kept = vec![false; problem.matrix().sites()];
        for site in problem.kept_sites() {
            kept[site.get()] = true;
        }
        kept
    };
    let mut all = TreeBuilder::new(problem.matrix().sites());
    let most_rows = most_rows(watch.memory());
    let times = problem.demand().len() * sites.len();
    let watch = watch.where_many(times);
    let mut nearest = rules.nearest;
    let together = CHUNK * (AT_ONCE / (CHUNK * nearest.min(sites.len()).max(1))).clamp(1, 32);
    for (part, demand) in problem.demand().chunks(together).enumerate() {
        let chunks: Vec<CoverTree> = demand
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(chunk, demand)| {
                let mut rows = ChunkRows {
                    builder: TreeBuilder::new(problem.matrix().sites()),
                    kept: &kept,
                    rules,
                    nearest,
                };
                let first = part * together + chunk * CHUNK;
                rows.add(problem, &sites, first, demand, watch);
                rows.builder.finish()
            })
            .collect();
        for chunk in &chunks {
            if watch.is_over() {
                nearest = 1;
            }
            all.absorb_near(chunk, nearest, watch);
            if all.len() > most_rows {
                nearest = nearest.min(all.keep_near(most_rows / 2, watch));
            }
        }
    }
    all.finish()
}

/// How many rows a search may have that has so much memory: a node in hand takes some hundred bytes for each.
fn most_rows(memory: u64) -> usize {
    const OF_ROW: u64 = 512;
    usize::try_from(memory / OF_ROW)
        .unwrap_or(usize::MAX)
        .max(ALWAYS)
}

/// Milliseconds to a site that cannot be reached: more than any that can.
const UNREACHABLE: u64 = u64::MAX >> 16;

struct ChunkRows<'a> {
    builder: TreeBuilder,
    kept: &'a [bool],
    rules: &'a Rules<'a>,
    /// Sites of every point that are looked at.
    nearest: usize,
}

/// What points pay.
struct Rules<'a> {
    /// Milliseconds that a journey costs beside its time, to each site.
    surcharge: &'a [u64],
    /// What a millionth of demand pays at a point that lacks a route to some site.
    unreachable: u128,
    /// The same where none is lacking: every layout serves such a point.
    always_served: u128,
    /// What layouts keep to.
    standard: Option<&'a Standard<'a>>,
    /// Sites of every point that are looked at.
    nearest: usize,
}

impl<'a> Rules<'a> {
    fn surcharged(problem: &LocationProblem, nearest: usize, surcharge: &'a Surcharge) -> Self {
        let surcharged = |price: u128| price + u128::from(surcharge.unreachable);
        Self {
            surcharge: &surcharge.of_site,
            unreachable: surcharged(unreachable_price(problem)),
            always_served: surcharged(prohibitive_price(problem)),
            standard: None,
            nearest: nearest.max(1),
        }
    }

    /// The standard, where it holds for a point.
    fn standard_of(&self, point: usize) -> Option<&'a Standard<'a>> {
        self.standard.filter(|standard| standard.counts[point])
    }
}

impl ChunkRows<'_> {
    fn add(
        &mut self,
        problem: &LocationProblem,
        sites: &[SiteIndex],
        first: usize,
        demand: &[Demand],
        watch: Watch,
    ) {
        let mut times = vec![0_u64; BLOCK * sites.len()];
        for (block, demand) in demand.chunks(BLOCK).enumerate() {
            let start = first + block * BLOCK;
            if watch.is_over() {
                self.nearest = 1;
            }
            // A site that is farther away is as good as none.
            let farthest: Vec<u32> = (start..start + demand.len())
                .map(|point| self.rules.standard_of(point))
                .map(|standard| standard.map_or(u32::MAX - 1, |s| s.time.milliseconds()))
                .collect();
            for (place, &site) in sites.iter().enumerate() {
                let column = &problem.matrix().column(site)[start..][..demand.len()];
                let more = self.rules.surcharge[site.get()];
                for (point, (&milliseconds, &farthest)) in column.iter().zip(&farthest).enumerate()
                {
                    let cost = match milliseconds {
                        _ if milliseconds > farthest => UNREACHABLE,
                        _ => u64::from(milliseconds) + more,
                    };
                    times[point * sites.len() + place] = (cost << 16) | u64::from(site.0);
                }
            }
            for (point, &demand) in demand.iter().enumerate() {
                if demand > Demand::ZERO {
                    let times = &mut times[point * sites.len()..][..sites.len()];
                    let standard = self.rules.standard_of(start + point);
                    self.add_point(times, u128::from(demand.millionths()), standard);
                }
            }
        }
    }

    /// `times`: the milliseconds to every site, and below them the site.
    fn add_point(&mut self, times: &mut [u64], demand: u128, standard: Option<&Standard>) {
        let lacks_one = || times.iter().any(|&time| time >> 16 == UNREACHABLE);
        let price = if standard.is_none() && lacks_one() {
            self.rules.unreachable
        } else {
            self.rules.always_served
        };
        let seen = if times.len() > self.nearest + 1 {
            times.select_nth_unstable(self.nearest);
            &mut times[..=self.nearest]
        } else {
            times
        };
        seen.sort_unstable();
        let milliseconds = |place: usize| seen.get(place).map(|&time| time >> 16);
        let Some(first) = milliseconds(0).filter(|&time| time != UNREACHABLE) else {
            return;
        };
        self.builder.add_base(demand * u128::from(first).min(price));
        let mut set = ROOT;
        for (place, &cell) in seen.iter().enumerate().take(self.nearest) {
            #[expect(clippy::cast_possible_truncation, reason = "the lower 16 bits")]
            let site = cell as u16;
            if self.kept[usize::from(site)] {
                return;
            }
            set = self.builder.child(set, site);
            let time = u128::from(cell >> 16);
            match milliseconds(place + 1).filter(|&next| next != UNREACHABLE) {
                Some(next) if u128::from(next) < price => {
                    let step = u128::from(next) - time;
                    self.builder.add_weight(set, demand * step);
                }
                // No other site can serve the point for less: it pays the price, and no time.
                _ => {
                    let rest = demand * price.saturating_sub(time);
                    let weight = standard.map_or(rest, |standard| standard.beyond);
                    self.builder.add_weight(set, weight);
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Budget;
    use crate::optimise::oracle::{SmallProblem, layouts, marked};
    use crate::optimise::search::constraint_handler::ConstraintHandler;
    use crate::optimise::search::median_handler::MedianHandler;
    use crate::optimise::work::Polls;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Without time or memory for all rows, no layout costs more than with them.
        #[test]
        fn what_is_left_out_makes_no_layout_dearer(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            looks in 0_u64..5,
            most_sets in 1_usize..40,
        ) {
            let problem = small.problem();
            let sites = problem.matrix().sites();
            let all = nearest_rows(&problem, 99);
            let clock = Polls::until(looks);
            let budget = Budget { polls: Some(&clock), ..Budget::default() };
            let hurried = nearest_rows_within(&problem, 99, Watch::start(budget));
            let mut builder = TreeBuilder::new(sites);
            builder.absorb(&all);
            let most_sites = builder.keep_near(most_sets, Watch::unlimited());
            let near = builder.finish();
            prop_assert!(near.len() <= most_sets.max(sites));
            prop_assert!(near.depths().iter().all(|&depth| usize::from(depth) <= most_sites));
            for layout in layouts(&problem, centres) {
                let open = marked(&layout, sites);
                let cost = all.cost(&open);
                prop_assert!(hurried.cost(&open) <= cost);
                prop_assert!(near.cost(&open) <= cost);
                prop_assert!(near.len() < all.len() || near.cost(&open) == cost);
            }
        }

        /// Layouts that leave nobody beyond the standard cost their journeys; others pay at least once for it.
        #[test]
        fn rows_within_a_standard_cost_the_journeys(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            minutes in 0_u32..12,
            beyond in 1_u128..1 << 50,
        ) {
            let problem = small.problem();
            let standard = TravelTime::from_whole(minutes);
            let all = problem.nearest_times(&problem.open_sites());
            let counts: Vec<bool> = all
                .iter()
                .zip(problem.demand())
                .map(|(&time, &demand)| time <= standard.milliseconds() && demand > Demand::ZERO)
                .collect();
            let rule = Standard { time: standard, counts: &counts, beyond };
            let rows = rows_within(&problem, 99, &rule, Watch::unlimited());
            let handler = MedianHandler::new(&problem);
            for sites in layouts(&problem, centres) {
                let cost = rows.cost(&marked(&sites, problem.matrix().sites()));
                let nearest = problem.nearest_times(&sites);
                let is_within = |(&time, &counts): (&u32, &bool)| !counts || time <= standard.milliseconds();
                if nearest.iter().zip(&counts).all(is_within) {
                    let open = marked(&sites, problem.matrix().sites());
                    prop_assert_eq!(Some(cost), handler.cost(&open));
                } else {
                    prop_assert!(cost >= rows.base + beyond);
                }
            }
        }
    }
}

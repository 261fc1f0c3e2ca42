use super::branch::{Judge, Search};
use super::budget::{Budget, Watch};
use super::cover_rows::cover_rows;
use super::cover_tree::{CoverTree, State};
use super::interchange::{add_greedily, interchange};
use super::lscp::share_of;
use super::nearest_rows::nearest_rows;
use super::node::Start;
use super::p_median::{MedianJudge, nearest_for, root_states, to_sites};
use super::problem::LocationProblem;
use super::solution::{NoSolution, Shortfall, Solution};
use super::tree_builder::TreeBuilder;
use crate::model::SiteIndex;
use crate::units::{Demand, DemandMinutes, Minutes, Share};
use rayon::prelude::*;

/// A floor for every group: so much of its demand must be within the standard.
#[derive(Debug, Clone, Copy)]
pub struct Floors<'a> {
    /// For every demand point, the number of its group.
    pub members: &'a [u32],
    /// The time standard.
    pub standard: Minutes,
    /// For every group, the share of its demand that must be within the standard.
    pub floors: &'a [Share],
}

/// The layout with the least demand-weighted mean time that gives every group its floor.
///
/// ```text
/// min_S  Σ_i demand_i · min_{j ∈ S} time_ij        |S| = centres, kept ⊆ S ⊆ candidates
/// s.t.   Σ_{i ∈ g} demand_i · [min_{j ∈ S} time_ij > standard] ≤ allowed_g      for every group g
/// ```
///
/// The floors are relaxed with a price on demand that is missed, which makes them further
/// rows of the same form; a subgradient method finds good prices, branch and bound does the rest.
///
/// # Errors
///
/// No layout has so many centres, or none gives every group its floor: [`NoSolution::Floors`] says
/// which groups cannot have it whatever is open, or else how many centres it takes.
pub fn p_median_with_floors(
    problem: &LocationProblem,
    centres: usize,
    floors: &Floors,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    problem.check_centres(centres)?;
    let watch = Watch::start(budget);
    let groups = Groups::new(problem, floors);
    let impossible = groups.shortfalls(&problem.open_sites());
    if !impossible.is_empty() {
        return Err(NoSolution::Floors {
            centres,
            standard: floors.standard,
            impossible,
            fewest: None,
        });
    }
    let answer = groups.solve(centres, watch);
    answer.map_err(|undecided| {
        if undecided {
            NoSolution::Undecided
        } else {
            NoSolution::Floors {
                centres,
                standard: floors.standard,
                impossible: Vec::new(),
                fewest: groups.fewest(centres, watch),
            }
        }
    })
}

/// The floors of a problem, as rows and as exact numbers.
struct Groups<'a> {
    problem: &'a LocationProblem<'a>,
    floors: &'a Floors<'a>,
    demand: Vec<Demand>,
    required: Vec<Demand>,
    /// What each group misses.
    trees: Vec<CoverTree>,
}

/// Times that the prices are adjusted.
const PRICE_ROUNDS: u32 = 25;

/// Rounds of the relaxation for each.
const ROUNDS_PER_PRICE: u32 = 4;

/// First step of the prices: seconds for the whole of a group's demand missed too much.
const FIRST_STEP: f64 = 20_000.0;

impl<'a> Groups<'a> {
    fn new(problem: &'a LocationProblem<'a>, floors: &'a Floors<'a>) -> Self {
        let mut demand = vec![Demand::ZERO; floors.floors.len()];
        for (&group, &of_point) in floors.members.iter().zip(problem.demand()) {
            demand[group as usize] += of_point;
        }
        let required = demand
            .iter()
            .zip(floors.floors)
            .map(|(&demand, &floor)| share_of(floor, demand))
            .collect();
        let trees = (0..floors.floors.len())
            .into_par_iter()
            .map(|group| {
                cover_rows(problem, floors.standard, |point| {
                    floors.members[point] as usize == group
                })
            })
            .collect();
        Self {
            problem,
            floors,
            demand,
            required,
            trees,
        }
    }

    /// The groups that have less than their floor in a layout.
    fn shortfalls(&self, sites: &[SiteIndex]) -> Vec<Shortfall> {
        let mut covered = vec![Demand::ZERO; self.required.len()];
        let soonest = self.problem.soonest(sites);
        let points = self.floors.members.iter().zip(self.problem.demand());
        for ((&group, &demand), seconds) in points.zip(soonest) {
            if seconds <= self.floors.standard.seconds() {
                covered[group as usize] += demand;
            }
        }
        (0..)
            .zip(covered)
            .zip(&self.required)
            .filter(|&((_, covered), &required)| covered < required)
            .map(|((group, covered), &required)| Shortfall {
                group,
                covered,
                required,
                demand: self.demand[group as usize],
            })
            .collect()
    }

    /// `Err(true)` if the budget ended before a layout was found, `Err(false)` if there is none.
    fn solve(&self, centres: usize, watch: Watch) -> Result<Solution<DemandMinutes>, bool> {
        let problem = self.problem;
        let median = nearest_rows(problem, nearest_for(problem, centres));
        let prices = self.prices(&median, centres, watch);
        let tree = self.priced(&median, &prices);
        let judge = FloorJudge {
            median: MedianJudge::new(problem),
            groups: self,
            paid: self.paid(&prices),
        };
        let known = self.layouts(&median, &prices, centres);
        let found = Search::new(&tree, root_states(problem), centres, &judge, watch).run(known);
        if found.layouts.is_empty() {
            return Err(found.interrupted.is_some());
        }
        Ok(Solution::of_median(problem, &found, watch))
    }

    /// The least number of centres, more than these, that gives every group its floor.
    fn fewest(&self, centres: usize, watch: Watch) -> Option<usize> {
        let most = self.problem.open_sites().len();
        for more in centres + 1..=most {
            match self.solve(more, watch) {
                Ok(_) => return Some(more),
                Err(true) => return None,
                Err(false) => {}
            }
        }
        None
    }

    /// Demand that a group may miss.
    fn allowed(&self, group: usize) -> Demand {
        self.demand[group] - self.required[group]
    }

    /// What the prices take from a layout that misses exactly what is allowed.
    fn paid(&self, prices: &[u32]) -> u128 {
        prices
            .iter()
            .enumerate()
            .map(|(group, &price)| u128::from(self.allowed(group).millionths()) * u128::from(price))
            .sum()
    }

    /// The p-median's rows and the groups', these at their price in seconds.
    fn priced(&self, median: &CoverTree, prices: &[u32]) -> CoverTree {
        let mut rows = TreeBuilder::new(self.problem.matrix().sites());
        rows.absorb(median);
        for (tree, &price) in self.trees.iter().zip(prices) {
            if price > 0 {
                let mut tree = tree.clone();
                tree.base *= u128::from(price);
                for weight in &mut tree.weight {
                    *weight *= u128::from(price);
                }
                rows.absorb(&tree);
            }
        }
        rows.finish()
    }

    /// Prices that make the bound high: any would be valid.
    fn prices(&self, median: &CoverTree, centres: usize, watch: Watch) -> Vec<u32> {
        let states = root_states(self.problem);
        let open = greedy(median, &states, centres);
        let free = centres - self.problem.kept_sites().len();
        let mut y: Vec<f64> = open.iter().map(|&open| f64::from(u8::from(open))).collect();
        let mut price = vec![0.0; self.trees.len()];
        let (mut best, mut highest) = (vec![0; self.trees.len()], f64::NEG_INFINITY);
        for round in 0..PRICE_ROUNDS {
            let whole = whole_seconds(&price);
            let tree = self.priced(median, &whole);
            let start = Start::from_layout(&tree, &states, &open);
            let mut relaxation = start.relaxation(&states, free, &y);
            let mut progress = relaxation.round();
            for _ in 1..ROUNDS_PER_PRICE {
                progress = relaxation.round();
            }
            y = relaxation.y().to_vec();
            let dual = progress.dual + start.base() as f64 - self.paid(&whole) as f64;
            if dual > highest {
                highest = dual;
                best = whole;
            }
            for site in self.problem.kept_sites() {
                y[site.get()] = 1.0;
            }
            let step = FIRST_STEP / (1.0 + f64::from(round) / 3.0);
            for (group, price) in price.iter_mut().enumerate() {
                let demand = self.demand[group].millionths() as f64;
                if demand > 0.0 {
                    let missed = missed(&self.trees[group], &y);
                    let excess = missed - self.allowed(group).millionths() as f64;
                    *price = f64::max(0.0, *price + step * excess / demand);
                }
            }
            if watch.interruption().is_some() {
                break;
            }
        }
        best
    }

    /// Layouts that are good for the mean and, at ever higher prices, for the floors.
    fn layouts(&self, median: &CoverTree, prices: &[u32], centres: usize) -> Vec<Vec<bool>> {
        let states = root_states(self.problem);
        [1_u32, 2, 4, 8, 16, 64, 1024]
            .into_par_iter()
            .map(|factor| {
                let raised: Vec<u32> = prices
                    .iter()
                    .map(|&price| price.max(60).saturating_mul(factor))
                    .collect();
                greedy(&self.priced(median, &raised), &states, centres)
            })
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "prices are steps of seconds, never negative"
)]
fn whole_seconds(price: &[f64]) -> Vec<u32> {
    price.iter().map(|price| price.round() as u32).collect()
}

/// What a fractional layout misses.
fn missed(tree: &CoverTree, y: &[f64]) -> f64 {
    let mut sum = vec![0.0; tree.len()];
    let mut missed = tree.base as f64;
    for row in 0..tree.len() {
        let above: f64 = sum.get(tree.parent[row] as usize).copied().unwrap_or(0.0);
        sum[row] = above + y[usize::from(tree.site[row])];
        missed += tree.weight[row] as f64 * (1.0 - sum[row]).max(0.0);
    }
    missed
}

fn greedy(tree: &CoverTree, states: &[State], centres: usize) -> Vec<bool> {
    let free: Vec<bool> = states.iter().map(|&state| state == State::Free).collect();
    let mut open: Vec<bool> = states.iter().map(|&state| state == State::Open).collect();
    add_greedily(tree, &free, &mut open, centres);
    interchange(tree, &free, &free, &mut open);
    open
}

/// Demand × time of layouts that give every group its floor, plus what the prices take.
struct FloorJudge<'a> {
    median: MedianJudge<'a>,
    groups: &'a Groups<'a>,
    paid: u128,
}

impl Judge for FloorJudge<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        if self.groups.shortfalls(&to_sites(open)).is_empty() {
            Some(self.median.cost(open)? + self.paid)
        } else {
            None
        }
    }

    fn hopeless(&self, states: &[State]) -> bool {
        let possible: Vec<bool> = states.iter().map(|&state| state != State::Closed).collect();
        !self.groups.shortfalls(&to_sites(&possible)).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::Status;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// No layout that gives every group its floor has a lower mean.
        #[test]
        fn nothing_fair_is_better(
            small in SmallProblem::reachable(),
            centres in 1_usize..6,
            standard in (1_u32..8).prop_map(Minutes::from_whole),
            groups in prop::collection::vec(0_u32..3, 15),
            tenths in prop::collection::vec(0_u32..9, 3),
        ) {
            let problem = small.problem();
            let members = &groups[..small.demand.len()];
            let floors: Vec<Share> = tenths
                .iter()
                .map(|&tenths| Share::try_new(f64::from(tenths) / 10.0).unwrap())
                .collect();
            let floors = Floors { members, standard, floors: &floors };
            let fair = |sites: &[SiteIndex]| (0_u32..3).all(|group| {
                let soonest = problem.soonest(sites);
                let of_group = |within: u32| -> u64 {
                    members.iter().zip(&small.demand).zip(&soonest)
                        .filter(|&((&g, _), &seconds)| g == group && seconds <= within)
                        .map(|((_, d), _)| d.millionths()).sum()
                };
                of_group(standard.seconds()) * 10 >= of_group(u32::MAX) * u64::from(tenths[group as usize])
            });
            let value = |sites: &Vec<SiteIndex>| problem.demand_minutes(sites).0;
            let least = |centres| {
                layouts(&problem, centres).iter().filter(|sites| fair(sites)).map(value).min()
            };
            match p_median_with_floors(&problem, centres, &floors, Budget::default()) {
                Ok(best) => {
                    prop_assert_eq!(Some(best.value), least(centres));
                    prop_assert!(fair(&best.sites));
                    prop_assert_eq!(best.status, Status::Optimal);
                }
                Err(NoSolution::Floors { impossible, fewest, .. }) => {
                    prop_assert_eq!(least(centres), None);
                    prop_assert_eq!(impossible.is_empty(), fair(&problem.open_sites()));
                    let more = (centres..=problem.open_sites().len()).find(|&p| least(p).is_some());
                    prop_assert_eq!(fewest, more);
                }
                Err(_) => prop_assert_eq!(least(centres), None),
            }
        }
    }
}

use super::branch::{Judge, Search};
use super::budget::{Budget, Interruption, Watch};
use super::cover_rows::least_cover_rows;
use super::cover_tree::State;
use super::gap::{Proof, SearchObjective, is_within};
use super::longest_then_mean::LongestThenMean;
use super::lscp::Cover;
use super::nearest_rows::nearest_rows;
use super::no_solution::NoSolution;
use super::p_median::{Median, MedianJudge, nearest_for, root_states, to_sites};
use super::problem::LocationProblem;
use super::solution::Solution;
use super::tree_builder::TreeBuilder;
use crate::units::{Demand, DemandMinutes, Minutes};
use rayon::prelude::*;

/// The layout of `centres` sites with the least longest time, and of those the one with the least
/// demand-weighted mean: the p-centre.
///
/// ```text
/// lexmin_S  ( max_{i: demand_i > 0} min_{j ∈ S} time_ij ,  Σ_i demand_i · min_{j ∈ S} time_ij )
/// ```
///
/// Demand that no candidate can reach is left out of both; demand that a layout leaves without
/// a route, but another would not, counts in both as the problem's rule says. The longest time is
/// found among the times of the table by bisection, each step a covering problem; the mean is a
/// p-median in which
/// every point must be served within that time. Whether a time can be had is decided exactly; a gap
/// that will do ends the bisection. `gap_percent` is that of the longest time until that is proven,
/// then that of the mean.
///
/// # Errors
///
/// No layout has so many centres, or under [`super::UnreachableRule::Strict`] none of them reaches
/// all demand that some candidate reaches ([`NoSolution::Unreached`]).
///
/// # References
///
/// Hakimi 1964; Minieka 1970, "The m-center problem" (bisection by set covering).
pub fn p_centre(
    problem: &LocationProblem,
    centres: usize,
    budget: Budget,
) -> Result<Solution<LongestThenMean>, NoSolution> {
    problem.check_centres(centres)?;
    let watch = Watch::start(budget);
    let all = problem.soonest(&problem.open_sites());
    let counts: Vec<bool> = problem
        .demand()
        .iter()
        .zip(&all)
        .map(|(&demand, &seconds)| demand > Demand::ZERO && seconds != u32::MAX)
        .collect();
    let mut longest = Longest::new(problem, centres, &counts, watch);
    let cost = problem.unreachable_cost();
    let open = match (longest.search(&all), cost) {
        (Err(NoSolution::Unreached { .. }), Some(cost)) => {
            return Ok(all_leave_somebody_out(&longest, cost));
        }
        (found, _) => found?,
    };
    let proven = longest.low;
    let standard = longest.of(&to_sites(&open));
    if proven == standard && cost == Some(standard) {
        return Ok(all_leave_somebody_out(&longest, standard));
    }
    if proven < standard {
        return Ok(longest.stopped(&open, standard, proven));
    }
    Ok(least_mean(&longest, &open, standard))
}

/// The bisection.
struct Longest<'a> {
    problem: &'a LocationProblem<'a>,
    centres: usize,
    /// Points whose time counts: with demand, and within reach of some candidate.
    counts: &'a [bool],
    watch: Watch<'a>,
    /// The longest time is proven to be no less.
    low: Minutes,
    nodes: u64,
    iterations: u64,
    interrupted: Option<Interruption>,
}

impl<'a> Longest<'a> {
    fn new(
        problem: &'a LocationProblem<'a>,
        centres: usize,
        counts: &'a [bool],
        watch: Watch<'a>,
    ) -> Self {
        Self {
            problem,
            centres,
            counts,
            watch,
            low: Minutes::ZERO,
            nodes: 0,
            iterations: 0,
            interrupted: None,
        }
    }

    /// The longest time in a layout.
    fn of(&self, sites: &[crate::model::SiteIndex]) -> Minutes {
        let soonest = self.problem.soonest(sites);
        let counted = soonest
            .iter()
            .zip(self.counts)
            .filter(|&(_, &counts)| counts);
        Minutes::from_milliseconds(counted.map(|(&seconds, _)| seconds).max().unwrap_or(0))
    }

    fn covers(&mut self, standard: Minutes) -> Option<Vec<bool>> {
        let tree = least_cover_rows(self.problem, standard, |point| self.counts[point]);
        if tree.base > 0 {
            return None;
        }
        let answer = Cover::new(tree, 0).layout(self.problem, self.centres, self.watch);
        self.nodes += answer.nodes;
        self.iterations += answer.iterations;
        self.interrupted = answer.interrupted;
        answer.layout
    }

    /// A layout with the least longest time, or the best one when the budget ended.
    fn search(&mut self, all: &[u32]) -> Result<Vec<bool>, NoSolution> {
        let counted = all.iter().zip(self.counts).filter(|&(_, &counts)| counts);
        let least = counted.map(|(&seconds, _)| seconds).max().unwrap_or(0);
        let mut times = self.distinct_times();
        times.retain(|&seconds| seconds > least);
        times.insert(0, least);
        let longest = Minutes::from_milliseconds(times[times.len() - 1]);
        let mut best = self.covers(longest).ok_or_else(|| match self.interrupted {
            Some(_) => NoSolution::Undecided,
            None => self.unreached(longest),
        })?;
        let place = |seconds: u32| times.partition_point(|&time| time < seconds);
        let (mut low, mut high) = (0, place(self.of(&to_sites(&best)).milliseconds()));
        let time_of = |place: usize| u128::from(times[place]);
        while !is_within(time_of(high), time_of(low), self.watch.gap()) {
            let middle = usize::midpoint(low, high);
            match self.covers(Minutes::from_milliseconds(times[middle])) {
                Some(layout) => {
                    high = place(self.of(&to_sites(&layout)).milliseconds());
                    best = layout;
                }
                None if self.interrupted.is_some() => break,
                None => low = middle + 1,
            }
        }
        self.low = Minutes::from_milliseconds(times[low.min(times.len() - 1)]);
        Ok(best)
    }

    /// All times to candidates, ascending, each once.
    fn distinct_times(&self) -> Vec<u32> {
        let columns: Vec<Vec<u32>> = self
            .problem
            .open_sites()
            .into_par_iter()
            .map(|site| {
                let mut times = self.problem.matrix().column(site).to_vec();
                times.sort_unstable();
                times.dedup();
                times
            })
            .collect();
        let mut times = columns.concat();
        times.sort_unstable();
        times.dedup();
        times.retain(|&seconds| seconds != u32::MAX);
        times
    }

    /// So few centres cannot reach everybody.
    fn unreached(&self, standard: Minutes) -> NoSolution {
        let (_, unreachable) = self.problem.demand_minutes(&self.problem.open_sites());
        let demand = self.problem.total_demand();
        NoSolution::Unreached {
            centres: self.centres,
            reachable: demand - unreachable,
            standard,
        }
    }

    fn stopped(
        &self,
        open: &[bool],
        longest: Minutes,
        proven: Minutes,
    ) -> Solution<LongestThenMean> {
        let sites = to_sites(open);
        let (demand_minutes, _) = self.problem.demand_minutes(&sites);
        let proof = Proof::new(
            u128::from(longest.milliseconds()),
            u128::from(proven.milliseconds()),
            self.watch.gap(),
            self.interrupted,
        );
        Solution {
            status: proof.status,
            value: LongestThenMean {
                longest,
                demand_minutes,
            },
            bound: LongestThenMean {
                longest: proven,
                demand_minutes: DemandMinutes::ZERO,
            },
            gap_percent: proof.gap_percent,
            sites,
            nodes: self.nodes,
            iterations: self.iterations,
            seconds: self.watch.seconds(),
        }
    }
}

/// The p-median of all layouts, where the longest time of each is what demand without a route counts
/// as.
fn all_leave_somebody_out(longest: &Longest, cost: Minutes) -> Solution<LongestThenMean> {
    let found = Median::new_for(longest.problem, longest.centres).solve(
        longest.centres,
        longest.watch,
        Vec::new(),
    );
    let with_longest = |demand_minutes| LongestThenMean {
        longest: cost,
        demand_minutes,
    };
    Solution {
        status: found.status,
        value: with_longest(found.value),
        bound: with_longest(found.bound),
        gap_percent: found.gap_percent,
        sites: found.sites,
        nodes: longest.nodes + found.nodes,
        iterations: longest.iterations + found.iterations,
        seconds: longest.watch.seconds(),
    }
}

/// The p-median of the layouts in which nobody who counts is farther away than `standard`.
fn least_mean(longest: &Longest, open: &[bool], standard: Minutes) -> Solution<LongestThenMean> {
    let problem = longest.problem;
    let mut rows = TreeBuilder::new(problem.matrix().sites());
    rows.absorb(&nearest_rows(
        problem,
        nearest_for(problem, longest.centres),
    ));
    let mut must = least_cover_rows(problem, standard, |point| longest.counts[point]);
    for weight in &mut must.weight {
        *weight = if *weight > 0 {
            problem.prohibitive_price()
        } else {
            0
        };
    }
    rows.absorb(&must);
    let tree = rows.finish();
    let judge = WithinJudge {
        median: MedianJudge::new(problem),
        longest,
        standard,
    };
    let found = Search::new(
        &tree,
        root_states(problem),
        longest.centres,
        &judge,
        longest.watch,
    )
    .run(vec![open.to_vec()]);
    let (cost, open) = found
        .layouts
        .first()
        .map_or((0, open), |(cost, open)| (*cost, open));
    let sites = to_sites(open);
    let (value, _) = problem.demand_minutes(&sites);
    let proof = found.proof(cost, judge.median.of_costs(), longest.watch);
    let bound = DemandMinutes::from_raw(proof.bound);
    Solution {
        status: proof.status,
        value: LongestThenMean {
            longest: standard,
            demand_minutes: value,
        },
        bound: LongestThenMean {
            longest: standard,
            demand_minutes: bound,
        },
        gap_percent: proof.gap_percent,
        sites,
        nodes: longest.nodes + found.nodes,
        iterations: longest.iterations + found.iterations,
        seconds: longest.watch.seconds(),
    }
}

/// Demand × time of layouts that leave nobody farther away than the standard.
struct WithinJudge<'a> {
    median: MedianJudge<'a>,
    longest: &'a Longest<'a>,
    standard: Minutes,
}

impl Judge for WithinJudge<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        let within = self.longest.of(&to_sites(open)) <= self.standard;
        within.then(|| self.median.cost(open)).flatten()
    }

    fn grain(&self) -> u128 {
        self.median.grain()
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.median.objective()
    }

    fn hopeless(&self, states: &[State]) -> bool {
        let possible: Vec<bool> = states.iter().map(|&state| state != State::Closed).collect();
        self.longest.of(&to_sites(&possible)) > self.standard
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::Status;
    use crate::optimise::oracle::{self, SmallProblem, layouts};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all layouts has a lower longest time, or the same and a lower mean.
        #[test]
        fn nothing_is_better_than_the_p_centre(
            small in prop_oneof![SmallProblem::any(), SmallProblem::reachable()],
            centres in 1_usize..6,
        ) {
            let problem = small.problem();
            let (_, lost) = problem.demand_minutes(&problem.open_sites());
            let cost = problem.unreachable_cost();
            let all = problem.soonest(&problem.open_sites());
            let rank = |sites: &Vec<_>| {
                let (_, unreachable) = problem.demand_minutes(sites);
                let soonest = problem.soonest(sites);
                let counted = soonest.iter().zip(&all).zip(problem.demand());
                let longest = counted
                    .filter(|&((_, &best), &demand)| best != u32::MAX && demand > Demand::ZERO)
                    .map(|((&seconds, _), _)| seconds)
                    .max();
                let longest = match longest {
                    Some(u32::MAX) => cost,
                    longest => Some(Minutes::from_milliseconds(longest.unwrap_or(0))),
                };
                let demand_minutes = oracle::rank(&problem, sites).1;
                let allowed = unreachable == lost || cost.is_some();
                let value = LongestThenMean { longest: longest?, demand_minutes };
                allowed.then_some(value)
            };
            let least = layouts(&problem, centres).iter().filter_map(rank).min();
            let found = p_centre(&problem, centres, Budget::default());
            prop_assert_eq!(found.as_ref().ok().map(|best| best.value), least);
            if let Ok(best) = found {
                prop_assert_eq!(rank(&best.sites), Some(best.value));
                prop_assert_eq!(LongestThenMean::of_layout(&problem, &best.sites), best.value);
                prop_assert_eq!(best.bound, best.value);
                prop_assert_eq!(best.status, Status::Optimal);
                prop_assert_eq!(best.sites.len(), centres);
            }
        }
    }
}

//! The p-median with volumes within limits, and the most centres that have a volume.

mod annealing;
mod groups;
mod judge;
mod limits;
mod miss;
mod most_centres;
mod prices;
mod rows;
mod swaps;

pub use limits::VolumeLimits;
pub use miss::VolumeMiss;
pub use most_centres::most_centres;

use crate::optimise::branch::{Found, Search};
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::cover_tree::{CoverTree, State};
use crate::optimise::nearest_rows::nearest_rows;
use crate::optimise::no_solution::{NoSolution, VolumeSum};
use crate::optimise::p_median::{nearest_for, root_states, to_sites};
use crate::optimise::problem::LocationProblem;
use crate::optimise::solution::Solution;
use crate::units::{Demand, DemandMinutes};
use annealing::{Annealing, Effort};
use groups::VolumeGroups;
use judge::VolumeJudge;
use prices::VolumePrices;
use rows::VolumeRows;

/// The layout with the least demand-weighted mean time in which every centre has a volume within
/// the limits.
///
/// ```text
/// min_S  Σ_i demand_i · min_{j ∈ S} time_ij        |S| = centres, kept ⊆ S ⊆ candidates
/// s.t.   min ≤ Σ_{i: soonest_S(i) = j} demand_i ≤ max      for every j ∈ S
/// ```
///
/// A p-median search in which a part of the layouts is left as soon as the limits rule it out:
/// opening a centre never adds to the volume of another, so that the volumes among the sites that
/// are open already are the most they can have, and among all that are not closed the least.
///
/// # Errors
///
/// No layout has so many centres, or none has volumes within the limits ([`NoSolution::Volumes`],
/// with the nearest number of centres for which one was found, and how near so many come; where the
/// limits of all centres together are more or less than the demand, that is said at once), or the
/// budget ended before one was found.
pub fn p_median_with_volumes(
    problem: &LocationProblem,
    centres: usize,
    volumes: VolumeLimits,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    problem.check_centres(centres)?;
    let watch = Watch::start(budget);
    let median = LimitedMedian::new(problem, volumes, nearest_for(problem, centres));
    let found = median.solve(centres, watch);
    found.map_err(|cause| match cause {
        NoSolution::Volumes { sum: None, .. } => NoSolution::Volumes {
            centres,
            sum: None,
            fits: median.nearest_fit(centres, watch),
            nearest: Some(Box::new(median.miss(centres, watch))),
        },
        NoSolution::Volumes { sum, .. } => NoSolution::Volumes {
            centres,
            sum,
            fits: None,
            nearest: median.nearest_of_few(centres).map(Box::new),
        },
        other => other,
    })
}

/// The p-median with volumes within limits for any number of centres, rows made once.
pub struct LimitedMedian<'a> {
    problem: &'a LocationProblem<'a>,
    volumes: VolumeLimits,
    tree: CoverTree,
    groups: VolumeGroups,
    judge: VolumeJudge<'a>,
}

/// Nodes of a first search, after which it is worth to look longer for better layouts.
const BRIEF_NODES: u64 = 500;

impl<'a> LimitedMedian<'a> {
    /// For layouts of any number of centres.
    #[must_use]
    pub fn prepare(problem: &'a LocationProblem<'a>, volumes: VolumeLimits) -> Self {
        Self::new(problem, volumes, usize::MAX - 1)
    }

    fn new(problem: &'a LocationProblem<'a>, volumes: VolumeLimits, nearest: usize) -> Self {
        Self {
            problem,
            volumes,
            tree: nearest_rows(problem, nearest),
            groups: VolumeGroups::new(problem),
            judge: VolumeJudge::new(problem, volumes),
        }
    }

    pub(super) const fn problem(&self) -> &'a LocationProblem<'a> {
        self.problem
    }

    /// As [`p_median_with_volumes`].
    ///
    /// # Errors
    ///
    /// No layout has so many centres, or none has volumes within the limits, or the budget ended
    /// before one was found.
    pub fn best(
        &self,
        centres: usize,
        budget: Budget,
    ) -> Result<Solution<DemandMinutes>, NoSolution> {
        self.problem.check_centres(centres)?;
        self.solve(centres, Watch::start(budget))
    }

    fn solve(&self, centres: usize, watch: Watch) -> Result<Solution<DemandMinutes>, NoSolution> {
        let impossible = |sum| NoSolution::Volumes {
            centres,
            sum,
            fits: None,
            nearest: None,
        };
        if let Some(sum) = self.cannot_share(centres) {
            return Err(impossible(Some(sum)));
        }
        let found = self.search(centres, None, watch);
        if found.layouts.is_empty() {
            return Err(match found.interrupted {
                Some(_) => NoSolution::Undecided,
                None => impossible(None),
            });
        }
        let objective = self.judge.of_costs();
        Ok(Solution::of_median(self.problem, &found, objective, watch))
    }

    /// Searches layouts within the limits; ends at the first that costs no more than is `enough`.
    fn search(&self, centres: usize, enough: Option<u128>, watch: Watch) -> Found {
        self.search_nodes(centres, enough, u64::MAX, watch)
    }

    /// The same, that ends undecided after about so many nodes.
    fn search_nodes(
        &self,
        centres: usize,
        enough: Option<u128>,
        nodes: u64,
        watch: Watch,
    ) -> Found {
        let states = root_states(self.problem);
        let plain = Search {
            enough,
            most_nodes: nodes,
            ..Search::new(&self.tree, states.clone(), centres, &self.judge, watch)
        };
        let greedy = plain.greedy();
        if self.judge.fits(&greedy) {
            return plain.run(vec![greedy]);
        }
        let mut known = self.annealed(self.volumes, &greedy, &[Effort::BRIEF], watch);
        let rows = self.priced(&states, centres, &known);
        let judge = self.judge.with_excess(rows.excess);
        let search = |most_nodes, known| {
            let search = Search {
                enough,
                most_nodes,
                ..Search::new(&rows.tree, states.clone(), centres, &judge, watch)
            };
            search.run(known).without(rows.excess)
        };
        let first = search(BRIEF_NODES.min(nodes), known.clone());
        let found_enough = enough.is_some() && !first.layouts.is_empty();
        let is_done = first.nodes < BRIEF_NODES || first.nodes >= nodes;
        if is_done || first.interrupted.is_some() || found_enough {
            return first;
        }
        known = self.annealed(self.volumes, &greedy, &[Effort::CHEAP, Effort::LONG], watch);
        known.extend(first.layouts.into_iter().map(|(_, open)| open));
        let then = search(nodes, known);
        Found {
            bound: then.bound.max(first.bound),
            nodes: first.nodes + then.nodes,
            iterations: first.iterations + then.iterations,
            ..then
        }
    }

    /// Layouts of as many centres as these, looked for within limits: the best few that are, or one
    /// that is not.
    fn annealed(
        &self,
        volumes: VolumeLimits,
        open: &[bool],
        efforts: &[Effort],
        watch: Watch,
    ) -> Vec<Vec<bool>> {
        const FEW: usize = 2;
        let states = root_states(self.problem);
        let centres = open.iter().filter(|&&open| open).count();
        let nearest = 2 * self.problem.open_sites().len() / centres.max(1) + 6;
        let annealing = Annealing::new(&self.groups, nearest, &states, volumes);
        let layouts = annealing.layouts(open, efforts, watch);
        // Groups are not quite exact.
        let fit = |open: &&Vec<bool>| self.judge.keeps_to(volumes, open);
        let few: Vec<Vec<bool>> = layouts.iter().filter(fit).take(FEW).cloned().collect();
        if few.is_empty() {
            layouts.into_iter().take(1).collect()
        } else {
            few
        }
    }

    /// Rows at prices that bound the layouts of so many centres well.
    fn priced(&self, states: &[State], centres: usize, known: &[Vec<bool>]) -> VolumeRows {
        let goal = known
            .first()
            .map_or(0, |open| self.problem.objective(&to_sites(open)).raw());
        let prices = VolumePrices::new(&self.groups, states, centres, self.volumes);
        // In seconds, as the means of groups are.
        let prices = prices.find(goal as f64 / 1_000.0);
        let nearest = nearest_for(self.problem, centres);
        VolumeRows::new(self.problem, nearest, centres, self.volumes, &prices)
    }

    /// Why there is too little demand for so many centres of the least volume, or more than as many
    /// of the most could take of what every layout serves; nothing where neither is so.
    fn cannot_share(&self, centres: usize) -> Option<VolumeSum> {
        let of = |limit: Demand| u128::from(limit.millionths()) * centres as u128;
        let (most, least) = self.judge.served();
        let VolumeLimits { min, max } = self.volumes;
        let too_little = min.filter(|&min| of(min) > u128::from(most.millionths()));
        let too_much = max.filter(|&max| of(max) < u128::from(least.millionths()));
        let (too_little, too_much) = (
            too_little.map(|each| VolumeSum::TooLittle { each, demand: most }),
            too_much.map(|each| VolumeSum::TooMuch {
                each,
                demand: least,
            }),
        );
        too_little.or(too_much)
    }

    /// The number of centres nearest to the one asked for with a layout that annealing finds.
    fn nearest_fit(&self, centres: usize, watch: Watch) -> Option<usize> {
        let problem = self.problem;
        let (kept, all) = (
            problem.kept_sites().len().max(1),
            problem.open_sites().len(),
        );
        (1..all).find_map(|step| {
            let fewer = centres.checked_sub(step).filter(|&fewer| fewer >= kept);
            let more = Some(centres + step).filter(|&more| more <= all);
            [fewer, more]
                .into_iter()
                .flatten()
                .find(|&other| self.finds_layout(other, watch))
        })
    }

    /// Whether annealing finds a layout of so many centres within the limits.
    fn finds_layout(&self, centres: usize, watch: Watch) -> bool {
        if self.cannot_share(centres).is_some() {
            return false;
        }
        let states = root_states(self.problem);
        let greedy = Search::new(&self.tree, states, centres, &self.judge, watch).greedy();
        let efforts = [Effort::CHEAP, Effort::STRICT];
        let fits = |open: &Vec<bool>| self.judge.fits(open);
        fits(&greedy) || (self.annealed(self.volumes, &greedy, &efforts, watch).iter()).any(fits)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{PointIndex, SiteIndex};
    use crate::optimise::Status;
    use crate::optimise::oracle::{SmallProblem, layouts, rank};
    use proptest::prelude::*;

    /// By definition: every point to the soonest site, of equals to the lower.
    pub(in crate::optimise) fn within(
        problem: &LocationProblem,
        sites: &[SiteIndex],
        volumes: VolumeLimits,
    ) -> bool {
        let mut of_site = vec![Demand::ZERO; problem.matrix().sites()];
        for (point, &demand) in problem.demand().iter().enumerate() {
            let point = PointIndex(u32::try_from(point).unwrap());
            let soonest = sites
                .iter()
                .filter_map(|&site| Some((problem.matrix().get(point, site)?, site)))
                .min();
            if let Some((_, site)) = soonest {
                of_site[site.get()] += demand;
            }
        }
        sites.iter().all(|site| {
            let volume = of_site[site.get()];
            volumes.min.is_none_or(|min| volume >= min)
                && volumes.max.is_none_or(|max| volume <= max)
        })
    }

    fn limit() -> impl Strategy<Value = Option<Demand>> {
        prop::option::of((0_u64..16_000_000).prop_map(Demand::from_millionths))
    }

    /// With what a layout leaves without a way first: how layouts are ranked.
    fn best_of(
        problem: &LocationProblem,
        centres: usize,
        volumes: VolumeLimits,
    ) -> Option<(Demand, DemandMinutes)> {
        layouts(problem, centres)
            .iter()
            .filter(|sites| within(problem, sites, volumes))
            .map(|sites| rank(problem, sites))
            .min()
    }

    /// Large enough for prices, and for nodes that are relaxed and divided at them.
    #[test]
    fn nothing_within_the_limits_is_better_in_a_plane_or_anywhere() {
        for seed in 0..10 {
            let small = SmallProblem::in_a_plane_or_anywhere([100, 60], seed);
            let problem = small.problem();
            for centres in [4, 6] {
                let mean = problem.total_demand().millionths() / centres as u64;
                for (min, max) in [(0.85, f64::NAN), (0.6, 1.4), (f64::NAN, 1.2)] {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    let limit = |part: f64| {
                        let demand = Demand::from_millionths((mean as f64 * part) as u64);
                        (!part.is_nan()).then_some(demand)
                    };
                    let volumes = VolumeLimits {
                        min: limit(min),
                        max: limit(max),
                    };
                    let best = p_median_with_volumes(&problem, centres, volumes, Budget::default());
                    let best = best.ok().map(|best| {
                        assert_eq!(best.bound, best.value);
                        assert!(within(&problem, &best.sites, volumes));
                        rank(&problem, &best.sites)
                    });
                    let least = best_of(&problem, centres, volumes);
                    assert_eq!(best, least, "seed {seed}, {centres} centres, {volumes:?}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// No layout within the limits has a lower mean.
        #[test]
        fn nothing_within_the_limits_is_better(
            small in prop_oneof![SmallProblem::reachable(), SmallProblem::any()],
            centres in 1_usize..6,
            min in limit(),
            max in limit(),
        ) {
            let problem = small.problem();
            let volumes = VolumeLimits { min, max };
            let least = best_of(&problem, centres, volumes);
            match p_median_with_volumes(&problem, centres, volumes, Budget::default()) {
                Ok(best) => {
                    prop_assert_eq!(Some(rank(&problem, &best.sites)), least);
                    prop_assert!(within(&problem, &best.sites, volumes));
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert_eq!(best.bound, best.value);
                }
                Err(NoSolution::Volumes { fits, nearest, .. }) => {
                    prop_assert_eq!(least, None);
                    let eased = nearest.map(|miss| miss.eased);
                    if let Some(eased) = eased {
                        let kept = |sites: &Vec<SiteIndex>| within(&problem, sites, eased);
                        prop_assert!(layouts(&problem, centres).iter().any(kept));
                    }
                    if let Some(fits) = fits {
                        prop_assert!(layouts(&problem, fits).iter().any(|s| within(&problem, s, volumes)));
                    }
                }
                Err(_) => prop_assert_eq!(least, None),
            }
        }
    }
}

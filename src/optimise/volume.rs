use super::branch::Search;
use super::budget::{Budget, Watch};
use super::cover_tree::CoverTree;
use super::nearest_rows::nearest_rows;
use super::p_median::{nearest_for, root_states, status, to_sites};
use super::problem::LocationProblem;
use super::solution::{NoSolution, Solution, gap_percent};
use super::volume_judge::VolumeJudge;
use super::volume_search::Coarse;
use crate::model::SiteIndex;
use crate::units::{Demand, DemandMinutes};

/// How much demand every open centre must and may have when everybody goes to the soonest
/// centre, ties to the lower site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VolumeLimits {
    /// At least so much.
    pub min: Option<Demand>,
    /// At most so much.
    pub max: Option<Demand>,
}

impl VolumeLimits {
    /// By how much volumes are outside the limits, in all.
    pub(super) fn violation(self, volumes: impl Iterator<Item = u64>) -> u64 {
        let min = self.min.unwrap_or_default().millionths();
        let max = self.max.map_or(u64::MAX, Demand::millionths);
        volumes
            .map(|volume| min.saturating_sub(volume) + volume.saturating_sub(max))
            .sum()
    }
}

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
/// with the nearest number of centres for which one was found), or the budget ended before one
/// was found.
pub fn p_median_with_volumes(
    problem: &LocationProblem,
    centres: usize,
    volumes: VolumeLimits,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    problem.check_centres(centres)?;
    let watch = Watch::start(budget);
    let tree = nearest_rows(problem, nearest_for(problem, centres));
    let median = LimitedMedian::new(problem, volumes, tree);
    let found = median.solve(centres, None, watch);
    found.map_err(|cause| match cause {
        NoSolution::Volumes { .. } => NoSolution::Volumes {
            centres,
            fits: nearest_fit(problem, &median.coarse, centres, volumes, watch),
        },
        other => other,
    })
}

/// The p-median with volumes within limits for any number of centres, rows made once.
pub struct LimitedMedian<'a> {
    problem: &'a LocationProblem<'a>,
    volumes: VolumeLimits,
    tree: CoverTree,
    coarse: Coarse,
    judge: VolumeJudge<'a>,
}

impl<'a> LimitedMedian<'a> {
    /// For layouts of any number of centres.
    #[must_use]
    pub fn prepare(problem: &'a LocationProblem<'a>, volumes: VolumeLimits) -> Self {
        Self::new(problem, volumes, nearest_rows(problem, usize::MAX - 1))
    }

    fn new(problem: &'a LocationProblem<'a>, volumes: VolumeLimits, tree: CoverTree) -> Self {
        Self {
            problem,
            volumes,
            tree,
            coarse: Coarse::new(problem),
            judge: VolumeJudge::new(problem, volumes),
        }
    }

    /// As [`p_median_with_volumes`]; `fewer` is a layout of one centre fewer to begin with.
    ///
    /// # Errors
    ///
    /// No layout has so many centres, or none has volumes within the limits, or the budget ended
    /// before one was found.
    pub fn best(
        &self,
        centres: usize,
        fewer: Option<&[SiteIndex]>,
        budget: Budget,
    ) -> Result<Solution<DemandMinutes>, NoSolution> {
        self.problem.check_centres(centres)?;
        self.solve(centres, fewer, Watch::start(budget))
    }

    fn solve(
        &self,
        centres: usize,
        fewer: Option<&[SiteIndex]>,
        watch: Watch,
    ) -> Result<Solution<DemandMinutes>, NoSolution> {
        let impossible = NoSolution::Volumes {
            centres,
            fits: None,
        };
        if !self.can_share(centres) {
            return Err(impossible);
        }
        let states = root_states(self.problem);
        let search = Search::new(&self.tree, states, centres, &self.judge, watch);
        let mut known = vec![self.coarse.layout(&search.greedy(), self.volumes, watch)];
        if let Some(fewer) = fewer.filter(|fewer| fewer.len() + 1 == centres) {
            let mut open = vec![false; self.problem.matrix().sites()];
            for site in fewer {
                open[site.get()] = true;
            }
            known.push(self.coarse.grown(&open, self.volumes, watch));
        }
        let found = search.run(known);
        let Some((cost, open)) = found.layouts.first() else {
            return Err(match found.interrupted {
                Some(_) => NoSolution::Undecided,
                None => impossible,
            });
        };
        let sites = to_sites(open);
        let (value, _) = self.problem.demand_minutes(&sites);
        let bound = DemandMinutes::from_raw(found.bound - found.bound.min(cost - value.raw()));
        Ok(Solution {
            status: status(*cost, &found),
            sites,
            value,
            bound,
            gap_percent: gap_percent(value.as_f64(), bound.as_f64()),
            nodes: found.nodes,
            iterations: found.iterations,
            seconds: watch.seconds(),
        })
    }

    /// Whether there is enough demand for so many centres of the least volume, and whether as many
    /// of the most could take the demand that every layout serves.
    fn can_share(&self, centres: usize) -> bool {
        let of = |limit: Demand| u128::from(limit.millionths()) * centres as u128;
        let (most, least) = self.judge.served();
        self.volumes
            .min
            .is_none_or(|min| of(min) <= u128::from(most.millionths()))
            && self
                .volumes
                .max
                .is_none_or(|max| of(max) >= u128::from(least.millionths()))
    }
}

/// The number of centres nearest to the one asked for with a layout that local search finds.
fn nearest_fit(
    problem: &LocationProblem,
    coarse: &Coarse,
    centres: usize,
    volumes: VolumeLimits,
    watch: Watch,
) -> Option<usize> {
    let judge = VolumeJudge::new(problem, volumes);
    let (kept, all) = (
        problem.kept_sites().len().max(1),
        problem.open_sites().len(),
    );
    let fits = |centres: usize| {
        let tree = nearest_rows(problem, nearest_for(problem, centres));
        let search = Search::new(&tree, root_states(problem), centres, &judge, watch);
        judge.fits(&coarse.layout(&search.greedy(), volumes, watch))
    };
    (1..all).find_map(|step| {
        let fewer = centres.checked_sub(step).filter(|&fewer| fewer >= kept);
        let more = Some(centres + step).filter(|&more| more <= all);
        [fewer, more]
            .into_iter()
            .flatten()
            .find(|&other| fits(other))
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::PointIndex;
    use crate::optimise::Status;
    use crate::optimise::oracle::{SmallProblem, layouts};
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// No layout within the limits has a lower mean.
        #[test]
        fn nothing_within_the_limits_is_better(
            small in SmallProblem::reachable(),
            centres in 1_usize..6,
            min in limit(),
            max in limit(),
        ) {
            let problem = small.problem();
            let volumes = VolumeLimits { min, max };
            let least = layouts(&problem, centres)
                .iter()
                .filter(|sites| within(&problem, sites, volumes))
                .map(|sites| problem.demand_minutes(sites).0)
                .min();
            match p_median_with_volumes(&problem, centres, volumes, Budget::default()) {
                Ok(best) => {
                    prop_assert_eq!(Some(best.value), least);
                    prop_assert!(within(&problem, &best.sites, volumes));
                    prop_assert_eq!(best.status, Status::Optimal);
                    prop_assert_eq!(best.bound, best.value);
                }
                Err(NoSolution::Volumes { fits, .. }) => {
                    prop_assert_eq!(least, None);
                    if let Some(fits) = fits {
                        prop_assert!(layouts(&problem, fits).iter().any(|s| within(&problem, s, volumes)));
                    }
                }
                Err(_) => prop_assert_eq!(least, None),
            }
        }
    }
}

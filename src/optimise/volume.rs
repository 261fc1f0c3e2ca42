use super::branch::{Judge, Search};
use super::budget::{Budget, Watch};
use super::cover_tree::State;
use super::nearest_rows::nearest_rows;
use super::p_median::{MedianJudge, nearest_for, root_states, status, to_sites};
use super::problem::LocationProblem;
use super::solution::{NoSolution, Solution, Status, gap_percent};
use super::volume_search::Coarse;
use crate::model::SiteIndex;
use crate::units::{Demand, DemandMinutes};

/// How much demand every open centre must and may have when everybody goes to the soonest
/// centre, ties to the lower site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volumes {
    /// At least so much.
    pub min: Option<Demand>,
    /// At most so much.
    pub max: Option<Demand>,
}

impl Volumes {
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
    volumes: Volumes,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    problem.check_centres(centres)?;
    let watch = Watch::start(budget);
    let tree = nearest_rows(problem, nearest_for(problem, centres));
    let judge = VolumeJudge {
        median: MedianJudge::new(problem),
        problem,
        volumes,
    };
    let search = Search::new(&tree, root_states(problem), centres, &judge, watch);
    let coarse = Coarse::new(problem);
    let known = coarse.layout(&search.greedy(), volumes, watch);
    let found = search.run(vec![known.clone()]);
    let Some((cost, open)) = found.layouts.first() else {
        return Err(if found.interrupted.is_some() {
            NoSolution::Undecided
        } else {
            NoSolution::Volumes {
                centres,
                fits: nearest_fit(problem, &coarse, centres, volumes, watch),
            }
        });
    };
    let sites = to_sites(open);
    let (value, _) = problem.demand_minutes(&sites);
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

/// The most centres that can each have the least volume; the bound is an upper bound.
///
/// Found by local search, one centre more at a time, and bounded by a search over all layouts
/// of one centre more as long as the budget lasts; without it, by all demand over the volume.
/// A layout stays within a minimum when it loses a centre, so that no larger number is left out.
///
/// # Errors
///
/// Not even one centre, or the kept ones alone, can have so much, or there is no candidate.
pub fn most_centres(
    problem: &LocationProblem,
    min: Demand,
    budget: Budget,
) -> Result<Solution<usize>, NoSolution> {
    let watch = Watch::start(budget);
    let volumes = Volumes {
        min: Some(min),
        max: None,
    };
    let candidates = problem.open_sites().len();
    let first = problem.kept_sites().len().max(1);
    problem.check_centres(first)?;
    let reachable = problem.total_demand() - problem.demand_minutes(&problem.open_sites()).1;
    let most = reachable
        .millionths()
        .checked_div(min.millionths())
        .map_or(candidates, |most| {
            usize::try_from(most).unwrap_or(candidates)
        })
        .min(candidates);
    let coarse = Coarse::new(problem);
    let judge = VolumeJudge {
        median: MedianJudge::new(problem),
        problem,
        volumes,
    };
    let tree = nearest_rows(problem, usize::MAX - 1);
    let mut best: Option<Vec<bool>> = None;
    let mut centres = first;
    let (mut nodes, mut iterations, mut interrupted) = (0, 0, None);
    while centres <= most {
        let search = Search {
            enough: Some(u128::MAX),
            ..Search::new(&tree, root_states(problem), centres, &judge, watch)
        };
        let known = coarse.layout(&search.greedy(), volumes, watch);
        let larger = best.as_ref().map(|open| coarse.grown(open, volumes, watch));
        let known: Vec<Vec<bool>> = [Some(known), larger].into_iter().flatten().collect();
        let known_fits = known.iter().find(|open| judge.fits(open)).cloned();
        let next = if let Some(open) = known_fits {
            open
        } else {
            let found = search.run(known);
            nodes += found.nodes;
            iterations += found.iterations;
            interrupted = found.interrupted;
            match found.layouts.into_iter().next() {
                Some((_, open)) => open,
                None => break,
            }
        };
        best = Some(next);
        centres += 1;
    }
    let Some(open) = best else {
        return Err(match interrupted {
            Some(_) => NoSolution::Undecided,
            None => NoSolution::Volumes {
                centres: first,
                fits: None,
            },
        });
    };
    let sites = to_sites(&open);
    let value = sites.len();
    let bound = if interrupted.is_some() { most } else { value };
    Ok(Solution {
        status: interrupted.map_or(Status::Optimal, Status::from),
        value,
        bound,
        gap_percent: gap_percent(value as f64, bound as f64),
        sites,
        nodes,
        iterations,
        seconds: watch.seconds(),
    })
}

/// The number of centres nearest to the one asked for with a layout that local search finds.
fn nearest_fit(
    problem: &LocationProblem,
    coarse: &Coarse,
    centres: usize,
    volumes: Volumes,
    watch: Watch,
) -> Option<usize> {
    let judge = VolumeJudge {
        median: MedianJudge::new(problem),
        problem,
        volumes,
    };
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

/// Demand × time of layouts whose volumes are within the limits.
struct VolumeJudge<'a> {
    median: MedianJudge<'a>,
    problem: &'a LocationProblem<'a>,
    volumes: Volumes,
}

impl VolumeJudge<'_> {
    fn fits(&self, open: &[bool]) -> bool {
        let soonest = Soonest::new(self.problem, &to_sites(open));
        let volumes = soonest.volumes(self.problem);
        let of_open = volumes.iter().zip(open).filter(|&(_, &open)| open);
        self.volumes.violation(of_open.map(|(&volume, _)| volume)) == 0
    }
}

impl Judge for VolumeJudge<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        self.fits(open).then(|| self.median.cost(open)).flatten()
    }

    fn grain(&self) -> u128 {
        self.median.grain()
    }

    /// Closes sites that, if opened, would leave themselves or an open centre too little.
    fn tighten(&self, states: &mut [State]) {
        let Some(min) = self.volumes.min.map(Demand::millionths) else {
            return;
        };
        let open: Vec<bool> = states.iter().map(|&state| state == State::Open).collect();
        let soonest = Soonest::new(self.problem, &to_sites(&open));
        let volumes = soonest.volumes(self.problem);
        for (site, state) in (0..).map(SiteIndex).zip(states.iter_mut()) {
            if *state == State::Free {
                let (own, lost) = soonest.after_opening(self.problem, site);
                let short =
                    own < min || (0..volumes.len()).any(|j| open[j] && volumes[j] - lost[j] < min);
                if short {
                    *state = State::Closed;
                }
            }
        }
    }

    /// The centre whose volume is farthest outside the limits; if it is decided already, the free
    /// site that takes most from it, or could.
    fn culprit(&self, open: &[bool], states: &[State]) -> Option<usize> {
        let sites = to_sites(open);
        let soonest = Soonest::new(self.problem, &sites);
        let volumes = soonest.volumes(self.problem);
        let violation = |site: usize| self.volumes.violation([volumes[site]].into_iter());
        let worst = sites
            .iter()
            .map(|site| site.get())
            .max_by_key(|&site| (violation(site), std::cmp::Reverse(site)))
            .filter(|&site| violation(site) > 0)?;
        if states[worst] == State::Free {
            return Some(worst);
        }
        let min = self.volumes.min.unwrap_or_default().millionths();
        let too_small = volumes[worst] < min;
        let from_worst = |site: &SiteIndex| -> u64 {
            if too_small {
                let others: Vec<SiteIndex> = sites.iter().copied().filter(|s| s != site).collect();
                Soonest::new(self.problem, &others).volumes(self.problem)[worst] - volumes[worst]
            } else {
                soonest.after_opening(self.problem, *site).1[worst]
            }
        };
        (0..)
            .map(SiteIndex)
            .zip(states)
            .filter(|&(site, &state)| state == State::Free && open[site.get()] == too_small)
            .map(|(site, _)| (from_worst(&site), std::cmp::Reverse(site)))
            .max()
            .filter(|&(taken, _)| taken > 0)
            .map(|(_, site)| site.0.get())
    }

    fn hopeless(&self, states: &[State]) -> bool {
        let volumes_of = |wanted: &dyn Fn(State) -> bool| {
            let open: Vec<bool> = states.iter().map(|&state| wanted(state)).collect();
            Soonest::new(self.problem, &to_sites(&open)).volumes(self.problem)
        };
        let min = self.volumes.min.unwrap_or_default().millionths();
        let max = self.volumes.max.map_or(u64::MAX, Demand::millionths);
        let is_open = |&(state, _): &(&State, u64)| *state == State::Open;
        let most = volumes_of(&|state| state == State::Open);
        if states
            .iter()
            .zip(most)
            .filter(is_open)
            .any(|(_, volume)| volume < min)
        {
            return true;
        }
        let least = volumes_of(&|state| state != State::Closed);
        states
            .iter()
            .zip(least)
            .filter(is_open)
            .any(|(_, volume)| volume > max)
    }
}

/// Every point's soonest site of a layout, ties to the lower site.
struct Soonest {
    seconds: Vec<u32>,
    site: Vec<u16>,
}

impl Soonest {
    fn new(problem: &LocationProblem, sites: &[SiteIndex]) -> Self {
        let origins = problem.matrix().origins();
        let mut seconds = vec![u32::MAX; origins];
        let mut site = vec![u16::MAX; origins];
        for &next in sites {
            let column = problem.matrix().column(next);
            for ((best, site), &time) in seconds.iter_mut().zip(&mut site).zip(column) {
                *site = if time < *best { next.0 } else { *site };
                *best = (*best).min(time);
            }
        }
        Self { seconds, site }
    }

    /// Demand of every site, in millionths; none for sites that are not open.
    fn volumes(&self, problem: &LocationProblem) -> Vec<u64> {
        let mut volumes = vec![0; problem.matrix().sites()];
        for (&site, demand) in self.site.iter().zip(problem.demand()) {
            if let Some(volume) = volumes.get_mut(usize::from(site)) {
                *volume += demand.millionths();
            }
        }
        volumes
    }

    /// What one site more would have, and what every other would lose to it.
    fn after_opening(&self, problem: &LocationProblem, next: SiteIndex) -> (u64, Vec<u64>) {
        let mut own = 0;
        let mut lost = vec![0; problem.matrix().sites()];
        let points = problem.matrix().column(next).iter().zip(problem.demand());
        for ((&seconds, &site), (&time, demand)) in self.seconds.iter().zip(&self.site).zip(points)
        {
            if (time, next.0) < (seconds, site) && time != u32::MAX {
                own += demand.millionths();
                if let Some(lost) = lost.get_mut(usize::from(site)) {
                    *lost += demand.millionths();
                }
            }
        }
        (own, lost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PointIndex;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use proptest::prelude::*;

    /// By definition: every point to the soonest site, of equals to the lower.
    fn within(problem: &LocationProblem, sites: &[SiteIndex], volumes: Volumes) -> bool {
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
            let volumes = Volumes { min, max };
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

        /// So many centres can have the volume, and one more cannot.
        #[test]
        fn no_more_centres_can_have_the_volume(
            small in SmallProblem::reachable(),
            min in (1_u64..12_000_000).prop_map(Demand::from_millionths),
        ) {
            let problem = small.problem();
            let volumes = Volumes { min: Some(min), max: None };
            let most = (1..=problem.open_sites().len())
                .filter(|&p| layouts(&problem, p).iter().any(|s| within(&problem, s, volumes)))
                .max();
            match most_centres(&problem, min, Budget::default()) {
                Ok(best) => {
                    prop_assert_eq!(Some(best.value), most);
                    prop_assert_eq!(best.bound, best.value);
                    prop_assert!(within(&problem, &best.sites, volumes));
                }
                Err(_) => prop_assert_eq!(most, None),
            }
        }
    }
}

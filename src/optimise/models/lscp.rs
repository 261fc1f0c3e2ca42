use crate::model::PointIndex;
use crate::optimise::budget::{Budget, Interruption, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::cover_handler::CoverHandler;
use crate::optimise::search::cover_rows::{cover_rows, least_cover_rows};
use crate::optimise::search::cover_tree::{CoverTree, MUST};
use crate::optimise::search::gap::{Proof, is_within};
use crate::optimise::search::interchange::add_greedily;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::site_state::{State, root_states, to_sites};
use crate::optimise::solution::Solution;
use crate::units::{Demand, Share, TravelTime};

/// How much demand must be within the standard.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum CoverTarget {
    /// All of it.
    Everything,
    /// All that any candidate covers.
    Coverable,
    /// This share of all of it.
    Share(Share),
}

impl CoverTarget {
    /// The demand that must be within a standard.
    #[must_use]
    pub fn demand(self, problem: &LocationProblem, standard: TravelTime) -> Demand {
        match self {
            Self::Everything => problem.total_demand(),
            Self::Coverable => problem.covered(&problem.open_sites(), standard),
            Self::Share(share) => share.of_rounded_up(problem.total_demand()),
        }
    }
}

/// The fewest sites that put the demand of the target within a standard: the location set
/// covering problem.
///
/// ```text
/// min_S  |S|      Σ_i demand_i · [min_{j ∈ S} time_ij ≤ standard] ≥ required,  kept ⊆ S ⊆ candidates
/// ```
///
/// The number of centres is lowered from that of a greedy cover until fewer are proven to miss too
/// much. Whether a number is enough is decided exactly; with a gap, the next number to try is the
/// one whose proof would be enough.
///
/// # Errors
///
/// All candidates together cover too little: [`NoSolution::Uncoverable`], with the points that
/// are too far away and the smallest standard that would work.
///
/// # References
///
/// Toregas, Swain, `ReVelle`, Bergman 1971, "The location of emergency service facilities".
///
/// # Examples
///
/// ```
/// use catchment::model::TravelTimeMatrix;
/// use catchment::optimise::{Budget, CoverTarget, LocationProblem, lscp};
/// use catchment::units::{Demand, Share, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
///
/// let standard = TravelTime::from_whole(5);
/// let all = lscp(&problem, standard, CoverTarget::Everything, Budget::default())?;
/// assert_eq!(all.value, 3);
/// let most = CoverTarget::Share(Share::try_new(0.9)?);
/// assert_eq!(lscp(&problem, standard, most, Budget::default())?.value, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lscp(
    problem: &LocationProblem,
    standard: TravelTime,
    target: CoverTarget,
    budget: Budget,
) -> Result<Solution<usize>, NoSolution> {
    let watch = Watch::start(budget);
    let required = required(problem, standard, target)?;
    check_centres(problem, problem.kept_sites().len().max(1))?;
    Ok(fewest_centres(problem, standard, required, watch))
}

/// The fewest sites that put this much demand within a standard, which all candidates together do.
pub(crate) fn fewest_centres(
    problem: &LocationProblem,
    standard: TravelTime,
    required: Demand,
    watch: Watch,
) -> Solution<usize> {
    let allowed = problem.total_demand() - required;
    let uncoverable = problem.total_demand() - problem.covered(&problem.open_sites(), standard);
    let tree = if allowed == uncoverable {
        least_cover_rows(problem, standard, |_| true)
    } else {
        cover_rows(problem, standard, |_| true)
    };
    let cover = Cover::new(tree, u128::from(allowed.millionths()));
    let states = root_states(problem);
    let may_open: Vec<bool> = states.iter().map(|&state| state != State::Closed).collect();
    let mut open = vec![false; states.len()];
    for site in problem.kept_sites() {
        open[site.get()] = true;
    }
    let mut centres = problem.kept_sites().len();
    while cover.tree.cost(&open) > cover.allowed || centres == 0 {
        centres += 1;
        add_greedily(&cover.tree, &may_open, &mut open, centres);
    }
    let mut least = fewest_by_size(problem, standard, required);
    let (mut nodes, mut iterations, mut interrupted) = (0, 0, None);
    let will_do =
        |centres: usize, least: usize| is_within(centres as u128, least as u128, watch.gap());
    while !will_do(centres, least) && interrupted.is_none() {
        // The most that, if proven too few, leave no more than the gap asked for.
        let enough = |&fewer: &usize| will_do(centres, fewer + 1);
        let fewer = (least..centres).find(enough).unwrap_or(centres - 1);
        let answer = cover.layout(problem, fewer, watch);
        nodes += answer.nodes;
        iterations += answer.iterations;
        interrupted = answer.interrupted;
        match answer.layout {
            Some(layout) => (open, centres) = (layout, fewer),
            None if interrupted.is_none() => least = fewer + 1,
            None => {}
        }
    }
    let proof = Proof::new(centres as u128, least as u128, watch.gap(), interrupted);
    Solution {
        status: proof.status,
        sites: to_sites(&open),
        value: centres,
        bound: least,
        gap_percent: proof.gap_percent,
        nodes,
        iterations,
        seconds: watch.seconds(),
    }
}

/// The demand that the target asks for, if all candidates together can cover it.
fn required(
    problem: &LocationProblem,
    standard: TravelTime,
    target: CoverTarget,
) -> Result<Demand, NoSolution> {
    let all = problem.open_sites();
    let demand = problem.total_demand();
    let best = problem.covered(&all, standard);
    let required = match target {
        CoverTarget::Everything => demand,
        CoverTarget::Coverable => best,
        CoverTarget::Share(share) => share.of_rounded_up(demand),
    };
    if best >= required {
        return Ok(required);
    }
    let nearest = problem.nearest_times(&all);
    let mut journeys: Vec<(u32, u32, Demand)> = (0..)
        .zip(&nearest)
        .zip(problem.demand())
        .filter(|&(_, &demand)| demand > Demand::ZERO)
        .map(|((point, &milliseconds), &demand)| (milliseconds, point, demand))
        .collect();
    journeys.sort_unstable();
    let mut covered = Demand::ZERO;
    let smallest_standard = journeys.iter().find_map(|&(milliseconds, _, demand)| {
        covered += demand;
        (covered >= required).then(|| crate::model::to_time(milliseconds))
    });
    let mut points: Vec<PointIndex> = journeys
        .iter()
        .filter(|&&(milliseconds, _, _)| milliseconds > standard.milliseconds())
        .map(|&(_, point, _)| PointIndex(point))
        .collect();
    points.sort_unstable();
    Err(NoSolution::Uncoverable {
        standard,
        required,
        best,
        demand,
        points,
        smallest_standard: smallest_standard.flatten(),
    })
}

/// No fewer centres can do, even if what they cover did not overlap.
fn fewest_by_size(problem: &LocationProblem, standard: TravelTime, required: Demand) -> usize {
    let kept = problem.kept_sites();
    let mut covered = problem.covered(&kept, standard);
    let mut sizes: Vec<Demand> = problem
        .open_sites()
        .iter()
        .filter(|site| !kept.contains(site))
        .map(|&site| problem.covered(&[site], standard))
        .collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let mut centres = kept.len();
    for size in sizes {
        if covered >= required && centres > 0 {
            break;
        }
        covered += size;
        centres += 1;
    }
    centres
}

/// Rows of which a layout may miss no more than is allowed.
pub(crate) struct Cover {
    tree: CoverTree,
    allowed: u128,
    /// Whether nothing may be missed that can be hit.
    strict: bool,
}

/// Whether a layout with this many centres is a cover.
pub(crate) struct CoverFound {
    pub(crate) layout: Option<Vec<bool>>,
    pub(crate) nodes: u64,
    pub(crate) iterations: u64,
    pub(crate) interrupted: Option<Interruption>,
}

impl Cover {
    pub(crate) fn new(mut tree: CoverTree, allowed: u128) -> Self {
        let strict = allowed == tree.base;
        if strict {
            for weight in &mut tree.weight {
                *weight = if *weight > 0 { MUST } else { 0 };
            }
            tree.base = 0;
        }
        Self {
            tree,
            allowed: if strict { 0 } else { allowed },
            strict,
        }
    }

    /// A layout with this many centres that misses no more than is allowed, or a proof that there is
    /// none.
    pub(crate) fn layout(
        &self,
        problem: &LocationProblem,
        centres: usize,
        watch: Watch,
    ) -> CoverFound {
        let granularity = if self.strict { MUST } else { 1 };
        let handler = CoverHandler::new(&self.tree, granularity);
        let search = LayoutSearch {
            below: self.allowed + 1,
            enough: Some(self.allowed),
            capped: !self.strict,
            ..LayoutSearch::new(&self.tree, root_states(problem), centres, &handler, watch)
        };
        let found = branch_and_bound(&search, Vec::new());
        let layout = found.layouts.into_iter().next();
        let layout = layout.filter(|&(cost, _)| cost <= self.allowed);
        CoverFound {
            interrupted: found.interrupted.filter(|_| layout.is_none()),
            layout: layout.map(|(_, open)| open),
            nodes: found.nodes,
            iterations: found.iterations,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::status::Status;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of fewer centres covers what is required, and the answer does.
        #[test]
        fn no_fewer_centres_cover_as_much(
            small in SmallProblem::any(),
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
            tenths in 1_u32..11,
            kind in 0..3,
        ) {
            let problem = small.problem();
            let share = Share::try_new(f64::from(tenths) / 10.0).unwrap();
            let target = match kind {
                0 => CoverTarget::Everything,
                1 => CoverTarget::Coverable,
                _ => CoverTarget::Share(share),
            };
            let required = match kind {
                0 => problem.total_demand(),
                1 => problem.covered(&problem.open_sites(), standard),
                _ => share.of_rounded_up(problem.total_demand()),
            };
            let fewest = (1..=problem.open_sites().len()).find(|&centres| {
                layouts(&problem, centres).iter().any(|s| problem.covered(s, standard) >= required)
            });
            match lscp(&problem, standard, target, Budget::default()) {
                Ok(best) => {
                    prop_assert_eq!(Some(best.value), fewest);
                    prop_assert_eq!(best.sites.len(), best.value);
                    prop_assert!(problem.covered(&best.sites, standard) >= required);
                    prop_assert_eq!(best.status, Status::Optimal);
                }
                Err(NoSolution::Uncoverable { smallest_standard, points, .. }) => {
                    prop_assert_eq!(fewest, None);
                    let sites = problem.open_sites();
                    if let Some(enough) = smallest_standard {
                        prop_assert!(enough > standard);
                        prop_assert!(problem.covered(&sites, enough) >= required);
                        let less = TravelTime::from_milliseconds(enough.milliseconds() - 1);
                        prop_assert!(problem.covered(&sites, less) < required);
                    } else {
                        prop_assert!(problem.covered(&sites, TravelTime::MAX) < required);
                    }
                    let far: Demand = points.iter().map(|p| problem.demand()[p.get()]).sum();
                    prop_assert_eq!(far + problem.covered(&sites, standard), problem.total_demand());
                }
                // Without candidates there is nothing to cover with.
                Err(_) => prop_assert_eq!(fewest, None),
            }
        }
    }

    /// Large enough for searches with many nodes, all of the demand and a part of it.
    #[test]
    fn no_fewer_cover_as_much_in_a_plane_or_anywhere() {
        for seed in 0..10 {
            let (small, minutes) = if seed % 2 == 0 {
                (SmallProblem::plane(100, 13, seed), 50)
            } else {
                (SmallProblem::scattered(40, 13, seed), 25)
            };
            let problem = small.problem();
            let standard = TravelTime::from_whole(minutes);
            for (target, percent) in [
                (CoverTarget::Coverable, 100),
                (CoverTarget::Share(Share::try_new(0.85).unwrap()), 85),
            ] {
                let all = problem.open_sites();
                let required = match target {
                    CoverTarget::Coverable => problem.covered(&all, standard),
                    _ => Share::try_new(0.85)
                        .unwrap()
                        .of_rounded_up(problem.total_demand()),
                };
                let fewest = (1..=all.len()).find(|&centres| {
                    let mut layouts = layouts(&problem, centres).into_iter();
                    layouts.any(|sites| problem.covered(&sites, standard) >= required)
                });
                let best = lscp(&problem, standard, target, Budget::default()).ok();
                assert_eq!(
                    best.map(|best| best.value),
                    fewest,
                    "seed {seed}, {percent} %"
                );
            }
        }
    }
}

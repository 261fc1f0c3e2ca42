use crate::optimise::budget::{Budget, Watch};
use crate::optimise::models::lscp::Ties;
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::gap::{Proof, gap_percent, is_within};
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::optimise::search::priced_rows::PricedRows;
use crate::optimise::search::site_state::{root_states, to_sites};
use crate::optimise::side_constraints::floors::exact_share::ExactShare;
use crate::optimise::side_constraints::floors::feasibility::{Feasibility, FloorGroups};
use crate::optimise::side_constraints::floors::p_median_with_floors::least_mean_of;
use crate::optimise::solution::Solution;
use crate::optimise::status::Status;
use crate::units::{Demand, DemandMinutes, TravelTime};

/// The smallest share of any group within a standard first, mean time second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorstShare {
    /// The smallest share of any group that is within the standard.
    pub share: ExactShare,
    /// Demand × time, with what unreachable demand counts as.
    pub demand_minutes: DemandMinutes,
}

/// Groups of demand points, and the standard that their shares are within.
#[derive(Debug, Clone, Copy)]
pub struct GroupShares<'a> {
    /// For every demand point, the number of its group.
    pub members: &'a [u32],
    /// How many groups there are.
    pub groups: usize,
    /// The time standard.
    pub standard: TravelTime,
}

impl GroupShares<'_> {
    pub(crate) fn rows<'a>(&'a self, problem: &'a LocationProblem<'a>) -> FloorGroups<'a> {
        let rows = self.rows_within(problem, Watch::unlimited());
        rows.expect("there is all the time")
    }

    /// `None` when the time is over.
    pub(crate) fn rows_within<'a>(
        &'a self,
        problem: &'a LocationProblem<'a>,
        watch: Watch,
    ) -> Option<FloorGroups<'a>> {
        let nothing = vec![Demand::ZERO; self.groups];
        FloorGroups::requiring(problem, self.members, self.standard, &nothing, watch)
    }
}

/// The layout of `centres` sites in which the group with the smallest share within a standard has the
/// largest, and of those the one with the least demand-weighted mean time: worst group first.
///
/// ```text
/// lexmax_S  ( min_g share_g(S),  −Σ_i demand_i · min_{j ∈ S} time_ij )
/// share_g(S) = Σ_{i ∈ g} demand_i · [min_{j ∈ S} time_ij ≤ standard] / Σ_{i ∈ g} demand_i
/// ```
///
/// Shares are compared exactly, as fractions; groups without demand have none. The share is found by
/// asking for more than the best so far until there is a proof that no layout has it, with leaps halfway to
/// the bound. With [`Ties::Any`] the mean is not searched for.
///
/// # Errors
///
/// If no layout has this many centres, or no group has demand, or the budget ended before all points were read.
///
/// # References
///
/// Rawls 1971 (the worst-off first); Ogryczak 1997, "On the lexicographic minimax approach to location
/// problems".
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, GroupShares, LocationProblem, Ties, worst_share};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [50, 1, 4].map(Demand::from_whole);
/// let problem = LocationProblem::try_new(&matrix, &demand)?;
/// let regions = GroupShares {
///     members: &[0, 0, 1],
///     groups: 2,
///     standard: TravelTime::from_whole(10),
/// };
/// let best = worst_share(&problem, 1, regions, Ties::Best, Budget::default())?;
/// assert_eq!(best.sites, [SiteIndex(1)]);
/// assert_eq!(best.value.share.percent(), 100.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn worst_share(
    problem: &LocationProblem,
    centres: usize,
    shares: GroupShares,
    ties: Ties,
    budget: Budget,
) -> Result<Solution<WorstShare>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let Some(mut groups) = shares.rows_within(problem, watch) else {
        return Err(NoSolution::Undecided { lower_bound: None });
    };
    let Some(mut bound) = groups.worst(&problem.open_sites()) else {
        return Err(NoSolution::NoDemand);
    };
    let rows = PricedRows::of_journeys(nearest_rows_within(
        problem,
        nearest_for(problem, centres),
        watch,
    ));
    let median = MedianHandler::new(problem);
    let by_mean = LayoutSearch::new(&rows.tree, root_states(problem), centres, &median, watch);
    let mut open = by_mean.greedy();
    let share_of = |groups: &FloorGroups, open: &[bool]| groups.worst(&to_sites(open));
    let mut share = share_of(&groups, &open).unwrap_or(bound);
    let mut nodes = 0;
    let mut status = Status::Optimal;
    let mut leap = true;
    while share < bound {
        if is_within(share.parts(), bound.parts(), watch.gap()) {
            status = Status::WithinGap;
            break;
        }
        let asked = if leap {
            groups.require_half_way(share, bound)
        } else {
            groups.require_more_than(share);
            share
        };
        let (found, used) = groups.layout(centres, u64::MAX, watch);
        nodes += used;
        match found {
            Feasibility::Feasible(layout) => {
                share = share_of(&groups, &layout).unwrap_or(share);
                open = layout;
                leap = true;
            }
            // No layout has more than was asked for.
            Feasibility::Infeasible => {
                bound = asked;
                leap = false;
            }
            Feasibility::Undecided => {
                status = watch
                    .interruption()
                    .map_or(Status::MemoryLimit, Status::from);
                break;
            }
        }
    }
    if status != Status::Optimal || ties == Ties::Any {
        let sites = to_sites(&open);
        let value = WorstShare {
            share,
            demand_minutes: problem.objective(&sites),
        };
        let most = WorstShare {
            share: bound,
            demand_minutes: DemandMinutes::ZERO,
        };
        let proof = Proof {
            status,
            bound: bound.parts(),
            gap_percent: gap_percent(share.parts(), bound.parts()),
        };
        return Ok(Solution::from_proof(
            proof,
            sites,
            [value, most],
            (nodes, 0),
            watch,
        ));
    }
    groups.require_share(share);
    let found = least_mean_of(&groups, centres, &rows, &[open], watch);
    let with_share = |demand_minutes| WorstShare {
        share,
        demand_minutes,
    };
    Ok(found.after((nodes, 0), watch, with_share, with_share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts, rank};
    use proptest::prelude::*;
    use std::cmp::Reverse;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// No layout of all layouts gives its worst group more, or as much with a lower mean.
        #[test]
        fn no_layout_gives_its_worst_group_more(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
            draw in prop::collection::vec(0_u32..4, 14),
            gap in prop_oneof![Just(0.0), 0.0..0.5],
        ) {
            let problem = small.problem();
            let members = &draw[..problem.demand().len()];
            let shares = GroupShares { members, groups: 4, standard };
            let rows = shares.rows(&problem);
            let key = |sites: &Vec<_>| {
                Some((Reverse(rows.worst(sites)?), rank(&problem, sites)))
            };
            let all = layouts(&problem, centres);
            let best = all.iter().filter_map(key).min();
            let found = worst_share(&problem, centres, shares, Ties::Best, Budget::default());
            prop_assert_eq!(found.as_ref().ok().and_then(|found| key(&found.sites)), best);
            if let Ok(found) = found {
                prop_assert_eq!(found.value, found.bound);
                prop_assert_eq!(found.status, Status::Optimal);
                let any = worst_share(&problem, centres, shares, Ties::Any, Budget::default()).unwrap();
                prop_assert_eq!(any.value.share, found.value.share);
                let near = Budget::default().to_gap(gap);
                let near = worst_share(&problem, centres, shares, Ties::Best, near).unwrap();
                prop_assert!(near.value.share <= found.value.share);
                prop_assert!(near.bound.share >= found.value.share);
            }
        }
    }
}

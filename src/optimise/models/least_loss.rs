use crate::model::{SiteIndex, TravelTimeMatrix};
use crate::optimise::budget::{Budget, Interruption, Watch};
use crate::optimise::no_solution::NoSolution;
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::gap::{Proof, is_within};
use crate::optimise::search::k_best::k_best;
use crate::optimise::solution::Solution;
use crate::optimise::status::Status;
use crate::units::{DemandMinutes, TravelTime};
use std::collections::HashSet;

/// So many times as many layouts are looked at as before, until one is proven best.
const MORE: usize = 8;

/// What layouts lose, where a layout's loss is not a time to the nearest site.
pub struct LayoutLosses<'a> {
    /// For every demand point and site, no more than what the point loses in a layout in which the site serves it.
    pub least: &'a TravelTimeMatrix,
    /// What every demand point loses in a layout.
    pub of_layout: &'a (dyn Fn(&[SiteIndex]) -> Vec<TravelTime> + Sync),
}

/// The layout of `centres` sites that loses least.
///
/// ```text
/// min_S  Σ_i demand_i · loss_i(S)        loss_i(S) ≥ min_{j ∈ S} least_ij,   |S| = centres
/// ```
///
/// The p-median of `least` bounds it: the best layouts of that p-median are looked at in order, one after
/// another, until the next can lose no less than the best so far loses. Where the losses are those of the p-median,
/// the first is proven at once.
///
/// # Errors
///
/// If no layout has this many centres.
///
/// # Panics
///
/// The losses are not of the problem's points and sites.
pub fn least_loss(
    problem: &LocationProblem,
    centres: usize,
    losses: &LayoutLosses,
    budget: Budget,
) -> Result<Solution<DemandMinutes>, NoSolution> {
    check_centres(problem, centres)?;
    let watch = Watch::start(budget);
    let bounding =
        LocationProblem::try_among(losses.least, problem.demand(), &problem.open_sites())
            .and_then(|bounding| bounding.keep(&problem.kept_sites()))
            .expect("losses are of the problem's points and sites");
    let loss = |sites: &[SiteIndex]| {
        let lost = (losses.of_layout)(sites);
        let all = problem.demand().iter().zip(lost);
        all.fold(DemandMinutes::ZERO, |mut sum, (demand, lost)| {
            sum += demand.times(lost);
            sum
        })
    };
    let mut best: Option<(DemandMinutes, Vec<SiteIndex>)> = None;
    let mut bound = DemandMinutes::ZERO;
    let (mut nodes, mut iterations) = (0, 0);
    let mut seen = HashSet::new();
    let mut wanted = 1_usize;
    let mut ended;
    loop {
        let found = k_best(&bounding, centres, wanted, budget.after(watch.seconds()))?;
        nodes += found.nodes;
        iterations += found.iterations;
        for (sites, _) in &found.layouts {
            if best.is_some() && watch.is_over() {
                break;
            }
            if seen.insert(sites.clone()) {
                let value = loss(sites);
                if best.as_ref().is_none_or(|(least, _)| value < *least) {
                    best = Some((value, sites.clone()));
                }
            }
        }
        let is_seen = found.layouts.iter().all(|(sites, _)| seen.contains(sites));
        let least = best
            .as_ref()
            .map_or(DemandMinutes::ZERO, |&(least, _)| least);
        let is_all = found.layouts.len() < wanted && found.status == Status::Optimal;
        // No layout that was not looked at loses less than this.
        bound = bound.max(match (is_seen, is_all) {
            (true, true) => least,
            (true, false) => found.bound.min(least),
            (false, _) => found.least.min(least),
        });
        let enough = is_within(least.raw(), bound.raw(), budget.gap);
        let memory = found.status == Status::MemoryLimit;
        ended = watch
            .interruption()
            .or(memory.then_some(Interruption::MemoryLimit));
        if bound == least || enough || ended.is_some() {
            break;
        }
        wanted = wanted.saturating_mul(MORE);
    }
    let (value, sites) = best.expect("k best layouts are at least one");
    let proof = Proof::new(value.raw(), bound.raw(), watch.gap(), ended);
    Ok(Solution::from_proof(
        proof,
        sites,
        [value, bound],
        (nodes, iterations),
        watch,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::to_time;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Losses that are more than the p-median's, by an amount that is drawn for every layout: the best of all
        /// layouts is found and proven.
        #[test]
        fn no_layout_loses_less(
            small in SmallProblem::reachable(),
            centres in 1_usize..6,
            more in 0_u32..4,
            gap in prop_oneof![Just(0.0), 0.0..0.4],
        ) {
            let problem = small.problem();
            let of_layout = |sites: &[SiteIndex]| {
                let mark: u32 = sites.iter().map(|site| 7 * u32::from(site.0) + 3).sum();
                let extra = TravelTime::from_whole(mark % 5 * more);
                let nearest = problem.nearest_times(sites);
                let lost = nearest.into_iter().map(|time| to_time(time).unwrap() + extra);
                lost.collect::<Vec<_>>()
            };
            let losses = LayoutLosses { least: problem.matrix(), of_layout: &of_layout };
            let loss = |sites: &[SiteIndex]| -> u128 {
                let all = problem.demand().iter().zip(of_layout(sites));
                all.map(|(demand, lost)| demand.times(lost).raw()).sum()
            };
            let best = layouts(&problem, centres).iter().map(|sites| loss(sites)).min();
            let found = least_loss(&problem, centres, &losses, Budget::default());
            prop_assert_eq!(found.as_ref().ok().map(|found| found.value.raw()), best);
            if let Ok(found) = found {
                prop_assert_eq!(loss(&found.sites), found.value.raw());
                prop_assert_eq!((found.status, found.bound), (Status::Optimal, found.value));
                let near = Budget::default().to_gap(gap);
                let near = least_loss(&problem, centres, &losses, near).unwrap();
                prop_assert!(near.bound <= found.value && found.value <= near.value);
                let allowed = near.value.as_f64() * gap * (1.0 + 1e-9) + 1e-9;
                prop_assert!(near.value.as_f64() - near.bound.as_f64() <= allowed);
            }
        }
    }
}

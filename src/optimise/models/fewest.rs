use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::cover_handler::CoverHandler;
use crate::optimise::search::cover_rows::{SetsToCover, cover_rows, cover_sets};
use crate::optimise::search::depth_first::DepthFirst;
use crate::optimise::search::gap::{Proof, is_within};
use crate::optimise::search::greedy::Greedy;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::set_cover::{Enough, least_cover};
use crate::optimise::search::site_state::{State, root_states, to_sites};
use crate::optimise::solution::Solution;
use crate::optimise::work::walks_over;
use crate::units::{Demand, TravelTime};

/// The fewest sites that put this much demand within a standard, which all candidates together do.
pub(crate) fn fewest_centres(
    problem: &LocationProblem,
    standard: TravelTime,
    required: Demand,
    watch: Watch,
) -> Solution<usize> {
    let coverable = problem.covered(&problem.open_sites(), standard);
    if required == coverable {
        fewest_for_all(problem, standard, required, watch)
    } else {
        fewest_for_a_part(problem, standard, required, watch)
    }
}

/// The fewest sites that cover all that any candidate covers.
fn fewest_for_all(
    problem: &LocationProblem,
    standard: TravelTime,
    required: Demand,
    watch: Watch,
) -> Solution<usize> {
    let kept = problem.kept_sites();
    let Some(SetsToCover { sets, .. }) = cover_sets(problem, standard, |_| true, watch) else {
        return out_of_time(problem, standard, required, watch);
    };
    let enough = Enough {
        gap: watch.gap(),
        beside: kept.len(),
        ..Enough::proof()
    };
    let found = least_cover(sets, enough, watch);
    let mut sites: Vec<SiteIndex> = found.sites.iter().map(|&site| SiteIndex(site)).collect();
    sites.extend(&kept);
    let mut bound = found.bound + kept.len();
    if sites.is_empty() {
        // Nothing has to be covered, and a layout has a centre.
        sites.extend(problem.open_sites().first());
        bound = sites.len();
    }
    sites.sort_unstable();
    let proof = Proof::new(
        sites.len() as u128,
        bound as u128,
        watch.gap(),
        found.interrupted,
    );
    let both = [sites.len(), bound];
    Solution::from_proof(proof, sites, both, (found.nodes, found.iterations), watch)
}

/// Some layout that covers so much, and hardly a bound: what there is when the time is over before the rows are made.
fn out_of_time(
    problem: &LocationProblem,
    standard: TravelTime,
    required: Demand,
    watch: Watch,
) -> Solution<usize> {
    let sites = some_cover(problem, standard, required);
    let bound = problem.kept_sites().len().max(1);
    let proof = Proof::new(
        sites.len() as u128,
        bound as u128,
        watch.gap(),
        watch.interruption(),
    );
    let both = [sites.len(), bound];
    Solution::from_proof(proof, sites, both, (0, 0), watch)
}

/// The kept sites, and of the others, in the order of what each covers alone, those that cover something more.
fn some_cover(problem: &LocationProblem, standard: TravelTime, required: Demand) -> Vec<SiteIndex> {
    let kept = problem.kept_sites();
    let is_near = |site: SiteIndex| {
        walks_over(problem.demand().len());
        let column = problem.matrix().column(site).iter();
        column.map(move |&time| time <= standard.milliseconds())
    };
    let others = problem.open_sites().into_iter();
    let mut others: Vec<(Demand, SiteIndex)> = others
        .filter(|site| !kept.contains(site))
        .map(|site| {
            let near = is_near(site).zip(problem.demand());
            let alone = near.filter(|&(near, _)| near).map(|(_, &demand)| demand);
            (alone.sum(), site)
        })
        .collect();
    others.sort_by_key(|&(alone, site)| (std::cmp::Reverse(alone), site));
    let mut sites = kept.clone();
    let mut is_covered = vec![false; problem.demand().len()];
    let mut covered = Demand::ZERO;
    for site in kept
        .into_iter()
        .chain(others.into_iter().map(|(_, site)| site))
    {
        let is_kept = sites.contains(&site);
        if !is_kept && covered >= required && !sites.is_empty() {
            break;
        }
        let before = covered;
        let points = is_covered
            .iter_mut()
            .zip(is_near(site))
            .zip(problem.demand());
        for ((is_covered, is_near), &demand) in points {
            if is_near && !*is_covered {
                *is_covered = true;
                covered += demand;
            }
        }
        if !is_kept && (covered > before || sites.is_empty()) {
            sites.push(site);
        }
    }
    sites.sort_unstable();
    sites
}

/// The number of centres is lowered from that of a greedy cover until fewer are proven to miss too much.
fn fewest_for_a_part(
    problem: &LocationProblem,
    standard: TravelTime,
    required: Demand,
    watch: Watch,
) -> Solution<usize> {
    let allowed = u128::from((problem.total_demand() - required).millionths());
    let (tree, is_whole) = cover_rows(problem, standard, watch);
    if !is_whole {
        return out_of_time(problem, standard, required, watch);
    }
    let states = root_states(problem);
    let may_open: Vec<bool> = states.iter().map(|&state| state != State::Closed).collect();
    let mut open = vec![false; states.len()];
    for site in problem.kept_sites() {
        open[site.get()] = true;
    }
    let mut centres = problem.kept_sites().len();
    let rows = DepthFirst::new(&tree, open.len());
    let mut greedy = Greedy::new(&tree, &rows, &open);
    while (greedy.cost() > allowed || centres == 0)
        && let Some(site) = greedy.open_best(&may_open)
    {
        open[site] = true;
        centres += 1;
    }
    let mut least = fewest_by_size(problem, standard, required);
    let (mut nodes, mut iterations, mut interrupted) = (0, 0, None);
    let will_do =
        |centres: usize, least: usize| is_within(centres as u128, least as u128, watch.gap());
    while !will_do(centres, least) && interrupted.is_none() {
        // The most that, if proven too few, leave no more than the gap asked for.
        let enough = |&fewer: &usize| will_do(centres, fewer + 1);
        let fewer = (least..centres).find(enough).unwrap_or(centres - 1);
        let handler = CoverHandler::new(&tree, 1);
        let search = LayoutSearch {
            below: allowed + 1,
            enough: Some(allowed),
            ..LayoutSearch::new(&tree, root_states(problem), fewer, &handler, watch)
        };
        let found = branch_and_bound(&search, Vec::new());
        nodes += found.nodes;
        iterations += found.iterations;
        let layout = found.layouts.into_iter().next();
        if let Some((_, layout)) = layout.filter(|&(missed, _)| missed <= allowed) {
            (open, centres) = (layout, fewer);
            continue;
        }
        interrupted = found.interrupted;
        if interrupted.is_none() {
            least = fewer + 1;
        }
    }
    let proof = Proof::new(centres as u128, least as u128, watch.gap(), interrupted);
    let sites = to_sites(&open);
    Solution::from_proof(proof, sites, [centres, least], (nodes, iterations), watch)
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

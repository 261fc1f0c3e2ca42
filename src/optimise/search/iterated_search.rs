use super::depth_first::DepthFirst;
use super::layout_search::LayoutSearch;
use super::site_state::State;
use super::swaps::Swaps;
use super::tree_builder::splitmix;
use crate::optimise::budget::Watch;

/// Pairs of an open and a closed site up to which interchange from several relaxations is enough.
const FEW_SWAPS: usize = 1 << 14;

/// The most work, in rows and sites that are looked at: some seconds.
const MOST_WORK: u64 = 1 << 29;

/// Of what the relaxation has walked over, the part that the search for better layouts may look at.
pub(crate) const PART: u64 = 4;

/// A layout that the search's rows say is better, looked for around one until so much work is done, where there
/// are many pairs of sites to exchange.
pub(crate) fn better_layout(
    search: &LayoutSearch,
    open: &[bool],
    most_work: u64,
    seed: u64,
) -> Option<Vec<bool>> {
    let free: Vec<bool> = search.states.iter().map(|&s| s == State::Free).collect();
    let pairs = search.centres * free.iter().filter(|&&free| free).count();
    if pairs <= FEW_SWAPS {
        return None;
    }
    let rows = DepthFirst::new(search.tree, open.len());
    let mut swaps = Swaps::new(&rows, open);
    let saved = search_around(
        &mut swaps,
        &free,
        most_work.min(MOST_WORK),
        seed,
        search.watch,
    );
    (saved > 0).then(|| swaps.open().to_vec())
}

/// Iterated local search: a few swaps near each other that nobody would choose, then the best ones until none
/// saves anything; what is worse in the end is taken back. Until so much work is done; what was saved.
///
/// The swaps are drawn from numbers that are the same in every run.
///
/// # References
///
/// Lourenço, Martin, Stützle 2003, "Iterated local search".
fn search_around(swaps: &mut Swaps, may: &[bool], most_work: u64, seed: u64, watch: Watch) -> u128 {
    let sites: Vec<usize> = (0..may.len()).filter(|&site| may[site]).collect();
    let open = sites.iter().filter(|&&site| swaps.open()[site]).count();
    if open == 0 || open == sites.len() {
        return 0;
    }
    let mut drawn = seed << 32;
    let mut draw = |below: usize| {
        drawn += 1;
        usize::try_from(splitmix(drawn) % below as u64).unwrap_or(0)
    };
    let mut total = swaps.improve(may, may, watch);
    let mut best = swaps.open().to_vec();
    while swaps.work() < most_work && !watch.is_over() {
        let mut saved = 0;
        let mut near = sites[draw(sites.len())];
        for _ in 0..2 + draw(2) {
            if let Some(swap) = swaps.draw_near(near, may, &mut draw) {
                saved += swap.saved;
                near = swap.into;
                swaps.toggle(swap.out);
                swaps.toggle(swap.into);
            }
        }
        saved += swaps.improve(may, may, watch).cast_signed();
        if saved >= 0 {
            total += saved.cast_unsigned();
            best.copy_from_slice(swaps.open());
        } else {
            swaps.move_to(&best);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Budget;
    use crate::optimise::oracle::{SmallProblem, layouts, marked};
    use crate::optimise::search::nearest_rows::nearest_rows;

    /// What is said to be saved is saved, among the sites that may change, and with so few sites it finds the best.
    #[test]
    fn the_best_of_few_layouts_is_found() {
        for seed in 0..20 {
            let small = SmallProblem::plane(60, 14, seed);
            let problem = small.problem();
            let tree = nearest_rows(&problem, 99);
            let rows = DepthFirst::new(&tree, 14);
            let all = layouts(&problem, 5);
            let best = all.iter().map(|sites| tree.cost(&marked(sites, 14))).min();
            let first = marked(&all[0], 14);
            let mut swaps = Swaps::new(&rows, &first);
            let watch = Watch::start(Budget::default());
            let saved = search_around(&mut swaps, &[true; 14], 200_000, seed, watch);
            let cost = tree.cost(swaps.open());
            assert_eq!(cost, tree.cost(&first) - saved);
            assert_eq!(Some(cost), best, "seed {seed}");

            let mut may = [true; 14];
            may[..3].fill(false);
            let mut swaps = Swaps::new(&rows, &first);
            search_around(&mut swaps, &may, 50_000, seed, watch);
            assert_eq!(swaps.open()[..3], first[..3]);
            assert_eq!(swaps.open().iter().filter(|&&open| open).count(), 5);
        }
    }
}

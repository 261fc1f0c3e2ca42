use super::cover_tree::CoverTree;
use super::depth_first::{DepthFirst, MANY};
use super::swaps::Swaps;
use crate::optimise::budget::Watch;

/// Exchanges one open site for one closed site, the best such pair each time, until none is
/// better, or with many rows the time is over: vertex substitution. Returns the cost.
///
/// # References
///
/// Teitz and Bart 1968; Resende and Werneck 2007, "A fast swap-based local search procedure for
/// location problems".
pub(crate) fn interchange(
    tree: &CoverTree,
    may_open: &[bool],
    may_close: &[bool],
    open: &mut [bool],
    watch: Watch,
) -> u128 {
    if tree.len() >= MANY && watch.is_over() {
        return tree.cost(open);
    }
    let rows = DepthFirst::new(tree, open.len());
    let mut swaps = Swaps::new(&rows, open);
    let saved = swaps.improve(may_open, may_close, watch);
    let cost = tree.cost(open) - saved;
    open.copy_from_slice(swaps.open());
    debug_assert_eq!(cost, tree.cost(open), "the sum of what swaps save is exact");
    cost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Budget;
    use crate::optimise::oracle::{SmallProblem, marked};
    use crate::optimise::search::nearest_rows::nearest_rows;
    use crate::optimise::work::Polls;
    use proptest::prelude::*;

    proptest! {
        /// No exchange of one site makes the layout better, and none was made that it must not make.
        #[test]
        fn no_swap_is_better_in_the_end(
            small in SmallProblem::any(),
            drawn in prop::collection::vec(0_u8..6, 10),
            nearest in 1_usize..12,
        ) {
            let problem = small.problem();
            let tree = nearest_rows(&problem, nearest);
            let sites = problem.matrix().sites();
            let all = marked(&problem.open_sites(), sites);
            let may = |fixed: u8| {
                let may = all.iter().zip(&drawn).map(move |(&all, &drawn)| all && drawn != fixed);
                may.collect::<Vec<_>>()
            };
            let (may_open, may_close) = (may(0), may(1));
            let before: Vec<bool> =
                all.iter().zip(&drawn).map(|(&all, &drawn)| all && drawn % 3 == 1).collect();
            let mut open = before.clone();
            let cost = interchange(&tree, &may_open, &may_close, &mut open, Watch::unlimited());
            prop_assert_eq!(cost, tree.cost(&open));
            prop_assert!(cost <= tree.cost(&before));
            // When the time is over before the second swap, one was made.
            let clock = Polls::until(3);
            let budget = Budget { polls: Some(&clock), ..Budget::default() };
            let mut hurried = before.clone();
            let watch = Watch::start(budget);
            let after_one = interchange(&tree, &may_open, &may_close, &mut hurried, watch);
            prop_assert_eq!(after_one, tree.cost(&hurried));
            let differ = hurried.iter().zip(&before).filter(|(now, then)| now != then);
            prop_assert_eq!(differ.count(), if open == before { 0 } else { 2 });
            let count = |open: &[bool]| open.iter().filter(|&&is_open| is_open).count();
            prop_assert_eq!(count(&open), count(&before));
            for site in 0..sites {
                let may = if open[site] { &may_open } else { &may_close };
                prop_assert!(open[site] == before[site] || may[site]);
            }
            for out in (0..sites).filter(|&site| open[site] && may_close[site]) {
                for into in (0..sites).filter(|&site| !open[site] && may_open[site]) {
                    let mut swapped = open.clone();
                    (swapped[out], swapped[into]) = (false, true);
                    prop_assert!(tree.cost(&swapped) >= cost);
                }
            }
        }
    }
}

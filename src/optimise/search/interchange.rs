use super::cover_tree::CoverTree;
use super::depth_first::DepthFirst;
use super::swaps::Swaps;

/// Exchanges one open site for one closed site, the best such pair each time, until none is
/// better: vertex substitution. Returns the cost.
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
) -> u128 {
    let rows = DepthFirst::new(tree, open.len());
    let mut swaps = Swaps::new(&rows, open);
    let saved = swaps.improve(may_open, may_close);
    let cost = tree.cost(open) - saved;
    open.copy_from_slice(swaps.open());
    debug_assert_eq!(cost, tree.cost(open), "the sum of what swaps save is exact");
    cost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, marked};
    use crate::optimise::search::nearest_rows::nearest_rows;
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
            let cost = interchange(&tree, &may_open, &may_close, &mut open);
            prop_assert_eq!(cost, tree.cost(&open));
            prop_assert!(cost <= tree.cost(&before));
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

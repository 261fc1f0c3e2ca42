use super::cover_tree::{CoverTree, ROOT};
use super::site_state::State;

/// Closes every free site that hits no set that some other free site does not hit too, sets with
/// an open site aside: a layout with the one costs no less than with the other.
///
/// As many free sites stay as layouts need. Only where the rows, every one of them, are all that a
/// layout pays and all that it must keep to, and where one best layout is wanted, not every one.
///
/// # References
///
/// Column dominance of set covering: Toregas and `ReVelle` 1973, "Binary logic solutions to
/// a class of location problem".
pub(crate) fn close_dominated(tree: &CoverTree, states: &mut [State], needed: usize) {
    let open: Vec<bool> = states.iter().map(|&state| state == State::Open).collect();
    let weighted: Vec<usize> = (0..)
        .zip(tree.hits(&open))
        .filter(|&(row, hits)| hits == 0 && tree.weight[row] > 0)
        .map(|(row, _)| row)
        .collect();
    let words = weighted.len().div_ceil(64).max(1);
    let mut hit = vec![0_u64; words * states.len()];
    for (place, &row) in weighted.iter().enumerate() {
        let mut row = row;
        loop {
            let site = usize::from(tree.site[row]);
            hit[site * words + place / 64] |= 1 << (place % 64);
            if tree.parent[row] == ROOT {
                break;
            }
            row = tree.parent[row] as usize;
        }
    }
    let sets = |site: usize| &hit[site * words..][..words];
    let is_part = |one: usize, other: usize| {
        let mut words = sets(one).iter().zip(sets(other));
        words.all(|(one, other)| one & !other == 0)
    };
    let free: Vec<usize> = (0..states.len())
        .filter(|&site| states[site] == State::Free)
        .collect();
    let mut left = free.len();
    for &site in &free {
        let dominates =
            |&other: &usize| other != site && states[other] == State::Free && is_part(site, other);
        if left > needed && free.iter().any(dominates) {
            states[site] = State::Closed;
            left -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Watch;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::search::cover_rows::cover_rows;
    use crate::optimise::search::site_state::root_states;
    use crate::units::TravelTime;
    use proptest::prelude::*;

    proptest! {
        /// The best of the layouts that are left is the best of all.
        #[test]
        fn a_best_layout_is_left(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (0_u32..10).prop_map(TravelTime::from_whole),
        ) {
            let problem = small.problem();
            let tree = cover_rows(&problem, standard, Watch::unlimited()).0;
            let all = layouts(&problem, centres);
            prop_assume!(!all.is_empty());
            let mut states = root_states(&problem);
            let kept = problem.kept_sites().len();
            close_dominated(&tree, &mut states, centres - kept);
            let cost = |sites: &Vec<crate::model::SiteIndex>| {
                let mut open = vec![false; states.len()];
                for site in sites {
                    open[site.get()] = true;
                }
                tree.cost(&open)
            };
            let left = all
                .iter()
                .filter(|sites| sites.iter().all(|site| states[site.get()] != State::Closed));
            prop_assert_eq!(left.map(cost).min(), all.iter().map(cost).min());
        }
    }
}

use super::cover_tree::{CoverTree, ROOT};
use super::site_state::State;
use super::tree_builder::TreeBuilder;

/// The same cost for the layouts in which the open sites are open and the closed ones are not.
///
/// Sets with an open site go, sets that are equal without the closed sites become one. A
/// weight above `ceiling` is lowered to it. `carried`, a number for every row and then for every
/// cut, is added up like the weights.
pub(crate) fn reduced(
    whole: &CoverTree,
    states: &[State],
    keep: impl Fn(usize) -> bool,
    ceiling: u128,
    carried: &[f64],
) -> (CoverTree, Vec<f64>) {
    const GONE: u32 = u32::MAX - 1;
    let mut builder = TreeBuilder::new(states.len());
    let mut image = vec![ROOT; whole.len()];
    let mut sums: Vec<f64> = Vec::new();
    builder.add_base(whole.base);
    for row in 0..whole.len() {
        let parent = whole.parent[row];
        let above = if parent == ROOT {
            ROOT
        } else {
            image[parent as usize]
        };
        image[row] = match states[usize::from(whole.site[row])] {
            _ if above == GONE => GONE,
            State::Open => GONE,
            State::Closed => above,
            State::Free if !keep(row) => GONE,
            State::Free => builder.child(above, whole.site[row]),
        };
        match image[row] {
            GONE => {}
            ROOT => builder.add_base(whole.weight[row]),
            set => {
                sums.resize(builder.len(), 0.0);
                builder.add_weight(set, whole.weight[row]);
                sums[set as usize] += carried[row];
            }
        }
    }
    sums.resize(builder.len(), 0.0);
    let (mut tree, mut sums) = builder.finish_with(&sums);
    for (cut, &carried) in whole.cuts.iter().zip(&carried[whole.len()..]) {
        match cut.reduced(states) {
            Some(cut) if cut.parts.is_empty() => tree.base += cut.weight,
            Some(cut) => {
                tree.cuts.push(cut);
                sums.push(carried);
            }
            None => {}
        }
    }
    let of_cuts = tree.cuts.iter_mut().map(|cut| &mut cut.weight);
    for weight in tree.weight.iter_mut().chain(of_cuts) {
        *weight = (*weight).min(ceiling);
    }
    (tree, sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts, marked};
    use crate::optimise::problem::location_problem::LocationProblem;
    use crate::optimise::search::nearest_rows::nearest_rows;
    use proptest::prelude::*;

    proptest! {
        /// With sites opened and closed, the reduced tree costs the same for every layout that
        /// has them so; no set appears in it twice.
        #[test]
        fn a_reduced_tree_costs_the_same(
            small in SmallProblem::reachable(),
            centres in 1_usize..6,
            drawn in prop::collection::vec(0_u8..4, 10),
        ) {
            let problem = LocationProblem::try_new(&small.matrix, &small.demand).unwrap();
            let tree = nearest_rows(&problem, 99);
            let sites = problem.matrix().sites();
            let states: Vec<State> = drawn[..sites]
                .iter()
                .map(|n| match n {
                    0 => State::Open,
                    1 => State::Closed,
                    _ => State::Free,
                })
                .collect();
            let ones = vec![1.0; tree.len()];
            let (smaller, carried) = reduced(&tree, &states, |_| true, u128::MAX, &ones);
            prop_assert_eq!(carried.len(), smaller.len());
            for layout in layouts(&problem, centres) {
                let open = marked(&layout, sites);
                let belongs = states.iter().zip(&open).all(|(state, &open)| match state {
                    State::Open => open,
                    State::Closed => !open,
                    State::Free => true,
                });
                if belongs {
                    prop_assert_eq!(smaller.cost(&open), tree.cost(&open));
                }
            }
            let mut sets: Vec<Vec<u16>> = (0..smaller.len())
                .map(|row| {
                    let mut set = vec![smaller.site[row]];
                    let mut above = smaller.parent[row];
                    while above != ROOT {
                        set.push(smaller.site[above as usize]);
                        above = smaller.parent[above as usize];
                    }
                    set.sort_unstable();
                    set
                })
                .collect();
            let all = sets.len();
            sets.sort();
            sets.dedup();
            prop_assert_eq!(sets.len(), all);
        }
    }
}

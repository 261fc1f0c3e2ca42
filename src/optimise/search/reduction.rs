use super::cover_tree::{CoverTree, ROOT};
use super::relaxation::LARGE;
use super::site_state::State;
use super::tree_builder::TreeBuilder;
use crate::optimise::budget::Watch;
use crate::optimise::work::walks_over;

/// The same cost for the layouts in which the open sites are open and the closed ones are not.
///
/// Sets with an open site go, sets that are equal without the closed sites become one. A
/// weight above `ceiling` is lowered to it. `carried`, a number for every row and then for every
/// cut, is added up like the weights. `None` if the time is over.
pub(crate) fn reduced(
    whole: &CoverTree,
    states: &[State],
    keep: impl Fn(usize) -> bool,
    ceiling: u128,
    carried: &[f64],
    watch: Watch,
) -> Option<(CoverTree, Vec<f64>)> {
    let is_closed = |&site: &u16| states[usize::from(site)] == State::Closed;
    let (mut tree, mut sums) = if whole.site.iter().any(is_closed) {
        merged(whole, states, keep, carried, watch)?
    } else {
        remaining(whole, states, keep, carried)
    };
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
    Some((tree, sums))
}

/// The rows that go or stay as they are, where no site of them is closed.
fn remaining(
    whole: &CoverTree,
    states: &[State],
    keep: impl Fn(usize) -> bool,
    carried: &[f64],
) -> (CoverTree, Vec<f64>) {
    const GONE: u32 = ROOT - 1;
    let mut tree = CoverTree {
        base: whole.base,
        ..CoverTree::default()
    };
    let mut numbers = Vec::new();
    let mut image = vec![GONE; whole.len()];
    let mut rows = 0;
    walks_over(whole.len());
    for row in 0..whole.len() {
        let parent = image.get(whole.parent[row] as usize).copied();
        let above = parent.unwrap_or(ROOT);
        let is_free = states[usize::from(whole.site[row])] == State::Free;
        if above != GONE && is_free && keep(row) {
            image[row] = rows;
            rows += 1;
            tree.site.push(whole.site[row]);
            tree.parent.push(above);
            tree.weight.push(whole.weight[row]);
            numbers.push(carried[row]);
        }
    }
    (tree, numbers)
}

/// The rows without the closed sites, equal ones once.
fn merged(
    whole: &CoverTree,
    states: &[State],
    keep: impl Fn(usize) -> bool,
    carried: &[f64],
    watch: Watch,
) -> Option<(CoverTree, Vec<f64>)> {
    const GONE: u32 = ROOT - 1;
    let is_left = |site: &&u16| states[usize::from(**site)] == State::Free;
    let most = whole.site.iter().filter(is_left).count();
    let mut builder = TreeBuilder::with_capacity(states.len(), most);
    let mut image = vec![ROOT; whole.len()];
    let mut sums: Vec<f64> = Vec::new();
    builder.add_base(whole.base);
    for row in 0..whole.len() {
        if row % LARGE == LARGE - 1 && watch.is_over() {
            return None;
        }
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
    Some(builder.finish_with(&sums))
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
            let watch = Watch::unlimited();
            let (smaller, carried) =
                reduced(&tree, &states, |_| true, u128::MAX, &ones, watch).unwrap();
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

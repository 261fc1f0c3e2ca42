use super::cover_tree::{CoverTree, ROOT};
use super::site_state::State;
use crate::optimise::work::walks_over;

/// A proven lower bound of a [`CoverTree`], and what it proves of single sites.
///
/// For any multipliers `0 ≤ u_A ≤ weight_A`,
///
/// ```text
/// L(u) = base + Σ_A u_A − (sum of the `centres` largest ρ_j),     ρ_j = Σ_{A ∋ j} u_A
/// ```
///
/// is at most the cost of any layout with `centres` more sites open; a cut counts in it like a row,
/// with its parts. The multipliers are rounded
/// down to whole numbers and everything is summed in integers: the bound is exact, whatever
/// rounding there was on the way to the multipliers.
///
/// # References
///
/// Cornuéjols, Fisher, Nemhauser 1977; Beasley 1985 (penalties that fix sites).
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) value: i128,
    pub(crate) saved: Vec<i128>,
    /// ρ of the last site that the bound opens, and of the first that it does not.
    last: Option<i128>,
    next: Option<i128>,
    chosen: Vec<bool>,
}

impl Bound {
    #[expect(
        clippy::cast_possible_wrap,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "weights are far below 2^127; multipliers are not negative"
    )]
    pub(crate) fn new(
        tree: &CoverTree,
        states: &[State],
        centres: usize,
        multipliers: &[f64],
    ) -> Self {
        walks_over(tree.len());
        let mut sum = tree.base as i128;
        let mut row: Vec<i128> = multipliers
            .iter()
            .zip(&tree.weight)
            .map(|(&u, &weight)| {
                let u = (u.max(0.0) as u128).min(weight) as i128;
                sum += u;
                u
            })
            .collect();
        let mut saved = vec![0_i128; states.len()];
        for i in (0..tree.len()).rev() {
            let below = row[i];
            saved[usize::from(tree.site[i])] += below;
            let parent = tree.parent[i];
            if parent != ROOT {
                row[parent as usize] += below;
            }
        }
        for (cut, &u) in tree.cuts.iter().zip(&multipliers[tree.len()..]) {
            let of_one = (u.max(0.0) as u128).min(cut.weight) as i128 / i128::from(cut.needed);
            sum += of_one * i128::from(cut.needed);
            for &(site, part) in &cut.parts {
                saved[usize::from(site)] += of_one * i128::from(part);
            }
        }
        Self::from_savings(sum, saved, states, centres)
    }

    /// From what is paid if no more site opens, and what each saves.
    pub(crate) fn from_savings(
        mut sum: i128,
        saved: Vec<i128>,
        states: &[State],
        centres: usize,
    ) -> Self {
        let mut order: Vec<usize> = (0..states.len())
            .filter(|&site| states[site] == State::Free)
            .collect();
        order.sort_by_key(|&site| std::cmp::Reverse(saved[site]));
        let mut chosen = vec![false; states.len()];
        for &site in &order[..centres] {
            sum -= saved[site];
            chosen[site] = true;
        }
        Self {
            value: sum,
            last: centres.checked_sub(1).map(|last| saved[order[last]]),
            next: order.get(centres).map(|&site| saved[site]),
            saved,
            chosen,
        }
    }

    /// Decides free sites as any layout that costs less than `cutoff` has them; says how many.
    pub(crate) fn fix(&self, states: &mut [State], cutoff: i128) -> usize {
        let mut fixed = 0;
        for (site, state) in states.iter_mut().enumerate() {
            if *state == State::Free {
                *state = self.implied(site, cutoff);
                fixed += usize::from(*state != State::Free);
            }
        }
        fixed
    }

    /// What a site must be in any layout that costs less than `cutoff`.
    fn implied(&self, site: usize, cutoff: i128) -> State {
        if self.chosen[site] {
            match self.next {
                Some(next) if self.value + self.saved[site] - next < cutoff => State::Free,
                _ => State::Open,
            }
        } else {
            match self.last {
                Some(last) if self.value + last - self.saved[site] < cutoff => State::Free,
                _ => State::Closed,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::problem::location_problem::LocationProblem;
    use crate::optimise::search::nearest_rows::nearest_rows;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the multipliers: no layout costs less than the bound, and none that costs less
        /// than the cutoff differs from what the bound implies.
        #[test]
        fn the_bound_is_never_above_a_cost(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            parts in prop::collection::vec(-0.2_f64..1.2, 200),
            nearest in 1_usize..12,
        ) {
            let problem = LocationProblem::try_new(&small.matrix, &small.demand).unwrap();
            let tree = nearest_rows(&problem, nearest);
            let all = layouts(&problem, centres);
            prop_assume!(!all.is_empty());
            let states = vec![State::Free; problem.matrix().sites()];
            let multipliers: Vec<f64> = tree
                .weight
                .iter()
                .zip(parts.iter().cycle())
                .map(|(&weight, part)| weight as f64 * part)
                .collect();
            let bound = Bound::new(&tree, &states, centres, &multipliers);
            let costs: Vec<i128> = all
                .iter()
                .map(|sites| {
                    let mut open = vec![false; states.len()];
                    for site in sites {
                        open[site.get()] = true;
                    }
                    i128::try_from(tree.cost(&open)).unwrap()
                })
                .collect();
            prop_assert!(costs.iter().all(|&cost| bound.value <= cost));
            let cutoff = costs[costs.len() / 2];
            for (sites, &cost) in all.iter().zip(&costs).filter(|&(_, &cost)| cost < cutoff) {
                for site in 0..states.len() {
                    let is_open = sites.iter().any(|s| s.get() == site);
                    let implied = bound.implied(site, cutoff);
                    prop_assert!(
                        implied == State::Free || (implied == State::Open) == is_open,
                        "site {} in a layout of cost {}", site, cost
                    );
                }
            }
        }
    }
}

use super::cover_tree::{CoverTree, ROOT, State};

/// A proven lower bound of a [`CoverTree`], and what it proves of single sites.
///
/// For any multipliers `0 ≤ u_A ≤ weight_A`,
///
/// ```text
/// L(u) = base + Σ_A u_A − (sum of the `centres` largest ρ_j),     ρ_j = Σ_{A ∋ j} u_A
/// ```
///
/// is at most the cost of any layout with `centres` more sites open. The multipliers are rounded
/// down to whole numbers and everything is summed in integers: the bound is exact, whatever
/// rounding there was on the way to the multipliers.
///
/// # References
///
/// Cornuéjols, Fisher, Nemhauser 1977; Beasley 1985 (penalties that fix sites).
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) value: i128,
    pub(super) saved: Vec<i128>,
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
    pub(super) fn new(
        tree: &CoverTree,
        states: &[State],
        centres: usize,
        multipliers: &[f64],
    ) -> Self {
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

    /// What a site must be in any layout that costs less than `cutoff`.
    pub(super) fn implied(&self, site: usize, cutoff: i128) -> State {
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

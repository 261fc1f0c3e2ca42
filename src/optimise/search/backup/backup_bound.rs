use super::backup_rows::BackupRows;
use crate::optimise::search::bound::Bound;
use crate::optimise::search::site_state::State;

/// What multipliers of rows prove, in halves of what costs are counted in, so that all is whole.
///
/// With a multiplier `u` of a set A that needs two and `u_a` of the set without a, together no more than its
/// weight, a layout S pays for A at least
///
/// ```text
/// u (1 − |S ∩ A| / 2) + Σ_a u_a (1 − |S ∩ (A \ a)|)
/// ```
///
/// which is no more than the weight where no site of A is open, or one, and no more than nothing where two are.
pub(super) struct BackupBound(Bound);

impl BackupBound {
    pub(super) fn new(rows: &BackupRows, states: &[State], centres: usize) -> Self {
        let mut sum = whole(2 * rows.base);
        let mut saved = vec![0_i128; states.len()];
        for row in &rows.rows {
            let mut left = whole(row.weight);
            let mut taken = |multiplier: f64| {
                let taken = rounded_down(multiplier).min(left);
                left -= taken;
                taken
            };
            let of_set = taken(row.whole);
            let without: Vec<(u16, i128)> = row
                .without
                .iter()
                .map(|&(site, multiplier)| (site, taken(multiplier)))
                .collect();
            let of_rest: i128 = without.iter().map(|&(_, multiplier)| multiplier).sum();
            sum += 2 * (of_set + of_rest);
            let of_site = 2 / i128::from(row.needed) * of_set + 2 * of_rest;
            for &site in &row.sites {
                saved[usize::from(site)] += of_site;
            }
            for (site, multiplier) in without {
                saved[usize::from(site)] -= 2 * multiplier;
            }
        }
        Self(Bound::from_savings(sum, saved, states, centres))
    }

    /// No layout with these states costs less.
    pub(super) fn value(&self) -> i128 {
        self.0.value.div_euclid(2) + self.0.value.rem_euclid(2)
    }

    /// As [`Bound::fix`].
    pub(super) fn fix(&self, states: &mut [State], cutoff: i128) -> usize {
        self.0.fix(states, cutoff.saturating_mul(2))
    }

    /// What each site saves, up to a factor.
    pub(super) fn saved(&self, site: usize) -> f64 {
        self.0.saved[site] as f64
    }
}

/// Weights are far below 2¹²⁶.
fn whole(weight: u128) -> i128 {
    i128::try_from(weight).unwrap_or(i128::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "multipliers are no more than weights, which are far below 2^126"
)]
fn rounded_down(multiplier: f64) -> i128 {
    multiplier.max(0.0) as i128
}

use super::site_state::State;

/// A row in which sites count differently: the open ones must add up to this much.
///
/// ```text
/// Σ_{j ∈ S} part_j ≥ needed
/// ```
///
/// holds for every feasible layout; one that breaks it pays `weight` for all of `needed`, and as
/// much less as it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Sites and what they count, none more than `needed`.
    pub(crate) parts: Vec<(u16, u64)>,
    pub(crate) needed: u64,
    pub(crate) weight: u128,
}

/// What the parts of a new cut are parts of.
const WHOLE: u64 = 1 << 16;

impl Cut {
    /// From amounts of any size: rounded so that no layout which keeps to them is cut off.
    pub(crate) fn new(amounts: impl Iterator<Item = (u16, u64)>, needed: u64) -> Self {
        let scaled = |amount: u64| {
            let part = (u128::from(amount) * u128::from(WHOLE)).div_ceil(u128::from(needed));
            u64::try_from(part).unwrap_or(WHOLE).min(WHOLE)
        };
        let parts = amounts.map(|(site, amount)| (site, scaled(amount)));
        Self {
            parts: parts.filter(|&(_, part)| part > 0).collect(),
            needed: WHOLE,
            weight: 0,
        }
    }

    /// With these sites open and those closed; `None` if it is kept already.
    pub(crate) fn reduced(&self, states: &[State]) -> Option<Self> {
        let open = self
            .parts
            .iter()
            .filter(|&&(site, _)| states[usize::from(site)] == State::Open);
        let had: u64 = open.map(|&(_, part)| part).sum();
        let needed = self.needed.checked_sub(had).filter(|&needed| needed > 0)?;
        let free = self
            .parts
            .iter()
            .filter(|&&(site, _)| states[usize::from(site)] == State::Free);
        Some(Self {
            parts: free.map(|&(site, part)| (site, part.min(needed))).collect(),
            needed,
            // What is paid for all of `needed` is paid for what is left of it.
            weight: self.weight * u128::from(needed) / u128::from(self.needed),
        })
    }

    /// What a fractional layout has, as a part of what is needed.
    pub(crate) fn had(&self, y: &[f64]) -> f64 {
        let parts = self.parts.iter();
        let had: f64 = parts
            .map(|&(site, part)| part as f64 * y[usize::from(site)])
            .sum();
        had / self.needed as f64
    }

    /// Adds to every site its part of an amount for all of `needed`.
    pub(crate) fn share_out(&self, amount: f64, sites: &mut [f64]) {
        let of_one = amount / self.needed as f64;
        for &(site, part) in &self.parts {
            sites[usize::from(site)] += of_one * part as f64;
        }
    }
}

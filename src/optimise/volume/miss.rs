use super::annealing::Effort;
use super::{LimitedMedian, VolumeLimits};
use crate::model::SiteIndex;
use crate::optimise::branch::Search;
use crate::optimise::budget::Watch;
use crate::optimise::p_median::root_states;
use crate::units::Demand;

/// How near layouts come to limits that none of them keeps to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeMiss {
    /// In the layout least outside the limits that was found: centres that have too little or too
    /// much, and what they have.
    pub outside: Vec<(SiteIndex, Demand)>,
    /// Limits as near to those asked for as a layout was found for.
    pub eased: VolumeLimits,
}

/// Times that the way from limits that can be kept to those that cannot is halved.
const HALVINGS: u32 = 6;

impl LimitedMedian<'_> {
    /// How near so many centres come to the limits; all by annealing, so that limits a little
    /// nearer may be possible.
    pub(super) fn miss(&self, centres: usize, watch: Watch) -> VolumeMiss {
        let states = root_states(self.problem);
        let search = Search::new(&self.tree, states, centres, &self.judge, watch);
        let mut open = search.greedy();
        let near = self.annealed(self.volumes, &open, &[Effort::STRICT], watch);
        open = near.into_iter().next().unwrap_or(open);
        let volumes = self.judge.volumes(&open);
        let asked = self.volumes;
        let is_outside = |&(_, volume): &(SiteIndex, Demand)| {
            asked.min.is_some_and(|min| volume < min) || asked.max.is_some_and(|max| volume > max)
        };
        let outside = volumes.iter().copied().filter(is_outside).collect();
        let mut kept = asked.widened_to(&volumes);
        let mut broken = asked;
        for _ in 0..HALVINGS {
            let between = kept.halfway(broken);
            let layouts = self.annealed(between, &open, &[Effort::STRICT], watch);
            if layouts
                .iter()
                .any(|open| self.judge.keeps_to(between, open))
            {
                kept = between;
            } else {
                broken = between;
            }
        }
        VolumeMiss {
            outside,
            eased: kept,
        }
    }
}

impl VolumeLimits {
    /// The limits, no narrower than these volumes need.
    fn widened_to(self, volumes: &[(SiteIndex, Demand)]) -> Self {
        let of_all = || volumes.iter().map(|&(_, volume)| volume);
        Self {
            min: self.min.map(|min| of_all().fold(min, Demand::min)),
            max: self.max.map(|max| of_all().fold(max, Demand::max)),
        }
    }

    fn halfway(self, other: Self) -> Self {
        let middle = |a: Option<Demand>, b: Option<Demand>| {
            let (a, b) = (a?.millionths(), b?.millionths());
            Some(Demand::from_millionths(a.midpoint(b)))
        };
        Self {
            min: middle(self.min, other.min),
            max: middle(self.max, other.max),
        }
    }
}

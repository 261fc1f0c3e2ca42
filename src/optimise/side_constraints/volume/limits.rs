use crate::model::SiteIndex;
use crate::units::Demand;

/// How much demand every open centre must and may have when everybody goes to the nearest
/// centre by travel time, ties to the lower site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct VolumeLimits {
    /// At least this much.
    pub min: Option<Demand>,
    /// At most this much.
    pub max: Option<Demand>,
}

impl VolumeLimits {
    /// By how much volumes are outside the limits, in all.
    pub(crate) fn violation(self, volumes: impl Iterator<Item = u64>) -> u64 {
        let min = self.min.unwrap_or_default().millionths();
        let max = self.max.map_or(u64::MAX, Demand::millionths);
        volumes
            .map(|volume| min.saturating_sub(volume) + volume.saturating_sub(max))
            .sum()
    }

    /// The limits, no narrower than these volumes need.
    pub(crate) fn widened_to(self, volumes: &[(SiteIndex, Demand)]) -> Self {
        let of_all = || volumes.iter().map(|&(_, volume)| volume);
        Self {
            min: self.min.map(|min| of_all().fold(min, Demand::min)),
            max: self.max.map(|max| of_all().fold(max, Demand::max)),
        }
    }

    pub(crate) fn halfway(self, other: Self) -> Self {
        let middle = |a: Option<Demand>, b: Option<Demand>| {
            let (a, b) = (a?.millionths(), b?.millionths());
            Some(Demand::from_millionths(a.midpoint(b)))
        };
        Self {
            min: middle(self.min, other.min),
            max: middle(self.max, other.max),
        }
    }

    /// By how much the limits differ from others, in millionths.
    pub(crate) fn away_from(self, other: Self) -> u64 {
        let between = |a: Option<Demand>, b: Option<Demand>| {
            let both = a.zip(b);
            both.map_or(0, |(a, b)| a.millionths().abs_diff(b.millionths()))
        };
        between(self.min, other.min) + between(self.max, other.max)
    }
}

/// The number of centres nearest to the one asked for that limits allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NearestNumber {
    /// This one, and it is proven that no nearer one is possible.
    Proven(usize),
    /// A layout was found with this many; whether a nearer number is possible is not proven.
    Found(usize),
    /// The budget ended first.
    Undecided,
}

/// How near layouts come to limits that none of them keeps to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestFeasibleLimits {
    /// In the layout least outside the limits that was found: centres that have too little or too
    /// much, and what they have.
    pub outside: Vec<(SiteIndex, Demand)>,
    /// Limits as near to those asked for as a layout was found for.
    pub limits: VolumeLimits,
    /// Whether it is proven that no limit is nearer, to within a ten-thousandth of it.
    pub is_proven: bool,
}

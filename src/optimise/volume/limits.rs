use crate::units::Demand;

/// How much demand every open centre must and may have when everybody goes to the soonest
/// centre, ties to the lower site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VolumeLimits {
    /// At least so much.
    pub min: Option<Demand>,
    /// At most so much.
    pub max: Option<Demand>,
}

impl VolumeLimits {
    /// By how much volumes are outside the limits, in all.
    pub(super) fn violation(self, volumes: impl Iterator<Item = u64>) -> u64 {
        let min = self.min.unwrap_or_default().millionths();
        let max = self.max.map_or(u64::MAX, Demand::millionths);
        volumes
            .map(|volume| min.saturating_sub(volume) + volume.saturating_sub(max))
            .sum()
    }
}

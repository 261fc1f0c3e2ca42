use crate::optimise::side_constraints::volume::limits::VolumeLimits;
use crate::units::{Share, TravelTime};

/// What must hold beside the number of centres.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum SideConstraints {
    /// Nothing.
    #[default]
    None,
    /// The demand of every centre has limits.
    Volumes(VolumeLimits),
    /// No group is below a share within a standard.
    Floor(GroupFloor),
}

/// A floor that holds for every group of a grouping.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupFloor {
    /// Name of the grouping.
    pub grouping: String,
    /// The standard.
    pub standard: TravelTime,
    /// The share of every group's demand that must be within it.
    pub share: Share,
}

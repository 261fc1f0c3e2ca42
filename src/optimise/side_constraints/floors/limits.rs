use crate::units::{Share, TravelTime};

/// A floor for every group: this share of its demand must be within the standard.
#[derive(Debug, Clone, Copy)]
pub struct Floors<'a> {
    /// For every demand point, the number of its group.
    pub members: &'a [u32],
    /// The time standard.
    pub standard: TravelTime,
    /// For every group, the share of its demand that must be within the standard.
    pub floors: &'a [Share],
}

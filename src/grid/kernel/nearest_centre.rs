use crate::units::TravelTime;

/// A cell's nearest centre of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearestCentre {
    /// Its number, counted among all centres.
    pub centre: u16,
    /// The road time to it.
    pub time: TravelTime,
}

impl NearestCentre {
    /// Before anything is computed.
    pub(in crate::grid) const UNKNOWN: Self = Self {
        centre: 0,
        time: TravelTime::ZERO,
    };
}

use super::engine::Clock;
use crate::model::SiteIndex;

/// What is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// A patient is ready for puncture at a centre.
    Ready(Arrival),
    /// A helicopter is asked for a patient in a unit.
    Request {
        patient: u32,
        from: SiteIndex,
        door: Clock,
    },
}

/// A patient at a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrival {
    pub(super) patient: u32,
    pub(super) centre: u16,
    /// When the patient is at its door.
    pub(super) door: Clock,
    /// How the patient came.
    pub(super) by: By,
    /// Whether the patient has been sent on from another centre.
    pub(super) onward: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Ambulance,
    RoadTransfer,
    Air,
}

impl By {
    /// How a patient came who is sent on by road.
    pub(super) const fn onward(self) -> Self {
        match self {
            Self::Ambulance | Self::RoadTransfer => Self::RoadTransfer,
            Self::Air => Self::Air,
        }
    }
}

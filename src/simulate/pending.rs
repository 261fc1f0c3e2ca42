use super::engine::Clock;
use crate::model::SiteIndex;

/// What is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// A patient is ready for puncture at a centre.
    Ready {
        patient: u32,
        centre: u16,
        /// How the patient came.
        by: By,
        /// Whether the patient has been sent on from another centre.
        onward: bool,
    },
    /// A helicopter is asked for a patient in a unit.
    Request {
        patient: u32,
        from: SiteIndex,
        door: Clock,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Ambulance,
    RoadTransfer,
    Air,
}

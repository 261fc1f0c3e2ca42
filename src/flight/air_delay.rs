use crate::care::DelayName;

/// One delay of the chain of a helicopter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AirDelay {
    /// How long before the road ambulance would leave the hospital the crew is notified.
    NoticeBeforeRoadDeparture,
    /// From the call for the patient to the notification of the crew (primary missions).
    CallToNotification,
    /// From notification to lift-off.
    LiftOff,
    /// Climb, approach and landing, in every flight, beyond the distance at cruise speed.
    ClimbAndApproach,
    /// From the patient at the pad to lift-off with the patient.
    Loading,
    /// From landing at the centre's pad to the patient out of the aircraft and under way.
    Unloading,
    /// By road between a hospital and a landing site, where it has no pad; at each end.
    RoadLeg,
}

/// How many there are.
pub(super) const DELAYS: usize = 7;

impl AirDelay {
    /// All of them, in the order of the chain.
    pub const ALL: [Self; DELAYS] = [
        Self::NoticeBeforeRoadDeparture,
        Self::CallToNotification,
        Self::LiftOff,
        Self::ClimbAndApproach,
        Self::Loading,
        Self::Unloading,
        Self::RoadLeg,
    ];

    /// The name of the choice in a study.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoticeBeforeRoadDeparture => "notice_before_road_departure",
            Self::CallToNotification => "call_to_notification",
            Self::LiftOff => "lift_off",
            Self::ClimbAndApproach => "climb_and_approach",
            Self::Loading => "loading",
            Self::Unloading => "unloading",
            Self::RoadLeg => "road_leg",
        }
    }

    /// Where the default comes from.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::NoticeBeforeRoadDeparture => {
                "USA 2021: a road ambulance leaves 30 min after the request"
            }
            Self::LiftOff => "survey of English air ambulances (Lumley et al., abstract): 4 min",
            Self::Loading => "assumption within 10-20 min; no published figure was found",
            Self::Unloading => "assumption within 5-15 min; no published figure was found",
            Self::CallToNotification | Self::ClimbAndApproach | Self::RoadLeg => "assumption",
        }
    }

    /// The default, in whole minutes.
    pub(super) const fn default_minutes(self) -> u32 {
        match self {
            Self::NoticeBeforeRoadDeparture => 30,
            Self::CallToNotification | Self::ClimbAndApproach => 5,
            Self::LiftOff => 4,
            Self::Loading => 15,
            Self::Unloading | Self::RoadLeg => 10,
        }
    }
}

impl DelayName for AirDelay {
    const ALL: &'static [Self] = &Self::ALL;

    fn key(self) -> &'static str {
        self.key()
    }

    fn place(self) -> usize {
        self as usize
    }
}

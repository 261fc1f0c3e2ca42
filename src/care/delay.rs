use super::named_delays::DelayName;

/// One delay between onset and treatment, apart from travel time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delay {
    /// From onset of the stroke to the call.
    OnsetToCall,
    /// From the call to the ambulance's arrival.
    CallToArrival,
    /// The ambulance's time on scene.
    OnScene,
    /// From the door of a hospital to IVT there.
    DoorToNeedle,
    /// From the door of a centre to MT there, for a patient admitted direct.
    DoorToPuncture,
    /// From the door of a hospital until a transferred patient leaves it: door in, door out (DIDO).
    DoorInDoorOut,
    /// From a transferred patient's arrival at the centre to MT.
    ArrivalToPuncture,
}

/// How many there are.
pub(super) const DELAYS: usize = 7;

impl Delay {
    /// All of them, in the order of the chain.
    pub const ALL: [Self; DELAYS] = [
        Self::OnsetToCall,
        Self::CallToArrival,
        Self::OnScene,
        Self::DoorToNeedle,
        Self::DoorToPuncture,
        Self::DoorInDoorOut,
        Self::ArrivalToPuncture,
    ];

    /// The name of the choice in a study.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::OnsetToCall => "onset_to_call",
            Self::CallToArrival => "call_to_arrival",
            Self::OnScene => "on_scene",
            Self::DoorToNeedle => "door_to_needle",
            Self::DoorToPuncture => "door_to_puncture",
            Self::DoorInDoorOut => "door_in_door_out",
            Self::ArrivalToPuncture => "arrival_to_puncture",
        }
    }

    /// The name of the delay in a timeline.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::OnsetToCall => "onset to call",
            Self::CallToArrival => "call to ambulance arrival",
            Self::OnScene => "on scene",
            Self::DoorToNeedle => "door to needle",
            Self::DoorToPuncture => "door to puncture",
            Self::DoorInDoorOut => "door in, door out",
            Self::ArrivalToPuncture => "arrival to puncture",
        }
    }
}

impl DelayName for Delay {
    const ALL: &'static [Self] = &Self::ALL;

    fn key(self) -> &'static str {
        self.key()
    }

    fn place(self) -> usize {
        self as usize
    }
}

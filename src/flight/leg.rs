use super::air_delay::AirDelay;
use crate::care::Delay;
use crate::units::TravelTime;

/// One named piece of a timeline: what happens, from when, for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// What happens.
    pub name: &'static str,
    /// When it starts, from the start of the timeline.
    pub start: TravelTime,
    /// How long it takes.
    pub duration: TravelTime,
    /// Whether the patient waits for it; a leg that runs beside others and ends before they do
    /// costs no time.
    pub critical: bool,
    /// The source of its time.
    pub source: LegSource,
}

/// The source of the time of a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LegSource {
    /// A delay of care.
    Care(Delay),
    /// A delay of a helicopter's chain.
    Air(AirDelay),
    /// Travel times from demand points to hospitals.
    Road,
    /// Travel times between hospitals.
    Between,
    /// Great-circle distance at cruise speed, and the allowance for climb and approach.
    Flight,
}

impl Leg {
    /// When it ends, from the start of the timeline.
    #[must_use]
    pub fn end(&self) -> TravelTime {
        self.start + self.duration
    }
}

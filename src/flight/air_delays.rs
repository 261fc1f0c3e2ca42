use super::air_delay::{AirDelay, DELAYS};
use crate::care::NamedDelays;
use crate::model::CapabilityStatus;
use crate::units::TravelTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a hospital whose pad is not known counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PadPolicy {
    /// It has none: a road leg.
    #[default]
    RoadLeg,
    /// It has one.
    Pad,
}

/// All delays of the chain of a helicopter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AirDelays {
    named: NamedDelays<AirDelay, DELAYS>,
    unknown_pad: PadPolicy,
}

impl AirDelays {
    /// These delays; an unknown pad is a road leg.
    #[must_use]
    pub fn new(named: NamedDelays<AirDelay, DELAYS>) -> Self {
        Self {
            named,
            unknown_pad: PadPolicy::default(),
        }
    }

    /// All delays by their names.
    #[must_use]
    pub const fn named(&self) -> &NamedDelays<AirDelay, DELAYS> {
        &self.named
    }

    /// One delay.
    #[must_use]
    pub fn get(&self, delay: AirDelay) -> TravelTime {
        self.named.get(delay)
    }

    /// Where one delay comes from.
    #[must_use]
    pub fn source(&self, delay: AirDelay) -> &'static str {
        self.named.source(delay)
    }

    /// The same delays with another choice for hospitals whose pad is not known.
    #[must_use]
    pub const fn with_unknown_pad(mut self, policy: PadPolicy) -> Self {
        self.unknown_pad = policy;
        self
    }

    /// What a hospital whose pad is not known counts as.
    #[must_use]
    pub const fn unknown_pad(&self) -> PadPolicy {
        self.unknown_pad
    }

    /// Time by road between a hospital and the place where a helicopter lands for it.
    #[must_use]
    pub fn road_leg(&self, pad: CapabilityStatus) -> TravelTime {
        match (pad, self.unknown_pad) {
            (CapabilityStatus::Yes, _) | (CapabilityStatus::Unknown, PadPolicy::Pad) => {
                TravelTime::ZERO
            }
            (CapabilityStatus::No, _) | (CapabilityStatus::Unknown, PadPolicy::RoadLeg) => {
                self.get(AirDelay::RoadLeg)
            }
        }
    }
}

impl Default for AirDelays {
    /// The defaults of [`AirDelay`], each with its [`AirDelay::source`]; an unknown pad is a road
    /// leg.
    fn default() -> Self {
        Self::new(NamedDelays::from_whole(
            AirDelay::ALL.map(AirDelay::default_minutes),
            AirDelay::ALL.map(AirDelay::source),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::DelayName as _;

    #[test]
    fn each_delay_has_its_own_place_and_default() {
        for (place, delay) in AirDelay::ALL.into_iter().enumerate() {
            assert_eq!(delay.place(), place);
            let default = TravelTime::from_whole(delay.default_minutes());
            assert_eq!(AirDelays::default().get(delay), default);
        }
    }
}

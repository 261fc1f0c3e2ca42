use crate::care::{DelayError, THE_STUDY, checked};
use crate::model::Answer;
use crate::units::Minutes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

const DELAYS: usize = 7;

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

    /// The delay with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|delay| delay.key() == key)
    }

    /// The default, in whole minutes.
    const fn default_minutes(self) -> u32 {
        match self {
            Self::NoticeBeforeRoadDeparture => 30,
            Self::CallToNotification | Self::ClimbAndApproach => 5,
            Self::LiftOff => 4,
            Self::Loading => 15,
            Self::Unloading | Self::RoadLeg => 10,
        }
    }
}

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
    minutes: [Minutes; DELAYS],
    sources: [&'static str; DELAYS],
    unknown_pad: PadPolicy,
}

impl AirDelays {
    /// One delay.
    #[must_use]
    pub const fn get(&self, delay: AirDelay) -> Minutes {
        self.minutes[delay as usize]
    }

    /// The same delays but one.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one longer than a day.
    pub fn with(mut self, delay: AirDelay, minutes: f64) -> Result<Self, DelayError> {
        let time = checked(delay.key(), minutes)?;
        if time != self.get(delay) {
            self.minutes[delay as usize] = time;
            self.sources[delay as usize] = THE_STUDY;
        }
        Ok(self)
    }

    /// Where one delay comes from.
    #[must_use]
    pub const fn source(&self, delay: AirDelay) -> &'static str {
        self.sources[delay as usize]
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
    pub fn road_leg(&self, pad: Answer) -> Minutes {
        match (pad, self.unknown_pad) {
            (Answer::Yes, _) | (Answer::Unknown, PadPolicy::Pad) => Minutes::ZERO,
            (Answer::No, _) | (Answer::Unknown, PadPolicy::RoadLeg) => self.get(AirDelay::RoadLeg),
        }
    }
}

impl Default for AirDelays {
    /// The defaults of [`AirDelay`], each with its [`AirDelay::source`]; an unknown pad is a road
    /// leg.
    fn default() -> Self {
        Self {
            minutes: AirDelay::ALL.map(|delay| Minutes::from_whole(delay.default_minutes())),
            sources: AirDelay::ALL.map(AirDelay::source),
            unknown_pad: PadPolicy::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_that_cannot_be_are_refused() {
        let delays = AirDelays::default();
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            let refused = delays.with(AirDelay::Loading, bad).unwrap_err();
            assert!(refused.to_string().starts_with("`loading`: "), "{refused}");
        }
        let refused = delays.with(AirDelay::LiftOff, 1_441.0).unwrap_err();
        assert!(matches!(
            refused,
            DelayError::TooLong {
                key: "lift_off",
                ..
            }
        ));
    }

    #[test]
    fn each_delay_is_kept_in_its_own_place() {
        for (place, delay) in AirDelay::ALL.into_iter().enumerate() {
            assert_eq!(delay as usize, place);
            let changed = AirDelays::default().with(delay, 1.5).unwrap();
            for other in AirDelay::ALL {
                let unchanged = changed.get(other) == AirDelays::default().get(other);
                assert_eq!(unchanged, other != delay, "{delay:?} {other:?}");
            }
        }
    }
}

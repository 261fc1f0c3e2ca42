use crate::units::{Minutes, QuantityError};

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

const DELAYS: usize = 7;

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

    /// The delay with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|delay| delay.key() == key)
    }
}

/// All delays between onset and treatment, apart from travel time.
///
/// # Examples
///
/// ```
/// use catchment::care::{CareDelays, Delay};
/// use catchment::units::Minutes;
/// let delays = CareDelays::planning_app_2024().with(Delay::OnScene, 20.0)?;
/// assert_eq!(delays.onset_to_departure(), Minutes::from_whole(79 + 18 + 20));
/// assert!(delays.with(Delay::OnScene, -1.0).is_err());
/// # Ok::<(), catchment::care::DelayError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CareDelays {
    minutes: [Minutes; DELAYS],
    sources: [&'static str; DELAYS],
}

/// The source of a delay set by the study.
pub const THE_STUDY: &str = "the study";

/// A delay that is not valid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DelayError {
    /// Negative, infinite or undefined.
    #[error("`{key}`: {source}")]
    Quantity {
        /// The name of the choice.
        key: &'static str,
        /// What was wrong.
        source: QuantityError,
    },
    /// Longer than a day.
    #[error("`{key}` must not be longer than a day (got `{found}`)")]
    TooLong {
        /// The name of the choice.
        key: &'static str,
        /// The value given.
        found: Minutes,
    },
    /// A net transfer delay so short that the patient would have to leave before arriving.
    #[error(
        "a net transfer delay of {net} needs a DIDO below 0, because puncture takes {direct} after \
         direct admission and {transferred} after a transfer"
    )]
    NetTransferDelay {
        /// The net transfer delay.
        net: Minutes,
        /// Door to puncture, admitted direct.
        direct: Minutes,
        /// Arrival to puncture after a transfer.
        transferred: Minutes,
    },
}

const LONGEST: Minutes = Minutes::from_whole(1_440);

impl CareDelays {
    /// 79 min to the call, 18 to the ambulance's arrival, 29 on scene; door to needle 30, door to
    /// puncture 60, DIDO 90, puncture 30 min after a transferred patient's arrival: a net transfer
    /// delay of 60 min.
    ///
    /// The default, as the latest published set and the only one that gives every delay.
    ///
    /// # Source
    ///
    /// Planning app of the Exeter stroke group (2024).
    #[must_use]
    pub const fn planning_app_2024() -> Self {
        Self::whole(
            [79, 18, 29, 30, 60, 90, 30],
            "planning app of the Exeter stroke group (2024)",
        )
    }

    /// 60 min from onset to travel, door to needle 40, door to puncture 90, net transfer delay 60.
    ///
    /// The published chain does not split its two sums. Here the 60 min from onset to travel stand
    /// as onset to call, and the net transfer delay is a DIDO of 90 and a puncture 60 min after
    /// arrival; only the sums matter.
    ///
    /// # Source
    ///
    /// Allen et al. 2021, European Stroke Journal.
    #[must_use]
    pub const fn allen_2021() -> Self {
        Self::whole(
            [60, 0, 0, 40, 90, 90, 60],
            "Allen et al. 2021, European Stroke Journal",
        )
    }

    /// 60 min to the call, 20 to the ambulance's arrival, 30 on scene; door to needle 45, door to
    /// puncture 90, net transfer delay 60 (split as in [`CareDelays::allen_2021`]).
    ///
    /// # Source
    ///
    /// The Exeter group's paper on mobile stroke units.
    #[must_use]
    pub const fn mobile_stroke_unit() -> Self {
        Self::whole(
            [60, 20, 30, 45, 90, 90, 60],
            "the Exeter group's paper on mobile stroke units",
        )
    }

    /// Only road time and the net delay of a transfer: the times that Allen et al. 2019 print for
    /// drip and ship.
    #[must_use]
    pub const fn travel_only(net_transfer_delay: Minutes) -> Self {
        let mut delays = Self::whole([0; DELAYS], "travel only, as in Allen et al. 2019");
        delays.minutes[Delay::DoorInDoorOut as usize] = net_transfer_delay;
        delays
    }

    const fn whole(whole: [u32; DELAYS], source: &'static str) -> Self {
        let mut minutes = [Minutes::ZERO; DELAYS];
        let mut delay = 0;
        while delay < DELAYS {
            minutes[delay] = Minutes::from_whole(whole[delay]);
            delay += 1;
        }
        Self {
            minutes,
            sources: [source; DELAYS],
        }
    }

    /// One delay.
    #[must_use]
    pub const fn get(&self, delay: Delay) -> Minutes {
        self.minutes[delay as usize]
    }

    /// The same delays with one changed, in minutes.
    ///
    /// # Errors
    ///
    /// A negative, infinite or undefined number, or one longer than a day.
    pub fn with(mut self, delay: Delay, minutes: f64) -> Result<Self, DelayError> {
        let time = checked(delay.key(), minutes)?;
        if time != self.get(delay) {
            self.minutes[delay as usize] = time;
            self.sources[delay as usize] = THE_STUDY;
        }
        Ok(self)
    }

    /// The same delays with the DIDO that makes this net transfer delay.
    ///
    /// # Errors
    ///
    /// The DIDO would be negative, or longer than a day.
    pub fn with_net_transfer_delay(mut self, net: Minutes) -> Result<Self, DelayError> {
        let direct = self.get(Delay::DoorToPuncture);
        let transferred = self.get(Delay::ArrivalToPuncture);
        if net + direct < transferred {
            return Err(DelayError::NetTransferDelay {
                net,
                direct,
                transferred,
            });
        }
        let found = (net + direct).saturating_sub(transferred);
        if found > LONGEST {
            let key = Delay::DoorInDoorOut.key();
            return Err(DelayError::TooLong { key, found });
        }
        self.minutes[Delay::DoorInDoorOut as usize] = found;
        self.sources[Delay::DoorInDoorOut as usize] = THE_STUDY;
        Ok(self)
    }

    /// The source of one delay.
    #[must_use]
    pub const fn source(&self, delay: Delay) -> &'static str {
        self.sources[delay as usize]
    }

    /// From onset until the ambulance leaves the scene.
    #[must_use]
    pub fn onset_to_departure(&self) -> Minutes {
        self.get(Delay::OnsetToCall) + self.get(Delay::CallToArrival) + self.get(Delay::OnScene)
    }

    /// What a transfer adds beyond road time: DIDO less what the patient saves at the second door,
    /// in minutes; negative where that is more.
    #[must_use]
    pub fn net_transfer_delay(&self) -> f64 {
        self.get(Delay::DoorInDoorOut).as_f64() + self.get(Delay::ArrivalToPuncture).as_f64()
            - self.get(Delay::DoorToPuncture).as_f64()
    }
}

/// A delay from a number of minutes, of at most a day.
pub(crate) fn checked(key: &'static str, minutes: f64) -> Result<Minutes, DelayError> {
    let time = Minutes::try_from_minutes(minutes)
        .map_err(|source| DelayError::Quantity { key, source })?;
    if time > LONGEST {
        return Err(DelayError::TooLong { key, found: time });
    }
    Ok(time)
}

impl Default for CareDelays {
    fn default() -> Self {
        Self::planning_app_2024()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_that_cannot_be_are_refused() {
        let delays = CareDelays::default();
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            let refused = delays.with(Delay::OnScene, bad).unwrap_err();
            assert!(refused.to_string().starts_with("`on_scene`: "), "{refused}");
        }
        let refused = delays.with(Delay::DoorToNeedle, 1_441.0);
        assert!(matches!(refused, Err(DelayError::TooLong { .. })));
        let long = delays.with(Delay::ArrivalToPuncture, 200.0).unwrap();
        let refused = long.with_net_transfer_delay(Minutes::from_whole(30));
        assert!(matches!(refused, Err(DelayError::NetTransferDelay { .. })));
    }

    /// All published columns come to the same net transfer delay, and a sensitivity study may ask
    /// for another one.
    #[test]
    fn the_net_transfer_delay_is_an_hour_unless_asked_otherwise() {
        for delays in [
            CareDelays::planning_app_2024(),
            CareDelays::allen_2021(),
            CareDelays::mobile_stroke_unit(),
            CareDelays::travel_only(Minutes::from_whole(60)),
        ] {
            assert!((delays.net_transfer_delay() - 60.0).abs() < 1e-12);
            let longer = delays
                .with_net_transfer_delay(Minutes::from_whole(90))
                .unwrap();
            assert!((longer.net_transfer_delay() - 90.0).abs() < 1e-12);
        }
    }

    #[test]
    fn each_delay_is_kept_in_its_own_place() {
        for (place, delay) in Delay::ALL.into_iter().enumerate() {
            assert_eq!(delay as usize, place);
            assert_eq!(Delay::from_key(delay.key()), Some(delay));
        }
        assert_eq!(Delay::from_key("door"), None);
    }
}

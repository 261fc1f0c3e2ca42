use super::delay::{DELAYS, Delay};
use super::named_delays::{DelayError, NamedDelays};
use crate::units::TravelTime;

/// All delays between onset and treatment, apart from travel time.
///
/// # Examples
///
/// ```
/// use catchment::care::{CareDelays, Delay};
/// use catchment::units::TravelTime;
/// let delays = CareDelays::planning_app_2024().with(Delay::OnScene, 20.0)?;
/// assert_eq!(delays.onset_to_departure(), TravelTime::from_whole(79 + 18 + 20));
/// assert!(delays.with(Delay::OnScene, -1.0).is_err());
/// # Ok::<(), catchment::care::DelayError>(())
/// ```
pub type CareDelays = NamedDelays<Delay, DELAYS>;

impl CareDelays {
    /// 79 min to the call, 18 to the ambulance's arrival, 29 on scene; door to needle 30, door to
    /// puncture 60, DIDO 90, puncture 30 min after a transferred patient's arrival: a net transfer
    /// delay of 60 min.
    ///
    /// The default, being the latest published chain and the only one that gives every delay.
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

    /// Nothing but the road, and the net delay of a transfer: the times that Allen et al. 2019
    /// print for drip and ship.
    #[must_use]
    pub const fn travel_only(net_transfer_delay: TravelTime) -> Self {
        let mut minutes = [TravelTime::ZERO; DELAYS];
        minutes[Delay::DoorInDoorOut as usize] = net_transfer_delay;
        Self::new(minutes, ["travel only, as in Allen et al. 2019"; DELAYS])
    }

    const fn whole(whole: [u32; DELAYS], source: &'static str) -> Self {
        Self::from_whole(whole, [source; DELAYS])
    }

    /// The same delays with the DIDO that makes this net transfer delay.
    ///
    /// # Errors
    ///
    /// The DIDO would be negative, or longer than a day.
    pub fn with_net_transfer_delay(self, net: TravelTime) -> Result<Self, DelayError> {
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
        self.set(Delay::DoorInDoorOut, found)
    }

    /// From onset until the ambulance leaves the scene.
    #[must_use]
    pub fn onset_to_departure(&self) -> TravelTime {
        self.get(Delay::OnsetToCall) + self.get(Delay::CallToArrival) + self.get(Delay::OnScene)
    }

    /// What a transfer adds beyond road time: DIDO less what the patient saves at the second
    /// door, in minutes; negative where that is more.
    #[must_use]
    pub fn net_transfer_delay(&self) -> f64 {
        self.get(Delay::DoorInDoorOut).as_f64() + self.get(Delay::ArrivalToPuncture).as_f64()
            - self.get(Delay::DoorToPuncture).as_f64()
    }
}

impl Default for CareDelays {
    fn default() -> Self {
        Self::planning_app_2024()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::DelayName as _;

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
        let refused = long.with_net_transfer_delay(TravelTime::from_whole(30));
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
            CareDelays::travel_only(TravelTime::from_whole(60)),
        ] {
            assert!((delays.net_transfer_delay() - 60.0).abs() < 1e-12);
            let longer = delays
                .with_net_transfer_delay(TravelTime::from_whole(90))
                .unwrap();
            assert!((longer.net_transfer_delay() - 90.0).abs() < 1e-12);
        }
    }

    #[test]
    fn each_delay_is_kept_in_its_own_place() {
        for (place, delay) in Delay::ALL.into_iter().enumerate() {
            assert_eq!(delay.place(), place);
            let changed = CareDelays::default().with(delay, 1.5).unwrap();
            for other in Delay::ALL {
                let unchanged = changed.get(other) == CareDelays::default().get(other);
                assert_eq!(unchanged, other != delay, "{delay:?} {other:?}");
            }
        }
    }
}

use super::network::{Reach, StrokeNetwork, UNREACHABLE};
use super::route::Step;
use super::transfer::Transfers;
use crate::care::{CareDelays, Delay};
use crate::model::to_time;
use crate::outcome::{Expected, Population};
use crate::units::TravelTime;
use std::ops::{Add, Mul};

/// Direct admission and drip and ship with everything looked up that is the same for all demand
/// points.
pub(super) struct Walk<'a> {
    transfers: &'a Transfers,
    departure: TravelTime,
    /// From departure less travel, by direct admission.
    needle: u32,
    direct_puncture: u32,
    /// By unit: from its door to puncture at the centre, with the delays before; [`UNREACHABLE`] where
    /// no centre can be reached.
    transferred_puncture: Vec<u32>,
    arrival_to_puncture: TravelTime,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        network: &StrokeNetwork,
        delays: &CareDelays,
        transfers: &'a Transfers,
    ) -> Self {
        let departure = delays.onset_to_departure();
        let arrival_to_puncture = delays.get(Delay::ArrivalToPuncture);
        let transferred = |place| {
            let door_to_door = transfers.mean(place)?;
            Some((departure + door_to_door + arrival_to_puncture).milliseconds())
        };
        Self {
            transfers,
            departure,
            needle: (departure + delays.get(Delay::DoorToNeedle)).milliseconds(),
            direct_puncture: (departure + delays.get(Delay::DoorToPuncture)).milliseconds(),
            transferred_puncture: (0..network.units().len())
                .map(|place| transferred(place).unwrap_or(UNREACHABLE))
                .collect(),
            arrival_to_puncture,
        }
    }

    pub(super) fn direct(&self, reach: &Reach) -> Step {
        Step {
            direct: true,
            first: reach.centre,
            travel: reach.to_centre,
            ivt: later(reach.to_centre, self.needle),
            mt: later(reach.to_centre, self.direct_puncture),
        }
    }

    pub(super) fn drip_and_ship(&self, reach: &Reach) -> Step {
        let transferred = self.transferred_puncture[usize::from(reach.unit)];
        Step {
            direct: false,
            first: reach.unit,
            travel: reach.to_unit,
            ivt: later(reach.to_unit, self.needle),
            mt: later(reach.to_unit, transferred),
        }
    }

    /// The way of a step with these ways of transfer in place of its own.
    pub(super) fn transferred(&self, step: &Step) -> Step {
        if step.direct || step.ivt == UNREACHABLE {
            return *step;
        }
        let puncture = self.transferred_puncture[usize::from(step.first)];
        Step {
            mt: later(step.travel, puncture),
            ..*step
        }
    }

    /// The ways of transfer.
    pub(super) const fn transfers(&self) -> &Transfers {
        self.transfers
    }

    /// What is expected of one admission: over the ways of transfer, not at their mean time.
    pub(super) fn expected(&self, step: &Step, population: &Population) -> Expected {
        self.over_transfers(step, |ivt, mt| population.expected(ivt, mt))
    }

    /// The part of [`Self::expected`] that the way of transfer can change.
    pub(super) fn expected_of_mt(&self, step: &Step, population: &Population) -> Expected {
        self.over_transfers(step, |ivt, mt| population.expected_of_mt(ivt, mt))
    }

    /// The utility of [`Self::expected`] alone.
    pub(super) fn utility(&self, step: &Step, population: &Population) -> f64 {
        self.over_transfers(step, |ivt, mt| population.utility(ivt, mt))
    }

    fn over_transfers<T>(
        &self,
        step: &Step,
        of: impl Fn(Option<TravelTime>, Option<TravelTime>) -> T,
    ) -> T
    where
        T: Default + Add<Output = T> + Mul<f64, Output = T>,
    {
        let (ivt, mt) = (to_time(step.ivt), to_time(step.mt));
        if step.direct || mt.is_none() {
            return of(ivt, mt);
        }
        let options = self.transfers.options(usize::from(step.first));
        if let [_only] = options {
            return of(ivt, mt);
        }
        let before = self.departure + TravelTime::from_milliseconds(step.travel);
        options.iter().fold(T::default(), |sum, option| {
            let mt = before + option.door_to_door + self.arrival_to_puncture;
            sum + of(ivt, Some(mt)) * option.share
        })
    }
}

/// A time after a way and a delay; [`UNREACHABLE`] if either has no way.
fn later(travel: u32, delay: u32) -> u32 {
    if travel == UNREACHABLE || delay == UNREACHABLE {
        UNREACHABLE
    } else {
        (TravelTime::from_milliseconds(travel) + TravelTime::from_milliseconds(delay))
            .milliseconds()
    }
}

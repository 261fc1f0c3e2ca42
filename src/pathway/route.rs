use super::network::{NO_WAY, Reach, StrokeNetwork};
use super::transfer::Transfers;
use crate::care::{CareDelays, Delay};
use crate::model::{PointIndex, SiteIndex, to_time};
use crate::outcome::{Expected, Population};
use crate::units::Minutes;
use rayon::prelude::*;
use std::ops::{Add, Mul};

/// Which hospital an ambulance makes for.
#[derive(Debug, Clone, Copy)]
pub enum Pathway<'a> {
    /// Straight to the nearest MT centre.
    Mothership,
    /// To the closest unit that gives IVT; a transfer for MT.
    DripAndShip,
    /// Straight to the nearest MT centre if it is at most this much farther than the nearest unit,
    /// the limit included; otherwise drip and ship.
    Bypass {
        /// The allowable delay: 0 is drip and ship, [`Minutes::MAX`] mothership wherever a centre
        /// can be reached.
        allowable: Minutes,
    },
    /// Straight to the centre or drip and ship: whichever gives this population the higher
    /// expected utility; drip and ship where it is equal.
    ///
    /// With a pre-hospital test, the positives and the negatives are two populations.
    BestOutcome(&'a Population),
}

/// What a patient does first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// Comes straight to an MT centre.
    Direct,
    /// Comes to a unit, and is transferred for MT.
    DripAndShip,
}

/// How the patients of one demand point come to treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatientPath {
    /// What they do first.
    pub route: Route,
    /// The first hospital.
    pub first: SiteIndex,
    /// On the way to it.
    pub travel: Minutes,
    /// From onset to IVT.
    pub ivt: Minutes,
    /// From onset to MT, the mean over the ways of transfer; `None` where no centre can be
    /// reached from the first hospital.
    pub mt: Option<Minutes>,
}

/// Every demand point's way to treatment by one pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathwayTimes {
    pub(super) steps: Vec<Step>,
    sites: Vec<SiteIndex>,
}

/// One point's way, as small as it can be; `ivt` is [`NO_WAY`] where there is none at all, `mt`
/// where there is none to a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) direct: bool,
    /// Place in [`StrokeNetwork::units`].
    pub(super) first: u16,
    pub(super) travel: u32,
    pub(super) ivt: u32,
    pub(super) mt: u32,
}

impl StrokeNetwork {
    /// Every demand point's way to treatment.
    ///
    /// ```text
    /// IVT = onset to departure + travel to the first hospital + door to needle
    /// MT  = onset to departure + travel + door to puncture                           (direct)
    ///     = onset to departure + travel + DIDO + transfer + arrival to puncture      (drip and ship)
    /// ```
    #[must_use]
    pub fn follow(
        &self,
        pathway: Pathway,
        delays: &CareDelays,
        transfers: &Transfers,
    ) -> PathwayTimes {
        let walk = Walk::new(self, pathway, delays, transfers);
        PathwayTimes {
            steps: self
                .reaches
                .par_iter()
                .with_min_len(2_048)
                .map(|reach| walk.step(reach))
                .collect(),
            sites: self.units.iter().map(|unit| unit.site).collect(),
        }
    }
}

impl StrokeNetwork {
    pub(super) fn path_of(&self, step: &Step) -> Option<PatientPath> {
        step.path(self.units.get(usize::from(step.first))?.site)
    }
}

impl PathwayTimes {
    /// The way of a demand point; `None` where its pathway leads nowhere.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn of(&self, point: PointIndex) -> Option<PatientPath> {
        self.path(&self.steps[point.get()])
    }

    /// The ways of all demand points, in their order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<PatientPath>> {
        self.steps.iter().map(|step| self.path(step))
    }

    /// From onset to IVT, in the order of the demand points.
    #[must_use]
    pub fn ivt_times(&self) -> Vec<Option<Minutes>> {
        self.steps.iter().map(|step| to_time(step.ivt)).collect()
    }

    /// From onset to MT, in the order of the demand points.
    #[must_use]
    pub fn mt_times(&self) -> Vec<Option<Minutes>> {
        self.steps.iter().map(|step| to_time(step.mt)).collect()
    }

    /// From onset to MT as [`crate::model::TravelTimeMatrix::column`] holds times, with no time where
    /// it comes after the cut-off.
    pub(crate) fn mt_cells_until(&self, cut_off: Minutes) -> Vec<u32> {
        let in_time = |mt: u32| mt <= cut_off.milliseconds();
        let cell = |step: &Step| if in_time(step.mt) { step.mt } else { NO_WAY };
        self.steps.iter().map(cell).collect()
    }

    fn path(&self, step: &Step) -> Option<PatientPath> {
        step.path(self.sites[usize::from(step.first)])
    }
}

impl Step {
    fn path(&self, first: SiteIndex) -> Option<PatientPath> {
        Some(PatientPath {
            route: if self.direct {
                Route::Direct
            } else {
                Route::DripAndShip
            },
            first,
            travel: to_time(self.travel)?,
            ivt: to_time(self.ivt)?,
            mt: to_time(self.mt),
        })
    }
}

/// A pathway with everything looked up that is the same for all demand points.
pub(super) struct Walk<'a> {
    pathway: Pathway<'a>,
    transfers: &'a Transfers,
    departure: Minutes,
    /// From departure less travel, by direct admission.
    needle: u32,
    direct_puncture: u32,
    /// By unit: from its door to puncture at the centre, with the delays before; [`NO_WAY`] where
    /// no centre can be reached.
    transferred_puncture: Vec<u32>,
    arrival_to_puncture: Minutes,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        network: &StrokeNetwork,
        pathway: Pathway<'a>,
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
            pathway,
            transfers,
            departure,
            needle: (departure + delays.get(Delay::DoorToNeedle)).milliseconds(),
            direct_puncture: (departure + delays.get(Delay::DoorToPuncture)).milliseconds(),
            transferred_puncture: (0..network.units().len())
                .map(|place| transferred(place).unwrap_or(NO_WAY))
                .collect(),
            arrival_to_puncture,
        }
    }

    pub(super) fn step(&self, reach: &Reach) -> Step {
        if self.goes_direct(reach) {
            self.direct(reach)
        } else {
            self.drip_and_ship(reach)
        }
    }

    fn goes_direct(&self, reach: &Reach) -> bool {
        let within = |allowable: Minutes| {
            reach.to_centre != NO_WAY
                && reach.to_centre <= reach.to_unit.saturating_add(allowable.milliseconds())
        };
        match self.pathway {
            Pathway::Mothership => true,
            Pathway::DripAndShip => within(Minutes::ZERO),
            Pathway::Bypass { allowable } => within(allowable),
            // A centre as close as any unit is the closest hospital: both routes are the same.
            Pathway::BestOutcome(population) => {
                within(Minutes::ZERO)
                    || (reach.to_centre != NO_WAY
                        && (reach.to_unit == NO_WAY
                            || self.utility(&self.direct(reach), population)
                                > self.utility(&self.drip_and_ship(reach), population)))
            }
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
        if step.direct || step.ivt == NO_WAY {
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
    fn utility(&self, step: &Step, population: &Population) -> f64 {
        self.over_transfers(step, |ivt, mt| population.utility(ivt, mt))
    }

    fn over_transfers<T>(
        &self,
        step: &Step,
        of: impl Fn(Option<Minutes>, Option<Minutes>) -> T,
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
        let before = self.departure + Minutes::from_milliseconds(step.travel);
        options.iter().fold(T::default(), |sum, option| {
            let mt = before + option.door_to_door + self.arrival_to_puncture;
            sum + of(ivt, Some(mt)) * option.share
        })
    }
}

/// A time after a way and a delay; [`NO_WAY`] if either has no route.
fn later(travel: u32, delay: u32) -> u32 {
    if travel == NO_WAY || delay == NO_WAY {
        NO_WAY
    } else {
        (Minutes::from_milliseconds(travel) + Minutes::from_milliseconds(delay)).milliseconds()
    }
}

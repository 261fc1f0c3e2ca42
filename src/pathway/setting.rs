use super::kinds::Pathway;
use super::network::{Reach, StrokeNetwork, UNREACHABLE};
use super::route::Step;
use super::transfer::Transfers;
use super::walk::Walk;
use crate::care::CareDelays;
use crate::outcome::Population;
use crate::units::TravelTime;
use std::borrow::Cow;

/// A pathway and all that its times and outcomes depend on.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// Which hospital ambulances make for.
    pub pathway: Pathway,
    /// How much farther than the nearest unit a centre may be for a bypass: 0 is drip and ship,
    /// [`TravelTime::MAX`] mothership wherever a centre can be reached.
    pub allowable: TravelTime,
    /// Delays of the chain.
    pub delays: CareDelays,
    /// How patients are transferred; by road with these delays where `None`. A summary takes them to the
    /// first hospital that is chosen for transfers by road.
    pub transfers: Option<&'a Transfers>,
    /// What the times do to the patients, and by what the best outcome is chosen.
    pub population: &'a Population,
}

impl<'a> Setting<'a> {
    /// A pathway by road, without an allowable delay.
    #[must_use]
    pub const fn by_road(pathway: Pathway, delays: CareDelays, population: &'a Population) -> Self {
        Self {
            pathway,
            allowable: TravelTime::ZERO,
            delays,
            transfers: None,
            population,
        }
    }

    /// How patients are transferred.
    pub(super) fn transfers(&self, network: &StrokeNetwork) -> Cow<'a, Transfers> {
        self.transfers.map_or_else(
            || Cow::Owned(Transfers::by_road(network, &self.delays)),
            Cow::Borrowed,
        )
    }

    /// The way of a demand point, by a walk with the delays and transfers of this setting.
    pub(super) fn step(&self, walk: &Walk, reach: &Reach) -> Step {
        if self.goes_direct(walk, reach) {
            walk.direct(reach)
        } else {
            walk.drip_and_ship(reach)
        }
    }

    fn goes_direct(&self, walk: &Walk, reach: &Reach) -> bool {
        let within = |allowable: TravelTime| {
            reach.to_centre != UNREACHABLE
                && reach.to_centre <= reach.to_unit.saturating_add(allowable.milliseconds())
        };
        match self.pathway {
            Pathway::Mothership => true,
            Pathway::DripAndShip => within(TravelTime::ZERO),
            Pathway::Bypass => within(self.allowable),
            // A centre as close as any unit is the closest hospital: both routes are the same.
            Pathway::BestOutcome => {
                within(TravelTime::ZERO)
                    || (reach.to_centre != UNREACHABLE
                        && (reach.to_unit == UNREACHABLE
                            || walk.utility(&walk.direct(reach), self.population)
                                > walk.utility(&walk.drip_and_ship(reach), self.population)))
            }
        }
    }
}

use super::layout::LayoutTreatment;
use crate::model::{PointIndex, SiteIndex};
use crate::pathway::{AirTransfer, AirTransfers, HelicopterEffect, Route};
use crate::study::Scenario;
use crate::units::Minutes;

/// One helicopter scenario of one layout.
#[derive(Debug, Clone)]
pub struct ScenarioResult {
    /// When helicopters fly.
    pub scenario: Scenario,
    /// How every unit's patients are transferred.
    pub air: AirTransfers,
    /// The fastest helicopter for every hospital, worth flying or not, in the order of the network;
    /// `None` for a centre, and where none flies.
    pub soonest: Vec<Option<AirTransfer>>,
    /// What the service changes in a year, compared with the road.
    pub effect: HelicopterEffect,
    /// Mean minutes from onset to MT over the year, of everybody; `None` for an empty group.
    pub mt_mean: Option<f64>,
    /// MT given in a year.
    pub mt_in_time: f64,
}

/// What a helicopter saves the patients of a demand point who are transferred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Saved {
    /// When it can fly; nothing if flying is not faster.
    pub flying: Minutes,
    /// Mean over the year, in minutes.
    pub year: f64,
}

impl LayoutTreatment {
    /// What the helicopters of a scenario save a demand point; `None` where nobody is transferred,
    /// or if there is no road to compare with.
    ///
    /// # Panics
    ///
    /// There is no such point or scenario.
    #[must_use]
    pub fn saved(&self, scenario: usize, point: PointIndex) -> Option<Saved> {
        let path = self.chosen().times.of(point)?;
        if path.route == Route::Direct {
            return None;
        }
        self.saved_at(scenario, path.first)
    }

    /// What the helicopters of a scenario save the patients that a unit transfers; `None` where
    /// there is no road to be compared with, or it is no unit that transfers.
    ///
    /// # Panics
    ///
    /// There is no such scenario.
    #[must_use]
    pub fn saved_at(&self, scenario: usize, unit: SiteIndex) -> Option<Saved> {
        let units = &self.scenarios[scenario].effect.units;
        // The units that transfer stand in the order of the network, ascending by site.
        let place = units.binary_search_by_key(&unit, |gain| gain.unit).ok()?;
        let gain = &units[place];
        let (_, road) = gain.road?;
        let flying = gain.air.map_or(Minutes::ZERO, |air| {
            road.saturating_sub(air.chain.door_to_door())
        });
        Some(Saved {
            flying,
            year: gain.journey_saved,
        })
    }
}

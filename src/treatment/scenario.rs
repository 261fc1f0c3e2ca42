use crate::flight::Scenario;
use crate::pathway::{AirTransfer, AirTransfers, HelicopterEffect};
use crate::units::TravelTime;

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
    pub flying: TravelTime,
    /// Mean over the year, in minutes.
    pub year: f64,
}

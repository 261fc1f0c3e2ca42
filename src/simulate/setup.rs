use super::acceptance::Acceptance;
use super::aircraft::AircraftChoice;
use super::centres::CentreResources;
use super::routes::Routes;
use crate::units::TravelTime;

/// A service that patients meet: a layout in a scenario.
#[derive(Debug, Clone)]
pub struct Setup<'a> {
    /// Where ambulances go.
    pub routes: &'a Routes,
    /// When the centres take patients.
    pub acceptance: &'a Acceptance,
    /// What the centres work with, in the order of the layout.
    pub centres: &'a [CentreResources],
    /// The helicopters.
    pub aircraft: Option<AircraftChoice<'a>>,
    /// A transfer flies only if it saves at least this.
    pub minimum_saving: TravelTime,
    /// The door-in-door-out time with which flights were planned.
    pub planned_door_in_door_out: TravelTime,
    /// Puncture must begin within this time after onset, or after the call where onset is not known.
    pub window: TravelTime,
    /// The group of every point in the first grouping; empty without one.
    pub groups: &'a [u32],
    /// How many groups there are.
    pub group_count: usize,
}

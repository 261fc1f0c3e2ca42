use super::air_delays::AirDelays;
use super::availability::Availability;
use super::mission_cost::MissionCost;
use super::scenario::Scenario;
use crate::units::TravelTime;

/// How a helicopter service works, wherever its bases lie.
#[derive(Debug, Clone, PartialEq)]
pub struct HelicopterService {
    /// Delays of the chain, and what an unknown pad counts as.
    pub delays: AirDelays,
    /// Weather, other missions, and when transfers are wanted.
    pub availability: Availability,
    /// A transfer flies only if it saves at least this.
    pub minimum_saving: TravelTime,
    /// What one mission costs; `None` where nothing is known in the study's currency.
    pub mission_cost: Option<MissionCost>,
    /// For the map of bases: how far an aircraft comes within this of the notification.
    pub reach: TravelTime,
    /// What is compared, in the order of the study.
    pub scenarios: Vec<Scenario>,
}

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

impl HelicopterService {
    /// When its helicopters can fly in a scenario.
    #[must_use]
    pub fn availability_in(&self, scenario: &Scenario) -> Availability {
        Availability {
            busy: scenario.busy.unwrap_or(self.availability.busy),
            ..self.availability
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flight::ScenarioHours;
    use crate::units::Share;

    /// A scenario changes what it names and nothing else.
    #[test]
    fn a_scenario_has_its_own_busy_share_or_that_of_the_service() {
        let service = HelicopterService {
            delays: AirDelays::default(),
            availability: Availability::default(),
            minimum_saving: TravelTime::ZERO,
            mission_cost: None,
            reach: TravelTime::ZERO,
            scenarios: Vec::new(),
        };
        let scenario = |busy| Scenario {
            name: "listed".to_owned(),
            title: String::new(),
            hours: ScenarioHours::Listed,
            busy,
        };
        assert_eq!(
            service.availability_in(&scenario(None)),
            service.availability
        );
        let busy = Share::try_new(0.25).unwrap();
        let with_its_own = service.availability_in(&scenario(Some(busy)));
        let expected = Availability {
            busy,
            ..service.availability
        };
        assert_eq!(with_its_own, expected);
    }
}

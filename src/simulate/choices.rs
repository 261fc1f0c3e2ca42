use super::arrivals::ArrivalFactors;
use super::durations::Durations;
use super::engine::{Distribution, Precision};
use crate::service::WeekHours;
use crate::units::{Share, TravelTime};

/// Everything that a simulation is told besides its study: each default has its unit and source in the
/// study's reference.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationChoices {
    /// All random numbers depend on it.
    pub seed: u32,
    /// Weeks before the year, in which nobody is counted.
    pub warm_up_weeks: u16,
    /// How many replications.
    pub precision: Precision,
    /// Candidates whose time of onset is known.
    pub onset_known: Share,
    /// How long each step takes.
    pub durations: Durations,
    /// When patients come to hospital.
    pub arrivals: ArrivalFactors,
    /// Longest wait for a centre to open.
    pub opening_wait: TravelTime,
    /// When a team is in the house; at other times it mobilises.
    pub on_site: WeekHours,
    /// Helicopters: spells of weather and the end of a mission.
    pub air: AirChoices,
    /// Planned cases in a suite.
    pub elective: ElectiveChoices,
    /// The services that are compared.
    pub scenarios: Vec<SimulationScenario>,
}

/// What a simulation needs to know of helicopters besides the helicopter service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AirChoices {
    /// Mean length of a spell of weather in which a base does not fly, in minutes.
    pub spell_minutes: f64,
    /// From the handover of a patient until the aircraft can be asked again, in minutes.
    pub clear_minutes: f64,
}

/// Planned cases that occupy suites in working hours.
#[derive(Debug, Clone, PartialEq)]
pub struct ElectiveChoices {
    /// When they begin.
    pub hours: WeekHours,
    /// How long one occupies a suite.
    pub duration: Distribution,
}

/// A service of every layout: when its centres are open, and with what.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationScenario {
    /// Unique in the study.
    pub name: String,
    /// For captions.
    pub title: String,
    /// When the centres are open.
    pub hours: CentreHoursChoice,
    /// Suites of every centre; `None`: as many as are needed.
    pub suites: Option<u8>,
    /// Teams of every centre; `None`: as many as are needed.
    pub teams: Option<u8>,
    /// Whether the rota groups of the study share the hours in which none of their centres is open.
    pub networks: bool,
    /// Planned cases of every centre in a week; 0 for none.
    pub elective_per_week: f64,
    /// The scenario of the helicopter service that flies; `None`: all transfers are by road.
    pub helicopters: Option<String>,
}

/// When the centres of a scenario are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CentreHoursChoice {
    /// All in the same hours.
    All(WeekHours),
    /// Each in the hours that the hospitals' file gives; a hospital without hours in these.
    Listed(WeekHours),
}

impl Default for SimulationChoices {
    fn default() -> Self {
        let working =
            |text: &str| WeekHours::from_choice(text).unwrap_or_else(|_| WeekHours::never());
        Self {
            seed: 1,
            warm_up_weeks: 1,
            precision: Precision {
                half_width: 5.0,
                confidence: 0.95,
                look_ahead: 5,
                least: 10,
                most: 1_000,
            },
            onset_known: Share::try_new(0.705).unwrap_or(Share::ALL),
            durations: Durations::default(),
            arrivals: ArrivalFactors::default(),
            opening_wait: TravelTime::from_whole(60),
            on_site: working("Mon-Fri 08:00-18:00"),
            air: AirChoices {
                spell_minutes: 360.0,
                clear_minutes: 25.0,
            },
            elective: ElectiveChoices {
                hours: working("Mon-Fri 08:00-16:00"),
                duration: Distribution::Lognormal {
                    median: 90.0,
                    sigma: 0.5,
                },
            },
            scenarios: vec![SimulationScenario::all_open()],
        }
    }
}

impl SimulationScenario {
    /// Every centre open day and night, with one suite and one team.
    #[must_use]
    pub fn all_open() -> Self {
        Self {
            name: "all-open".to_owned(),
            title: "all centres open day and night".to_owned(),
            hours: CentreHoursChoice::All(WeekHours::always()),
            suites: Some(1),
            teams: Some(1),
            networks: false,
            elective_per_week: 0.0,
            helicopters: None,
        }
    }
}

/// How Sobol's indices are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IndexModel {
    /// By expectations without queues: no chance, but also no effect of what acts only where patients
    /// wait for each other.
    #[default]
    Expectations,
    /// By replications, which have queues and chance.
    Replications,
}

impl IndexModel {
    /// All ways.
    pub const ALL: [Self; 2] = [Self::Expectations, Self::Replications];

    /// How a study names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Expectations => "expectations",
            Self::Replications => "replications",
        }
    }
}

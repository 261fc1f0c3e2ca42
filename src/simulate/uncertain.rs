use super::aircraft::AircraftChoice;
use super::calendar::MINUTE;
use super::centres::CentreResources;
use super::choices::SimulationChoices;
use super::durations::Step;
use super::engine::{ArrivalProfileError, Clock, Distribution, Draws};
use super::patients::Patients;
use super::replication::replicate;
use super::scene::{Cohort, SimulatedService};
use super::setup::Setup;
use crate::units::{Share, TravelTime};

/// An input of a simulation that is not known exactly. None of them changes a route: ambulances are
/// sent by the delays of the study's pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UncertainInput {
    /// Patients who can be given MT, as a factor.
    Candidates,
    /// Candidates whose time of onset is known.
    OnsetKnown,
    /// Longest wait for a centre to open.
    OpeningWait,
    /// The share of the time in which the weather grounds helicopters, as a factor.
    Grounded,
    /// Mean length of a spell of such weather.
    WeatherSpell,
    /// From the handover of a patient until the aircraft can be sent again.
    AircraftClear,
    /// The median of a step; its whole distribution is scaled.
    Duration(Step),
}

/// Shares of patients for an expectation, at least: more than England has candidates in a year.
const SHARES: usize = 20_000;

/// The uncertain inputs with values.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainValues {
    /// The study's choices with the values in them.
    pub choices: SimulationChoices,
    /// Patients who can be given MT, to those of the study.
    pub candidates: f64,
    /// The share of the time without flights, to that of the study.
    pub grounded: f64,
}

impl UncertainInput {
    /// All inputs, in the order of the tables.
    pub const ALL: [Self; 16] = [
        Self::Candidates,
        Self::OnsetKnown,
        Self::OpeningWait,
        Self::Duration(Step::OnsetToCall),
        Self::Duration(Step::CallToArrival),
        Self::Duration(Step::OnScene),
        Self::Duration(Step::DoorInDoorOut),
        Self::Duration(Step::DoorToReady),
        Self::Duration(Step::ArrivalToReady),
        Self::Duration(Step::Case),
        Self::Duration(Step::Turnaround),
        Self::Duration(Step::Mobilisation),
        Self::Duration(Step::Onward),
        Self::Grounded,
        Self::WeatherSpell,
        Self::AircraftClear,
    ];

    /// How studies and tables name it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Candidates => "candidates_factor",
            Self::OnsetKnown => "onset_known_share",
            Self::OpeningWait => "opening_wait_minutes",
            Self::Grounded => "grounded_factor",
            Self::WeatherSpell => "weather_spell_minutes",
            Self::AircraftClear => "aircraft_clear_minutes",
            Self::Duration(step) => step.key(),
        }
    }

    /// Its unit.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Candidates | Self::Grounded => "factor",
            Self::OnsetKnown => "share",
            _ => "min",
        }
    }

    /// Whether it matters only where helicopters fly.
    #[must_use]
    pub const fn is_of_helicopters(self) -> bool {
        matches!(
            self,
            Self::Grounded | Self::WeatherSpell | Self::AircraftClear
        )
    }

    /// Whether it acts only where patients wait for each other, which an expectation leaves out.
    #[must_use]
    pub const fn is_of_queues(self) -> bool {
        matches!(
            self,
            Self::WeatherSpell
                | Self::AircraftClear
                | Self::Duration(Step::Case | Step::Turnaround | Step::Onward)
        )
    }

    /// What the study says.
    #[must_use]
    pub fn default(self, choices: &SimulationChoices) -> f64 {
        match self {
            Self::Candidates | Self::Grounded => 1.0,
            Self::OnsetKnown => choices.onset_known.as_f64(),
            Self::OpeningWait => choices.opening_wait.as_f64(),
            Self::WeatherSpell => choices.air.spell_minutes,
            Self::AircraftClear => choices.air.clear_minutes,
            Self::Duration(step) => choices.durations.get(step).median(),
        }
    }
}

impl UncertainValues {
    /// What the study says.
    #[must_use]
    pub fn of_study(choices: &SimulationChoices) -> Self {
        Self {
            choices: choices.clone(),
            candidates: 1.0,
            grounded: 1.0,
        }
    }

    /// The same with another value of an input; a value that cannot be is brought to the nearest one
    /// that can.
    #[must_use]
    pub fn with(mut self, input: UncertainInput, value: f64) -> Self {
        let choices = &mut self.choices;
        match input {
            UncertainInput::Candidates => self.candidates = value.max(0.0),
            UncertainInput::Grounded => self.grounded = value.max(0.0),
            UncertainInput::OnsetKnown => {
                choices.onset_known =
                    Share::try_new(value.clamp(0.0, 1.0)).unwrap_or(choices.onset_known);
            }
            UncertainInput::OpeningWait => {
                let wait = TravelTime::try_limit_from_minutes(value.max(0.0));
                choices.opening_wait = wait.unwrap_or(choices.opening_wait);
            }
            UncertainInput::WeatherSpell => choices.air.spell_minutes = value.max(1.0),
            UncertainInput::AircraftClear => choices.air.clear_minutes = value.max(0.0),
            UncertainInput::Duration(step) => {
                let distribution = choices.durations.get(step);
                let scaled = with_median(distribution, value);
                choices.durations = choices
                    .durations
                    .with(step, scaled)
                    .unwrap_or(choices.durations);
            }
        }
        self
    }

    /// Patients treated in a year in each service, the mean of so many replications. The same
    /// replications, so the same patients but for what the values change, meet all values (common
    /// random numbers): without them a difference would be chance.
    ///
    /// `rebuilt` makes a service again with these choices, where its routes are not known for the
    /// wait for a centre to open.
    ///
    /// # Errors
    ///
    /// Arrival factors that make no arrivals, or what `rebuilt` says.
    pub fn treated<'a, E: From<ArrivalProfileError>>(
        &self,
        study: &SimulationChoices,
        cohort: &Cohort,
        services: &[SimulatedService<'a>],
        replications: u32,
        rebuilt: impl Fn(usize) -> Result<SimulatedService<'a>, E>,
    ) -> Result<Vec<f64>, E> {
        let mut treated = vec![0.0; services.len()];
        self.in_services(study, cohort, services, rebuilt, |patients, setups| {
            let mut cohort = Vec::new();
            for replication in 0..replications {
                let draws = Draws::new(self.choices.seed, replication);
                patients.draw(draws, &mut cohort);
                for (treated, setup) in treated.iter_mut().zip(setups) {
                    let record = replicate(setup, patients, &cohort, draws);
                    *treated += record.treated as f64 / 1e6 / f64::from(replications);
                }
            }
        })?;
        Ok(treated)
    }

    /// Patients treated in a year in each service in expectation, if nobody waited for a suite, a team
    /// or a helicopter: shares of patients spread evenly over all arrivals and steps, without chance.
    ///
    /// # Errors
    ///
    /// As [`Self::treated`].
    pub fn expected<'a, E: From<ArrivalProfileError>>(
        &self,
        study: &SimulationChoices,
        cohort: &Cohort,
        services: &[SimulatedService<'a>],
        rebuilt: impl Fn(usize) -> Result<SimulatedService<'a>, E>,
    ) -> Result<Vec<f64>, E> {
        let mut treated = Vec::new();
        self.in_services(study, cohort, services, rebuilt, |patients, setups| {
            let mut cohort = Vec::new();
            patients.expectations(SHARES, &mut cohort);
            let draws = Draws::new(self.choices.seed, 0);
            treated.extend(setups.iter().map(|setup| {
                let free = setup.centres.iter().map(CentreResources::without_queues);
                let free: Vec<CentreResources> = free.collect();
                let aircraft = setup.aircraft.map(|aircraft| AircraftChoice {
                    is_shared: false,
                    ..aircraft
                });
                let setup = Setup {
                    centres: &free,
                    aircraft,
                    ..setup.clone()
                };
                replicate(&setup, patients, &cohort, draws).treated as f64 / 1e6
            }));
        })?;
        Ok(treated)
    }

    /// Calls `work` with the patients and the services of these values.
    fn in_services<'a, E: From<ArrivalProfileError>>(
        &self,
        study: &SimulationChoices,
        cohort: &Cohort,
        services: &[SimulatedService<'a>],
        rebuilt: impl Fn(usize) -> Result<SimulatedService<'a>, E>,
        work: impl FnOnce(&Patients, &[Setup<'_>]),
    ) -> Result<(), E> {
        let cohort = cohort.with(self.candidates, self.later_than(study));
        let patients = cohort.patients(&self.choices)?;
        let wait = Clock::from(self.choices.opening_wait.milliseconds());
        let mut again = Vec::new();
        let mut acceptances = Vec::new();
        for (place, service) in services.iter().enumerate() {
            let acceptance = service.acceptance().with_wait(wait);
            again.push(acceptance.is_none().then(|| rebuilt(place)).transpose()?);
            acceptances.push(acceptance);
        }
        let setups: Vec<Setup> = services
            .iter()
            .zip(&again)
            .zip(&acceptances)
            .map(|((service, again), acceptance)| {
                let setup = again.as_ref().unwrap_or(service).setup(&[], 0);
                Setup {
                    acceptance: acceptance.as_ref().unwrap_or(setup.acceptance),
                    aircraft: setup.aircraft.map(|aircraft| self.aircraft(aircraft)),
                    ..setup
                }
            })
            .collect();
        work(&patients, &setups);
        Ok(())
    }

    /// How much later patients are at hospital than with the study's own steps, in milliseconds.
    fn later_than(&self, study: &SimulationChoices) -> Clock {
        let mean = |choices: &SimulationChoices| {
            let of = |step| choices.durations.get(step).mean();
            of(Step::CallToArrival) + of(Step::OnScene)
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "mean minutes of two delays"
        )]
        let later = ((mean(&self.choices) - mean(study)) * MINUTE as f64).round() as Clock;
        later
    }

    fn aircraft<'a>(&self, aircraft: AircraftChoice<'a>) -> AircraftChoice<'a> {
        let flyable = |share: f64| (1.0 - (1.0 - share) * self.grounded).clamp(0.0, 1.0);
        AircraftChoice {
            flyable: aircraft.flyable.map(flyable),
            spell_minutes: self.choices.air.spell_minutes,
            clear_minutes: self.choices.air.clear_minutes,
            ..aircraft
        }
    }
}

/// A distribution with all its times scaled so that its median is this.
fn with_median(distribution: Distribution, median: f64) -> Distribution {
    let now = distribution.median();
    if now <= 0.0 {
        return Distribution::Fixed { minutes: median };
    }
    let factor = median.max(0.0) / now;
    match distribution {
        Distribution::Fixed { minutes } => Distribution::Fixed {
            minutes: minutes * factor,
        },
        Distribution::Lognormal { median, sigma } => Distribution::Lognormal {
            median: median * factor,
            sigma,
        },
        Distribution::Uniform { least, most } => Distribution::Uniform {
            least: least * factor,
            most: most * factor,
        },
        Distribution::Triangular {
            least,
            likeliest,
            most,
        } => Distribution::Triangular {
            least: least * factor,
            likeliest: likeliest * factor,
            most: most * factor,
        },
        Distribution::Exponential { mean } => Distribution::Exponential {
            mean: mean * factor,
        },
    }
}

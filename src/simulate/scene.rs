use super::acceptance::Acceptance;
use super::aircraft::AircraftChoice;
use super::calendar::{Calendar, DAY, MINUTE};
use super::centres::{CentreResources, Elective};
use super::choices::{CentreHoursChoice, SimulationChoices, SimulationScenario};
use super::engine::{ArrivalProfileError, Clock};
use super::patients::Patients;
use super::routes::Routes;
use super::setup::Setup;
use crate::care::Delay;
use crate::model::{Layout, SiteIndex};
use crate::outcome::Population;
use crate::pathway::{NetworkError, Pathway, Setting};
use crate::service::{
    CentreService, Host, RotaGroup, Service, ServiceError, TeamsByHour, WeekHours, over_weeks,
};
use crate::treatment::TreatmentInstance;
use crate::units::{Share, TravelTime};

/// What a simulation knows of the hospitals besides their times.
#[derive(Debug, Clone, Copy)]
pub struct SiteServices<'a> {
    /// Opening hours by site; `None` where the file gives none. Empty: none are given.
    pub hours: &'a [Option<WeekHours>],
    /// The rota group by site; `None` where it is in none. Empty: there are no groups.
    pub groups: &'a [Option<String>],
}

/// The patients of a study: who can be given MT, where, and how soon they are at a hospital.
#[derive(Debug, Clone)]
pub struct Cohort {
    candidates: Vec<f64>,
    lead: Vec<u32>,
    classes: Vec<f64>,
    populations: Vec<Population>,
}

/// One layout in one scenario, ready for its patients.
#[derive(Debug, Clone)]
pub struct SimulatedService<'a> {
    /// The layout.
    pub layout: String,
    /// The scenario.
    pub scenario: &'a SimulationScenario,
    routes: Routes,
    acceptance: Acceptance,
    centres: Vec<CentreResources>,
    aircraft: Option<AircraftChoice<'a>>,
    minimum_saving: TravelTime,
    planned: TravelTime,
    window: TravelTime,
}

/// A layout and scenario that cannot be simulated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SceneError {
    /// Centres and groups that make no service.
    #[error("scenario `{scenario}`, layout `{layout}`: {source}")]
    Service {
        /// The scenario.
        scenario: String,
        /// The layout.
        layout: String,
        /// Why.
        source: ServiceError,
    },
    /// No such scenario of the helicopter service.
    #[error("scenario `{scenario}`: `{found}` is not a scenario of `[helicopter]`")]
    Helicopters {
        /// The scenario.
        scenario: String,
        /// What it names.
        found: String,
    },
    /// Sites that make no network.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

impl Cohort {
    /// The patients of a study's treatment.
    ///
    /// `units` are the hospitals to which an ambulance can take them in every layout: the published
    /// profile is that of arrivals at hospital, and the call is earlier by the way to the closest.
    #[must_use]
    pub fn new(instance: &TreatmentInstance, choices: &SimulationChoices) -> Self {
        let share = instance.population.mt_share();
        let points = instance.demand.len();
        let mut closest = vec![u32::MAX; points];
        for &unit in instance.units {
            for (best, &time) in closest.iter_mut().zip(instance.matrix.column(unit)) {
                *best = time.min(*best);
            }
        }
        let step = |step| choices.durations.get(step).mean();
        let departure = step(super::Step::CallToArrival) + step(super::Step::OnScene);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "mean minutes of two delays"
        )]
        let departure = (departure * MINUTE as f64).round() as u32;
        let lead = |travel: u32| departure + if travel == u32::MAX { 0 } else { travel };
        let mix = instance.population.mix();
        let by_test = instance
            .test
            .filter(|_| instance.pathway == Pathway::BestOutcome);
        let split = by_test.map_or_else(Vec::new, |test| {
            test.split(&mix).into_iter().flatten().collect()
        });
        let (classes, populations) = if split.is_empty() {
            (vec![1.0], vec![instance.population.clone()])
        } else {
            // Candidates are large-vessel occlusions: of each class its share of those.
            let of_lvo = |(share, mix): &(f64, crate::outcome::PatientMix)| share * mix.lvo();
            let classes = split.iter().map(of_lvo).collect();
            (
                classes,
                split
                    .iter()
                    .map(|(_, mix)| instance.population.with_mix(*mix))
                    .collect(),
            )
        };
        Self {
            candidates: instance
                .demand
                .iter()
                .map(|demand| demand.as_f64() * share)
                .collect(),
            lead: closest.into_iter().map(lead).collect(),
            classes,
            populations,
        }
    }

    /// The same with a factor of the candidates, and calls so much earlier that they are at hospital
    /// when they were.
    pub(super) fn with(&self, factor: f64, earlier: Clock) -> Self {
        let lead =
            |&lead: &u32| u32::try_from((Clock::from(lead) + earlier).max(0)).unwrap_or(lead);
        Self {
            candidates: self.candidates.iter().map(|n| n * factor).collect(),
            lead: self.lead.iter().map(lead).collect(),
            ..self.clone()
        }
    }

    /// Where the patients of replications are drawn.
    ///
    /// # Errors
    ///
    /// Arrival factors that make no arrivals.
    pub fn patients(
        &self,
        choices: &SimulationChoices,
    ) -> Result<Patients<'_>, ArrivalProfileError> {
        Patients::try_new(
            &self.candidates,
            &self.lead,
            &self.classes,
            choices.onset_known.as_f64(),
            choices.durations,
            &choices.arrivals,
            Calendar::new(choices.warm_up_weeks),
        )
    }

    /// Makes a layout in a scenario ready.
    ///
    /// # Errors
    ///
    /// Groups that make no service, or helicopters that the study does not have.
    pub fn service<'a>(
        &self,
        instance: &TreatmentInstance<'a>,
        layout: &Layout,
        sites: SiteServices,
        choices: &SimulationChoices,
        scenario: &'a SimulationScenario,
    ) -> Result<SimulatedService<'a>, SceneError> {
        let service =
            service_of(layout, sites, scenario).map_err(|source| SceneError::Service {
                scenario: scenario.name.clone(),
                layout: layout.name().to_owned(),
                source,
            })?;
        let calendar = Calendar::new(choices.warm_up_weeks);
        let open = (0..layout.sites().len())
            .map(|centre| in_milliseconds(service.open_intervals(centre, calendar.weeks())));
        let wait = Clock::from(choices.opening_wait.milliseconds());
        let acceptance = Acceptance::new(open.collect(), wait);
        let each = resources(calendar, choices, scenario);
        let air = match &scenario.helicopters {
            None => None,
            Some(name) => Some(
                flying(instance, name).ok_or_else(|| SceneError::Helicopters {
                    scenario: scenario.name.clone(),
                    found: name.clone(),
                })?,
            ),
        };
        let settings: Vec<Setting> = self
            .populations
            .iter()
            .map(|population| Setting {
                pathway: instance.pathway,
                allowable: instance.allowable,
                delays: *instance.delays,
                transfers: None,
                population,
            })
            .collect();
        let fleet =
            air.map(|(helicopters, scenario, fleet)| helicopters.in_scenario(scenario, fleet));
        let routes = Routes::try_new(
            instance.matrix,
            instance.between,
            instance.units,
            layout.sites(),
            &settings,
            &acceptance,
            fleet.as_ref(),
        )?;
        Ok(SimulatedService {
            layout: layout.name().to_owned(),
            scenario,
            routes,
            acceptance,
            centres: vec![each; layout.sites().len()],
            aircraft: air.map(|(helicopters, scenario, fleet)| {
                let availability = helicopters.service.availability_in(scenario);
                AircraftChoice {
                    fleet,
                    flyable: availability.flyable.months().map(Share::as_f64),
                    spell_minutes: choices.air.spell_minutes,
                    busy: availability.busy.as_f64(),
                    clear_minutes: choices.air.clear_minutes,
                    is_shared: true,
                }
            }),
            minimum_saving: air.map_or(TravelTime::ZERO, |(helicopters, _, _)| {
                helicopters.service.minimum_saving
            }),
            planned: instance.delays.get(Delay::DoorInDoorOut),
            window: instance.population.mt_cut_off(),
        })
    }
}

impl<'a> SimulatedService<'a> {
    /// The service that patients meet; `groups` are the groups of the points, of which there are
    /// `group_count`.
    #[must_use]
    pub fn setup<'s>(&'s self, groups: &'s [u32], group_count: usize) -> Setup<'s>
    where
        'a: 's,
    {
        Setup {
            routes: &self.routes,
            acceptance: &self.acceptance,
            centres: &self.centres,
            aircraft: self.aircraft,
            minimum_saving: self.minimum_saving,
            planned_door_in_door_out: self.planned,
            window: self.window,
            groups,
            group_count,
        }
    }

    pub(super) const fn acceptance(&self) -> &Acceptance {
        &self.acceptance
    }

    /// The centres, in the order of their figures.
    #[must_use]
    pub fn centres(&self) -> &[SiteIndex] {
        self.routes.centres()
    }

    /// The centres that are open on a weekday (0 is Monday) of the first full week, at a minute of the
    /// day.
    #[must_use]
    pub fn open_centres(&self, weekday: u8, minute: u16) -> Vec<SiteIndex> {
        let time = Clock::from(weekday) * DAY + Clock::from(minute) * MINUTE;
        let is_open = |&(place, _): &(usize, &SiteIndex)| self.acceptance.is_open(place, time);
        let centres = self.centres().iter().enumerate();
        centres.filter(is_open).map(|(_, &site)| site).collect()
    }

    /// Hours in which a centre is open in the year, by its place in the layout.
    #[must_use]
    pub fn open_hours(&self, centre: usize) -> f64 {
        self.acceptance
            .open_milliseconds(centre, 0, 365 * 24 * 60 * MINUTE) as f64
            / (60 * MINUTE) as f64
    }
}

/// What each centre of a layout offers, and who shares nights.
fn service_of(
    layout: &Layout,
    sites: SiteServices,
    scenario: &SimulationScenario,
) -> Result<Service, ServiceError> {
    let centre = |site: &SiteIndex| {
        let hours = match &scenario.hours {
            CentreHoursChoice::All(hours) => hours,
            CentreHoursChoice::Listed(otherwise) => {
                let listed = sites.hours.get(site.get()).and_then(Option::as_ref);
                listed.unwrap_or(otherwise)
            }
        };
        CentreService {
            hours: hours.clone(),
            suites: scenario.suites.unwrap_or(u8::MAX),
            teams: TeamsByHour::constant(scenario.teams.unwrap_or(u8::MAX)),
        }
    };
    let centres = layout.sites().iter().map(centre).collect();
    let mut groups: Vec<RotaGroup> = Vec::new();
    if scenario.networks {
        for (place, site) in layout.sites().iter().enumerate() {
            let Some(Some(name)) = sites.groups.get(site.get()) else {
                continue;
            };
            match groups.iter_mut().find(|group| group.name == *name) {
                Some(group) => group.members.push(place),
                None => groups.push(RotaGroup {
                    name: name.clone(),
                    members: vec![place],
                    shared: None,
                    host: Host::RotatingByWeek,
                }),
            }
        }
    }
    Service::try_new(centres, groups)
}

fn resources(
    calendar: Calendar,
    choices: &SimulationChoices,
    scenario: &SimulationScenario,
) -> CentreResources {
    let elective = (scenario.elective_per_week > 0.0).then(|| Elective {
        cases_per_week: scenario.elective_per_week,
        hours: every_week(calendar, &choices.elective.hours),
        duration: choices.elective.duration,
    });
    CentreResources {
        suites: scenario.suites.map_or(u32::MAX, u32::from),
        teams: scenario
            .teams
            .map_or_else(Vec::new, |teams| vec![(Clock::MIN / 4, u32::from(teams))]),
        on_site: Some(every_week(calendar, &choices.on_site)),
        elective,
    }
}

/// The same hours in every week of a calendar.
fn every_week(calendar: Calendar, hours: &WeekHours) -> Vec<(Clock, Clock)> {
    in_milliseconds(over_weeks(calendar.weeks(), |_| hours.clone()))
}

fn in_milliseconds(minutes: Vec<(i64, i64)>) -> Vec<(Clock, Clock)> {
    let minutes = minutes.into_iter();
    minutes
        .map(|(from, to)| (from * MINUTE, to * MINUTE))
        .collect()
}

/// The helicopters of a scenario of the service.
fn flying<'a>(
    instance: &TreatmentInstance<'a>,
    name: &str,
) -> Option<(
    crate::treatment::HelicopterInstance<'a>,
    &'a crate::flight::Scenario,
    &'a crate::flight::Fleet,
)> {
    let helicopters = instance.helicopters?;
    let scenarios = helicopters.service.scenarios.iter();
    let mut scenarios = scenarios.zip(helicopters.fleets);
    let (scenario, fleet) = scenarios.find(|(scenario, _)| scenario.name == name)?;
    Some((helicopters, scenario, fleet))
}

use super::acceptance::Acceptance;
use super::aircraft::{Aircraft, AircraftChoice};
use super::centres::CentreResources;
use super::durations::Step;
use super::elective::{ElectiveCase, elective_cases};
use super::engine::{Clock, Draws, EventList, Service, Station};
use super::outcome::Cause;
use super::patients::{Patient, Patients};
use super::record::Record;
use super::routes::{Route, Routes};
use crate::model::SiteIndex;
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

/// What is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A patient is ready for puncture at a centre.
    Ready {
        patient: u32,
        centre: u16,
        /// How the patient came.
        by: By,
        /// Whether the patient has been sent on from another centre.
        onward: bool,
    },
    /// A helicopter is asked for a patient in a unit.
    Request {
        patient: u32,
        from: SiteIndex,
        door: Clock,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Ambulance,
    RoadTransfer,
    Air,
}

/// Where a patient is taken, and when the patient is expected to be ready there.
#[derive(Debug, Clone, Copy)]
struct Plan {
    route: Route,
    ready: Clock,
}

/// One replication of one service under way.
struct Replication<'a> {
    setup: &'a Setup<'a>,
    patients: &'a [Patient],
    population: &'a Patients<'a>,
    events: EventList<Event>,
    suites: Vec<Station<'a>>,
    teams: Vec<Station<'a>>,
    aircraft: Option<Aircraft<'a>>,
    record: Record,
    expected: Expected,
}

/// What planners expect of the steps, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Expected {
    door_in_door_out: Clock,
    door_to_ready: Clock,
    arrival_to_ready: Clock,
    turnaround: Clock,
    mobilisation: Clock,
    onward: Clock,
}

impl Setup<'_> {
    /// What happens to these patients, who are in the order of their calls.
    #[must_use]
    pub fn replicate(&self, population: &Patients, patients: &[Patient], draws: Draws) -> Record {
        let durations = population.durations();
        let expected = Expected {
            door_in_door_out: durations.expected(Step::DoorInDoorOut),
            door_to_ready: durations.expected(Step::DoorToReady),
            arrival_to_ready: durations.expected(Step::ArrivalToReady),
            turnaround: durations.expected(Step::Turnaround),
            mobilisation: durations.expected(Step::Mobilisation),
            onward: durations.expected(Step::Onward),
        };
        let suites = self
            .centres
            .iter()
            .map(|centre| Station::new(Service::Always(centre.suites)));
        let teams = self.centres.iter().map(|centre| {
            Station::new(if centre.teams.is_empty() {
                Service::Always(u32::MAX)
            } else {
                Service::Changing(&centre.teams)
            })
        });
        let calendar = population.calendar();
        let mut replication = Replication {
            setup: self,
            patients,
            population,
            events: EventList::new(),
            suites: suites.collect(),
            teams: teams.collect(),
            aircraft: self
                .aircraft
                .map(|choice| Aircraft::new(choice, calendar, draws)),
            record: Record::new(self.centres.len(), self.group_count),
            expected,
        };
        let sites: Vec<u16> = self.routes.centres().iter().map(|site| site.0).collect();
        let mut elective = Vec::new();
        elective_cases(self.centres, &sites, draws, &mut elective);
        replication.run(&elective);
        replication.record
    }
}

impl Replication<'_> {
    /// Patients and planned cases are streams in the order of time; only who is under way is in the
    /// list of events.
    fn run(&mut self, elective: &[ElectiveCase]) {
        let mut elective = elective.iter().peekable();
        let mut calls = (0_u32..).zip(self.patients).peekable();
        loop {
            let call = calls.peek().map(|(_, patient)| patient.call);
            let planned = elective.peek().map(|case| case.time);
            let event = self.events.next_time();
            let Some(next) = [call, planned, event].into_iter().flatten().min() else {
                return;
            };
            if event == Some(next) {
                match self.events.pop() {
                    Some((
                        now,
                        Event::Ready {
                            patient,
                            centre,
                            by,
                            onward,
                        },
                    )) => {
                        self.ready(now, patient, centre, by, onward);
                    }
                    Some((
                        now,
                        Event::Request {
                            patient,
                            from,
                            door,
                        },
                    )) => {
                        self.request(now, patient, from, door);
                    }
                    None => {}
                }
            } else if planned == Some(next) {
                elective
                    .next()
                    .into_iter()
                    .for_each(|case| self.planned(case));
            } else if let Some((number, patient)) = calls.next() {
                self.call(number, patient);
            }
        }
    }

    fn counts(&self, patient: &Patient) -> bool {
        self.population.calendar().counts(patient.call)
    }

    fn hour(&self, patient: &Patient) -> usize {
        self.population.calendar().hour_of_week(patient.call)
    }

    fn group(&self, patient: &Patient) -> Option<usize> {
        self.setup
            .groups
            .get(patient.point.get())
            .map(|&group| group as usize)
    }

    /// An ambulance takes a patient to the hospital of the study's pathway among the centres that
    /// will take the patient.
    fn call(&mut self, number: u32, patient: &Patient) {
        if self.counts(patient) {
            let (hour, group) = (self.hour(patient), self.group(patient));
            self.record.arrives(patient, hour, group);
        }
        let Some(plan) = self.plan(patient) else {
            self.lose(patient, self.cause(patient));
            return;
        };
        let route = plan.route;
        let door = patient.call + Clock::from(patient.to_departure) + Clock::from(route.travel);
        if route.direct {
            let Some(centre) = self.setup.routes.number(route.first) else {
                return;
            };
            let by = By::Ambulance;
            self.arrive(
                number,
                centre,
                door,
                door,
                Clock::from(patient.door_to_ready),
                by,
            );
        } else if self.aircraft.is_some() {
            // Asked at the door: the crew is notified in time to land when the patient is ready.
            let from = route.first;
            self.events.schedule(
                door,
                Event::Request {
                    patient: number,
                    from,
                    door,
                },
            );
        } else {
            self.transfer_by_road(number, patient, route.first, door);
        }
    }

    /// The study's pathway with all centres; where that centre will be closed, with the centres that
    /// take patients at that time.
    fn plan(&self, patient: &Patient) -> Option<Plan> {
        let (routes, acceptance) = (self.setup.routes, self.setup.acceptance);
        let mut plan = self.expect(patient, routes.ideal(patient.class, patient.point))?;
        // Where one more look does not settle it, the patient goes where the last one led.
        for _ in 0..4 {
            if self.accepted(patient, &plan) {
                return Some(plan);
            }
            let route =
                routes.route(acceptance.set_at(plan.ready), patient.class, patient.point)?;
            plan = self.expect(patient, route)?;
        }
        Some(plan)
    }

    /// When a patient on a route is expected to be ready at the nearest centre; `None` where the
    /// route leads nowhere.
    fn expect(&self, patient: &Patient, route: Route) -> Option<Plan> {
        if route.travel == Route::NOWHERE {
            return None;
        }
        let door = patient.call + Clock::from(patient.to_departure) + Clock::from(route.travel);
        let ready = if route.direct {
            door + self.expected.door_to_ready
        } else {
            let &(transfer, _) = self.setup.routes.transfers(route.first).first()?;
            door + self.expected.door_in_door_out
                + Clock::from(transfer)
                + self.expected.arrival_to_ready
        };
        Some(Plan { route, ready })
    }

    fn accepted(&self, patient: &Patient, plan: &Plan) -> bool {
        let (routes, acceptance) = (self.setup.routes, self.setup.acceptance);
        if plan.route.direct {
            let centre = routes.number(plan.route.first);
            return centre.is_some_and(|centre| {
                acceptance
                    .first_start(usize::from(centre), plan.ready)
                    .is_some()
            });
        }
        let door =
            patient.call + Clock::from(patient.to_departure) + Clock::from(plan.route.travel);
        let departure = door + self.expected.door_in_door_out;
        let nearest = routes.nearest_accepting(
            acceptance,
            plan.route.first,
            departure,
            self.expected.arrival_to_ready,
        );
        let first = routes.transfers(plan.route.first).first();
        nearest.is_some() && nearest == first.copied()
    }

    /// Transfers a patient of a unit to the nearest centre that will take the patient.
    fn transfer_by_road(&mut self, number: u32, patient: &Patient, from: SiteIndex, door: Clock) {
        let departure = door + Clock::from(patient.door_in_door_out);
        let work_up = self.expected.arrival_to_ready;
        let nearest =
            self.setup
                .routes
                .nearest_accepting(self.setup.acceptance, from, departure, work_up);
        let Some((time, centre)) = nearest else {
            self.lose(patient, self.cause(patient));
            return;
        };
        let door = departure + Clock::from(time);
        let ready = Clock::from(patient.arrival_to_ready);
        self.arrive(number, centre, departure, door, ready, By::RoadTransfer);
    }

    /// A patient reaches the door of a centre that has been told of it before.
    fn arrive(&mut self, number: u32, centre: u16, told: Clock, door: Clock, ready: Clock, by: By) {
        let mut time = door + ready;
        if !self.setup.centres[usize::from(centre)].is_on_site(time) {
            time = time.max(told + self.expected.mobilisation);
        }
        let event = Event::Ready {
            patient: number,
            centre,
            by,
            onward: false,
        };
        self.events.schedule(time, event);
    }

    /// A helicopter flies a patient if one is free and saves enough; otherwise the transfer is by
    /// road.
    fn request(&mut self, now: Clock, number: u32, from: SiteIndex, door: Clock) {
        let patient = &self.patients[number as usize];
        let setup = self.setup;
        let departure = door + Clock::from(patient.door_in_door_out);
        let work_up = self.expected.arrival_to_ready;
        let road = setup
            .routes
            .nearest_accepting(setup.acceptance, from, departure, work_up);
        let by_road = road.map(|(time, _)| departure + Clock::from(time));
        let planned = Clock::from(setup.planned_door_in_door_out.milliseconds());
        let set = setup.acceptance.set_at(departure + work_up);
        let saving = Clock::from(setup.minimum_saving.milliseconds());
        let Some(aircraft) = &mut self.aircraft else {
            return;
        };
        let flight = setup.routes.flights(set, from).iter().find_map(|flight| {
            // The chain was planned with the planned time in the unit.
            let chain = Clock::from(flight.chain.door_to_door().milliseconds());
            let handover = departure + (chain - planned).max(0);
            let centre = setup.routes.number(flight.centre)?;
            let worth = by_road.is_none_or(|road| handover < road && handover + saving <= road);
            let open = setup
                .acceptance
                .first_start(usize::from(centre), handover + work_up);
            let flies = worth && open.is_some() && aircraft.flies(flight.base, patient, now);
            flies.then_some((flight.base, centre, handover))
        });
        let Some((base, centre, handover)) = flight else {
            self.transfer_by_road(number, patient, from, door);
            return;
        };
        aircraft.send(base, handover);
        let ready = Clock::from(patient.arrival_to_ready);
        self.arrive(number, centre, departure, handover, ready, By::Air);
    }

    /// A patient is ready at a centre: is treated at once, waits for a suite and a team, goes on to
    /// another centre where that is sooner, or comes too late.
    fn ready(&mut self, now: Clock, number: u32, centre: u16, by: By, onward: bool) {
        let patient = &self.patients[number as usize];
        let start = self.first_start(usize::from(centre), now);
        let counts = self.counts(patient);
        if counts {
            let site = &mut self.record.sites[usize::from(centre)];
            let weight = patient.weight.millionths();
            site.ready += weight;
            if self.suites[usize::from(centre)].earliest(now) != Some(now)
                || self.teams[usize::from(centre)]
                    .earliest(now)
                    .is_none_or(|free| free > now)
            {
                site.found_busy += weight;
            }
        }
        if start != Some(now)
            && !onward
            && let Some((elsewhere, ready)) = self.sooner_elsewhere(patient, centre, now, start)
        {
            if counts {
                self.record.onward += patient.weight.millionths();
            }
            let event = Event::Ready {
                patient: number,
                centre: elsewhere,
                by: if by == By::Ambulance {
                    By::RoadTransfer
                } else {
                    by
                },
                onward: true,
            };
            self.events.schedule(ready, event);
            return;
        }
        let latest = self.latest(patient);
        let Some(start) = start.filter(|&start| start <= latest) else {
            let opens = self.setup.acceptance.first_start(usize::from(centre), now);
            let cause = match opens {
                Some(opens) if opens <= latest => Cause::Busy,
                _ => self.cause(patient),
            };
            self.lose(patient, cause);
            return;
        };
        self.treat(now, start, patient, centre, by);
    }

    fn treat(&mut self, now: Clock, start: Clock, patient: &Patient, centre: u16, by: By) {
        let place = usize::from(centre);
        let end = start + Clock::from(patient.case);
        let opens = self
            .setup
            .acceptance
            .first_start(place, now)
            .unwrap_or(start);
        let suite_free = self.suites[place]
            .earliest(opens)
            .unwrap_or(start)
            .min(start);
        let suite_until = end + self.expected.turnaround;
        self.suites[place].occupy(now, suite_until);
        self.teams[place].occupy(now, end);
        if !self.counts(patient) {
            return;
        }
        let (hour, group) = (self.hour(patient), self.group(patient));
        let weight = patient.weight.millionths();
        let time = u32::try_from(start - self.onset(patient)).unwrap_or(u32::MAX);
        let called_in = !self.setup.centres[place].is_on_site(start);
        let record = &mut self.record;
        record.is_treated(patient.weight, time, hour, group);
        match by {
            By::Ambulance => {}
            By::RoadTransfer => record.by_road += weight,
            By::Air => record.by_air += weight,
        }
        record.opening_wait += opens - now;
        record.suite_wait += suite_free - opens;
        record.team_wait += start - suite_free;
        if start > opens {
            record.waited += weight;
        }
        let site = &mut record.sites[place];
        site.treated += weight;
        site.occupied += suite_until - start;
        if called_in {
            site.called_in += weight;
        }
    }

    /// When a patient who is ready then can be punctured at a centre: in its hours, with a suite and
    /// a team free; `None` where that is not before it closes.
    fn first_start(&self, centre: usize, ready: Clock) -> Option<Clock> {
        let acceptance = self.setup.acceptance;
        let mut time = ready;
        loop {
            let open = acceptance.first_start(centre, time)?;
            let suite = self.suites[centre].earliest(open)?;
            let team = self.teams[centre].earliest(suite)?;
            if team == open {
                return Some(open);
            }
            time = team;
        }
    }

    /// The centre at which a patient of a centre would be punctured soonest, if that is sooner than
    /// there, and when the patient is ready at it.
    fn sooner_elsewhere(
        &self,
        patient: &Patient,
        centre: u16,
        now: Clock,
        here: Option<Clock>,
    ) -> Option<(u16, Clock)> {
        let departure = now + self.expected.onward;
        let latest = self.latest(patient);
        let from = self.setup.routes.centres()[usize::from(centre)];
        let work_up = Clock::from(patient.arrival_to_ready);
        let mut best: Option<(Clock, u16, Clock)> = None;
        for &(time, other) in self.setup.routes.transfers(from) {
            let ready = departure + Clock::from(time) + work_up;
            let beaten = |known: Clock| ready >= known;
            if ready > latest || here.is_some_and(beaten) || best.is_some_and(|best| beaten(best.0))
            {
                break;
            }
            if other == centre {
                continue;
            }
            if let Some(start) = self.first_start(usize::from(other), ready)
                && start <= latest
                && here.is_none_or(|here| start < here)
                && best.is_none_or(|best| start < best.0)
            {
                best = Some((start, other, ready));
            }
        }
        best.map(|(_, other, ready)| (other, ready))
    }

    /// A planned case takes the first free suite within the working hours; it is called off where
    /// none is free in time.
    fn planned(&mut self, case: &ElectiveCase) {
        let place = case.centre as usize;
        let Some(elective) = &self.setup.centres[place].elective else {
            return;
        };
        let Some(start) = self.suites[place].earliest(case.time) else {
            return;
        };
        if elective
            .hours
            .iter()
            .any(|&(from, to)| from <= start && start < to)
        {
            self.suites[place].occupy(case.time, start + case.lasts);
            if self.population.calendar().counts(case.time) {
                self.record.sites[place].elective += 1;
            }
        }
    }

    fn lose(&mut self, patient: &Patient, cause: Cause) {
        if self.counts(patient) {
            self.record.is_lost(patient, cause);
        }
    }

    /// When the window begins.
    fn onset(&self, patient: &Patient) -> Clock {
        if patient.onset_known {
            patient.call - Clock::from(patient.onset_to_call)
        } else {
            patient.call
        }
    }

    /// The last time at which puncture may begin.
    fn latest(&self, patient: &Patient) -> Clock {
        self.onset(patient) + Clock::from(self.setup.window.milliseconds())
    }

    /// Why a patient is lost whom hours keep from a centre: with all open the patient would be in
    /// time, or not.
    fn cause(&self, patient: &Patient) -> Cause {
        let route = self.setup.routes.ideal(patient.class, patient.point);
        if route.travel == Route::NOWHERE {
            return Cause::Unreachable;
        }
        let door = patient.call + Clock::from(patient.to_departure) + Clock::from(route.travel);
        let ready = if route.direct {
            door + Clock::from(patient.door_to_ready)
        } else {
            let Some(&(time, _)) = self.setup.routes.transfers(route.first).first() else {
                return Cause::Unreachable;
            };
            door + Clock::from(patient.door_in_door_out)
                + Clock::from(time)
                + Clock::from(patient.arrival_to_ready)
        };
        if ready <= self.latest(patient) {
            Cause::Closed
        } else {
            Cause::TooLate
        }
    }
}

use super::aircraft::Aircraft;
use super::dispatch::Dispatch;
use super::elective::{ElectiveCase, elective_cases};
use super::engine::{Clock, Draws, EventList};
use super::outcome::Cause;
use super::patients::{Patient, Patients};
use super::pending::{By, Event};
use super::record::Record;
use super::setup::Setup;
use super::stations::Stations;
use crate::model::SiteIndex;

/// What happens to patients, who are in the order of their calls, in one service.
#[must_use]
pub fn replicate(
    setup: &Setup,
    population: &Patients,
    patients: &[Patient],
    draws: Draws,
) -> Record {
    let numbers: Vec<u16> = setup.routes.centres().iter().map(|site| site.0).collect();
    let mut elective = Vec::new();
    elective_cases(setup.centres, &numbers, draws, &mut elective);
    Replication::new(setup, population, patients, draws).run(&elective)
}

/// One replication of one service under way.
struct Replication<'a> {
    setup: &'a Setup<'a>,
    patients: &'a [Patient],
    population: &'a Patients<'a>,
    events: EventList<Event>,
    stations: Stations<'a>,
    aircraft: Option<Aircraft<'a>>,
    record: Record,
    dispatch: Dispatch<'a>,
}

impl<'a> Replication<'a> {
    fn new(
        setup: &'a Setup<'a>,
        population: &'a Patients<'a>,
        patients: &'a [Patient],
        draws: Draws,
    ) -> Self {
        let calendar = population.calendar();
        Self {
            setup,
            patients,
            population,
            events: EventList::new(),
            stations: Stations::new(setup.acceptance, setup.centres),
            aircraft: setup
                .aircraft
                .map(|choice| Aircraft::new(choice, calendar, draws)),
            record: Record::new(setup.centres.len(), setup.group_count),
            dispatch: Dispatch::new(setup, population.durations()),
        }
    }

    /// Patients and planned cases are streams in the order of time; only who is under way is in the
    /// list of events.
    fn run(mut self, elective: &[ElectiveCase]) -> Record {
        let mut elective = elective.iter().peekable();
        let mut calls = (0_u32..).zip(self.patients).peekable();
        loop {
            let call = calls.peek().map(|(_, patient)| patient.call);
            let planned = elective.peek().map(|case| case.time);
            let event = self.events.next_time();
            let Some(next) = [call, planned, event].into_iter().flatten().min() else {
                return self.record;
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
        let Some(plan) = self.dispatch.plan(patient) else {
            self.lose(patient, self.dispatch.cause(patient));
            return;
        };
        let route = plan.route;
        let door = patient.call + Clock::from(patient.to_departure) + Clock::from(route.travel);
        if route.direct {
            let Some(centre) = self.setup.routes.number(route.first) else {
                self.lose(patient, Cause::Unreachable);
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

    /// Transfers a patient of a unit to the nearest centre that will take the patient.
    fn transfer_by_road(&mut self, number: u32, patient: &Patient, from: SiteIndex, door: Clock) {
        let departure = door + Clock::from(patient.door_in_door_out);
        let work_up = self.dispatch.expected.arrival_to_ready;
        let nearest =
            self.setup
                .routes
                .nearest_accepting(self.setup.acceptance, from, departure, work_up);
        let Some((time, centre)) = nearest else {
            self.lose(patient, self.dispatch.cause(patient));
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
            time = time.max(told + self.dispatch.expected.mobilisation);
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
        let work_up = self.dispatch.expected.arrival_to_ready;
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
        let start = self.stations.first_start(usize::from(centre), now);
        let counts = self.counts(patient);
        if counts {
            let site = &mut self.record.sites[usize::from(centre)];
            let weight = patient.weight.millionths();
            site.ready += weight;
            if self.stations.is_busy(usize::from(centre), now) {
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
        let latest = self.dispatch.latest(patient);
        let Some(start) = start.filter(|&start| start <= latest) else {
            let opens = self.setup.acceptance.first_start(usize::from(centre), now);
            let cause = match opens {
                Some(opens) if opens <= latest => Cause::Busy,
                _ => self.dispatch.cause(patient),
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
        let suite_free = self
            .stations
            .suite_free(place, opens)
            .unwrap_or(start)
            .min(start);
        let suite_until = end + self.dispatch.expected.turnaround;
        self.stations.occupy(place, now, suite_until, end);
        if !self.counts(patient) {
            return;
        }
        let punctured = self.population.calendar().hour_of_week(start);
        let hours = [self.hour(patient), punctured];
        let group = self.group(patient);
        let weight = patient.weight.millionths();
        let time = u32::try_from(start - patient.window_begins()).unwrap_or(u32::MAX);
        let called_in = !self.setup.centres[place].is_on_site(start);
        let record = &mut self.record;
        record.is_treated(patient.weight, time, hours, group);
        match by {
            By::Ambulance => {}
            By::RoadTransfer => record.by_road += weight,
            By::Air => record.by_air += weight,
        }
        record.opening_wait += opens - now;
        record.suite_wait += suite_free - opens;
        record.team_wait += start - suite_free;
        record.waits(patient.weight, start - now);
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

    /// The centre at which a patient of a centre would be punctured soonest, if that is sooner than
    /// there, and when the patient is ready at it.
    fn sooner_elsewhere(
        &self,
        patient: &Patient,
        centre: u16,
        now: Clock,
        here: Option<Clock>,
    ) -> Option<(u16, Clock)> {
        let departure = now + self.dispatch.expected.onward;
        let latest = self.dispatch.latest(patient);
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
            if let Some(start) = self.stations.first_start(usize::from(other), ready)
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
        let Some(start) = self.stations.suite_free(place, case.time) else {
            return;
        };
        if elective.may_begin(start) {
            self.stations
                .occupy_suite(place, case.time, start + case.lasts);
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
}

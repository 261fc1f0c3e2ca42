use super::aircraft::Aircraft;
use super::dispatch::Dispatch;
use super::elective::{ElectiveCase, elective_cases};
use super::engine::{Clock, Draws, EventList};
use super::journal::{Entry, Journal, PatientEvent};
use super::outcome::Cause;
use super::patients::{Patient, Patients};
use super::pending::{Arrival, By, Event};
use super::record::Record;
use super::recorder::{Recorder, Treatment};
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
    replicate_for(setup, population, patients, draws, ()).0
}

/// The same, and the history of every patient: ascending by demand point, number and time.
#[must_use]
pub(super) fn replicate_with_history(
    setup: &Setup,
    population: &Patients,
    patients: &[Patient],
    draws: Draws,
) -> (Record, Vec<Entry>) {
    let (record, mut entries) = replicate_for(setup, population, patients, draws, Vec::new());
    entries.sort_by_key(|entry| (entry.patient.point, entry.patient.number, entry.time));
    (record, entries)
}

fn replicate_for<J: Journal>(
    setup: &Setup,
    population: &Patients,
    patients: &[Patient],
    draws: Draws,
    journal: J,
) -> (Record, J) {
    let numbers: Vec<u16> = setup.routes.centres().iter().map(|site| site.0).collect();
    let mut elective = Vec::new();
    elective_cases(setup.centres, &numbers, draws, &mut elective);
    Replication::new(setup, population, patients, draws, journal).run(&elective)
}

/// One replication of one service under way.
struct Replication<'a, J> {
    setup: &'a Setup<'a>,
    patients: &'a [Patient],
    events: EventList<Event>,
    stations: Stations<'a>,
    aircraft: Option<Aircraft<'a>>,
    recorder: Recorder<'a, J>,
    dispatch: Dispatch<'a>,
}

impl<'a, J: Journal> Replication<'a, J> {
    fn new(
        setup: &'a Setup<'a>,
        population: &'a Patients<'a>,
        patients: &'a [Patient],
        draws: Draws,
        journal: J,
    ) -> Self {
        let calendar = population.calendar();
        Self {
            setup,
            patients,
            events: EventList::new(),
            stations: Stations::new(setup.acceptance, setup.centres),
            aircraft: setup
                .aircraft
                .map(|choice| Aircraft::new(choice, calendar, draws)),
            recorder: Recorder::new(setup, calendar, journal),
            dispatch: Dispatch::new(setup, population.durations()),
        }
    }

    /// Patients and planned cases are streams in the order of time; only who is under way is in the
    /// list of events.
    fn run(mut self, elective: &[ElectiveCase]) -> (Record, J) {
        let mut elective = elective.iter().peekable();
        let mut calls = (0_u32..).zip(self.patients).peekable();
        loop {
            let call = calls.peek().map(|(_, patient)| patient.call);
            let planned = elective.peek().map(|case| case.time);
            let event = self.events.next_time();
            let Some(next) = [call, planned, event].into_iter().flatten().min() else {
                return self.recorder.into_parts();
            };
            if event == Some(next) {
                match self.events.pop() {
                    Some((now, Event::Ready(arrival))) => self.ready(now, arrival),
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

    /// An ambulance takes a patient to the hospital of the study's pathway among the centres that
    /// will take the patient.
    fn call(&mut self, number: u32, patient: &Patient) {
        self.recorder.calls(patient);
        let Some(plan) = self.dispatch.plan(patient) else {
            let cause = self.dispatch.cause(patient);
            self.recorder.is_lost(patient, patient.call, cause);
            return;
        };
        let route = plan.route;
        let leaves = patient.call + Clock::from(patient.to_departure);
        let door = leaves + Clock::from(route.travel);
        let to = route.first;
        self.recorder
            .note(patient, leaves, PatientEvent::LeavesScene { to });
        self.recorder
            .note(patient, door, PatientEvent::Door { at: to });
        if route.direct {
            let Some(centre) = self.setup.routes.number(route.first) else {
                self.recorder.is_lost(patient, door, Cause::Unreachable);
                return;
            };
            let arrival = Arrival {
                patient: number,
                centre,
                door,
                by: By::Ambulance,
                onward: false,
            };
            self.arrive(arrival, door, door + Clock::from(patient.door_to_ready));
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
            let cause = self.dispatch.cause(patient);
            self.recorder.is_lost(patient, departure, cause);
            return;
        };
        let door = departure + Clock::from(time);
        self.transferred(
            number,
            patient,
            from,
            centre,
            [departure, door],
            By::RoadTransfer,
        );
    }

    /// A patient reaches the door of a centre that was told of it before, and could be punctured once
    /// worked up.
    fn arrive(&mut self, arrival: Arrival, told: Clock, worked_up: Clock) {
        let centre = usize::from(arrival.centre);
        let time = self.dispatch.with_team(centre, told, worked_up);
        self.events.schedule(time, Event::Ready(arrival));
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
        self.transferred(
            number,
            patient,
            from,
            centre,
            [departure, handover],
            By::Air,
        );
    }

    /// A patient leaves a unit for a centre, and reaches its door.
    fn transferred(
        &mut self,
        number: u32,
        patient: &Patient,
        from: SiteIndex,
        centre: u16,
        [departure, door]: [Clock; 2],
        by: By,
    ) {
        let to = self.setup.routes.centres()[usize::from(centre)];
        let leaves = PatientEvent::transfer(from, to, by);
        self.recorder.note(patient, departure, leaves);
        self.recorder
            .note(patient, door, PatientEvent::Door { at: to });
        let arrival = Arrival {
            patient: number,
            centre,
            door,
            by,
            onward: false,
        };
        self.arrive(
            arrival,
            departure,
            door + Clock::from(patient.arrival_to_ready),
        );
    }

    /// A patient is ready at a centre: is treated at once, waits for a suite and a team, goes on to
    /// another centre where that is sooner, or comes too late.
    fn ready(&mut self, now: Clock, arrival: Arrival) {
        let patient = &self.patients[arrival.patient as usize];
        let place = usize::from(arrival.centre);
        let start = self.stations.first_start(place, now);
        let is_busy = self.stations.is_busy(place, now);
        self.recorder.is_ready(patient, now, place, is_busy);
        if start != Some(now)
            && !arrival.onward
            && let Some((elsewhere, ready)) =
                self.sooner_elsewhere(patient, arrival.centre, now, start)
        {
            let to = usize::from(elsewhere);
            let door = ready - Clock::from(patient.arrival_to_ready);
            self.recorder.is_sent_on(patient, [now, door], place, to);
            let arrival = Arrival {
                centre: elsewhere,
                door,
                by: arrival.by.onward(),
                onward: true,
                ..arrival
            };
            self.events.schedule(ready, Event::Ready(arrival));
            return;
        }
        let latest = self.dispatch.latest(patient);
        let Some(start) = start.filter(|&start| start <= latest) else {
            let opens = self.setup.acceptance.first_start(place, now);
            let cause = match opens {
                Some(opens) if opens <= latest => Cause::Busy,
                _ => self.dispatch.cause(patient),
            };
            self.recorder.is_lost(patient, now, cause);
            return;
        };
        self.treat(now, start, patient, &arrival);
    }

    fn treat(&mut self, now: Clock, start: Clock, patient: &Patient, arrival: &Arrival) {
        let centre = usize::from(arrival.centre);
        let end = start + Clock::from(patient.case);
        let opens = self.setup.acceptance.first_start(centre, now);
        let opens = opens.unwrap_or(start);
        let suite_free = self.stations.suite_free(centre, opens).unwrap_or(start);
        let suite_until = end + self.dispatch.expected.turnaround;
        self.stations.occupy(centre, now, suite_until, end);
        let treatment = Treatment {
            centre,
            by: arrival.by,
            door: arrival.door,
            ready: now,
            opens,
            suite_free: suite_free.min(start),
            start,
            end,
            suite_until,
        };
        self.recorder.is_treated(patient, &treatment);
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
            self.recorder.planned_case(case.time, place);
        }
    }
}

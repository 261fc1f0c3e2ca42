use super::durations::{Durations, Step};
use super::engine::Clock;
use super::outcome::Cause;
use super::patients::Patient;
use super::routes::Route;
use super::setup::Setup;

/// Where a patient is taken, and when the patient is expected to be ready there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) route: Route,
    pub(super) ready: Clock,
}

/// Who decides where a patient is taken, with what planners expect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dispatch<'a> {
    setup: &'a Setup<'a>,
    pub(super) expected: Expected,
}

/// What planners expect of the steps, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    pub(super) door_in_door_out: Clock,
    pub(super) door_to_ready: Clock,
    pub(super) arrival_to_ready: Clock,
    pub(super) turnaround: Clock,
    pub(super) mobilisation: Clock,
    pub(super) onward: Clock,
}

impl<'a> Dispatch<'a> {
    pub(super) fn new(setup: &'a Setup<'a>, durations: &Durations) -> Self {
        Self {
            setup,
            expected: Expected {
                door_in_door_out: durations.expected(Step::DoorInDoorOut),
                door_to_ready: durations.expected(Step::DoorToReady),
                arrival_to_ready: durations.expected(Step::ArrivalToReady),
                turnaround: durations.expected(Step::Turnaround),
                mobilisation: durations.expected(Step::Mobilisation),
                onward: durations.expected(Step::Onward),
            },
        }
    }

    /// The study's pathway with all centres; where that centre will be closed, with the centres that
    /// take patients at that time.
    pub(super) fn plan(&self, patient: &Patient) -> Option<Plan> {
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

    /// When a patient is ready whom a team at home has to meet, which a centre called when it was told
    /// of the patient.
    pub(super) fn with_team(&self, centre: usize, told: Clock, ready: Clock) -> Clock {
        if self.setup.centres[centre].is_on_site(ready) {
            ready
        } else {
            ready.max(told + self.expected.mobilisation)
        }
    }

    /// The last time at which puncture may begin.
    pub(super) fn latest(&self, patient: &Patient) -> Clock {
        patient.window_begins() + Clock::from(self.setup.window.milliseconds())
    }

    /// Why a patient is lost whom hours keep from a centre: with all open, and a team called in where
    /// none is in the house, the patient would be in time, or not.
    pub(super) fn cause(&self, patient: &Patient) -> Cause {
        let route = self.setup.routes.ideal(patient.class, patient.point);
        if route.travel == Route::NOWHERE {
            return Cause::Unreachable;
        }
        let door = patient.call + Clock::from(patient.to_departure) + Clock::from(route.travel);
        let (centre, told, ready) = if route.direct {
            let Some(centre) = self.setup.routes.number(route.first) else {
                return Cause::Unreachable;
            };
            (centre, door, door + Clock::from(patient.door_to_ready))
        } else {
            let Some(&(time, centre)) = self.setup.routes.transfers(route.first).first() else {
                return Cause::Unreachable;
            };
            let departure = door + Clock::from(patient.door_in_door_out);
            let ready = departure + Clock::from(time) + Clock::from(patient.arrival_to_ready);
            (centre, departure, ready)
        };
        if self.with_team(usize::from(centre), told, ready) <= self.latest(patient) {
            Cause::Closed
        } else {
            Cause::TooLate
        }
    }
}

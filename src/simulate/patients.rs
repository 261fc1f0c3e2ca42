use super::arrivals::ArrivalFactors;
use super::calendar::Calendar;
use super::durations::{Durations, Step};
use super::engine::{ArrivalProfile, ArrivalProfileError, Clock, Draws, poisson};
use crate::model::PointIndex;
use crate::units::Demand;

/// A patient who can be given MT, with everything that does not depend on the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patient {
    /// When the ambulance is called.
    pub call: Clock,
    /// Where.
    pub point: PointIndex,
    /// Which of the point's patients.
    pub number: u32,
    /// For how much demand the patient stands: 1 unless expectations are simulated.
    pub weight: Demand,
    /// Whether the time of onset is known; otherwise the window counts from the call.
    pub onset_known: bool,
    /// The class of a pre-hospital test.
    pub class: u8,
    /// Milliseconds from onset to the call.
    pub onset_to_call: u32,
    /// Milliseconds from the call to the departure from the scene.
    pub to_departure: u32,
    /// Milliseconds.
    pub door_in_door_out: u32,
    /// Milliseconds.
    pub door_to_ready: u32,
    /// Milliseconds.
    pub arrival_to_ready: u32,
    /// Milliseconds.
    pub case: u32,
}

impl Patient {
    /// When the window for MT begins: at onset, or at the call where onset is not known.
    #[must_use]
    pub fn window_begins(&self) -> Clock {
        if self.onset_known {
            self.call - Clock::from(self.onset_to_call)
        } else {
            self.call
        }
    }
}

/// One uniform number for each thing that is drawn of a patient.
struct Uniforms {
    arrival: f64,
    known: f64,
    class: f64,
    onset: f64,
    response: f64,
    scene: f64,
    dido: f64,
    ready: f64,
    case: f64,
}

/// What a draw is for. A number of its own for each, so that one more draw for one purpose changes
/// none for another.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Count = 0,
    Arrival = 1,
    Journey = 2,
    Hospital = 3,
    Aircraft = 4,
    Weather = 5,
    Elective = 6,
}

/// All that patients are drawn from.
#[derive(Debug, Clone)]
pub struct Patients<'a> {
    /// Who can be given MT in a year, by demand point: a number that need not be whole.
    candidates: &'a [f64],
    /// From the call to the door of the closest hospital, by demand point: the published profile is
    /// that of arrivals at hospital.
    lead: &'a [u32],
    /// Shares of the classes of a pre-hospital test, cumulative; ends with 1.
    classes: Vec<f64>,
    onset_known: f64,
    durations: Durations,
    calendar: Calendar,
    profile: ArrivalProfile,
    horizon: f64,
}

impl<'a> Patients<'a> {
    /// Patients of demand points.
    ///
    /// `candidates` are the yearly patients who can be given MT, by point; `lead` the milliseconds
    /// from call to the closest hospital's door, by point; `classes` the shares of the classes of a
    /// pre-hospital test (one class without a test).
    ///
    /// # Errors
    ///
    /// Arrival factors that make no arrivals.
    ///
    /// # Panics
    ///
    /// The two lists differ in length.
    pub fn try_new(
        candidates: &'a [f64],
        lead: &'a [u32],
        classes: &[f64],
        onset_known: f64,
        durations: Durations,
        factors: &ArrivalFactors,
        calendar: Calendar,
    ) -> Result<Self, ArrivalProfileError> {
        assert_eq!(candidates.len(), lead.len(), "one lead for each point");
        let (profile, horizon) = factors.profile(calendar)?;
        let total: f64 = classes.iter().sum();
        let mut sum = 0.0;
        let mut classes: Vec<f64> = classes
            .iter()
            .map(|share| {
                sum += share / total;
                sum
            })
            .collect();
        if let Some(last) = classes.last_mut() {
            *last = 1.0;
        }
        Ok(Self {
            candidates,
            lead,
            classes,
            onset_known,
            durations,
            calendar,
            profile,
            horizon,
        })
    }

    /// The calendar.
    #[must_use]
    pub const fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// How long the steps take.
    #[must_use]
    pub const fn durations(&self) -> &Durations {
        &self.durations
    }

    /// The patients of a replication, in the order of their calls.
    pub(super) fn draw(&self, draws: Draws, patients: &mut Vec<Patient>) {
        patients.clear();
        for (block, points) in (0_u32..).zip(self.candidates.chunks(4)) {
            let mut four = None;
            for (lane, &candidates) in points.iter().enumerate() {
                if candidates <= 0.0 {
                    continue;
                }
                let count = poisson(candidates * self.horizon, |chunk| {
                    if chunk == 0 {
                        let first = || draws.four(block, 0, Purpose::Count as u32, 0);
                        four.get_or_insert_with(first)[lane]
                    } else {
                        draws.four(block, 0, Purpose::Count as u32, chunk)[lane]
                    }
                });
                let point = PointIndex(4 * block + u32::try_from(lane).unwrap_or(0));
                patients.extend((0..count).map(|number| self.patient(draws, point, number)));
            }
        }
        patients.sort_unstable_by_key(|patient| (patient.call, patient.point, patient.number));
    }

    fn patient(&self, draws: Draws, point: PointIndex, number: u32) -> Patient {
        let four = |purpose: Purpose| draws.four(point.0, number, purpose as u32, 0);
        let [arrival, known, class, onset] = four(Purpose::Arrival);
        let [response, scene, dido, ready] = four(Purpose::Journey);
        let [case, ..] = four(Purpose::Hospital);
        let uniforms = Uniforms {
            arrival,
            known,
            class,
            onset,
            response,
            scene,
            dido,
            ready,
            case,
        };
        self.with_uniforms(point, number, &uniforms)
    }

    /// A patient by uniform numbers strictly between 0 and 1, one for each draw.
    fn with_uniforms(&self, point: PointIndex, number: u32, drawn: &Uniforms) -> Patient {
        let step = |step, uniform| self.durations.draw(step, uniform);
        let class = self.classes.partition_point(|&below| below <= drawn.class);
        Patient {
            call: self.profile.time(drawn.arrival) - Clock::from(self.lead[point.get()]),
            point,
            number,
            weight: Demand::from_millionths(1_000_000),
            onset_known: drawn.known < self.onset_known,
            class: u8::try_from(class).unwrap_or(0),
            onset_to_call: step(Step::OnsetToCall, drawn.onset),
            to_departure: step(Step::CallToArrival, drawn.response)
                + step(Step::OnScene, drawn.scene),
            door_in_door_out: step(Step::DoorInDoorOut, drawn.dido),
            // One number for both: a patient has the one or the other.
            door_to_ready: step(Step::DoorToReady, drawn.ready),
            arrival_to_ready: step(Step::ArrivalToReady, drawn.ready),
            case: step(Step::Case, drawn.case),
        }
    }

    /// Shares of patients, at least `least` of them, in the order of their calls: together they stand
    /// for the expected patients, spread evenly over all times and steps that [`Self::draw`] draws
    /// from.
    ///
    /// # Source
    ///
    /// The additive recurrence of Roberts 2018 ("The unreasonable effectiveness of quasirandom
    /// sequences"), in eight dimensions.
    pub(super) fn expectations(&self, least: usize, patients: &mut Vec<Patient>) {
        const DIMENSIONS: i32 = 8;
        let mut root: f64 = 1.0;
        for _ in 0..64 {
            root = (1.0 + root).powf(1.0 / f64::from(DIMENSIONS + 1));
        }
        let steps: [f64; DIMENSIONS as usize] = std::array::from_fn(|dimension| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_possible_wrap,
                reason = "below 8"
            )]
            let power = dimension as i32 + 1;
            root.powi(-power)
        });
        let anybody = self
            .candidates
            .iter()
            .filter(|&&number| number > 0.0)
            .count();
        let shares = u32::try_from(least.div_ceil(anybody.max(1))).unwrap_or(1);
        patients.clear();
        for (point, &candidates) in (0..).map(PointIndex).zip(self.candidates) {
            if candidates <= 0.0 {
                continue;
            }
            let weight = candidates * self.horizon / f64::from(shares);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "people"
            )]
            let weight = Demand::from_millionths((weight * 1e6).round() as u64);
            for number in 0..shares {
                let place = patients.len() as f64;
                // Never 0 or 1, where some steps have no end.
                let uniform =
                    steps.map(|step| (0.5 + place * step).fract().clamp(1e-12, 1.0 - 1e-12));
                let [arrival, known, class, onset, response, scene, dido, ready] = uniform;
                let uniforms = Uniforms {
                    arrival,
                    known,
                    class,
                    onset,
                    response,
                    scene,
                    dido,
                    ready,
                    case: 0.5,
                };
                let patient = self.with_uniforms(point, number, &uniforms);
                patients.push(Patient { weight, ..patient });
            }
        }
        patients.sort_unstable_by_key(|patient| (patient.call, patient.point, patient.number));
    }

    /// One patient for each demand point and class who stands for all of its demand: with fixed
    /// durations and no limits they give the deterministic run exactly.
    #[must_use]
    pub fn expected(&self, demand: &[Demand]) -> Vec<Patient> {
        let expected = |step| self.durations.draw(step, 0.5);
        (0..)
            .zip(demand)
            .map(|(point, &weight)| Patient {
                call: 0,
                point: PointIndex(point),
                number: 0,
                weight,
                onset_known: true,
                class: 0,
                onset_to_call: expected(Step::OnsetToCall),
                to_departure: expected(Step::CallToArrival) + expected(Step::OnScene),
                door_in_door_out: expected(Step::DoorInDoorOut),
                door_to_ready: expected(Step::DoorToReady),
                arrival_to_ready: expected(Step::ArrivalToReady),
                case: expected(Step::Case),
            })
            .collect()
    }
}

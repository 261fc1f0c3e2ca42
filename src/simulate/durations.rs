use super::engine::{Clock, Distribution, DistributionError};
use crate::care::{CareDelays, Delay};
use crate::units::TravelTime;

/// A step of care whose duration is drawn for every patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Step {
    /// From onset, or from waking with symptoms, to the call.
    OnsetToCall,
    /// From the call to the ambulance's arrival.
    CallToArrival,
    /// From the ambulance's arrival to its departure.
    OnScene,
    /// From the door of the first hospital to the departure to a centre.
    DoorInDoorOut,
    /// From the door of a centre to readiness for puncture, of a patient admitted there directly,
    /// without any wait for a suite or a team.
    ///
    /// Published medians contain such waits and are of patients who were treated: waits make them
    /// longer, and the window, which loses the slowest patients, makes them shorter. The default is
    /// calibrated so that the simulated median is the published one (`docs/validation.md`).
    DoorToReady,
    /// The same of a patient who was transferred.
    ArrivalToReady,
    /// From puncture until the team is free.
    Case,
    /// From the end of a case until the suite is free.
    Turnaround,
    /// From the call to a team at home until it is ready.
    Mobilisation,
    /// From the decision to go on to another centre to the departure.
    Onward,
}

impl Step {
    /// All steps, in the order of care.
    pub const ALL: [Self; 10] = [
        Self::OnsetToCall,
        Self::CallToArrival,
        Self::OnScene,
        Self::DoorInDoorOut,
        Self::DoorToReady,
        Self::ArrivalToReady,
        Self::Case,
        Self::Turnaround,
        Self::Mobilisation,
        Self::Onward,
    ];

    /// How a study names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::OnsetToCall => "onset_to_call",
            Self::CallToArrival => "call_to_arrival",
            Self::OnScene => "on_scene",
            Self::DoorInDoorOut => "door_in_door_out",
            Self::DoorToReady => "door_to_ready",
            Self::ArrivalToReady => "arrival_to_ready",
            Self::Case => "case",
            Self::Turnaround => "turnaround",
            Self::Mobilisation => "mobilisation",
            Self::Onward => "onward",
        }
    }

    /// The default, and where it comes from.
    #[must_use]
    pub const fn default(self) -> (Distribution, &'static str) {
        const fn lognormal(median: f64, sigma: f64) -> Distribution {
            Distribution::Lognormal { median, sigma }
        }
        match self {
            Self::OnsetToCall => (
                lognormal(45.0, 1.14),
                "fitted so that onset to arrival has the median of 110 min and the spread of SSNAP \
                 2016–2021 (large-vessel occlusion, onset known, at most 8 h)",
            ),
            Self::CallToArrival => (
                lognormal(10.2, 1.07),
                "target of category 2 calls in England: mean 18 min, 90th percentile 40 min",
            ),
            Self::OnScene => (
                lognormal(27.0, 0.35),
                "mean 29 min as in the planning app of the Exeter stroke group (2024); the spread is \
                 an assumption (range 0.2–0.5)",
            ),
            Self::DoorInDoorOut => (
                lognormal(92.0, 0.35),
                "Hesse 2021: median 92 min, quartiles 69 and 110; England not found (range 60–132 min)",
            ),
            Self::DoorToReady => (
                lognormal(105.0, 0.6),
                "calibrated: with the waits of the simulation, those who are treated at England's 24 \
                 centres from 08:00 to 20:00 have the published median of about 100 min from door to \
                 puncture (scan to puncture at English centres, SSNAP 2016–2021, which contains waits)",
            ),
            Self::ArrivalToReady => (
                lognormal(30.0, 0.5),
                "30 min as in the planning app of the Exeter stroke group (2024); the spread is an \
                 assumption (range 0.3–0.7)",
            ),
            Self::Case => (
                Distribution::Triangular {
                    least: 60.0,
                    likeliest: 120.0,
                    most: 180.0,
                },
                "an assumption: 120 min (60–180); England not found",
            ),
            Self::Turnaround => (
                Distribution::Fixed { minutes: 30.0 },
                "an assumption (range 15–45 min); England not found",
            ),
            Self::Mobilisation => (
                Distribution::Fixed { minutes: 30.0 },
                "an assumption (range 20–60 min); England not found",
            ),
            Self::Onward => (
                Distribution::Fixed { minutes: 45.0 },
                "an assumption (range 20–90 min)",
            ),
        }
    }

    /// Between which medians, in minutes, a sensitivity analysis varies it.
    ///
    /// # Source
    ///
    /// To the ambulance's arrival: the default's target and the mean of 28 min of April 2023. At the
    /// centre: 60 min in the models of the Exeter stroke group and 147 min at the slowest of five
    /// English centres (SSNAP 2016–2021), which contain waits; after a transfer up to 60 min (Exeter).
    /// Door in, door out: see the default. Case: up to the 171 min of operator time in nine centres of
    /// the USA (Williams 2018). All others are assumptions.
    #[must_use]
    pub const fn range(self) -> [f64; 2] {
        match self {
            Self::OnsetToCall => [30.0, 75.0],
            Self::CallToArrival => [8.0, 16.0],
            Self::OnScene => [20.0, 35.0],
            Self::DoorInDoorOut => [60.0, 132.0],
            Self::DoorToReady => [60.0, 147.0],
            Self::Case => [90.0, 171.0],
            Self::Turnaround => [15.0, 45.0],
            Self::ArrivalToReady | Self::Mobilisation => [20.0, 60.0],
            Self::Onward => [20.0, 90.0],
        }
    }

    const fn place(self) -> usize {
        self as usize
    }
}

/// How long every step takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Durations([Distribution; Step::ALL.len()]);

impl Default for Durations {
    fn default() -> Self {
        Self(Step::ALL.map(|step| step.default().0))
    }
}

impl Durations {
    /// The delays of a deterministic run, the same for every patient: no step of a centre takes time
    /// after puncture, and nobody waits for a team.
    #[must_use]
    pub fn fixed(delays: &CareDelays) -> Self {
        let of = |delay| delays.get(delay).as_f64();
        Self(Step::ALL.map(|step| Distribution::Fixed {
            minutes: match step {
                Step::OnsetToCall => of(Delay::OnsetToCall),
                Step::CallToArrival => of(Delay::CallToArrival),
                Step::OnScene => of(Delay::OnScene),
                Step::DoorInDoorOut => of(Delay::DoorInDoorOut),
                Step::DoorToReady => of(Delay::DoorToPuncture),
                Step::ArrivalToReady => of(Delay::ArrivalToPuncture),
                Step::Case | Step::Turnaround | Step::Mobilisation | Step::Onward => 0.0,
            },
        }))
    }

    /// The distribution of a step.
    #[must_use]
    pub const fn get(&self, step: Step) -> Distribution {
        self.0[step.place()]
    }

    /// The same with another distribution of a step.
    ///
    /// # Errors
    ///
    /// The parameters make no distribution.
    pub fn with(
        mut self,
        step: Step,
        distribution: Distribution,
    ) -> Result<Self, DistributionError> {
        self.0[step.place()] = distribution.checked()?;
        Ok(self)
    }

    /// The time that a share `uniform` of the patients do not exceed, in milliseconds; at most 30
    /// days.
    pub(super) fn draw(&self, step: Step, uniform: f64) -> u32 {
        milliseconds(self.get(step).inverse(uniform))
    }

    /// What a planner expects of a step: its median, in milliseconds.
    pub(super) fn expected(&self, step: Step) -> Clock {
        Clock::from(milliseconds(self.get(step).median()))
    }
}

/// Whole milliseconds of some minutes: of a delay that was given as a [`TravelTime`] exactly its own.
fn milliseconds(minutes: f64) -> u32 {
    let most = f64::from(TravelTime::MAX.milliseconds());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to the longest time"
    )]
    {
        (minutes * 60_000.0).round().clamp(0.0, most) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_distributions_and_stand_in_their_own_places() {
        for (place, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!(step.place(), place);
            let (distribution, source) = step.default();
            assert!(distribution.checked().is_ok() && !source.is_empty());
            assert_eq!(Durations::default().get(step), distribution);
        }
    }

    /// The published figures that the defaults were made from.
    #[test]
    fn defaults_have_the_published_means_and_quantiles() {
        let of = |step: Step| step.default().0;
        let response = of(Step::CallToArrival);
        assert!((response.mean() - 18.0).abs() < 0.3, "{}", response.mean());
        assert!(
            (response.inverse(0.9) - 40.0).abs() < 0.5,
            "{}",
            response.inverse(0.9)
        );
        assert!((of(Step::OnScene).mean() - 29.0).abs() < 0.5);
        let dido = of(Step::DoorInDoorOut);
        assert!(
            (dido.inverse(0.25) - 69.0).abs() < 5.0 && (dido.inverse(0.75) - 110.0).abs() < 8.0
        );
    }

    #[test]
    fn delays_of_a_deterministic_run_are_kept_to_the_millisecond() {
        let delays = CareDelays::default()
            .with(Delay::OnScene, 12.345_67)
            .unwrap();
        let fixed = Durations::fixed(&delays);
        let exact = delays.get(Delay::OnScene).milliseconds();
        assert_eq!(fixed.draw(Step::OnScene, 0.3), exact);
        assert_eq!(fixed.expected(Step::OnScene), i64::from(exact));
    }
}

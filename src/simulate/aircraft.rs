use super::calendar::{Calendar, MINUTE};
use super::engine::{Clock, Distribution, Draws};
use super::intervals::contains;
use super::patients::{Patient, Purpose};
use crate::flight::Fleet;

/// How helicopters are simulated.
#[derive(Debug, Clone, Copy)]
pub struct AircraftChoice<'a> {
    /// The bases with their hours.
    pub fleet: &'a Fleet,
    /// Share of the time in which the weather lets fly, by month from January.
    pub flyable: [f64; 12],
    /// Mean length of a spell of weather in which no aircraft of a base flies, in minutes.
    pub spell_minutes: f64,
    /// Chance that an aircraft is out on another mission when it is asked for.
    pub busy: f64,
    /// From the handover of a patient until the aircraft can be asked again, in minutes.
    pub clear_minutes: f64,
    /// Whether an aircraft has one patient at a time, and the same weather while a spell lasts. Without
    /// that, each patient finds the expected weather and no other patient.
    pub is_shared: bool,
}

/// The helicopters of one replication: weather, and what they have been sent on.
#[derive(Debug)]
pub struct Aircraft<'a> {
    choice: AircraftChoice<'a>,
    calendar: Calendar,
    draws: Draws,
    /// By base: intervals in which the weather lets nobody fly, ascending.
    grounded: Vec<Vec<(Clock, Clock)>>,
    /// By base: until when it is out.
    busy_until: Vec<Clock>,
}

impl<'a> Aircraft<'a> {
    /// Helicopters with the weather of a replication.
    pub(super) fn new(choice: AircraftChoice<'a>, calendar: Calendar, draws: Draws) -> Self {
        let bases = choice.fleet.bases().len();
        let weather = |base: usize| {
            if choice.is_shared {
                grounded(&choice, calendar, draws, base)
            } else {
                Vec::new()
            }
        };
        Self {
            choice,
            calendar,
            draws,
            grounded: (0..bases).map(weather).collect(),
            busy_until: vec![Clock::MIN; bases],
        }
    }

    /// Whether the aircraft of a base flies for a patient when asked then.
    pub(super) fn flies(&self, base: usize, patient: &Patient, time: Clock) -> bool {
        let minute = self.calendar.minute_of_day(time);
        let windows = self.choice.fleet.windows(base, self.calendar.month(time));
        if self.busy_until[base] > time || !windows.iter().any(|window| window.contains(&minute)) {
            return false;
        }
        if contains(&self.grounded[base], time) {
            return false;
        }
        let base = u32::try_from(base).unwrap_or(u32::MAX);
        let chance = |purpose: Purpose| {
            let purpose = purpose as u32;
            self.draws
                .one(patient.point.0, patient.number, purpose, base)
        };
        let may_fly = || {
            let flyable = self.choice.flyable[self.calendar.month(time)];
            self.choice.is_shared || chance(Purpose::Weather) < flyable
        };
        chance(Purpose::Aircraft) >= self.choice.busy && may_fly()
    }

    /// Sends the aircraft of a base; it hands its patient over at a time.
    pub(super) fn send(&mut self, base: usize, handover: Clock) {
        if !self.choice.is_shared {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "minutes of a mission")]
        let clear = (self.choice.clear_minutes * MINUTE as f64).round() as Clock;
        self.busy_until[base] = handover + clear;
    }
}

/// Spells of bad weather at a base: of exponential length, as is the good weather between them, with
/// the share of the month.
fn grounded(
    choice: &AircraftChoice,
    calendar: Calendar,
    draws: Draws,
    base: usize,
) -> Vec<(Clock, Clock)> {
    let mut spells = Vec::new();
    let base = u32::try_from(base).unwrap_or(u32::MAX);
    let (mut time, mut number) = (calendar.start(), 0);
    while time < calendar.end() {
        let [good, bad, first, _] = draws.four(base, number, Purpose::Weather as u32, 0);
        let flyable = choice.flyable[calendar.month(time)];
        let length = |mean: f64, uniform: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "at most some years")]
            let length =
                (Distribution::Exponential { mean }.inverse(uniform) * MINUTE as f64) as Clock;
            length.max(1)
        };
        let bad_mean = choice.spell_minutes;
        if flyable >= 1.0 {
            // Until the next month is asked.
            time += 86_400_000;
        } else if flyable <= 0.0 {
            spells.push((time, time + 86_400_000));
            time += 86_400_000;
        } else {
            // The first spell may be under way: it begins bad with the share of bad weather.
            let begins_good = number > 0 || first < flyable;
            let good_mean = bad_mean * flyable / (1.0 - flyable);
            let from = if begins_good {
                time + length(good_mean, good)
            } else {
                time
            };
            let to = from + length(bad_mean, bad);
            spells.push((from, to));
            time = to;
        }
        number += 1;
    }
    spells
}

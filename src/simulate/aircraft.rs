use super::calendar::{Calendar, DAY, MINUTE};
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
            time += DAY;
        } else if flyable <= 0.0 {
            spells.push((time, time + DAY));
            time += DAY;
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

#[cfg(test)]
mod tests {
    use super::super::calendar::HOUR;
    use super::*;
    use crate::flight::{self, FlyingHours, HelicopterBase};
    use crate::model::{LatLon, PointIndex};
    use crate::units::Demand;

    fn fleet(hours: FlyingHours, bases: usize) -> Fleet {
        let base = |number| HelicopterBase {
            id: format!("{number}"),
            name: String::new(),
            position: LatLon::try_new(52.0, 0.0).unwrap(),
            cruise: flight::Aircraft::cruise_of("H145"),
            hours,
        };
        Fleet::new((0..bases).map(base).collect())
    }

    fn choice(fleet: &Fleet, flyable: f64) -> AircraftChoice<'_> {
        AircraftChoice {
            fleet,
            flyable: [flyable; 12],
            spell_minutes: 360.0,
            busy: 0.0,
            clear_minutes: 25.0,
            is_shared: true,
        }
    }

    fn patient(number: u32) -> Patient {
        Patient {
            call: 0,
            point: PointIndex(0),
            number,
            weight: Demand::from_whole(1),
            onset_known: true,
            class: 0,
            onset_to_call: 0,
            to_departure: 0,
            door_in_door_out: 0,
            door_to_ready: 0,
            arrival_to_ready: 0,
            case: 0,
        }
    }

    /// Over forty years bad weather has its share, in spells of its mean length; the bounds are five standard errors
    /// of independent spells.
    #[test]
    fn bad_weather_takes_its_share_in_spells_of_its_length() {
        let fleet = fleet(FlyingHours::Always, 40);
        let calendar = Calendar::new(0);
        let aircraft = Aircraft::new(choice(&fleet, 0.7), calendar, Draws::new(1, 0));
        let spells: Vec<(Clock, Clock)> = aircraft.grounded.concat();
        let minutes: Clock = spells.iter().map(|(from, to)| to - from).sum();
        let minutes = minutes as f64 / MINUTE as f64;
        let count = spells.len() as f64;
        assert!((minutes / count - 360.0).abs() < 5.0 * 360.0 / count.sqrt());
        let all = 40.0 * (calendar.end() - calendar.start()) as f64 / MINUTE as f64;
        let error = 0.3 * 0.7 * (2.0 / count).sqrt();
        assert!(
            (minutes / all - 0.3).abs() < 5.0 * error,
            "{}",
            minutes / all
        );
        for base in &aircraft.grounded {
            assert!(base.windows(2).all(|two| two[0].1 < two[1].0));
        }
    }

    /// Where the weather is always good everybody flies, where it never is nobody does, with one aircraft for each
    /// patient and with expected weather.
    #[test]
    fn certain_weather_is_certain() {
        let fleet = fleet(FlyingHours::Always, 1);
        for is_shared in [true, false] {
            for (flyable, expected) in [(1.0, true), (0.0, false)] {
                let choice = AircraftChoice {
                    is_shared,
                    ..choice(&fleet, flyable)
                };
                let aircraft = Aircraft::new(choice, Calendar::new(1), Draws::new(3, 1));
                for hour in 0..24 * 365 {
                    let number = u32::try_from(hour).unwrap();
                    let flies = aircraft.flies(0, &patient(number), hour * HOUR);
                    assert_eq!(flies, expected, "hour {hour}");
                }
            }
        }
    }

    /// With expected weather a patient finds an aircraft with the product of both chances; the bound is five standard
    /// errors.
    #[test]
    fn chances_of_weather_and_other_missions_multiply() {
        let fleet = fleet(FlyingHours::Always, 1);
        let choice = AircraftChoice {
            busy: 0.25,
            is_shared: false,
            ..choice(&fleet, 0.8)
        };
        let aircraft = Aircraft::new(choice, Calendar::new(0), Draws::new(7, 2));
        let flown = (0..20_000).filter(|&number| aircraft.flies(0, &patient(number), HOUR));
        let share = flown.count() as f64 / 20_000.0;
        assert!(
            (share - 0.6).abs() < 5.0 * (0.6 * 0.4 / 20_000.0_f64).sqrt(),
            "{share}"
        );
    }

    /// With expected weather neither spells nor the time until an aircraft is clear change who flies.
    #[test]
    fn expectations_have_no_spells_and_no_clearing() {
        let fleet = fleet(FlyingHours::Always, 1);
        let flown = |spell_minutes: f64, clear_minutes: f64| -> Vec<bool> {
            let choice = AircraftChoice {
                spell_minutes,
                clear_minutes,
                busy: 0.25,
                is_shared: false,
                ..choice(&fleet, 0.8)
            };
            let mut aircraft = Aircraft::new(choice, Calendar::new(0), Draws::new(7, 2));
            let flies = |number: u32| {
                let time = HOUR + Clock::from(number) * MINUTE;
                let flies = aircraft.flies(0, &patient(number), time);
                aircraft.send(0, time + HOUR);
                flies
            };
            (0..500).map(flies).collect()
        };
        let usual = flown(360.0, 25.0);
        assert!(usual.contains(&true) && usual.contains(&false));
        assert_eq!(usual, flown(30.0, 25.0));
        assert_eq!(usual, flown(360.0, 240.0));
    }

    /// An aircraft that was sent can be sent again when it is clear and not before, other bases at any time; with
    /// expected weather nobody waits for anybody.
    #[test]
    fn an_aircraft_has_one_patient_at_a_time() {
        let fleet = fleet(FlyingHours::Always, 2);
        for is_shared in [true, false] {
            let choice = AircraftChoice {
                is_shared,
                ..choice(&fleet, 1.0)
            };
            let mut aircraft = Aircraft::new(choice, Calendar::new(0), Draws::new(1, 0));
            aircraft.send(0, HOUR);
            let clear = HOUR + 25 * MINUTE;
            let flies = |base, time| aircraft.flies(base, &patient(1), time);
            assert_eq!(flies(0, clear - 1), !is_shared);
            assert!(flies(0, clear));
            assert!(flies(1, clear - 1));
        }
    }

    /// Crews fly in their hours, by the clock of the place, on every day of the year.
    #[test]
    fn crews_fly_in_their_hours() {
        let hours = FlyingHours::Between("08:00".parse().unwrap(), "20:00".parse().unwrap());
        let fleet = fleet(hours, 1);
        let aircraft = Aircraft::new(choice(&fleet, 1.0), Calendar::new(0), Draws::new(1, 0));
        for half in 0..48 * 365 {
            let time = half * HOUR / 2;
            let expected = (16..40).contains(&(half % 48));
            assert_eq!(aircraft.flies(0, &patient(1), time), expected, "{half}");
        }
    }
}

//! Arrivals that find another case under way, against the exact law of an `M_t/G/∞` system: the number
//! under way at a time is Poisson with mean `m(t) = ∫ λ(t − s) P(S > s) ds`.

use super::engine::{ArrivalProfile, Draws, Interval, poisson, proportion};
use crate::service::ARRIVALS_BY_THREE_HOURS;

const DAY: usize = 1_440;

/// Arrivals in a minute of the day, of so many a year.
fn rate(minute: usize, a_year: f64) -> f64 {
    let counts = ARRIVALS_BY_THREE_HOURS;
    a_year / 365.0 * counts[minute % DAY / 180] / counts.iter().sum::<f64>() / 180.0
}

/// Mean number under way in each minute of the day, if each case lasts so many minutes.
fn under_way(a_year: f64, lasts: usize) -> Vec<f64> {
    let before = |minute: usize| (1..=lasts).map(move |ago| rate(minute + DAY - ago, a_year));
    (0..DAY).map(|minute| before(minute).sum()).collect()
}

/// Share of the arrivals that find another case under way, in per cent.
fn concurrent_percent(a_year: f64, lasts: usize) -> f64 {
    let finds = under_way(a_year, lasts).into_iter().enumerate();
    let finds = finds.map(|(minute, mean)| rate(minute, a_year) * (1.0 - (-mean).exp()));
    100.0 * finds.sum::<f64>() / (a_year / 365.0)
}

/// Mean number of cases above a capacity of one and of two, in each minute of the day.
fn excess(a_year: f64, lasts: usize) -> Vec<[f64; 2]> {
    let of = |mean: f64| {
        let (none, one) = ((-mean).exp(), mean * (-mean).exp());
        let above_one = mean - (1.0 - none);
        [above_one, mean - one - 2.0 * (1.0 - none - one)]
    };
    under_way(a_year, lasts).into_iter().map(of).collect()
}

/// By how much a second team for so many hours of the day cuts the demand in excess of capacity, in
/// per cent, in the hours in which it cuts most.
fn cut_percent(a_year: f64, lasts: usize, hours: usize) -> f64 {
    let excess = excess(a_year, lasts);
    let all: f64 = excess.iter().map(|[one, _]| one).sum();
    let from = |start: usize| {
        let minutes = (0..60 * hours).map(|minute| excess[(start + minute) % DAY]);
        minutes.map(|[one, two]| one - two).sum::<f64>()
    };
    100.0 * (0..DAY).map(from).fold(0.0, f64::max) / all
}

/// At 150, 250, 337 and 600 MT a year, cases of 120 and of 171 min.
#[test]
fn the_exact_law_has_the_published_concurrency() {
    let expected = [
        (150.0, [4.3, 5.9]),
        (250.0, [7.0, 9.7]),
        (337.0, [9.3, 12.8]),
        (600.0, [15.9, 21.5]),
    ];
    for (a_year, percents) in expected {
        for (lasts, percent) in [120, 171].into_iter().zip(percents) {
            let found = concurrent_percent(a_year, lasts);
            assert!((found - percent).abs() < 0.06, "{a_year} {lasts}: {found}");
        }
    }
}

/// Dalsania and Kansagra 2020 find 27.0, 60.3 and 97.2% in 16,000 trials with the hours of the USA.
#[test]
fn a_second_team_day_and_night_cuts_the_excess_by_97_percent() {
    for (hours, percent) in [(3, 30.0), (8, 67.9), (24, 97.2)] {
        let found = cut_percent(250.0, 120, hours);
        assert!((found - percent).abs() < 0.06, "{hours}: {found}");
    }
}

/// The engine's arrivals meet as often as the law says (one time in 10,000 not by chance alone).
#[test]
fn simulated_arrivals_meet_as_often_as_the_exact_law_says() {
    const MINUTE: i64 = 60_000;
    let days = 200 * 365;
    let rates: Vec<f64> = (0..24 * days).map(|hour| rate(60 * hour, 1.0)).collect();
    let profile = ArrivalProfile::try_new(0, 60 * MINUTE, &rates).unwrap();
    for (seed, a_year) in (0_u32..).zip([150.0, 250.0, 337.0]) {
        let draws = Draws::new(seed, 0);
        let count = poisson(200.0 * a_year, |chunk| draws.one(0, chunk, 0, 0));
        let arrival = |number: u32| profile.time(draws.one(number, 0, 1, 0));
        let mut times: Vec<i64> = (0..count).map(arrival).collect();
        times.sort_unstable();
        let meets = times
            .windows(2)
            .filter(|pair| pair[1] - pair[0] < 120 * MINUTE)
            .count();
        let found: Interval = proportion(meets as f64, count, 0.9999).unwrap();
        let expected = concurrent_percent(a_year, 120);
        assert!(found.percent().contains(expected), "{a_year}: {found:?}");
    }
}

/// Of a centre that is open day and night, 36% of MT were outside 08:00 to 20:00 (a British centre,
/// 2023/24), and 58 and 53% outside 08:00 to 17:00 on weekdays (Stoke, St George's): with punctures 3 h
/// after arrival the profile has 35.8% of the first, and with arrivals themselves 56.7% of the second.
#[test]
fn the_profile_has_the_published_shares_out_of_hours() {
    let outside = |lag: usize, from: usize, to: usize| {
        let is_out = |minute: &usize| !(from..to).contains(&((minute + lag) % DAY));
        let minutes = (0..DAY).filter(is_out);
        100.0 * minutes.map(|minute| rate(minute, 365.0)).sum::<f64>()
    };
    let nights = outside(180, 8 * 60, 20 * 60);
    assert!((nights - 35.8).abs() < 0.06, "{nights}");
    let days = crate::service::ARRIVALS_BY_WEEKDAY;
    let weekdays = days[..5].iter().sum::<f64>() / days.iter().sum::<f64>();
    let out_of_hours = 100.0 - weekdays * (100.0 - outside(0, 8 * 60, 17 * 60));
    assert!((out_of_hours - 56.7).abs() < 0.06, "{out_of_hours}");
}

//! The engine against the exact results of queueing theory.

use super::{Distribution, Draws, EventList, Sample, Service, Station};

const MINUTE: f64 = 60_000.0;

#[expect(clippy::cast_possible_truncation, reason = "minutes of a test")]
fn milliseconds(minutes: f64) -> i64 {
    (minutes * MINUTE).round() as i64
}

/// What a station did: waits in minutes, and how many customers waited or were turned away.
struct Served {
    waits: Sample,
    waited: Sample,
    refused: Sample,
    /// Time average of the number waiting.
    queue: f64,
    /// Customers a minute.
    rate: f64,
}

/// Poisson arrivals `1 / gap` a minute at some servers; without a queue who finds none free goes.
fn serve(seed: u32, gap: f64, service: Distribution, servers: u32, queue: bool) -> Served {
    let draws = Draws::new(seed, 0);
    let gaps = Distribution::Exponential { mean: gap };
    let mut station = Station::new(Service::Always(servers));
    let mut list = EventList::new();
    let (mut served, mut clock) = (0_u32, 0_i64);
    list.schedule(0, served);
    let mut result = Served {
        waits: Sample::default(),
        waited: Sample::default(),
        refused: Sample::default(),
        queue: 0.0,
        rate: 0.0,
    };
    while let Some((now, customer)) = list.pop() {
        clock = now;
        let [to_next, lasts, ..] = draws.four(customer, 0, 0, 0);
        if customer < 200_000 {
            served += 1;
            list.schedule(now + milliseconds(gaps.inverse(to_next)), served);
        }
        let start = station.earliest(now).expect("there are servers");
        if !queue {
            result.refused.add(f64::from(u8::from(start > now)));
            if start > now {
                continue;
            }
        }
        station.occupy(now, start + milliseconds(service.inverse(lasts)));
        let wait = (start - now) as f64 / MINUTE;
        if customer >= 2_000 {
            result.waits.add(wait);
            result.waited.add(f64::from(u8::from(wait > 0.0)));
        }
        result.queue += wait;
    }
    let minutes = clock as f64 / MINUTE;
    result.queue /= minutes;
    result.rate = f64::from(served) / minutes;
    result
}

/// Probability of waiting in M/M/c with this offered load.
fn erlang_c(load: f64, servers: u32) -> f64 {
    let blocked = erlang_b(load, servers);
    let used = load / f64::from(servers);
    blocked / (1.0 - used * (1.0 - blocked))
}

/// Probability of being refused in M/G/c/c with this offered load.
fn erlang_b(load: f64, servers: u32) -> f64 {
    (1..=servers).fold(1.0, |blocked, servers| {
        load * blocked / (f64::from(servers) + load * blocked)
    })
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * expected,
        "{found} instead of {expected}"
    );
}

/// M/M/3 at 80 %: the probability of waiting 0.647 and the mean wait 1.079 service times.
#[test]
fn m_m_c_is_erlang_c() {
    let service = Distribution::Exponential { mean: 10.0 };
    let found = serve(1, 10.0 / 2.4, service, 3, true);
    let waits = erlang_c(2.4, 3);
    near(waits, 0.6472, 1e-3);
    near(found.waited.mean().unwrap(), waits, 0.03);
    near(
        found.waits.mean().unwrap(),
        waits * 10.0 / (3.0 - 2.4),
        0.06,
    );
}

/// Erlang B holds for every distribution of service with the same mean.
#[test]
fn m_g_c_c_is_erlang_b_for_three_distributions() {
    let sigma = 0.8_f64;
    for service in [
        Distribution::Exponential { mean: 30.0 },
        Distribution::Fixed { minutes: 30.0 },
        Distribution::Lognormal {
            median: 30.0 / (sigma * sigma / 2.0).exp(),
            sigma,
        },
    ] {
        let found = serve(2, 15.0, service, 3, false);
        near(found.refused.mean().unwrap(), erlang_b(2.0, 3), 0.03);
    }
}

/// Pollaczek and Khinchine: the mean wait of M/G/1 is `ρ (1 + cv²) / (2 (1 − ρ))` service times.
#[test]
fn m_d_1_and_m_g_1_are_pollaczek_khinchine() {
    let (mean, used, sigma) = (10.0, 0.7, 0.5_f64);
    let lognormal = Distribution::Lognormal {
        median: mean / (sigma * sigma / 2.0).exp(),
        sigma,
    };
    let squared = (sigma * sigma).exp() - 1.0;
    for (service, variation) in [
        (Distribution::Fixed { minutes: mean }, 0.0),
        (lognormal, squared),
    ] {
        let found = serve(3, mean / used, service, 1, true);
        let wait = mean * used * (1.0 + variation) / (2.0 * (1.0 - used));
        near(found.waits.mean().unwrap(), wait, 0.05);
    }
}

/// Little: the mean number waiting is the rate times the mean wait.
#[test]
fn the_number_waiting_is_the_rate_times_the_wait() {
    let found = serve(4, 5.0, Distribution::Exponential { mean: 8.0 }, 2, true);
    near(found.queue, found.rate * found.waits.mean().unwrap(), 0.02);
}

/// With as many servers as anybody could need the number served is Poisson with the mean
/// `∫ λ(t − s) P(S > s) ds`, here of a rate that doubles every other hour.
#[test]
fn m_t_g_infinity_is_poisson() {
    let profile =
        super::ArrivalProfile::try_new(0, milliseconds(60.0), &[1.0, 2.0, 1.0, 2.0]).unwrap();
    let (arrivals, lasts) = (12.0, 45.0);
    // At 3 h: of the hour before, at 4 an hour less 15 min of it, three quarters; see below.
    let asked = milliseconds(170.0);
    let rate = |minute: f64| {
        if (minute / 60.0).floor() % 2.0 == 0.0 {
            1.0
        } else {
            2.0
        }
    };
    let steps = 45_000;
    let step = lasts / f64::from(steps);
    let weight: f64 = (0..steps)
        .map(|n| rate(170.0 - (f64::from(n) + 0.5) * step) * step)
        .sum();
    let expected = arrivals * weight / (6.0 * 60.0);
    let mut counts = Sample::default();
    for replication in 0..20_000 {
        let draws = Draws::new(6, replication);
        let number = super::poisson(arrivals, |chunk| draws.one(0, chunk, 0, 0));
        let under_way = (0..number).filter(|&arrival| {
            let time = profile.time(draws.one(arrival, 0, 1, 0));
            time <= asked && asked < time + milliseconds(lasts)
        });
        counts.add(under_way.count() as f64);
    }
    near(counts.mean().unwrap(), expected, 0.02);
    near(counts.standard_deviation().unwrap().powi(2), expected, 0.04);
}

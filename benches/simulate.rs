//! Years of England in two layouts, and the engine beside a bare event loop.
//!
//! `benches/peers/simulate_simpy.py` simulates the study of `catchment init` with simpy.

use catchment::load::Wanted;
use catchment::run::{Session, Silent, SimulationQuestion, StudySource};
use catchment::simulate::engine::{Distribution, Draws, EventList, Service, Station};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

fn main() {
    divan::main();
}

/// Two layouts in two scenarios, so many years; the routes of every set of open centres included.
#[divan::bench(args = [2, 20, 200, 1_000], sample_count = 1, sample_size = 1)]
fn england_24_and_30_centres(bencher: Bencher, years: u32) {
    let source = StudySource::built_in().expect("the built-in study");
    let session = Session::open(source, Wanted { drawing: false }, &mut Silent);
    let session = session.expect("the built-in data");
    let mut question = SimulationQuestion::default();
    question.layouts = vec!["current-24".to_owned(), "example-30".to_owned()];
    question.scenarios = vec!["networks-helicopters".to_owned()];
    question.replications = Some(years);
    bencher.counter(ItemsCount::new(years)).bench_local(|| {
        session
            .simulate(black_box(&question), &mut Silent)
            .expect("possible")
    });
}

/// M/M/3 at 80 %: three servers of 10 min, one customer every 4.17 min.
const CUSTOMERS: u32 = 200_000;
const GAP: f64 = 10.0 / 2.4;

/// Two events for each customer: the arrival and the end of service.
#[divan::bench(sample_count = 9)]
fn engine_m_m_3(bencher: Bencher) {
    let work = || {
        let draws = Draws::new(black_box(1), 0);
        let minutes = |mean: f64, uniform: f64| {
            let minutes = Distribution::Exponential { mean }.inverse(uniform);
            #[expect(clippy::cast_possible_truncation, reason = "minutes of a bench")]
            let milliseconds = (minutes * 60_000.0) as i64;
            milliseconds
        };
        let mut station = Station::new(Service::Always(3));
        let mut events: EventList<(bool, u32)> = EventList::new();
        events.schedule(0, (true, 0));
        let (mut waits, mut ended) = (0, 0_u32);
        while let Some((now, (arrives, customer))) = events.pop() {
            if !arrives {
                ended += 1;
                continue;
            }
            let [gap, lasts, ..] = draws.four(customer, 0, 0, 0);
            let start = station.earliest(now).expect("there are servers");
            let end = start + minutes(10.0, lasts);
            station.occupy(now, end);
            waits += start - now;
            events.schedule(end, (false, customer));
            if customer + 1 < CUSTOMERS {
                events.schedule(now + minutes(GAP, gap), (true, customer + 1));
            }
        }
        (waits, ended)
    };
    bencher
        .counter(ItemsCount::new(2 * CUSTOMERS))
        .bench_local(work);
}

/// The same without the engine: a binary heap, a queue, and a generator with a state (xorshift).
#[divan::bench(sample_count = 9)]
fn bare_loop_m_m_3(bencher: Bencher) {
    let work = || {
        let mut state = black_box(88_172_645_463_325_252_u64);
        let mut exponential = |mean: f64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            -mean
                * ((state >> 11) as f64 / (1_u64 << 53) as f64)
                    .max(1e-300)
                    .ln()
        };
        #[expect(clippy::cast_possible_truncation, reason = "minutes of a bench")]
        let mut milliseconds = |mean: f64| (60_000.0 * exponential(mean)) as i64;
        let mut heap = BinaryHeap::from([Reverse((0_i64, true))]);
        let mut queue: VecDeque<i64> = VecDeque::new();
        let (mut free, mut arrived, mut waits) = (3, 0, 0);
        while let Some(Reverse((now, arrives))) = heap.pop() {
            if arrives {
                arrived += 1;
                if arrived < CUSTOMERS {
                    heap.push(Reverse((now + milliseconds(GAP), true)));
                }
                if free > 0 {
                    free -= 1;
                    heap.push(Reverse((now + milliseconds(10.0), false)));
                } else {
                    queue.push_back(now);
                }
            } else if let Some(since) = queue.pop_front() {
                waits += now - since;
                heap.push(Reverse((now + milliseconds(10.0), false)));
            } else {
                free += 1;
            }
        }
        waits
    };
    bencher
        .counter(ItemsCount::new(2 * CUSTOMERS))
        .bench_local(work);
}

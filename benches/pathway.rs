//! Pathways, helicopter scenarios and a sweep of parameters for a synthetic nation of England's
//! size: 32,844 areas, 125 hospitals, of which 24 give MT and 89 IVT alone, and 27 bases.

use catchment::model::{Answer, LatLon, PointIndex, SiteIndex, TravelTimeMatrix};
use catchment::outcome::{PatientMix, Population, PrehospitalTest};
use catchment::pathway::{
    AirService, CareDelays, Delay, Flows, HelicopterEffect, MissionCost, Pathway, Setting,
    StrokeNetwork, Transfers, sweep, with_test,
};
use catchment::travel::air::{AirBase, AirDelays, Aircraft, Availability, Fleet, FlyingHours};
use catchment::units::{Demand, Minutes, Share};
use divan::{Bencher, black_box};
use rayon::prelude::*;

const AREAS: u32 = 32_844;
const HOSPITALS: u16 = 125;
const CENTRES: u16 = 24;
const UNITS: u16 = 113;
const BASES: u16 = 27;

fn main() {
    divan::main();
}

/// Numbers from 0 to 1 that are the same on every run (a linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn place(&mut self) -> LatLon {
        LatLon::try_new(50.5 + 5.0 * self.next(), -4.0 + 5.0 * self.next()).expect("on the Earth")
    }
}

struct Nation {
    matrix: TravelTimeMatrix,
    between: TravelTimeMatrix,
    ivt: Vec<SiteIndex>,
    mt: Vec<SiteIndex>,
    positions: Vec<Option<LatLon>>,
    pads: Vec<Answer>,
    demand: Vec<Demand>,
    fleet: Fleet,
}

impl Nation {
    fn new() -> Self {
        let mut numbers = Numbers(7);
        let areas: Vec<LatLon> = (0..AREAS).map(|_| numbers.place()).collect();
        let hospitals: Vec<LatLon> = (0..HOSPITALS).map(|_| numbers.place()).collect();
        let bases = (0..BASES)
            .map(|base| AirBase {
                id: base.to_string(),
                name: String::new(),
                position: numbers.place(),
                cruise: Aircraft::cruise_of("H145"),
                hours: match base % 3 {
                    0 => FlyingHours::Always,
                    1 => FlyingHours::Daylight,
                    _ => FlyingHours::SURVEYED,
                },
            })
            .collect();
        Self {
            matrix: roads(&areas, &hospitals),
            between: roads(&hospitals, &hospitals),
            mt: (0..CENTRES).map(SiteIndex).collect(),
            ivt: (CENTRES..UNITS).map(SiteIndex).collect(),
            positions: hospitals.into_iter().map(Some).collect(),
            pads: (0..HOSPITALS)
                .map(|h| {
                    if h % 4 == 0 {
                        Answer::Yes
                    } else {
                        Answer::Unknown
                    }
                })
                .collect(),
            demand: (0..AREAS)
                .map(|_| Demand::try_new(5.0 * numbers.next()).expect("a count"))
                .collect(),
            fleet: Fleet::new(bases),
        }
    }

    fn network(&self) -> StrokeNetwork {
        StrokeNetwork::try_new(&self.matrix, &self.between, &self.ivt, &self.mt).expect("a network")
    }

    fn service<'a>(&'a self, fleet: &'a Fleet) -> AirService<'a> {
        AirService {
            fleet,
            delays: AirDelays::default(),
            availability: Availability::default(),
            positions: &self.positions,
            pads: &self.pads,
            minimum_saving: Minutes::ZERO,
        }
    }
}

fn roads(from: &[LatLon], to: &[LatLon]) -> TravelTimeMatrix {
    let mut matrix = TravelTimeMatrix::unreachable(from.len(), to.len());
    for (origin, here) in (0..).zip(from) {
        for (site, there) in (0..).zip(to) {
            let minutes = 5.8 + here.distance_to(*there).kilometres();
            let time = Minutes::try_from_minutes(minutes).ok();
            matrix.set(PointIndex(origin), SiteIndex(site), time);
        }
    }
    matrix
}

/// From travel times to who is close to what.
#[divan::bench]
fn network(bencher: Bencher) {
    let nation = Nation::new();
    bencher.bench_local(|| black_box(nation.network()));
}

/// Everything for one layout: the network, five pathways with and without a test, the flows of
/// each, and three scenarios of helicopters.
#[divan::bench]
fn one_layout(bencher: Bencher) {
    let nation = Nation::new();
    let population = Population::default();
    let delays = CareDelays::default();
    let eligible = Share::try_new(0.1).expect("a share");
    let fleets = [
        Fleet::new(Vec::new()),
        nation.fleet.with_hours(FlyingHours::SURVEYED),
        nation.fleet.with_hours(FlyingHours::Always),
    ];
    let pathways = [
        Pathway::Mothership,
        Pathway::DripAndShip,
        Pathway::Bypass {
            allowable: Minutes::from_whole(30),
        },
        Pathway::BestOutcome(&population),
    ];
    let race = PrehospitalTest::race_5();
    bencher.bench_local(|| {
        let network = nation.network();
        let road = Transfers::by_road(&network, &delays);
        let follow = |pathway: Pathway| {
            let times = network.follow(pathway, &delays, &road);
            let setting = Setting {
                pathway,
                delays,
                transfers: Some(&road),
                population: &population,
            };
            let summary = setting.summarise(&network, &nation.demand);
            let flows = Flows::count(&network, &times, &road, &nation.demand, eligible);
            (times, summary, flows)
        };
        let fly = |fleet: &Fleet| {
            let air = nation.service(fleet).transfers(&network, &delays);
            let times = network.follow(Pathway::DripAndShip, &delays, &road);
            let (demand, cost) = (&nation.demand, MissionCost::SURVEYED);
            HelicopterEffect::measure(&network, demand, &times, &delays, &air, &population, cost)
        };
        let pathways: Vec<_> = pathways
            .par_iter()
            .map(|&pathway| follow(pathway))
            .collect();
        let tested = with_test(&network, &nation.demand, &delays, &road, &population, &race);
        let flown: Vec<_> = fleets.par_iter().map(fly).collect();
        black_box((pathways, tested, flown))
    });
}

/// 1,000 sets of delays, of four pathways, and of shares of large-vessel occlusion.
#[divan::bench(sample_count = 5)]
fn sweep_of_1000_settings(bencher: Bencher) {
    let nation = Nation::new();
    let network = nation.network();
    let populations: Vec<Population> = (0..10)
        .map(|step| {
            let lvo = Share::try_new(0.2 + 0.02 * f64::from(step)).expect("a share");
            Population::default().with_mix(PatientMix::ALLEN_2021.with_lvo(lvo))
        })
        .collect();
    let settings: Vec<Setting> = (0..1_000_u32)
        .map(|number| {
            let population = &populations[number as usize % 10];
            let pathway = match number % 4 {
                0 => Pathway::Mothership,
                1 => Pathway::DripAndShip,
                2 => Pathway::Bypass {
                    allowable: Minutes::from_whole(number % 60),
                },
                _ => Pathway::BestOutcome(population),
            };
            let delays = CareDelays::default()
                .with(Delay::OnScene, f64::from(10 + number % 50))
                .expect("a delay");
            Setting {
                pathway,
                delays,
                transfers: None,
                population,
            }
        })
        .collect();
    bencher.bench_local(|| black_box(sweep(&network, &nation.demand, &settings)));
}

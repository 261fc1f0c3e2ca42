//! Pathways, helicopter scenarios and a sweep of parameters for a synthetic nation of England's
//! size: 32,844 areas, 125 hospitals, of which 24 give MT and 89 IVT alone, and 27 bases.

use catchment::care::{CareDelays, Delay};
use catchment::flight::{Aircraft, Fleet, FlyingHours, HelicopterBase};
use catchment::model::{
    CapabilityStatus, Grouping, LatLon, Layout, PointIndex, SiteIndex, TravelTimeMatrix,
};
use catchment::outcome::{PatientMix, Population};
use catchment::pathway::{Pathway, Setting, StrokeNetwork, sweep};
use catchment::study::Study;
use catchment::treatment::{HelicopterInstance, TreatmentInstance};
use catchment::units::{Demand, Share, TravelTime};
use divan::{Bencher, black_box};

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
    pads: Vec<CapabilityStatus>,
    demand: Vec<Demand>,
    fleet: Fleet,
}

impl Nation {
    fn new() -> Self {
        let mut numbers = Numbers(7);
        let areas: Vec<LatLon> = (0..AREAS).map(|_| numbers.place()).collect();
        let hospitals: Vec<LatLon> = (0..HOSPITALS).map(|_| numbers.place()).collect();
        let bases = (0..BASES)
            .map(|base| HelicopterBase {
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
                        CapabilityStatus::Yes
                    } else {
                        CapabilityStatus::Unknown
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
}

fn roads(from: &[LatLon], to: &[LatLon]) -> TravelTimeMatrix {
    let mut matrix = TravelTimeMatrix::unreachable(from.len(), to.len());
    for (origin, here) in (0..).zip(from) {
        for (site, there) in (0..).zip(to) {
            let minutes = 5.8 + here.distance_to(*there).kilometres();
            let time = TravelTime::try_from_minutes(minutes).ok();
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

/// A study of this nation: all it says beside the names of its files.
const STUDY: &str = r#"
name = "nation"
population = { file = "p.csv" }
hospitals = { file = "h.csv" }
travel = { model = "straight-line" }
layouts = [{ name = "mt", column = "mt" }]
[pathway]
ivt = "ivt"
test = { scale = "race-5" }
[helicopter]
bases = "b.csv"
scenarios = [
  { name = "road-only", hours = "never" },
  { name = "surveyed-hours", hours = "07:00-21:30" },
  { name = "day-and-night", hours = "24/7" },
]
"#;

/// Everything for one layout: the network, the pathways with and without a test, their flows,
/// groups, the series of allowable delays, three scenarios of helicopters and their best bases.
#[divan::bench]
fn one_layout(bencher: Bencher) {
    let nation = Nation::new();
    let study = Study::parse(STUDY, "study.toml").expect("a study");
    let (pathway, choice) = (study.pathway.expect("one"), study.helicopter.expect("one"));
    let population = pathway.patients.population();
    let fleets = [
        nation.fleet.with_hours(FlyingHours::Never),
        nation.fleet.with_hours(FlyingHours::SURVEYED),
        nation.fleet.with_hours(FlyingHours::Always),
    ];
    let labels: Vec<String> = (0..AREAS).map(|area| (area % 42).to_string()).collect();
    let groupings = [Grouping::new("group", &labels)];
    let layout = Layout::try_new("mt", nation.mt.clone()).expect("a layout");
    let instance = TreatmentInstance {
        demand: &nation.demand,
        groupings: &groupings,
        matrix: &nation.matrix,
        between: &nation.between,
        units: &nation.ivt,
        pathway: pathway.routing,
        allowable: pathway.allowable,
        delays: &pathway.delays,
        test: pathway.test.map(|test| test.test()),
        population: &population,
        helicopters: Some(HelicopterInstance {
            service: &choice.service,
            fleet: &nation.fleet,
            fleets: &fleets,
            positions: &nation.positions,
            pads: &nation.pads,
        }),
    };
    bencher.bench_local(|| black_box(instance.evaluate(&layout)));
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
            let pathway = Pathway::ALL[number as usize % 4];
            let delays = CareDelays::default()
                .with(Delay::OnScene, f64::from(10 + number % 50))
                .expect("a delay");
            Setting {
                pathway,
                allowable: TravelTime::from_whole(number % 60),
                delays,
                transfers: None,
                population,
            }
        })
        .collect();
    bencher.bench_local(|| black_box(sweep(&network, &nation.demand, &settings)));
}

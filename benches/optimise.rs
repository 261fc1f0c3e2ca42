//! Proven optima: England with every hospital that gives thrombolysis as a candidate, generated
//! squares and a million generated points. Every benchmark asserts that the answer is proven.
//!
//! The peers are in `benches/peers/optimise_*.py`.

use catchment::load::Wanted;
use catchment::model::{SiteIndex, TravelTimeMatrix};
use catchment::optimise::{
    Budget, CoverTarget, LocationProblem, Median, MergedCoverage, Status, Ties, VolumeLimits,
    k_best, lscp, mclp, most_centres, p_centre, p_median, p_median_with_volumes,
};
use catchment::run::{Session, Silent, StudySource};
use catchment::units::{Demand, TravelTime};
use divan::Bencher;
use std::sync::OnceLock;

fn main() {
    divan::main();
}

struct Instance {
    matrix: TravelTimeMatrix,
    demand: Vec<Demand>,
    candidates: Vec<SiteIndex>,
}

impl Instance {
    fn problem(&self) -> LocationProblem<'_> {
        LocationProblem::try_new(&self.matrix, &self.demand)
            .and_then(|problem| problem.candidates(&self.candidates))
            .expect("one demand for every origin")
    }

    /// Only the first points, as the peers read them.
    fn first(&self, points: usize) -> Self {
        let times = (0..self.matrix.sites()).flat_map(|site| {
            let site = SiteIndex(u16::try_from(site).expect("few sites"));
            self.matrix.times_to(site).take(points)
        });
        Self {
            matrix: TravelTimeMatrix::from_columns(points, self.matrix.sites(), times)
                .expect("as many times"),
            demand: self.demand[..points].to_vec(),
            candidates: self.candidates.clone(),
        }
    }
}

/// Forty million points of a square of side 30 and 100 sites, within 5.5 of each other; the points are drawn again
/// whenever they are asked for.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn mclp_of_forty_million(bencher: Bencher) {
    let at = |number: u64| {
        let drawn = splitmix(number);
        [drawn >> 40, drawn & 0xff_ffff].map(|part| part as f64 * 30.0 / f64::from(1 << 24))
    };
    let sites: Vec<[f64; 2]> = (1..=100).map(|site| at(1_000_000_007 * site)).collect();
    let is_near = |point: usize, site: SiteIndex| {
        let ([x, y], [u, v]) = (at(point as u64 + 77), sites[site.get()]);
        (x - u).powi(2) + (y - v).powi(2) <= 5.5 * 5.5
    };
    let demand = |point: usize| {
        let drawn = splitmix(point as u64) % 100 + 1;
        Demand::from_whole(u32::try_from(drawn).expect("small"))
    };
    bencher.bench_local(|| {
        let coverage = MergedCoverage::new(40_000_000, 100, is_near, demand);
        for centres in [10, 15, 20] {
            let best = coverage.mclp(centres, Budget::default()).expect("a layout");
            assert_eq!(best.status, Status::Optimal);
        }
    });
}

/// Spreads a number over 64 bits (Steele, Lea, Flood 2014).
fn splitmix(number: u64) -> u64 {
    let z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The built-in study and its 113 hospitals that give thrombolysis.
fn england() -> &'static Instance {
    static ENGLAND: OnceLock<Instance> = OnceLock::new();
    ENGLAND.get_or_init(|| {
        let source = StudySource::built_in().expect("the built-in study");
        let session = Session::open(source, Wanted { drawing: false }, &mut Silent)
            .expect("the built-in data");
        let prepared = session.prepared();
        let all = prepared.dataset.layout("all-ivt").expect("in the study");
        Instance {
            candidates: all.sites().to_vec(),
            demand: prepared
                .dataset
                .points
                .iter()
                .map(|point| point.demand)
                .collect(),
            matrix: prepared.matrix.clone(),
        }
    })
}

#[divan::bench(args = [5, 10, 24, 30, 50, 100], sample_count = 7)]
fn p_median_of_england(bencher: Bencher, centres: usize) {
    let problem = england().problem();
    bencher.bench_local(|| {
        let best = p_median(&problem, centres, Budget::default()).expect("enough candidates");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn p_median_of_england_for_every_number_of_centres(bencher: Bencher) {
    let problem = england().problem();
    bencher.bench_local(|| {
        let median = Median::prepare(&problem);
        for centres in 1..=problem.open_sites().len() {
            let best = median
                .best(centres, Budget::default())
                .expect("enough candidates");
            assert_eq!(best.status, Status::Optimal);
        }
    });
}

#[divan::bench(args = [(30, 24), (30, 30), (45, 24), (45, 30), (60, 24), (60, 30)], sample_count = 7)]
fn mclp_of_england(bencher: Bencher, (minutes, centres): (u32, usize)) {
    let problem = england().problem();
    let standard = TravelTime::from_whole(minutes);
    bencher.bench_local(|| {
        let best = mclp(&problem, centres, standard, Budget::default()).expect("enough candidates");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

#[divan::bench(args = [60, 90], sample_count = 7)]
fn lscp_of_england(bencher: Bencher, minutes: u32) {
    let problem = england().problem();
    let standard = TravelTime::from_whole(minutes);
    bencher.bench_local(|| {
        let best = lscp(
            &problem,
            standard,
            CoverTarget::Coverable,
            Ties::Any,
            Budget::default(),
        );
        assert_eq!(best.as_ref().map(|best| best.status), Ok(Status::Optimal));
        best
    });
}

#[divan::bench(args = [24, 30], sample_count = 5)]
fn p_centre_of_england(bencher: Bencher, centres: usize) {
    let problem = england().problem();
    bencher.bench_local(|| {
        let best =
            p_centre(&problem, centres, Ties::Best, Budget::default()).expect("enough candidates");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

#[divan::bench(args = [24, 30], sample_count = 5)]
fn ten_best_of_england(bencher: Bencher, centres: usize) {
    let problem = england().problem();
    bencher.bench_local(|| {
        let best = k_best(&problem, centres, 10, Budget::default()).expect("enough candidates");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

/// How many centres can have so many admissions a year each: 1,500 are 150 procedures.
#[divan::bench(args = [(1_000, 61), (1_500, 45)], sample_count = 1, sample_size = 1)]
fn most_centres_of_england(bencher: Bencher, (each, most): (u32, usize)) {
    let problem = england().problem();
    let each = Demand::from_whole(each);
    bencher.bench_local(|| {
        let best = most_centres(&problem, each, Budget::default()).expect("one centre at least");
        assert_eq!((best.value, best.status), (most, Status::Optimal));
        best
    });
}

/// The best layout with as many centres as can have so many admissions a year each, or one fewer.
#[divan::bench(args = [(1_000, 61), (1_500, 44), (1_500, 45)], sample_count = 1, sample_size = 1)]
fn volumes_near_the_most_centres(bencher: Bencher, (each, centres): (u32, usize)) {
    let problem = england().problem();
    let mut volumes = VolumeLimits::default();
    volumes.min = Some(Demand::from_whole(each));
    bencher.bench_local(|| {
        let best = p_median_with_volumes(&problem, centres, volumes, Budget::default());
        let best = best.expect("there is one");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

/// The instances of `benches/peers/optimise_pbp.py`: the first areas, 30 centres.
#[divan::bench(args = [1_000, 3_000], sample_count = 7)]
fn p_median_of_the_first_areas(bencher: Bencher, areas: usize) {
    let first = england().first(areas);
    let problem = first.problem();
    bencher.bench_local(|| {
        let best = p_median(&problem, 30, Budget::default()).expect("enough candidates");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

/// All-pairs shortest paths of a sparse random graph, every node a point and a candidate: the
/// sizes of the OR-Library's p-median set (Beasley 1985), n²/50 edges of length 1 to 100.
#[divan::bench(
    args = [(100, 5), (100, 33), (300, 5), (300, 60), (600, 5), (600, 60), (600, 200), (900, 10), (900, 90), (900, 200)],
    sample_count = 1,
    sample_size = 1
)]
fn p_median_of_a_square(bencher: Bencher, (nodes, centres): (usize, usize)) {
    let square = square(nodes, 3);
    let problem = square.problem();
    bencher.bench_local(|| {
        let best = p_median(&problem, centres, Budget::default()).expect("enough candidates");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

/// Nodes, and numbers of centres, of the OR-Library's 40 p-medians (Beasley 1985).
const OR_LIBRARY: [(usize, &[usize]); 9] = [
    (100, &[5, 10, 10, 20, 33]),
    (200, &[5, 10, 20, 40, 67]),
    (300, &[5, 10, 30, 60, 100]),
    (400, &[5, 10, 40, 80, 133]),
    (500, &[5, 10, 50, 100, 167]),
    (600, &[5, 10, 60, 120, 200]),
    (700, &[5, 10, 70, 140]),
    (800, &[5, 10, 80]),
    (900, &[5, 10, 90]),
];

/// The p-centre of squares in those 40 sizes, the seeds 1 to 40. What each of them took is printed.
#[divan::bench(args = [false, true], sample_count = 1, sample_size = 1)]
fn p_centre_of_forty_squares(bencher: Bencher, with_the_mean: bool) {
    let ties = if with_the_mean { Ties::Best } else { Ties::Any };
    let sizes = || {
        let sizes = OR_LIBRARY.iter();
        let each = sizes.flat_map(|&(nodes, centres)| centres.iter().map(move |&p| (nodes, p)));
        (1..).zip(each)
    };
    let squares: Vec<_> = sizes()
        .map(|(seed, (nodes, _))| square(nodes, seed))
        .collect();
    bencher.bench_local(|| {
        for (square, (seed, (nodes, centres))) in squares.iter().zip(sizes()) {
            let budget = Budget::default().within(std::time::Duration::from_secs(60));
            let best = p_centre(&square.problem(), centres, ties, budget).expect("enough nodes");
            eprintln!(
                "{seed}: {nodes} nodes, {centres} centres: {:?} in {:.2} s, {} nodes of the search",
                best.status, best.seconds, best.nodes
            );
        }
    });
}

/// Points of the plane, each a candidate: files of TSPLIB (Reinelt 1991), which are not part of the repository, in
/// the folder that `TSPLIB` names; distances in thousandths. What is left open after 60 s is printed.
#[divan::bench(
    args = [
        ("rl1304", 10), ("rl1304", 100), ("rl1304", 300), ("fl1400", 100), ("fl1400", 500), ("u1432", 50),
        ("u1432", 400), ("pcb3038", 50), ("pcb3038", 200), ("pcb3038", 500), ("rl5934", 500), ("rl5934", 1500)
    ],
    sample_count = 1,
    sample_size = 1
)]
fn p_median_of_points(bencher: Bencher, (name, centres): (&str, usize)) {
    let Some(points) = std::env::var_os("TSPLIB").and_then(|folder| points(&folder, name)) else {
        eprintln!("skipped: TSPLIB names no folder with {name}.tsp");
        return bencher.bench_local(|| ());
    };
    let problem = points.problem();
    bencher.bench_local(|| {
        let budget = Budget::default().within(std::time::Duration::from_secs(60));
        let best = p_median(&problem, centres, budget).expect("enough points");
        eprintln!(
            "{name}, {centres} centres: {:?} in {:.1} s, value {:.3}, bound {:.3}, gap {:.4} %, {} nodes",
            best.status,
            best.seconds,
            best.value.as_f64() * 60.0,
            best.bound.as_f64() * 60.0,
            best.gap_percent,
            best.nodes
        );
    });
}

fn points(folder: &std::ffi::OsStr, name: &str) -> Option<Instance> {
    let path = std::path::Path::new(folder).join(format!("{name}.tsp"));
    let text = std::fs::read_to_string(path).ok()?;
    let numbers = text.lines().filter_map(|line| {
        let mut fields = line.split_whitespace().map(str::parse::<f64>);
        match (fields.next(), fields.next(), fields.next()) {
            (Some(Ok(_)), Some(Ok(x)), Some(Ok(y))) => Some((x, y)),
            _ => None,
        }
    });
    let places: Vec<(f64, f64)> = numbers.collect();
    let times = places.iter().flat_map(|site| {
        places.iter().map(|point| {
            let distance = (site.0 - point.0).hypot(site.1 - point.1);
            TravelTime::try_from_seconds((distance * 1e3).round() / 1e3).ok()
        })
    });
    Some(Instance {
        matrix: TravelTimeMatrix::from_columns(places.len(), places.len(), times).ok()?,
        demand: vec![Demand::from_whole(1); places.len()],
        candidates: sites(places.len()),
    })
}

/// A million points and 100 sites, uniform on 30 × 30, demands 1 to 100, as in Cordeau, Furini
/// and Ljubić 2019.
#[divan::bench(args = [5.5, 5.75, 6.0, 6.25], sample_count = 1, sample_size = 1)]
fn mclp_of_a_million_points(bencher: Bencher, radius: f64) {
    let million = million();
    let problem = million.problem();
    // A unit of length is 1,000 s here.
    let standard = TravelTime::try_from_seconds(radius * 1_000.0).expect("a time");
    bencher.bench_local(|| {
        let best = mclp(&problem, 10, standard, Budget::default()).expect("enough candidates");
        assert_eq!(best.status, Status::Optimal);
        best
    });
}

/// Numbers below a limit (xorshift, Marsaglia 2003).
fn draws(mut state: u64) -> impl FnMut(u64) -> u64 {
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    }
}

fn square(nodes: usize, seed: u64) -> Instance {
    const FAR: u32 = 1_000_000;
    let mut draw = draws(seed);
    let mut node = |below: usize| usize::try_from(draw(below as u64)).expect("a node");
    let mut length = vec![FAR; nodes * nodes];
    let mut connect = |a: usize, b: usize, along: usize| {
        let along = u32::try_from(along).expect("short");
        for cell in [a * nodes + b, b * nodes + a] {
            length[cell] = length[cell].min(along);
        }
    };
    for a in 1..nodes {
        let (b, along) = (node(a), node(100) + 1);
        connect(a, b, along);
    }
    for _ in nodes..nodes * nodes / 50 {
        let (a, b, along) = (node(nodes), node(nodes), node(100) + 1);
        connect(a, b, along);
    }
    for a in 0..nodes {
        length[a * nodes + a] = 0;
    }
    for via in 0..nodes {
        let row = length[via * nodes..][..nodes].to_vec();
        for from in length.chunks_exact_mut(nodes) {
            let to_via = from[via];
            for (cell, beyond) in from.iter_mut().zip(&row) {
                *cell = (*cell).min(to_via + beyond);
            }
        }
    }
    let times = length
        .into_iter()
        .map(|seconds| Some(TravelTime::from_seconds(seconds)));
    Instance {
        matrix: TravelTimeMatrix::from_columns(nodes, nodes, times).expect("a square"),
        demand: vec![Demand::from_whole(1); nodes],
        candidates: sites(nodes),
    }
}

fn million() -> &'static Instance {
    const POINTS: usize = 1_000_000;
    const SITES: usize = 100;
    static MILLION: OnceLock<Instance> = OnceLock::new();
    MILLION.get_or_init(|| {
        let mut draw = draws(7);
        let mut place = || {
            let mut along = || draw(30_000_000) as f64 / 1e6;
            (along(), along())
        };
        let sites_at: Vec<_> = (0..SITES).map(|_| place()).collect();
        let points_at: Vec<_> = (0..POINTS).map(|_| place()).collect();
        let demand = (0..POINTS)
            .map(|_| Demand::from_whole(u32::try_from(draw(100)).expect("small") + 1))
            .collect();
        let times = sites_at.iter().flat_map(|site| {
            points_at.iter().map(|point| {
                let distance = (site.0 - point.0).hypot(site.1 - point.1);
                // Rounded up, so that nobody is nearer than he is.
                TravelTime::try_from_seconds((distance * 1_000.0).ceil()).ok()
            })
        });
        Instance {
            matrix: TravelTimeMatrix::from_columns(POINTS, SITES, times).expect("as many times"),
            demand,
            candidates: sites(SITES),
        }
    })
}

fn sites(count: usize) -> Vec<SiteIndex> {
    (0..count)
        .map(|site| SiteIndex(u16::try_from(site).expect("few sites")))
        .collect()
}

//! Fits the road curve of the straight-line model to the road times of England, and prints the
//! error of the fit and of the defaults.
//!
//! ```sh
//! cargo run --release --example fit_road_curve
//! ```
//!
//! The fit minimises the demand-weighted mean absolute difference over all pairs of an area and a
//! hospital at most 100 km apart, by the downhill simplex method (Nelder and Mead 1965). The
//! detour is given: times tell only the ratio of speed to detour.

use catchment::built_in;
use catchment::load::{self, StudyFiles, Wanted};
use catchment::study::Study;
use catchment::travel::RoadCurve;
use catchment::units::{KmPerHour, Metres, TravelTime};
use rayon::prelude::*;

/// One journey of the table: distance, time, weight.
type Journey = (Metres, TravelTime, f64);

const FARTHEST_KM: f64 = 100.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let study = Study::parse(built_in::STUDY, "study.toml")?;
    let files = StudyFiles::memory(built_in::FILES.iter().copied());
    let dataset = load::dataset(&study, &files, Wanted { drawing: false })?;
    let table = dataset.table.as_ref().ok_or("the study has a table")?;

    let mut journeys: Vec<Journey> = Vec::new();
    for (number, site) in (0..).zip(&dataset.sites) {
        let times = table.times_to(catchment::model::SiteIndex(number));
        for (point, time) in dataset.points.iter().zip(times) {
            if let (Some(from), Some(to), Some(time)) = (point.position, site.position, time) {
                let distance = from.distance_to(to);
                if distance.kilometres() <= FARTHEST_KM {
                    journeys.push((distance, time, point.demand.as_f64()));
                }
            }
        }
    }
    println!("{} journeys of at most {FARTHEST_KM} km", journeys.len());
    report("defaults", &RoadCurve::default(), &journeys);

    // A tenth of the journeys, evenly taken, places the minimum well enough to start from.
    let sample: Vec<Journey> = journeys.iter().copied().step_by(10).collect();
    let coarse = simplex([6.0, 35.0, 88.0, 30.0], |x| error(&curve(x), &sample));
    let best = simplex(coarse, |x| error(&curve(x), &journeys));
    report("fitted", &curve(best), &journeys);
    Ok(())
}

fn curve([fixed, slow, fast, reach]: [f64; 4]) -> RoadCurve {
    let positive = |x: f64| x.abs().max(1e-3);
    RoadCurve {
        fixed: TravelTime::try_from_minutes(fixed.abs()).unwrap_or_default(),
        detour: RoadCurve::default().detour,
        slow: KmPerHour::try_new(positive(slow)).expect("positive"),
        fast: KmPerHour::try_new(positive(fast)).expect("positive"),
        reach: Metres::try_new(1_000.0 * positive(reach)).expect("positive"),
    }
}

/// Demand-weighted mean absolute difference in minutes.
fn error(curve: &RoadCurve, journeys: &[Journey]) -> f64 {
    let sums: Vec<(f64, f64)> = journeys
        .par_chunks(65_536)
        .map(|chunk| {
            chunk
                .iter()
                .fold((0.0, 0.0), |(sum, weight), &(distance, time, demand)| {
                    let off = (curve.travel_time(distance).as_f64() - time.as_f64()).abs();
                    (sum + demand * off, weight + demand)
                })
        })
        .collect();
    let (sum, weight) = sums.iter().fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
    sum / weight
}

fn report(name: &str, curve: &RoadCurve, journeys: &[Journey]) {
    let weight: f64 = journeys.iter().map(|journey| journey.2).sum();
    let bias: f64 = journeys
        .iter()
        .map(|&(distance, time, demand)| {
            demand * (curve.travel_time(distance).as_f64() - time.as_f64())
        })
        .sum();
    println!(
        "{name}: fixed {:.2} min, detour {}, slow {:.1} km/h, fast {:.1} km/h, reach {:.1} km: \
         mean absolute error {:.2} min, bias {:+.2} min",
        curve.fixed.as_f64(),
        curve.detour,
        curve.slow.as_f64(),
        curve.fast.as_f64(),
        curve.reach.kilometres(),
        error(curve, journeys),
        bias / weight,
    );
}

/// The downhill simplex method from a starting point, 300 steps.
fn simplex(start: [f64; 4], objective: impl Fn([f64; 4]) -> f64) -> [f64; 4] {
    let mut corners: Vec<([f64; 4], f64)> = (0..5)
        .map(|corner| {
            let mut x = start;
            if corner > 0 {
                x[corner - 1] *= 1.1;
            }
            (x, objective(x))
        })
        .collect();
    for _ in 0..300 {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let worst = corners[4];
        let centre: [f64; 4] = std::array::from_fn(|i| {
            corners[..4].iter().map(|corner| corner.0[i]).sum::<f64>() / 4.0
        });
        let along = |step: f64| {
            let x = std::array::from_fn(|i| centre[i] + step * (worst.0[i] - centre[i]));
            (x, objective(x))
        };
        let reflected = along(-1.0);
        corners[4] = if reflected.1 < corners[0].1 {
            let expanded = along(-2.0);
            if expanded.1 < reflected.1 {
                expanded
            } else {
                reflected
            }
        } else if reflected.1 < corners[3].1 {
            reflected
        } else {
            let contracted = along(0.5);
            if contracted.1 < worst.1 {
                contracted
            } else {
                let best = corners[0].0;
                for corner in &mut corners[1..] {
                    let x = std::array::from_fn(|i| f64::midpoint(best[i], corner.0[i]));
                    *corner = (x, objective(x));
                }
                continue;
            }
        };
    }
    corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    corners[0].0
}

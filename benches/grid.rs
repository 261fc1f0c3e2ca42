//! Grids in memory: cells a second.
use catchment::grid::*;
use catchment::model::LatLon;
use catchment::study::RoadCurve;
use catchment::units::*;
use std::time::Instant;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
fn unit(n: u64) -> f64 { (mix(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 11) as f64 / (1u64 << 53) as f64 }

fn cpu() -> f64 {
    std::fs::read_dir("/proc/self/task").unwrap().filter_map(|t| {
        let s = std::fs::read_to_string(t.ok()?.path().join("schedstat")).ok()?;
        s.split(' ').next()?.parse::<f64>().ok()
    }).sum::<f64>() / 1e9
}
fn median(n: usize, mut f: impl FnMut()) -> (f64, f64) {
    let mut w = Vec::new(); let mut c = Vec::new();
    for _ in 0..n { let t = Instant::now(); let c0 = cpu(); f(); c.push(cpu() - c0); w.push(t.elapsed().as_secs_f64()); }
    w.sort_by(f64::total_cmp); c.sort_by(f64::total_cmp); (w[n / 2], c[n / 2])
}
fn main() {
    let (rows, columns) = (6000, 5000);
    let lattice = Lattice::try_new((55.8, -5.7), (0.001, 0.0015), rows, columns).unwrap();
    let cells: Vec<f32> = (0..rows * columns).map(|n| (unit(n as u64) * 100.0) as f32).collect();
    let curve = RoadCurve {
        fixed: Minutes::from_whole(5), detour: 1.3,
        slow: KmPerHour::try_new(30.0).unwrap(), fast: KmPerHour::try_new(80.0).unwrap(),
        reach: Metres::try_new(30_000.0).unwrap(),
    };
    let t = Instant::now();
    let table = SecondTable::new(curve);
    println!("table {:?}", t.elapsed());
    let standards = [45, 60, 90].map(Minutes::from_whole);
    for count in [1, 30, 130, 1000] {
        let places = (0..count).map(|n| LatLon::try_new(50.0 + 5.5 * unit(1_000_000 + n), -5.0 + 6.0 * unit(2_000_000 + n)).unwrap()).collect();
        let centres = Centres::try_new(places).unwrap();
        let layouts = vec![(0..count as u16).collect::<Vec<_>>()];
        let q = Question { centres: &centres, layouts: &layouts, seconds: &table, standards: &standards };
        let n = cells.len() as f64 / 1e6;
        let (w, c) = median(7, || { std::hint::black_box(sum_raster(&q, &lattice, 0, &cells)); });
        println!("{count} centres: wall {:.0} M/s, two cores' cpu {:.0} M/s", n / w, 2.0 * n / c);
        let (w, c) = median(3, || { std::hint::black_box(answer_raster(&q, &lattice, 0, &cells)); });
        println!("   answers: wall {:.0} M/s, two cores' cpu {:.0} M/s", n / w, 2.0 * n / c);
    }

    let mut points = PointCells::with_capacity(10_000_000);
    for n in 0..10_000_000_u64 {
        points.push(LatLon::try_new(50.0 + 5.5 * unit(7_000_000 + n), -5.0 + 6.0 * unit(77_000_000 + n)).unwrap(), Demand::from_whole((n % 50) as u32));
    }
    for count in [30, 130, 1000, 10000] {
        let places = (0..count).map(|n| LatLon::try_new(50.0 + 5.5 * unit(1_000_000 + n), -5.0 + 6.0 * unit(2_000_000 + n)).unwrap()).collect();
        let centres = Centres::try_new(places).unwrap();
        let layouts = vec![(0..count as u16).collect::<Vec<_>>()];
        let q = Question { centres: &centres, layouts: &layouts, seconds: &table, standards: &standards };
        let t = Instant::now();
        let sweep = PointSweep::new(&q, &points);
        let built = t.elapsed();
        let n = points.len() as f64 / 1e6;
        let (w, c) = median(5, || { std::hint::black_box(sweep.nearest(0, &points)); });
        println!("{count} centres points nearest: wall {:.0} M/s, two cores' cpu {:.0} M/s, map {built:?}", n / w, 2.0 * n / c);
        let (w, c) = median(5, || { std::hint::black_box(sweep.sum(&points)); });
        println!("   sums: wall {:.0} M/s, two cores' cpu {:.0} M/s", n / w, 2.0 * n / c);
    }
}

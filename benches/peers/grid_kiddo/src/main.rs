//! Nearest centre by `kiddo`, on the points of `cargo bench --bench grid`:
//! `GRID_POINTS=folder cargo bench --bench grid -- peers`, then `cargo run --release folder` here.

use kiddo::{ImmutableKdTree, SquaredEuclidean};
use rayon::prelude::*;
use std::time::Instant;

fn unit_vectors(file: &str) -> Vec<[f64; 3]> {
    let bytes = std::fs::read(file).expect("the file of points");
    let numbers: Vec<f64> =
        bytes.chunks_exact(8).map(|b| f64::from_le_bytes(b.try_into().unwrap())).collect();
    let unit = |place: &[f64]| {
        let ((sin_lat, cos_lat), (sin_lon, cos_lon)) =
            (place[0].to_radians().sin_cos(), place[1].to_radians().sin_cos());
        [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
    };
    numbers.chunks_exact(2).map(unit).collect()
}

fn processor_time() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let of = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(path.join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    };
    threads.filter_map(|thread| of(thread.ok()?.path())).sum::<f64>() / 1e9
}

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of points");
    let points = unit_vectors(&format!("{folder}/points.f64"));
    for count in [30, 130, 1_000] {
        let centres = unit_vectors(&format!("{folder}/centres{count}.f64"));
        let tree: ImmutableKdTree<f64, 3> = ImmutableKdTree::new_from_slice(&centres);
        let mut runs: Vec<(f64, f64)> = (0..5)
            .map(|_| {
                let (began, before) = (Instant::now(), processor_time());
                let found = points
                    .par_iter()
                    .map(|point| tree.nearest_one::<SquaredEuclidean>(point).item)
                    .collect::<Vec<_>>();
                std::hint::black_box(found);
                (began.elapsed().as_secs_f64(), processor_time() - before)
            })
            .collect();
        runs.sort_by(|a, b| a.1.total_cmp(&b.1));
        let million = points.len() as f64 / 1e6;
        println!(
            "kiddo ImmutableKdTree, {count}: {:.1} M/s by the clock, {:.1} M/s by two cores' time",
            million / runs[2].0,
            2.0 * million / runs[2].1
        );
    }
}

//! Times between 1,000 and 1,000 places by customisable contraction hierarchies.
//!
//! `NETWORK_GRAPHS=folder cargo bench --bench network -- malta`, then
//! `cargo run --release --manifest-path benches/peers/network_cch/Cargo.toml -- folder`.

use cch::graph::Graph;
use cch::{Cch, distance_matrix, inertial_order};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn words(folder: &Path, part: &str) -> Vec<u32> {
    let bytes = std::fs::read(folder.join(format!("malta.{part}"))).expect(part);
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("four bytes"));
    bytes.chunks_exact(4).map(word).collect()
}

/// Processor time of all threads of this process in seconds.
fn processor_time() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").expect("Linux");
    let of = |path: PathBuf| {
        let text = std::fs::read_to_string(path.join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    };
    threads
        .filter_map(|thread| of(thread.ok()?.path()))
        .sum::<f64>()
        / 1e9
}

fn measure<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (began, before) = (Instant::now(), processor_time());
    let done = work();
    let clock = began.elapsed().as_secs_f64();
    let processor = processor_time() - before;
    println!("{what}: {processor:.4} s of processor time, {clock:.4} s elapsed");
    done
}

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let graph = Graph {
        first_out: words(&folder, "first.u32"),
        head: words(&folder, "heads.u32"),
        weight: words(&folder, "times.u32"),
    };
    let degrees = |part: &str| -> Vec<f32> {
        words(&folder, part)
            .into_iter()
            .map(f32::from_bits)
            .collect()
    };
    let (latitude, longitude) = (degrees("latitudes.f32"), degrees("longitudes.f32"));
    let nodes = u32::try_from(latitude.len()).expect("fits");
    let tail: Vec<u32> = (0..nodes)
        .zip(graph.first_out.windows(2))
        .flat_map(|(node, ends)| (ends[0]..ends[1]).map(move |_| node))
        .collect();
    let cch = measure("order and structure", || {
        let order = inertial_order(nodes, &tail, &graph.head, &latitude, &longitude);
        Cch::build(&graph, &order)
    });
    let metric = measure("customisation", || cch.customize(&graph.weight));
    let (from, to) = (
        words(&folder, "square_from.u32"),
        words(&folder, "square_to.u32"),
    );
    for _ in 0..5 {
        let times = measure("1,000 x 1,000", || {
            distance_matrix(&cch.view(), &metric.view(), &from, &to)
        });
        let sum: u64 = times.iter().map(|&time| u64::from(time)).sum();
        println!("sum {sum} ms");
    }
}

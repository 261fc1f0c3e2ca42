//! Times between many places of a road network, and over a friction surface.
//!
//! `cargo bench --bench network -- malta large surface` runs the named parts, or all. Malta is the extract of
//! the built-in example; the large graph is 13 × 13 copies of it, each with other times and connected with its
//! neighbours: as many junctions as England has. Each line gives processor time of all threads and elapsed
//! time. With `NETWORK_GRAPHS=folder` the graphs are written there for `benches/peers/network_scipy.py --time` and
//! `benches/peers/network_cch`.

use catchment::model::{LatLon, SiteIndex};
use catchment::network::friction::{CellSizes, FrictionSurface, allocate};
use catchment::network::{Arc, Graph, Network, Places, Profile, RoadNetwork};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Instant;

const EXTRACT: &str = "data/malta/malta.osm.pbf";

/// Copies of Malta in each direction.
const COPIES: u32 = 13;

/// Ways from one copy to the next.
const LINKS: u32 = 6;

/// Processor time of all threads of this process in seconds.
fn processor_time() -> f64 {
    let Ok(threads) = fs::read_dir("/proc/self/task") else {
        return f64::NAN;
    };
    let of = |path: std::path::PathBuf| {
        let text = fs::read_to_string(path.join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    };
    threads
        .filter_map(|thread| of(thread.ok()?.path()))
        .sum::<f64>()
        / 1e9
}

/// The most memory that this process has had, in megabytes.
fn most_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

fn measure<T>(what: &str, runs: usize, mut work: impl FnMut() -> T) -> T {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..runs {
        let (began, before) = (Instant::now(), processor_time());
        last = Some(work());
        times.push((processor_time() - before, began.elapsed().as_secs_f64()));
    }
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (processor, clock) = times[runs / 2];
    println!("{what:64} {processor:9.4} s of processor time {clock:9.4} s elapsed");
    last.expect("at least one run")
}

/// Numbers drawn by xorshift: the same in every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, below: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(below)).unwrap_or_default()
    }

    fn places(&mut self, count: usize, nodes: u32) -> Vec<u32> {
        (0..count).map(|_| self.below(nodes)).collect()
    }
}

fn malta() -> Graph {
    let bytes = fs::read(EXTRACT).expect("the extract of the example");
    let network = measure("malta: extract to graph", 5, || {
        RoadNetwork::read(&mut Cursor::new(&bytes), &Profile::car()).expect("a network")
    });
    let written = |part: &str, number: fn(LatLon) -> f64| {
        let places = network.junctions().into_iter();
        let numbers = places.map(|place| place.map_or(f64::NAN, number));
        #[expect(clippy::cast_possible_truncation, reason = "metres suffice")]
        let bytes = numbers.map(|number| (number as f32).to_le_bytes());
        write_numbers(&format!("malta.{part}.f32"), bytes);
    };
    written("latitudes", LatLon::lat);
    written("longitudes", LatLon::lon);
    network.graph().clone()
}

/// Writes numbers of 32 bits to the folder for the peers, where they are to run.
fn write_numbers(file: &str, numbers: impl Iterator<Item = [u8; 4]>) {
    if let Some(folder) = std::env::var_os("NETWORK_GRAPHS") {
        let bytes: Vec<u8> = numbers.flatten().collect();
        fs::write(PathBuf::from(folder).join(file), bytes).expect("written");
    }
}

/// Copies of a graph side by side, with times changed by up to a fifth, and ways of 20 minutes from the last
/// nodes of one to the first nodes of the next.
fn tiled(graph: &Graph, copies: u32) -> Graph {
    let nodes = graph.nodes();
    let mut drawn = Drawn(20_240_501);
    let mut arcs = Vec::new();
    for copy in 0..copies * copies {
        let own = copy * nodes;
        arcs.extend(graph.arcs().map(|arc| Arc {
            tail: own + arc.tail,
            head: own + arc.head,
            milliseconds: arc.milliseconds / 100 * (80 + drawn.below(41)),
        }));
        let beside = (copy % copies + 1 < copies).then_some(copy + 1);
        let below = (copy + copies < copies * copies).then_some(copy + copies);
        for next in beside.into_iter().chain(below) {
            for _ in 0..LINKS {
                let tail = own + nodes - 1 - drawn.below(300);
                let head = next * nodes + drawn.below(300);
                let milliseconds = 1_200_000;
                arcs.push(Arc {
                    tail,
                    head,
                    milliseconds,
                });
                arcs.push(Arc {
                    tail: head,
                    head: tail,
                    milliseconds,
                });
            }
        }
    }
    Graph::new(nodes * copies * copies, arcs).expect("a graph")
}

/// Writes a graph and a question for other programs.
fn write(name: &str, graph: &Graph, sources: &[u32], targets: &[u32]) {
    let write = |part: &str, numbers: &mut dyn Iterator<Item = u32>| {
        let numbers = numbers.map(u32::to_le_bytes);
        write_numbers(&format!("{name}.{part}.u32"), numbers);
    };
    let mut sum = 0;
    let ends = (0..graph.nodes()).map(|node| {
        sum += u32::try_from(graph.from_node(node).len()).unwrap_or(u32::MAX);
        sum
    });
    write("first", &mut std::iter::once(0).chain(ends));
    write("heads", &mut graph.arcs().map(|arc| arc.head));
    write("times", &mut graph.arcs().map(|arc| arc.milliseconds));
    write("sources", &mut sources.iter().copied());
    write("targets", &mut targets.iter().copied());
}

/// The sum of all times in milliseconds.
fn sum(network: &Network, sources: &Places, targets: &Places) -> u64 {
    let times = network.times_from(sources, targets);
    let sites = (0..).map(SiteIndex).take(times.sites());
    let all = sites.flat_map(|site| times.times_to(site));
    all.flatten()
        .map(|time| u64::from(time.milliseconds()))
        .sum()
}

fn matrices(name: &str, graph: Graph, sites: usize, targets: usize, runs: usize) {
    println!(
        "{name}: {} nodes, {} arcs",
        graph.nodes(),
        graph.arc_count()
    );
    let mut drawn = Drawn(7);
    let nodes = graph.nodes();
    let (sources, targets) = (drawn.places(sites, nodes), drawn.places(targets, nodes));
    write(name, &graph, &sources, &targets);
    let (thousand, other) = (drawn.places(1_000, nodes), drawn.places(1_000, nodes));
    let at = |nodes: &[u32]| Places::at_nodes(nodes.iter().copied());
    let (from, to) = (at(&sources), at(&targets));
    let (square_from, square_to) = (at(&thousand), at(&other));
    let mut network = Network::new(graph);
    let size = format!("{} × {}", sources.len(), targets.len());
    let plain = measure(&format!("{name}: {size} by searches"), runs, || {
        sum(&network, &from, &to)
    });
    println!(
        "{name}: sum {plain} ms; most memory so far {:.0} MB",
        most_memory()
    );
    measure(&format!("{name}: hierarchy"), 1, || {
        network.prepare().expect("fits");
    });
    let arcs = network
        .hierarchy()
        .map_or(0, catchment::network::Hierarchy::arc_count);
    println!(
        "{name}: {arcs} arcs and shortcuts; most memory so far {:.0} MB",
        most_memory()
    );
    let swept = measure(&format!("{name}: {size} by the hierarchy"), 5, || {
        sum(&network, &from, &to)
    });
    assert_eq!(swept, plain, "the same times");
    let square = measure(
        &format!("{name}: 1,000 × 1,000 by the hierarchy"),
        5,
        || sum(&network, &square_from, &square_to),
    );
    println!("{name}: sum {square} ms");
    for (part, nodes) in [("square_from", &thousand), ("square_to", &other)] {
        let numbers = nodes.iter().map(|node| node.to_le_bytes());
        write_numbers(&format!("{name}.{part}.u32"), numbers);
    }
}

/// Slow land with quick roads, and 20 sites, as in `benches/peers/friction_xarray.py`.
fn surface() {
    const SIDE: usize = 2_000;
    let cells = (0..SIDE * SIDE).map(|cell| {
        let (row, column) = (cell / SIDE, cell % SIDE);
        let is_road = row % 97 == 0 || column % 89 == 0;
        let slow = 0.012 + ((row * 31 + column * 17) % 97) as f32 * 0.000_2;
        Some(if is_road { 0.001 } else { slow })
    });
    let metres = CellSizes::metres(SIDE, 100.0, 100.0);
    let surface = FrictionSurface::new(SIDE, cells, metres).expect("a surface");
    let sites = (0..20).map(|site| (site * 7_919 % SIDE) * SIDE + site * 6_007 % SIDE);
    let sites: Vec<u32> = sites
        .map(|site| u32::try_from(site).expect("fits"))
        .collect();
    let found = measure(
        "surface: 2,000 × 2,000 cells to the nearest of 20 sites",
        5,
        || allocate(&surface, &sites),
    );
    let all = 0..u32::try_from(SIDE * SIDE).expect("fits");
    let minutes = all.filter_map(|cell| Some(found.get(cell)?.1.as_f64()));
    println!(
        "surface: mean {:.4} min",
        minutes.sum::<f64>() / (SIDE * SIDE) as f64
    );
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let wants = |part: &str| {
        let parts = || asked.iter().filter(|word| !word.starts_with('-'));
        parts().next().is_none() || parts().any(|word| word == part)
    };
    if wants("malta") {
        matrices("malta", malta(), 50, 26_000, 5);
    }
    if wants("large") {
        let graph = tiled(&malta(), COPIES);
        matrices("large", graph, 141, 32_844, 1);
    }
    if wants("surface") {
        surface();
    }
}

//! Times on a graph beside those of `SciPy` (`benches/peers/network_scipy.py`).

use catchment::model::SiteIndex;
use catchment::network::{Arc, Graph, Hierarchy, Network, Places};

const NODES: u64 = 3_000;
const ARCS: usize = 7_500;

/// The graph that the script draws: with arcs that take no time, parallel arcs, loops and nodes that are
/// not connected.
fn drawn() -> Graph {
    let mut state: u64 = 20_240_501;
    let mut next = |below: u64| {
        let (factor, more) = (6_364_136_223_846_793_005, 1_442_695_040_888_963_407);
        state = state.wrapping_mul(factor).wrapping_add(more);
        u32::try_from((state >> 33) % below).unwrap()
    };
    let arcs = (0..ARCS).map(|_| {
        let (tail, head, time) = (next(NODES), next(NODES), next(90_000));
        let milliseconds = if time < 4_500 { 0 } else { time };
        Arc {
            tail,
            head,
            milliseconds,
        }
    });
    Graph::new(u32::try_from(NODES).unwrap(), arcs.collect()).unwrap()
}

/// Searches, a hierarchy, and a hierarchy that was kept give the sums of `SciPy`, to the millisecond.
#[test]
fn times_are_those_of_scipy() {
    let mut rows = csv::Reader::from_path("tests/reference/network.csv").unwrap();
    let rows: Vec<(u32, u64, usize)> = rows.deserialize().map(Result::unwrap).collect();
    let sources = Places::at_nodes(rows.iter().map(|&(source, _, _)| source));
    let all = Places::at_nodes(0..u32::try_from(NODES).unwrap());
    let plain = Network::new(drawn());
    let mut prepared = plain.clone();
    prepared.prepare().unwrap();
    let bytes = prepared.hierarchy().unwrap().to_bytes(plain.graph());
    let kept = Hierarchy::from_bytes(&bytes, plain.graph()).unwrap();
    for network in [plain.clone(), prepared, plain.with_hierarchy(kept)] {
        let times = network.times_from(&sources, &all);
        for (site, &(source, sum, reached)) in (0..).map(SiteIndex).zip(&rows) {
            let found: Vec<u64> = times
                .times_to(site)
                .flatten()
                .map(|time| time.milliseconds().into())
                .collect();
            assert_eq!(
                (found.iter().sum(), found.len()),
                (sum, reached),
                "from {source}"
            );
        }
    }
}

//! What the tests of the network share: graphs of every kind, and plain methods to compare with.

use super::{Arc, Graph, Link, Places};
use crate::units::TravelTime;
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Small graphs with everything that a constructor or a search could stumble over: no nodes, nodes
/// without arcs, loops, parallel arcs, arcs that take no time, ties and very long arcs.
pub(crate) fn any_graph() -> impl Strategy<Value = (u32, Vec<Arc>)> {
    // Most graphs have no very long arcs: the ring of buckets takes a while to go round in them.
    let longest = prop_oneof![60 => Just(60_000_u32), 1 => Just(1_800_000_000)];
    (0..=40_u32, longest).prop_flat_map(|(nodes, longest)| {
        let time = prop_oneof![Just(0), 1..=3_u32, 1..=longest];
        let arc =
            (0..nodes.max(1), 0..nodes.max(1), time).prop_map(|(tail, head, milliseconds)| Arc {
                tail,
                head,
                milliseconds,
            });
        let most = if nodes == 0 { 0 } else { 120 };
        (Just(nodes), prop::collection::vec(arc, 0..=most))
    })
}

/// A few places, some without a link, some with several, some far from their nodes.
pub(crate) fn any_places(nodes: u32) -> impl Strategy<Value = Places> {
    let far = prop_oneof![60 => Just(20_000_u32), 1 => Just(u32::MAX)];
    far.prop_flat_map(move |far| places_within(nodes, far))
}

fn places_within(nodes: u32, far: u32) -> impl Strategy<Value = Places> {
    let time = prop_oneof![Just(0), 1..=far];
    let link = (0..nodes.max(1), time).prop_map(|(node, milliseconds)| Link { node, milliseconds });
    let most = if nodes == 0 { 0 } else { 3 };
    let links = prop::collection::vec(link, 0..=most);
    prop::collection::vec(links, 0..40).prop_map(|all| {
        let mut places = Places::new();
        for links in all {
            places.push(links);
        }
        places
    })
}

/// The time from each start to each target, start by start: Dijkstra's algorithm with a binary heap, in
/// numbers that cannot overflow.
pub(crate) fn oracle(graph: &Graph, starts: &Places, targets: &Places) -> Vec<Option<TravelTime>> {
    let mut times = Vec::new();
    for start in starts.iter() {
        let mut known: Vec<Option<u64>> = vec![None; graph.nodes() as usize];
        let first = start
            .iter()
            .map(|link| Reverse((u64::from(link.milliseconds), link.node)));
        let mut queue: BinaryHeap<_> = first.collect();
        while let Some(Reverse((time, node))) = queue.pop() {
            if known[node as usize].is_none() {
                known[node as usize] = Some(time);
                let links = graph.from_node(node).iter();
                queue.extend(
                    links.map(|link| Reverse((time + u64::from(link.milliseconds), link.node))),
                );
            }
        }
        times.extend(targets.iter().map(|links| {
            let ways = links
                .iter()
                .filter_map(|link| Some(known[link.node as usize]? + u64::from(link.milliseconds)));
            let time = TravelTime::from_milliseconds(u32::try_from(ways.min()?).ok()?);
            (time <= TravelTime::MAX).then_some(time)
        }));
    }
    times
}

//! What the tests of the network share: graphs of every kind, and plain methods to compare with.

use super::Arc;
use proptest::prelude::*;

/// Small graphs with everything that a constructor or a search could stumble over: no nodes, nodes
/// without arcs, loops, parallel arcs, arcs that take no time, ties and very long arcs.
pub(crate) fn any_graph() -> impl Strategy<Value = (u32, Vec<Arc>)> {
    (0..=40_u32).prop_flat_map(|nodes| {
        let time = prop_oneof![Just(0), 1..=3_u32, 1..=60_000_u32, 0..=1_800_000_000_u32];
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

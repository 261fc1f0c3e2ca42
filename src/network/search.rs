use super::bucket_queue::BucketQueue;
use super::time::{TOO_FAR, plus, to_cell};
use super::{Graph, Link, Places};
use prefetch_index::prefetch_index;
use rayon::prelude::*;

/// The nodes that a search must reach, one bit each.
#[derive(Debug)]
struct Wanted {
    bits: Vec<u64>,
    count: usize,
}

impl Wanted {
    fn new(nodes: u32, places: &Places) -> Self {
        let mut bits = vec![0_u64; (nodes as usize).div_ceil(64)];
        for link in places.all_links() {
            bits[link.node as usize / 64] |= 1 << (link.node % 64);
        }
        let count = bits.iter().map(|word| word.count_ones() as usize).sum();
        Self { bits, count }
    }
}

/// How many visits before its own the links of a node are asked for, and twice as many where they are. With half
/// as many a search of a graph of England's size takes a tenth longer.
const AHEAD: usize = 12;

/// Memory of one thread for searches from one place after another.
///
/// # Source
///
/// Dijkstra 1959, "A note on two problems in connexion with graphs", Numerische Mathematik 1; within a
/// bucket of the queue a node may be visited again when a shorter way is found.
struct Search<'a> {
    graph: &'a Graph,
    wanted: &'a Wanted,
    queue: BucketQueue,
    /// Nodes that are visited now, with their times.
    visited: Vec<(u32, u32)>,
    /// Milliseconds from the start to each node.
    times: Vec<u32>,
    /// Wanted nodes that were not reached yet.
    missing: Vec<u64>,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Graph, wanted: &'a Wanted, furthest_start: u32) -> Self {
        let furthest = graph.longest_arc().max(furthest_start.min(TOO_FAR));
        Self {
            graph,
            wanted,
            queue: BucketQueue::new(furthest),
            visited: Vec::new(),
            times: vec![TOO_FAR; graph.nodes() as usize],
            missing: wanted.bits.clone(),
        }
    }

    /// Finds the times from a start to all wanted nodes.
    fn run(&mut self, start: &[Link]) {
        self.times.fill(TOO_FAR);
        self.missing.copy_from_slice(&self.wanted.bits);
        self.queue.clear();
        let mut visited = std::mem::take(&mut self.visited);
        let mut count = self.wanted.count;
        for link in start {
            self.reach(link.node, link.milliseconds);
        }
        while count > 0 && self.queue.next_bucket() {
            // The times in a bucket are final once it is empty.
            while self.queue.take_bucket(&mut visited) {
                for (place, &(node, time)) in visited.iter().enumerate() {
                    self.look_ahead(&visited[place..]);
                    if self.times[node as usize] != time {
                        continue;
                    }
                    let (word, bit) = (node as usize / 64, 1 << (node % 64));
                    if self.missing[word] & bit != 0 {
                        self.missing[word] ^= bit;
                        count -= 1;
                    }
                    for link in self.graph.from_node(node) {
                        self.reach(link.node, time + link.milliseconds);
                    }
                }
            }
        }
        self.visited = visited;
    }

    /// Asks the memory for what the visits after these will read: on a large graph most of it is in no cache.
    fn look_ahead(&self, visits: &[(u32, u32)]) {
        if let Some(&(node, _)) = visits.get(2 * AHEAD) {
            self.graph.prefetch_first(node);
            prefetch_index(&self.times, node as usize);
        }
        if let Some(&(node, _)) = visits.get(AHEAD) {
            self.graph.prefetch_links(node);
        }
    }

    fn reach(&mut self, node: u32, time: u32) {
        let known = &mut self.times[node as usize];
        if time < *known {
            *known = time;
            self.queue.push(node, time);
        }
    }

    /// The time from the start to a place, as a cell of a matrix.
    fn time_to(&self, place: &[Link]) -> u32 {
        let ways = place.iter();
        let ways = ways.map(|link| plus(self.times[link.node as usize], link.milliseconds));
        to_cell(ways.min().unwrap_or(TOO_FAR))
    }
}

/// Times from each start to each target, start by start, one search for each start.
pub(super) fn times(graph: &Graph, starts: &Places, targets: &Places) -> Vec<u32> {
    let mut cells = vec![0; starts.len() * targets.len()];
    if cells.is_empty() {
        return cells;
    }
    let wanted = Wanted::new(graph.nodes(), targets);
    let first = starts.all_links().iter().map(|link| link.milliseconds);
    let furthest_start = first.max().unwrap_or_default();
    let columns = cells.par_chunks_mut(targets.len()).enumerate();
    columns.for_each_init(
        || Search::new(graph, &wanted, furthest_start),
        |search, (start, column)| {
            search.run(starts.links_of(start));
            for (cell, place) in column.iter_mut().zip(targets.iter()) {
                *cell = search.time_to(place);
            }
        },
    );
    cells
}

use super::super::time::TOO_FAR;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Nodes that a witness search visits before it gives up. More find more witnesses and so need fewer
/// shortcuts, and take longer; the times are the same.
const MOST_VISITED: usize = 60;

/// An arc of the graph while it is contracted, seen from one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HalfArc {
    /// The other end.
    pub(super) node: u32,
    pub(super) milliseconds: u32,
    /// How many arcs of the original graph it is made of.
    pub(super) hops: u32,
}

/// Memory of one thread for short searches: whether a way past a node is as short as the way through it.
pub(super) struct WitnessSearch {
    times: Vec<u32>,
    reached: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

impl WitnessSearch {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            times: vec![TOO_FAR; nodes],
            reached: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    /// Searches from a node, never through `past`, until all has been reached within `limit` or enough
    /// has been visited.
    pub(super) fn run(&mut self, out: &[Vec<HalfArc>], from: u32, past: u32, limit: u32) {
        for node in self.reached.drain(..) {
            self.times[node as usize] = TOO_FAR;
        }
        self.queue.clear();
        self.reach(from, 0);
        let mut visited = 0;
        while let Some(Reverse((time, node))) = self.queue.pop() {
            if time > self.times[node as usize] {
                continue;
            }
            visited += 1;
            if visited > MOST_VISITED {
                break;
            }
            for arc in &out[node as usize] {
                let time = time + arc.milliseconds;
                if time <= limit && arc.node != past {
                    self.reach(arc.node, time);
                }
            }
        }
    }

    fn reach(&mut self, node: u32, time: u32) {
        let known = &mut self.times[node as usize];
        if time < *known {
            if *known == TOO_FAR {
                self.reached.push(node);
            }
            *known = time;
            self.queue.push(Reverse((time, node)));
        }
    }

    /// An upper bound of the time to a node from where the last search started; exact where the search
    /// got that far.
    pub(super) fn time(&self, node: u32) -> u32 {
        self.times[node as usize]
    }
}

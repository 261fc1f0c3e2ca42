use super::super::time::TOO_FAR;
use super::super::{Arc, Graph};
use super::witness::{HalfArc, WitnessSearch};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A graph whose nodes were taken out one by one, the least important first.
pub(super) struct Contracted {
    /// For each node, how many were taken out before it.
    pub(super) rank_of: Vec<u32>,
    /// Arcs from each node to those that were taken out later, by rank.
    pub(super) up: Vec<Arc>,
    /// Arcs to each node from those that were taken out later, by rank and turned round.
    pub(super) down: Vec<Arc>,
}

/// Takes out the nodes of a graph one by one, and adds a shortcut for every shortest way through a node
/// that would be lost.
///
/// The next node is the one with the least priority (of equal ones the lowest); a priority that is taken
/// from the queue is first computed again, and put back if another node is now before it.
pub(super) fn contract(graph: &Graph) -> Contracted {
    let mut remaining = Remaining::new(graph);
    let mut queue = remaining.first_queue();
    let mut search = WitnessSearch::new(graph.nodes() as usize);
    let mut rank_of = vec![0; graph.nodes() as usize];
    let mut rank = 0;
    let mut shortcuts = Vec::new();
    while let Some(Reverse((_, node))) = queue.pop() {
        remaining.shortcuts(node, &mut search, &mut shortcuts);
        let priority = remaining.priority(node, &shortcuts);
        let first = queue.peek();
        if first.is_some_and(|Reverse(first)| (priority, node) > *first) {
            queue.push(Reverse((priority, node)));
            continue;
        }
        remaining.take_out(node, &shortcuts);
        rank_of[node as usize] = rank;
        rank += 1;
    }
    Contracted {
        up: by_rank(remaining.out, &rank_of),
        down: by_rank(remaining.into, &rank_of),
        rank_of,
    }
}

/// The arcs of each node under the ranks of their ends; the lists are freed on the way.
fn by_rank(ends: Vec<Vec<HalfArc>>, rank_of: &[u32]) -> Vec<Arc> {
    let mut arcs = Vec::with_capacity(ends.iter().map(Vec::len).sum());
    for (ends, &tail) in ends.into_iter().zip(rank_of) {
        arcs.extend(ends.into_iter().map(|arc| Arc {
            tail,
            head: rank_of[arc.node as usize],
            milliseconds: arc.milliseconds,
        }));
    }
    arcs
}

/// A shortest way through a node that has no witness.
struct Shortcut {
    tail: u32,
    head: u32,
    milliseconds: u32,
    hops: u32,
}

/// The nodes that were not taken out yet, and the arcs among them. A node that was taken out keeps its
/// arcs to and from those that are left, which are all more important.
struct Remaining {
    out: Vec<Vec<HalfArc>>,
    into: Vec<Vec<HalfArc>>,
    /// One more than the highest level of a neighbour that was taken out.
    level: Vec<u32>,
}

impl Remaining {
    fn new(graph: &Graph) -> Self {
        let lists = |graph: &Graph| -> Vec<Vec<HalfArc>> {
            let nodes = (0..graph.nodes()).map(|node| graph.from_node(node).iter());
            let arcs = nodes.map(|links| {
                links.map(|link| HalfArc {
                    node: link.node,
                    milliseconds: link.milliseconds,
                    hops: 1,
                })
            });
            arcs.map(Iterator::collect).collect()
        };
        Self {
            out: lists(graph),
            into: lists(&graph.reversed()),
            level: vec![0; graph.nodes() as usize],
        }
    }

    fn first_queue(&self) -> BinaryHeap<Reverse<(u32, u32)>> {
        let nodes = u32::try_from(self.level.len()).unwrap_or(u32::MAX);
        let memory = || (WitnessSearch::new(nodes as usize), Vec::new());
        let chunks = (0..nodes).into_par_iter().with_min_len(1 << 16);
        let entries = chunks.map_init(memory, |(search, shortcuts), node| {
            self.shortcuts(node, search, shortcuts);
            Reverse((self.priority(node, shortcuts), node))
        });
        entries.collect::<Vec<_>>().into()
    }

    /// The shortcuts that taking out a node would need.
    fn shortcuts(&self, node: u32, search: &mut WitnessSearch, shortcuts: &mut Vec<Shortcut>) {
        shortcuts.clear();
        let out = &self.out[node as usize];
        for before in &self.into[node as usize] {
            let onward = out.iter().filter(|after| after.node != before.node);
            let Some(longest) = onward.clone().map(|after| after.milliseconds).max() else {
                continue;
            };
            let limit = before.milliseconds + longest;
            search.run(&self.out, before.node, node, limit);
            shortcuts.extend(onward.filter_map(|after| {
                let milliseconds = before.milliseconds + after.milliseconds;
                let needed = milliseconds < search.time(after.node).min(TOO_FAR);
                needed.then_some(Shortcut {
                    tail: before.node,
                    head: after.node,
                    milliseconds,
                    hops: before.hops + after.hops,
                })
            }));
        }
    }

    /// How late a node should be taken out: its level, and how many arcs it would add for each that it
    /// would remove, counted once as arcs and once as the original arcs in them; in thousandths.
    fn priority(&self, node: u32, shortcuts: &[Shortcut]) -> u32 {
        let removed = || {
            let out = self.out[node as usize].iter();
            out.chain(&self.into[node as usize])
        };
        let ratio = |added: u64, removed: u64| 1_000 * added / removed.max(1);
        let hops = |of: u32| u64::from(of);
        let priority = 1_000 * u64::from(self.level[node as usize])
            + ratio(shortcuts.len() as u64, removed().count() as u64)
            + ratio(
                shortcuts.iter().map(|arc| hops(arc.hops)).sum(),
                removed().map(|arc| hops(arc.hops)).sum(),
            );
        u32::try_from(priority).unwrap_or(u32::MAX)
    }

    fn take_out(&mut self, node: u32, shortcuts: &[Shortcut]) {
        let level = self.level[node as usize] + 1;
        for index in 0..self.out[node as usize].len() {
            let head = self.out[node as usize][index].node as usize;
            self.into[head].retain(|arc| arc.node != node);
            self.level[head] = self.level[head].max(level);
        }
        for index in 0..self.into[node as usize].len() {
            let tail = self.into[node as usize][index].node as usize;
            self.out[tail].retain(|arc| arc.node != node);
            self.level[tail] = self.level[tail].max(level);
        }
        for shortcut in shortcuts {
            let end = |node| HalfArc {
                node,
                milliseconds: shortcut.milliseconds,
                hops: shortcut.hops,
            };
            shorten(&mut self.out[shortcut.tail as usize], end(shortcut.head));
            shorten(&mut self.into[shortcut.head as usize], end(shortcut.tail));
        }
        self.out[node as usize].shrink_to_fit();
        self.into[node as usize].shrink_to_fit();
    }
}

/// Adds an arc, or makes the one with the same end shorter.
fn shorten(arcs: &mut Vec<HalfArc>, arc: HalfArc) {
    match arcs.iter_mut().find(|known| known.node == arc.node) {
        Some(known) if arc.milliseconds < known.milliseconds => *known = arc,
        Some(_) => {}
        None => arcs.push(arc),
    }
}

use super::super::time::{TOO_FAR, plus, to_cell};
use super::super::{Graph, Link, Places};
use super::Hierarchy;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many starts share a sweep: as many as fill the widest registers.
const LANES: usize = 16;

/// The times from each start of a group.
type Lanes = [u32; LANES];

/// Which way journeys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Direction {
    /// From the starts to the targets.
    Forward,
    /// From the targets to the starts, which the search begins at all the same.
    Backward,
}

/// Times from each start to each target, start by start; against the arcs if the journeys are to go from
/// the targets to the starts.
pub(in super::super) fn times(
    hierarchy: &Hierarchy,
    direction: Direction,
    starts: &Places,
    targets: &Places,
) -> Vec<u32> {
    let mut cells = vec![0; starts.len() * targets.len()];
    if cells.is_empty() {
        return cells;
    }
    let (up, down) = match direction {
        Direction::Forward => (&hierarchy.up, &hierarchy.down),
        Direction::Backward => (&hierarchy.down, &hierarchy.up),
    };
    let selected = Selected::new(down, &hierarchy.rank_of, targets);
    let groups = cells.par_chunks_mut(targets.len() * LANES).enumerate();
    groups.for_each_init(
        || (Climb::new(up), vec![[TOO_FAR; LANES]; selected.len()]),
        |(climb, times), (group, columns)| {
            times.fill([TOO_FAR; LANES]);
            for (lane, _) in columns.chunks(targets.len()).enumerate() {
                let start = starts.links_of(group * LANES + lane);
                climb.run(&hierarchy.rank_of, start, |rank, time| {
                    if let Some(place) = selected.position(rank) {
                        times[place][lane] = time;
                    }
                });
            }
            selected.sweep(times);
            for (lane, column) in columns.chunks_mut(targets.len()).enumerate() {
                for (cell, target) in column.iter_mut().zip(targets.iter()) {
                    *cell = selected.time_to(times, lane, &hierarchy.rank_of, target);
                }
            }
        },
    );
    cells
}

/// The nodes from which arcs descend to a target, and these arcs.
struct Selected {
    /// Ranks of the nodes, the highest first.
    ranks: Vec<u32>,
    /// Where each rank is in `ranks`, or the mark.
    positions: Vec<u32>,
    /// Where the arcs to each node end in `arcs`.
    ends: Vec<usize>,
    /// Arcs from nodes that come before.
    arcs: Vec<Link>,
}

const NOT_SELECTED: u32 = u32::MAX;

impl Selected {
    fn new(down: &Graph, rank_of: &[u32], targets: &Places) -> Self {
        let mut positions = vec![NOT_SELECTED; rank_of.len()];
        let mut ranks = Vec::new();
        let mut meet = |rank: u32, ranks: &mut Vec<u32>| {
            let position = &mut positions[rank as usize];
            if *position == NOT_SELECTED {
                *position = 0;
                ranks.push(rank);
            }
        };
        for link in targets.all_links() {
            meet(rank_of[link.node as usize], &mut ranks);
        }
        let mut next = 0;
        while let Some(&rank) = ranks.get(next) {
            for link in down.from_node(rank) {
                meet(link.node, &mut ranks);
            }
            next += 1;
        }
        ranks.sort_unstable_by_key(|&rank| Reverse(rank));
        for (position, &rank) in (0..).zip(&ranks) {
            positions[rank as usize] = position;
        }
        let mut ends = Vec::with_capacity(ranks.len());
        let mut arcs = Vec::new();
        for &rank in &ranks {
            arcs.extend(down.from_node(rank).iter().map(|link| Link {
                node: positions[link.node as usize],
                milliseconds: link.milliseconds,
            }));
            ends.push(arcs.len());
        }
        Self {
            ranks,
            positions,
            ends,
            arcs,
        }
    }

    fn len(&self) -> usize {
        self.ranks.len()
    }

    fn position(&self, rank: u32) -> Option<usize> {
        let position = self.positions[rank as usize];
        (position != NOT_SELECTED).then_some(position as usize)
    }

    /// Completes the times of the climbs to those of all selected nodes.
    fn sweep(&self, times: &mut [Lanes]) {
        let mut from = 0;
        for (position, &end) in self.ends.iter().enumerate() {
            let (above, here) = times.split_at_mut(position);
            let Some(here) = here.first_mut() else {
                return;
            };
            let mut least = *here;
            for arc in &self.arcs[from..end] {
                let above = &above[arc.node as usize];
                for (least, above) in least.iter_mut().zip(above) {
                    *least = (*least).min(above + arc.milliseconds);
                }
            }
            *here = least;
            from = end;
        }
    }

    fn time_to(&self, times: &[Lanes], lane: usize, rank_of: &[u32], target: &[Link]) -> u32 {
        let ways = target.iter().map(|link| {
            let position = self.positions[rank_of[link.node as usize] as usize];
            plus(times[position as usize][lane], link.milliseconds)
        });
        to_cell(ways.min().unwrap_or(TOO_FAR))
    }
}

/// Memory of one thread for searches that only climb in rank.
struct Climb<'a> {
    up: &'a Graph,
    times: Vec<u32>,
    queue: BinaryHeap<Reverse<u32>>,
}

impl<'a> Climb<'a> {
    fn new(up: &'a Graph) -> Self {
        Self {
            up,
            times: vec![TOO_FAR; up.nodes() as usize],
            queue: BinaryHeap::new(),
        }
    }

    /// Every node that can be reached by climbing from a start, with its time, in the order of rank: when
    /// it is a node's turn, all ways to it are known.
    fn run(&mut self, rank_of: &[u32], start: &[Link], mut reached: impl FnMut(u32, u32)) {
        for link in start {
            self.reach(rank_of[link.node as usize], link.milliseconds);
        }
        while let Some(Reverse(rank)) = self.queue.pop() {
            let time = std::mem::replace(&mut self.times[rank as usize], TOO_FAR);
            reached(rank, time);
            for link in self.up.from_node(rank) {
                self.reach(link.node, time + link.milliseconds);
            }
        }
    }

    fn reach(&mut self, rank: u32, time: u32) {
        let known = &mut self.times[rank as usize];
        if time < *known {
            if *known == TOO_FAR {
                self.queue.push(Reverse(rank));
            }
            *known = time;
        }
    }
}

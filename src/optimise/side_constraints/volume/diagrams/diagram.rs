use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::optimise::search::tree_builder::Mixer;

/// The condition of a candidate, as an ordered binary decision diagram over the steps of a sweep.
#[derive(Debug)]
pub(crate) struct Diagram {
    nodes: Vec<Node>,
    /// By node, which nodes allow all that it allows: a bit for each.
    allow_as_much: Vec<u64>,
    /// By node, how much it allows; no less than a node of which it allows all.
    pub(crate) strength: Vec<f32>,
    pub(crate) root: u16,
    /// The first and the last step that it knows.
    pub(crate) first: usize,
    pub(crate) last: usize,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    step: u8,
    /// Where it goes on if the candidate of the step is closed, and if it is open.
    next: [u16; 2],
}

/// The node from which every way leads to a broken condition.
pub(crate) const BROKEN: u16 = 0;

/// The node from which the condition holds whatever follows.
const KEPT: u16 = 1;

/// More nodes than this would take too long to compare with one another.
const MOST_NODES: usize = 4_096;

/// The part of candidates that are open, roughly.
const OPEN: f32 = 0.4;

/// What a diagram is made from.
pub(crate) struct Condition {
    /// The step of every candidate of the scope and of the candidate itself, ascending.
    pub(crate) steps: Vec<u8>,
    /// The place of the candidate itself among them.
    pub(crate) own: usize,
    /// By set of places that are nearer, demand.
    pub(crate) demand: Vec<(u32, u64)>,
    pub(crate) min: u64,
}

impl Condition {
    /// `None` where the diagram would have too many nodes.
    pub(crate) fn diagram(&self) -> Option<Diagram> {
        let end = |next| Node {
            step: u8::MAX,
            next,
        };
        let mut building = Building {
            condition: self,
            nodes: vec![end([BROKEN; 2]), end([KEPT; 2])],
            known: HashMap::default(),
        };
        let root = building.node(0, &self.demand)?;
        let nodes = building.nodes;
        Some(Diagram {
            allow_as_much: allow_as_much(&nodes),
            strength: strength(&nodes),
            nodes,
            root,
            first: self.steps.first().copied().map_or(0, usize::from),
            last: self.steps.last().copied().map_or(0, usize::from),
        })
    }
}

struct Building<'a> {
    condition: &'a Condition,
    nodes: Vec<Node>,
    known: HashMap<u64, u16, BuildHasherDefault<Mixer>>,
}

impl Building<'_> {
    /// The node from which the places from here on are to be decided; `demand` that an open place is nearer
    /// to has been taken away.
    fn node(&mut self, place: usize, demand: &[(u32, u64)]) -> Option<u16> {
        let Condition {
            steps, own, min, ..
        } = self.condition;
        let most: u64 = demand.iter().map(|&(_, demand)| demand).sum();
        if most < *min {
            return if place > *own {
                Some(BROKEN)
            } else {
                self.joined(steps[*own], [KEPT, BROKEN])
            };
        }
        let is_safe = |&&(set, _): &&(u32, u64)| u64::from(set) >> place == 0;
        let least: u64 = demand.iter().filter(is_safe).map(|&(_, d)| d).sum();
        if least >= *min || place == steps.len() {
            return Some(KEPT);
        }
        let next = if place == *own {
            [KEPT, self.node(place + 1, demand)?]
        } else {
            let left = demand.iter().filter(|&&(set, _)| set >> place & 1 == 0);
            let left: Vec<(u32, u64)> = left.copied().collect();
            [self.node(place + 1, demand)?, self.node(place + 1, &left)?]
        };
        self.joined(steps[place], next)
    }

    fn joined(&mut self, step: u8, next: [u16; 2]) -> Option<u16> {
        if next[0] == next[1] {
            return Some(next[0]);
        }
        let key = u64::from(step) << 32 | u64::from(next[0]) << 16 | u64::from(next[1]);
        if let Some(&known) = self.known.get(&key) {
            return Some(known);
        }
        let new = u16::try_from(self.nodes.len()).ok()?;
        if self.nodes.len() == MOST_NODES {
            return None;
        }
        self.nodes.push(Node { step, next });
        self.known.insert(key, new);
        Some(new)
    }
}

/// What follows a node comes before it among the nodes.
fn strength(nodes: &[Node]) -> Vec<f32> {
    let mut strength = vec![0.0, 1.0];
    for node in &nodes[2..] {
        let [closed, open] = node.next.map(|next| strength[usize::from(next)]);
        strength.push(closed + OPEN * (open - closed));
    }
    strength
}

fn allow_as_much(nodes: &[Node]) -> Vec<u64> {
    let words = nodes.len().div_ceil(64);
    let mut bits = vec![0_u64; words * nodes.len()];
    let is_known = |bits: &[u64], less: u16, more: u16| {
        let (less, more) = (usize::from(less), usize::from(more));
        bits[less * words + more / 64] >> (more % 64) & 1 == 1
    };
    for (less, one) in (0_u16..).zip(nodes) {
        for (more, other) in (0_u16..).zip(nodes) {
            let allows = if less == BROKEN || more == KEPT || less == more {
                true
            } else if more == BROKEN || less == KEPT {
                false
            } else {
                let step = one.step.min(other.step);
                let after = |node: u16, own: &Node, place: usize| {
                    if own.step == step {
                        own.next[place]
                    } else {
                        node
                    }
                };
                (0..2).all(|place| {
                    is_known(&bits, after(less, one, place), after(more, other, place))
                })
            };
            if allows {
                let more = usize::from(more);
                bits[usize::from(less) * words + more / 64] |= 1 << (more % 64);
            }
        }
    }
    bits
}

impl Diagram {
    /// Whether one node allows all that another allows.
    pub(crate) fn allows_as_much(&self, more: u16, less: u16) -> bool {
        let (less, more) = (usize::from(less), usize::from(more));
        let words = self.nodes.len().div_ceil(64);
        self.allow_as_much[less * words + more / 64] >> (more % 64) & 1 == 1
    }

    /// The node after a step, if the candidate of the step is open or is not.
    pub(crate) fn after(&self, node: u16, step: usize, is_open: bool) -> u16 {
        let Node { step: own, next } = self.nodes[usize::from(node)];
        if usize::from(own) == step {
            next[usize::from(is_open)]
        } else {
            node
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A layout ends at a node that is not broken just if the candidate is closed or has enough.
        #[test]
        fn a_diagram_says_what_its_condition_says(
            demand in prop::collection::vec((0_u32..64, 0_u64..10), 0..12),
            own in 0_usize..6,
            min in 1_u64..30,
        ) {
            let demand: Vec<(u32, u64)> = demand.into_iter()
                .map(|(set, demand)| (set & !(1 << own), demand))
                .collect();
            let condition = Condition { steps: vec![0, 2, 3, 5, 7, 9], own, demand, min };
            let diagram = condition.diagram().unwrap();
            let known = &diagram;
            for layout in 0_u32..64 {
                let mut node = diagram.root;
                for step in 0..12 {
                    let place = condition.steps.iter().position(|&s| usize::from(s) == step);
                    let is_open = place.is_some_and(|place| layout >> place & 1 == 1);
                    node = diagram.after(node, step, is_open);
                }
                let left = condition.demand.iter().filter(|&&(set, _)| set & layout == 0);
                let holds = layout >> own & 1 == 0 || left.map(|&(_, d)| d).sum::<u64>() >= min;
                prop_assert_eq!(node, if holds { KEPT } else { BROKEN });
            }
            // By what both allow of all that can follow.
            let allowed = |node: u16| {
                let steps = [0, 2, 3, 5, 7, 9];
                let end = |layout: u32| (0..12).fold(node, |node, step| {
                    let place = steps.iter().position(|&s| s == step);
                    known.after(node, step, place.is_some_and(|place| layout >> place & 1 == 1))
                });
                (0..64).map(|layout| end(layout) == KEPT).collect::<Vec<bool>>()
            };
            let nodes = 0..u16::try_from(known.nodes.len()).unwrap();
            for (less, more) in nodes.clone().flat_map(|a| nodes.clone().map(move |b| (a, b))) {
                let is_so = allowed(less).iter().zip(allowed(more)).all(|(&less, more)| more || !less);
                prop_assert_eq!(known.allows_as_much(more, less), is_so);
                let strength = |node: u16| known.strength[usize::from(node)];
                prop_assert!(!is_so || strength(more) >= strength(less) - 1e-5);
            }
        }
    }
}

use super::labels::Labels;
use super::sweep::{PATIENCE, Sweep};
use crate::optimise::budget::Interruption;

/// All layouts with exactly so many centres that break no condition: the ways through a graph of steps, in which
/// ways that are the same for what follows meet.
#[derive(Default)]
pub(crate) struct LayoutGraph {
    /// By step and label, the labels that follow if the candidate of the step is closed, and if it is open.
    next: Vec<Vec<[u32; 2]>>,
}

/// No label follows.
const NONE: u32 = u32::MAX;

/// What a way costs that does not reach the end.
pub(crate) const NO_WAY: i64 = i64::MAX;

impl LayoutGraph {
    /// From a sweep that goes forward; `None` if there are too many labels.
    pub(crate) fn new(sweep: &Sweep) -> Result<Option<Self>, Interruption> {
        let centres = sweep.centres;
        let mut next = Vec::with_capacity(sweep.diagrams.len());
        // By number of centres.
        let mut labels = vec![Labels::beginning()];
        let (mut number, mut nodes) = (1, Vec::new());
        for step in 0..sweep.diagrams.len() {
            let live = labels[0].live.clone();
            let transition = sweep.transition(step, &live);
            let live = transition.live();
            let most = centres.min(labels.len());
            let mut after: Vec<Labels> = (0..=most).map(|_| Labels::new(live.clone())).collect();
            let mut edges = Vec::with_capacity(labels.iter().map(Labels::len).sum());
            let before = bytes(&labels, number);
            for (count, labels) in labels.iter().enumerate() {
                for label in 0..labels.len() {
                    if label % PATIENCE == 0 {
                        sweep.check(before + bytes(&after, 0))?;
                    }
                    let mut edge = [NONE; 2];
                    for &is_open in transition.choices {
                        let count = count + usize::from(is_open);
                        let narrow = u8::try_from(count).unwrap_or(u8::MAX);
                        if count <= centres
                            && sweep.can_be_enough(step, narrow)
                            && sweep.follow(&transition, labels.nodes(label), is_open, &mut nodes)
                        {
                            edge[usize::from(is_open)] = after[count].offer(&nodes, narrow, 0);
                        }
                    }
                    edges.push(edge);
                }
            }
            number += after.iter().map(Labels::len).sum::<usize>();
            if number > sweep.most_labels {
                return Ok(None);
            }
            let (mut offsets, mut offset) = (Vec::with_capacity(after.len()), 0);
            for labels in &after {
                offsets.push(offset);
                offset += u32::try_from(labels.len()).unwrap_or(NONE);
            }
            let counts = labels.iter().enumerate();
            let counts = counts.flat_map(|(count, labels)| (0..labels.len()).map(move |_| count));
            for (edge, count) in edges.iter_mut().zip(counts) {
                for (more, to) in edge.iter_mut().enumerate() {
                    *to = if *to == NONE {
                        NONE
                    } else {
                        *to + offsets[count + more]
                    };
                }
            }
            next.push(edges);
            labels = after;
        }
        let mut all = Self { next };
        all.keep_below(&vec![0; sweep.diagrams.len()], NO_WAY);
        Ok(Some(all))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.next.iter().any(Vec::is_empty)
    }

    /// How many layouts there are.
    pub(crate) fn layouts(&self) -> f64 {
        let mut after = vec![1.0];
        for edges in self.next.iter().rev() {
            let at = |label: u32| after.get(label as usize).copied().unwrap_or(0.0);
            after = edges.iter().map(|edge| at(edge[0]) + at(edge[1])).collect();
        }
        after.first().copied().unwrap_or(0.0)
    }

    /// By step and label, the least that the centres from here on cost, where the one of every step costs this.
    pub(crate) fn least_beyond(&self, costs: &[i64]) -> Vec<Vec<i64>> {
        let mut beyond = vec![vec![0]];
        for (edges, &cost) in self.next.iter().zip(costs).rev() {
            let after = &beyond[beyond.len() - 1];
            let least = |edge: &[u32; 2]| way(after, edge[0], 0).min(way(after, edge[1], cost));
            beyond.push(edges.iter().map(least).collect());
        }
        beyond.reverse();
        beyond
    }

    /// The layout that costs least.
    pub(crate) fn least(&self, beyond: &[Vec<i64>], costs: &[i64]) -> u128 {
        let (mut open, mut label) = (0, 0);
        for (step, (edges, &cost)) in self.next.iter().zip(costs).enumerate() {
            let [closed, opened] = edges[label];
            let after = &beyond[step + 1];
            let is_open = way(after, opened, cost) < way(after, closed, 0);
            open |= u128::from(is_open) << step;
            label = if is_open { opened } else { closed } as usize;
        }
        open
    }

    /// Leaves out all that is part of no layout which costs less than the limit.
    pub(crate) fn keep_below(&mut self, costs: &[i64], limit: i64) {
        let beyond = self.least_beyond(costs);
        // By label of the step: what leads there at least, and its number among those that stay.
        let (mut so_far, mut number) = (vec![0_i64], vec![0_u32]);
        for (step, &cost) in costs.iter().enumerate() {
            let after = &beyond[step + 1];
            let mut then = vec![NO_WAY; after.len()];
            let mut kept = Vec::new();
            for (edge, &so_far) in self.next[step].iter().zip(&so_far) {
                let mut left = [NONE; 2];
                for (place, cost) in [0, cost].into_iter().enumerate() {
                    let rest = way(after, edge[place], cost);
                    if so_far != NO_WAY && rest != NO_WAY && so_far + rest < limit {
                        left[place] = edge[place];
                        let then = &mut then[edge[place] as usize];
                        *then = (*then).min(so_far + cost);
                    }
                }
                if left != [NONE; 2] {
                    kept.push(left);
                }
            }
            number.clear();
            let mut free = 0;
            for &then in &then {
                number.push(free);
                free += u32::from(then != NO_WAY);
            }
            for to in kept.iter_mut().flatten().filter(|to| **to != NONE) {
                *to = number[*to as usize];
            }
            self.next[step] = kept;
            so_far = then;
            // Labels that nothing leads to are gone from the next step.
            if let Some(edges) = self.next.get_mut(step + 1) {
                let mut leads = so_far.iter();
                edges.retain(|_| leads.next().is_some_and(|&then| then != NO_WAY));
            }
            so_far.retain(|&then| then != NO_WAY);
        }
    }
}

/// What a way costs that goes on with this label.
fn way(beyond: &[i64], label: u32, cost: i64) -> i64 {
    match beyond.get(label as usize) {
        Some(&rest) if rest != NO_WAY => rest + cost,
        _ => NO_WAY,
    }
}

/// The memory of labels that are being made, and of so many that were made: what follows them, and what that costs.
fn bytes(labels: &[Labels], number: usize) -> u64 {
    let now: u64 = labels.iter().map(Labels::bytes).sum();
    now + (number * size_of::<([u32; 2], i64)>()) as u64
}

/// Layouts of a graph one after another.
pub(crate) struct Walk<'a> {
    graph: &'a LayoutGraph,
    costs: &'a [i64],
    beyond: &'a [Vec<i64>],
    /// Step, label, what is open so far and what that costs.
    ahead: Vec<(usize, u32, u128, i64)>,
}

impl<'a> Walk<'a> {
    /// At these costs, with the least that follows every label.
    pub(crate) fn new(graph: &'a LayoutGraph, costs: &'a [i64], beyond: &'a [Vec<i64>]) -> Self {
        Self {
            graph,
            costs,
            beyond,
            ahead: vec![(0, 0, 0, 0)],
        }
    }

    /// The next layout that costs less than the limit.
    pub(crate) fn next_below(&mut self, limit: i64) -> Option<u128> {
        while let Some((step, label, open, cost)) = self.ahead.pop() {
            let rest = way(&self.beyond[step], label, cost);
            if rest == NO_WAY || rest >= limit {
                continue;
            }
            let Some(edges) = self.graph.next.get(step) else {
                return Some(open);
            };
            let [closed, opened] = edges[label as usize];
            self.ahead.push((step + 1, closed, open, cost));
            let with = cost + self.costs[step];
            (self.ahead).push((step + 1, opened, open | 1 << step, with));
        }
        None
    }
}

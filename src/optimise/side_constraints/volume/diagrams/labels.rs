use super::diagram::Diagram;
use crate::optimise::budget::{Interruption, Watch};
use rayon::prelude::*;

/// Ways to decide the first candidates of a sweep: of those that are the same for what follows, the one with
/// most centres.
pub(crate) struct Labels {
    /// The conditions that labels have nodes of.
    pub(crate) live: Vec<usize>,
    nodes: Vec<u16>,
    pub(crate) count: Vec<u8>,
    /// The candidates that are open in it.
    pub(crate) open: Vec<u128>,
    marks: Vec<u32>,
    /// By mark, the label, or a free place.
    table: Vec<u32>,
}

const FREE: u32 = u32::MAX;

/// Labels that are compared with those before them between two looks at the clock,
const BATCH: usize = 1_024;

/// and side by side, so many together.
const TOGETHER: usize = 64;

impl Labels {
    pub(crate) fn new(live: Vec<usize>) -> Self {
        Self {
            live,
            nodes: Vec::new(),
            count: Vec::new(),
            open: Vec::new(),
            marks: Vec::new(),
            table: vec![FREE; 1 << 10],
        }
    }

    /// Before anything is decided.
    pub(crate) fn beginning() -> Self {
        let mut labels = Self::new(Vec::new());
        labels.offer(&[], 0, 0);
        labels
    }

    pub(crate) fn len(&self) -> usize {
        self.count.len()
    }

    /// The memory that they take, in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        let each = 2 * self.live.len() + size_of::<(u8, u128, u32)>();
        (self.len() * each + size_of_val(self.table.as_slice())) as u64
    }

    pub(crate) fn nodes(&self, label: usize) -> &[u16] {
        let width = self.live.len();
        &self.nodes[label * width..][..width]
    }

    /// Labels with the same nodes are the same. Says which it is.
    pub(crate) fn offer(&mut self, nodes: &[u16], count: u8, open: u128) -> u32 {
        let mark = mark(nodes);
        let mut place = self.place(mark);
        while let known = self.table[place]
            && known != FREE
        {
            let label = known as usize;
            if self.marks[label] == mark && self.nodes(label) == nodes {
                if count > self.count[label] {
                    (self.count[label], self.open[label]) = (count, open);
                }
                return known;
            }
            place = self.next(place);
        }
        let new = number(self.len());
        self.table[place] = new;
        self.nodes.extend_from_slice(nodes);
        self.count.push(count);
        self.open.push(open);
        self.marks.push(mark);
        if 2 * self.len() > self.table.len() {
            self.grow();
        }
        new
    }

    fn place(&self, mark: u32) -> usize {
        mark as usize & (self.table.len() - 1)
    }

    fn next(&self, place: usize) -> usize {
        (place + 1) & (self.table.len() - 1)
    }

    fn grow(&mut self) {
        self.table = vec![FREE; 4 * self.table.len()];
        for label in 0..self.len() {
            let mut place = self.place(self.marks[label]);
            while self.table[place] != FREE {
                place = self.next(place);
            }
            self.table[place] = number(label);
        }
    }

    /// Without labels that another one dominates: it has at least as many centres, and allows all that they
    /// allow.
    pub(crate) fn undominated(
        &self,
        diagrams: &[Diagram],
        watch: Watch,
    ) -> Result<Self, Interruption> {
        let strength_of = |label: usize| -> f32 {
            let nodes = self.nodes(label).iter().zip(&self.live);
            let strength =
                nodes.map(|(&node, &condition)| diagrams[condition].strength[usize::from(node)]);
            strength.sum()
        };
        let strength: Vec<f32> = (0..self.len()).map(strength_of).collect();
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|&a, &b| {
            (strength[b].total_cmp(&strength[a]))
                .then(self.count[b].cmp(&self.count[a]))
                .then(a.cmp(&b))
        });
        let most = self.count.iter().copied().max().unwrap_or(0);
        // By number of centres; those that have just dominated others move to the front.
        let mut kept: Vec<Vec<usize>> = vec![Vec::new(); usize::from(most) + 1];
        for batch in order.chunks(BATCH) {
            if let Some(interruption) = watch.interruption() {
                return Err(interruption);
            }
            let dominating: Vec<Option<(usize, usize)>> = batch
                .par_chunks(TOGETHER)
                .flat_map_iter(|labels| {
                    let mut comparison = Comparison::new(self, diagrams);
                    let kept = &kept;
                    labels
                        .iter()
                        .map(move |&label| comparison.dominating(kept, label))
                })
                .collect();
            let mut comparison = Comparison::new(self, diagrams);
            let mut new: Vec<usize> = Vec::new();
            for (&label, dominating) in batch.iter().zip(dominating) {
                if let Some((count, place)) = dominating {
                    kept[count].swap(place, place / 2);
                    continue;
                }
                let count = self.count[label];
                let mut as_many = new.iter().filter(|&&other| self.count[other] >= count);
                if !as_many.any(|&other| comparison.dominates(other, label)) {
                    new.push(label);
                }
            }
            for label in new {
                kept[usize::from(self.count[label])].push(label);
            }
        }
        let mut kept: Vec<usize> = kept.into_iter().flatten().collect();
        kept.sort_unstable();
        let mut left = Self::new(self.live.clone());
        for label in kept {
            left.offer(self.nodes(label), self.count[label], self.open[label]);
        }
        Ok(left)
    }
}

struct Comparison<'a> {
    labels: &'a Labels,
    diagrams: &'a [Diagram],
    /// Conditions by place, those first that have just told labels apart.
    order: Vec<usize>,
}

impl<'a> Comparison<'a> {
    fn new(labels: &'a Labels, diagrams: &'a [Diagram]) -> Self {
        Self {
            labels,
            diagrams,
            order: (0..labels.live.len()).collect(),
        }
    }

    /// The number of centres and the place of a label that dominates this one; `kept` is by number of centres.
    fn dominating(&mut self, kept: &[Vec<usize>], label: usize) -> Option<(usize, usize)> {
        let least = usize::from(self.labels.count[label]);
        (least..kept.len()).rev().find_map(|count| {
            let place = (kept[count].iter()).position(|&other| self.dominates(other, label));
            place.map(|place| (count, place))
        })
    }

    fn dominates(&mut self, one: usize, other: usize) -> bool {
        let (more, less) = (self.labels.nodes(one), self.labels.nodes(other));
        let apart = self.order.iter().position(|&place| {
            let diagram = &self.diagrams[self.labels.live[place]];
            !diagram.allows_as_much(more[place], less[place])
        });
        if let Some(place) = apart {
            self.order.swap(place, place / 2);
        }
        apart.is_none()
    }
}

fn number(label: usize) -> u32 {
    u32::try_from(label).unwrap_or(FREE)
}

fn mark(nodes: &[u16]) -> u32 {
    let mut mark = 0_u64;
    let mut mix = |value: u64| {
        mark = (mark.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mark ^= mark >> 32;
    };
    let (fours, rest) = nodes.as_chunks::<4>();
    for four in fours {
        mix(four
            .iter()
            .fold(0, |all, &node| all << 16 | u64::from(node)));
    }
    for &node in rest {
        mix(u64::from(node));
    }
    u32::try_from(mark >> 32).unwrap_or(0)
}

use super::diagram::{BROKEN, Diagram};
use super::labels::Labels;
use crate::optimise::budget::{Interruption, Watch};

/// The candidates decided one after another.
pub(crate) struct Sweep<'a> {
    /// By candidate, its condition over the steps.
    pub(crate) diagrams: &'a [Diagram],
    /// Candidates that every layout has.
    pub(crate) kept: u128,
    /// From the last candidate to the first.
    pub(crate) is_backward: bool,
    /// By number of candidates that are not decided yet, the most centres among them.
    pub(crate) most_beyond: &'a [usize],
    /// Fewer centres are of no interest.
    pub(crate) centres: usize,
    /// With more labels after a step, it ends.
    pub(crate) most_labels: usize,
    pub(crate) watch: Watch<'a>,
}

/// What a sweep left.
pub(crate) struct Swept {
    /// By number of candidates decided, the most centres among them in a layout with so many in all.
    pub(crate) most: Vec<usize>,
    /// Layouts and first parts of layouts that break no condition, with the most centres so far.
    pub(crate) layouts: Vec<u128>,
}

/// What a step does: the candidate that it decides, and the conditions that know it.
pub(crate) struct Transition {
    step: usize,
    pub(crate) candidate: usize,
    pub(crate) choices: &'static [bool],
    /// Conditions that go on, and where labels have their nodes, if they have begun.
    going: Vec<(usize, Option<usize>)>,
    /// The same of conditions that end.
    ending: Vec<(usize, Option<usize>)>,
}

/// Why a sweep left nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SweepEnd {
    /// No layout has so many centres.
    Impossible,
    /// There were too many labels, or a diagram would have too many nodes.
    TooLarge,
    Interrupted(Interruption),
}

/// Layouts are taken every so many steps,
const EVERY: usize = 4;

/// and so many of them.
const TAKEN: usize = 8;

/// Labels between two looks at the clock.
pub(crate) const PATIENCE: usize = 4_096;

impl Sweep<'_> {
    /// What is left at the end.
    pub(crate) fn run(&self) -> Result<Swept, SweepEnd> {
        let candidates = self.diagrams.len();
        let (mut most_by_step, mut layouts) = (vec![0], Vec::new());
        let mut labels = Labels::beginning();
        for step in 0..candidates {
            let next = self.step(step, &labels);
            let next = next.and_then(|next| next.undominated(self.diagrams, self.watch));
            labels = next.map_err(SweepEnd::Interrupted)?;
            if labels.len() > self.most_labels {
                return Err(SweepEnd::TooLarge);
            }
            let Some(&most) = labels.count.iter().max() else {
                return Err(SweepEnd::Impossible);
            };
            most_by_step.push(usize::from(most));
            if step % EVERY == EVERY - 1 || step + 1 == candidates {
                let best = (labels.open.iter().zip(&labels.count))
                    .filter(|&(_, &count)| count == most)
                    .map(|(&open, _)| open);
                let best: Vec<u128> = best.collect();
                let apart = best.len().div_ceil(TAKEN);
                layouts.extend(best.into_iter().step_by(apart.max(1)));
            }
        }
        let is_enough = most_by_step
            .last()
            .is_some_and(|&most| most >= self.centres);
        let swept = Swept {
            most: most_by_step,
            layouts,
        };
        is_enough.then_some(swept).ok_or(SweepEnd::Impossible)
    }

    /// The labels after a step.
    fn step(&self, step: usize, labels: &Labels) -> Result<Labels, Interruption> {
        let transition = self.transition(step, &labels.live);
        let mut next = Labels::new(transition.live());
        let mut nodes = Vec::new();
        for label in 0..labels.len() {
            if label % PATIENCE == 0 {
                self.check(labels.bytes() + next.bytes())?;
            }
            for &is_open in transition.choices {
                let count = labels.count[label] + u8::from(is_open);
                if self.can_be_enough(step, count)
                    && self.follow(&transition, labels.nodes(label), is_open, &mut nodes)
                {
                    let open = u128::from(is_open) << transition.candidate;
                    next.offer(&nodes, count, labels.open[label] | open);
                }
            }
        }
        Ok(next)
    }

    /// What a step does to labels that have nodes of these conditions.
    pub(crate) fn transition(&self, step: usize, live: &[usize]) -> Transition {
        let before = live.iter().enumerate();
        let mut before: Vec<(usize, Option<usize>)> = before
            .map(|(place, &condition)| (condition, Some(place)))
            .collect();
        let begins = |&condition: &usize| self.diagrams[condition].first == step;
        let new = (0..self.diagrams.len()).filter(begins);
        before.extend(new.map(|condition| (condition, None)));
        let goes_on =
            |&(condition, _): &(usize, Option<usize>)| self.diagrams[condition].last > step;
        let (going, ending) = before.into_iter().partition(goes_on);
        let candidate = if self.is_backward {
            self.diagrams.len() - 1 - step
        } else {
            step
        };
        let is_kept = self.kept >> candidate & 1 == 1;
        Transition {
            step,
            candidate,
            choices: if is_kept { &[true] } else { &[false, true] },
            going,
            ending,
        }
    }

    /// Whether enough centres can follow a step after which there are so many.
    pub(crate) fn can_be_enough(&self, step: usize, count: u8) -> bool {
        usize::from(count) + self.most_beyond[self.diagrams.len() - 1 - step] >= self.centres
    }

    /// The `nodes` after a step; `false` if a condition is broken.
    pub(crate) fn follow(
        &self,
        transition: &Transition,
        old: &[u16],
        is_open: bool,
        nodes: &mut Vec<u16>,
    ) -> bool {
        let after = |&(condition, place): &(usize, Option<usize>)| {
            let diagram = &self.diagrams[condition];
            let node = place.map_or(diagram.root, |place| old[place]);
            diagram.after(node, transition.step, is_open)
        };
        nodes.clear();
        let mut ending = transition.ending.iter();
        if ending.any(|condition| after(condition) == BROKEN) {
            return false;
        }
        nodes.extend(transition.going.iter().map(after));
        !nodes.contains(&BROKEN)
    }

    pub(crate) fn check(&self, bytes: u64) -> Result<(), Interruption> {
        if bytes > self.watch.memory() {
            return Err(Interruption::MemoryLimit);
        }
        self.watch.interruption().map_or(Ok(()), Err)
    }
}

impl Transition {
    /// The conditions that go on.
    pub(crate) fn live(&self) -> Vec<usize> {
        self.going.iter().map(|&(condition, _)| condition).collect()
    }
}

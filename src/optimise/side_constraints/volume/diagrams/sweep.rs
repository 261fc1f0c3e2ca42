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
    pub(crate) watch: Watch<'a>,
}

/// What a sweep left.
pub(crate) struct Swept {
    /// By number of candidates decided, the most centres among them in a layout with so many in all.
    pub(crate) most: Vec<usize>,
    /// Layouts and first parts of layouts that break no condition, with the most centres so far.
    pub(crate) layouts: Vec<u128>,
}

/// Layouts are taken every so many steps,
const EVERY: usize = 4;

/// and so many of them.
const TAKEN: usize = 8;

/// Labels between two looks at the clock.
const PATIENCE: usize = 4_096;

impl Sweep<'_> {
    /// What is left at the end: `None` if no layout has so many centres.
    pub(crate) fn run(&self) -> Result<Option<Swept>, Interruption> {
        let candidates = self.diagrams.len();
        let (mut most_by_step, mut layouts) = (vec![0], Vec::new());
        let mut labels = Labels::beginning();
        for step in 0..candidates {
            let next = self.step(step, &labels)?;
            labels = next.undominated(self.diagrams, self.watch)?;
            let Some(&most) = labels.count.iter().max() else {
                return Ok(None);
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
        Ok(is_enough.then_some(Swept {
            most: most_by_step,
            layouts,
        }))
    }

    /// The labels after a step.
    fn step(&self, step: usize, labels: &Labels) -> Result<Labels, Interruption> {
        // The conditions of the step, where labels have their nodes, and whether they go on.
        let mut before: Vec<(usize, Option<usize>)> = (labels.live.iter().enumerate())
            .map(|(place, &condition)| (condition, Some(place)))
            .collect();
        let begins = |&condition: &usize| self.diagrams[condition].first == step;
        let new = (0..self.diagrams.len()).filter(begins);
        before.extend(new.map(|condition| (condition, None)));
        let goes_on =
            |&(condition, _): &(usize, Option<usize>)| self.diagrams[condition].last > step;
        let (going, ending): (Vec<_>, Vec<_>) = before.into_iter().partition(goes_on);
        let mut next = Labels::new(going.iter().map(|&(condition, _)| condition).collect());
        let mut nodes = vec![0; going.len()];
        let candidate = if self.is_backward {
            self.diagrams.len() - 1 - step
        } else {
            step
        };
        let choices: &[bool] = if self.kept >> candidate & 1 == 1 {
            &[true]
        } else {
            &[false, true]
        };
        let can_follow = self.most_beyond[self.diagrams.len() - 1 - step];
        for label in 0..labels.len() {
            if label % PATIENCE == 0 {
                self.check(labels.bytes() + next.bytes())?;
            }
            let old = labels.nodes(label);
            for &is_open in choices {
                let count = labels.count[label] + u8::from(is_open);
                if usize::from(count) + can_follow < self.centres {
                    continue;
                }
                let after = |&(condition, place): &(usize, Option<usize>)| {
                    let diagram = &self.diagrams[condition];
                    let node = place.map_or(diagram.root, |place| old[place]);
                    diagram.after(node, step, is_open)
                };
                if ending.iter().any(|condition| after(condition) == BROKEN) {
                    continue;
                }
                let mut is_broken = false;
                for (node, condition) in nodes.iter_mut().zip(&going) {
                    *node = after(condition);
                    is_broken |= *node == BROKEN;
                }
                if !is_broken {
                    let open = labels.open[label] | u128::from(is_open) << candidate;
                    next.offer(&nodes, count, open);
                }
            }
        }
        Ok(next)
    }

    fn check(&self, bytes: u64) -> Result<(), Interruption> {
        if bytes > self.watch.memory() {
            return Err(Interruption::MemoryLimit);
        }
        self.watch.interruption().map_or(Ok(()), Err)
    }
}

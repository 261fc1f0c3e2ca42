use super::growing::{Growing, LeastVolume};
use super::nearer_sites::MOST_CANDIDATES;
use super::sweep::SweepEnd;
use crate::optimise::budget::{Interruption, Watch};

/// The question whether so many centres can each have a volume.
pub(crate) struct FeasibleLayout<'a> {
    pub(crate) least: LeastVolume<'a>,
    pub(crate) centres: usize,
    pub(crate) sizes: DiagramSizes,
    pub(crate) watch: Watch<'a>,
}

/// How much diagrams and sweeps know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DiagramSizes {
    /// The candidates that a condition knows to begin with.
    pub(crate) scope: usize,
    /// Sweeps before the candidates are ordered anew, by the scopes that have grown.
    pub(crate) first_sweeps: usize,
    /// Sweeps after which the question is left undecided.
    pub(crate) most_sweeps: usize,
    /// Labels after a step with which the question is left undecided.
    pub(crate) most_labels: usize,
}

impl DiagramSizes {
    /// What was quickest for England.
    pub(crate) const USUAL: Self = Self {
        scope: 11,
        first_sweeps: 2,
        most_sweeps: usize::MAX,
        most_labels: usize::MAX,
    };

    /// Where it is only of interest if it is quick. In England, 44 centres with 1,500 each have at most 21,520
    /// labels after a step and take seven sweeps, and 30 with 2,000 are left undecided in the second.
    pub(crate) const FEW: Self = Self {
        most_sweeps: 12,
        most_labels: 32_768,
        ..Self::USUAL
    };
}

/// The answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Feasible {
    /// These candidates, or more of them than were asked for.
    Layout(Vec<bool>),
    /// No layout has so many centres with this volume.
    Impossible,
    /// Why it ended, if not for lack of anything to learn.
    Undecided(Option<Interruption>),
}

/// The most centres that can have the volume, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct MostFeasible {
    /// The layout with most centres that was found.
    pub(crate) layout: Option<Vec<bool>>,
    /// Whether more are proven to be impossible: all that were asked for, if there is no layout.
    pub(crate) is_proven: bool,
}

impl FeasibleLayout<'_> {
    /// Sweeps until there is an answer.
    pub(crate) fn find(&self) -> Feasible {
        let (best, end) = self.search(self.centres, false);
        best.map_or(end, Feasible::Layout)
    }

    /// The layout with most centres, of at least so many as are asked for.
    pub(crate) fn most(&self) -> MostFeasible {
        let (layout, end) = self.search(self.centres, true);
        MostFeasible {
            layout,
            is_proven: end == Feasible::Impossible,
        }
    }

    /// Layouts with more and more centres, if that is of interest, and how it ended.
    fn search(&self, mut centres: usize, is_most: bool) -> (Option<Vec<bool>>, Feasible) {
        let mut best = None;
        let candidates = self.least.order.candidates();
        if candidates > MOST_CANDIDATES {
            return (None, Feasible::Undecided(None));
        }
        let mut growing = Growing::new(self.least, self.sizes.scope);
        for turn in 0..self.sizes.most_sweeps {
            if centres > candidates {
                return (best, Feasible::Impossible);
            }
            if turn == self.sizes.first_sweeps {
                growing = growing.reordered();
            }
            let is_backward = !turn.is_multiple_of(2);
            let judged =
                match growing.sweep(centres, is_backward, self.sizes.most_labels, self.watch) {
                    Ok(judged) => judged,
                    Err(SweepEnd::Impossible) => return (best, Feasible::Impossible),
                    Err(SweepEnd::TooLarge) => break,
                    Err(SweepEnd::Interrupted(interruption)) => {
                        return (best, Feasible::Undecided(Some(interruption)));
                    }
                };
            if let Some(open) = judged
                .most
                .filter(|open| open.count_ones() as usize >= centres)
            {
                centres = open.count_ones() as usize + 1;
                let number = growing.number.iter();
                best = Some(number.map(|&n| open >> n & 1 == 1).collect());
                if !is_most {
                    break;
                }
            } else if !judged.is_grown {
                break;
            }
        }
        (best, Feasible::Undecided(None))
    }
}

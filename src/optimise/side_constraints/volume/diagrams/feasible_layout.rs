use super::diagram::{Condition, Diagram};
use super::nearer_sites::NearerSites;
use super::scopes::Scopes;
use super::sweep::Sweep;
use crate::optimise::budget::{Interruption, Watch};
use crate::optimise::side_constraints::volume::regions::nearest_order::NearestOrder;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The question whether so many centres can each have a volume.
pub(crate) struct FeasibleLayout<'a> {
    pub(crate) order: &'a NearestOrder,
    /// By candidate, whether every layout has it.
    pub(crate) kept: &'a [bool],
    /// In millionths.
    pub(crate) min: u64,
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
}

impl DiagramSizes {
    /// What was quickest for England.
    pub(crate) const USUAL: Self = Self {
        scope: 11,
        first_sweeps: 2,
        most_sweeps: usize::MAX,
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

/// The bits of a set of open candidates.
pub(crate) const MOST_CANDIDATES: usize = 128;

/// The most candidates that a condition knows, beside its own.
const MOST_IN_SCOPE: usize = 30;

/// By how many candidates a scope grows at most before the next sweep.
const GROWTH: usize = 3;

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
        let candidates = self.order.candidates();
        if candidates > MOST_CANDIDATES {
            return (None, Feasible::Undecided(None));
        }
        let scopes = Scopes::new(self.order, self.sizes.scope);
        let mut growing = Growing::new(self, &scopes, &(0..candidates).collect::<Vec<_>>());
        // By direction and number of candidates decided, the most centres among them.
        let mut most: [Vec<usize>; 2] = std::array::from_fn(|_| (0..=candidates).collect());
        for turn in 0..self.sizes.most_sweeps {
            if centres > candidates {
                return (best, Feasible::Impossible);
            }
            if turn == self.sizes.first_sweeps {
                growing = Growing::new(self, &growing.scopes, &growing.number);
                most = std::array::from_fn(|_| (0..=candidates).collect());
            }
            let is_backward = !turn.is_multiple_of(2);
            let Some(diagrams) = growing.diagrams(is_backward) else {
                break;
            };
            let sweep = Sweep {
                diagrams: &diagrams,
                kept: growing.kept,
                is_backward,
                most_beyond: &most[usize::from(!is_backward)],
                centres,
                watch: self.watch,
            };
            let swept = match sweep.run() {
                Ok(Some(swept)) => swept,
                Ok(None) => return (best, Feasible::Impossible),
                Err(interruption) => {
                    return (best, Feasible::Undecided(Some(interruption)));
                }
            };
            for (most, new) in most[usize::from(is_backward)].iter_mut().zip(swept.most) {
                *most = (*most).min(new);
            }
            let judged = growing.judge(&swept.layouts);
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

/// Scopes that grow where conditions miss who takes demand away, and the numbers of the candidates in them.
struct Growing<'a> {
    question: &'a FeasibleLayout<'a>,
    /// By candidate, its place in the order of the sweeps.
    number: Vec<usize>,
    kept: u128,
    scopes: Scopes,
    sites: NearerSites,
}

struct Judged {
    /// The layout with most centres, each of which has the volume.
    most: Option<u128>,
    /// Whether a scope has grown.
    is_grown: bool,
}

impl<'a> Growing<'a> {
    /// In an order that is good for these scopes, in which candidates have other numbers.
    fn new(question: &'a FeasibleLayout<'a>, scopes: &Scopes, number: &[usize]) -> Self {
        let place = scopes.order();
        let number: Vec<usize> = number.iter().map(|&old| place[old]).collect();
        let kept = number.iter().zip(question.kept);
        Self {
            question,
            kept: kept.fold(0, |set, (&place, &kept)| set | u128::from(kept) << place),
            scopes: scopes.renumbered(&place),
            sites: NearerSites::new(question.order, &number),
            number,
        }
    }

    /// The conditions over the steps of a sweep; `None` where one has too many nodes.
    fn diagrams(&self, is_backward: bool) -> Option<Vec<Diagram>> {
        let candidates = self.sites.len();
        let diagram = |own: usize| {
            let mut scope = self.scopes.others[own].clone();
            scope.push(own);
            scope.sort_unstable();
            if is_backward {
                scope.reverse();
            }
            let step = |&candidate: &usize| {
                let step = if is_backward {
                    candidates - 1 - candidate
                } else {
                    candidate
                };
                u8::try_from(step).unwrap_or(u8::MAX)
            };
            let condition = Condition {
                steps: scope.iter().map(step).collect(),
                own: scope.iter().position(|&known| known == own)?,
                demand: self.sites.by_nearer_of(own, &scope),
                min: self.question.min,
            };
            condition.diagram()
        };
        (0..candidates).into_par_iter().map(diagram).collect()
    }

    /// Looks at all points: layouts and parts of layouts in which a centre has too little make its scope grow.
    fn judge(&mut self, layouts: &[u128]) -> Judged {
        let missed: Vec<Vec<(usize, usize)>> = layouts
            .par_iter()
            .map(|&open| {
                let centres = (0..self.sites.len()).filter(|&centre| open >> centre & 1 == 1);
                let missed = centres.flat_map(|centre| {
                    let missed = self.missed(centre, open).into_iter();
                    missed.map(move |other| (centre, other))
                });
                missed.collect()
            })
            .collect();
        let feasible = layouts.par_iter().map(|&open| self.reduced(open));
        let feasible = feasible.filter(|open| open & self.kept == self.kept);
        let most = feasible.max_by_key(|open| (open.count_ones(), *open));
        let mut often: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for missed in missed.into_iter().flatten() {
            *often.entry(missed).or_default() += 1;
        }
        let mut often: Vec<_> = often.into_iter().collect();
        often.sort_by_key(|&(missed, times)| (std::cmp::Reverse(times), missed));
        let mut growth = vec![0; self.sites.len()];
        for ((centre, other), _) in often {
            let scope = &mut self.scopes.others[centre];
            if growth[centre] < GROWTH && scope.len() < MOST_IN_SCOPE {
                growth[centre] += 1;
                scope.push(other);
            }
        }
        Judged {
            most,
            is_grown: growth.iter().any(|&grown| grown > 0),
        }
    }

    /// Without centres that have too little, those first that lack most: the others then have more.
    fn reduced(&self, mut open: u128) -> u128 {
        loop {
            let centres = (0..self.sites.len()).filter(|&centre| open >> centre & 1 == 1);
            let volume = |centre: usize| self.sites.volume(centre, open & !(1 << centre));
            let least = centres.map(|centre| (volume(centre), centre)).min();
            match least.filter(|&(volume, _)| volume < self.question.min) {
                Some((_, centre)) => open &= !(1 << centre),
                None => return open,
            }
        }
    }

    /// Candidates that a scope must know to see that a centre has too little among these; none if it has
    /// enough.
    fn missed(&self, centre: usize, open: u128) -> Vec<usize> {
        let mut missed = Vec::new();
        if self.sites.volume(centre, open & !(1 << centre)) >= self.question.min {
            return missed;
        }
        let scope = self.scopes.others[centre].iter();
        let mut known = scope.fold(0, |set, &other| set | 1_u128 << other) & open;
        loop {
            let (mut volume, mut taken) = (0, [0_u64; MOST_CANDIDATES]);
            for (nearer, demand) in self.sites.kept_from(centre, known) {
                volume += demand;
                let mut takers = nearer & open;
                while takers != 0 {
                    taken[takers.trailing_zeros() as usize] += demand;
                    takers &= takers - 1;
                }
            }
            if volume < self.question.min {
                return missed;
            }
            let most =
                (0..taken.len()).max_by_key(|&other| (taken[other], std::cmp::Reverse(other)));
            let Some(most) = most.filter(|&other| taken[other] > 0) else {
                return missed;
            };
            known |= 1 << most;
            missed.push(most);
        }
    }
}

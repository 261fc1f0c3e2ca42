use super::diagram::{Condition, Diagram};
use super::layout_graph::LayoutGraph;
use super::nearer_sites::{MOST_CANDIDATES, NearerSites};
use super::scopes::Scopes;
use super::sweep::{Sweep, SweepEnd};
use crate::optimise::budget::{Interruption, Watch};
use crate::optimise::side_constraints::volume::regions::nearest_order::NearestOrder;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Candidates, each of which must have a volume if it is open.
#[derive(Clone, Copy)]
pub(crate) struct LeastVolume<'a> {
    pub(crate) order: &'a NearestOrder,
    /// By candidate, whether every layout has it.
    pub(crate) kept: &'a [bool],
    /// In millionths.
    pub(crate) min: u64,
}

/// The most candidates that a condition knows, beside its own.
const MOST_IN_SCOPE: usize = 30;

/// By how many candidates a scope grows at most before the next sweep.
const GROWTH: usize = 3;

/// Scopes that grow where conditions miss who takes demand away, and the numbers of the candidates in them.
pub(crate) struct Growing<'a> {
    least: LeastVolume<'a>,
    /// By candidate, its place in the order of the sweeps.
    pub(crate) number: Vec<usize>,
    kept: u128,
    scopes: Scopes,
    /// By direction and number of candidates decided, the most centres among them.
    most: [Vec<usize>; 2],
    sites: NearerSites,
}

pub(crate) struct Judged {
    /// The layout with most centres, each of which has the volume.
    pub(crate) most: Option<u128>,
    /// Whether a scope has grown.
    pub(crate) is_grown: bool,
}

impl<'a> Growing<'a> {
    /// With so many candidates in every scope.
    pub(crate) fn new(least: LeastVolume<'a>, scope: usize) -> Self {
        let numbers: Vec<usize> = (0..least.order.candidates()).collect();
        Self::ordered(least, &Scopes::new(least.order, scope), &numbers)
    }

    /// With the same scopes, and candidates in an order that is good for them.
    pub(crate) fn reordered(self) -> Self {
        Self::ordered(self.least, &self.scopes, &self.number)
    }

    /// The candidates are called `number[c]` in the scopes.
    fn ordered(least: LeastVolume<'a>, scopes: &Scopes, number: &[usize]) -> Self {
        let place = scopes.order();
        let number: Vec<usize> = number.iter().map(|&old| place[old]).collect();
        let kept = number.iter().zip(least.kept);
        Self {
            least,
            kept: kept.fold(0, |set, (&place, &kept)| set | u128::from(kept) << place),
            scopes: scopes.renumbered(&place),
            most: std::array::from_fn(|_| (0..=number.len()).collect()),
            sites: NearerSites::new(least.order, &number),
            number,
        }
    }

    /// A sweep for at least so many centres, after which scopes grow.
    pub(crate) fn sweep(
        &mut self,
        centres: usize,
        is_backward: bool,
        most_labels: usize,
        watch: Watch,
    ) -> Result<Judged, SweepEnd> {
        let diagrams = self.diagrams(is_backward).ok_or(SweepEnd::TooLarge)?;
        let swept = self.over(&diagrams, centres, is_backward, most_labels, watch);
        let swept = swept.run()?;
        let most = self.most[usize::from(is_backward)].iter_mut();
        for (most, new) in most.zip(swept.most) {
            *most = (*most).min(new);
        }
        Ok(self.judge(&swept.layouts))
    }

    /// The graph of all layouts with exactly so many centres that no condition excludes; `None` if it has more
    /// labels than this.
    pub(crate) fn graph(
        &self,
        centres: usize,
        most_labels: usize,
        watch: Watch,
    ) -> Result<Option<LayoutGraph>, Interruption> {
        let Some(diagrams) = self.diagrams(false) else {
            return Ok(None);
        };
        LayoutGraph::new(&self.over(&diagrams, centres, false, most_labels, watch))
    }

    fn over<'b>(
        &'b self,
        diagrams: &'b [Diagram],
        centres: usize,
        is_backward: bool,
        most_labels: usize,
        watch: Watch<'b>,
    ) -> Sweep<'b> {
        Sweep {
            diagrams,
            kept: self.kept,
            is_backward,
            most_beyond: &self.most[usize::from(!is_backward)],
            centres,
            most_labels,
            watch,
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
                min: self.least.min,
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
            match least.filter(|&(volume, _)| volume < self.least.min) {
                Some((_, centre)) => open &= !(1 << centre),
                None => return open,
            }
        }
    }

    /// Candidates that a scope must know to see that a centre has too little among these; none if it has
    /// enough.
    fn missed(&self, centre: usize, open: u128) -> Vec<usize> {
        let mut missed = Vec::new();
        if self.sites.volume(centre, open & !(1 << centre)) >= self.least.min {
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
            if volume < self.least.min {
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
